import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { BROWSERS } from '../../src/cli/browsers.ts';
import { BROWSER_ROWS } from '../site/browser-rows.ts';
import observations from '../site/observations.json' with { type: 'json' };
import { pixelConfig, readFields } from '../site/server.ts';
import { poll } from './harness/poll.ts';
import { type Answer, type Server, serve } from './harness/server.ts';
import { launch, type Session } from './harness/session.ts';

/*
 * The demo shop's fake of Meta's SDK, held to what the real one did: recorded runs are run again,
 * with the run's own code, on the address of the recording, and their requests, their fields and the
 * order of these, and the warnings are compared. The fake answers under Meta's own names. Here are
 * those that need a browser and one of each kind; test/unit/site/fake-sdk.test.ts has all others.
 */

/** One run of each kind: nothing sent, a warning, several pixels, a form, each way to call, each configuration. */
const KINDS: ReadonlySet<string> = new Set([
  ...['no_init_track', 'purchase_missing_currency', 'multi_pixel', 'long_payload', 'legacy_push'],
  ...['adv_matching_hashed', 'prohibited', 'two_pixels_one_404', 'wrapped_both', 'apply_null'],
]);

const FAKE = readFileSync(new URL('../site/public/vendor/fbevents.js', import.meta.url), 'utf8');

const SNIPPET = `!function(f,b,e,v,n,t,s)
{if(f.fbq)return;n=f.fbq=function(){n.callMethod?
n.callMethod.apply(n,arguments):n.queue.push(arguments)};
if(!f._fbq)f._fbq=n;n.push=n;n.loaded=!0;n.version='2.0';
n.queue=[];t=b.createElement(e);t.async=!0;
t.src=v;s=b.getElementsByTagName(e)[0];
s.parentNode.insertBefore(t,s)}(window, document,'script',
'https://connect.facebook.net/en_US/fbevents.js');`;

/** What a run of the SDK needs, and what came of it. */
interface Row {
  name: string;
  js: string;
  mode?: string;
  /** This answer is given only after the row's own timer (900 ms) has run. */
  held?: string;
  warnings: string[];
  configs?: number;
  plugins?: string[];
  hits: {
    fields: Record<string, string | undefined>;
    method?: string;
    url?: string;
    type?: string;
  }[];
}

declare global {
  interface Window {
    observed?: { warnings: string[]; isDone: boolean };
    fbq: { queue: ArrayLike<unknown>[]; getState(): { pixels: { id: string }[] } };
  }
}

/** The timer that the recorded runs use for what comes after the load. */
const ROW_TIMER_MS = 900;

function pageOf(row: Row): Answer {
  // Timers of one length run in the order in which they were set: this one after the row's own.
  const afterRow = row.js.includes(`,${ROW_TIMER_MS})`)
    ? `new Promise((done) => setTimeout(done, ${ROW_TIMER_MS})).then(() => fetch('/release'))`
    : 'undefined';
  return {
    // No charset, as in the recording, where the page's ü was read as two characters.
    type: 'text/html',
    body: `<!doctype html><title>Observation</title><body><button>Buy</button>
<script>
window.observed = { warnings: [], isDone: false };
console.warn = (text) => { observed.warnings.push(text); };
</script>
<script>${SNIPPET}</script>
<script>${row.js}</script>
<script>
Promise.all([
  ${afterRow},
  new Promise((done) => addEventListener('load', () => setTimeout(done))),
]).then(() => { observed.isDone = true; });
</script>`,
  };
}

/** What Meta's configuration of a pixel said in the recorded runs, by the run's mode. */
function configOf(row: Row, pixelId: string, number: number): Answer {
  const type = 'text/javascript';
  if (row.mode === '404' || (row.mode === '404second' && number === 2)) return { status: 404 };
  const plugins = row.plugins?.map((name) => `fbq.loadPlugin(${JSON.stringify(name)});`) ?? [];
  return { type, body: [...plugins, pixelConfig(pixelId)].join('\n') };
}

// Event Loupe listens: what the hook changed of a recorded run would be a failure of the hook.
for (const browser of BROWSERS) {
  describe(`the fake of Meta's SDK in ${browser}, Event Loupe listening`, () => {
    let server: Server;
    let session: Session;
    let row: Row = { name: 'none', js: '', warnings: [], hits: [] };
    let documents = 0;
    let configs = 0;
    let release = () => {};
    let released = Promise.resolve();

    beforeAll(async () => {
      const config = async (pixelId: string) => {
        configs += 1;
        const number = configs;
        if (row.held === 'config') await released;
        return configOf(row, pixelId, number);
      };
      const document = () => {
        documents += 1;
        // A row that navigates would run again and again on what it navigates to.
        return documents > 2 ? '<!doctype html><title>Enough</title>' : pageOf(row);
      };
      server = await serve({
        'shop.example/': document,
        'shop.example/bye': document,
        'shop.example/blank': '<!doctype html><title>Blank</title>',
        'shop.example/release': () => {
          release();
          return { type: 'text/plain' };
        },
        'shop.example/settled': { type: 'text/plain' },
        'connect.facebook.net/en_US/fbevents.js': async () => {
          if (row.held === 'sdk') await released;
          return { type: 'text/javascript; charset=utf-8', body: FAKE };
        },
        'connect.facebook.net/signals/config/123456789012345': () => config('123456789012345'),
        'connect.facebook.net/signals/config/987654321098765': () => config('987654321098765'),
        'www.facebook.com/tr/': { type: 'image/gif' },
      });
      session = await launch(browser, { server });
    });

    afterAll(async () => {
      await session?.close();
      await server?.close();
    });

    beforeEach(async () => {
      row = { name: 'none', js: '', warnings: [], hits: [] };
      await session.page.goto('http://shop.example/blank');
      released = new Promise((resolve) => {
        release = resolve;
      });
      documents = 0;
      configs = 0;
      server.requests.length = 0;
    });

    const requestsOf = (host: string, path: string) =>
      server.requests.filter((one) => one.host === host && one.url.pathname.startsWith(path));

    /**
     * The hits in the order in which the SDK sent them. Two of one moment may arrive in any order, by
     * connections of their own: these stand as they were recorded.
     */
    const readHits = async (recorded: Row['hits']) => {
      const read = await Promise.all(
        requestsOf('www.facebook.com', '/tr/').map(async (request) => {
          const type = request.headers['content-type'] ?? '';
          const fields = await readFields(request.path, type, Buffer.from(request.body));
          const at = Number(fields.ts);
          const place = recorded.findIndex(({ fields: own }) =>
            ['id', 'ev', 'ec'].every(
              (name) => own[name] === undefined || own[name] === fields[name],
            ),
          );
          for (const volatile of ['ts', 'it', 'sw', 'sh']) {
            expect(fields[volatile]).toMatch(/^\d+$/);
            delete fields[volatile];
          }
          return { at, place, hit: { method: request.method, fields } };
        }),
      );
      return read.sort((a, b) => a.at - b.at || a.place - b.place).map(({ hit }) => hit);
    };

    /** Runs a row until its hits are there and nothing more is under way. */
    async function run(next: Row) {
      row = next;
      const { page } = session;
      await page.goto('http://shop.example/?fbclid=IwAR123');
      const isLeaving = next.js.includes('location.href=');
      if (isLeaving) await page.waitFor(() => document.title === 'Enough');
      else await page.waitFor(() => window.observed?.isDone);
      await poll(
        () => requestsOf('www.facebook.com', '/tr/').length >= next.hits.length,
        `${next.hits.length} hits`,
      );
      if (isLeaving) return [];
      // A request that the page made before this one has been seen when it is answered.
      await page.evaluate(() => fetch('/settled').then(() => true));
      return await page.evaluate(() => window.observed?.warnings ?? []);
    }

    const rows: Row[] = observations.rows.filter(
      ({ name }) => BROWSER_ROWS.has(name) || KINDS.has(name),
    );
    test.each(rows)('$name', async (recorded) => {
      const warnings = await run(recorded);
      expect(warnings).toEqual(recorded.warnings);
      const isLeaving = recorded.name === 'beacon_unload';
      // The recording of that row ended while its page was still loading itself again and again.
      const hits = (await readHits(recorded.hits)).slice(
        0,
        isLeaving ? recorded.hits.length : undefined,
      );
      const expected = recorded.hits.map(({ method, fields }) => ({
        method,
        fields: { ...fields },
      }));
      if (browser === 'firefox' && recorded.name === 'long_payload') {
        // Recorded in Chromium, which posts a form. Firefox was seen to send a multipart beacon.
        for (const { fields } of expected) fields.rqm = 'SB';
      }
      if (browser === 'firefox' && isLeaving) {
        // Firefox cuts a referrer that carries a click id (fbclid) down to its origin.
        for (const { fields } of expected.slice(1)) fields.rl = 'http://shop.example/';
      }
      expect(hits).toEqual(expected);
      expect(hits.map(({ fields }) => Object.keys(fields))).toEqual(
        expected.map(({ fields }) => Object.keys(fields)),
      );
      expect(configs).toBe(recorded.configs);
      const plugins = requestsOf('connect.facebook.net', '/signals/plugins/');
      expect(plugins.map(({ url }) => url.pathname)).toEqual(
        recorded.plugins?.map((name) => `/signals/plugins/${name}.js`),
      );
    });

    const PIXEL = '123456789012345';
    const INIT = `fbq('init','${PIXEL}');`;

    /** Seen of the real SDK too, but written down as facts, without a recorded run. */
    const facts: (Row & { queue?: string[] })[] = [
      {
        name: 'a route change after the load sends a PageView of its own',
        js: `${INIT}fbq('track','PageView');addEventListener('load',()=>history.pushState({},'','/two?x=1'));`,
        warnings: [],
        hits: [
          { fields: { ev: 'PageView', dl: 'http://shop.example/?fbclid=IwAR123' } },
          { fields: { ev: 'PageView', dl: 'http://shop.example/two?x=1' } },
        ],
      },
      {
        name: 'no PageView of its own with disablePushState',
        js: `fbq.disablePushState=true;${INIT}fbq('track','PageView');addEventListener('load',()=>history.pushState({},'','/two?x=1'));`,
        warnings: [],
        hits: [{ fields: { dl: 'http://shop.example/?fbclid=IwAR123' } }],
      },
      {
        name: 'PageView repeated with allowDuplicatePageViews',
        js: `fbq.allowDuplicatePageViews=true;${INIT}fbq('track','PageView');fbq('track','PageView');`,
        warnings: [],
        hits: [{ fields: { ec: '0' } }, { fields: { ec: '1' } }],
      },
      {
        name: 'trackSingle PageView is not de-duplicated',
        js: `${INIT}fbq('trackSingle','${PIXEL}','PageView');fbq('trackSingle','${PIXEL}','PageView');`,
        warnings: [],
        hits: [{ fields: { tm: '1' } }, { fields: { tm: '1' } }],
      },
      {
        name: 'what follows an init in the queue is sent, what came before it is not',
        js: `fbq('track','PageView');${INIT}fbq('track','Lead');`,
        warnings: [],
        hits: [{ fields: { ev: 'Lead' } }],
      },
      {
        name: 'a grant after the load sends what a revoke held, with its ids',
        js: `fbq('consent','revoke');${INIT}fbq('track','PageView');fbq('track','Lead',{},{eventID:'g'});addEventListener('load',()=>fbq('consent','grant'));`,
        warnings: [],
        configs: 1,
        hits: [{ fields: { ev: 'PageView' } }, { fields: { ev: 'Lead', eid: 'g' } }],
      },
      {
        name: 'a revoke and a grant that are both queued lock for ever',
        js: `fbq('consent','revoke');${INIT}fbq('track','PageView');fbq('consent','grant');fbq('track','Lead');`,
        warnings: [],
        configs: 0,
        hits: [],
        queue: ['init', 'track', 'consent', 'track'],
      },
      {
        name: 'a track after a revoke waits in fbq.queue',
        js: `${INIT}addEventListener('load',()=>{fbq('consent','revoke');fbq('track','Lead');});`,
        warnings: [],
        hits: [],
        queue: ['track'],
      },
      {
        name: 'an agent given to init',
        js: `fbq('init','${PIXEL}',{},{agent:'plX'});fbq('track','Lead');`,
        warnings: [],
        hits: [{ fields: { a: 'plX' } }],
      },
      {
        name: 'a second init that brings the user data is accepted',
        js: `${INIT}fbq('init','${PIXEL}',{em:'a@shop.example'});fbq('track','Lead');`,
        warnings: [],
        hits: [{ fields: { ev: 'Lead' } }],
      },
      {
        name: 'a cycle, a throwing getter and a throwing toString give no hit and no word',
        js: `${INIT}var a={};a.a=a;fbq('track','Lead',{a:a});fbq('track','Lead',{get b(){throw new Error('b')}});fbq('track','Lead',{},{eventID:{toString(){throw new Error('c')},0:{toString(){throw new Error('d')}}}});fbq('track','Lead',{ok:1});`,
        warnings: [
          "Incorrect eventID type. The eventID parameter needs to be a string for Pixel ID: 123456789012345 for event 'Lead",
        ].map((text) => `[Meta Pixel] - ${text}`),
        hits: [{ fields: { 'cd[ok]': '1' } }],
      },
      {
        name: 'a getter is read once',
        js: `${INIT}var n=0;fbq('track','Lead',{get b(){return ++n}});`,
        warnings: [],
        hits: [{ fields: { 'cd[b]': '1' } }],
      },
      {
        name: 'the names inside CustomEvent and report…',
        js: `${INIT}fbq('track','CustomEvent',{event:'foo'});fbq('reportBar');`,
        warnings: [],
        hits: [{ fields: { ev: 'foo' } }, { fields: { ev: 'Bar' } }],
      },
    ];

    test.each(facts)('$name', async (fact) => {
      expect(await run(fact)).toEqual(fact.warnings);
      const hits = await readHits(fact.hits);
      expect(hits.length).toBe(fact.hits.length);
      for (const [number, { fields }] of fact.hits.entries()) {
        expect(hits[number]?.fields).toMatchObject(fields);
      }
      if (fact.configs !== undefined) expect(configs).toBe(fact.configs);
      const queue = await session.page.evaluate(() => window.fbq.queue.map((call) => call[0]));
      expect(queue).toEqual(fact.queue ?? []);
    });

    test('a grant that is called frees what is locked in the queue', async () => {
      await run({
        name: 'deadlock',
        js: `fbq('consent','revoke');${INIT}fbq('consent','grant');fbq('track','Lead');`,
        warnings: [],
        hits: [],
      });
      await session.page.evaluate("fbq('consent','grant')");
      await poll(() => requestsOf('www.facebook.com', '/tr/').length === 1, 'the freed hit');
    });

    test('says that it is a fake', async () => {
      await run({ name: 'fake', js: INIT, warnings: [], hits: [] });
      expect(await session.page.evaluate('fbq.fake')).toMatch(/Event Loupe/);
      expect(await session.page.evaluate('fbq.version')).toBe('2.9.325');
      expect(await session.page.evaluate('fbq === _fbq')).toBe(true);
      expect(await session.page.evaluate(() => window.fbq.getState().pixels[0]?.id)).toBe(PIXEL);
    });
  });
}
