/**
 * Runs of the first record (observations.json) that only a browser can run again: timers that run
 * after what loads, a document that leaves, a click, and a page read in a charset that is not its own.
 */
export const BROWSER_ROWS: ReadonlySet<string> = new Set([
  ...['pageview_pushstate', 'disablePushState', 'consent_revoke_grant', 'consent_after'],
  ...['beacon_unload', 'button_click', 'nested_custom'],
]);
