import type { Words } from './words.ts';

/** Why a body is not known, in words; the sentence of an older recording stays as it is. */
export function sayBodyReason(reason: string, t: Words): string {
  const words: Readonly<Record<string, string>> = t.har.bodyReason;
  return Object.hasOwn(words, reason) ? (words[reason] ?? reason) : reason;
}
