import type { CallData } from '../analysis/facts/pixel-data.ts';
import type { Words } from './words.ts';

/** What is wrong with a pixel call, then what Meta's library prints and what became of the event. */
export const told =
  <D extends CallData>(what: (data: D, t: Words) => string) =>
  (data: D, t: Words) =>
    joined(what(data, t), t.effect(data.outcome, data.prints));

/** The same where the fault itself is why the event is not sent: no reason is repeated. */
export const toldCause =
  <D extends CallData>(what: (data: D, t: Words) => string) =>
  (data: D, t: Words) => {
    const { reason: _, ...outcome } = data.outcome;
    return joined(what(data, t), t.effect(outcome, data.prints));
  };

function joined(...sentences: string[]): string {
  return sentences.filter((sentence) => sentence !== '').join(' ');
}
