import type { Finding } from '../analysis.ts';
import type { Copy } from './copy.ts';
import type { Row } from './row.ts';

/**
 * The id of the Commanders Act event before was used. Also said of a row that stands alone: the
 * right copy has its pair elsewhere.
 */
export function previousTriggerFinding(row: Row, browser: Copy, right: Copy): Finding {
  return {
    rule: 'dedup/previous-trigger-id',
    severity: 'error',
    entries: [browser.entry, right.entry],
    message: `${row.eventName} carries "${browser.eventId}", the id of the Commanders Act event before its own; its own is "${right.eventId}". fbq read tC.uniqueEventId before cact('trigger', …) had made the new one.`,
    fix: 'Call cact("trigger", …) first, then fbq with {eventID: tC.uniqueEventId}; in a tag manager fire the Commanders Act tag before the pixel tag.',
    reference: 'domain facts 5.1; Commanders Act, "Facebook Conversions API"',
  };
}
