import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { followErrors } from '../../../../src/panel/app/error-badge.ts';
import { createStore } from '../../../../src/panel/model/store/store.ts';
import { createAnalysis } from '../../../../src/rules/create-analysis.ts';
import { badgeText, parseBadge } from '../../../../src/session/badge.ts';
import { entries } from '../../../session/session.ts';
import { createTestSchedule } from '../schedule.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('shows the errors of the live session, and none once they are cleared', async () => {
  const schedule = createTestSchedule();
  const store = createStore({ createAnalysis, schedule });
  const shown: number[] = [];
  const end = followErrors(store, { showErrors: (errors) => shown.push(errors) }, 500);
  store.onEntries(
    entries(`
      page https://shop.example/
      fbq track Purchase {value: "x", currency: EUR}
    `),
  );
  schedule.frame();
  await schedule.settle();
  const { error } = store.counts.value.summary.findings;
  expect(error).toBeGreaterThan(0);
  vi.advanceTimersByTime(500);
  expect(shown.at(-1)).toBe(error);
  store.clear();
  vi.advanceTimersByTime(500);
  expect(shown.at(-1)).toBe(0);
  end();
});

it.each([
  [0, ''],
  [7, '7'],
  [1234, '999+'],
])('writes %d as %j', (errors, text) => {
  expect(badgeText(errors)).toBe(text);
});

it.each([undefined, null, { type: 'access', tabId: 1 }, { type: 'badge', tabId: 'x', errors: 1 }])(
  'takes %j for no badge',
  (message) => {
    expect(parseBadge(message)).toBeUndefined();
  },
);
