import { afterEach, expect, it } from 'vitest';
import { ENGLISH, languageFor } from '../../../../src/language/languages.ts';
import { formatTick } from '../../../../src/panel/model/time/time-window.ts';
import { formatRelative } from '../../../../src/panel/text/format-time.ts';
import { language, t } from '../../../../src/panel/text/language.ts';

afterEach(() => {
  language.value = ENGLISH;
});

it.each([
  ['en', '17.4 s', '+17.412', '3 min 5 s'],
  ['de', '17,4 s', '+17,412', '3 Min. 5 s'],
])('writes lengths of time in one form: %s', (code, short, relative, long) => {
  language.value = languageFor([code]);
  expect(t().say.duration(17_412)).toBe(short);
  expect(formatTick(17_400, 100)).toBe(short);
  expect(formatRelative(17_412)).toBe(relative);
  expect(t().say.duration(185_000)).toBe(long);
});
