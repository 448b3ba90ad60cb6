import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAnalysis } from '../../../src/rules/create-analysis.ts';
import type {
  CallEntry,
  Entry,
  GapEntry,
  HitEntry,
  PageEntry,
  ServerEntry,
} from '../../../src/session/entry.ts';

const call = (n: number, cause?: number, document = 'd'): CallEntry => ({
  kind: 'call',
  id: `${document}:${n}`,
  at: 1_000 + n,
  page: `${document}:0`,
  source: 'fbq',
  method: 'trackCustom',
  args: ['trackCustom', `E${n}`],
  phase: 'live',
  ...(cause === undefined ? {} : { cause: `${document}:${cause}` }),
});
const page = (document: string, top = true): PageEntry => ({
  kind: 'page',
  id: `${document}:0`,
  at: 1_000,
  page: `${document}:0`,
  event: 'start',
  url: 'https://shop.test/',
  top,
});
const gap = (from: number, to: number): GapEntry => ({
  kind: 'gap',
  id: `d:gap${from}`,
  at: 1_000 + from,
  page: 'd:0',
  from,
  to,
  reason: 'limit',
});

function analysed(...batches: Entry[][]) {
  const analysis = createAnalysis();
  for (const batch of batches) analysis.add(batch);
  return analysis;
}

describe('chains', () => {
  it('joins calls that ran inside each other, with their evidence', () => {
    const analysis = analysed([page('d'), call(1), call(2, 1), call(3, 2), call(4, 1), call(5)]);
    expect(analysis.chains.all()).toEqual([
      {
        root: 'd:1',
        entries: ['d:1', 'd:2', 'd:3', 'd:4'],
        links: [
          { from: 'd:1', to: 'd:2', evidence: 'nested' },
          { from: 'd:2', to: 'd:3', evidence: 'nested' },
          { from: 'd:1', to: 'd:4', evidence: 'nested' },
        ],
      },
    ]);
    expect(analysis.chains.of('d:3')?.root).toBe('d:1');
    expect(analysis.chains.of('d:5')).toBeUndefined();
  });

  it('is not hung or fooled by causes that cannot be', () => {
    const analysis = analysed([
      call(1, 2),
      call(2, 1),
      call(3, 3),
      { ...call(4), cause: 'other:1' },
      { ...call(5), cause: 'nonsense' },
    ]);
    expect(analysis.chains.all().map(({ entries }) => entries)).toEqual([['d:1', 'd:2']]);
  });

  it('follows nesting deeper than the engine lets functions recurse', () => {
    const entries = Array.from({ length: 30_000 }, (_, n) => call(n + 1, n === 0 ? undefined : n));
    expect(analysed(entries).chains.all()[0]?.entries).toHaveLength(30_000);
  });

  it('is the same for entries in any order and in batches of any size', () => {
    const tree = fc
      .array(fc.nat(), { maxLength: 30 })
      .map((causes) => [
        page('d'),
        ...causes.map((cause, i) =>
          call(i + 1, i === 0 || cause % 3 === 0 ? undefined : (cause % i) + 1),
        ),
        gap(100, 104),
      ]);
    const shuffled = tree.chain((entries) =>
      fc.tuple(
        fc.constant(entries),
        fc.shuffledSubarray(entries, { minLength: entries.length, maxLength: entries.length }),
        fc.array(fc.nat(entries.length), { maxLength: 5 }),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([entries, other, cuts]) => {
        const ends = [...cuts, entries.length].sort((a, b) => a - b);
        const batches = ends.map((end, i) => other.slice(i === 0 ? 0 : ends[i - 1], end));
        const whole = analysed(entries);
        const pieces = analysed(...batches);
        expect(pieces.chains.all()).toEqual(whole.chains.all());
        expect(pieces.summary()).toEqual(whole.summary());
        expect(pieces.findings()).toEqual(whole.findings());
        expect(whole.summary().chains).toBe(whole.chains.all().length);
      }),
    );
  });
});

describe('what an answer announced', () => {
  it('is judged under the page that asked, once that is known', () => {
    const hit: HitEntry = {
      kind: 'hit',
      id: 'h:1',
      at: 1_002,
      page: 'd:0',
      vendor: 'meta',
      method: 'GET',
      url: 'https://www.facebook.com/tr/?id=1&ev=Lead&eid=lead-1',
      transport: 'image',
      outcome: 'done',
      events: [{ eventName: 'Lead', eventId: 'lead-1', pixelId: '1', parameters: {} }],
    };
    const announced = (page: string): ServerEntry => ({
      kind: 'server',
      id: 'h:2',
      at: 1_003,
      page,
      origin: 'header',
      event: { event_name: 'Lead', event_id: 'lead-1' },
      timeOf: 'receipt',
      where: 'https://shop.test/api/lead',
    });
    const all = (...batches: Entry[][]) => {
      const analysis = analysed(...batches);
      const ids = ['d:0', 'h:1', 'h:2'];
      return {
        summary: analysis.summary(),
        findings: analysis.findings(),
        pairs: analysis.pairs.all(),
        consent: ids.map((id) => analysis.consent.of(id)),
        chains: analysis.chains.all(),
        entries: analysis.log.entries,
      };
    };
    const known = all([page('d'), hit, announced('d:0')]);
    expect(known.pairs).toMatchObject([{ browser: ['h:1'], server: ['h:2'] }]);
    expect(all([hit, announced('A1:0')], [page('d')], [announced('d:0')])).toEqual(known);
    expect(all([page('d'), announced('A1:0')], [announced('d:0')], [hit])).toEqual(known);
  });
});

describe('findings and summary', () => {
  it('counts top documents, calls and lost entries', () => {
    expect(analysed([page('a'), page('b', false), call(1), gap(2, 6)]).summary()).toMatchObject({
      pages: 1,
      calls: 1,
      lost: 5,
      findings: { error: 1, warning: 0, info: 0 },
    });
  });

  it('names gaps and reads before definition, a bare name as a warning', () => {
    const read = (n: number, access: 'bare' | 'unknown'): PageEntry => ({
      ...page('d'),
      id: `d:${n}`,
      event: 'read',
      name: 'dataLayer',
      access,
    });
    const findings = analysed([gap(2, 6), read(7, 'bare'), read(8, 'unknown')]).findings();
    expect(findings.map(({ rule, severity, entries }) => [rule, severity, entries])).toEqual([
      ['log/gap', 'error', ['d:gap2']],
      ['page/read-before-definition', 'warning', ['d:7']],
      ['page/read-before-definition', 'info', ['d:8']],
    ]);
    expect(findings[1]?.message).toContain('ReferenceError: dataLayer is not defined');
  });
});
