import type { HashedField } from './fields.ts';
import type { Outcome } from './outcome.ts';
import { normaliseForParamBuilder } from './param-builder.ts';

/**
 * How the pixel (fbevents.js 2.9) normalises what advanced matching is given (its modules
 * normalizeSignalsFBEvents…; domain facts 4.2). It shares the Parameter Builder's normalisers but
 * for the gender: `f` and `m` are taken, and any other text is hashed as it stands. A date of birth
 * goes out twice: `ud[db]` as YYYYMMDD, `aud[db]` as the page wrote it.
 */
export function normaliseForPixel(field: HashedField, value: string): Outcome {
  const outcome = normaliseForParamBuilder(field, value);
  if (field !== 'ge' || outcome.do === 'keep') return outcome;
  const text = value.trim().toLowerCase();
  if (text === '') return { do: 'refuse', why: 'empty' };
  return { do: 'hash', text: text === 'f' || text === 'm' ? text : value };
}
