import { eventIdFault } from '../../vendors/meta/checks.ts';
import { readPixelArguments } from '../../vendors/meta/pixel-arguments.ts';
import type { Finding } from '../analysis.ts';
import type { Copy } from './copy.ts';
import type { Sight } from './sight.ts';

/** A fault of an event id that the finding about its call tells, with the corrected line. */
export type ToldFault = Pick<Finding, 'rule' | 'severity'>;

/** The fault of a browser copy's id where its call is known: its rule is `pixel/…`. */
export function toldOf(copy: Copy, sight: Sight): ToldFault | undefined {
  const call = copy.side === 'browser' ? sight.callOf(copy) : undefined;
  return call && eventIdFault(readPixelArguments(call.args));
}
