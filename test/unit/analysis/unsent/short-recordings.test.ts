import { describe, expect, it } from 'vitest';
import { createAnalysis } from '../../../../src/rules/create-analysis.ts';
import { OFF, ON, oneTrust, PIXEL } from '../../../session/fragments.ts';
import { START_AT, session } from '../../../session/session.ts';

/** Recordings that end before anybody's patience does: what is told of them, and how gravely. */

/** Findings of the pixel once the session is over; before that there are none. */
function toldOf(text: string): string[] {
  const analysis = createAnalysis();
  analysis.add(session(text).entries);
  const told = () =>
    analysis
      .findings()
      .filter(({ rule }) => rule.startsWith('pixel/'))
      .map(({ rule, severity }) => `${rule} ${severity}`);
  expect(told()).toEqual([]);
  analysis.end();
  const atEnd = told();
  const backwards = createAnalysis();
  backwards.add(session(text).entries.toReversed());
  backwards.end();
  expect(backwards.findings()).toEqual(analysis.findings());
  return atEnd;
}

const PAGE = 'page https://shop.example/ with {tabId: 1}';
const READY = `${PAGE}\nfbq init ${PIXEL}\nlibrary\nconfig ${PIXEL}`;
const AFTER = '+1200ms dataLayer {event: later}';

describe('a pixel call without a hit', () => {
  it.each([
    ['nothing of the page left', `${READY}\nfbq track PageView`],
    [
      'another event left',
      `${READY}\nfbq track PageView\n  > hit ${PIXEL} PageView\nfbq track Lead`,
    ],
  ])('%s: the weight follows the time that went by', (_what, text) => {
    expect(toldOf(text)).toEqual(['pixel/no-hit info']);
    expect(toldOf(`${text}\n${AFTER}`)).toEqual(['pixel/no-hit warning']);
  });

  it('time is counted from when the library and its configuration were there', () => {
    const slow = `fbq init ${PIXEL}\nfbq track PageView\nlibrary\n+4s config ${PIXEL}`;
    expect(toldOf(`${PAGE}\n${slow}`)).toEqual(['pixel/no-hit info']);
    expect(toldOf(`${PAGE}\n${slow}\n+2s dataLayer {event: later}`)).toEqual([
      'pixel/no-hit warning',
    ]);
  });

  it('the end of a request shows that time went by', () => {
    const image = `hit ${PIXEL} PageView with {endAt: ${START_AT + 2_000}}`;
    expect(toldOf(`${READY}\nfbq track PageView\n  > ${image}\nfbq track Lead`)).toEqual([
      'pixel/no-hit warning',
    ]);
  });

  it('says that the recording ended, and not that five seconds went by', () => {
    const analysis = createAnalysis();
    analysis.add(session(`${READY}\nfbq track PageView\n${AFTER}`).entries);
    analysis.end();
    const finding = analysis.findings().find(({ rule }) => rule === 'pixel/no-hit');
    expect(finding?.data).toMatchObject({ hasWaited: false, pattern: 'nothing' });
    expect(finding?.message).toContain('before the recording ended');
  });

  it('the library or its configuration has no answer yet', () => {
    const start = `${PAGE}\nfbq init ${PIXEL}\nfbq track PageView`;
    expect(toldOf(`${start}\nlibrary pending\n${AFTER}`)).toEqual(['pixel/no-hit info']);
    const analysis = createAnalysis();
    analysis.add(
      session(`${start}\nlibrary\nconfig ${PIXEL} pending\n+6s dataLayer {event: later}`).entries,
    );
    expect(analysis.findings().filter(({ rule }) => rule === 'pixel/no-hit')).toMatchObject([
      { severity: 'warning', entries: ['d:2', 'net:2'], data: { pattern: 'loading' } },
    ]);
  });
});

describe('an init without an event', () => {
  it('the weight follows the time that went by', () => {
    expect(toldOf(`${PAGE}\nfbq init ${PIXEL}\nlibrary`)).toEqual([
      'pixel/init-without-event info',
    ]);
    expect(toldOf(`${PAGE}\nfbq init ${PIXEL}\nlibrary\n${AFTER}`)).toEqual([
      'pixel/init-without-event warning',
    ]);
  });

  it('is none where an event follows, or the library did not come', () => {
    const view = `fbq track PageView\n  > hit ${PIXEL} PageView`;
    expect(toldOf(`${READY}\n${view}`)).toEqual([]);
    expect(toldOf(`${PAGE}\nfbq init ${PIXEL}\nlibrary pending\n${AFTER}`)).toEqual([]);
  });
});

describe('a pixel that stays locked', () => {
  const LOCKED = `${PAGE}\nfbq consent revoke\nfbq init ${PIXEL}\nfbq track PageView\nlibrary`;

  it('the weight follows the time since the visitor agreed', () => {
    expect(toldOf(`${LOCKED}\n${oneTrust(ON)}`)).toEqual(['pixel/grant-missing info']);
    expect(toldOf(`${LOCKED}\n${oneTrust(ON)}\n${AFTER}`)).toEqual(['pixel/grant-missing warning']);
  });

  it('is as it should be where the visitor has refused or not answered', () => {
    expect(toldOf(`${LOCKED}\n${oneTrust(OFF)}\n${AFTER}`)).toEqual([]);
    expect(toldOf(`${LOCKED}\n${oneTrust(OFF, false)}\n${AFTER}`)).toEqual([]);
  });
});
