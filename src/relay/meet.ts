import { BATCH, MEETING, MET, PORT_OFFER, PORT_WANTED, URGENT } from '../session/handshake.ts';

/** What the relay gets of the hook. */
interface Listeners {
  /** Takes a batch, by whichever way it came; returns whether it was one. */
  take(batch: unknown): boolean;
  /** The same for what the hook must say at once, since the page goes away. */
  takeUrgent(batch: unknown): boolean;
  /** The number to acknowledge after a batch that came by the port. */
  acknowledged(): number;
  /**
   * Somebody of the page's origin may have stood between: the hook never came, two came, or the
   * built-ins that it works with had been replaced before it ran. What this document says may be
   * forged, or not be all.
   */
  onDoubt(): void;
}

interface ShadowOpener {
  dom?: { openOrClosedShadowRoot(element: HTMLElement): ShadowRoot | null };
}

/** The shadow root of an element, closed or not: an extension's right in both browsers. */
function rootOf(element: EventTarget | null): ShadowRoot | null {
  if (!(element instanceof HTMLElement)) return null;
  const firefox = element as { openOrClosedShadowRoot?: ShadowRoot | null };
  if (firefox.openOrClosedShadowRoot !== undefined) return firefox.openOrClosedShadowRoot;
  const scope = globalThis as unknown as { chrome?: ShadowOpener };
  return scope.chrome?.dom?.openOrClosedShadowRoot(element) ?? null;
}

/**
 * Meets the hook, in whichever order the two run (session/handshake.ts). The first that comes is
 * taken, and nobody is answered after it.
 * @returns tells the hook something, which hears it once they have met
 */
export function meetHook({
  take,
  takeUrgent,
  acknowledged,
  onDoubt,
}: Listeners): (text: string) => void {
  let root: ShadowRoot | null = null;
  let channel: MessageChannel | undefined;
  const offer = (): void => {
    if (root && channel)
      root.dispatchEvent(new MessageEvent(PORT_OFFER, { ports: [channel.port2] }));
  };
  /** Browsers tell another process of each channel: only who has something to say pays for one. */
  const open = (): MessagePort => {
    if (channel === undefined) {
      channel = new MessageChannel();
      const { port1 } = channel;
      port1.onmessage = (event) => {
        if (take(event.data)) port1.postMessage(acknowledged());
      };
      offer();
    }
    return channel.port1;
  };

  document.addEventListener(
    MEETING,
    (event) => {
      if (event.isTrusted || !(event instanceof SubmitEvent)) return;
      const shown = rootOf(event.submitter);
      if (shown === null) return;
      if (root !== null) {
        onDoubt();
        return;
      }
      root = shown;
      if (event.cancelable) onDoubt();
      event.stopImmediatePropagation();
      const hear = (type: string, takeOne: (batch: unknown) => boolean) =>
        shown.addEventListener(type, (said) => {
          if (takeOne((said as CustomEvent<unknown>).detail)) said.preventDefault();
        });
      hear(BATCH, take);
      hear(URGENT, takeUrgent);
      shown.addEventListener(PORT_WANTED, open);
      offer();
      shown.dispatchEvent(new Event(MET));
    },
    true,
  );
  // A hook that ran before us answers this.
  document.dispatchEvent(new SubmitEvent(MEETING));
  document.addEventListener('DOMContentLoaded', () => {
    if (root === null) onDoubt();
  });
  return (text) => open().postMessage(text);
}
