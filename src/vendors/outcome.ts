import type { Outcome } from '../session/entry.ts';

/** What the browser's word for a request's failure means. */
export interface FailureMeaning {
  outcome: Outcome;
  /** The request may have arrived all the same. */
  unsure?: true;
}

/**
 * Firefox: `NS_ERROR_ABORT` is what an extension's block gives, `NS_BINDING_ABORTED` what the page
 * or its end gives. Its own protections have names of their own.
 */
const BLOCKED =
  /BLOCKED_BY_(?:CLIENT|ADMINISTRATOR|CSP|RESPONSE)|^NS_ERROR_ABORT$|_URI$|CONTENT_BLOCKED|BLOCKED_BY_POLICY/;
const CANCELLED = /^net::ERR_ABORTED$|^NS_BINDING_ABORTED$/;

/**
 * Reads the browser's word for a request that ended without a whole answer.
 * @param status of the answer whose head had come before: then the server has had the request
 */
export function readFailure(error: string, status: number | undefined): FailureMeaning {
  if (status !== undefined) return { outcome: 'done' };
  if (BLOCKED.test(error)) return { outcome: 'blocked' };
  if (CANCELLED.test(error)) return { outcome: 'cancelled' };
  // Chromium says no more where an answer may not be read by the page (CORS).
  if (error === 'net::ERR_FAILED') return { outcome: 'failed', unsure: true };
  return { outcome: 'failed' };
}
