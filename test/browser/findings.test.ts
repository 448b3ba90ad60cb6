import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { richSession, toLines } from '../session/rich-session.ts';
import { runCommand } from '../unit/cli/command.ts';
import { type Server, serve } from './harness/server.ts';
import { launch, type Panel, type Session } from './harness/session.ts';

const PAGES = fileURLToPath(new URL('../pages', import.meta.url));
const OUT = fileURLToPath(new URL('../../out/screenshots', import.meta.url));
const testId = (id: string) => `[data-testid="${id}"]`;
const LINES = toLines(richSession());
const RULE = 'pixel/purchase-without-currency';
const groupOf = (rule: string) => `${testId('finding-group')}[data-rule="${rule}"]`;

describe.each(['chromium', 'firefox'] as const)('findings in %s', (browser) => {
  let server: Server;
  let session: Session;
  let panel: Panel;
  let folder: string;

  beforeAll(async () => {
    mkdirSync(OUT, { recursive: true });
    folder = mkdtempSync(join(tmpdir(), 'findings-'));
    server = await serve({}, { folder: PAGES });
    session = await launch(browser, { server, theme: browser === 'chromium' ? 'light' : 'dark' });
    panel = await session.openPanel();
    await panel.resize(1280, 760);
  });
  afterAll(async () => {
    await session?.close();
    await server?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const waitFor = (selector: string) =>
    panel.waitFor((s: string) => document.querySelector(s) !== null, selector);
  const waitForNone = (selector: string) =>
    panel.waitFor((s: string) => document.querySelector(s) === null, selector);
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
  /** `error pixel/…`, as the groups stand. */
  const groups = () =>
    panel.evaluate<string[]>(() =>
      [...document.querySelectorAll<HTMLElement>('[data-testid=finding-group]')].map(
        ({ className, dataset }) => `${className.replace('group ', '')} ${dataset.rule}`,
      ),
    );
  const errorsCounted = () =>
    panel.evaluate<number>(() => {
      const badge = document.querySelector<HTMLElement>('[data-testid=tab-findings] .badge.bad');
      return Number(badge?.dataset.count ?? 0);
    });
  const setLevel = async (rule: string, level: string, scope?: string) => {
    await panel.click(`${groupOf(rule)} ${testId('level')}`);
    await waitFor(testId(`level-${level}`));
    if (scope !== undefined)
      await panel.evaluate((wanted: string) => {
        const select = document.querySelector<HTMLSelectElement>('[data-testid=level-scope]');
        const option = [...(select?.options ?? [])].find(({ text: label }) => label === wanted);
        if (!select || !option) throw new Error(`no scope ${wanted}`);
        select.value = option.value;
        select.dispatchEvent(new Event('change', { bubbles: true }));
      }, scope);
    await panel.click(testId(`level-${level}`));
  };
  const editorText = async () => {
    await panel.click(testId('tab-mapping'));
    await panel.click(testId('edit-profile'));
    await waitFor(testId('profile-text'));
    const value = await panel.evaluate<string>(
      () => document.querySelector<HTMLTextAreaElement>('[data-testid=profile-text]')?.value ?? '',
    );
    await panel.click(testId('close-profile'));
    await panel.click(testId('tab-findings'));
    await waitFor(testId('finding-group'));
    return value;
  };
  /** What the command finds under a profile: `error pixel/…`. */
  const checked = async (profile: string) => {
    writeFileSync(join(folder, 'session.jsonl'), LINES);
    writeFileSync(join(folder, 'event-loupe.json'), profile);
    const { stdout } = await runCommand(
      ['check', 'session.jsonl', '--profile', 'event-loupe.json', '--format', 'json'],
      folder,
    );
    const { findings } = JSON.parse(stdout) as { findings: { severity: string; rule: string }[] };
    return [...new Set(findings.map(({ severity, rule }) => `${severity} ${rule}`))].sort();
  };

  beforeEach(async () => {
    await panel.chooseFiles(testId('import-file'), [{ name: 'rich.jsonl', text: LINES }]);
    await waitForText(testId('status'), 'session rich.jsonl');
    await panel.click(testId('tab-findings'));
    await waitFor(groupOf(RULE));
  });

  it('stand by severity, then by title, with the corrected line to copy and public documents', async () => {
    const titles = await panel.evaluate<string[]>(() =>
      [...document.querySelectorAll<HTMLElement>('.group.error [data-testid=finding-title]')].map(
        ({ innerText }) => innerText,
      ),
    );
    expect(titles).toContain('Purchase without currency');
    expect(titles).toEqual([...titles].sort(new Intl.Collator('en').compare));
    const severities = (await groups()).map((line) => line.split(' ')[0]);
    expect(severities).toEqual([...severities].sort((a, b) => order(a) - order(b)));
    expect(await text(`${groupOf(RULE)} ${testId('fix-code')}`)).toMatch(/^fbq\("trackSingle"/);
    await panel.click(`${groupOf(RULE)} ${testId('copy-fix')}`);
    await waitForText(testId('toast'), 'Copied the corrected line');
    const links = await panel.evaluate<string[]>(() =>
      [...document.querySelectorAll<HTMLAnchorElement>('.group .documents a')].map(
        ({ protocol, target, rel }) => `${protocol} ${target} ${rel}`,
      ),
    );
    expect([...new Set(links)]).toEqual(['https: _blank noreferrer']);
    expect(await text(testId('findings'))).not.toMatch(/domain facts|seed 0/i);
    await panel.screenshot(`${OUT}/findings-${browser}.png`);
  });

  it('have what is in the session folded above them, one line high, and unfold it', async () => {
    const summary = `${testId('in-this-session')} > summary`;
    const height = () =>
      panel.evaluate<number>(
        (one: string) => document.querySelector(one)?.getBoundingClientRect().height ?? 0,
        testId('in-this-session'),
      );
    await panel.resize(320, 400);
    expect(await height()).toBeLessThan(26);
    await panel.click(summary);
    await waitFor(testId('health-line'));
    expect(await height()).toBeGreaterThan(100);
    await panel.click(summary);
    await waitForNone(testId('health-line'));
    await panel.resize(1280, 760);
  });

  it('open the page of their rule by Enter, and Esc gives the focus back', async () => {
    await panel.evaluate((s: string) => {
      document.querySelector<HTMLElement>(`${s} [data-testid=finding-title]`)?.focus();
    }, groupOf(RULE));
    await panel.press('Enter');
    await waitFor(`${testId('rule-page')}[data-rule-id="${RULE}"]`);
    await panel.waitFor(() => document.activeElement?.id === 'rule-page');
    for (const part of ['Why it matters', 'How to confirm it', 'Read more'])
      expect((await text(testId('rule-page'))).toLowerCase()).toContain(part.toLowerCase());
    await panel.screenshot(`${OUT}/rule-page-${browser}.png`);
    await panel.press('Escape');
    await waitForNone(testId('rule-page'));
    expect(
      await panel.evaluate<string | undefined>(
        () => document.activeElement?.closest<HTMLElement>('[data-rule]')?.dataset.rule,
      ),
    ).toBe(RULE);
  });

  it('are switched off from themselves: view, counts, profile and command say so, and Undo takes it back', async () => {
    const before = await groups();
    const counted = await errorsCounted();
    await setLevel(RULE, 'off');
    await waitForNone(groupOf(RULE));
    // What was pressed has gone with its finding: the focus is on the next one.
    await panel.waitFor(() => Boolean(document.activeElement?.closest('[data-testid=findings]')));
    await waitForText(testId('set-in-profile'), 'Purchase without currency (Off)');
    expect(await groups()).toEqual(before.filter((line) => !line.endsWith(RULE)));
    expect(await errorsCounted()).toBe(counted - 1);
    await panel.screenshot(`${OUT}/finding-off-${browser}.png`);
    const profile = await editorText();
    expect(JSON.parse(profile).rules).toEqual({ [RULE]: 'off' });
    const left = [...new Set(await groups())].sort();
    // The way back does not stand there for long.
    await panel.click(testId('toast-action'));
    await waitFor(groupOf(RULE));
    await waitForNone(testId('set-in-profile'));
    expect(await groups()).toEqual(before);
    expect(await errorsCounted()).toBe(counted);
    expect(await checked(profile)).toEqual(left);
  });

  it('are made slighter for one event, and as they come again', async () => {
    await setLevel(RULE, 'info', 'This rule, for Purchase');
    await waitFor(`${groupOf(RULE)}.info`);
    const profile = await editorText();
    expect(JSON.parse(profile).rules).toEqual({ [RULE]: { level: 'info', event: 'Purchase' } });
    expect(await checked(profile)).toContain(`info ${RULE}`);
    await setLevel(RULE, 'default');
    await waitFor(`${groupOf(RULE)}.error`);
  });

  it('stand in the detail of their entry, the gravest first, with a way to the page', async () => {
    await panel.click(`${groupOf(RULE)} ${testId('finding-entry')}`);
    await waitFor(`${testId('entry-finding')}[data-rule="${RULE}"]`);
    const severities = await panel.evaluate<string[]>(() =>
      [...document.querySelectorAll<HTMLElement>('[data-testid=entry-finding]')].map((one) =>
        one.className.replace('finding ', ''),
      ),
    );
    expect(severities).toEqual([...severities].sort((a, b) => order(a) - order(b)));
    await panel.screenshot(`${OUT}/entry-findings-${browser}.png`);
    await panel.click(`${testId('entry-finding')} ${testId('finding-title')}`);
    await waitFor(testId('rule-page'));
    await panel.click(testId('close-rule-page'));
    await waitForNone(testId('rule-page'));
  });

  const choose = (code: string) =>
    panel.evaluate((wanted: string) => {
      const select = document.querySelector<HTMLSelectElement>('[data-testid=language]');
      if (!select) throw new Error('no language to choose');
      select.value = wanted;
      select.dispatchEvent(new Event('change', { bubbles: true }));
    }, code);

  it('are told in German once that is chosen, with everything around them, and in English again', async () => {
    await panel.click(testId('settings'));
    await choose('de');
    await waitForText(testId('tab-findings'), 'Befunde');
    await panel.screenshot(`${OUT}/settings-de-${browser}.png`);
    await panel.press('Escape');
    await waitForText(groupOf(RULE), 'Lösung');
    expect(await text(groupOf(RULE))).toMatch(/^Fehler Purchase ohne currency.*Lösung/);
    expect(await text(testId('status'))).toMatch(/45 Einträge.*Sitzung rich\.jsonl/);
    expect(await panel.evaluate<string>(() => document.documentElement.lang)).toBe('de');
    await panel.click(`${groupOf(RULE)} ${testId('finding-title')}`);
    await waitForText(testId('rule-page'), 'Mehr');
    await panel.screenshot(`${OUT}/findings-de-${browser}.png`);
    await panel.press('Escape');
    await panel.click(testId('tab-stream'));
    await panel.screenshot(`${OUT}/stream-de-${browser}.png`);
    // It is kept: a panel that is opened later speaks it too.
    await panel.close();
    panel = await session.openPanel();
    await panel.resize(1280, 760);
    await waitForText(testId('tab-findings'), 'Befunde');
    await panel.click(testId('settings'));
    await choose('en');
    await waitForText(testId('tab-findings'), 'Findings');
    await choose('');
    await panel.press('Escape');
    expect(await panel.evaluate<string>(() => document.documentElement.lang)).toBe('en');
  });

  it('have the longer German words whole beside them, 320 pixels wide: menus, settings, verdicts', async () => {
    /** The texts of those that stand outside of the panel or have no room. */
    const cut = (selector: string) =>
      panel.evaluate<string[]>((s: string) => {
        const found = [...document.querySelectorAll<HTMLElement>(s)];
        if (found.length === 0) return ['nothing there'];
        return found
          .filter((one) => {
            const { left, right, width, top } = one.getBoundingClientRect();
            const seen = document.elementFromPoint((left + right) / 2, top + 6);
            return left < 0 || right > innerWidth || width < 10 || !one.contains(seen);
          })
          .map(({ innerText }) => innerText);
      }, selector);
    await panel.resize(320, 700);
    await panel.click(testId('settings'));
    await choose('de');
    await waitForText(testId('tab-findings'), 'Befunde');
    expect(await cut('.overview-choice > span')).toEqual([]);
    await panel.press('Escape');
    // The chosen tab stays where it is, whichever has the focus.
    const scrolled = await panel.evaluate<number>(() => {
      document.querySelector('[data-testid=tab-compare]')?.scrollIntoView();
      return document.querySelector('.tabs')?.scrollTop ?? -1;
    });
    expect(scrolled).toBe(0);
    await panel.click(testId('level'));
    await waitFor(testId('level-scope'));
    expect(await cut('.level-menu:popover-open')).toEqual([]);
    await panel.press('Escape');
    // Nothing in the list or in a rule's page is wider than it.
    await panel.evaluate((group: string) => {
      document.querySelector<HTMLElement>(`${group} [data-testid=finding-title]`)?.click();
    }, groupOf('consent/sent-before-decision'));
    await waitFor(testId('rule-page'));
    const wide = await panel.evaluate<string[]>(() =>
      [...document.querySelectorAll('.findings, .rule-page .detail-body')]
        .filter((one) => one.scrollWidth > one.clientWidth)
        .map(({ className }) => className),
    );
    expect(wide).toEqual([]);
    await panel.click(testId('close-rule-page'));
    await panel.press('Escape');
    await panel.click(testId('more-views'));
    await waitFor('.menu:popover-open');
    expect(await cut('.menu:popover-open .menu-item')).toEqual([]);
    await panel.screenshot(`${OUT}/views-menu-de-${browser}.png`);
    await panel.click(testId('menu-deduplication'));
    await waitFor(testId('ledger-summary'));
    expect(await cut('.dedup .by-verdict')).toEqual([]);
    await panel.click(testId('more-views'));
    await panel.click(testId('menu-mapping'));
    await waitFor('.mapping-verdicts');
    expect(await cut('.mapping-verdicts .stat')).toEqual([]);
    await panel.resize(1280, 760);
    await panel.click(testId('tab-stream'));
    await panel.click(testId('count-errors'));
    await waitForText(testId('counts'), '7 von 45 Einträgen');
    await panel.click(testId('count-entries'));
    // What a held event will be, and what a source says, has room in its column.
    for (const width of [1280, 900]) {
      await panel.resize(width, 760);
      await panel.waitFor((px: number) => Math.abs(innerWidth - px) < 20, width);
      const words = await panel.evaluate<string[]>(() => {
        const row = document.querySelector('.row .verdicts');
        return Object.entries({ mapping: '→ Lead: wartet', consent: 'Widerspruch' }).flatMap(
          ([column, word]) => {
            const cell = row?.querySelector(`[data-column=${column}]`)?.cloneNode() as HTMLElement;
            const chip = document.createElement('span');
            chip.className = 'chip warn';
            chip.textContent = word;
            cell.append(chip);
            row?.append(cell);
            const room = cell.getBoundingClientRect().right - chip.getBoundingClientRect().left;
            const isCut = chip.scrollWidth > chip.clientWidth || chip.offsetWidth > room;
            cell.remove();
            return isCut ? [word] : [];
          },
        );
      });
      expect([width, words]).toEqual([width, []]);
    }
    await panel.click(testId('settings'));
    await choose('');
    await panel.press('Escape');
  });
});

function order(severity: string | undefined): number {
  return ['error', 'warning', 'info'].indexOf(severity ?? '');
}
