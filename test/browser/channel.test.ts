import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Entry, PageEntry } from '../../src/session/entry.ts';
import { poll } from './harness/poll.ts';
import { type Server, serve } from './harness/server.ts';
import { launch, type Panel, type Session } from './harness/session.ts';
import { entriesOf } from './log.ts';

const PAGES = fileURLToPath(new URL('../pages', import.meta.url));
/** By which a page of the same origin can be at a frame's window before the frame's document. */
const WAYS = [
  'blank, then src',
  'blank, then a slow src',
  'slow src',
  'src, followed',
  'srcdoc',
  'blank, then srcdoc',
  'sandboxed, blank, then src',
  'sandboxed srcdoc',
  'a javascript: address',
  'blank, then location',
  'a blob: address',
  'an object element',
  'addEventListener patched',
  'dispatchEvent patched',
  'attachShadow patched',
];

describe.each(['chromium', 'firefox'] as const)('the channel in frames in %s', (browser) => {
  let server: Server;
  let session: Session;
  let panel: Panel;

  beforeAll(async () => {
    const frame = readFileSync(`${PAGES}/thief-frame.html`, 'utf8');
    server = await serve(
      {
        // Long enough for a page that looks at its frame in every task.
        '/slow-frame.html': () => new Promise((done) => setTimeout(done, 300, frame)),
      },
      { folder: PAGES },
    );
    session = await launch(browser, { server });
    panel = await session.openPanel();
  });
  afterAll(async () => {
    await session?.close();
    await server?.close();
  });

  const isInFrame = (e: Entry) => e.kind === 'call' && e.args[1] === 'InFrame';

  it.each(WAYS)('%s: nothing is stolen or forged, or the document says so', async (way) => {
    await session.page.goto(`https://shop.test/thief.html?way=${encodeURIComponent(way)}`);
    await session.page.waitFor('window.told');
    let entries: Entry[] = [];
    const isThere = async () => {
      entries = await entriesOf(panel);
      return entries.some(isInFrame);
    };
    await poll(isThere, 'the call in the frame').catch(() => undefined);
    const call = entries.find(isInFrame);
    const own = (e: Entry): e is PageEntry => e.kind === 'page' && e.event === 'start';
    const frames = entries.filter(own).filter((e) => e.top === false);
    const { stolen, patched } = await session.page.evaluate<{
      stolen: string[];
      patched: string[];
    }>('({ stolen: window.stolen, patched: window.patched })');
    const isForged = JSON.stringify(entries).includes('FORGED');
    if (frames.some((frame) => frame.contested)) {
      // What cannot be kept from the page is told.
      expect(way).toMatch(/patched/);
      return;
    }
    expect(call).toBeDefined();
    expect({ stolen, isForged, patched }).toEqual({ stolen: [], isForged: false, patched: [] });
  });
});
