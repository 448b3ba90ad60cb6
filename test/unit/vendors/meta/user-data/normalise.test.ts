import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sha256Hex } from '../../../../../src/vendors/meta/user-data/digest.ts';
import {
  HASHED_FIELDS,
  type HashedField,
  isHashedField,
} from '../../../../../src/vendors/meta/user-data/fields.ts';
import { normalise, sentUnder } from '../../../../../src/vendors/meta/user-data/normalise.ts';
import { vectors } from './hash-vectors.json';
import { businessSdkSends, paramBuilderSends } from './oracles.ts';

function fieldOf(name: string): HashedField {
  if (!isHashedField(name)) throw new Error(`${name} is no hashed field`);
  return name;
}

describe('the recorded vectors', () => {
  test('are fifty, and of every field', () => {
    expect(vectors).toHaveLength(50);
    expect(new Set(vectors.map(({ field }) => field))).toEqual(new Set(HASHED_FIELDS));
  });

  test.each(vectors)('$field $value', (vector) => {
    const field = fieldOf(vector.field);
    const fromSdk = vector.businessSdk?.startsWith('THROW') ? null : vector.businessSdk;
    expect(sentUnder('business-sdk', field, vector.value)).toBe(fromSdk ?? undefined);
    expect(sentUnder('param-builder', field, vector.value)).toBe(vector.paramBuilder ?? undefined);
    const outcome = normalise('param-builder', field, vector.value);
    expect(outcome.do === 'hash' ? outcome.text : null).toBe(vector.paramBuilderText);
  });
});

/** What the real pixel 2.9 sent (domain facts 4.2, column "pixel SDK"). */
const PIXEL: readonly (readonly [HashedField, string, string | undefined])[] = [
  ['db', '1990-01-31', '19900131'],
  ['ge', 'Female', 'Female'],
  ['ge', 'F', 'f'],
  ['ln', "O'Neil", 'oneil'],
  ['ct', 'München', 'mnchen'],
  ['st', 'California', 'ca'],
  ['country', 'Germany', 'de'],
  ['ph', '0170/1234567', '1701234567'],
  ['external_id', 'User 1', 'user1'],
  ['em', 'notanemail', undefined],
];

test.each(PIXEL)('the pixel: %s %s', (field, value, text) => {
  expect(sentUnder('pixel', field, value)).toBe(text === undefined ? undefined : sha256Hex(text));
});

/** Values near those that each field has, so that the rules' branches are all met. */
const PARTS: Readonly<Record<HashedField, readonly string[]>> = {
  em: ['a', 'B', '.', '..', '@', '-', '+', '_', 'x.co', 'example.COM', ' ', 'ü', ':', '`', '1'],
  ph: [
    '0',
    '00',
    '+',
    '1',
    '49',
    '170',
    '1234',
    '1234567',
    '(',
    ')',
    '-',
    '/',
    ' ',
    'ext',
    '.',
    '٣',
  ],
  fn: ['Mary', 'é', 'Ü', ' ', '-', "'", '.', '정', '1', '\t', '’'],
  ln: ['Smith', 'ß', 'O', "'", 'de la', '-', ',', ' ', '"', '`', '“'],
  ge: ['f', 'm', 'F', 'Female', 'male', 'Mrs', "ma'am", 'she', ' ', '.', 'x', 'divers', 'W'],
  db: ['1990', '31', '01', '1', '2', '13', '12', '0', '-', '/', '.', ' ', '19900131', '99', 'x'],
  ct: ['Paris', 'St', '.', ' ', 'ü', '1', '-', 'New York', '(', ')', '정'],
  st: ['CA', 'california', 'New', 'York', ' ', '-', 'Nordrhein', 'Virginia', 'West', '1', '.', 'ü'],
  zp: ['94035', '-', ' ', 'M1', '1AE', 'D', '1', '\t', 'é'],
  country: ['US', 'de', 'Germany', 'DEU', 'Niger', 'ia', ' ', 'the', 'Republic of', 'U.K.', '1'],
  external_id: ['User', ' ', '42', '\n', 'É', '-', 'a'],
};

function valuesOf(field: HashedField): fc.Arbitrary<string> {
  const made = fc
    .array(fc.constantFrom(...PARTS[field]), { maxLength: 6 })
    .map((parts) => parts.join(''));
  const digest = fc
    .tuple(fc.constantFrom(32, 64), fc.constantFrom('', '.AQ', '.AQQCAQMC', ' '))
    .map(([length, suffix]) => `${'Ab09'.repeat(length / 4)}${suffix}`);
  return fc.oneof(
    { weight: 6, arbitrary: made },
    { weight: 2, arbitrary: fc.string({ unit: 'grapheme', maxLength: 12 }) },
    { weight: 1, arbitrary: digest },
  );
}

/** The Parameter Builder asks the machine's clock for the last year; our rules know none. */
function isLateDate(field: HashedField, value: string): boolean {
  return field === 'db' && (value.match(/\d+/g) ?? []).some((group) => Number(group) > 2_020);
}

describe.each(HASHED_FIELDS)('%s as Meta normalises it', (field) => {
  test('business SDK', () => {
    fc.assert(
      fc.property(valuesOf(field), (value) => {
        expect(sentUnder('business-sdk', field, value)).toBe(businessSdkSends(field, value));
      }),
      { numRuns: 600 },
    );
  });

  test('Parameter Builder', () => {
    fc.assert(
      fc.property(valuesOf(field), (value) => {
        fc.pre(!isLateDate(field, value));
        const sent = sentUnder('param-builder', field, value);
        const expected = paramBuilderSends(field, value);
        if (sent === undefined) expect(expected).toBeUndefined();
        // Behind what it hashed or passed on the library puts its 8 characters.
        else if (sent.includes('.')) expect(expected).toBe(sent);
        else expect(expected).toMatch(new RegExp(`^${sent}\\.[A-Za-z0-9_-]{8}$`));
      }),
      { numRuns: 600 },
    );
  });
});

test('every name of the region tables is read as the Parameter Builder reads it', async () => {
  const { readFileSync } = await import('node:fs');
  const { createRequire } = await import('node:module');
  const path = createRequire(import.meta.url).resolve(
    'capi-param-builder-nodejs/src/piiUtil/stringUtil.js',
  );
  const source = readFileSync(path, 'utf8');
  const names = [...source.matchAll(/^ {4}(\w+): '\w\w',$/gm)].map(([, name]) => name ?? '');
  expect(names.length).toBeGreaterThan(300);
  for (const name of names)
    for (const field of ['country', 'st'] as const) {
      const value = `The ${name.toUpperCase()} (x)`;
      for (const text of [name, value])
        expect([text, paramBuilderSends(field, text)?.slice(0, 64)]).toEqual([
          text,
          sentUnder('param-builder', field, text),
        ]);
    }
});

test('every pair of letters is a country for us where it is one for the business SDK', () => {
  const letters = [...'abcdefghijklmnopqrstuvwxyz'];
  for (const a of letters)
    for (const b of letters)
      expect([a + b, sentUnder('business-sdk', 'country', a + b)]).toEqual([
        a + b,
        businessSdkSends('country', a + b),
      ]);
});
