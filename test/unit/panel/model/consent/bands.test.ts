import { describe, expect, it } from 'vitest';
import type {
  ConsentState,
  ConsentStretch,
  SourceState,
} from '../../../../../src/analysis/analysis.ts';
import { searchOf } from '../../../../../src/panel/consent/sent-table.tsx';
import { consentBands, presentOf } from '../../../../../src/panel/model/consent/bands.ts';
import { hitMarks } from '../../../../../src/panel/model/consent/hit-marks.ts';
import { parseQuery } from '../../../../../src/panel/model/filter/query.ts';
import { createBook } from '../../../../../src/panel/model/store/book.ts';
import { createStore } from '../../../../../src/panel/model/store/store.ts';
import { sourcesWords } from '../../../../../src/panel/text/consent-words.ts';
import { createAnalysis } from '../../../../../src/rules/create-analysis.ts';
import type { PageEntry } from '../../../../../src/session/entry.ts';
import { LOADED, OFF, ON, oneTrust, PIXEL } from '../../../../session/fragments.ts';
import { entries } from '../../../../session/session.ts';
import { createTestSchedule } from '../../schedule.ts';

const says = (state: ConsentState, counts = true): SourceState => ({
  state,
  counts,
  said: {
    items: [{ name: 'C0004', state: state === 'granted' ? 'granted' : 'denied' }],
    notes: [],
  },
});
const page = (document: string, at: number, more: Partial<PageEntry> = {}): PageEntry => ({
  kind: 'page',
  event: 'start',
  id: `${document}:0`,
  page: `${document}:0`,
  at,
  url: `https://shop.test/${document}`,
  ...more,
});
const stretch = (
  document: string,
  from: number,
  state: ConsentState,
  sources: Record<string, SourceState>,
): ConsentStretch => ({
  page: `${document}:0`,
  from,
  ...(from === Number.NEGATIVE_INFINITY ? {} : { entry: `${document}:${from}` }),
  state,
  sources,
});
const OTHER: SourceState['said'] = { items: [], notes: [{ code: 'before-answer' }] };
const START = Number.NEGATIVE_INFINITY;

describe('consent bands', () => {
  it('go to the page on screen, however many were before it', () => {
    const names = Array.from({ length: 5_000 }, (_, n) => `d${n}`);
    const bands = consentBands(
      names.map((name, n) => page(name, n * 100)),
      names.map((name, n) => stretch(name, n * 100 + 10, 'granted', { onetrust: says('granted') })),
    );
    expect(bands.together.at(-1)?.page).toBe('d4999:0');
    expect(presentOf(bands).map(({ said }) => said.state)).toEqual(['granted']);
  });

  it('run from one change to the next, from when the page began to when the next one does', () => {
    const { together, rows } = consentBands(
      [page('a', 0), page('b', 100)],
      [
        stretch('a', START, 'undecided', { onetrust: says('undecided') }),
        stretch('a', 40, 'granted', { onetrust: says('granted') }),
        stretch('b', 120, 'denied', { meta: says('denied') }),
      ],
    );
    expect(together.map(({ from, to, state, entry }) => [from, to, state, entry])).toEqual([
      [0, 40, 'undecided', undefined],
      [40, 100, 'granted', 'a:40'],
      [120, undefined, 'denied', 'b:120'],
    ]);
    expect(rows.map(({ source, bands }) => [source, bands.length])).toEqual([
      ['meta', 1],
      ['onetrust', 2],
    ]);
    expect(sourcesWords(together[1]?.sources ?? [])).toBe('OneTrust: C0004 granted');
  });

  it('join what says the same on one page, and never over a page’s end', () => {
    const same = { meta: says('denied') };
    const { together } = consentBands(
      [page('a', 0), page('b', 100)],
      [
        stretch('a', 10, 'denied', same),
        stretch('a', 20, 'denied', same),
        stretch('b', 100, 'denied', same),
      ],
    );
    expect(together.map(({ from, to }) => [from, to])).toEqual([
      [10, 100],
      [100, undefined],
    ]);
  });

  it('go on when a page comes back from the back/forward cache', () => {
    const { together } = consentBands(
      [page('a', 0), page('b', 100), page('a', 200, { event: 'return', id: 'a:9' })],
      [
        stretch('a', 40, 'granted', { meta: says('granted') }),
        stretch('b', 120, 'denied', { meta: says('denied') }),
      ],
    );
    expect(together.map(({ from, to, state }) => [from, to, state])).toEqual([
      [40, 100, 'granted'],
      [120, 200, 'denied'],
      [200, undefined, 'granted'],
    ]);
  });

  it('give a frame rows of its own, and no part in what the page says', () => {
    const { together, rows } = consentBands(
      [page('a', 0), page('f', 10, { top: false }), page('b', 100)],
      [
        stretch('a', 5, 'granted', { meta: says('granted') }),
        stretch('f', 20, 'denied', { meta: says('denied') }),
      ],
    );
    expect(together.map(({ state }) => state)).toEqual(['granted']);
    expect(rows.map(({ source, frame, bands }) => [source, frame, bands[0]?.to])).toEqual([
      ['meta', undefined, 100],
      ['meta', 'f:0', 100],
    ]);
  });

  it('say what the page on screen says now, since when, and nothing of pages that were left', () => {
    const stretches = [
      stretch('a', START, 'undecided', { onetrust: says('undecided') }),
      stretch('a', 40, 'granted', { onetrust: { ...says('granted'), entry: 'a:40' } }),
      stretch('a', 60, 'granted', {
        onetrust: { ...says('granted'), said: OTHER, entry: 'a:60' },
      }),
    ];
    const now = presentOf(consentBands([page('a', 0)], stretches));
    expect(now.map(({ said, since, entry }) => [said.said, since, entry])).toEqual([
      [OTHER, 40, 'a:40'],
    ]);
    expect(presentOf(consentBands([page('a', 0), page('b', 100)], stretches))).toEqual([]);

    const asked = { ...says('undecided'), said: OTHER, entry: 'a:40' };
    const open = [
      stretch('a', START, 'undecided', { trust: { ...says('undecided'), entry: 'a:40' } }),
      stretch('a', 40, 'undecided', { trust: asked }),
    ];
    const [unanswered] = presentOf(consentBands([page('a', 0)], open));
    expect([unanswered?.since, unanswered?.entry]).toEqual([40, 'a:40']);
  });
});

it('a change of one source in the same millisecond as another’s is each source’s own', () => {
  const denied = { ...says('denied'), entry: 'a:6' };
  const granted = { ...says('granted'), entry: 'a:7' };
  const { rows, together } = consentBands(
    [page('a', 0)],
    [
      { page: 'a:0', from: 40, entry: 'a:6', state: 'denied', sources: { onetrust: denied } },
      {
        page: 'a:0',
        from: 40,
        entry: 'a:7',
        state: 'conflict',
        sources: { onetrust: denied, meta: granted },
      },
    ],
  );
  expect(together.map(({ state, entry }) => [state, entry])).toEqual([['conflict', 'a:7']]);
  expect(rows.map(({ source, bands }) => [source, bands.map(({ entry }) => entry)])).toEqual([
    ['meta', ['a:7']],
    ['onetrust', ['a:6']],
  ]);
});

describe('with the analysis', () => {
  const session = entries`
    start 0
    page d https://shop.test/d with {tabId: 1}
    ${LOADED}
    @500 ${oneTrust(OFF, false)}
    @600 fbq track Lead
    @605 #net:605 hit ${PIXEL} Lead
    @700 ${oneTrust(ON)}
    @800 fbq track Lead
    @805 #net:805 hit ${PIXEL} Lead
    @806 hit ${PIXEL} Lead with {events: [{parameters: {}}]}
    @807 hit ${PIXEL} Lead blocked
    @900 ${oneTrust(OFF)}
    @1000 fbq track Lead
    @1005 #net:1005 hit ${PIXEL} Lead
    @1100 consent tcf {cmpStatus: stub}
  `;
  const analysis = createAnalysis();
  analysis.add(session);

  it('has a band for each state of the tool, undecided before its first word', () => {
    const { rows, together } = consentBands(session, analysis.consent.stretches());
    const oneTrustRow = rows.find(({ source }) => source === 'onetrust');
    expect(oneTrustRow?.bands.map(({ from, state }) => [from, state])).toEqual([
      [0, 'undecided'],
      [500, 'undecided'],
      [700, 'granted'],
      [900, 'denied'],
    ]);
    // The words differ before and after the first word, and once TCF has spoken.
    expect(together.map(({ from, state }) => [from, state])).toEqual([
      [0, 'undecided'],
      [500, 'undecided'],
      [700, 'granted'],
      [900, 'denied'],
      [1_100, 'denied'],
    ]);
  });

  it('counts what left in each state, and the search of a number finds those hits', async () => {
    const tally = analysis.consent.tally();
    expect(tally.map(({ vendor, pixelId }) => [vendor, pixelId])).toEqual([
      ['meta', ''],
      ['meta', PIXEL],
    ]);
    const store = createStore({ createAnalysis, schedule: createTestSchedule() });
    store.onEntries(session);
    for (const row of tally)
      for (const [verdict, count] of Object.entries(row.counts)) {
        const search = searchOf(row, verdict as keyof typeof row.counts);
        expect(parseQuery(search).ok).toBe(true);
        store.setSearch(search);
        expect([
          search,
          store.shown.value.entries.filter(({ kind }) => kind === 'hit').length,
        ]).toEqual([search, count]);
      }
  });

  it('finds with is:without-consent what the strip counts', () => {
    const store = createStore({ createAnalysis, schedule: createTestSchedule() });
    store.onEntries(session);
    store.setSearch('is:without-consent');
    expect(store.shown.value.matched).toBe(analysis.troubles().withoutConsent);
    expect(store.shown.value.matched).toBeGreaterThan(0);
  });

  it('draws hits that left, those close together as one with the gravest verdict', () => {
    const book = createBook(createAnalysis);
    book.add(session);
    const marks = (to: number) =>
      hitMarks(book.log.entries, book.analysis.consent.verdictOf, { from: 0, to }, 600).map(
        ({ entry, count, verdict }) => [entry, count, verdict],
      );
    expect(marks(1_200)).toEqual([
      ['net:605', 1, 'undecided'],
      ['net:805', 2, 'granted'],
      ['net:1005', 1, 'denied'],
    ]);
    expect(marks(1_200_000)).toEqual([['net:1005', 4, 'denied']]);
  });
});
