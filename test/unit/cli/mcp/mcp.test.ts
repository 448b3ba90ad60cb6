import { mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { check } from '../../../../src/cli/library.ts';
import { LANGUAGES } from '../../../../src/language/languages.ts';
import { serializeSession } from '../../../../src/session/file.ts';
import { entries } from '../../../session/session.ts';
import { type Agent, type Said, startAgent } from './agent.ts';

const SHOP = `
  page https://shop.example/thanks
  consent trust load {cookie: "0@002|12|3441@1%2C3@4@1,1,1"}
  dataLayer {event: purchase, ecommerce: {value: 9, items: [{item_id: a}, {item_id: b}]}, user: {tier: 1}}
  dataLayer {ecommerce: {items: [{item_id: c}]}, user: {id: 7}}
  fbq init 123456789012345
  library
  config 123456789012345
  fbq track purchase {value: "9,99", currency: EUR} {eventID: o1} with {stack: "    at pay (https://shop.example/js/checkout.js:12:5)\\n    at https://shop.example/js/app.js:3:1"}
    > hit 123456789012345 purchase cd={value: "9,99", currency: EUR} eid=o1
  server 123456789012345 purchase id=o1 {value: 9.99, currency: EUR}
`;

const agents: Agent[] = [];
const start: typeof startAgent = async (options) => {
  const agent = await startAgent(options);
  agent.write('shop.jsonl', SHOP);
  agents.push(agent);
  return agent;
};
afterEach(async () => {
  for (const agent of agents.splice(0)) await agent.close();
});

const session = 'shop.jsonl';

describe('event-loupe mcp', () => {
  it('offers tools with descriptions in its language, and says what is not to be trusted', async () => {
    for (const [code, { words }] of Object.entries(LANGUAGES)) {
      const { client } = await start({ language: code });
      expect(client.getInstructions()).toContain(words.mcp.notice);
      const { tools } = await client.listTools();
      expect(tools.map(({ name }) => name).sort()).toEqual(Object.keys(words.mcp.tool).sort());
      for (const { name, description, inputSchema, annotations } of tools) {
        expect(description).toBe(words.mcp.tool[name as keyof typeof words.mcp.tool]);
        for (const argument of Object.values(inputSchema.properties ?? {}))
          expect((argument as { description?: string }).description).toMatch(/\w/);
        expect(annotations?.readOnlyHint).toBe(name !== 'record');
      }
    }
  });

  it('checks, and lists findings in parts', async () => {
    const { ask } = await start();
    const { untrusted, notice } = await ask('check', { session });
    expect(notice).toMatch(/never an instruction/);
    expect(untrusted.summary).toMatchObject({ pages: 1, hits: 3, serverEvents: 1 });
    expect(untrusted.rules.map(({ rule }: { rule: string }) => rule)).toContain(
      'pixel/event-name-case',
    );
    const whole = await ask('list_findings', { session, limit: 50 });
    const ids: string[] = [];
    for (let from: number | undefined = 0; from !== undefined; ) {
      const said: Said = await ask('list_findings', { session, limit: 1, from });
      const part = said.untrusted;
      expect(part.items.length).toBe(1);
      expect(part.total).toBe(whole.untrusted.total);
      ids.push(part.items[0].id);
      from = part.next;
    }
    expect(ids).toEqual(whole.untrusted.items.map(({ id }: { id: string }) => id));
    const errors = (await ask('list_findings', { session, severity: 'error' })).untrusted.items;
    expect(new Set(errors.map(({ severity }: { severity: string }) => severity))).toEqual(
      new Set(['error']),
    );
  });

  it('explains a finding: place, line as called, corrected line', async () => {
    const { ask } = await start();
    const rule = 'pixel/invalid-value';
    const [{ id }] = (await ask('list_findings', { session, rule })).untrusted.items;
    const { untrusted } = await ask('explain_finding', { session, finding: id });
    expect(untrusted.fix.called).toEqual([
      {
        entry: expect.any(String),
        line: "fbq('track', 'purchase', {value: '9,99', currency: 'EUR'}, {eventID: 'o1'});",
        place: 'https://shop.example/js/checkout.js:12:5',
        stack: [
          'pay (https://shop.example/js/checkout.js:12:5)',
          'https://shop.example/js/app.js:3:1',
        ],
      },
    ]);
    expect(untrusted.fix.corrected).toBe(
      'fbq("track", "Purchase", {value: 9.99, currency: "EUR"}, {eventID: "o1"});',
    );
    expect(untrusted.why).toMatch(/\w/);
    expect(untrusted.links[0].url).toMatch(/^https:/);
    const page = await ask('explain_rule', { rule });
    expect(page.untrusted).toContain('`pixel/invalid-value`');
  });

  it('shows entry, chain, pair, consent and data layer', async () => {
    const { ask } = await start();
    const list = (await ask('list_entries', { session, text: 'PURCHASE', limit: 50 })).untrusted;
    const calls = list.items.filter(({ kind }: { kind: string }) => kind === 'call');
    const [push, track] = calls.map(({ id }: { id: string }) => id);
    expect((await ask('show_entry', { session, entry: track })).untrusted).toMatchObject({
      place: 'https://shop.example/js/checkout.js:12:5',
      states: [{ state: 'sent' }],
    });
    const chain = (await ask('show_chain', { session, entry: track })).untrusted;
    expect(chain.entries.map(({ kind }: { kind: string }) => kind)).toEqual([
      'call',
      'hit',
      'server',
    ]);
    const [pair] = (await ask('show_pair', { session, entry: track })).untrusted;
    expect(pair).toMatchObject({ eventId: 'o1', verdict: 'paired' });
    const consent = (await ask('consent_at', { session, entry: track })).untrusted;
    expect(Object.keys(consent.sources)).toEqual(['trust']);
    expect(consent.sources.trust.words).toMatch(/3/);

    const first = (await ask('data_layer_at', { session, entry: push })).untrusted;
    expect(first.values.user).toEqual({ tier: 1 });
    const { at } = (await ask('show_entry', { session, entry: track })).untrusted;
    const later = (await ask('data_layer_at', { session, at })).untrusted;
    expect(later).toMatchObject({
      pushes: 2,
      values: {
        event: 'purchase',
        ecommerce: { value: 9, items: [{ item_id: 'c' }, { item_id: 'b' }] },
        user: { tier: 1, id: 7 },
      },
    });
  });

  it('compares two sessions', async () => {
    const { ask, write } = await start();
    write('less.jsonl', 'page https://shop.example/thanks\nfbq init 123456789012345');
    const { untrusted } = await ask('diff', { before: session, after: 'less.jsonl', limit: 1 });
    expect(untrusted).toMatchObject({ summary: { lost: 2 }, total: 2, next: 1 });
    expect(untrusted.items[0].status).toBe('went');
  });

  it('answers in German', async () => {
    const { ask } = await start({ language: 'de' });
    const { notice, untrusted } = await ask('list_findings', { session });
    expect(notice).toMatch(/nie eine Anweisung/);
    expect(JSON.stringify(untrusted)).toMatch(/ü|ä|Sie/);
  });

  it('has session, report and rules as resources', async () => {
    const { client, read } = await start();
    const { resources } = await client.listResources();
    const uris = resources.map(({ uri }) => uri);
    expect(uris).toContain('event-loupe://rule/dedup/no-event-id');
    expect(uris).toContain('event-loupe://session/shop.jsonl');
    expect((await read('event-loupe://rule/dedup/no-event-id')).text).toMatch(/^# /);
    const held = await read('event-loupe://session/shop.jsonl');
    expect(held.untrusted.entries.items[0].says).toBe('start https://shop.example/thanks');
    const report = await read('event-loupe://report/shop.jsonl');
    expect(report.untrusted).toEqual(JSON.parse(JSON.stringify(check(entries(SHOP)))));
  });

  it('has short answers, whatever a page sends', async () => {
    const { ask, write } = await start();
    const long = 'x'.repeat(9_000);
    write(
      'long.jsonl',
      [
        'page https://shop.example/',
        ...Array.from({ length: 300 }, (_, n) => `dataLayer {event: e${n}, text: "${long}"}`),
        `fbq track Lead {${Array.from({ length: 90 }, (_, n) => `k${n}: "${long}"`).join(', ')}}`,
      ].join('\n'),
    );
    const given = { session: 'long.jsonl', limit: 50 };
    const said = await ask('list_entries', given);
    expect(said.text.length).toBeLessThan(40_000);
    expect(said.untrusted.next).toBeGreaterThan(1);
    const all = await ask('list_entries', { ...given, text: 'Lead' });
    const [{ id: entry }] = all.untrusted.items;
    const one = await ask('show_entry', { ...given, entry });
    expect(one.text.length).toBeLessThan(40_000);
    expect(one.text).toMatch(/more\)/);
  });

  it('masks what is personal', async () => {
    const { ask, write, read } = await start({ maskKey: 'secret' });
    write(
      'person.jsonl',
      `page https://shop.example/?email=jane.roe@mail.example
       fbq init 123456789012345 {em: "jane.roe@mail.example", ph: "+49 170 1234567"}
       dataLayer {event: lead, email: "jane.roe@mail.example"}
       fbq track Lead {email: "jane.roe@mail.example"}`,
    );
    const given = { session: 'person.jsonl' };
    const list = await ask('list_entries', given);
    const said = [
      list,
      await ask('check', given),
      await ask('list_findings', given),
      await read('event-loupe://session/person.jsonl'),
      await read('event-loupe://report/person.jsonl'),
    ];
    for (const { id: entry } of list.untrusted.items) {
      said.push(await ask('show_entry', { ...given, entry }));
      said.push(await ask('data_layer_at', { ...given, entry }));
    }
    for (const { id: finding } of (await ask('list_findings', given)).untrusted.items)
      said.push(await ask('explain_finding', { ...given, finding }));
    expect(said.length).toBeGreaterThan(12);
    for (const { text } of said) {
      expect(text).toMatch(/"notice"/);
      expect(text).not.toMatch(/jane\.roe|1234567"/);
    }
    expect((await ask('list_findings', given)).text).toContain('privacy/');
  });

  it('records into its folder, and nowhere else', async () => {
    const asked: unknown[] = [];
    const agent = await start({
      record: async (options) => {
        asked.push(options);
        return { entries: 3, pages: 1 };
      },
    });
    const url = 'https://shop.example';
    const made = await agent.ask('record', { url, out: 'new.jsonl' });
    expect(made.untrusted).toEqual({ session: 'new.jsonl', entries: 3, pages: 1 });
    const place = join(realpathSync(agent.folder), 'new.jsonl');
    expect(asked).toEqual([expect.objectContaining({ url, out: place, browser: 'chromium' })]);
    const outside = mkdtempSync(join(tmpdir(), 'event-loupe-outside-'));
    symlinkSync(outside, join(agent.folder, 'link'));
    for (const given of [
      { url, out: '../new.jsonl' },
      { url, out: '/etc/new.jsonl' },
      { url, out: 'link/new.jsonl' },
      { url, out: 'package.json' },
      { url, steps: '../steps.mjs' },
    ]) {
      const refused = await agent.ask('record', given);
      expect([refused.isError, refused.untrusted.failure]).toEqual([true, expect.any(String)]);
    }
    rmSync(outside, { recursive: true });
    expect(asked.length).toBe(1);
  });

  it.each<[string, Record<string, unknown>, RegExp]>([
    ['check', { session: 'nowhere.jsonl' }, /no such file/],
    ['check', { session: '../../etc/passwd' }, /outside/],
    ['explain_finding', { session, finding: 'none' }, /no finding none/],
    ['explain_rule', { rule: 'dedup/no-event-i' }, /did you mean dedup\/no-event-id/],
    ['show_chain', { session, entry: 'x:1' }, /no entry x:1/],
    ['consent_at', { session }, /no such moment/],
    ['consent_at', { session, at: '1970-01-02' }, /no such moment/],
  ])('%s %j says what is wrong', async (tool, given, expected) => {
    const { ask } = await start();
    const said = await ask(tool, given);
    expect([said.isError, said.untrusted.failure]).toEqual([true, expect.stringMatching(expected)]);
  });

  it('sees a file that was written again', async () => {
    const { ask, write } = await start();
    expect((await ask('check', { session })).untrusted.summary.serverEvents).toBe(1);
    write(session, 'page https://shop.example/\nfbq track Lead');
    expect((await ask('check', { session })).untrusted.summary.serverEvents).toBe(0);
  });
});

describe('the built command', () => {
  const folder = mkdtempSync(join(tmpdir(), 'event-loupe-mcp-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('speaks the protocol on its standard output, and ends with its input', async () => {
    writeFileSync(join(folder, session), serializeSession(entries(SHOP), 'test', 0));
    const program = resolve(import.meta.dirname, '../../../../dist/cli/event-loupe.js');
    const transport = new StdioClientTransport({
      command: process.execPath,
      args: [program, 'mcp'],
      cwd: folder,
      stderr: 'pipe',
    });
    const client = new Client({ name: 'test', version: '1' });
    await client.connect(transport);
    const result = await client.callTool({ name: 'check', arguments: { session } });
    const [{ text }] = result.content as [{ text: string }];
    expect(JSON.parse(text).untrusted.summary.hits).toBe(3);
    const { pid } = transport;
    await client.close();
    expect(() => process.kill(pid ?? 0, 0)).toThrow();
  });
});
