import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Entry } from '../../src/session/entry.ts';
import { makeCall, makePage, makePendingHit } from '../session/numbered.ts';
import { PIXEL, pixelUrl, richSession, toLines } from '../session/rich-session.ts';
import { DEADLINE_MS } from './harness/poll.ts';
import { type Server, serve } from './harness/server.ts';
import { launch, type Panel, type Session } from './harness/session.ts';

const PAGES = fileURLToPath(new URL('../pages', import.meta.url));
const OUT = fileURLToPath(new URL('../../out/screenshots', import.meta.url));
const testId = (id: string) => `[data-testid="${id}"]`;
const rowOf = (key: string) => `${testId('mapping-row')}[data-key="${key}"]`;

const entries = richSession();

/** A session of the site that the tests visit, with an event that no rule names. */
const QUIZ: Entry[] = [
  makePage(0, { url: 'https://shop.test/blank.html' }),
  makeCall(1, { source: 'dataLayer', method: 'push', args: [{ event: 'quiz_done', score: 3 }] }),
];

const ITEMS = [{ item_id: 'house-250', quantity: 2, price: 50 }];
const SENT = { value: 99, contents: [{ id: 'house-250', quantity: 2 }], coupon: 'SPRING' };

/** A purchase of a data layer, and the pixel call inside it, which changed and lost parameters. */
const CHANGED: Entry[] = [
  makePage(0, { url: 'https://shop.test/blank.html' }),
  makeCall(1, { method: 'init', args: ['init', PIXEL] }),
  makeCall(10, {
    source: 'dataLayer',
    method: 'push',
    args: [{ event: 'purchase', ecommerce: { value: 101, currency: 'EUR', items: ITEMS } }],
  }),
  makeCall(11, { args: ['track', 'Purchase', SENT, { eventID: 'o-1' }], cause: 'd:10' }),
  makePendingHit(40, {
    url: pixelUrl(PIXEL, 'Purchase', { eid: 'o-1' }),
    outcome: 'done',
    status: 200,
    events: [
      {
        pixelId: PIXEL,
        eventName: 'Purchase',
        eventId: 'o-1',
        parameters: {
          id: PIXEL,
          ev: 'Purchase',
          eid: 'o-1',
          'cd[value]': '99',
          'cd[contents]': JSON.stringify(SENT.contents),
          'cd[coupon]': 'SPRING',
        },
      },
    ],
  }),
];

describe.each(['chromium', 'firefox'] as const)('mapping and the profile in %s', (browser) => {
  let server: Server;
  let session: Session;
  let panel: Panel;

  beforeAll(async () => {
    mkdirSync(OUT, { recursive: true });
    server = await serve({}, { folder: PAGES });
    session = await launch(browser, { server, theme: browser === 'chromium' ? 'light' : 'dark' });
    panel = await session.openPanel();
    await session.page.goto('https://shop.test/blank.html');
    await panel.resize(1280, 760);
  });
  afterAll(async () => {
    await session?.close();
    await server?.close();
  });

  const text = (selector: string) =>
    panel.evaluate<string>(
      (s: string) => document.querySelector<HTMLElement>(s)?.innerText.replace(/\s+/g, ' ') ?? '',
      selector,
    );
  const waitForText = (selector: string, expected: string) =>
    panel.waitFor(
      (s: string, wanted: string) =>
        document.querySelector<HTMLElement>(s)?.innerText.replace(/\s+/g, ' ').includes(wanted),
      selector,
      expected,
    );
  const waitForNone = (selector: string) =>
    panel.waitFor((s: string) => document.querySelector(s) === null, selector);
  const waitFor = (selector: string) =>
    panel.waitFor((s: string) => document.querySelector(s) !== null, selector);
  const openSession = async (name: string, list: readonly Entry[]) => {
    await panel.chooseFiles(testId('import-file'), [{ name, text: toLines(list) }]);
    await waitForText(testId('status'), `session ${name} · ${list.length} entries`);
    await panel.click(testId('tab-mapping'));
    await waitFor(testId('mapping'));
  };
  /** What stands in the editor from now on, as if it were typed at once. */
  const write = (value: string) =>
    panel.evaluate((content: string) => {
      const area = document.querySelector<HTMLTextAreaElement>('[data-testid=profile-text]');
      if (!area) throw new Error('no editor');
      area.value = content;
      area.dispatchEvent(new Event('input', { bubbles: true }));
    }, value);
  const editorText = () =>
    panel.evaluate<string>(
      () => document.querySelector<HTMLTextAreaElement>('[data-testid=profile-text]')?.value ?? '',
    );
  const isSaveDisabled = () =>
    panel.evaluate<boolean>(
      () =>
        document.querySelector<HTMLButtonElement>('[data-testid=save-profile]')?.disabled ?? false,
    );
  /** Presses the export button, whose download is caught. */
  const exportProfile = () =>
    panel.evaluate<{ name: string; text: string }>(async () => {
      const realUrl = URL.createObjectURL;
      const realClick = HTMLAnchorElement.prototype.click;
      let name = '';
      try {
        const blob = await new Promise<Blob>((resolve) => {
          URL.createObjectURL = (made) => {
            resolve(made as Blob);
            return 'blob:caught';
          };
          HTMLAnchorElement.prototype.click = function (this: HTMLAnchorElement) {
            name = this.download;
          };
          document.querySelector<HTMLElement>('[data-testid=export-profile]')?.click();
        });
        return { name, text: await blob.text() };
      } finally {
        URL.createObjectURL = realUrl;
        HTMLAnchorElement.prototype.click = realClick;
      }
    });

  it('shows the rules that an imported session met, and those that it never did', async () => {
    await openSession('rich.jsonl', entries);
    await waitFor(rowOf('rule:commanders-act/purchase'));
    await waitForText(testId('mapping-coverage'), ' rules seen');
    expect(await text(rowOf('commanders-act'))).toMatch(/^Commanders Act 1 of \d+ rules seen/);
    expect(await text(rowOf('rule:commanders-act/purchase'))).toMatch(/purchase → Purchase/);
    const never = rowOf('never:commanders-act');
    expect(await text(never)).toMatch(/^\d+ rules never seen/);
    await panel.click(never);
    await waitFor(rowOf('rule:commanders-act/add_to_cart'));
    await panel.click(never);
    await waitForNone(rowOf('rule:commanders-act/add_to_cart'));
  });

  it('shows a match’s parameters from the source to what was sent, and opens its entries', async () => {
    await openSession('changed.jsonl', CHANGED);
    await panel.click(rowOf('rule:data-layer/purchase'));
    await panel.press('ArrowDown');
    await waitForText(testId('mapping-pane'), 'purchase');
    const parameter = (name: string) => `${testId('parameter-match')}[data-name="${name}"]`;
    await waitFor(parameter('value'));
    expect(await text(parameter('value'))).toMatch(/^ecommerce\.value value ?101 99 different/);
    expect(await text(parameter('currency'))).toMatch(
      /^ecommerce\.currency currency ?EUR nothing missing/,
    );
    expect(await text(parameter('contents'))).toMatch(/^ecommerce\.items contents ?\[.* equal/);
    expect(await text(parameter('coupon'))).toMatch(/^– coupon SPRING not in the rule/);
    await panel.screenshot(`${OUT}/mapping-${browser}.png`);
    await panel.resize(400, 700);
    const overflow = await panel.evaluate<number>(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow).toBeLessThanOrEqual(0);
    await panel.screenshot(`${OUT}/mapping-narrow-${browser}.png`);
    await panel.resize(1280, 760);
    await panel.click(testId('match-entry'));
    await waitFor(testId('detail'));
    await waitForText(testId('matches'), 'purchase → Purchase');
    expect(await text(`${testId('matches')} ${parameter('currency')}`)).toContain('missing');
    await panel.screenshot(`${OUT}/mapping-detail-${browser}.png`);
  });

  it('shows what Commanders Act’s connector will make of a hit, and what it lacks', async () => {
    await openSession('rich.jsonl', entries);
    await panel.click(rowOf('rule:commanders-act/purchase'));
    await waitForText(rowOf('rule:commanders-act/purchase'), 'parameters');
    await panel.press('ArrowDown');
    await waitForText(testId('mapping-pane'), 'as the hit to Commanders Act carries it');
    await panel.click(`${testId('mapping-pane')} ${testId('match-proof')}`);
    await waitFor(testId('connector'));
    expect(await text(testId('connector-event_name'))).toMatch(
      /^event_name Purchase from event name, rule commanders-act\/purchase/,
    );
    expect(await text(testId('connector-event_id'))).toContain('952280112345678901234540');
    const email = `${testId('connector-user-data')} [data-name="em"]`;
    expect(await text(email)).toContain("SHA-256 of “o'neil@example.com”");
    expect(await text(`${testId('connector-custom-data')} [data-name="value"]`)).toContain('101');
    expect(await text(`${testId('requirement')}[data-id="identifier"]`)).toMatch(
      /^met .*em and fbp/,
    );
    await waitFor(`${testId('requirement')}[data-id="consent"][data-met="unclear"]`);
    await panel.evaluate(() => {
      const section = document.querySelector<HTMLElement>('[data-testid=connector]');
      const body = document.querySelector<HTMLElement>('.detail-body');
      if (section && body) body.scrollTop = section.offsetTop - body.offsetTop;
    });
    await panel.screenshot(`${OUT}/connector-${browser}.png`);
  });

  it('goes through the list by keyboard, and shows one verdict alone', async () => {
    await openSession('rich.jsonl', entries);
    await panel.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await panel.press('3');
    await panel.waitFor(
      () => document.activeElement?.getAttribute('data-testid') === 'mapping-list',
    );
    await panel.press('Home');
    await waitFor(`${rowOf('commanders-act')}[aria-selected=true]`);
    await panel.press('ArrowLeft');
    await waitFor(`${rowOf('commanders-act')}[aria-expanded=false]`);
    await panel.press('ArrowRight');
    await panel.press('ArrowRight');
    await waitFor(`${rowOf('rule:commanders-act/purchase')}[aria-selected=true]`);
    await panel.click(testId('verdict-unmapped'));
    await waitForNone(rowOf('commanders-act'));
    await waitFor(rowOf('name:dataLayer:view_account'));
    await panel.click(testId('verdict-unmapped'));
    await waitFor(rowOf('commanders-act'));
  });

  it('makes a rule from an event, saves it, and judges the session by it', async () => {
    await openSession('quiz.jsonl', QUIZ);
    await panel.click(rowOf('name:dataLayer:quiz_done'));
    await waitForText(testId('mapping-pane'), 'no rule names it');
    await panel.click(testId('make-rule'));
    await panel.waitFor(
      () => document.activeElement?.closest('[data-testid=rule-editor]') !== null,
    );
    // By keyboard: from the event to what it becomes.
    await panel.press('Tab');
    await panel.press('Control+a');
    await panel.type('Lead');
    await panel.waitFor(
      () => (document.activeElement as HTMLInputElement | null)?.value === 'Lead',
    );
    await waitForText(testId('rule-preview'), '1 event meets this rule: 1 not sent');
    await panel.screenshot(`${OUT}/rule-${browser}.png`);
    await panel.click(testId('rule-json'));
    await waitFor(testId('profile-editor'));
    const written = async (): Promise<unknown> => JSON.parse(await editorText());
    await expect.poll(written, { timeout: DEADLINE_MS }).toEqual({
      mapping: { rules: [{ from: { source: 'dataLayer', name: 'quiz_done' }, to: 'Lead' }] },
    });
    await waitForText(testId('profile-message'), 'valid, with 1 mapping rule');
    await panel.screenshot(`${OUT}/profile-${browser}.png`);
    await panel.click(testId('close-profile'));
    await waitForNone(testId('profile-editor'));
    await panel.click(testId('make-rule'));
    await panel.waitFor(
      () => document.activeElement?.closest('[data-testid=rule-editor]') !== null,
    );
    await panel.press('Tab');
    await panel.press('Control+a');
    await panel.type('Lead');
    // What it finds stands over the button, and moves it as it comes.
    await waitForText(testId('rule-preview'), '1 event meets this rule: 1 not sent');
    await panel.click(testId('save-rule'));
    await waitForNone(testId('rule-editor'));
    const rule = rowOf('rule:dataLayer quiz_done → Lead');
    await waitForText(rule, 'not sent');
    await waitForNone(rowOf('name:dataLayer:quiz_done'));
  });

  it('keeps the last good profile while another is wrong, and says what is', async () => {
    await openSession('quiz.jsonl', QUIZ);
    await waitForText(rowOf('rule:dataLayer quiz_done → Lead'), 'not sent');
    await panel.click(testId('edit-profile'));
    await waitFor(testId('profile-editor'));
    const good = await editorText();
    await write(good.replace('"dataLayer"', '"datalayer"'));
    await waitForText(testId('profile-message'), 'stays active');
    expect(await text(testId('profile-message'))).toMatch(
      /^event-loupe\.json: \/mapping\/rules\/0\/from\/source: "datalayer" is not one of "loyjoy", "dataLayer", "cact", "analytics"; did you mean "dataLayer"\?/,
    );
    expect(await isSaveDisabled()).toBe(true);
    await panel.screenshot(`${OUT}/profile-wrong-${browser}.png`);
    await panel.click(testId('close-profile'));
    await waitForNone(testId('profile-editor'));
    await waitForText(rowOf('rule:dataLayer quiz_done → Lead'), 'not sent');
    await panel.click(testId('edit-profile'));
    await waitFor(testId('profile-editor'));
    expect(await editorText()).toBe(good);
    await panel.click(testId('close-profile'));
  });

  it('exports the profile, imports it by button and by drop, and names the file that is wrong', async () => {
    await openSession('quiz.jsonl', QUIZ);
    await panel.click(testId('edit-profile'));
    await waitFor(testId('profile-editor'));
    const mine =
      '{ "mapping": { "rules": [\n  {"from": {"source": "dataLayer", "pattern": "quiz_.*"}, "to": null}\n] } }\n';
    await write(mine);
    await panel.click(testId('save-profile'));
    const rule = rowOf('rule:dataLayer /quiz_.*/ → nothing');
    await waitForText(rule, 'nothing for Meta');
    const file = await exportProfile();
    expect(file).toEqual({ name: 'event-loupe.json', text: mine });

    await panel.click(testId('edit-profile'));
    await panel.click(testId('remove-profile'));
    await waitForNone(testId('profile-editor'));
    await waitFor(rowOf('name:dataLayer:quiz_done'));

    await panel.chooseFiles(testId('import-profile-file'), [
      { name: 'wrong.json', text: '{"layers": "x"}' },
    ]);
    await waitForText(testId('profile-message'), 'wrong.json: /layers: "x" is not a list');
    expect(await isSaveDisabled()).toBe(true);
    await panel.click(testId('close-profile'));
    // Firefox is driven faster than a dialog closes.
    await waitForNone(testId('profile-editor'));
    await panel.dropFiles('.panel', [file]);
    await waitFor(testId('profile-editor'));
    expect(await editorText()).toBe(mine);
    await panel.click(testId('save-profile'));
    await waitForText(rule, 'nothing for Meta');
  });

  it('keeps the site’s profile when the panel is opened again, and judges the live page by it', async () => {
    await panel.close();
    panel = await session.openPanel();
    await panel.resize(1280, 760);
    await session.page.goto('https://shop.test/blank.html');
    await panel.click(testId('tab-mapping'));
    await panel.waitFor(
      () =>
        document.querySelector('[data-testid=profile-bar]')?.getAttribute('data-from') ===
        'https://shop.test',
    );
    await session.page.evaluate(
      '(window.dataLayer = window.dataLayer || []).push({event: "quiz_live"})',
    );
    await waitForText(rowOf('rule:dataLayer /quiz_.*/ → nothing'), 'nothing for Meta');
    await session.page.goto('https://other.test/blank.html');
    await panel.waitFor(
      () => document.querySelector('[data-testid=profile-bar]')?.getAttribute('data-from') === null,
    );
    await waitForNone(rowOf('profile'));
  });
});
