/**
 * What Meta's SDK sends by itself. These are not the developer's: they meet no mapping rule, and
 * their ids are no proof that somebody set an eventID.
 *
 * An automatic PageView after history.pushState cannot be told from one that the page asked for
 * (domain facts 2.3): it is not here.
 */

/**
 * Events that the SDK finds in the page: SubscribedButtonClick [observed] and Microdata (domain
 * facts 3.1); InputData stands beside them in the list of automatic events that Meta's own
 * WordPress plugin refuses (FacebookWordpressOpenBridge::$blocked_events) [source].
 */
const AUTOMATIC_EVENTS: ReadonlySet<string> = new Set([
  'SubscribedButtonClick',
  'Microdata',
  'InputData',
]);

/**
 * Ids made by the gateway's plugins and by the SDK (domain facts 3.1). The rest of the openbridge
 * id is 64 hexadecimal digits; the number is the plugin's generation, 3 was seen.
 */
const AUTOMATIC_IDS: readonly RegExp[] = [
  /^ob\d{1,2}_plugin-set_[0-9a-f]{64}$/i,
  /^sgwpixel_plugin-set/,
  /^LCP\.[^.]{1,40}(?:\.[^.]{1,40}){0,3}\.[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
];

/** Longer than every automatic id; longer texts are not even looked at. */
const AUTOMATIC_ID_UNITS = 300;

/** True for an event id that the vendor's code made because the page gave none. */
export function isAutomaticEventId(eventId: string): boolean {
  if (eventId.length > AUTOMATIC_ID_UNITS) return false;
  return AUTOMATIC_IDS.some((pattern) => pattern.test(eventId));
}

/** True for an event name that only the SDK itself sends. */
export function isAutomaticEvent(eventName: string): boolean {
  return AUTOMATIC_EVENTS.has(eventName);
}
