// @vitest-environment happy-dom
import { act } from 'preact/test-utils';
import { describe, expect, it } from 'vitest';
import { App } from '../../../../src/panel/app/app.tsx';
import { session } from '../../../session/session.ts';
import { type Mounted, mountPart } from '../mounted.tsx';

const PIXEL = '1234567890123456';
const START = `
  page https://shop.example/
  fbq init ${PIXEL}
  library
  config ${PIXEL}
`;
const BEFORE = `${START}
  #lead fbq track Lead {value: 3, currency: EUR} {eventID: a1}
    > #hit hit ${PIXEL} Lead cd={value: 3, currency: EUR} eid=a1
  #contact fbq track Contact
    > #contacted hit ${PIXEL} Contact
`;
const AFTER = `${START}
  #lead fbq track Lead {currency: EUR} {eventID: a2}
    > #other hit ${PIXEL} Lead cd={currency: EUR} eid=a2
  fbq track Search
    > #search hit ${PIXEL} Search
`;

/** Once the panel has looked. */
const sees = <T,>(panel: Mounted, read: () => T) =>
  expect.poll(async () => {
    await panel.settle();
    return read();
  });

async function choose(panel: Mounted, testId: string, value: string): Promise<void> {
  const field = panel.find(testId) as HTMLSelectElement;
  await act(() => {
    field.value = value;
    field.dispatchEvent(new Event('change', { bubbles: true }));
  });
  await panel.settle();
}

describe('two sessions in the panel', () => {
  it('are compared: what was kept before, and what was walked again', async () => {
    const panel = await mountPart(<App />);
    await panel.take(session(BEFORE).entries);
    await panel.click('tab-compare');
    await panel.click('compare-keep');
    await sees(panel, () => panel.textOf('compare-sum')).toMatch(/2 events are the same, 0 went/);
    await act(() => panel.panel.store.clear());
    const after = session(AFTER);
    await panel.take(after.entries);
    await sees(panel, () => panel.textOf('compare-sum')).toBe(
      '0 events are the same, 1 went, 1 changed, 1 came. 2 events lost something.',
    );
    const rows = panel.all('compare-row');
    expect(rows.map(({ dataset }) => dataset.status)).toEqual(['went', 'changed', 'came']);
    expect(panel.textOf('compare-change')).toBe('lost: value of fbq track Lead, was 3');
    const links = panel.all('compare-entry').map(({ dataset }) => dataset.id);
    expect(links).toContain(after.idOf('other'));
    await panel.click('compare-entry');
    expect(panel.panel.store.view.value).toBe('stream');
    expect(panel.panel.store.selected.value?.id).toBe(after.idOf('lead'));
  });

  it('shows what went in the recording that it was in', async () => {
    const panel = await mountPart(<App />);
    const before = session(BEFORE);
    await panel.take(before.entries);
    await panel.click('tab-compare');
    await panel.click('compare-keep');
    await act(() => panel.panel.store.clear());
    await panel.take(session(AFTER).entries);
    await sees(panel, () => panel.find('compare-show') !== undefined).toBe(true);
    await panel.click('compare-show');
    await sees(panel, () => panel.panel.store.selected.value?.id).toBe(before.idOf('contact'));
    expect(panel.panel.store.openFile.value?.name).toMatch(/^session kept at \d\d:\d\d$/);
  });
});

describe('a recording to compare with', () => {
  const choose = async (panel: Mounted, name: string, text: string) => {
    const field = panel.find('compare-file') as HTMLInputElement;
    Object.defineProperty(field, 'files', { value: [new File([text], name)], configurable: true });
    await act(() => void field.dispatchEvent(new Event('change', { bubbles: true })));
    return sees(panel, () => [panel.textOf('compare-recording'), panel.panel.store.message.value]);
  };
  const har = (url: string) =>
    JSON.stringify({
      log: {
        version: '1.2',
        creator: { name: 'x', version: '1' },
        pages: [],
        entries: [
          {
            startedDateTime: '2026-01-02T03:04:05.000Z',
            time: 3,
            request: { method: 'GET', url, headers: [], queryString: [] },
            response: { status: 200, headers: [], content: {} },
          },
        ],
      },
    });

  it('is a session, or a HAR of a visit', async () => {
    const panel = await mountPart(<App />);
    await panel.take(session(AFTER).entries);
    await panel.click('tab-compare');
    const lines = session(BEFORE).entries.map((entry) => JSON.stringify(entry));
    await (await choose(panel, 'before.jsonl', lines.join('\n'))).toEqual([
      expect.stringMatching(/before\.jsonl \d+ entries/),
      undefined,
    ]);
    await panel.click('compare-forget');
    const hit = `https://www.facebook.com/tr/?id=${PIXEL}&ev=Lead&dl=https%3A%2F%2Fshop.example%2F`;
    await (await choose(panel, 'visit.har', har(hit))).toEqual([
      expect.stringMatching(/visit\.har/),
      undefined,
    ]);
  });

  it('that is none is said, and what is compared stays', async () => {
    const panel = await mountPart(<App />);
    await panel.take(session(AFTER).entries);
    await panel.click('tab-compare');
    await (await choose(panel, 'odd.jsonl', '{"kind":"nothing"}')).toEqual([
      undefined,
      expect.stringContaining('odd.jsonl'),
    ]);
    await (await choose(panel, 'empty.har', har('https://shop.example/'))).toEqual([
      undefined,
      expect.stringContaining('empty.har'),
    ]);
  });
});

describe('what if', () => {
  const REVOKED = `
    page https://shop.example/
    fbq consent revoke
    fbq init ${PIXEL}
    library
    config ${PIXEL}
    #lead fbq track Lead {value: 3, currency: EUR} {eventID: a1}
    +10s fbq track Contact
  `;

  it('the visitor had agreed: what would have been sent, with its entry', async () => {
    const panel = await mountPart(<App />);
    const all = session(REVOKED);
    await panel.take(all.entries);
    await panel.click('tab-compare');
    await choose(panel, 'assume-consent', 'consent.meta');
    await sees(panel, () => panel.textOf('what-if-sum')).toBe('2 events for Meta, 2 as recorded');
    await choose(panel, 'assume-state', 'granted');
    await sees(panel, () => panel.textOf('what-if-sum')).toBe('2 events for Meta, 0 as recorded');
    expect(panel.all('what-if-event').map(({ dataset }) => dataset.fate)).toEqual(['go', 'go']);
    await panel.click('what-if-entry');
    expect(panel.panel.store.selected.value?.id).toBe(all.idOf('lead'));
    await panel.click('tab-compare');
    await panel.click('assume-nothing');
    expect(panel.find('what-if-event')).toBeUndefined();
  });

  it('says that the session went on', async () => {
    const panel = await mountPart(<App />);
    const { entries } = session(REVOKED);
    await panel.take(entries.slice(0, -1));
    await panel.click('tab-compare');
    await choose(panel, 'assume-consent', 'consent.meta');
    await choose(panel, 'assume-state', 'granted');
    await sees(panel, () => panel.textOf('what-if-sum')).toBe('1 event for Meta, 0 as recorded');
    await panel.take(entries.slice(-1));
    await panel.click('what-if-look');
    await sees(panel, () => panel.textOf('what-if-sum')).toBe('2 events for Meta, 0 as recorded');
  });

  it('the profile were none: which findings would be others', async () => {
    const panel = await mountPart(<App />);
    const { profiles } = panel.panel;
    await panel.take(session(BEFORE).entries);
    profiles.edit();
    profiles.setText(JSON.stringify({ rules: { '*': 'off' } }));
    await profiles.save();
    await panel.settle();
    await panel.click('tab-compare');
    await choose(panel, 'assume-profile', 'none');
    await sees(panel, () => panel.all('what-if-finding').length > 0).toBe(true);
    expect(panel.place.textContent).toContain('New findings');
  });
});
