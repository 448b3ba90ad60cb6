import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createStore } from '../../../../../src/panel/model/store/store.ts';
import { createAnalysis } from '../../../../../src/rules/create-analysis.ts';
import type { Entry, ServerEntry } from '../../../../../src/session/entry.ts';
import {
  idsOf,
  makeCall,
  makeGap,
  makePage,
  makePendingHit,
} from '../../../../session/numbered.ts';
import { entries } from '../../../../session/session.ts';
import { createTestSchedule } from '../../schedule.ts';

function start(stepMs = 0) {
  const schedule = createTestSchedule(stepMs);
  const store = createStore({ createAnalysis, schedule });
  const feed = async (...entries: Entry[]) => {
    store.onEntries(entries);
    schedule.frame();
    await schedule.settle();
  };
  return { store, schedule, feed, shown: () => idsOf(store.shown.value.entries) };
}

describe('the store', () => {
  it('shows entries in order of time and counts them', async () => {
    const { store, feed, shown } = start();
    await feed(makePage(0), makeCall(5), makeCall(6, { source: 'cact', cause: 'd:5' }));
    await feed(makeCall(2), makeGap(7));
    expect(shown()).toEqual(['d:0', 'd:2', 'd:5', 'd:6', 'd:gap7']);
    const { entries, facets, summary } = store.counts.value;
    expect(entries).toBe(5);
    expect(facets.get('fbq')).toBe(2);
    expect(facets.get('cact')).toBe(1);
    expect(summary).toMatchObject({ calls: 3, chains: 1, lost: 5 });
    expect(
      store
        .book()
        .analysis.findings()
        .filter(({ rule }) => rule === 'log/gap'),
    ).toHaveLength(1);
  });

  it('tells the hits of different vendors apart', async () => {
    const { store, feed, shown } = start();
    await feed(
      makePage(0),
      makeCall(1),
      makePendingHit(2),
      makePendingHit(3, { vendor: 'segment' }),
    );
    const { facets } = store.counts.value;
    expect(['hit', 'hit:meta', 'hit:segment'].map((each) => facets.get(each as 'hit'))).toEqual([
      2, 1, 1,
    ]);
    store.toggleFacet('hit:segment');
    expect(shown()).toEqual(['d:0', 'h:3']);
    store.toggleFacet('hit');
    expect(shown()).toEqual(['d:0', 'h:2', 'h:3']);
  });

  it('reveals an entry in the view that shows entries, in the stream from any other', async () => {
    const { store, feed } = start();
    await feed(makePage(0), makeCall(1));
    store.view.value = 'timeline';
    store.reveal('d:1');
    expect(store.view.value).toBe('timeline');
    store.view.value = 'findings';
    store.reveal('d:1');
    expect(store.view.value).toBe('stream');
  });

  it('renders at most once per frame in a burst', () => {
    const { store, schedule } = start();
    let renders = 0;
    store.shown.subscribe(() => {
      renders += 1;
    });
    renders = 0;
    for (let i = 0; i < 100; i += 1) store.onEntries([makeCall(i)]);
    expect(renders).toBeLessThanOrEqual(1);
    schedule.frame();
    expect(renders).toBeLessThanOrEqual(2);
    expect(store.shown.value.entries).toHaveLength(100);
  });

  it('rests once a filter that waits for the analysis has been taken away', async () => {
    const { store, schedule, feed } = start(1);
    await feed(makePage(0), ...Array.from({ length: 3000 }, (_, i) => makeCall(i + 1)));
    for (let i = 0; i < 50; i += 1) {
      schedule.frame();
      await schedule.settle();
    }
    // It is still looking as an entry comes, and then nobody wants its answer.
    store.setSearch('is:sent');
    schedule.pass(100);
    store.onEntries([makeCall(5000)]);
    store.setSearch('');
    let renders = 0;
    const turn = async () => {
      renders = 0;
      for (let i = 0; i < 20; i += 1) {
        schedule.frame();
        await schedule.settle();
      }
    };
    await turn();
    store.shown.subscribe(() => {
      renders += 1;
    });
    await turn();
    expect(renders).toBe(0);
  });

  it('keeps the last good filter while the search is no valid one', async () => {
    const { store, feed, shown } = start();
    await feed(makeCall(1), makeCall(2));
    store.setSearch('Event2');
    expect(shown()).toEqual(['d:2']);
    store.setSearch('Event2 /(/');
    expect(store.searchError.value).toMatch(/\S/);
    expect(store.searchInForce.value).toBe('Event2');
    expect(shown()).toEqual(['d:2']);
    await feed(makeCall(20), makeCall(30));
    expect(shown()).toEqual(['d:2', 'd:20']);
    store.setSearch('');
    expect(store.searchError.value).toBeUndefined();
    expect(shown()).toHaveLength(4);
  });

  it('limits to the chosen sources, gaps always among them', async () => {
    const { store, feed, shown } = start();
    await feed(
      makeCall(1),
      makeCall(2, { source: 'cact' }),
      makeCall(3, { source: 'loyjoy' }),
      makeGap(4),
    );
    store.toggleFacet('cact');
    expect(shown()).toEqual(['d:2', 'd:gap4']);
    store.toggleFacet('loyjoy');
    expect(shown()).toEqual(['d:2', 'd:3', 'd:gap4']);
    store.toggleFacet('cact');
    store.toggleFacet('loyjoy');
    expect(shown()).toHaveLength(4);
  });

  it('finds members of a chain although the chain came later', async () => {
    const { store, feed, shown } = start();
    store.setSearch('is:chain');
    await feed(makeCall(1), makeCall(2));
    expect(shown()).toEqual([]);
    await feed(makeCall(3, { cause: 'd:1' }));
    expect(shown()).toEqual(['d:1', 'd:3']);
  });

  it('looks again when a look was under way as the chain came', async () => {
    const { store, schedule, shown } = start(3);
    store.onEntries(Array.from({ length: 2000 }, (_, i) => makeCall(i + 1)));
    schedule.frame();
    await schedule.settle();
    store.setSearch('is:chain');
    expect(store.shown.value.busy).toBe(true);
    store.onEntries([makeCall(3000, { cause: 'd:1' })]);
    for (let i = 0; i < 5; i += 1) {
      schedule.frame();
      await schedule.settle();
    }
    expect(shown()).toEqual(['d:1', 'd:3000']);
  });

  it('keeps what comes while paused, and shows it on resume', async () => {
    const { store, feed, shown } = start();
    await feed(makeCall(1));
    store.setPaused(true);
    await feed(makeCall(2), makeCall(3));
    expect(shown()).toEqual(['d:1']);
    expect(store.held.value).toBe(2);
    store.setPaused(false);
    expect(store.held.value).toBe(0);
    expect(shown()).toEqual(['d:1', 'd:2', 'd:3']);
  });

  it('counts what came while paused once, however often it is told', async () => {
    const { store, feed, shown } = start();
    await feed(makePage(0), makePendingHit(1));
    store.setPaused(true);
    store.onEntries([makePendingHit(2), makeCall(3)]);
    // The ends of a hit from before and of one that came while paused.
    store.onEntries([
      makePendingHit(1, { outcome: 'done' }),
      makePendingHit(2, { outcome: 'done' }),
    ]);
    expect(store.held.value).toBe(2);
    const before = shown().length;
    store.setPaused(false);
    expect(store.counts.value.entries - before).toBe(store.held.value + 2);
    expect(store.held.value).toBe(0);
  });

  it('keeps what was imported when the page is loaded again, paired or not', async () => {
    const { store, feed, shown } = start();
    const [hit, first, second] = entries(`
      #h hit 1234567890123456 Purchase eid=a
      #s1 server.import 1234567890123456 Purchase id=a
      #s2 server.import 1234567890123456 Purchase id=b
    `);
    await feed(makePage(0), hit as Entry);
    store.addServerEvents([first as ServerEntry, second as ServerEntry]);
    expect(store.book().analysis.pairs.of('s1')[0]?.verdict).toBe('paired');
    const next = makePage(0);
    await feed({ ...next, id: 'e:0', page: 'e:0', at: 1e13 });
    expect(shown()).toEqual(['s1', 's2', 'e:0']);
  });

  it('keeps what a page before did, which Back brings, once the log is preserved', async () => {
    const { store, feed, shown } = start();
    await feed(makePage(100));
    store.preserve.value = true;
    await feed(makePage(0, { page: 'a:0', id: 'a:0' }), makeCall(5, { page: 'a:0', id: 'a:5' }));
    expect(shown()).toEqual(['a:0', 'a:5', 'd:100']);
  });

  it('starts anew with a new page unless the log is preserved', async () => {
    const { store, feed, shown } = start();
    await feed(makePage(0), makeCall(1));
    store.select(store.get('d:1'));
    await feed(makePage(10, { page: 'd:10' }), makeCall(11, { page: 'd:10' }));
    expect(shown()).toEqual(['d:10', 'd:11']);
    expect(store.counts.value.summary.calls).toBe(1);
    expect(store.selected.value).toBeUndefined();
    // What the page that was left still had to say comes late.
    await feed(makeCall(9));
    expect(shown()).toEqual(['d:10', 'd:11']);
    store.preserve.value = true;
    await feed(makePage(20, { page: 'd:20' }));
    expect(shown()).toEqual(['d:10', 'd:11', 'd:20']);
  });

  it('does not take the start of a frame for a new page', async () => {
    const { feed, shown } = start();
    await feed(makePage(0), makeCall(1), makePage(2, { top: false }), makeCall(3));
    expect(shown()).toEqual(['d:0', 'd:1', 'd:2', 'd:3']);
  });

  it('counts times of a frame from the page that it stands in', async () => {
    const { store, feed } = start();
    await feed(makePage(100), makePage(150, { top: false }), makeCall(160, { page: 'd:150' }));
    const call = store.get('d:160');
    expect(call && store.book().originOf(call)).toBe(100);
  });

  it('counts the seconds of a stretch from what the page did first, whatever servers sent before', async () => {
    const { store, feed, shown } = start();
    const [early] = entries('server 1234567890123456 Lead id=a1');
    if (!early) throw new Error('no server event');
    await feed({ ...early, at: 1 });
    await feed(makePage(10_000), makeCall(11_000), makeCall(13_000));
    store.setSearch('time:1-2');
    expect(shown()).toEqual(['d:10000', 'd:11000']);
    store.setSearch('time:-1');
    expect(shown()).toEqual([early.id, 'd:10000', 'd:11000']);
  });

  it('drops a stretch with its page, also while another text is written that means nothing yet', async () => {
    const { store, feed, shown } = start();
    await feed(makePage(10_000), makeCall(11_000), makeCall(13_000));
    store.setSearch('time:0-1');
    store.setSearch('/(/');
    await feed(makePage(20_000), makeCall(24_000, { page: 'd:20000' }));
    expect(shown()).toContain('d:24000');
    expect(store.search.value).toBe('/(/');
  });

  it('clears, and goes on listening', async () => {
    const { store, feed, shown } = start();
    await feed(makePage(0), makeCall(1));
    store.clear();
    expect(shown()).toEqual([]);
    expect(store.counts.value.entries).toBe(0);
    await feed(makeCall(2));
    expect(shown()).toEqual(['d:2']);
    const call = store.get('d:2');
    expect(call && store.book().pageOf(call)?.url).toBe('https://shop.example/cart');
  });

  it('shows a file in place of the live session, which goes on behind it', async () => {
    const { store, feed, shown, schedule } = start();
    await feed(makeCall(1));
    await store.showFile('a.jsonl', [[makeCall(7)], [makeCall(6)]]);
    expect(shown()).toEqual(['d:6', 'd:7']);
    expect(store.openFile.value).toEqual({ name: 'a.jsonl', entries: 2 });
    await feed(makeCall(2));
    expect(shown()).toEqual(['d:6', 'd:7']);
    store.closeFile();
    await schedule.settle();
    expect(shown()).toEqual(['d:1', 'd:2']);
    expect(store.openFile.value).toBeUndefined();
  });

  it('tells of a file what never happened, as the command does, under any profile', async () => {
    const { store, feed, schedule } = start();
    const rules = () =>
      store
        .book()
        .analysis.findings()
        .map(({ rule }) => rule);
    await feed(makePage(0));
    expect(rules()).toEqual([]);
    await store.showFile('a.jsonl', [[makePage(0)]]);
    expect(rules()).toEqual(['log/empty']);
    const from = { source: 'dataLayer' as const, name: 'quiz' };
    const judged = store.judgeBy({ mapping: { rules: [{ from, to: 'Lead' }] } }, store.book());
    await schedule.settle();
    await judged;
    expect(rules()).toEqual(['log/empty', 'mapping/none-met']);
    store.closeFile();
    expect(rules()).toEqual([]);
  });

  it('lifts a filter that hides the entry to be revealed', async () => {
    const { store, feed, shown } = start();
    await feed(makeCall(1), makeCall(2));
    store.setSearch('Event1');
    store.reveal('d:1');
    expect(store.search.value).toBe('Event1');
    store.reveal('d:2');
    expect(store.search.value).toBe('');
    expect(shown()).toHaveLength(2);
    expect(store.selected.value?.id).toBe('d:2');
    expect(store.isDetailOpen.value).toBe(true);
  });

  it('puts the later form of a hit in its row, its detail and its filter', async () => {
    const { store, feed, shown } = start();
    await feed(makePage(0), makeCall(1), makePendingHit(2), makeCall(2), makeCall(9));
    const before = store.get('h:2');
    store.select(before);
    await feed(makePendingHit(2, { outcome: 'done', status: 500 }));
    expect(shown()).toEqual(['d:0', 'd:1', 'h:2', 'd:2', 'd:9']);
    expect(store.shown.value.entries[2]).toMatchObject({ outcome: 'done', status: 500 });
    expect(store.selected.value).toBe(store.shown.value.entries[2]);
    expect(store.counts.value).toMatchObject({ entries: 5, summary: { hits: 1 } });
    store.setSearch('Event9');
    await feed(makePendingHit(2, { outcome: 'done', stack: 'x' }));
    store.setSearch('');
    expect(shown()).toHaveLength(5);
    expect(store.shown.value.entries[2]).toMatchObject({ stack: 'x' });
  });

  it('does not bring back a hit that was cleared away', async () => {
    const { store, feed, shown } = start();
    await feed(makePage(0), makePendingHit(2));
    store.clear();
    await feed(makePendingHit(2, { outcome: 'done' }), makePendingHit(3));
    expect(shown()).toEqual(['h:3']);
    const announced = { kind: 'server', origin: 'header', event: {}, timeOf: 'receipt' } as const;
    const told = (page: string): Entry => ({ ...announced, id: 'h:5', at: 5, page });
    await feed(told('unknown:0'));
    store.clear();
    await feed(told('d:0'));
    expect(shown()).toEqual([]);
  });

  it('leaves no hit of a page before under a page that it was taken for', async () => {
    const { feed, shown } = start();
    // Told before the page's start, of a document that may be any; then told again, as another's.
    await feed(makePendingHit(5, { page: 'new:0' }));
    await feed(
      makePendingHit(5, { page: 'gone:0' }),
      makePage(100, { id: 'new:0', page: 'new:0' }),
    );
    expect(shown()).toEqual(['new:0']);
  });

  it('keeps what a new page sent a moment before its start was told, and drops the old page’s', async () => {
    const { feed, shown } = start();
    await feed(makePage(0), makePendingHit(2));
    const page = { page: 'e:0' };
    await feed(makePendingHit(8, page), makePendingHit(9), makePage(10, { id: 'e:0', ...page }));
    expect(shown()).toEqual(['h:8', 'e:0']);
    await feed(makePendingHit(7, page), makePendingHit(6));
    expect(shown()).toEqual(['h:7', 'h:8', 'e:0']);
  });

  it('judges anew by another profile, in pieces, with what comes and goes meanwhile', async () => {
    const schedule = createTestSchedule(1);
    // Turns that the test gives: the work stands still between them.
    const turns: (() => void)[] = [];
    const nextTurn = () => new Promise<void>((resolve) => void turns.push(resolve));
    const store = createStore({ createAnalysis, schedule: { ...schedule, nextTurn } });
    const push = (n: number, more = {}) =>
      makeCall(n, { source: 'dataLayer', method: 'push', args: [{ event: 'quiz' }], ...more });
    const profile = {
      mapping: { rules: [{ from: { source: 'dataLayer' as const, name: 'quiz' }, to: 'Lead' }] },
    };
    store.onEntries([makePage(0), ...Array.from({ length: 12_000 }, (_, i) => push(i + 1))]);
    schedule.frame();
    store.select(store.get('d:7'));
    const versionBefore = store.book().version();
    const judged = store.judgeBy(profile, store.book());
    expect(turns.length).toBeGreaterThan(0);
    expect(store.book().analysis.profile).toEqual({});
    store.onEntries([makePendingHit(20_000)]);
    store.onEntries([push(20_001), makePendingHit(20_000, { outcome: 'done', status: 500 })]);
    for (let done = false; !done; ) {
      turns.shift()?.();
      done = await Promise.race([judged.then(() => true), schedule.settle().then(() => false)]);
    }
    const { analysis, log } = store.book();
    expect(analysis.profile).toBe(profile);
    expect(store.book().version()).toBeGreaterThan(versionBefore + 1);
    const fresh = createAnalysis(profile);
    fresh.add(log.entries);
    expect(analysis.summary()).toEqual(fresh.summary());
    expect(analysis.matches.all()).toEqual(fresh.matches.all());
    expect(analysis.findings()).toEqual(fresh.findings());
    expect(store.selected.value?.id).toBe('d:7');
  });

  it('follows the last of several profiles, and a log that was cleared meanwhile', async () => {
    const { store, feed, schedule } = start(1);
    await feed(makePage(0), ...Array.from({ length: 9_000 }, (_, i) => makeCall(i + 1)));
    const profiles = [{ layers: ['a'] }, { layers: ['b'] }] as const;
    const all = profiles.map((profile) =>
      store.judgeBy({ layers: [...profile.layers] }, store.book()),
    );
    store.clear();
    await feed(makeCall(9_500));
    await schedule.settle();
    await Promise.all(all);
    expect(store.book().analysis.profile).toEqual({ layers: ['b'] });
    expect(store.book().analysis.summary()).toMatchObject({ pages: 0, calls: 1 });
  });
});

describe('a burst in the store', () => {
  const burst = (count: number): Entry[] => [
    makePage(0),
    ...Array.from({ length: count }, (_, i) => makeCall(i + 1)),
  ];

  it('is in the list before all of it is judged, and says so until it is', async () => {
    const schedule = createTestSchedule();
    const store = createStore({
      schedule,
      createAnalysis(profile, log) {
        const analysis = createAnalysis(profile, log);
        const take: typeof analysis.take = (added) => {
          schedule.pass(10);
          analysis.take(added);
        };
        return { ...analysis, take };
      },
    });
    const whole = createAnalysis();
    whole.add(burst(3_000));
    store.onEntries(burst(3_000));
    schedule.frame();
    expect(store.shown.value.entries).toHaveLength(3_001);
    expect(store.counts.value).toMatchObject({ entries: 3_001, isBehind: true });
    expect(store.counts.value.summary.calls).toBeLessThan(3_000);
    await schedule.settle();
    expect(store.counts.value.isBehind).toBe(false);
    expect(store.counts.value.summary).toEqual(whole.summary());
    expect(store.book().analysis.findings()).toEqual(whole.findings());
  });

  it('is judged as it would be in one piece, whatever comes between', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.constantFrom('burst', 'entry', 'late hit', 'profile', 'clear', 'page', 'turn'),
          { minLength: 1, maxLength: 12 },
        ),
        async (steps) => {
          const { store, schedule } = start(1);
          let profile = {};
          let number = 1;
          const next = (count: number) =>
            Array.from({ length: count }, () => makeCall(number++)) as Entry[];
          for (const step of steps) {
            if (step === 'burst') store.onEntries(next(350));
            else if (step === 'entry') store.onEntries(next(1));
            else if (step === 'late hit') {
              const hit = makePendingHit(number++);
              store.onEntries([hit, ...next(150)]);
              store.onEntries([{ ...hit, outcome: 'done', status: 200 }]);
            } else if (step === 'profile') {
              profile = { layers: [`layer-${number}`] };
              void store.judgeBy(profile, store.book());
            } else if (step === 'clear') store.clear();
            else if (step === 'page') store.onEntries([{ ...makePage(number++), top: true }]);
            else await schedule.nextTurn().then(() => schedule.frame());
          }
          schedule.frame();
          await schedule.settle();
          const whole = createAnalysis(profile);
          whole.add(store.book().log.entries);
          expect(store.counts.value.isBehind).toBe(false);
          expect(store.counts.value.summary).toEqual(whole.summary());
          expect(store.book().analysis.findings()).toEqual(whole.findings());
        },
      ),
      { numRuns: 30 },
    );
  });
});
