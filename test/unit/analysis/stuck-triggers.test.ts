import { describe, expect, it } from 'vitest';
import { createAnalysis } from '../../../src/rules/create-analysis.ts';
import { LOADED, OFF, ON, oneTrust, PIXEL, sent, triggered } from '../../session/fragments.ts';
import { entries } from '../../session/session.ts';

function toldOf(text: string) {
  const analysis = createAnalysis();
  analysis.add(entries(text));
  expect(analysis.findings().filter(({ rule }) => rule === 'connector/never-left')).toEqual([]);
  analysis.end();
  return analysis.findings().filter(({ rule }) => rule === 'connector/never-left');
}

const PAGE = 'page https://shop.example/ with {tabId: 1}';
const TRIGGERS = 'cact trigger page_view {}\ncact trigger purchase {id: "77"}';
const LATER = '+6s dataLayer {event: later}';

describe('Commanders Act triggers of which nothing leaves', () => {
  it('are told at the end of the session', () => {
    expect(toldOf(`${PAGE}\n${TRIGGERS}\n${LATER}`)).toMatchObject([
      {
        severity: 'warning',
        entries: ['d:1', 'd:2'],
        data: { count: 2, names: ['page_view', 'purchase'] },
      },
    ]);
    expect(toldOf(`${PAGE}\n${oneTrust(ON)}\n${TRIGGERS}\n${LATER}`)).toHaveLength(1);
  });

  it('with less weight where the session ends before a container could have come', () => {
    const short = `${PAGE}\n${TRIGGERS}\n+1s dataLayer {event: later}`;
    expect(toldOf(short)).toMatchObject([{ severity: 'info', data: { hasOthers: false } }]);
  });

  describe('behind others that left', () => {
    const first = `${PAGE}\n${triggered('page_view', 'a: 1', 'a1')}`;
    const last = 'cact trigger purchase {id: "77"}';

    it('is told, with the weight of the time that went by', () => {
      const found = { entries: ['d:2'], data: { count: 1, names: ['purchase'], hasOthers: true } };
      const told = toldOf(`${first}\n${last}\n+2s dataLayer {event: later}`);
      expect(told).toMatchObject([{ severity: 'warning', ...found }]);
      expect(toldOf(`${first}\n${last}`)).toMatchObject([{ severity: 'info', ...found }]);
    });

    it.each([
      ['its hit is there, and whose it is not known', `${last}\ncact-hit purchase {id: "77"}`],
      ['a later one left', `${last}\n${triggered('page_view', 'a: 2', 'a2')}`],
      ['the visitor has refused', `${oneTrust(OFF)}\n${last}`],
    ])('is not where %s', (_what, more) => {
      expect(toldOf(`${first}\n${more}\n${LATER}`)).toEqual([]);
    });
  });

  it.each([
    ['a later one left', `${PAGE}\n${TRIGGERS}\n${triggered('page_view', 'a: 1', 'a1')}\n${LATER}`],
    ['requests were not recorded', `page https://shop.example/\n${TRIGGERS}\n${LATER}`],
    ['something was lost', `${PAGE}\n${TRIGGERS}\ngap 9-12 limit\n${LATER}`],
    ['the visitor has refused', `${PAGE}\n${oneTrust(OFF)}\n${TRIGGERS}\n${LATER}`],
    ['the banner is open', `${PAGE}\n${oneTrust(OFF, false)}\n${TRIGGERS}\n${LATER}`],
    [
      'the page sends the events itself',
      `${PAGE}\n${LOADED}\n${TRIGGERS}\n${sent('Purchase', '{value: 1, currency: EUR}', 'a1')}\n${LATER}`,
    ],
    ['events stay in the page', `${PAGE}\ncact emit purchase {id: "77"}\n${LATER}`],
  ])('nothing is told where %s', (_what, text) => {
    expect(toldOf(text)).toEqual([]);
  });

  it('a PageView of the pixel is no sign of it', () => {
    const view = `${LOADED}\nfbq track PageView\n  > hit ${PIXEL} PageView`;
    expect(toldOf(`${PAGE}\n${view}\n${TRIGGERS}\n${LATER}`)).toHaveLength(1);
  });
});
