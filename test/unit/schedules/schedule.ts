import { createLog } from '../../../src/analysis/log.ts';
import { type Connection, connect } from '../../../src/panel/intake/connection.ts';
import type { Entry } from '../../../src/session/entry.ts';
import { RETURN_MS } from '../../../src/session/limits.ts';
import { createClock } from './clock.ts';
import {
  createFakeBrowser,
  type FakeHit,
  type Kind,
  type PageDocument,
  topOf,
} from './fake-browser.ts';
import { createRandom } from './random.ts';

/** What a schedule showed: problems are losses in silence, and whatever else must never be. */
export interface Verdict {
  seed: number;
  problems: string[];
  steps: string[];
  calls: number;
  lost: number;
  hits: number;
  hitsLost: number;
  /** Times in which nobody knows what was lost, since no background ran. */
  away: number;
  /** Documents marked as ended without a goodbye, and how many of them had lost nothing. */
  marked: number;
  markedInVain: number;
}

const TAB = 1;
const OTHER_TAB = 2;
const SITES = ['shop.test', 'other.test'];
const STEPS = {
  burst: 10,
  trickle: 8,
  hits: 6,
  kill: 6,
  killAndLeave: 5,
  killAndPass: 3,
  leaveAndKill: 3,
  go: 8,
  back: 5,
  evict: 1,
  frame: 5,
  madeFrame: 4,
  dropFrame: 4,
  briefFrame: 3,
  unwatchedFrame: 3,
  documentOpen: 2,
  otherTab: 3,
  fullStorage: 2,
  secondPanel: 2,
  reopen: 3,
  wait: 6,
};

/** A panel's way to the pages, where the background runs. */
const ATTACH_MS = 20;

interface Panel {
  log: ReturnType<typeof createLog>;
  connection: Connection;
  /** Documents that were gone before it opened: nobody can be asked of them. */
  excused: Set<PageDocument>;
  openedAt: number;
  /** What was on screen as it opened. */
  page: PageDocument | undefined;
  /** Of these, frames of the page on screen that a background had heard: that something is missing is told. */
  owed: Set<PageDocument>;
}

/** Runs one schedule of faults over the real parts in one process. */
export async function runSchedule(seed: number, kind: Kind): Promise<Verdict> {
  const random = createRandom(seed);
  const clock = createClock(random);
  const browser = createFakeBrowser(kind, clock, random);
  const steps: string[] = [];
  const panels: Panel[] = [];

  const openPanel = () => {
    const log = createLog();
    const excused: Panel['excused'] = new Set();
    const owed: Panel['owed'] = new Set();
    let isAnswered = false;
    const excuse = (which: (document: PageDocument) => boolean) => {
      for (const document of browser.documents)
        if (document.tabId === TAB && document.state !== 'shown' && which(document))
          excused.add(document);
    };
    excuse(() => true);
    const page = browser.shown(TAB);
    const spoken = browser.documents.filter(
      (one) => one.parent !== undefined && topOf(one) === page && one.wasHeard && excused.has(one),
    );
    // Frames that had gone by then cannot be asked; that a background heard them is told.
    clock.after(RETURN_MS + 1_000, () => {
      if (browser.shown(TAB) === page) for (const one of spoken) owed.add(one);
    });
    const connection = connect(
      TAB,
      {
        onEntries: (entries: Entry[]) => void log.add(entries),
        onStatus(status) {
          // Nor what goes unheard before its first background has answered.
          if (status === 'live' && !isAnswered) excuse(({ wordsLeft }) => wordsLeft === 0);
          isAnswered ||= status === 'live';
        },
      },
      {
        layers: [],
        transport: {
          open: browser.openPanel,
          watchNetwork: (listener) => browser.watchNetwork(TAB, listener),
          after: clock.after,
          now: browser.now,
        },
      },
    );
    const panel: Panel = { log, connection, excused, openedAt: browser.now(), page, owed };
    // What goes before the pages have heard of the panel cannot be asked of them either.
    clock.after(ATTACH_MS, () => excuse(() => true));
    panels.push(panel);
  };
  const shown = () => browser.shown(TAB) as PageDocument;
  const anyFrame = () => {
    const { frames } = shown();
    return frames.length > 0 ? random.pick(frames) : undefined;
  };
  const anywhere = () => (random.chance(0.3) ? (anyFrame() ?? shown()) : shown());
  const go = () => browser.load(TAB, random.pick(SITES), { keep: random.chance(0.4) });

  if (random.chance(0.8)) {
    browser.wake();
    await clock.run(300);
  }
  const isOpenFirst = random.chance(0.7);
  if (isOpenFirst) openPanel();
  browser.load(TAB, 'shop.test');
  browser.call(shown(), random.pick([0, 1, 3, 20]));
  await clock.run(random.int(0, 100));
  if (!isOpenFirst) openPanel();

  const count = random.int(3, 10);
  for (let i = 0; i < count; i += 1) {
    const step = random.weighted(STEPS);
    steps.push(step);
    switch (step) {
      case 'burst':
        browser.call(anywhere(), random.pick([1, 7, 30]));
        break;
      case 'trickle':
        for (let n = random.int(2, 8); n > 0; n -= 1) {
          browser.call(anywhere(), 1);
          await clock.run(random.int(0, 4));
        }
        break;
      case 'hits':
        for (let n = random.int(1, 5); n > 0; n -= 1) browser.hit(anywhere());
        break;
      case 'kill':
        browser.kill();
        break;
      case 'killAndLeave':
        browser.kill();
        await clock.run(random.pick([0, 2, 20, 200]));
        browser.call(anywhere(), random.pick([0, 1, 5]));
        go();
        break;
      case 'killAndPass':
        // A page comes and goes while there is no background.
        browser.kill();
        go();
        browser.call(shown(), random.pick([0, 1, 5]));
        if (random.chance(0.5)) browser.hit(shown());
        await clock.run(random.pick([1, 20, 60]));
        go();
        break;
      case 'leaveAndKill':
        go();
        await clock.run(random.pick([0, 1, 3, 10]));
        browser.kill();
        break;
      case 'go':
        if (random.chance(0.5)) browser.call(shown(), 2);
        go();
        if (random.chance(0.7)) browser.call(shown(), random.pick([1, 2, 10]));
        break;
      case 'back':
        browser.back(TAB);
        break;
      case 'evict':
        browser.evict(TAB);
        break;
      case 'frame': {
        const frame = browser.addFrame(shown(), random.pick(SITES));
        if (random.chance(0.7)) browser.call(frame, random.pick([1, 4]));
        break;
      }
      case 'madeFrame': {
        const frame = browser.makeFrame(anywhere());
        browser.call(frame, random.pick([0, 1, 4]));
        for (let n = random.int(0, 3); n > 0; n -= 1) browser.hit(frame);
        break;
      }
      case 'dropFrame': {
        const frame = anyFrame();
        if (frame && random.chance(0.5)) browser.call(frame, 2);
        if (frame) browser.removeFrame(frame);
        break;
      }
      case 'briefFrame': {
        const frame = browser.addFrame(shown(), random.pick(SITES));
        browser.call(frame, random.int(1, 3));
        await clock.run(random.int(0, 10));
        if (shown().frames.includes(frame)) browser.removeFrame(frame);
        break;
      }
      case 'unwatchedFrame': {
        // Nobody listens as a frame says something, and later calls.
        const frame = browser.addFrame(shown(), random.pick(SITES));
        if (random.chance(0.5)) browser.read(frame);
        await clock.run(random.pick([0, 50]));
        panels.pop()?.connection.close();
        await clock.run(random.pick([20, 1_500, 7_000]));
        if (random.chance(0.5)) browser.read(frame);
        await clock.run(random.pick([0, 50]));
        browser.call(frame, random.int(1, 3));
        await clock.run(random.pick([0, 50]));
        if (shown().frames.includes(frame)) browser.removeFrame(frame);
        openPanel();
        break;
      }
      case 'documentOpen': {
        const { window, document } = shown().realm;
        window.removeAllListeners();
        document.removeAllListeners();
        browser.call(shown(), 1);
        break;
      }
      case 'otherTab':
        browser.load(OTHER_TAB, 'shop.test');
        for (let n = random.pick([1, 30, 60]); n > 0; n -= 1)
          browser.hit(browser.shown(OTHER_TAB) as PageDocument);
        break;
      case 'fullStorage':
        browser.storageIsFull = !browser.storageIsFull;
        break;
      case 'secondPanel':
        if (panels.length < 2) openPanel();
        break;
      case 'reopen':
        // Another panel: it has heard nothing of what the one before was told.
        panels.pop()?.connection.close();
        if (random.chance(0.5)) browser.call(anywhere(), random.pick([1, 5]));
        await clock.run(random.pick([0, 5, 200]));
        if (random.chance(0.4)) go();
        await clock.run(random.pick([0, 5, 200]));
        openPanel();
        break;
      case 'wait':
        await clock.run(random.pick([50, 500, 2_000, 7_000]));
        break;
    }
    await clock.run(random.chance(0.5) ? random.int(0, 60) : 0);
  }
  await clock.run(15_000);

  const verdict: Verdict = {
    seed,
    problems: [],
    steps,
    calls: 0,
    lost: 0,
    hits: browser.hits.length,
    hitsLost: 0,
    away: 0,
    marked: 0,
    markedInVain: 0,
  };
  for (const panel of panels) judge(panel, browser.documents, browser.hits, verdict, kind);
  return verdict;
}

/** Holds what a panel has against what the pages did. */
function judge(
  { log, excused, openedAt, page, owed }: Panel,
  documents: readonly PageDocument[],
  hits: readonly FakeHit[],
  verdict: Verdict,
  kind: Kind,
): void {
  const keyOf = new Map<string, string>();
  const seen = new Map<string, number[]>();
  /** Document key → numbers that are told as lost; from `unsure` on nobody knows. */
  const told = new Map<string, { known: number; unsure: boolean }>();
  const found = new Map<string, number>();
  /** Of the page on screen, or of one that came back; two of one millisecond are not told apart. */
  const mayBeOfPage = (frame: PageDocument) =>
    topOf(frame) === page ||
    topOf(frame).turns > 0 ||
    documents.some(({ top, came }) => top && came.includes(frame.came[0] ?? 0));
  for (const entry of log.entries) {
    const key = entry.id.slice(0, entry.id.indexOf(':'));
    if (entry.kind === 'gap') {
      const one = told.get(key) ?? { known: 0, unsure: false };
      if (entry.to === undefined) one.unsure = true;
      else one.known += entry.to - entry.from + 1;
      told.set(key, one);
      const missed = documents.find((one) => entry.reason === 'frame-gone' && one.key === key);
      // Of one that went while no background ran, an open panel may know only that it called.
      const isGone =
        missed && (excused.has(missed) ? mayBeOfPage(missed) : missed.state === 'gone');
      if (missed && !isGone)
        verdict.problems.push(`${missed.name}: missed, and it is no frame that had gone`);
    } else if (entry.kind === 'page' && entry.url.startsWith('about:blank#')) {
      // A frame that calls nothing has a name all the same.
      keyOf.set(entry.url.slice(entry.url.indexOf('#') + 1), key);
    } else if (entry.kind === 'call') {
      const [name, n] = entry.args as [string, number];
      keyOf.set(name, key);
      const numbers = seen.get(name) ?? [];
      numbers.push(n);
      seen.set(name, numbers);
    }
  }
  const heard = new Set(keyOf.values());
  /** Told of documents that nobody could place. */
  let strays = [...told.keys()].filter(
    (key) => !heard.has(key) && !/^(?:stream|away)/.test(key),
  ).length;
  const away = [...told].flatMap(([key, gap]) => (key.startsWith('away') ? [gap] : []));
  verdict.away += away.length;
  const isUnsure = away.some(({ unsure }) => unsure);
  for (const document of documents) {
    if (document.tabId !== TAB) continue;
    verdict.calls += document.calls;
    const numbers = seen.get(document.name) ?? [];
    for (let i = 1; i < numbers.length; i += 1)
      if ((numbers[i] as number) <= (numbers[i - 1] as number))
        verdict.problems.push(`${document.name}: call ${numbers[i]} after ${numbers[i - 1]}`);
    const missing = document.calls - numbers.length;
    const key = keyOf.get(document.name);
    const gaps = key === undefined ? undefined : told.get(key);
    if (gaps?.unsure) {
      verdict.marked += 1;
      if (missing === 0) verdict.markedInVain += 1;
    }
    const isExcused = excused.has(document) && !owed.has(document);
    if (missing === 0 || (isExcused && key === undefined)) continue;
    verdict.lost += missing;
    // One that nobody heard may have come from the cache: what it had said before is known.
    if (isUnsure && (key === undefined || document.wordsLeft === 0)) continue;
    if (key === undefined && strays > 0) {
      strays -= 1;
      continue;
    }
    if (!gaps?.unsure && (gaps?.known ?? 0) < missing)
      verdict.problems.push(
        `${document.name} (${document.top ? 'top' : 'frame'}, ${document.state}): ${missing} of ${document.calls} calls lost in silence${key === undefined ? ', never heard of' : ''}`,
      );
  }
  const isAsked = (one: PageDocument | undefined) =>
    one?.realm.window.eventLoupe?.tabId !== undefined;
  /**
   * A frame that was made and never spoke: its hits are not its maker's, unless nobody could ask it,
   * or not this panel, or not its maker either.
   * Firefox names a frame by its number, and one that never speaks stands under its page.
   */
  const isUntold = (name: string) => {
    const made = documents.find((one) => one.name === name && one.maker);
    return (
      kind === 'chromium' &&
      made &&
      !excused.has(made) &&
      ((made.state === 'shown' && isAsked(made.maker)) || isAsked(made))
    );
  };
  let misplaced = 0;
  let absent = 0;
  const hitGaps = new Set<string>();
  for (const entry of log.entries) {
    if (entry.kind === 'gap' && entry.id.startsWith('stream')) hitGaps.add(entry.id);
    if (entry.kind !== 'hit') continue;
    const id = entry.url.slice(entry.url.indexOf('eid=') + 4);
    found.set(id, (found.get(id) ?? 0) + 1);
    const name = id.slice(0, id.indexOf('-'));
    const key = keyOf.get(name);
    if (key === undefined ? !isUntold(name) : entry.page === `${key}:0`) continue;
    // Frames that went as no background ran have no name for the browser's.
    if (isUnsure && documents.some((one) => one.name === name && !one.top)) continue;
    // Of a frame that was made its own list alone knows which were its.
    if (hits.some((hit) => hit.id === id && hit.isUnlisted && hit.document.maker)) continue;
    // What nobody can know is marked: on the hit, or on the frame that went without a word.
    if (!entry.joinedBy && !told.get(key ?? '')?.unsure) misplaced += 1;
  }
  for (const { id, document, isUnheard, isUnseen } of hits)
    if (
      document.tabId === TAB &&
      !found.has(id) &&
      !(isUnheard && isUnseen) &&
      !excused.has(document)
    )
      absent += 1;
  verdict.hitsLost += absent;
  const toldHits = [...told]
    .filter(([key]) => /^(?:stream|away)/.test(key))
    .reduce((sum, [, { known }]) => sum + known, 0);
  if (absent > toldHits && !isUnsure)
    verdict.problems.push(`${absent} hits lost, ${toldHits} told`);
  const unheard = hits.filter(({ id, document }) => document.tabId === TAB && !found.has(id));
  const counted = away.reduce((sum, { known }) => sum + known, 0);
  // The page's clock and DevTools' may put one on either side of the panel's opening.
  const isClear = unheard.every(({ at }) => Math.abs(at - openedAt) > 2);
  if (counted > unheard.length && isClear)
    verdict.problems.push(
      `${counted} hits told as lost while no background ran, ${unheard.length} were`,
    );
  if (misplaced > 0) verdict.problems.push(`${misplaced} hits under another document`);
  for (const [id, times] of found)
    if (times > 1) verdict.problems.push(`hit ${id} stands there ${times} times`);
}
