import { type PixelCall, readPixelCall } from '../../vendors/meta/call.ts';
import { nameFault, parameterFault } from '../../vendors/meta/call-faults.ts';
import { eventIdFault } from '../../vendors/meta/checks.ts';
import type { Severity } from '../verdicts.ts';
import type { Copy } from './copy.ts';
import type { Sight } from './sight.ts';

/** A fault of a copy that the fact about its call tells, with the corrected line. */
export interface ToldFault {
  rule: string;
  severity: Severity;
}

function argumentsOf(copy: Copy, sight: Sight): PixelCall | undefined {
  const call = copy.side === 'browser' ? sight.callOf(copy) : undefined;
  return call && readPixelCall(call.args);
}

/** The fault of a browser copy's id where its call is known: its rule is `pixel/…`. */
export function toldOf(copy: Copy, sight: Sight): ToldFault | undefined {
  const call = argumentsOf(copy, sight);
  return call && eventIdFault(call);
}

/** That the browser's name is the server's, a standard one, in another spelling. */
export function toldName(browser: Copy, server: Copy, sight: Sight): ToldFault | undefined {
  const call = argumentsOf(browser, sight);
  return call && nameFault(call, server.name);
}

/** That a parameter is what the server's copy says, in a form that Meta cannot read. */
export function toldParameter(
  copy: Copy,
  name: string,
  values: { expected: string; actual: string },
  sight: Sight,
): ToldFault | undefined {
  const call = argumentsOf(copy, sight);
  return call && parameterFault(call, name, values);
}

const STOPS: Readonly<Record<string, string>> = {
  blocked: 'pixel/hit-blocked',
  failed: 'pixel/hit-failed',
};

/** That the browser's copy was stopped: the server's stands in for it, so the pair has no fault. */
export function toldStop(copy: Copy, sight: Sight): ToldFault | undefined {
  const entry = sight.get(copy.entry);
  if (entry?.kind !== 'hit' || argumentsOf(copy, sight) === undefined) return undefined;
  const rule = STOPS[entry.outcome ?? ''];
  return rule === undefined ? undefined : { rule, severity: 'info' };
}
