import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAnalysis } from '../../src/rules/create-analysis.ts';
import type { ConsentEntry, Entry, HitEntry } from '../../src/session/entry.ts';
import type { Profile } from '../../src/session/profile.ts';
import { LIVES } from '../session/consent-lives.ts';
import { bundleForPage } from '../site/bundle.ts';
import { pixelConfig } from '../site/server.ts';
import { poll } from './harness/poll.ts';
import { type ServedRequest, type Server, serve } from './harness/server.ts';
import { launch, type Panel, type Session } from './harness/session.ts';
import { entriesOf } from './log.ts';

/*
 * Consent tools through their whole life, beside a pixel that does not heed them; all of them, and
 * beside one that does, live in test/unit/hook/consent. TCF is the IAB's own code; every other tool is a fake that
 * says what it was built from, as is Meta's SDK. The server's list of requests says how many hits the
 * panel must have.
 */

const PAGES = fileURLToPath(new URL('../pages', import.meta.url));
const SDK = readFileSync(new URL('../site/public/vendor/fbevents.js', import.meta.url), 'utf8');
const PIXEL = '123456789012345';
/** The IAB's own code, and a fake that keeps its choice in a cookie: what differs by tool is held by the unit tests. */
const IN_BROWSERS: ReadonlySet<string> = new Set(['tcf', 'onetrust']);
const CONFIG = `connect.facebook.net/signals/config/${PIXEL}`;

describe.each(['chromium', 'firefox'] as const)('consent in %s', (browser) => {
  let server: Server;
  let session: Session;
  let panel: Panel;

  beforeAll(async () => {
    const script = (body: string) => ({ type: 'text/javascript; charset=utf-8', body });
    const [stub, cmp] = [
      await bundleForPage('consent/tcf-stub-entry.js'),
      await bundleForPage('consent/tcf-entry.ts'),
    ];
    server = await serve(
      {
        '/consent/tcf-stub.js': script(stub),
        '/consent/tcf.js': script(cmp),
        'connect.facebook.net/en_US/fbevents.js': script(SDK),
        [CONFIG]: script(pixelConfig(PIXEL)),
        'www.facebook.com/tr/': { type: 'image/gif' },
        'collect.commander1.com/events': { type: 'text/plain' },
      },
      { folder: PAGES },
    );
    session = await launch(browser, { server });
    panel = await session.openPanel();
    await panel.click('[data-testid=preserve]');
  });
  afterAll(async () => {
    await session?.close();
    await server?.close();
  });
  beforeEach(async () => {
    await session.page.goto('https://shop.test/blank.html');
    await session.page.evaluate(() => {
      localStorage.clear();
      for (const pair of document.cookie.split('; ')) {
        const [name] = pair.split('=');
        // biome-ignore lint/suspicious/noDocumentCookie: as the tools do it
        document.cookie = `${name}=; path=/; max-age=0`;
      }
    });
    await panel.click('[data-testid=clear]');
    server.requests.length = 0;
  });

  const isEvent = (entry: Entry): entry is HitEntry =>
    entry.kind === 'hit' && entry.role === undefined;
  const isMeta = ({ host, url }: ServedRequest) =>
    host === 'www.facebook.com' && url.pathname === '/tr/';
  const isHit = (request: ServedRequest) =>
    isMeta(request) || request.host === 'collect.commander1.com';

  /** The panel's log, once every request that the server got for Meta is in it with its end. */
  async function sessionSoFar(): Promise<Entry[]> {
    return poll(async () => {
      const byId = new Map((await entriesOf(panel)).map((entry) => [entry.id, entry]));
      const entries = [...byId.values()];
      const ended = entries.filter(
        (entry) => isEvent(entry) && entry.outcome !== 'pending' && entry.outcome !== undefined,
      );
      const got = server.requests.filter(isHit);
      if (ended.length === got.length) return entries;
      throw new Error(`${ended.length} ended in the panel, ${got.length} came to the server`);
    }, 'the hits that the server got');
  }

  const open = async (tool: string) => {
    await session.page.goto(`https://shop.test/consent/life.html?tool=${tool}&mode=careless`);
    await session.page.waitFor(() => 'callMethod' in (window as unknown as { fbq: object }).fbq);
  };
  const load = async () => {
    await session.page.click('#load');
    await session.page.waitFor(() => 'loaded' in document.body.dataset);
  };
  /** Clicks, and waits until the event has been called. */
  const clickAndWait = async (id: string, name: string) => {
    await session.page.click(id);
    await poll(async () => (await namesOf(await entriesOf(panel))).at(-1) === name, name);
  };
  const nameOf = (entry: Entry | undefined): string => {
    if (entry?.kind !== 'call' || entry.method !== 'track') return '';
    return (entry.args[2] as { content_name: string }).content_name;
  };
  const namesOf = (entries: Entry[]) => entries.map(nameOf).filter((name) => name !== '');

  /**
   * Waits until the server has got each event that was called. Firefox takes an image along that is only
   * about to be sent when its page leaves: it would be `cancelled` here, and never come to the server.
   */
  const allSent = () =>
    poll(
      async () => server.requests.filter(isMeta).length >= namesOf(await entriesOf(panel)).length,
      'each event at the server',
    );

  /** The whole life of a tool; returns the session. */
  async function live(tool: string): Promise<Entry[]> {
    await open(tool);
    await load();
    await clickAndWait('#track', 'click');
    await clickAndWait('#accept', 'accepted');
    await clickAndWait('#track', 'click');
    await clickAndWait('#reject', 'rejected');
    await clickAndWait('#track', 'click');
    await clickAndWait('#accept', 'accepted');
    await allSent();
    await open(tool);
    await load();
    await clickAndWait('#track', 'click');
    await allSent();
    return sessionSoFar();
  }

  /** `name state` of each event at its call. */
  function statesOf(entries: Entry[], profile: Profile): string[] {
    const analysis = createAnalysis(profile);
    analysis.add(entries);
    const calls = entries.filter((entry) => nameOf(entry) !== '');
    return calls.map((entry) => `${nameOf(entry)} ${analysis.consent.of(entry.id)[0]?.atCall}`);
  }

  it.each(Object.entries(LIVES).filter(([tool]) => IN_BROWSERS.has(tool)))(
    '%s: each event is judged by what the tool said, what left is found, and a choice after which nothing is called is seen',
    async (tool, life) => {
      const profile: Profile = { consent: { categories: life.categories, region: 'opt-in' } };
      const entries = await live(tool);
      const told = statesOf(entries, profile);
      const stored = told.filter((line) => line.startsWith('stored'));
      expect(told.filter((line) => !line.startsWith('stored'))).toEqual(life.told);
      expect(stored.filter((line) => line !== 'stored granted')).toEqual([]);
      expect(stored.length).toBeLessThanOrEqual(1);

      const analysis = createAnalysis(profile);
      analysis.add(entries);
      const hits = entries.filter((entry) => isEvent(entry) && entry.vendor === 'meta');
      expect(hits).toHaveLength(told.length);
      const count = (rule: string, severity: string) =>
        analysis
          .findings()
          .filter((one) => one.rule === `consent/${rule}` && one.severity === severity).length;
      const early = told.filter((line) => line.endsWith('undecided')).length;
      // Before a tool has come nothing says that its word would not have been firm.
      expect(count('sent-before-decision', 'error')).toBe(early);
      expect(count('sent-although-denied', life.isUnfirm ? 'warning' : 'error')).toBe(2);
      expect(count('withdrawn-after-hit', 'info')).toBe(1);

      const before = (await entriesOf(panel)).length;
      await session.page.click('#silent');
      await poll(async () => {
        const now = await entriesOf(panel);
        const last = now
          .slice(before)
          .findLast((entry): entry is ConsentEntry => entry.kind === 'consent');
        const again = createAnalysis(profile);
        again.add(now);
        const source = life.source ?? tool;
        return last?.source === source && again.consent.at(last.id)[source]?.state === 'denied';
      }, 'a reading that denies');
    },
  );

  it('Usercentrics version 3: the decision per service is read, and Meta’s decides', async () => {
    await open('usercentrics-v3');
    await load();
    await clickAndWait('#accept', 'accepted');
    await clickAndWait('#reject', 'rejected');
    const entries = await entriesOf(panel);
    const last = entries.findLast(
      (entry): entry is ConsentEntry => entry.kind === 'consent' && entry.source === 'usercentrics',
    );
    expect(last?.value).toMatchObject({
      services: {
        ads: { name: 'Facebook Pixel', consent: { given: false, type: 'EXPLICIT' } },
        maps: { name: 'Google Maps', consent: { given: true, type: 'EXPLICIT' } },
      },
    });
    const analysis = createAnalysis();
    analysis.add(entries);
    expect(analysis.consent.at(last?.id ?? '').usercentrics).toMatchObject({
      state: 'denied',
      said: { items: [{ name: 'Facebook Pixel', state: 'denied' }] },
    });
  });

  it('TCF: what is shown equals what the library reads, through changes, a withdrawal and a law that does not apply', async () => {
    await open('tcf');
    await load();
    type Cmp = {
      set(purposes: number[], isShown?: boolean): void;
      addConsent(text: string): void;
      notApplicable(): void;
      truth(): { purposes: number[]; disclosed: number[] };
    };
    const readings = async () =>
      (await entriesOf(panel)).filter(
        (entry): entry is ConsentEntry => entry.kind === 'consent' && entry.source === 'tcf',
      );
    const statusOf = ({ value }: ConsentEntry) => {
      const read = value as { properties?: Record<string, unknown> } & Record<string, unknown>;
      return read.properties ?? read;
    };
    const said = async (entry: ConsentEntry) => {
      const analysis = createAnalysis({ consent: { categories: { tcf: '1,3,4' } } });
      analysis.add(await entriesOf(panel));
      return analysis.consent.at(entry.id).tcf;
    };
    // The stub's answer to a ping may come before.
    const first = await poll(async () => {
      const last = (await readings()).at(-1);
      return last !== undefined && statusOf(last).eventStatus !== undefined ? last : undefined;
    }, 'a first reading of the CMP itself');
    expect(statusOf(first).eventStatus).toBe('cmpuishown');
    expect((await said(first))?.state).toBe('undecided');

    for (const purposes of [[1], [1, 3, 4], [1, 2, 3, 4, 7, 10], []]) {
      const before = (await readings()).length;
      const truth = await session.page.evaluate<ReturnType<Cmp['truth']>>((list: number[]) => {
        const { cmp } = window as unknown as { cmp: Cmp };
        cmp.set(list);
        return cmp.truth();
      }, purposes);
      expect(truth.purposes).toEqual(purposes);
      await poll(async () => (await readings()).length > before, 'the change');
      const entry = (await readings()).at(-1) as ConsentEntry;
      const data = statusOf(entry);
      const on = (vector: unknown) =>
        Object.entries(vector as Record<string, boolean>)
          .filter(([, isOn]) => isOn)
          .map(([id]) => Number(id));
      expect(on((data.purpose as { consents: unknown }).consents)).toEqual(truth.purposes);
      const { disclosedVendors } = data.vendor as { disclosedVendors: unknown };
      expect(on(disclosedVendors)).toEqual(truth.disclosed);
      expect(truth.disclosed).toEqual([1, 2, 755]);
      const state = await said(entry);
      const isGranted = [1, 3, 4].every((id) => purposes.includes(id));
      expect(state?.state).toBe(isGranted ? 'granted' : 'denied');
      expect(state?.said.notes).toContainEqual({ code: 'disclosed', vendors: 3 });
    }

    const before = (await readings()).length;
    await session.page.evaluate(() => {
      const { cmp } = window as unknown as { cmp: Cmp };
      cmp.addConsent('2~43.89~dv.7');
      cmp.set([1]);
    });
    await poll(async () => (await readings()).length > before, 'Additional Consent');
    const analysis = createAnalysis();
    analysis.add(await entriesOf(panel));
    const entry = (await readings()).at(-1) as ConsentEntry;
    expect(analysis.consent.at(entry.id).tcf).toMatchObject({ state: 'granted' });

    await session.page.evaluate(() => (window as unknown as { cmp: Cmp }).cmp.notApplicable());
    await poll(
      async () => statusOf((await readings()).at(-1) as ConsentEntry).gdprApplies === false,
      'a law that does not apply',
    );
    expect(await said((await readings()).at(-1) as ConsentEntry)).toMatchObject({ counts: false });
  });

  it('TCF: a stub is asked for nothing that it would queue, and its page sees no more listeners before the CMP is there', async () => {
    await open('tcf');
    await clickAndWait('#track', 'click');
    const queue = await session.page.evaluate<string[]>(() =>
      (window as unknown as { __tcfapi(): unknown[][] })
        .__tcfapi()
        .map(([command]) => String(command)),
    );
    // The page's own listener.
    expect(queue).toEqual(['addEventListener']);
    const [reading] = (await entriesOf(panel)).filter((entry) => entry.kind === 'consent');
    expect(reading).toMatchObject({ source: 'tcf', value: { cmpStatus: 'stub' } });
  });

  it('Commanders Act: its events carry what TRUST said', async () => {
    await open('trust');
    await load();
    await clickAndWait('#accept', 'accepted');
    const trigger = () =>
      session.page.evaluate(() => {
        (window as unknown as { cact(...args: unknown[]): void }).cact('trigger', 'purchase', {
          amount: 1,
        });
      });
    await trigger();
    await clickAndWait('#reject', 'rejected');
    await trigger();
    await poll(
      () => server.requests.filter(({ host }) => host === 'collect.commander1.com').length === 2,
      'two events',
    );
    await poll(
      async () =>
        (await entriesOf(panel)).filter((e) => e.kind === 'call' && e.method === 'trigger')
          .length === 2,
      'two triggers',
    );
    const analysis = createAnalysis({ consent: { categories: { trust: '3' } } });
    analysis.add(await sessionSoFar());
    const collected = new Set(
      (await sessionSoFar()).flatMap((entry) =>
        entry.kind === 'hit' && entry.vendor === 'commanders-act' ? [entry.id] : [],
      ),
    );
    const byVendor = analysis.consent
      .all()
      .flatMap(({ hit, verdict }) => (collected.has(hit ?? '') ? [verdict] : []));
    expect(byVendor).toEqual(['granted', 'denied']);
    expect(analysis.findings().filter(({ rule }) => rule === 'consent/categories-missing')).toEqual(
      [],
    );
  });

  it('tools that misbehave: nothing is shown to the page, nothing of it runs that is not asked for, and no answer keeps us busy', async () => {
    await session.page.goto('https://shop.test/consent/odd.html');
    await session.page.evaluate(() => {
      (window as unknown as { many(count: number): void }).many(30);
    });
    const calls = await poll(async () => {
      const entries = await entriesOf(panel);
      const names = entries.flatMap((e) => (e.kind === 'call' ? [e.args[1]] : []));
      return names.includes('task 29') ? names : undefined;
    }, 'all calls');
    expect(calls.slice(0, 2)).toEqual(['without', 'while asked']);
    expect(calls).toContain('with');
    const page = await session.page.evaluate<{
      seen: string[];
      ran: string[];
      errors: string[];
      answers: number;
    }>('({ seen, ran, errors, answers })');
    expect(page.seen).toEqual([]);
    expect(page.ran).toEqual([]);
    // The page's own tool rejects; whoever else asks it sees that, and we do not add to it.
    expect(page.errors).toEqual([]);
    const readings = (await entriesOf(panel)).filter((entry) => entry.kind === 'consent');
    // At most one look before the call of a task and one at its end.
    expect(readings.length).toBeGreaterThan(20);
    expect(readings.length).toBeLessThan(90);
    expect(readings.every(({ source }) => source === 'gpp')).toBe(true);
  });
});
