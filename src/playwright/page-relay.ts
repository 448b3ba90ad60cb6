import { BATCH, MEETING, MET, PORT_OFFER, URGENT } from '../session/handshake.ts';

/** What the relay in the page says to the test, as JSON. */
export interface Said {
  /** The document's key. */
  document: string;
  /** It is a tab's, not a frame's. */
  top: boolean;
  /** The next number to come. */
  next: number;
  /** It goes away. */
  left?: true;
  /** Batches that were not said before, as the hook writes them (session/batch.ts). */
  batches: string[];
}

/** The names by which relay and hook meet, and the test hears of it. */
interface Names {
  binding: string;
  meeting: string;
  met: string;
  offer: string;
  batch: string;
  urgent: string;
  /** Whether last words are left for the origin's next document: the binding hears no page that goes. */
  leaves: boolean;
  /** Names of data layers besides `dataLayer`, separated by line feeds. */
  layers: string;
}

/**
 * Runs in every document, in the page's own world, before the hook and any script of the page, and
 * answers the hook as the extension's relay does (session/handshake.ts). What it hears goes to the
 * test by a binding, which is in order and loses nothing, so that nobody has to ask again. Its text
 * is what is run: it may use nothing from outside.
 * @returns to be called when the hook has been evaluated
 */
function relayInPage(names: Names): () => void {
  const { binding, meeting, met, offer, batch, urgent, leaves, layers } = names;
  const scope = globalThis as unknown as Record<string, unknown>;
  const top = window.top === window;
  let document = '';
  for (const n of crypto.getRandomValues(new Uint32Array(2)))
    document += n.toString(36).padStart(7, '0');
  const at = Date.now();
  let waiting: string[] = [];
  let isTold = false;
  let next = 1;
  let tell: ((said: string) => unknown) | undefined;

  const say = (left: boolean): void => {
    if (tell === undefined && typeof scope[binding] === 'function') {
      tell = scope[binding] as (said: string) => unknown;
      // The page has no use for it.
      delete scope[binding];
    }
    if (tell === undefined) return;
    if (leaves && !isTold) passOnLeft(tell);
    const batches = waiting;
    waiting = [];
    if (!isTold) {
      // Asked for now: Firefox starts a frame's document in the window of its empty one.
      const start = { id: 0, at, kind: 'page', event: 'start', url: location.href, top };
      batches.unshift(`0 1\n${JSON.stringify(start)}`);
      isTold = true;
    }
    const said = JSON.stringify({ document, top, next, batches, ...(left && { left }) });
    tell(said);
    if (left && leaves) leave(said);
  };
  /** By number, as a page that goes speaks more than once. */
  let farewells = 0;
  const leave = (said: string): void => {
    try {
      sessionStorage.setItem(`${binding} ${document} ${farewells++}`, said);
    } catch {
      // Some documents have no storage, and some storage is full.
    }
  };
  /** What the documents before this one left, in the tab and of the origin. */
  const passOnLeft = (pass: (said: string) => unknown): void => {
    try {
      for (const key of Object.keys(sessionStorage).sort())
        if (key.startsWith(`${binding} `)) {
          pass(sessionStorage.getItem(key) ?? '');
          sessionStorage.removeItem(key);
        }
    } catch {
      // A frame without storage has nothing.
    }
  };
  const take = (text: unknown, left = false): boolean => {
    const [, from, count] = /^(\d{1,9}) (\d{1,6})\n/.exec(String(text)) ?? [];
    if (from === undefined) return false;
    watchLeaving();
    // What came before, by the other way.
    if (Number(from) < next) return true;
    next = Number(from) + Number(count);
    waiting.push(String(text));
    say(left);
    return true;
  };
  const onHide = (event: Event): void => {
    if (event.isTrusted && isTold) say(true);
  };
  // `document.open()` takes listeners off; the same one again changes nothing.
  const watchLeaving = (): void => window.addEventListener('pagehide', onHide, true);

  // Only the hook makes a shadow root while this stands; an extension could open it, we note it.
  const own = Object.getOwnPropertyDescriptor(Element.prototype, 'attachShadow');
  const attach = own?.value as Element['attachShadow'];
  let root: ShadowRoot | undefined;
  Object.defineProperty(Element.prototype, 'attachShadow', {
    ...own,
    value(this: Element, options: ShadowRootInit) {
      root = attach.call(this, options);
      return root;
    },
  });
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }) => {
    if (take(data)) port1.postMessage(next);
  };
  const onMeeting = (event: Event): void => {
    if (event.isTrusted || root === undefined) return;
    event.stopImmediatePropagation();
    window.document.removeEventListener(meeting, onMeeting, true);
    const hear = (type: string, left: boolean) =>
      root?.addEventListener(type, (said) => {
        if (take((said as CustomEvent<unknown>).detail, left)) said.preventDefault();
      });
    hear(batch, false);
    hear(urgent, true);
    root.dispatchEvent(new Event(met));
    root.dispatchEvent(new MessageEvent(offer, { ports: [port2] }));
  };
  window.document.addEventListener(meeting, onMeeting, true);
  watchLeaving();
  // A frame speaks when there is something to say, and so does the blank page of a new tab.
  if (top && /^(?!about:)./.test(location.href)) say(false);
  return () => {
    if (own) Object.defineProperty(Element.prototype, 'attachShadow', own);
    if (layers !== '') port1.postMessage(layers);
  };
}

/** Runs in a frame: resolves when the relay has passed on all that was called before. */
export function passOn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => resolve();
    port2.postMessage(0);
  });
}

/**
 * The script for every document: the relay, then the hook as it was built.
 * @param leaves a page's last words are left for the next document of its origin, in `sessionStorage`
 * @param layers names of data layers besides `dataLayer`
 */
export function initScript(
  hook: string,
  binding: string,
  leaves: boolean,
  layers: readonly string[],
): string {
  const names: Names = {
    binding,
    leaves,
    meeting: MEETING,
    met: MET,
    offer: PORT_OFFER,
    batch: BATCH,
    urgent: URGENT,
    layers: layers.join('\n'),
  };
  return `const hookIsThere = (${relayInPage})(${JSON.stringify(names)});\n${hook}\nhookIsThere();`;
}
