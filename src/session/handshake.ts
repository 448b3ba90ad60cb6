/**
 * How hook and relay meet, before any script of the page. They share nothing but the document, and an
 * ancestor of the same origin may have been at the window first: the window object of a frame's first
 * empty document lives on, with the listeners that were added to it.
 *
 * So the hook makes a detached element with a *closed* shadow root, and shows the element to the relay
 * in an event of the document. Whoever else hears that event cannot get at the root; the relay can, as
 * an extension may open closed roots. Everything private (the port, and what must arrive at once) is
 * dispatched on the root, from where it reaches nobody else, and which `document.open()` leaves alone.
 *
 * The event is called `load` since an event of that name goes from the document to nobody (DOM
 * standard: a document's event parent is the window unless the event's type is `load`). It is a
 * SubmitEvent, whose submitter is the element: Firefox takes a `load` for one only where its class has
 * no events of its own, so that a FocusEvent would reach the window. It is cancelable where the
 * built-ins that the hook works with were not the engine's own any more.
 */
export const MEETING = 'load';
/** On the root: the relay hears it from now on. */
export const MET = 'met';
/** On the root: the hook has more to say. A page that says nothing more pays for no port. */
export const PORT_WANTED = 'want';
/** On the root: a MessageEvent with the port, wanted or not. */
export const PORT_OFFER = 'port';
/** On the root: a cancelable CustomEvent whose detail is a batch; cancelled when taken. */
export const BATCH = 'batch';
/** The same of a document that goes away. */
export const URGENT = 'urgent';

/**
 * The name by which the hook's script stands in stacks, instead of an address of the extension: the
 * page sees those of its own errors, and in Firefox an id of this installation is in it.
 */
export const HOOK_SCRIPT = 'event-loupe-hook.js';
