// Random schedules of faults in a real browser: bursts, a background that dies, reloads, back and
// forward, frames, DevTools closed and opened. The page counts its own calls and a server its hits;
// the panel's exported session must hold each of them once and in order, or say that it may not.
//
//   npm run soak -- chromium 500 [first seed] [--steps=burst,kill,go]
//
// One JSON line a schedule, then a summary; a seed repeats one. Ends with 1 where anything was lost
// in silence.
import { context, createRandom, entriesOf, launch, sleep, within } from './lib.mjs';
import { openSite } from './page.mjs';

const [browser = 'chromium', countText = '20', seedText = '1'] = process.argv.slice(2);
const only = process.argv
  .find((a) => a.startsWith('--steps='))
  ?.slice(8)
  .split(',');
const PER_BROWSER = 12;

const STEPS = {
  burst: 10,
  trickle: 8,
  hit: 6,
  kill: 8,
  killAndLeave: 4,
  killAndCall: 4,
  go: 5,
  reload: 5,
  back: 5,
  forward: 3,
  frame: 4,
  framesBurst: 4,
  dropFrame: 2,
  documentOpen: 2,
  reopen: 3,
  otherTab: 3,
  ...(browser === 'chromium' ? { freeze: 2, devtoolsClosedKill: 2 } : {}),
};

async function openPanel(session, page) {
  const panel = await session.openPanel(page);
  await panel.waitFor(() => document.querySelector('[data-testid=preserve]') !== null);
  const on = () => panel.evaluate(() => document.querySelector('[data-testid=preserve]').checked);
  for (let i = 0; i < 5 && !(await on()); i += 1) {
    await panel.evaluate(() => document.querySelector('[data-testid=preserve]').click());
    await sleep(50);
  }
  if (!(await on())) throw new Error('harness: preserve stays off');
  return panel;
}

/** The documents of a tab that are there now, frames included: their names, from the truth. */
const liveDocs = (truths, topDoc) =>
  new Set([...(truths ?? new Map())].filter(([, { top }]) => top === topDoc).map(([doc]) => doc));

async function runSchedule(session, site, seed, log, steps) {
  const random = createRandom(seed);
  const name = `s${seed}`;
  const url = (file) =>
    `https://shop.test/${file}.html?s=${name}&first=${random.pick([0, 1, 3, 40])}&last=${random.pick([0, 1, 3, 30])}&lasthits=${random.pick([0, 0, 1, 2])}`;
  const page = await session.newTab();
  /** Documents that no panel of ours can be asked about: gone before it was opened. */
  const excused = new Set();
  let panel;
  const topDoc = () => page.evaluate('window.truth && window.truth.doc');
  /** The tab's history as far as the schedule made it: a browser has no way back from its start. */
  let place = -1;
  let end = -1;
  const go = async (file) => {
    await page.goto(url(file));
    place += 1;
    end = place;
  };
  let killing = Promise.resolve();
  const kill = () => {
    killing = within(15_000, session.killWorker(), 'kill').catch((e) =>
      steps.push(`(kill: ${e.message})`),
    );
    return killing;
  };
  /** Before a panel is opened anew: what is not on screen is excused. */
  const excuse = async () => {
    const truths = site.documents.get(name) ?? new Map();
    const here = liveDocs(truths, await topDoc().catch(() => ''));
    for (const doc of truths.keys()) if (!here.has(doc)) excused.add(doc);
  };

  try {
    const startsClosed = random.chance(0.3);
    if (!startsClosed) panel = await openPanel(session, page);
    await go('p');
    if (startsClosed) {
      await page.evaluate((n) => window.make(n), random.pick([1, 100, 3000]));
      await page.evaluate(() => window.report());
      if (random.chance(0.5)) {
        steps.push('early hits');
        await page.evaluate(() => {
          window.hit('image');
          window.hit('beacon');
          window.report();
        });
      }
      panel = await openPanel(session, page);
    }
    const count = random.int(3, 9);
    for (let i = 0; i < count; i += 1) {
      const table = only ? Object.fromEntries(only.map((s) => [s, STEPS[s] ?? 1])) : STEPS;
      const step = random.weighted(table);
      steps.push(step);
      switch (step) {
        case 'burst':
          await page.evaluate(
            (n) => {
              window.make(n);
              window.report();
            },
            random.pick([1, 7, 600, 5000]),
          );
          break;
        case 'trickle':
          await page.evaluate(
            (a, b) => window.trickle(a, b),
            random.int(5, 120),
            random.pick([1, 1, 20]),
          );
          if (random.chance(0.3)) await sleep(300);
          break;
        case 'hit':
          await page.evaluate(
            (how, n) => {
              for (let j = 0; j < n; j += 1) window.hit(how);
              window.report();
            },
            random.pick(['image', 'fetch', 'beacon']),
            random.int(1, 6),
          );
          break;
        case 'kill':
          await kill();
          break;
        case 'killAndCall': {
          const done = kill();
          for (let j = 0; j < 4; j += 1) {
            await page.evaluate(
              (n) => {
                window.make(n);
                window.hit('image');
                window.report();
              },
              random.pick([1, 30, 700]),
            );
            await sleep(random.int(0, 60));
          }
          await done;
          break;
        }
        case 'killAndLeave':
          await page.evaluate((a) => window.trickle(a, 1), 60);
          await kill();
          if (random.chance(0.5))
            await page.evaluate(
              (n) => {
                window.make(n);
                window.report();
              },
              random.pick([1, 30, 700]),
            );
          await go(random.pick(['p', 'q']));
          break;
        case 'go':
          if (random.chance(0.4)) await page.evaluate((a) => window.trickle(a, 5), 200);
          await go(random.pick(['p', 'q']));
          break;
        case 'reload':
          if (random.chance(0.5)) await page.evaluate((a) => window.trickle(a, 20), 300);
          await page.reload();
          break;
        case 'back':
        case 'forward':
          if (step === 'back' ? place <= 0 : place >= end) {
            steps.push('(no history)');
            break;
          }
          await within(20_000, page[step](), step).catch((e) =>
            steps.push(`(${e.message.slice(0, 60)})`),
          );
          place += step === 'back' ? -1 : 1;
          // Before the first page of the schedule there is only the blank one.
          if (!(await page.evaluate('Boolean(window.truth)'))) await go('p');
          break;
        case 'frame': {
          const kinds = Array.from({ length: random.pick([1, 2, 8]) }, () =>
            random.pick(['same', 'cross', 'srcdoc', 'written']),
          );
          await page.evaluate((list) => {
            for (const kind of list) window.addFrame(kind);
          }, kinds);
          if (random.chance(0.7)) await sleep(250);
          break;
        }
        case 'framesBurst':
          await page.evaluate((n) => window.inFrames(n), random.pick([1, 20, 300]));
          if (random.chance(0.6)) await sleep(150);
          break;
        case 'dropFrame':
          await page.evaluate((n) => {
            window.inFrames(n);
            setTimeout(() => window.dropFrame(), 20);
          }, 5);
          await sleep(60);
          break;
        case 'documentOpen':
          await page.evaluate(() => {
            document.open();
            document.write('<!doctype html><title>rewritten</title><body>rewritten');
            document.close();
            window.make(3);
            window.report();
          });
          break;
        case 'reopen':
          await panel.close();
          if (random.chance(0.5))
            await page.evaluate(
              (n) => {
                window.make(n);
                window.report();
              },
              random.pick([1, 500]),
            );
          if (random.chance(0.3)) await go('q');
          await sleep(random.pick([0, 200]));
          panel = await openPanel(session, page);
          await excuse();
          break;
        case 'otherTab': {
          const other = await session.newTab();
          await other.goto(`https://shop.test/q.html?s=other&first=500`);
          await other.close();
          break;
        }
        case 'freeze': {
          const tab = context.pages().find((one) => one.url()?.includes(`s=${name}&`));
          if (!tab) break;
          const cdp = await context.newCDPSession(tab);
          await page.evaluate((a) => window.trickle(a, 2), 100);
          await cdp.send('Page.setWebLifecycleState', { state: 'frozen' });
          await sleep(random.pick([50, 400]));
          if (random.chance(0.5)) await kill();
          await cdp.send('Page.setWebLifecycleState', { state: 'active' });
          await cdp.detach();
          break;
        }
        case 'devtoolsClosedKill':
          await panel.close();
          await page.evaluate((n) => {
            window.make(n);
            window.hit('image');
            window.report();
          }, 20);
          await kill();
          await page.evaluate((n) => {
            window.make(n);
            window.hit('image');
            window.report();
          }, 20);
          await sleep(100);
          panel = await openPanel(session, page);
          await excuse();
          break;
      }
      if (random.chance(0.4)) await sleep(random.int(0, 120));
    }
    await killing;
    await page.evaluate(() => window.report()).catch(() => {});

    // Quiet: nothing more comes for a while, and what was awaited after a death had its time.
    const deadline = Date.now() + 25_000;
    let verdict;
    let settled = 0;
    await sleep(400);
    for (;;) {
      verdict = judge(
        await within(20_000, entriesOf(panel), 'export'),
        site,
        name,
        excused,
        topDocIds(site, name),
      );
      if (verdict.ok) break;
      if (Date.now() > deadline) break;
      settled += 1;
      await sleep(settled < 4 ? 500 : 1500);
    }
    // What heals only when the page does something more is a silence until then.
    if (!verdict.ok) {
      await page
        .evaluate(() => {
          window.make(1);
          window.report();
        })
        .catch(() => {});
      await sleep(2500);
      verdict.afterOneMore = judge(
        await entriesOf(panel),
        site,
        name,
        excused,
        topDocIds(site, name),
      ).problems;
    }
    log({ seed, browser, ...verdict, steps });
    return verdict;
  } finally {
    await panel?.close().catch(() => {});
    await page.close().catch(() => {});
    site.documents.delete(name);
  }
}

const topDocIds = (site, name) => new Set([...(site.documents.get(name) ?? new Map()).keys()]);

/** Holds a session against the truth. */
function judge(entries, site, name, excused, ours) {
  const truths = site.documents.get(name) ?? new Map();
  const problems = [];
  /** doc → {numbers, keys} */
  const seen = new Map();
  const gaps = new Map();
  /** key → how often the panel heard that it came back from the cache. */
  const returns = new Map();
  for (const entry of entries) {
    const key = entry.id.slice(0, entry.id.indexOf(':'));
    if (entry.kind === 'gap')
      gaps.set(
        key,
        (gaps.get(key) ?? 0) +
          (entry.to === undefined ? Number.POSITIVE_INFINITY : entry.to - entry.from + 1),
      );
    if (entry.kind === 'page' && entry.event === 'return')
      returns.set(key, (returns.get(key) ?? 0) + 1);
    if (entry.kind !== 'call' || entry.args?.[1] !== 'Siege') continue;
    const { d, n } = entry.args[2];
    const one = seen.get(d) ?? { numbers: [], keys: new Set(), ids: [] };
    seen.set(d, one);
    one.numbers.push(n);
    one.ids.push(Number(entry.id.slice(entry.id.indexOf(':') + 1)));
    one.keys.add(key);
  }
  const known = new Set([...seen.values()].flatMap(({ keys }) => [...keys]));
  let stray = 0;
  for (const [key, lost] of gaps) if (!known.has(key)) stray += lost;
  let calls = 0;
  let lost = 0;
  let told = 0;
  for (const [doc, { n, r, kind }] of truths) {
    calls += n;
    const one = seen.get(doc);
    const numbers = new Set(one?.numbers);
    if (one && numbers.size !== one.numbers.length)
      problems.push({ what: 'twice', doc, times: one.numbers.length - numbers.size });
    if (one && one.keys.size > 1) problems.push({ what: 'two keys for one document', doc });
    for (let i = 1; i < (one?.numbers.length ?? 0); i += 1)
      if (one.numbers[i] < one.numbers[i - 1]) {
        problems.push({ what: 'order', doc, at: i });
        break;
      }
    const missing = n - [...numbers].filter((k) => k < n).length;
    if (missing <= 0) continue;
    if (excused.has(doc) && !one) continue;
    lost += missing;
    const sumOf = (counts) =>
      [...(one?.keys ?? [])].reduce((sum, key) => sum + (counts.get(key) ?? 0), 0);
    // What came back unheard is, from then on, as unknown as a page that nobody heard of.
    const isUnheard = one === undefined || sumOf(returns) < r;
    const covered = sumOf(gaps) + (isUnheard ? stray : 0);
    if (covered >= missing) {
      told += missing;
      continue;
    }
    const kept = [...numbers].sort((a, b) => a - b);
    problems.push({
      what: excused.has(doc)
        ? 'calls lost in silence (document older than the panel)'
        : 'calls lost in silence',
      doc,
      kind,
      made: n,
      inPanel: numbers.size,
      gap: covered,
      missing,
      first: kept[0],
      last: kept.at(-1),
    });
  }
  // Hits: what the server got from our documents must be in the session once.
  const hits = new Map();
  let misplaced = 0;
  let marked = 0;
  const pageOf = new Map(
    [...seen].flatMap(([doc, { keys }]) => [...keys].map((key) => [key, doc])),
  );
  for (const entry of entries) {
    if (entry.kind !== 'hit') continue;
    const eid = /[?&]eid=([^&]*)/.exec(entry.url)?.[1];
    if (eid === undefined) continue;
    hits.set(eid, (hits.get(eid) ?? 0) + 1);
    const doc = eid.slice(0, eid.lastIndexOf('-'));
    const page = entry.page.slice(0, entry.page.indexOf(':'));
    if (seen.has(doc) && !seen.get(doc).keys.has(page)) {
      // What the browser does not tell is marked, and told as such.
      if (entry.joinedBy) {
        marked += 1;
        continue;
      }
      misplaced += 1;
      const on = pageOf.get(page);
      problems.push({
        what: 'hit under another document',
        kind: truths.get(doc)?.kind,
        isUnderItsTop: on !== undefined && on === truths.get(doc)?.top,
        onKind: truths.get(on)?.kind,
        doc,
        eid,
        page: on ?? page,
        joinedBy: entry.joinedBy,
        outcome: entry.outcome,
      });
    }
  }
  const mine = site.arrived.filter((eid) => ours.has(eid.slice(0, eid.lastIndexOf('-'))));
  const hitGaps = [...gaps.entries()]
    .filter(([key]) => !known.has(key))
    .reduce((sum, [, n]) => sum + n, 0);
  // A panel that opens with Preserve off leaves out what was before the page on screen.
  const absent = [...new Set(mine)].filter(
    (eid) => !hits.has(eid) && !excused.has(eid.slice(0, eid.lastIndexOf('-'))),
  );
  if (absent.length > hitGaps)
    problems.push({
      what: 'hits lost in silence',
      count: absent.length,
      of: mine.length,
      eids: absent.slice(0, 5),
    });
  for (const [eid, times] of hits) if (times > 1) problems.push({ what: 'hit twice', eid, times });
  return {
    ok: problems.length === 0,
    docs: truths.size,
    calls,
    lost,
    told,
    hits: mine.length,
    misplaced,
    marked,
    problems,
  };
}

const total = { schedules: 0, failed: 0, harness: 0, calls: 0, hits: 0, lost: 0, told: 0 };
const site = await openSite();
let session;
let inThis = 0;
const first = Number(seedText);
for (let seed = first; seed < first + Number(countText); seed += 1) {
  if (!session || inThis >= PER_BROWSER) {
    await session?.close().catch(() => {});
    session = await launch(browser, { server: site.server });
    inThis = 0;
  }
  inThis += 1;
  const steps = [];
  try {
    const verdict = await within(
      110_000,
      runSchedule(session, site, seed, (record) => console.log(JSON.stringify(record)), steps),
      `schedule ${seed}`,
    );
    total.schedules += 1;
    total.calls += verdict.calls;
    total.hits += verdict.hits;
    total.lost += verdict.lost;
    total.told += verdict.told;
    if (!verdict.ok) total.failed += 1;
  } catch (error) {
    total.harness += 1;
    console.log(JSON.stringify({ seed, browser, harness: String(error).slice(0, 300), steps }));
    await session?.close().catch(() => {});
    session = undefined;
  }
}
await session?.close().catch(() => {});
await site.server.close();
console.log(JSON.stringify({ browser, ...total }));
process.exit(total.failed > 0 ? 1 : 0);
