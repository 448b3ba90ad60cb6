import type { Analysis, ConsentState, SourceState } from '../../analysis/analysis.ts';
import type { CallEntry, Entry } from '../../session/entry.ts';
import { parseStandIn } from '../../session/value.ts';

/** What consent was in force over a stretch of time. */
export interface ConsentBand {
  /** Milliseconds since the epoch. */
  from: number;
  /** Undefined: to the end of what is recorded. */
  to: number | undefined;
  state: ConsentState;
  /** In plain words. */
  label: string;
}

/** Changes that are drawn; a page that says more of them says the same over and over. */
const CHANGES = 2_000;

/** Calls through which a page tells of consent (domain facts 5.1, 7 and 8). */
function tellsConsent(entry: Entry): boolean {
  if (entry.kind === 'consent') return true;
  if (entry.kind !== 'call') return false;
  switch (entry.source) {
    case 'fbq':
    case 'cact':
      return entry.method.startsWith('consent');
    case 'dataLayer':
      return isConsentCommand(entry);
    default:
      return false;
  }
}

/** `gtag('consent', …)`, as it arrives in the data layer: every push passes here. */
function isConsentCommand(push: CallEntry): boolean {
  const passed = parseStandIn(push.args[0]);
  return passed?.$type === 'arguments' && passed.values[0] === 'consent';
}

/** The state of all sources that count, together: they agree, or it is a conflict. */
export function combine(sources: Readonly<Record<string, SourceState>>): ConsentState {
  const states = new Set<ConsentState>();
  for (const source of Object.values(sources))
    if (source.counts && source.state !== 'no-source') states.add(source.state);
  const [only] = states;
  if (only === undefined) return 'no-source';
  return states.size === 1 ? only : 'conflict';
}

/**
 * Consent over time, from what the analysis says at each change. Empty while nothing was said of
 * consent.
 * @param entries in order of time
 */
export function consentBands(
  entries: readonly Entry[],
  analysis: Pick<Analysis, 'consentAt'>,
): ConsentBand[] {
  const bands: ConsentBand[] = [];
  let changes = 0;
  for (const entry of entries) {
    if (!tellsConsent(entry)) continue;
    changes += 1;
    if (changes > CHANGES) break;
    const sources = analysis.consentAt(entry.id);
    const state = combine(sources);
    if (state === 'no-source') continue;
    const label = Object.entries(sources)
      .filter(([, source]) => source.counts && source.state !== 'no-source')
      .map(([name, source]) => `${name}: ${source.words}`)
      .join(' · ');
    const last = bands.at(-1);
    if (last && last.state === state && last.label === label) continue;
    if (last) last.to = entry.at;
    bands.push({ from: entry.at, to: undefined, state, label });
  }
  return bands;
}
