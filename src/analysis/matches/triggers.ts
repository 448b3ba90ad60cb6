import { numberOf } from '../../session/entry.ts';
import type { Triggers } from './books.ts';

/**
 * Notes whether a trigger's hit is known. A trigger without one is lost for sure only when a later
 * one has its hit, since hits leave in order.
 * @returns whether `last` changed, so that others may be lost or wait now
 */
export function noteTrigger(triggers: Triggers, key: string, hasHit: boolean): boolean {
  const { sent, waiting, lost } = triggers;
  const number = numberOf(key);
  waiting.delete(key);
  lost.delete(key);
  if (hasHit) {
    sent.add(key);
    if (number <= triggers.last) return false;
    triggers.last = number;
    return true;
  }
  const wasLast = sent.delete(key) && number === triggers.last;
  if (wasLast) {
    triggers.last = -1;
    for (const other of sent) triggers.last = Math.max(triggers.last, numberOf(other));
  }
  (number < triggers.last ? lost : waiting).add(key);
  return wasLast;
}

/** Puts triggers where they belong after `last` changed; returns those that moved. */
export function sortTriggers({ last, waiting, lost }: Triggers): string[] {
  const gone = [...waiting].filter((key) => numberOf(key) < last);
  const back = [...lost].filter((key) => numberOf(key) > last);
  for (const key of gone) {
    waiting.delete(key);
    lost.add(key);
  }
  for (const key of back) {
    lost.delete(key);
    waiting.add(key);
  }
  return [...gone, ...back];
}
