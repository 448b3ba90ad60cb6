import { expect, test } from 'vitest';
import { t } from '../../../../src/panel/text/language.ts';
import { delayWords, pairTone } from '../../../../src/panel/text/pair-words.ts';

test.each([
  [1200, 'server 1.2 s later'],
  [-500, 'server 500 ms earlier'],
  [0, 'at the same time'],
  [185_000, 'server 3 min 5 s later'],
  [50 * 3_600_000, 'server 50 hr later'],
])('a delay of %d ms is %s', (delay, words) => {
  expect(delayWords(delay)).toBe(words);
});

test.each([
  ['browser-only', [], 'mute'],
  ['id-missing', [], 'mute'],
  ['server-only', [], 'mute'],
  ['browser-only', ['dedup/missing-server-copy'], 'warn'],
  ['id-missing', ['pixel/misspelt-event-id'], 'warn'],
  ['id-reused', ['dedup/id-shared'], 'mute'],
  ['id-reused', ['dedup/id-on-two-pages'], 'mute'],
  ['id-reused', ['dedup/id-reused'], 'bad'],
  ['id-mismatch', ['dedup/different-ids'], 'bad'],
  ['paired', ['dedup/copies-differ'], 'ok'],
  ['would-pair', ['dedup/derived-copy'], 'mute'],
  ['would-pair', [], 'mute'],
  ['paired', ['dedup/previous-trigger-id'], 'warn'],
  ['would-pair', ['dedup/derived-copy', 'dedup/previous-trigger-id'], 'warn'],
  ['paired', ['dedup/sent-twice'], 'warn'],
] as const)('%s with %o looks %s', (verdict, why, tone) => {
  expect(pairTone({ verdict, why: [...why] })).toBe(tone);
});

test.each([
  [0, 1, '0 of 1 row paired'],
  [3, 1200, '3 of 1,200 rows paired'],
])('%d of %d', (paired, rows, words) => {
  expect(t().deduplication.paired(paired, rows)).toBe(words);
});
