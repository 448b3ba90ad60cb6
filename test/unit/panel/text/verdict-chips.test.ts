import { expect, test } from 'vitest';
import type { ParameterMatch, ParameterNote } from '../../../../src/analysis/analysis.ts';
import type { Tone } from '../../../../src/panel/text/hit-words.ts';
import { MATCH_TONES, parameterTone } from '../../../../src/panel/text/verdict-chips.ts';

test('of all match verdicts only what was seen to arrive is green', () => {
  const green = Object.entries(MATCH_TONES).flatMap(([verdict, tone]) =>
    tone === 'ok' ? [verdict] : [],
  );
  expect(green).toEqual(['matched']);
  expect(MATCH_TONES['not-visible']).toBe('mute');
});

const PARAMETERS: [ParameterMatch['verdict'], ParameterNote[], Tone][] = [
  ['equal', [], 'ok'],
  ['hashed-equal', [], 'ok'],
  ['equal', [{ code: 'changed-behind-call' }], 'ok'],
  ['equal', [{ code: 'in-collector-hit', collector: 'commanders-act' }], 'mute'],
  ['different', [{ code: 'in-collector-hit', collector: 'segment' }], 'bad'],
  ['hashed-unknown', [], 'mute'],
];

test.each(PARAMETERS)('a parameter that is %s, with %o, looks %s', (verdict, notes, tone) => {
  expect(parameterTone({ from: 'value', to: 'value', verdict, notes })).toBe(tone);
});
