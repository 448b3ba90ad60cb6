import { normaliseForBusinessSdk } from './business-sdk.ts';
import { sha256Hex } from './digest.ts';
import type { HashedField } from './fields.ts';
import type { Outcome } from './outcome.ts';
import { normaliseForParamBuilder } from './param-builder.ts';
import { normaliseForPixel } from './pixel.ts';

/** Which of Meta's libraries is followed: they disagree (domain facts 4.2). */
export type NormalisationRule = 'business-sdk' | 'param-builder' | 'pixel';

/** Every rule, the one first that follows Meta's documentation most closely. */
export const NORMALISATION_RULES: readonly NormalisationRule[] = [
  'param-builder',
  'business-sdk',
  'pixel',
];

/** What people call the rules, with the versions that they were read from. */
export const RULE_LABELS: Readonly<Record<NormalisationRule, string>> = {
  'business-sdk': 'Business SDK 24',
  'param-builder': 'Parameter Builder 1.3',
  pixel: 'Meta Pixel 2.9',
};

const NORMALISERS: Readonly<
  Record<NormalisationRule, (field: HashedField, value: string) => Outcome>
> = {
  'business-sdk': normaliseForBusinessSdk,
  'param-builder': normaliseForParamBuilder,
  pixel: normaliseForPixel,
};

/** What one of Meta's libraries makes of a value of `user_data`, before hashing. */
export function normalise(rule: NormalisationRule, field: HashedField, value: string): Outcome {
  return NORMALISERS[rule](field, value);
}

/** What goes out under a rule: the hash, or the value as it is; undefined where nothing does. */
export function sentUnder(
  rule: NormalisationRule,
  field: HashedField,
  value: string,
): string | undefined {
  const outcome = normalise(rule, field, value);
  if (outcome.do === 'refuse') return undefined;
  return outcome.do === 'hash' ? sha256Hex(outcome.text) : outcome.text;
}
