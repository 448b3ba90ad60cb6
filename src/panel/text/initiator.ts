import type { Entry } from '../../session/entry.ts';
import { isExtensionFrame, nameFrame, parseStack } from '../../vendors/stack.ts';

/** An address may be long; its title need not have all of it. */
const TITLE_UNITS = 300;

/** The code that made a call or sent a hit: `checkout.js:120`, and the function with the script's address. */
export function initiatorOf(entry: Entry): { label: string; title: string } | undefined {
  const stack = entry.kind === 'call' || entry.kind === 'hit' ? entry.stack : undefined;
  const frame = stack && parseStack(stack).find((each) => !isExtensionFrame(each));
  if (!frame) return undefined;
  const label = nameFrame({ ...frame, column: undefined });
  return { label, title: `${frame.functionName} ${frame.url}`.trim().slice(0, TITLE_UNITS) };
}
