import { type CallEntry, type HitEntry, numberOf } from '../../session/entry.ts';
import type { PixelState, Severity, StateReason } from '../analysis.ts';
import { type Finding, legacyBook } from '../facts/legacy.ts';
import type { Context, Part } from '../part.ts';

/** Calls that are named as proof of one finding; their number is told. */
const NAMED = 100;

/** A hit leaves within this many milliseconds of its call, where nothing holds the call. */
const PATIENCE = 5_000;

/** What is said of a reason, once for a document. Reasons that others tell are not here. */
interface Words {
  rule: string;
  severity: Severity;
  message(count: string, what: string): string;
  fix: string;
  reference: string;
}

const SILENT = 'The SDK says nothing of it.';

const WORDS: Partial<Record<StateReason, Words>> = {
  'config-failed': {
    rule: 'pixel/config-failed',
    severity: 'error',
    message: (count, what) =>
      `${count} not sent: the pixel's configuration did not load (${what}). The SDK then sends nothing for any pixel of the page. ${SILENT}`,
    fix: 'Check the pixel id in Events Manager, and that the page may reach connect.facebook.net (content security policy, firewall, proxy).',
    reference: 'Domain facts 2.3: signals/config 404 or blocked, 0 hits for all pixels of the page',
  },
  'config-blocked': {
    rule: 'pixel/config-blocked',
    severity: 'warning',
    message: (count, what) =>
      `${count} not sent: something in the browser blocked the pixel's configuration (${what}). The SDK then sends nothing for any pixel of the page.`,
    fix: 'Test without an ad blocker or tracking protection. For visitors who have one, only the server can send the event.',
    reference: 'Domain facts 2.3: signals/config blocked, 0 hits for all pixels of the page',
  },
  'library-failed': {
    rule: 'pixel/library-failed',
    severity: 'error',
    message: (count, what) => `${count} not sent: Meta's library did not load (${what}).`,
    fix: 'Check the address in the pixel snippet, and that the page may reach connect.facebook.net.',
    reference: 'Domain facts 2.1: without its library the stub only queues',
  },
  'library-blocked': {
    rule: 'pixel/library-blocked',
    severity: 'warning',
    message: (count, what) =>
      `${count} not sent: something in the browser blocked Meta's library (${what}).`,
    fix: 'Test without an ad blocker or tracking protection. For visitors who have one, only the server can send the event.',
    reference: 'Domain facts 2.1: without its library the stub only queues',
  },
  'client-blocked': {
    rule: 'pixel/hit-blocked',
    severity: 'warning',
    message: (count, what) =>
      `${count} not sent: something in the browser blocked the hit (${what}).`,
    fix: 'Test without an ad blocker or tracking protection. For visitors who have one, only the server can send the event.',
    reference: 'The browser’s own word for the request, in the hit',
  },
  'hit-failed': {
    rule: 'pixel/hit-failed',
    severity: 'warning',
    message: (count, what) => `${count} not sent: the network did not carry the hit (${what}).`,
    fix: 'Load the page again; if it happens again, look for a proxy or firewall between this machine and facebook.com.',
    reference: 'The browser’s own word for the request, in the hit',
  },
  'consent-deadlock': {
    rule: 'pixel/consent-deadlock',
    severity: 'error',
    message: (count) =>
      `${count} never sent: revoke and grant were both called before Meta's library had loaded. The grant waits in the queue behind the lock that it should open. ${SILENT}`,
    fix: "Call fbq('consent', 'grant') once more after the library has loaded, or revoke only where consent is missing.",
    reference: 'Domain facts 2.3: revoke and grant both queued before the SDK loaded, 0 hits',
  },
  'left-too-soon': {
    rule: 'pixel/left-too-soon',
    severity: 'warning',
    message: (count) =>
      `${count} not sent: the page was left while the pixel was still loading, and what it held is gone.`,
    fix: 'Load the pixel earlier, or send the event from the next page or from the server.',
    reference:
      'Domain facts 2.1: until the library and its configuration are there, calls wait in the page',
  },
  'bad-arguments': {
    rule: 'pixel/arguments-cannot-be-sent',
    severity: 'error',
    message: (count) =>
      `${count} not sent: the event data contains itself and cannot be written out. ${SILENT}`,
    fix: 'Pass a plain object with the values that Meta needs, not an object of the page.',
    reference: 'Domain facts 9: a cycle in the arguments gives no hit and no warning',
  },
  threw: {
    rule: 'pixel/call-threw',
    severity: 'error',
    message: (count) => `${count} not sent: the call threw an error into the page.`,
    fix: 'Look at the error in the console; a property whose getter or toString throws is the usual cause.',
    reference: 'Domain facts 9: a throwing getter or toString gives no hit',
  },
};

/**
 * The part that tells why pixel calls were not sent, once for a cause and a document; and calls
 * that nothing holds and that have no hit, once the session has gone on for five seconds. What the
 * call itself does wrong (no init, a bad pixel id) is told by the pixel's own words.
 */
export function createUnsent(context: Context): Part {
  const findings = legacyBook(context.facts.book());
  /** `<page>\n<reason>` → call → states. */
  let causes = new Map<string, Map<string, PixelState[]>>();
  /** Call → the causes that it is in. */
  let causesOf = new Map<string, string[]>();
  /** Calls without a hit and without a reason, by document. */
  let open = new Map<string, Map<string, number>>();
  let hasHits = false;
  let latestAt = Number.NEGATIVE_INFINITY;

  const place = (call: CallEntry, dirty: Set<string>) => {
    for (const key of causesOf.get(call.id) ?? []) {
      causes.get(key)?.delete(call.id);
      dirty.add(key);
    }
    const keys: string[] = [];
    let isOpen = false;
    for (const state of context.statesOf(call.id)) {
      if (state.state === 'called') isOpen = true;
      if (state.reason === undefined || WORDS[state.reason] === undefined) continue;
      const key = `${call.page}\n${state.reason}`;
      const calls = causes.get(key) ?? new Map<string, PixelState[]>();
      causes.set(key, calls);
      calls.set(call.id, [...(calls.get(call.id) ?? []), state]);
      if (!keys.includes(key)) keys.push(key);
      dirty.add(key);
    }
    if (keys.length > 0) causesOf.set(call.id, keys);
    else causesOf.delete(call.id);
    const waiting = open.get(call.page) ?? new Map<string, number>();
    if (isOpen) open.set(call.page, waiting.set(call.id, call.at));
    else if (waiting.delete(call.id) && waiting.size === 0) open.delete(call.page);
  };

  const tell = (key: string) => {
    const calls = [...(causes.get(key) ?? [])].sort(([a], [b]) => numberOf(a) - numberOf(b));
    const reason = key.slice(key.indexOf('\n') + 1) as StateReason;
    const words = WORDS[reason];
    if (calls.length === 0 || words === undefined) {
      causes.delete(key);
      findings.put(key, []);
      return;
    }
    const proof = new Set(calls.flatMap(([, states]) => states.flatMap((state) => state.proof)));
    const shown = new Set([...calls.map(([id]) => id).slice(0, NAMED), ...[...proof].slice(0, 5)]);
    findings.put(key, [
      {
        rule: words.rule,
        severity: words.severity,
        entries: [...shown],
        message: words.message(countWords(calls), requestWords([...proof], context)),
        fix: words.fix,
        reference: words.reference,
      },
    ]);
  };

  const tellOpen = () => {
    for (const [page, calls] of open) {
      const late = [...calls]
        .filter(([, at]) => latestAt - at >= PATIENCE)
        .map(([id]) => id)
        .sort((a, b) => numberOf(a) - numberOf(b));
      findings.put(
        `${page}\nopen`,
        late.length === 0 || !hasHits ? [] : [openFinding(late, context)],
      );
    }
  };

  return {
    add(entry) {
      if (entry.at > latestAt && entry.kind !== 'server') latestAt = entry.at;
      if (entry.kind === 'hit' && entry.vendor === 'meta') hasHits = true;
    },
    settle(changed) {
      const dirty = new Set<string>();
      const pages = new Set<string>();
      for (const id of changed) {
        const entry = context.get(id);
        if (entry?.kind !== 'call' || entry.source !== 'fbq') continue;
        if (open.has(entry.page)) pages.add(entry.page);
        place(entry, dirty);
      }
      for (const key of dirty) tell(key);
      for (const page of pages) if (!open.has(page)) findings.put(`${page}\nopen`, []);
      tellOpen();
    },
    clear() {
      findings.clear();
      causes = new Map();
      causesOf = new Map();
      open = new Map();
      hasHits = false;
      latestAt = Number.NEGATIVE_INFINITY;
    },
  };
}

function openFinding(calls: readonly string[], context: Context): Finding {
  const named = calls.slice(0, NAMED);
  const states = named.map((id): [string, PixelState[]] => [id, [...context.statesOf(id)]]);
  return {
    rule: 'pixel/no-hit',
    severity: 'warning',
    entries: named,
    message: `${countWords(states, calls.length)} called, and no hit of it was seen within five seconds. Why is not known.`,
    fix: 'Look for a pixel that Meta has paused (Events Manager, traffic permissions), for bot detection, and for hits of the same name in the list that no call was found for.',
    reference:
      'Domain facts 3.1: prohibited pixels and bot detection stop the pixel without a word',
  };
}

/** `Purchase was`, or `3 events (Purchase, Lead) were`. */
function countWords(
  calls: readonly [string, readonly PixelState[]][],
  count = calls.length,
): string {
  const names = new Set(calls.map(([, [state]]) => state?.eventName || '(no name)'));
  const list = [...names].slice(0, 5).join(', ');
  if (count === 1) return `${list} was`;
  return `${count} events (${list}${names.size > 5 ? ', …' : ''}) were`;
}

/** The requests among the proof, each with what became of it. */
function requestWords(proof: readonly string[], context: Context): string {
  const hits = proof
    .map((id) => context.get(id))
    .filter((entry): entry is HitEntry => entry?.kind === 'hit');
  return hits
    .slice(0, 3)
    .map((hit) => {
      const query = hit.url.indexOf('?');
      const address = query === -1 ? hit.url : hit.url.slice(0, query);
      const end = hit.outcome === 'done' ? `HTTP ${hit.status ?? '?'}` : (hit.error ?? hit.outcome);
      return `${address}: ${end}`;
    })
    .join('; ');
}
