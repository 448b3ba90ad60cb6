/**
 * What can be odd about a hit, or could not be decoded, with words for the panel. A mark never
 * hides anything: what was read stays, what was not is named.
 */
export const MARKS = {
  'by-shape': 'Recognised by its payload: the address is neither known nor learned from a call.',
  'body-unreadable': 'The browser did not show the body: what it carried is not known.',
  'no-body': 'A POST without a body: it was empty, or the browser did not show it.',
  'binary-body': 'The body is binary or compressed and was not decoded.',
  'unknown-body': 'The body has a form that this endpoint is not known to take.',
  'bad-json': 'The body should be JSON and cannot be parsed.',
  'bad-percent-encoding': 'A percent escape is not valid UTF-8: that text is shown as it was sent.',
  'bad-multipart': 'The multipart body has a part without a name, or no boundary.',
  'truncated-multipart': 'The multipart body has no end: its last part may be incomplete.',
  'duplicate-key': 'A name was sent more than once; further values are numbered (2), (3) …',
  'too-long': 'Longer than is decoded: only the beginning was read, or nothing of a JSON body.',
  'too-many-parameters': 'More parameters than are kept: the rest was left out.',
  'too-many-events': 'More events in one request than are kept: the rest was left out.',
  'too-deep': 'Nested too deeply to be written out.',
  'no-parameters': 'The request carries nothing.',
  'no-event-name': 'The hit names no event.',
  'no-pixel-id': 'The hit names no pixel.',
  'empty-event-id': 'An event id was sent, and it is empty.',
  'event-id-list': 'The event id was sent as a list. Which of several ids counts is not known.',
  'automatic-event-id': 'The vendor made the event id; the page gave none.',
  'two-event-ids': 'The event id and integrations.facebook.event_id differ.',
  automatic: 'The vendor sent this event by itself; the page did not ask for it.',
  'arrival-unknown':
    'The browser says only that the request failed, as it does where a page may not read the answer (CORS): it may have arrived.',
  noscript: 'Sent by the noscript image.',
} as const satisfies Record<string, string>;

/** The name of a mark. */
export type Mark = keyof typeof MARKS;

/** What a mark says to people; the name itself where it is not one of ours (a newer session file). */
export function describeMark(mark: string): string {
  return Object.hasOwn(MARKS, mark) ? MARKS[mark as Mark] : mark;
}
