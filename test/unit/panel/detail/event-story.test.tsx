// @vitest-environment happy-dom
import { afterEach, describe, expect, it, vi } from 'vitest';
import { App } from '../../../../src/panel/app/app.tsx';
import { openFiles } from '../../../../src/panel/model/open-files.ts';
import { storyMarkdown, storyPage } from '../../../../src/rules/written/story.ts';
import { session } from '../../../session/session.ts';
import { mountPart } from '../mounted.tsx';

const PIXEL = '1234567890123456';
const MAIL = 'jane.doe@example.org';

const PURCHASE = `
  page https://shop.example/
  fbq init ${PIXEL}
  library
  config ${PIXEL}
  #push dataLayer {event: purchase, ecommerce: {value: 34.3, currency: EUR}}
    #call fbq track Purchase {value: 34.3, currency: EUR, note: "${MAIL}", x: "<img src=x>"} {eventID: order-1}
      > #hit hit ${PIXEL} Purchase cd={value: 34.3, currency: EUR, note: "${MAIL}"} eid=order-1
  +1200ms #server server ${PIXEL} Purchase id=order-1 {value: 39.9, currency: EUR}
`;

/** What the panel put on the clipboard, and into files. */
function taken() {
  const texts: string[] = [];
  const blobs: Blob[] = [];
  vi.spyOn(navigator.clipboard, 'writeText').mockImplementation(async (text) => {
    texts.push(text);
  });
  vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => {
    blobs.push(blob as Blob);
    return 'blob:x';
  });
  return { texts, blobs };
}

afterEach(() => {
  vi.restoreAllMocks();
});

async function opened() {
  const { entries, idOf } = session(PURCHASE);
  const out = taken();
  const panel = await mountPart(<App />);
  await panel.take(entries);
  panel.panel.store.reveal(idOf('call'));
  await panel.settle();
  return { ...out, panel };
}

describe('one event, told outside of the panel', () => {
  it('is copied as Markdown: answers, chain, copies side by side, nothing personal', async () => {
    const { panel, texts } = await opened();
    await panel.click('copy-markdown');
    await expect.poll(() => texts.length).toBe(1);
    const [text = ''] = texts;
    expect(text).toMatch(/^## fbq Purchase\n/);
    expect(text).toContain('- Value: 34.3 EUR');
    expect(text).toContain('- Event id: order-1');
    expect(text).toMatch(/- Sent: sent/);
    expect(text).toMatch(/### Chain\n\n- .*purchase[\s\S]*\n {2}- fbq Purchase/);
    expect(text).toContain('| value | 34.3 | 39.9 |');
    expect(text).not.toContain(MAIL);
    expect(text).not.toContain('"kind"');
    expect(panel.panel.store.toast.value?.text).toContain('Markdown');
  });

  it('is saved as a page that runs nothing, with its entries', async () => {
    const { panel, blobs } = await opened();
    await panel.click('save-event');
    await expect.poll(() => blobs.length).toBe(1);
    const page = (await blobs[0]?.text()) ?? '';
    expect(page).toMatch(/^<!doctype html>/);
    expect(page).toContain("default-src 'none'");
    expect(page).not.toMatch(/<script|<img/);
    expect(page).toContain('&quot;kind&quot;:&quot;call&quot;');
    expect(page).not.toContain(MAIL);
  });
});

describe('a session, told outside of the panel', () => {
  it('is saved with its chains, its ledger and the masked recording, and the page opens again', async () => {
    const { panel, blobs } = await opened();
    await panel.click('export-report-html');
    await expect.poll(() => blobs.length).toBe(1);
    const page = (await blobs[0]?.text()) ?? '';
    expect(page).not.toMatch(/<script|<img/);
    expect(page).not.toContain(MAIL);
    const { body } = new DOMParser().parseFromString(page, 'text/html');
    const parts = [...body.querySelectorAll('details')].map(({ textContent }) => textContent);
    const [chains, ledger] = parts.slice(-3);
    expect(chains).toMatch(/Chains: 1[\s\S]*dataLayer purchase[\s\S]*fbq Purchase/);
    expect(ledger).toMatch(/copies: 1[\s\S]*Purchase[\s\S]*order-1[\s\S]*paired/);
    const before = panel.panel.store.book().log.entries.length;
    panel.panel.store.clear();
    const file = new File([page], 'a-report.html');
    expect(await openFiles([file], panel.panel)).toBeUndefined();
    expect(panel.panel.store.openFile.value?.entries).toBe(before);
  });
});

describe('a finding, told outside of the panel', () => {
  it('is copied and saved with its events, from the list and from its page', async () => {
    const { panel, texts, blobs } = await opened();
    await panel.click('tab-findings');
    await panel.click('copy-finding');
    await expect.poll(() => texts.length).toBe(1);
    expect(texts[0]).toMatch(/\n### (Error|Warning|Info): .*/);
    expect(texts[0]).toMatch(/\n## .*purchase/i);
    expect(texts[0]).not.toContain(MAIL);
    await panel.click('finding-title');
    const [inPage] = panel.place.querySelectorAll<HTMLElement>(
      '[data-testid="rule-page"] [data-testid="save-finding"]',
    );
    inPage?.click();
    await expect.poll(() => blobs.length).toBe(1);
  });
});

describe('several findings of a kind, told outside of the panel', () => {
  it('say once what all of them say, and each what is its own, under its entry', async () => {
    const { texts } = taken();
    const panel = await mountPart(<App />);
    const { entries } = session(`
      page https://shop.example/
      fbq init ${PIXEL}
      library
      config ${PIXEL}
      +100ms fbq track purchase {value: 1, currency: EUR}
        > hit ${PIXEL} purchase cd={value: 1, currency: EUR}
      +100ms fbq track lead
        > hit ${PIXEL} lead
      +100ms fbq track addtocart
        > hit ${PIXEL} addtocart
      +100ms fbq track addtocart
        > hit ${PIXEL} addtocart
    `);
    await panel.take(entries);
    await panel.click('tab-findings');
    panel.place
      .querySelector<HTMLElement>(
        '[data-rule="pixel/event-name-case"] [data-testid="copy-finding"]',
      )
      ?.click();
    await expect.poll(() => texts.length).toBe(1);
    const [text = ''] = texts;
    for (const name of ['Purchase', 'Lead', 'AddToCart']) expect(text).toContain(name);
    // The findings, before the events that they are about.
    const [findings = ''] = text.split(/\n## /);
    const sentences = findings
      // What Meta prints is quoted whole, with the event's name in it.
      .replaceAll(/Meta’s library prints: “[^”]*”/g, '')
      .split(/(?<=\.)\s+|\n(?:- )?/)
      .filter(({ length }) => length > 20);
    expect(sentences.filter((one, i) => sentences.indexOf(one) !== i)).toEqual([]);
    expect(text.match(/event-name-case/g)).toHaveLength(1);
    // Of two that read the same both are named.
    expect(findings.match(/fbq addtocart · /g)).toHaveLength(2);
  });
});

describe('text of a page', () => {
  const story = {
    title: 'a | b',
    about: '<b>',
    parts: [
      {
        title: 'T',
        rows: [
          ['x|y', '`'],
          ['<i>', '*'],
        ],
        lines: [{ text: '[a](javascript:x)' }],
      },
      { title: 'C', code: 'a```b' },
    ],
  };

  it('is never Markdown', () => {
    const text = storyMarkdown([story]);
    expect(text).toContain('| x\\|y | \\` |\n| --- | --- |\n| &lt;i&gt; | \\* |');
    expect(text).toContain('- \\[a\\]\\(javascript:x\\)');
    expect(text).toContain('````js\na```b\n````');
  });

  it('is never markup', () => {
    const page = storyPage([story], 'en');
    expect(page).toContain('<td>&lt;i&gt;</td>');
    expect(page).toContain('<p>&lt;b&gt;</p>');
  });
});
