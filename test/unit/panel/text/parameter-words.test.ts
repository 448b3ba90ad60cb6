import { afterEach, expect, test } from 'vitest';
import { de } from '../../../../src/language/de.ts';
import { ENGLISH } from '../../../../src/language/languages.ts';
import { language } from '../../../../src/panel/text/language.ts';
import { parameterWords } from '../../../../src/panel/text/parameter-words.ts';

afterEach(() => {
  language.value = ENGLISH;
});

test.each([
  ['ud[em]', 'Advanced matching: e-mail'],
  ['cd[value]', 'Custom data: value'],
  ['cd[em]', 'Custom data: em'],
  ['cd[a[b]]', 'Custom data: a[b]'],
  ['eid[]', 'Event id list'],
  ['id (2)', 'Pixel id'],
  ['constructor', 'constructor'],
  ['__proto__[x]', '__proto__[x]'],
  ['', ''],
])('label of %s', (name, label) => {
  expect(parameterWords(name, '').label).toBe(label);
});

test.each([
  ['tm', '1', 'trackSingle'],
  ['rqm', 'SB', 'sendBeacon'],
  ['rqm', 'formPOST', 'hidden form, POST'],
  ['if', 'true', 'in a frame'],
  ['dpo', '', 'explicitly none'],
  ['dpo', 'toString', undefined],
  ['o', '28', 'CONFIG_LOADING, DEFINE_PROPERTY, SEND_BEACON'],
])('%s=%s reads as %s', (name, value, reading) => {
  expect(parameterWords(name, value).reading).toBe(reading);
});

test('follows the language of the panel', () => {
  language.value = { words: de, rules: {}, links: {} };
  expect(parameterWords('ud[em]', '')).toMatchObject({ label: 'Erweiterter Abgleich: E-Mail' });
  expect(parameterWords('if', 'true').reading).toBe('in einem Frame');
});
