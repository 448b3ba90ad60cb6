import { allOf, type ConsentReading } from '../../vendors/consent/reading.ts';
import type { ConsentAssumption } from '../analysis.ts';
import { isSignal, type Said } from './combine.ts';

/** A source’s reading as it would be under an assumption. */
export function readUnder(
  reading: ConsentReading,
  { category, state }: ConsentAssumption,
): ConsentReading {
  const { question: _, said, ...rest } = reading;
  const items = said.items.map((item) =>
    category === undefined || item.name === category ? { ...item, state } : item,
  );
  // Of several that must all be granted one is another; where the profile does not say what stands
  // for Meta, who names a category says so.
  const isOneOf = category !== undefined && reading.question === undefined && items.length > 1;
  return {
    ...rest,
    state: isOneOf ? allOf(items.map((item) => item.state)) : state,
    said: { items, notes: [{ code: 'assumed' }] },
  };
}

/** Whether a source says yes or no, of whatever stands for Meta. */
function isDecided({ state, question }: ConsentReading): boolean {
  return state !== 'undecided' || question !== undefined;
}

/**
 * What sources say at a moment, as it would be had the visitor decided otherwise. The time before
 * the decision stays as it was; a source that was never decided is decided from its first word on.
 * Signals that the page passes on in a tool’s name follow the tool.
 * @param wasDecided whether a source says yes or no at any time in the document
 */
export function sayUnder(
  all: readonly Said[],
  assumptions: readonly ConsentAssumption[],
  wasDecided: (source: string) => boolean,
): readonly Said[] {
  if (assumptions.length === 0) return all;
  const applies = ({ source, reading }: Said) => isDecided(reading) || !wasDecided(source);
  const namedFor = (source: string) => assumptions.find((one) => one.source === source);
  const forAll = assumptions.find(({ source }) => source === undefined);
  const leader = all.find(
    (said) => !isSignal(said.source) && namedFor(said.source) !== undefined && applies(said),
  );
  return all.map((said) => {
    if (said.isAside || !said.reading.applies) return said;
    const own = namedFor(said.source) ?? forAll;
    if (own) return applies(said) ? { ...said, reading: readUnder(said.reading, own) } : said;
    if (leader === undefined || !isSignal(said.source) || said.reading.state === 'undecided')
      return said;
    const { state } = readUnder(leader.reading, namedFor(leader.source) as ConsentAssumption);
    return state === 'undecided' ? said : { ...said, reading: readUnder(said.reading, { state }) };
  });
}
