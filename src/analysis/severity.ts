import type { Severity } from './verdicts.ts';

/** From grave to slight. */
export const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info'];

/** The graver of two severities. */
export function graver(a: Severity | undefined, b: Severity | undefined): Severity | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return SEVERITIES.indexOf(a) <= SEVERITIES.indexOf(b) ? a : b;
}
