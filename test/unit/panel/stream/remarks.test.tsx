// @vitest-environment happy-dom
import { act } from 'preact/test-utils';
import { describe, expect, it } from 'vitest';
import { ENGLISH } from '../../../../src/language/languages.ts';
import { App } from '../../../../src/panel/app/app.tsx';
import { judgeSession } from '../../../../src/panel/model/export/judge-session.ts';
import { readied } from '../../../../src/panel/model/export/offer.ts';
import { htmlReport } from '../../../../src/rules/written/html.ts';
import { markdownReport } from '../../../../src/rules/written/markdown.ts';
import type { Entry } from '../../../../src/session/entry.ts';
import { parseSessionLine } from '../../../../src/session/file.ts';
import { session } from '../../../session/session.ts';
import { type Mounted, mountPart } from '../mounted.tsx';

const WALK = session(`
  page https://shop.example/
  fbq init 1234567890123456
  #lead fbq track Lead {value: 3}
  #contact fbq track Contact
`);
const LEAD = WALK.idOf('lead');

async function open(): Promise<Mounted> {
  const panel = await mountPart(<App />);
  await panel.take(WALK.entries);
  return panel;
}

const rowOf = (panel: Mounted, id: string) =>
  panel.all('row').find(({ dataset }) => dataset.id === id) as HTMLElement;

/** Asks for the menu of a row with the right button. */
async function ask(panel: Mounted, id: string): Promise<void> {
  const event = new MouseEvent('contextmenu', { bubbles: true, cancelable: true, clientX: 40 });
  await act(() => void rowOf(panel, id).dispatchEvent(event));
  await panel.settle();
  expect(event.defaultPrevented).toBe(true);
}

async function write(panel: Mounted, text: string): Promise<void> {
  const field = panel.find('note') as HTMLTextAreaElement;
  await act(() => {
    field.value = text;
    field.dispatchEvent(new Event('input', { bubbles: true }));
  });
  await panel.settle();
}

const exported = (panel: Mounted, isMasked = false) => {
  const { store } = panel.panel;
  const done = readied(panel.panel, store.book().log.entries, isMasked);
  return panel.settle().then(() => done);
};

describe('what a person adds to an entry', () => {
  it('is written in the detail, seen in the row, and found by the filter', async () => {
    const panel = await open();
    await ask(panel, LEAD);
    await panel.click('menu-note');
    expect(document.activeElement).toBe(panel.find('note'));
    await write(panel, 'ask legal');
    await panel.click('highlight-red');
    await panel.click('pin');
    const row = rowOf(panel, LEAD);
    expect(row.dataset.highlight).toBe('red');
    expect(row.textContent).toContain('highlighted: Red');
    expect(panel.textOf('row-note')).toBe('Note: ask legal');
    expect(panel.textOf('pinned')).toContain('Lead');
    const { store } = panel.panel;
    const found = () =>
      store.shown.value.entries.flatMap(({ id, kind }) => (kind === 'page' ? [] : [id]));
    for (const search of ['note:legal', 'highlight:red', 'is:noted', 'is:pinned', 'legal']) {
      store.setSearch(search);
      await panel.settle();
      expect([search, found()]).toEqual([search, [LEAD]]);
    }
    await write(panel, '');
    expect(found()).toEqual([]);
  });

  it('travels with the session: into the file, out of it, and into the reports', async () => {
    const panel = await open();
    const { store, schedule } = panel.panel;
    store.remark(LEAD, { note: 'ask <b>ada@shop.example</b>', highlight: 'blue', pinned: true });
    const entries = await exported(panel);
    const text = JSON.stringify(entries.find(({ id }) => id === LEAD));
    expect(parseSessionLine(text, 2)).toMatchObject({ highlight: 'blue', pinned: true });
    // What was recorded is as it was.
    expect(store.get(LEAD)?.note).toBeUndefined();

    await store.showFile('a.jsonl', [entries]);
    await panel.settle();
    expect(store.book().remarks.get(LEAD)?.note).toBe('ask <b>ada@shop.example</b>');
    store.remark(LEAD, { pinned: undefined });
    expect((await exported(panel)).find(({ id }) => id === LEAD)?.pinned).toBeUndefined();

    const masked = await exported(panel, true);
    expect(JSON.stringify(masked)).not.toContain('ada@shop.example');
    const done = judgeSession(entries, 'a', { profile: {}, language: ENGLISH, schedule });
    await panel.settle();
    const judged = await done;
    const page = htmlReport([judged], ENGLISH, 'en');
    expect(page).toContain('<h3>Notes</h3>');
    expect(page).toContain('fbq Lead');
    expect(page).toContain('&lt;b&gt;');
    expect(markdownReport([judged], ENGLISH.words)).toMatch(/### Notes\n\n- \*\*fbq Lead\*\*/);
  });

  it('a file of an older version opens, and one with a colour that is none is refused', () => {
    const [, call] = WALK.entries as [Entry, Entry];
    expect(parseSessionLine(JSON.stringify(call), 2)).toEqual(call);
    const odd = JSON.stringify({ ...call, highlight: 'pink' });
    expect(() => parseSessionLine(odd, 2)).toThrow();
  });

  it('goes with its entries: Clear takes it, Preserve keeps it', async () => {
    const panel = await open();
    const { store } = panel.panel;
    store.remark(LEAD, { note: 'x' });
    store.preserve.value = true;
    await panel.take(
      session('page e https://shop.example/next').entries.map((e) => ({ ...e, at: e.at + 60_000 })),
    );
    expect(store.book().remarks.size).toBe(1);
    await act(() => store.clear());
    expect(store.book().remarks.size).toBe(0);
  });
});

describe('saved filters', () => {
  it('are kept from the search, used again, and colour what they find', async () => {
    const panel = await open();
    const { store, preferences } = panel.panel;
    expect((panel.find('save-filter') as HTMLButtonElement).disabled).toBe(true);
    store.setSearch('event:Lead');
    await panel.settle();
    await panel.click('save-filter');
    store.setSearch('');
    await panel.settle();
    const select = panel.find('filter-highlight') as HTMLSelectElement;
    await act(() => {
      select.value = 'green';
      select.dispatchEvent(new Event('change', { bubbles: true }));
    });
    await panel.settle();
    expect(preferences.filters.value).toEqual([{ search: 'event:Lead', highlight: 'green' }]);
    const colours = () => panel.all('row').map(({ dataset }) => dataset.highlight);
    expect(colours()).toEqual([undefined, undefined, 'green', undefined]);
    // What was chosen by hand goes first.
    await act(() => store.remark(LEAD, { highlight: 'red' }));
    await panel.settle();
    expect(colours()[2]).toBe('red');
    await panel.click('apply-filter');
    expect(store.search.value).toBe('event:Lead');
    await panel.click('remove-filter');
    expect(preferences.filters.value).toEqual([]);
  });
});

describe('the menu of an entry', () => {
  it('narrows the list to its name, or takes the name out', async () => {
    const panel = await open();
    const { store } = panel.panel;
    await ask(panel, LEAD);
    await panel.click('menu-only');
    expect(store.search.value).toBe('event:Lead');
    store.setSearch('');
    await panel.settle();
    await ask(panel, LEAD);
    await panel.click('menu-hide');
    expect(store.search.value).toBe('-event:Lead');
  });

  it('opens by key on the selected row, and closes when something was chosen', async () => {
    const panel = await open();
    const { store } = panel.panel;
    await act(() => store.select(store.get(LEAD)));
    await panel.settle();
    const byKey = new MouseEvent('contextmenu', { bubbles: true, cancelable: true });
    await act(() => void panel.find('list')?.dispatchEvent(byKey));
    await panel.settle();
    expect(panel.find('entry-menu')).toBeDefined();
    await panel.click('menu-yellow');
    expect(panel.find('entry-menu')).toBeUndefined();
    expect(store.book().remarks.get(LEAD)?.highlight).toBe('yellow');
  });
});
