/**
 * What the panel asks the background about its page where it cannot ask the browser: an extension's
 * page inside Firefox's DevTools has neither `tabs` nor `permissions`.
 */

/** Name of the connection on which the background tells of changes until it is closed. */
export const ACCESS_PORT = 'access';

/** A question, by `runtime.sendMessage`. */
export type AccessQuestion =
  /** Address of a tab's page; answered with undefined where the browser does not tell it. */
  | { type: 'access'; ask: 'url'; tabId: number }
  /** Whether sites of a pattern may be read. */
  | { type: 'access'; ask: 'sites'; pattern: string }
  /** To show the panel in a tab of its own, where the browser lets it ask for permission. */
  | { type: 'access'; ask: 'panel'; tabId: number };

/** A tab began to load or has another address; without a tab, permissions have changed. */
export interface AccessChange {
  tabId?: number;
  status?: string;
}

/** A question as it came; undefined for anything else. */
export function parseAccessQuestion(value: unknown): AccessQuestion | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { type, ask, tabId, pattern } = value as Record<string, unknown>;
  if (type !== 'access') return undefined;
  if (ask === 'sites') return typeof pattern === 'string' ? { type, ask, pattern } : undefined;
  if (ask !== 'url' && ask !== 'panel') return undefined;
  return typeof tabId === 'number' ? { type, ask, tabId } : undefined;
}

/** A change as it came; undefined for anything else. */
export function parseAccessChange(value: unknown): AccessChange | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { tabId, status } = value as Record<string, unknown>;
  return {
    ...(typeof tabId === 'number' && { tabId }),
    ...(typeof status === 'string' && { status }),
  };
}
