import { type PageValue, parseStandIn } from '../../session/value.ts';
import type { PixelCall } from './call.ts';

/** What the SDK knows of the document's pixels when a call runs. */
export interface PixelsBefore {
  /** Ids by `init`, with the user data that the first of them brought; undefined where none did. */
  pixels: ReadonlyMap<string, { userData: PageValue | undefined }>;
  /** Ids that are initialised after it; absent where none is. */
  later?: ReadonlySet<string>;
  /** False where calls before this one may not have been seen. */
  isKnown: boolean;
  /** An init before this one named something that is no pixel id. */
  hasBadInit: boolean;
  /** Limited data use is on: the SDK checks less of `set`. */
  isLimited: boolean;
}

/** A document without any init before the call. */
export const NO_PIXELS: PixelsBefore = {
  pixels: new Map(),
  isKnown: true,
  hasBadInit: false,
  isLimited: false,
};

/**
 * Whether limited data use is on from this call on; undefined where the call does not change it.
 * Wrong types are ignored in silence (recorded runs ldu_wrong, ldu_good_then_wrong).
 */
export function limitsDataUse({ command, rest }: PixelCall): boolean | undefined {
  if (command !== 'dataProcessingOptions') return undefined;
  const [options, country, state] = rest;
  if (!Array.isArray(options) || !options.every((one) => typeof one === 'string')) return undefined;
  const isWhole =
    (isUndefined(country) && isUndefined(state)) ||
    (typeof country === 'number' && typeof state === 'number');
  return isWhole ? options.includes('LDU') : undefined;
}

/** Nothing is known to tell it from an argument that is not there. */
function isUndefined(value: PageValue | undefined): boolean {
  return value === undefined || parseStandIn(value)?.$type === 'undefined';
}
