import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Entry, HitEntry } from '../../src/session/entry.ts';
import { type Site, startSite } from '../site/server.ts';
import { DEADLINE_MS, poll } from './harness/poll.ts';
import { launch, type Panel, type Session } from './harness/session.ts';
import { entriesOf } from './log.ts';

/*
 * The shop's consent page under each tool, through the real panel: a correct flow gives no finding
 * about consent that is grave, each seeded violation is found, and the Consent view shows what was
 * said, when, and what left under it. The tools are fakes (test/pages/consent), TCF the IAB's code.
 */

const OUT = fileURLToPath(new URL('../../out/screenshots', import.meta.url));
const POLL = { timeout: DEADLINE_MS };
const testId = (id: string) => `[data-testid="${id}"]`;

/**
 * Tools of the shop: one that answers for Meta by itself, one of which the profile has to say what
 * stands for Meta, Google's signal, and no tool at all. Every tool's correct life gives no finding in
 * test/unit/hook/consent/life.test.ts.
 */
const TOOLS: readonly string[] = ['onetrust', 'tcf', 'google', 'meta'];

/** Tools that agree to some of what they know, so that the profile has to say which is Meta's. */
const ASKS: ReadonlySet<string> = new Set(['tcf']);

/** Faults of the page, and what must be said about them; nothing else that is grave. */
const VIOLATIONS: readonly {
  name: string;
  query: string;
  clicks: readonly string[];
  hits: readonly string[];
  found: readonly string[];
}[] = [
  {
    name: 'an event before the decision',
    query: 'cmp=onetrust&case=early',
    clicks: [],
    hits: ['PageView'],
    found: ['warning consent/sent-before-decision'],
  },
  {
    name: 'an event although consent was denied',
    query: 'cmp=onetrust&case=denied',
    clicks: ['reject'],
    hits: ['Lead'],
    found: ['error consent/sent-although-denied'],
  },
  {
    name: 'a default of Consent Mode after a tag of Google’s',
    query: 'cmp=google&case=late-default',
    clicks: ['accept'],
    hits: ['PageView', 'Lead'],
    found: ['warning consent/google-default-late'],
  },
  {
    name: 'a Commanders Act event without consent_categories',
    query: 'cmp=none&case=no-categories',
    clicks: ['buy'],
    hits: ['add_to_cart'],
    found: ['warning consent/categories-missing'],
  },
  {
    name: 'a page that grants what the visitor refused',
    query: 'cmp=onetrust&case=conflict',
    clicks: ['reject'],
    hits: ['Lead'],
    found: ['warning consent/conflict'],
  },
];

// The view of what a tool said is the same code in both browsers.
const IN_FIREFOX: ReadonlySet<string> = new Set(['onetrust', 'tcf']);

describe.each(['chromium', 'firefox'] as const)('consent in the shop, %s', (browser) => {
  const violations = VIOLATIONS.filter(
    ({ query }) => browser === 'chromium' || query.endsWith('case=denied'),
  );
  const tools = TOOLS.filter((cmp) => browser === 'chromium' || IN_FIREFOX.has(cmp));

  let site: Site;
  let session: Session;
  let panel: Panel;

  beforeAll(async () => {
    mkdirSync(OUT, { recursive: true });
    site = await startSite();
    session = await launch(browser, { theme: browser === 'chromium' ? 'light' : 'dark' });
    panel = await session.openPanel();
  });
  afterAll(async () => {
    await session?.close();
    await site?.close();
  });
  beforeEach(async () => {
    await session.page.goto(`${site.url}/shop.css`);
    await session.page.evaluate(() => {
      localStorage.clear();
      for (const pair of document.cookie.split('; ')) {
        const [name] = pair.split('=');
        // biome-ignore lint/suspicious/noDocumentCookie: as the tools do it
        document.cookie = `${name}=; path=/; max-age=0`;
      }
    });
    await panel.resize(1280, 760);
    await panel.click(testId('clear'));
    site.hits.length = 0;
  });

  const open = async (query: string) => {
    await session.page.goto(`${site.url}/consent.html?${query}`);
    await session.page.waitFor(() => 'ready' in document.body.dataset);
  };
  const namesOf = (entries: readonly Entry[]) =>
    entries.flatMap((entry) =>
      entry.kind === 'hit' && entry.role === undefined
        ? entry.events.flatMap(({ eventName }) => eventName ?? [])
        : [],
    );
  /** Waits until the server and the panel have these hits, each answered, and gives the log. */
  const hitsAre = (names: readonly string[]) =>
    poll(
      async () => {
        if (site.hits.length < names.length) return undefined;
        const entries = await entriesOf(panel);
        const isDone = entries.every((e) => e.kind !== 'hit' || e.outcome === 'done');
        return isDone && namesOf(entries).length >= names.length ? entries : undefined;
      },
      `hits ${names.join(', ')}`,
    );
  /** A round trip to the server: what was sent before has arrived there. */
  const settle = () => session.page.evaluate(() => fetch('/shop.css').then(() => true));
  /** Findings about consent as the Findings view shows them: `warning consent/conflict`. */
  async function findings(): Promise<string[]> {
    await panel.click(testId('tab-findings'));
    await panel.waitFor(() => document.querySelector('[data-testid=findings]') !== null);
    return panel.evaluate<string[]>(() =>
      [...document.querySelectorAll<HTMLElement>('[data-testid=finding-group]')]
        .filter(({ dataset }) => dataset.rule?.startsWith('consent/'))
        .map(({ className, dataset }) => `${className.replace('group ', '')} ${dataset.rule}`)
        .sort(),
    );
  }
  const grave = (all: readonly string[]) => all.filter((line) => !line.startsWith('info'));

  interface Seen {
    cards: Record<string, string>;
    together: string | undefined;
    rows: string[];
    /** `meta granted 2`. */
    counts: Record<string, number>;
    none: boolean;
  }
  /** What the Consent view shows. */
  async function view(): Promise<Seen> {
    await panel.click(testId('tab-consent'));
    await panel.waitFor(() => document.querySelector('[data-testid=consent]') !== null);
    return panel.evaluate<Seen>(() => {
      const all = (id: string) => [
        ...document.querySelectorAll<HTMLElement>(`[data-testid="${id}"]`),
      ];
      const counts: Record<string, number> = {};
      for (const { dataset } of all('consent-count')) {
        const verdict = dataset.verdict ?? '';
        counts[verdict] = (counts[verdict] ?? 0) + Number(dataset.count);
      }
      return {
        cards: Object.fromEntries(
          all('consent-card').map(({ dataset }) => [dataset.source ?? '', dataset.state ?? '']),
        ),
        together: all('consent-together')[0]?.dataset.state,
        rows: all('consent-row').map(({ dataset }) => dataset.row ?? ''),
        counts,
        none: all('consent-none').length > 0,
      };
    });
  }
  const bandsOf = (row: string) =>
    panel.evaluate<string[]>(
      (wanted: string) =>
        [
          ...document.querySelectorAll<HTMLElement>(
            `[data-row="${wanted}"] [data-testid=consent-band]`,
          ),
        ].map(({ innerText }) => innerText.trim()),
      row,
    );

  it.each(tools)(
    'a correct flow with %s, agreed: held, then sent, and nothing grave',
    async (cmp) => {
      await open(`cmp=${cmp}&case=correct`);
      await settle();
      expect(site.hits).toEqual([]);
      await session.page.click('#accept');
      await session.page.waitFor(() => document.querySelector('[data-done=accepted]') !== null);
      await session.page.click('#buy');
      await hitsAre(['PageView', 'Lead', 'AddToCart']);
      expect(grave(await findings())).toEqual([]);
      // The view is painted in the panel's own time.
      // Where the profile has not answered, the page's own grant decides.
      const counts = async () => (await view()).counts;
      await expect.poll(counts, POLL).toEqual({ held: 1, granted: 2 });
      const seen = await view();
      const hasQuestion = ASKS.has(cmp);
      expect(seen.cards).toMatchObject({ meta: 'granted' });
      expect(seen.cards[cmp]).toBe(hasQuestion ? 'undecided' : 'granted');
      expect(seen.rows).toContain(cmp);
      const questions = await panel.evaluate<number>(
        () => document.querySelectorAll('[data-testid=consent-question]').length,
      );
      expect(questions).toBe(hasQuestion ? 1 : 0);
    },
  );

  it.each(tools)(
    'a correct flow with %s, refused: nothing is sent, and nothing grave',
    async (cmp) => {
      await open(`cmp=${cmp}&case=correct`);
      await session.page.click('#reject');
      await session.page.waitFor(() => document.querySelector('[data-done=rejected]') !== null);
      await session.page.click('#buy');
      await settle();
      const entries = await poll(async () => {
        const all = await entriesOf(panel);
        return all.some((e) => e.kind === 'call' && e.args[1] === 'AddToCart') ? all : undefined;
      }, 'the last call');
      expect(site.hits).toEqual([]);
      expect(namesOf(entries)).toEqual([]);
      expect(grave(await findings())).toEqual([]);
      const seen = await view();
      expect(seen.counts).toEqual({});
      expect(seen.cards).toMatchObject({ meta: 'denied' });
      expect(seen.cards[cmp]).toBe('denied');
      expect(seen.together).toBe('denied');
    },
  );

  it.each(violations)('$name is found', async ({ query, clicks, hits, found }) => {
    await open(query);
    for (const id of clicks) await session.page.click(`#${id}`);
    const entries = await hitsAre(hits);
    expect(namesOf(entries)).toEqual(hits);
    await expect.poll(async () => grave(await findings()), POLL).toEqual(found);
  });

  it('a refusal after the event had left is worth knowing, and no fault', async () => {
    await open('cmp=onetrust&case=correct');
    await session.page.click('#accept');
    await hitsAre(['PageView', 'Lead']);
    await session.page.click('#reject');
    const all = await poll(async () => {
      const now = await findings();
      return now.includes('info consent/withdrawn-after-hit') ? now : undefined;
    }, 'the refusal');
    expect(grave(all)).toEqual([]);
  });

  it('a page without any source says so, and does not call it a refusal', async () => {
    await open('cmp=none&case=early');
    await hitsAre(['PageView']);
    const seen = await view();
    expect(seen.none).toBe(true);
    expect(seen.counts).toEqual({ 'no-source': 1 });
    const text = await panel.evaluate<string>(
      () => document.querySelector<HTMLElement>('[data-testid=consent-none]')?.innerText ?? '',
    );
    expect(text).toBe('No consent source found on this page. That is not a refusal.');
    await panel.screenshot(`${OUT}/consent-none-${browser}.png`);
  });

  describe('a visitor who agrees, then refuses, on a page that sends whatever they say', () => {
    let hit: HitEntry;

    beforeEach(async () => {
      await open('cmp=onetrust&case=denied');
      await session.page.click('#accept');
      await hitsAre(['Lead']);
      await session.page.click('#reject');
      const entries = await hitsAre(['Lead', 'Lead']);
      hit = entries.filter(
        (e): e is HitEntry => e.kind === 'hit' && e.role === undefined,
      )[1] as HitEntry;
    });

    it('has cards, bands, and numbers that open their hits', async () => {
      const counts = async () => (await view()).counts;
      await expect.poll(counts, POLL).toEqual({ granted: 1, denied: 1, missing: 1 });
      const seen = await view();
      expect(seen.cards).toEqual({ onetrust: 'denied' });
      expect(seen.rows).toEqual(['hits', 'together', 'onetrust']);
      expect(seen.counts).toEqual({ granted: 1, denied: 1, missing: 1 });
      expect((await bandsOf('onetrust')).slice(-2)).toEqual([
        'granted · C0004 “Targeting” granted',
        'denied · C0004 “Targeting” denied',
      ]);
      expect((await bandsOf('together')).slice(-2)).toEqual([
        'granted · OneTrust: C0004 “Targeting” granted',
        'denied · OneTrust: C0004 “Targeting” denied',
      ]);
      await panel.screenshot(`${OUT}/consent-${browser}.png`);
      await panel.resize(360, 700);
      await panel.waitFor(() => {
        const chart = document.querySelector('[data-testid=consent-chart]');
        return innerWidth < 600 && chart !== null && chart.clientWidth < innerWidth;
      });
      // Only the table may scroll sideways, in its own place.
      const wide = await panel.evaluate<string[]>(() =>
        ['consent', 'consent-chart', 'consent-card'].filter((id) => {
          const place = document.querySelector(`[data-testid="${id}"]`);
          return place !== null && place.scrollWidth > place.clientWidth;
        }),
      );
      expect(wide).toEqual([]);
      // What left without consent is what it is about: seen without scrolling.
      const isSeen = () =>
        panel.evaluate<boolean>(() => {
          const count = document.querySelector('[data-testid=consent-count][data-verdict=missing]');
          const place = count?.closest('.consent-scroll')?.getBoundingClientRect();
          const box = count?.getBoundingClientRect();
          return box !== undefined && place !== undefined && box.right <= place.right;
        });
      expect(await isSeen()).toBe(true);
      await panel.screenshot(`${OUT}/consent-narrow-${browser}.png`);
      await panel.resize(700, 700);
      await panel.waitFor(() => innerWidth > 600);
      expect(await isSeen()).toBe(true);
      // The longer words of German have room, too, with a number under each of them.
      const choose = async (code: string) => {
        await panel.click(testId('settings'));
        await panel.evaluate((chosen: string) => {
          const select = document.querySelector<HTMLSelectElement>('[data-testid=language]');
          if (!select) throw new Error('there is no choice of languages');
          select.value = chosen;
          select.dispatchEvent(new Event('change', { bubbles: true }));
        }, code);
        await panel.waitFor((chosen: string) => document.documentElement.lang === chosen, code);
        await panel.press('Escape');
      };
      await choose('de');
      const hidden = await panel.evaluate<number>(() => {
        const place = document.querySelector('.consent-scroll');
        const empty = [...(place?.querySelectorAll<HTMLElement>('.is-empty') ?? [])];
        for (const { style } of empty) style.display = 'table-cell';
        const wider = place ? place.scrollWidth - place.clientWidth : -1;
        for (const { style } of empty) style.display = '';
        return wider;
      });
      await panel.screenshot(`${OUT}/consent-de-${browser}.png`);
      await choose('en');
      expect(hidden).toBe(0);
      await panel.resize(1280, 760);

      await panel.click('[data-testid="consent-count"][data-verdict="denied"]');
      await panel.waitFor((id: string) => {
        const rows = [...document.querySelectorAll<HTMLElement>('[data-testid=row]')];
        const shown = rows.filter(({ dataset }) => dataset.kind === 'hit');
        return shown.length === 1 && shown[0]?.dataset.id === id;
      }, hit.id);
      await panel.click('[data-testid=count-entries]');
      const count = await panel.evaluate<number>(() =>
        Number(
          document.querySelector<HTMLElement>('[data-testid=count-without-consent]')?.dataset.count,
        ),
      );
      expect(count).toBe(1);
      await panel.click('[data-testid=count-without-consent]');
      await panel.waitFor(
        (wanted: number) =>
          document
            .querySelector<HTMLElement>('[data-testid=status]')
            ?.innerText.includes(`${wanted} of `),
        count,
      );
      await panel.click('[data-testid=count-entries]');
    });

    it('is walked with the keyboard, and a hit opens with what was said at that moment', async () => {
      await view();
      await panel.evaluate(() => document.getElementById('consent-chart')?.focus());
      const focused = () =>
        panel.evaluate<string>(() => document.activeElement?.getAttribute('aria-label') ?? '');
      await panel.waitFor(
        () => document.activeElement?.getAttribute('data-testid') === 'consent-mark',
      );
      await panel.press('End');
      expect(await focused()).toContain('Lead: denied');
      await panel.press('ArrowDown');
      expect(await focused()).toContain('All together: denied');
      await panel.press('ArrowDown');
      expect(await focused()).toContain('OneTrust: denied · C0004 “Targeting” denied');
      await panel.press('ArrowLeft');
      expect(await focused()).toContain('OneTrust: granted');
      await panel.press('Home');
      await panel.press('ArrowUp');
      await panel.press('ArrowUp');
      await panel.press('End');
      await panel.press('Enter');
      await panel.waitFor(
        (id: string) =>
          document.querySelector<HTMLElement>('[data-testid=detail]')?.dataset.id === id,
        hit.id,
      );
      const moment = await panel.evaluate<{ verdicts: string[]; sources: string[]; text: string }>(
        () => {
          const at = document.querySelector<HTMLElement>('[data-testid=consent-moment]');
          const all = (id: string) => [
            ...(at?.querySelectorAll<HTMLElement>(`[data-testid="${id}"]`) ?? []),
          ];
          return {
            verdicts: all('consent-check').map(({ dataset }) => dataset.verdict ?? ''),
            sources: all('moment-source').map(
              ({ dataset }) => `${dataset.source} ${dataset.state}`,
            ),
            text: at?.innerText ?? '',
          };
        },
      );
      expect(moment.verdicts).toEqual(['denied']);
      expect(moment.sources).toEqual(['onetrust denied']);
      expect(moment.text).toContain('at the call denied · at the hit denied');
      await panel.screenshot(`${OUT}/consent-detail-${browser}.png`);
      await panel.click(`${testId('moment-entry')}`);
      await panel.waitFor(
        () =>
          document.querySelector('[data-testid=detail]')?.getAttribute('data-tone') === 'consent',
      );
    });

    it('has the bands in the timeline too', async () => {
      await panel.click(testId('tab-timeline'));
      await panel.waitFor(
        () => document.querySelector<HTMLElement>('[data-testid=timeline]')?.dataset.drawMs,
      );
      const colours = await panel.evaluate<{ ok: number; closed: number }>(() => {
        const canvas = document.querySelector<HTMLCanvasElement>('[data-testid=timeline]');
        const ctx = canvas?.getContext('2d');
        const style = getComputedStyle(document.documentElement);
        const rgb = (name: string) => {
          const hex = style.getPropertyValue(name).trim();
          return [1, 3, 5].map((i) => Number.parseInt(hex.slice(i, i + 2), 16));
        };
        const [ok, closed] = [rgb('--ok-ground'), rgb('--closed-ground')];
        const found = { ok: 0, closed: 0 };
        if (!canvas || !ctx) return found;
        const { data } = ctx.getImageData(0, 0, canvas.width, canvas.height);
        const is = (i: number, colour: number[]) => colour.every((part, k) => data[i + k] === part);
        for (let i = 0; i < data.length; i += 4) {
          if (is(i, ok)) found.ok += 1;
          if (is(i, closed)) found.closed += 1;
        }
        return found;
      });
      await panel.screenshot(`${OUT}/consent-timeline-${browser}.png`);
      expect(colours.ok).toBeGreaterThan(100);
      expect(colours.closed).toBeGreaterThan(100);
    });
  });

  it('asks which category stands for Meta, and judges by the answer', async () => {
    await open('cmp=trust&case=correct');
    await session.page.click('#accept');
    await hitsAre(['PageView', 'Lead']);
    expect((await view()).cards.trust).toBe('undecided');
    await panel.screenshot(`${OUT}/consent-question-${browser}.png`);
    await panel.click(testId('category-text'));
    await panel.type('3');
    await panel.press('Enter');
    await panel.waitFor(
      () =>
        document.querySelector<HTMLElement>('[data-testid=consent-card][data-source=trust]')
          ?.dataset.state === 'granted',
    );
    expect(grave(await findings())).toEqual([]);
    await panel.click(testId('tab-mapping'));
    await panel.click(testId('edit-profile'));
    await panel.click(testId('remove-profile'));
    await panel.waitFor(() => document.querySelector('[data-testid=profile-editor]') === null);
  });

  it('shows both sides of a conflict', async () => {
    await open('cmp=onetrust&case=conflict');
    await session.page.click('#reject');
    await hitsAre(['Lead']);
    const seen = await view();
    expect(seen.together).toBe('conflict');
    const text = await panel.evaluate<string>(
      () => document.querySelector<HTMLElement>('[data-testid=consent-conflict]')?.innerText ?? '',
    );
    expect(text).toContain('Meta’s fbq("consent") says yes, OneTrust says no.');
    await panel.screenshot(`${OUT}/consent-conflict-${browser}.png`);
  });
});
