import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Entry, ServerEntry } from '../../src/session/entry.ts';
import { runCommand } from '../unit/cli/command.ts';
import { makePurchase, sdk, serviceFor } from '../unit/cli/tap/business-sdk.ts';
import { type RunningTap, startTap } from '../unit/cli/tap/running-tap.ts';
import { poll } from './harness/poll.ts';
import { type Server, serve } from './harness/server.ts';
import { launch, type Panel, type Session } from './harness/session.ts';
import { entriesOf } from './log.ts';

const PAGES = fileURLToPath(new URL('../pages', import.meta.url));
/** As long as Meta's are. */
const TOKEN = `EAA${'Zx9'.repeat(20)}`;
const PIXEL = '1234567890123456';

const testId = (id: string) => `[data-testid="${id}"]`;

/** Posts events as a server does, over connections that are kept. */
function createPoster(origin: string) {
  const agent = new Agent({ keepAlive: true, maxSockets: 16 });
  return (names: readonly string[]) =>
    new Promise<number>((resolve, reject) => {
      const data = names.map((name) => ({ event_name: name, ...EVENT }));
      const sent = request(
        `${origin}/v24.0/${PIXEL}/events?access_token=${TOKEN}`,
        { method: 'POST', agent, headers: { 'content-type': 'application/json' } },
        (response) => {
          response.resume();
          response.on('end', () => resolve(response.statusCode ?? 0));
        },
      );
      sent.on('error', reject);
      sent.end(JSON.stringify({ data }));
    });
}

const EVENT = {
  event_time: Math.floor(Date.now() / 1000),
  action_source: 'system_generated',
  user_data: { external_id: ['a'] },
};

describe.each(['chromium', 'firefox'] as const)('server events in the panel of %s', (browser) => {
  let server: Server;
  let session: Session;
  let panel: Panel;
  let tap: RunningTap;

  beforeAll(async () => {
    server = await serve(
      {
        [`/v24.0/${PIXEL}/events`]: ({ body }) =>
          body.includes('refuse-me')
            ? {
                status: 400,
                type: 'application/json',
                body: `{"error":{"message":"Malformed access token ${TOKEN}","code":190}}`,
              }
            : { type: 'application/json', body: '{"events_received":1,"fbtrace_id":"REAL"}' },
      },
      { folder: PAGES },
    );
    tap = await startTap();
    session = await launch(browser, { server });
    panel = await session.openPanel();
    await session.page.goto('https://shop.test/first.html');
  });
  afterAll(async () => {
    await session?.close();
    await server?.close();
    await tap?.close();
  });

  const text = (selector: string) =>
    panel.evaluate<string | null>(
      (s: string) => document.querySelector<HTMLElement>(s)?.innerText ?? null,
      selector,
    );
  const waitForText = (selector: string, expected: string) =>
    panel.waitFor(
      (s: string, wanted: string) => {
        const shown = document.querySelector<HTMLElement>(s)?.innerText ?? '';
        return shown.includes(wanted) && shown;
      },
      selector,
      expected,
    );
  const serverEntries = async (): Promise<ServerEntry[]> =>
    (await entriesOf(panel)).filter((entry): entry is ServerEntry => entry.kind === 'server');
  const namesOf = async () => (await serverEntries()).map(({ event }) => event.event_name);

  /** Opens or closes the popover. */
  const togglePopover = async (isOpen: boolean) => {
    await panel.click(testId('server-events'));
    await panel.waitFor(
      (wanted: boolean) =>
        document.querySelector('#server-events')?.matches(':popover-open') === wanted,
      isOpen,
    );
  };

  const connect = async (address: string) => {
    await togglePopover(true);
    await panel.click(testId('tap-address'));
    await panel.press('Control+a');
    await panel.type(address);
    await panel.click(testId('tap-connect'));
  };

  describe('from tap', () => {
    it('says what is wrong with an address, and connects to the right one', async () => {
      await connect('http://shop.test/#abc');
      await waitForText(testId('tap-state'), 'Expected the address that event-loupe tap prints');
      await togglePopover(false);
      await connect(`${tap.origin}/#${'x'.repeat(32)}`);
      await waitForText(testId('tap-state'), 'refused (tap refuses the address');
      await togglePopover(false);
      await connect(tap.address);
      await waitForText(testId('tap-state'), 'connected');
      await togglePopover(false);
      expect(await text(testId('tap-status'))).toBe('tap connected');
    });

    it('shows what the business SDK sends by itself, without the access token', async () => {
      sdk.FacebookAdsApi.init(TOKEN, 'en_US', false);
      const answer = await new sdk.EventRequest(TOKEN, PIXEL)
        .setEvents([makePurchase('order-1')])
        .setHttpService(serviceFor(tap.origin))
        .execute();
      expect(answer).toMatchObject({ status: 200, events_received: 1, messages: [] });
      await panel.waitFor(() =>
        /tap\s*Purchase[\s\S]*order-1/.test(
          document.querySelector<HTMLElement>('[data-kind=server]')?.innerText ?? '',
        ),
      );
      const [entry] = await serverEntries();
      expect(entry).toMatchObject({
        origin: 'tap',
        pixelId: PIXEL,
        timeOf: 'receipt',
        where: `tap: POST /v24.0/${PIXEL}/events`,
        answer: { status: 200 },
        event: { event_name: 'Purchase', event_id: 'order-1', custom_data: { value: 9.99 } },
      });
      const shown = await panel.evaluate<string>(() => document.documentElement.outerHTML);
      expect(shown + JSON.stringify(await entriesOf(panel)) + tap.printed()).not.toContain(
        TOKEN.slice(0, 20),
      );
    });

    it('keeps a server event that waits for its copy when the page goes on', async () => {
      await session.page.goto('https://shop.test/first.html?thanks');
      const pages = async () =>
        (await entriesOf(panel)).flatMap((entry) => (entry.kind === 'page' ? [entry.url] : []));
      await poll(async () => (await pages()).join().endsWith('?thanks'), 'the next page alone');
      expect(await pages()).toHaveLength(1);
      expect(await namesOf()).toEqual(['Purchase']);
    });

    it('finds tap again that was killed and started anew, and goes on', async () => {
      await tap.restart();
      expect(await createPoster(tap.origin)(['AfterRestart'])).toBe(200);
      await poll(async () => (await namesOf()).includes('AfterRestart'), 'the event after restart');
      expect(await text(testId('tap-status'))).toBe('tap connected');
      expect(await namesOf()).toEqual(['Purchase', 'AfterRestart']);
    });

    it('loses none of 4,000 events that come in a burst', async () => {
      const post = createPoster(tap.origin);
      const before = (await serverEntries()).length;
      let next = 0;
      const work = async () => {
        for (let n = next; n < 4_000; n = next) {
          next += 4;
          const names = [n, n + 1, n + 2, n + 3].map((i) => `Burst${i}`);
          expect(await post(names)).toBe(200);
        }
      };
      await Promise.all(Array.from({ length: 16 }, work));
      // The log is asked for only once they are there: it is long.
      await panel.waitFor((wanted: number) => {
        const place = document.querySelector<HTMLElement>('[data-testid=count-entries]');
        return Number(place?.dataset.count) >= wanted;
      }, before + 4_000);
      const names = await namesOf();
      expect(names).toHaveLength(before + 4_000);
      expect(new Set(names).size).toBe(before + 4_000);
      expect((await entriesOf(panel)).filter(({ kind }) => kind === 'gap')).toEqual([]);
    });

    it('lets no page of a site read or post', async () => {
      const stream = new URL('/event-loupe/stream', tap.origin);
      stream.searchParams.set('token', new URL(tap.address).hash.slice(1));
      const before = (await serverEntries()).length;
      const tryFromPage = () =>
        session.page.evaluate<string[]>(
          async (streamUrl: string, eventsUrl: string) => {
            const body = '{"data":[{"event_name":"Forged"}]}';
            const attempts: Record<string, () => Promise<unknown>> = {
              read: async () => (await fetch(streamUrl)).text(),
              readBlind: async () =>
                (await fetch(streamUrl, { mode: 'no-cors' })).type === 'opaque' &&
                Promise.reject(new Error('opaque')),
              script: () =>
                new Promise((resolve, reject) => {
                  const script = document.createElement('script');
                  script.src = streamUrl;
                  script.onload = resolve;
                  script.onerror = reject;
                  document.head.append(script);
                }),
              post: async () => (await fetch(eventsUrl, { method: 'POST', body })).text(),
              postBlind: async () => {
                await fetch(eventsUrl, { method: 'POST', body, mode: 'no-cors' });
                throw new Error('opaque');
              },
              beacon: async () => {
                navigator.sendBeacon(eventsUrl, body);
                throw new Error('sent');
              },
            };
            const through: string[] = [];
            for (const [name, attempt] of Object.entries(attempts))
              try {
                await attempt();
                through.push(name);
              } catch {
                // That it failed is what is wanted; the list names what did not.
              }
            return through;
          },
          stream.href,
          `${tap.origin}/v24.0/${PIXEL}/events`,
        );
      // A site, the same without TLS, and one on this machine, which browsers trust a little more.
      for (const origin of [
        'https://shop.test',
        'http://shop.test',
        `http://127.0.0.1:${server.port}`,
      ]) {
        await session.page.goto(`${origin}/blank.html`);
        expect(await tryFromPage(), origin).toEqual([]);
      }
      expect(await createPoster(tap.origin)(['Last'])).toBe(200);
      await poll(async () => (await namesOf()).includes('Last'), 'the last event');
      expect(await namesOf()).not.toContain('Forged');
      expect(await serverEntries()).toHaveLength(before + 1);
    });

    it('connects again by itself when the panel is opened anew', async () => {
      await panel.close();
      panel = await session.openPanel();
      await waitForText(testId('tap-status'), 'tap connected');
      await togglePopover(true);
      await panel.click(testId('tap-connect'));
      await waitForText(testId('tap-state'), 'not connected');
      await togglePopover(false);
      await panel.click(testId('clear'));
    });
  });

  it('shows what tap forwards, with the real answer and without the token', async () => {
    const forwarding = await startTap({ forward: `http://127.0.0.1:${server.port}` });
    await connect(forwarding.address);
    await waitForText(testId('tap-state'), 'connected');
    await togglePopover(false);
    const send = (id: string) => {
      sdk.FacebookAdsApi.init(TOKEN, 'en_US', false);
      return new sdk.AdsPixel(PIXEL).createEvent(
        [],
        { data: [makePurchase(id).normalize()], access_token: TOKEN },
        `${forwarding.origin}/v24.0/${PIXEL}/events`,
      );
    };
    const rowsWith = (wanted: string) =>
      panel.waitFor(
        (expected: string) =>
          [...document.querySelectorAll<HTMLElement>('[data-kind=server]')].some((row) =>
            row.innerText.includes(expected),
          ),
        wanted,
      );
    expect((await send('taken'))._data).toMatchObject({ events_received: 1, fbtrace_id: 'REAL' });
    await rowsWith('taken');
    // The server's own words reach the SDK, token and all; what is kept of them has none.
    await expect(send('refuse-me')).rejects.toMatchObject({
      status: 400,
      message: `Malformed access token ${TOKEN}`,
    });
    await rowsWith('Malformed access token [removed]');
    const shown = await panel.evaluate<string>(() => document.documentElement.outerHTML);
    expect(shown + JSON.stringify(await entriesOf(panel)) + forwarding.printed()).not.toContain(
      TOKEN.slice(0, 20),
    );
    await togglePopover(true);
    await panel.click(testId('tap-connect'));
    await togglePopover(false);
    await panel.click(testId('clear'));
    await forwarding.close();
  });

  // What tap sees comes to the command itself; the browser has no part in it.
  if (browser === 'chromium')
    it('record takes what tap sees into the session file, from its start on', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'event-loupe-record-tap-'));
      const send = (name: string) =>
        `await fetch('${tap.origin}/v24.0/${PIXEL}/events?access_token=${TOKEN}', { method: 'POST',
          body: JSON.stringify({ data: [{ event_name: '${name}', ...${JSON.stringify(EVENT)} }] }) });`;
      writeFileSync(
        join(folder, 'steps.mjs'),
        `export default async (page) => { ${send('Recorded')} await page.title(); ${send('Second')} };`,
      );
      expect(await createPoster(tap.origin)(['BeforeRecord'])).toBe(200);
      const site = `http://127.0.0.1:${server.port}/first.html`;
      const { status, stderr } = await runCommand(
        ['record', site, '--browser', browser, '--steps', 'steps.mjs', '--tap', tap.address],
        folder,
      );
      expect([status, stderr]).toEqual([0, '']);
      const text = readFileSync(join(folder, 'session.jsonl'), 'utf8');
      const entries = text
        .trimEnd()
        .split('\n')
        .map((line): Entry | { kind: 'session' } => JSON.parse(line));
      const events = entries.flatMap((entry) => (entry.kind === 'server' ? [entry.event] : []));
      expect(events.map(({ event_name }) => event_name)).toEqual(['Recorded', 'Second']);
      expect(entries.some(({ kind }) => kind === 'call')).toBe(true);
      expect(text).not.toContain(TOKEN.slice(0, 20));
      const check = await runCommand(['check', 'session.jsonl', '--format', 'json'], folder);
      expect(JSON.parse(check.stdout).summary.serverEvents).toBe(2);
      rmSync(folder, { recursive: true });
    });

  describe('from a file', () => {
    const good = { event_name: 'Lead', ...EVENT };
    const nameless = { ...good, event_name: 7 };
    const body = (name: string, ...events: object[]) => [
      {
        name,
        text: JSON.stringify({ data: events, access_token: TOKEN }),
      },
    ];

    it('imports by button, by drop and by paste; the same file adds nothing', async () => {
      await panel.chooseFiles(testId('import-file'), body('a.json', good));
      await waitForText(testId('toast'), '1 server event imported');
      expect(await namesOf()).toEqual(['Lead']);
      await panel.chooseFiles(testId('import-file'), body('a.json', good));
      await waitForText(testId('toast'), 'These server events were here already');
      await panel.dropFiles(testId('list'), body('b.json', { ...good, event_name: 'Dropped' }));
      await poll(async () => (await namesOf()).includes('Dropped'), 'the dropped event');
      await panel.evaluate(() => {
        const clipboardData = new DataTransfer();
        clipboardData.setData('text/plain', '{"event_name":"Pasted","event_id":"p1"}');
        const paste = new Event('paste', { bubbles: true });
        // Firefox makes no ClipboardEvent with data of the caller's.
        Object.defineProperty(paste, 'clipboardData', { value: clipboardData });
        document.querySelector('[data-testid=list]')?.dispatchEvent(paste);
      });
      await poll(async () => (await namesOf()).includes('Pasted'), 'the pasted event');
      await togglePopover(true);
      await panel.click(testId('paste-events'));
      await panel.type('{"event_name":"Typed"}');
      await panel.click(testId('paste-import'));
      await poll(async () => (await namesOf()).includes('Typed'), 'the typed event');
      const all = JSON.stringify(await entriesOf(panel));
      expect(all).not.toContain(TOKEN.slice(0, 20));
    });

    it('asks what to do with the rest of a file that is partly wrong', async () => {
      await panel.click(testId('clear'));
      await panel.chooseFiles(testId('import-file'), body('c.json', good, nameless, good));
      expect(await waitForText(testId('import-question'), 'c.json')).toContain(
        '1 of 3 events cannot be read. First: c.json, /data/1/event_name: expected the name of the event, a text, found 7',
      );
      expect(await namesOf()).toEqual([]);
      await panel.click(testId('import-none'));
      await panel.waitFor(() => !document.querySelector('[data-testid=import-question]'));
      expect(await namesOf()).toEqual([]);
      await panel.chooseFiles(testId('import-file'), body('c.json', good, nameless, good));
      await panel.click(testId('import-rest'));
      await poll(async () => (await namesOf()).length === 2, 'the other two');
    });

    it('says what is wrong with a file that has nothing to import', async () => {
      await panel.chooseFiles(testId('import-file'), [
        { name: 'd.json', text: '{"data": [\n{"event_name": }]}' },
      ]);
      await waitForText(testId('message'), 'd.json, line 2, column 16: expected a value, found "}');
    });
  });
});
