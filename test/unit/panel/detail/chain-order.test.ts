import { describe, expect, it } from 'vitest';
import type { Chain } from '../../../../src/analysis/analysis.ts';
import { chainSteps } from '../../../../src/panel/detail/chain-order.ts';

/** `a 1` is an entry and its time, `a>b` a link. */
function stepsOf(entries: string, links: string): string[] {
  const times = new Map(
    entries.split(', ').map((each) => {
      const [id = '', at] = each.split(' ');
      return [id, { at: Number(at) }] as const;
    }),
  );
  const chain: Chain = {
    root: [...times.keys()][0] ?? '',
    entries: [...times.keys()],
    links: links
      .split(', ')
      .filter((each) => each !== '')
      .map((each) => {
        const [from = '', to = ''] = each.split('>');
        return { from, to, evidence: 'same-id' };
      }),
  };
  return chainSteps(chain, (id) => times.get(id)).map(
    ({ id, level }) => `${'-'.repeat(level)}${id}`,
  );
}

describe('the steps of a chain', () => {
  it('stand below what caused them, the hit below its own call', () => {
    expect(
      stepsOf('cact 0, capi 1, hit 3, fbq 2', 'cact>capi, cact>hit, fbq>hit, cact>fbq'),
    ).toEqual(['cact', '-capi', '-fbq', '--hit']);
  });

  it('put a cause that nothing leads to where it belongs in time', () => {
    expect(stepsOf('cact 0, hit 3, fbq 2', 'cact>hit, fbq>hit')).toEqual(['cact', 'fbq', '-hit']);
  });

  it('prefer a cause that was there before, whatever the order of links', () => {
    expect(stepsOf('a 0, b 9, hit 3', 'b>hit, a>hit')).toEqual(['a', '-hit', 'b']);
  });

  it('show all of a circle, once', () => {
    expect(stepsOf('a 0, b 1, c 2', 'a>b, b>a')).toEqual(['c', 'a', '-b']);
  });

  it('take a chain of a hundred thousand', () => {
    const ids = Array.from({ length: 100_000 }, (_, i) => `e${i}`);
    const steps = stepsOf(
      ids.map((id, i) => `${id} ${i}`).join(', '),
      ids
        .slice(1)
        .map((id, i) => `e${i}>${id}`)
        .join(', '),
    );
    expect(steps).toHaveLength(100_000);
  });
});
