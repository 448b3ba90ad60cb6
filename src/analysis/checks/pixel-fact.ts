import type { CallEntry, HitEntry, HitEvent } from '../../session/entry.ts';
import { readPixelCall } from '../../vendors/meta/call.ts';
import { codeLine } from '../../vendors/meta/code-line.ts';
import { correctedLine, type Fault, type Line } from '../../vendors/meta/fault.ts';
import { lineOfHit } from '../../vendors/meta/hit-checks.ts';
import { type Fact, type Subject, subject } from '../facts/fact.ts';
import type { CallData, Outcome } from '../facts/pixel-data.ts';
import type { CallState, PixelState } from '../verdicts.ts';

/**
 * A fault of a pixel call as a fact. Its data is made when it is read: a burst of faulty calls pays
 * nothing for lines of code that nobody looks at, and what became of the call is as of the reading.
 */
class PixelFact {
  readonly rule: Fault['rule'];
  readonly entries: readonly string[];
  readonly severity?: NonNullable<Fault['severity']>;
  readonly about: readonly Subject[];
  private readonly write: () => object;

  constructor(found: Fault, entries: readonly string[], write: () => object) {
    this.rule = found.rule;
    this.entries = entries;
    if (found.severity !== undefined) this.severity = found.severity;
    this.about = [subject(entries[0] ?? '', found.aspect)];
    this.write = write;
  }

  get data(): object {
    return this.write();
  }
}

/**
 * The facts about one call, whose corrected line has all its faults mended.
 * @param faults those that are told
 * @param further ids of entries that prove a fault besides the call
 */
export function callFacts(
  call: CallEntry,
  faults: readonly Fault[],
  further: (fault: Fault) => readonly string[],
  statesOf: (id: string) => readonly PixelState[],
): Fact[] {
  const write = (fault: Fault) => () => {
    const read = readPixelCall(call.args);
    const line: Line = read;
    const outcome = outcomeOf(fault, read.isEvent ? statesOf(call.id) : []);
    return dataOf(fault, outcome, codeLine('fbq', call.args), correctedLine(line, faults));
  };
  return faults.map(
    (fault) => new PixelFact(fault, [call.id, ...further(fault)], write(fault)) as Fact,
  );
}

/** The facts about one event of a hit whose call was not seen. */
export function hitFacts(hit: HitEntry, event: HitEvent, faults: readonly Fault[]): Fact[] {
  const write = (fault: Fault) => () => {
    const line = lineOfHit(event);
    const { name, data, options } = line;
    const outcome: Outcome = { sdk: fault.effect, isHit: true };
    const called = codeLine('fbq', ['track', name, data, options]);
    return dataOf(fault, outcome, called, correctedLine(line, faults));
  };
  return faults.map((fault) => new PixelFact(fault, [hit.id], write(fault)) as Fact);
}

function dataOf(
  { data, prints }: Fault,
  outcome: Outcome,
  called: string,
  corrected: string | undefined,
): object {
  const own: CallData = { outcome, called };
  if (corrected !== undefined && corrected !== called) own.corrected = corrected;
  if (prints !== undefined) own.prints = prints;
  return { ...data, ...own };
}

/** From what fares worst to what fares best. */
const STATES: readonly CallState[] = ['not-sent', 'held', 'called', 'sent'];

function outcomeOf({ effect }: Fault, states: readonly PixelState[]): Outcome {
  const [worst] = [...states].sort((a, b) => STATES.indexOf(a.state) - STATES.indexOf(b.state));
  if (worst === undefined) return { sdk: effect };
  const outcome: Outcome = { sdk: effect, state: worst.state };
  if (worst.reason !== undefined) outcome.reason = worst.reason;
  return outcome;
}
