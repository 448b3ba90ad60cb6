import { expect, test } from 'vitest';
import {
  broadCombination,
  TOO_BROAD,
} from '../../../../../src/vendors/meta/user-data/combinations.ts';

test.each(TOO_BROAD.map((fields) => ({ fields })))('$fields is too broad', ({ fields }) => {
  expect(broadCombination(fields)).toEqual({ fields, isWhole: true });
  expect(broadCombination([...fields].reverse())?.isWhole).toBe(true);
  for (const more of ['em', 'ph', 'external_id', 'fbp', 'fbc', 'client_ip_address'])
    expect(broadCombination([...fields, more])).toBeUndefined();
});

test.each([
  { fields: ['ct', 'country'], isWhole: false },
  { fields: ['client_user_agent'], isWhole: false },
  { fields: ['ge'], isWhole: false },
])('$fields is part of one', ({ fields, isWhole }) => {
  expect(broadCombination(fields)?.isWhole).toBe(isWhole);
});

test.each([
  { fields: [] },
  { fields: ['em'] },
  { fields: ['fn', 'ln'] },
  { fields: ['fn', 'db'] },
  { fields: ['fn', 'ct'] },
])('$fields is none', ({ fields }) => {
  expect(broadCombination(fields)).toBeUndefined();
});
