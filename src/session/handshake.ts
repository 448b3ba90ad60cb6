/**
 * How hook and relay meet, before any script of the page. The relay offers a detached element in a
 * cancelable event on the document; the hook takes it and cancels, and nothing is offered again.
 * Everything private (the port, and what must arrive at once) is dispatched on that element, which
 * the page cannot reach and `document.open()` does not strip of its listeners.
 */
export const HELLO = 'event-loupe-hello';
export const OFFER = 'event-loupe-offer';
/** On the element: a MessageEvent with the port. */
export const PORT_OFFER = 'port';
/** On the element: a cancelable CustomEvent whose detail is a batch; cancelled when taken. */
export const URGENT = 'batch';
