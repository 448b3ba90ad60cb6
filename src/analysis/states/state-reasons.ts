import type { StateReason } from '../verdicts.ts';

/** Reasons for which the SDK never came to run a call. */
const UNRUN: ReadonlySet<StateReason | undefined> = new Set([
  'library-failed',
  'library-blocked',
  'config-failed',
  'config-blocked',
  'left-too-soon',
  'library-not-asked',
  'stub-replaced',
] as const);

/** Whether a call that was not sent for this reason was never run: it stood in the queue to the end. */
export function isUnrun(reason: StateReason | undefined): boolean {
  return UNRUN.has(reason);
}
