import { MEETING, MET, PORT_OFFER } from '../session/handshake.ts';
import {
  addListener,
  apply,
  areTouched,
  bare,
  dispatch,
  doc,
  getterOf,
  methodOf,
  stop,
} from './natives.ts';

const removeListener = EventTarget.prototype.removeEventListener;
const createElement = methodOf<[string], Element>(Document.prototype, 'createElement');
const attachShadow = methodOf<[ShadowRootInit], ShadowRoot>(Element.prototype, 'attachShadow');
const submitterOf = getterOf<HTMLElement | null>(SubmitEvent.prototype, 'submitter');
const portsOf = getterOf<readonly MessagePort[]>(MessageEvent.prototype, 'ports');
const SubmitEventOf = SubmitEvent;

/** Whether an event is the relay's question whether we are there (session/handshake.ts). */
function isQuestion(event: Event): boolean {
  try {
    return submitterOf(event) === null;
  } catch {
    return false; // another kind of event, such as the document's own
  }
}

/**
 * Meets the relay, in whichever order the two run, once.
 * @param onMet gets what events reach the relay by at once
 * @param onPort gets the port, when one of the two has asked for it
 */
export function meetRelay(
  onMet: (wire: EventTarget) => void,
  onPort: (port: MessagePort) => void,
): void {
  const host = createElement(doc, 'div');
  const root = attachShadow(host, bare<ShadowRootInit>({ mode: 'closed' }));
  const showHost = (): void => {
    const options = bare({ submitter: host as HTMLElement, cancelable: areTouched() });
    apply(dispatch, doc, [new SubmitEventOf(MEETING, options)]);
  };
  const onMeeting = (event: Event): void => {
    if (!isQuestion(event)) return;
    stop(event);
    showHost();
  };
  const onHeard = (): void => {
    apply(removeListener, doc, [MEETING, onMeeting, true]);
    onMet(root);
  };
  const onOffer = (event: Event): void => {
    const port = portsOf(event)[0];
    if (port !== undefined) onPort(port);
  };
  apply(addListener, root, [MET, onHeard]);
  apply(addListener, root, [PORT_OFFER, onOffer]);
  apply(addListener, doc, [MEETING, onMeeting, true]);
  showHost();
}
