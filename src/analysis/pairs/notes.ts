import { DEDUPLICATION_RULES } from '../../vendors/meta/deduplication.ts';
import type { Finding } from '../facts/legacy.ts';
import type { NoteRule, Row } from './row.ts';

/** What is said once about all rows that a note is true of. */
export function noteFinding(rule: NoteRule, first: Row, count: number): Finding {
  const [browser, server] = [first.browser[0], first.server[0]];
  const entries = [...(browser ? [browser.entry] : []), ...(server ? [server.entry] : [])];
  const pairs = count === 1 ? 'One pair' : `${count} pairs`;
  const base = { rule, severity: 'info' as const, entries };
  switch (rule) {
    case 'dedup/server-first':
      return {
        ...base,
        message: `${pairs} arrived from the server first. Commanders Act's document says that this makes a duplicate; with equal event ids Meta keeps one whichever comes first. The claim is true of the fallback on fbp and external_id alone.`,
        fix: 'Nothing, as long as both copies carry the same event id.',
        reference: `${DEDUPLICATION_RULES.first.reference}; Commanders Act, "Facebook Conversions API"`,
      };
    case 'dedup/pixel-unknown':
      return {
        ...base,
        message: `${pairs} ${count === 1 ? 'has' : 'have'} a copy whose pixel is not known: it was taken for any pixel with the same name and id.`,
        fix: 'Import with the pixel id, or tap the server, to hold the pixel against the browser too.',
        reference: DEDUPLICATION_RULES.key.reference,
      };
    case 'dedup/receipt-unknown':
      return {
        ...base,
        message: `${pairs} ${count === 1 ? 'has' : 'have'} a copy of which nobody knows when Meta received it: whether 48 hours passed, and which copy is kept, is not said.`,
        fix: 'Tap the server live: then the time of receipt is known.',
        reference: DEDUPLICATION_RULES.window.reference,
      };
    case 'dedup/derived-copy':
      return {
        ...base,
        message: `${pairs} ${count === 1 ? 'has' : 'have'} a server copy that was taken from a Commanders Act or Segment hit. That its connector to Meta is on, and sends this event, cannot be seen in the browser.`,
        fix: "Look at the connector's own log, or import what Meta received.",
        reference: 'domain facts 5.1, 5.4, 6',
      };
  }
}

/** Said where the browser's copies are all there is: then nothing is known about pairs. */
export function noServerFinding(first: string): Finding {
  return {
    rule: 'dedup/no-server-events',
    severity: 'info',
    entries: [first],
    message: 'No server events were seen in this session, so nothing is said about missing pairs.',
    fix: 'Import the bodies that your server sends to the Conversions API, or run event-loupe tap.',
    reference: 'domain facts 4',
  };
}
