import { expect, it } from 'vitest';
import { isDeeper } from '../../../src/session/nesting.ts';

it.each([
  ['[[1],{"a":[2]}]', 3, false],
  ['[[1],{"a":[2]}]', 2, true],
  ['["[[[[", "\\"[[[", {}]', 2, false],
  ['["\\\\", [[]]]', 2, true],
  ['["open [[[[', 1, false],
  [`${'['.repeat(10_000)}`, 200, true],
])('%s is deeper than %i: %s', (text, limit, is) => {
  expect(isDeeper(text, limit)).toBe(is);
});
