import { describe, expect, it } from 'vitest';
import type { Chain } from '../../../../../src/analysis/analysis.ts';
import { chainLines } from '../../../../../src/panel/model/time/chain-lines.ts';
import { createLaneIndex } from '../../../../../src/panel/model/time/lane-index.ts';
import { layOut } from '../../../../../src/panel/model/time/layout.ts';
import { styleOf } from '../../../../../src/panel/timeline/mark-style.ts';
import type { Entry } from '../../../../../src/session/entry.ts';
import { makeCall, makeGap, makeHit } from '../../../../session/numbered.ts';
import { makeAnswers } from '../../answers.ts';

describe('chains on the timeline', () => {
  const entries = [
    makeCall(10, { source: 'loyjoy' }),
    makeCall(20),
    makeHit(30),
    makeCall(40),
    makeHit(50),
  ];
  const first: Chain = {
    root: 'd:10',
    entries: ['d:10', 'd:20', 'd:h30'],
    links: [
      { from: 'd:10', to: 'd:20', evidence: 'nested' },
      { from: 'd:20', to: 'd:h30', evidence: 'order' },
    ],
  };
  const second: Chain = {
    root: 'd:40',
    entries: ['d:40', 'd:h50'],
    links: [{ from: 'd:40', to: 'd:h50', evidence: 'same-id' }],
  };
  const chainOf = (id: string) => [first, second].find((chain) => chain.entries.includes(id));
  const answers = (count: number) =>
    makeAnswers({
      chains: {
        of: chainOf,
        has: (id) => chainOf(id) !== undefined,
        all: () => [first, second],
      },
      summary: () => ({ ...makeAnswers().summary(), chains: count }),
    });
  const draw = (count: number, selected?: string, shown: readonly Entry[] = entries) => {
    const index = createLaneIndex();
    index.update(shown);
    const layout = layOut({
      index,
      window: { from: 0, to: 100 },
      width: 600,
      height: 300,
      scrollTop: 0,
      hasBands: false,
    });
    const lines = chainLines({
      layout,
      analysis: answers(count),
      get: (id) => entries.find((entry) => entry.id === id),
      selected,
      hovered: undefined,
    });
    return { layout, lines };
  };

  it('are all there while they are few, the selected one on top', () => {
    const { lines, layout } = draw(2, 'd:h30');
    expect(lines.map(({ weight, evidence }) => `${weight} ${evidence}`)).toEqual([
      'faint same-id',
      'strong order',
      'strong nested',
    ]);
    const last = lines.at(-1);
    expect(last).toMatchObject({ fromX: layout.xOf(10), toX: layout.xOf(20) });
    expect(last?.toY).toBeGreaterThan(last?.fromY ?? 0);
  });

  it('are the selected one alone where there are many', () => {
    expect(draw(5_000, 'd:40').lines.map(({ weight }) => weight)).toEqual(['strong']);
    expect(draw(5_000).lines).toEqual([]);
  });

  it('leave out links to lanes that a filter hides', () => {
    const { lines } = draw(
      2,
      'd:20',
      entries.filter((entry) => entry.kind !== 'hit'),
    );
    expect(lines.map(({ evidence }) => evidence)).toEqual(['nested']);
  });
});

describe('a mark', () => {
  const not = (state: 'held' | 'not-sent' | 'sent') =>
    makeAnswers({ states: { of: (id) => [{ entry: id, state, hits: [], proof: [] }] } });
  it.each([
    [makeCall(1), not('sent'), 'circle tone'],
    [makeCall(1), not('held'), 'circle warn hollow'],
    [makeCall(1), not('not-sent'), 'circle bad hollow'],
    [makeCall(1, { threw: true }), makeAnswers(), 'circle bad'],
    [makeHit(1), makeAnswers(), 'square tone'],
    [makeHit(1, { status: 500 }), makeAnswers(), 'square bad'],
    [makeHit(1, { outcome: 'blocked', status: undefined }), makeAnswers(), 'square bad hollow'],
    [makeHit(1, { outcome: 'pending', status: undefined }), makeAnswers(), 'square tone hollow'],
    [makeHit(1, { outcome: 'cancelled', status: undefined }), makeAnswers(), 'square warn'],
    [makeGap(1), makeAnswers(), 'triangle bad'],
  ])('%# says what became of the entry', (entry, answers, expected) => {
    const { shape, colour, isHollow } = styleOf(entry, answers);
    expect(`${shape} ${colour}${isHollow ? ' hollow' : ''}`).toBe(expected);
  });
});
