/**
 * Every limit of the product, each with its reason. A limit that is reached is always shown:
 * a mark on the entry, a gap, or a message.
 */

/** A copied string keeps this many UTF-16 units: longer than any event parameter, shorter than a page. */
export const STRING_UNITS = 8_192;
/** Objects and arrays are copied this deep; e-commerce items stand at depth 4. */
export const DEPTH = 12;
/** Keys of one object and items of one array; Conversions API batches stop at 1,000. */
export const KEYS = 1_000;
/** Values copied in one call, so that an object that shares its parts cannot explode. */
export const NODES = 10_000;
/** Text of all copied strings in one call, so that 1,000 long strings stay affordable. */
export const CALL_UNITS = 262_144;
/** Cut places named on one entry. */
export const CUTS = 50;
/** Call stacks per second and document: enough for a page that boots, at most 3 ms of it. One costs about 30 µs. */
export const STACKS_PER_SECOND = 100;
/** Frames of a stack, the hook's own four included: ten of the page's and some of a framework's. */
export const STACK_FRAMES = 22;
/** Reads of an undefined name that are told, per name and document. */
export const READS = 5;

/**
 * Readings of one consent source that are told per document. A person makes a handful; a tool whose
 * answer never stays the same would fill the log. The last one is told as the event `limit`.
 */
export const CONSENT_READINGS = 500;

/** A batch leaves the hook at this many entries or this much text, even in the middle of a task. */
export const BATCH_ENTRIES = 500;
export const BATCH_UNITS = 1_000_000;

/**
 * What the relay keeps per document, so that the panel can be opened later. 60,000 holds a burst
 * of 50,000; 48 million UTF-16 units bound a page of long calls.
 */
export const RELAY_ENTRIES = 60_000;
export const RELAY_UNITS = 48_000_000;

/**
 * What a document says again as it goes away: what it said this short a time before, which may have
 * been on its way as the connection ended, up to as much text as `storage.session` has room for.
 */
export const LEAVE_RECENT_MS = 2_000;
export const LEAVE_UNITS = 1_000_000;

/** Frames of a tab that the background knows to have called something, for a panel that opens later. */
export const SPOKEN_FRAMES = 50;

/**
 * How long the background keeps what relays say of a tab whose panel is not there (yet): after its
 * own death the panel and the pages come back in any order.
 */
export const RETURN_MS = 5_000;
/** Text that it keeps for them, over all tabs. */
export const HELD_UNITS = 8_000_000;

/**
 * Hits that the background keeps until somebody listens, over all tabs: lines, and their bytes.
 * `storage.session` holds 10 MB in both browsers; the rest is room for its own keeping. Whoever
 * tests tracking makes hundreds of hits, not thousands, between two looks.
 */
export const HIT_LINES = 6_000;
export const HIT_BYTES = 7_000_000;
/** A hit's body and address keep this many UTF-16 units: over ten times the longest that was seen. */
export const HIT_BODY_UNITS = 131_072;
export const HIT_URL_UNITS = 131_072;
/** A tab that was closed may still be sending: its hits are kept this long. */
export const CLOSED_TAB_MS = 60_000;
/** Hits whose document has not spoken yet, and which are told again when it does. */
export const UNPLACED_HITS = 2_000;

/**
 * Requests of one frame that are told again to a panel that comes later, and those of all frames of
 * a tab that no hit was found for: most are no hits.
 */
export const TOLD_REQUESTS = 250;
export const MADE_CLAIMS = 1_000;
/**
 * Requests that a document remembers for a panel that opens: the browser's own list ends at 250. Some
 * 200 bytes each.
 */
export const LISTED_REQUESTS = 1_000;

/** A report is a page for people: a longer recording does not stand in it. About 20,000 entries. */
export const REPORT_RECORDING_BYTES = 16_000_000;
/** The panel opens session files up to this size; `event-loupe check` reads larger ones. */
export const IMPORT_BYTES = 128_000_000;
/**
 * JSON is read this deep, in session files and profiles: the hook copies 12 levels, and code that
 * walks a value by calling itself has room for thousands.
 */
export const READ_DEPTH = 200;
/** One line of a session file. */
export const LINE_UNITS = 8_000_000;

/** Files of server events that the panel and `check --server` read: 40,000 events of 1.5 kB. */
export const SERVER_IMPORT_BYTES = 64_000_000;

/** A HAR is read whole: what the answers of a visit of an hour hold, and under half of the longest text. */
export const HAR_IMPORT_BYTES = 200_000_000;

/** The body of one request to tap, unpacked: 1,000 events, the most that Meta takes, of 7 kB. */
export const TAP_BODY_BYTES = 7 * 1024 * 1024;
/**
 * What tap keeps for a reader that comes later or again, as the relay does for the panel. A reader
 * that falls further behind gets a gap.
 */
export const TAP_ENTRIES = 60_000;
export const TAP_UNITS = 48_000_000;
