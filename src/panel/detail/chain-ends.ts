import type { Ambiguity, Analysis, Pair, PixelState } from '../../analysis/analysis.ts';
import type { Entry, HitEntry } from '../../session/entry.ts';
import { outcomeWords, type Tone } from '../text/hit-words.ts';
import { t } from '../text/language.ts';
import { reasonWords, stateTone } from '../text/state-words.ts';

/** Where a chain ends before it should, or what is not known about it. */
export interface ChainEnd {
  tone: Tone;
  text: string;
  /** Ids of the entries that show it. */
  proof: readonly string[];
}

/** Entries of one chain that are looked at: longer ones are bursts, not a story. */
const LOOKED_AT = 200;

type Answers = Pick<Analysis, 'states' | 'chains'>;

/**
 * What broke: calls without a hit and why, hits that did not arrive, hits that were left alone
 * because they could be of several calls.
 */
export function chainEnds(
  ids: readonly string[],
  analysis: Answers,
  get: (id: string) => Entry | undefined,
): ChainEnd[] {
  const looked = ids.slice(0, LOOKED_AT);
  const ends: ChainEnd[] = [];
  for (const id of looked) {
    const entry = get(id);
    const found =
      entry?.kind === 'call'
        ? analysis.states.of(id).map(stateEnd)
        : [entry?.kind === 'hit' ? hitEnd(entry) : undefined];
    for (const end of found) if (end) ends.push(end);
  }
  return [...ends, ...leftAlone(looked, analysis)];
}

/** Hits that could belong to several calls, of which these entries are one. */
export function leftAlone(ids: readonly string[], analysis: Pick<Analysis, 'chains'>): ChainEnd[] {
  const own = new Set(ids);
  return analysis.chains.ambiguities().flatMap((ambiguity) => ambiguityEnd(ambiguity, own) ?? []);
}

function stateEnd({ state, pixelId, reason, proof }: PixelState): ChainEnd | undefined {
  if (state === 'sent') return undefined;
  const words = t().detail.chain;
  const tone = stateTone({ state, ...(reason && { reason }) });
  const why = reason === undefined ? undefined : reasonWords(reason).long;
  if (state === 'not-sent')
    return { tone, text: words.noHit(pixelId, why ?? words.unknownWhy), proof };
  if (state === 'held')
    return {
      tone,
      text: words.noHitYet(pixelId, why ?? words.held),
      proof,
    };
  return {
    tone,
    text: words.noHitKnown(pixelId),
    proof,
  };
}

/** A status is the server's own word. */
function isAnswered({ status }: HitEntry): boolean {
  return status !== undefined;
}

function hitEnd(hit: HitEntry): ChainEnd | undefined {
  const words = outcomeWords(hit);
  if (words?.tone !== 'bad') return undefined;
  const { notTaken, notArrived } = t().detail.chain;
  return {
    tone: 'bad',
    text: `${isAnswered(hit) ? notTaken : notArrived} ${words.title}`,
    proof: [hit.id],
  };
}

function ambiguityEnd(
  { entry, candidates }: Ambiguity,
  own: ReadonlySet<string>,
): ChainEnd | undefined {
  if (own.has(entry))
    return {
      tone: 'warn',
      text: t().detail.chain.ambiguousHit(candidates.length),
      proof: candidates,
    };
  if (!candidates.some((id) => own.has(id))) return undefined;
  const others = candidates.filter((id) => !own.has(id));
  return {
    tone: 'warn',
    text: t().detail.chain.ambiguousCall(others.length),
    proof: [entry, ...others],
  };
}

/** A server's copy of an event of the chain that is not itself linked into it. */
export interface ServerCopy {
  id: string;
  pair: Pair;
}

/** The server copies that pair with a chain's entries, each once, in the order of the chain. */
export function serverCopies(
  ids: readonly string[],
  analysis: Pick<Analysis, 'pairs'>,
): ServerCopy[] {
  const own = new Set(ids);
  const copies = new Map<string, ServerCopy>();
  for (const id of ids.slice(0, LOOKED_AT))
    for (const pair of analysis.pairs.of(id))
      for (const copy of pair.server)
        if (!own.has(copy) && !copies.has(copy)) copies.set(copy, { id: copy, pair });
  return [...copies.values()];
}
