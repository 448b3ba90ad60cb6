import * as told from '../facts/told.ts';
import type { Copy } from './copy.ts';
import type { Sight } from './sight.ts';

/** A fault of a copy that the fact about its call tells, with the corrected line. */
export type ToldFault = told.ToldFault;

function callOf(copy: Copy, sight: Sight): string | undefined {
  return copy.side === 'browser' ? sight.callOf(copy)?.id : undefined;
}

/** The fault of a browser copy's id where its call is known: its rule is `pixel/…`. */
export function toldOf(copy: Copy, sight: Sight): ToldFault | undefined {
  const call = callOf(copy, sight);
  return call === undefined ? undefined : told.toldEventId(sight.facts, call);
}

/** That the browser's name is the server's, a standard one, in another spelling. */
export function toldName(browser: Copy, server: Copy, sight: Sight): ToldFault | undefined {
  const call = callOf(browser, sight);
  return call === undefined ? undefined : told.toldName(sight.facts, call, server.name);
}

/** That a parameter is what the server's copy says, in a form that Meta cannot read. */
export function toldParameter(
  copy: Copy,
  name: string,
  values: { expected: string; actual: string },
  sight: Sight,
): ToldFault | undefined {
  const call = callOf(copy, sight);
  return call === undefined ? undefined : told.toldParameter(sight.facts, call, name, values);
}

const STOPS: Readonly<Record<string, ToldFault>> = {
  blocked: { rule: 'pixel/hit-blocked', severity: 'info' },
  failed: { rule: 'pixel/hit-failed', severity: 'info' },
};

/** That the browser's copy was stopped: the server's stands in for it, so the pair has no fault. */
export function toldStop(copy: Copy, sight: Sight): ToldFault | undefined {
  const entry = sight.get(copy.entry);
  if (entry?.kind !== 'hit' || callOf(copy, sight) === undefined) return undefined;
  return STOPS[entry.outcome ?? ''];
}
