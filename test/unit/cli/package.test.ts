import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serializeSession } from '../../../src/session/file.ts';
import { ROOT } from '../../build/build.ts';
import { installPacked, type Packed } from '../../build/packed.ts';
import { entries } from '../../session/session.ts';

const folder = mkdtempSync(join(tmpdir(), 'event-loupe-packed-'));
let packed: Packed;

beforeAll(() => {
  packed = installPacked(folder, { withTypes: true });
  writeFileSync(
    join(packed.project, 'session.jsonl'),
    serializeSession(
      entries('page https://shop.example/\nfbq init 123456789012345\nfbq track purchase'),
      'test',
      0,
    ),
  );
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the installed command. */
function run(args: string[], environment: Record<string, string> = {}) {
  const program = join(packed.project, 'node_modules/event-loupe/dist/cli/event-loupe.js');
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    cwd: packed.project,
    encoding: 'utf8',
    env: { ...process.env, ...environment },
    timeout: 30_000,
  });
  return { status, stdout, stderr };
}

describe('the package', () => {
  it('holds what runs and its licences, and no sources, tests or older zips', () => {
    const tops = packed.files.filter((file) => !/^dist\/(?:chrome|firefox|cli|types)\//.test(file));
    expect(tops.sort()).toEqual(
      ['CHANGELOG.md', 'LICENSE', 'README.md', 'dist/LICENSES.txt', 'package.json'].sort(),
    );
    for (const file of ['dist/chrome/manifest.json', 'dist/firefox/LICENSES.txt'])
      expect(packed.files).toContain(file);
    const odd = packed.files.filter((file) => /\.zip$|\.vite\/|(?<!\.d)\.tsx?$/.test(file));
    expect(odd).toEqual([]);
    const licences = readFileSync(
      join(packed.project, 'node_modules/event-loupe/dist/LICENSES.txt'),
      'utf8',
    );
    for (const name of ['preact', 'ajv', 'webextension-polyfill', '@noble/hashes'])
      expect(licences).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\(`, 'm'));
    expect(licences).toContain('Mozilla Public License Version 2.0');
  });

  it.each<[string[], number, RegExp]>([
    [['--version'], 0, /^\d+\.\d+\.\d+\n$/],
    [['--help'], 0, /record <url>/],
    [['rules'], 0, /dedup\/no-event-id/],
    [['explain', 'dedup/no-event-id'], 0, /^# /],
    [['check', 'session.jsonl'], 1, /pixel\/event-name-case/],
    [['check', 'session.jsonl', '--format', 'json'], 1, /"summary"/],
    [['check', 'nowhere.jsonl'], 2, /^$/],
  ])('runs %j', (args, status, printed) => {
    const result = run(args);
    expect([result.status, printed.test(result.stdout)], result.stderr).toEqual([status, true]);
  });

  it('is found under its name', () => {
    const npx = process.platform === 'win32' ? 'npx.cmd' : 'npx';
    const printed = execFileSync(npx, ['--no-install', 'event-loupe', '--version'], {
      cwd: packed.project,
      encoding: 'utf8',
      shell: process.platform === 'win32',
      timeout: 30_000,
    });
    expect(printed).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it('finds what it needs to record and to tap', () => {
    const browser = { EVENT_LOUPE_CHROMIUM: '/nowhere/chromium' };
    expect(run(['record', 'http://127.0.0.1:1/'], browser)).toMatchObject({ status: 2 });
    expect(run(['tap', '--port', '70000'])).toMatchObject({ status: 2 });
  });

  it('does not depend on the locale', () => {
    const report = (locale: string) => run(['check', 'session.jsonl'], { LC_ALL: locale }).stdout;
    expect(report('de_DE.UTF-8')).toBe(report('C'));
  });

  it.each([
    ['at once', 'String.prototype.padEnd = () => { throw new TypeError("ours"); }', ['rules']],
    ['later', 'setTimeout(() => { throw new TypeError("ours"); }, 700)', ['tap', '--port', '0']],
  ])('a fault of ours ends with 3: %s', (_, code, args) => {
    const { status, stderr } = run(args, {
      NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(code)}`,
      XDG_STATE_HOME: folder,
    });
    expect([status, stderr.includes('event-loupe: a fault of Event Loupe itself: ours')]).toEqual([
      3,
      true,
    ]);
  });
});

describe('a suite in two shards, with a plan', () => {
  const PIXEL = '123456789012345';
  const plan = {
    steps: [
      { event: '*', times: { min: 0 }, consent: true },
      { event: 'Lead', after: 'newsletter', within: 5, paired: true },
      {
        event: 'Purchase',
        times: { min: 1, max: 1 },
        per: 'order_id',
        parameters: { value: { type: 'number', exclusiveMinimum: 0 } },
      },
    ],
  };
  const yes = 'consent cookiebot {hasResponse: true, consent: {marketing: true}}';
  const lead = `dataLayer {event: newsletter}
    @+500 hit ${PIXEL} Lead eid=l1
    server ${PIXEL} Lead id=l1`;
  const order = `hit ${PIXEL} Purchase cd={value: 34.3, currency: EUR, order_id: o1} eid=p1`;
  const shards = (one: string, two: string) => [
    `page a https://shop.example/news\n${one}`,
    `page b https://shop.example/thanks\n${two}`,
  ];

  it.each<[string, string[], string | undefined]>([
    ['is met', shards(`${yes}\n+1s ${lead}`, `${yes}\n+1s ${order}`), undefined],
    ['no lead', shards(yes, `${yes}\n+1s ${order}`), 'plan/missing'],
    [
      'a late lead',
      shards(`${yes}\n+1s ${lead.replace('+500', '+9000')}`, `${yes}\n+1s ${order}`),
      'plan/missing',
    ],
    [
      'a lead without its copy',
      shards(`${yes}\n+1s ${lead.replace('id=l1', 'id=l2')}`, `${yes}\n+1s ${order}`),
      'plan/not-paired',
    ],
    [
      'an order twice',
      shards(`${yes}\n+1s ${lead}`, `${yes}\n+1s ${order}\n${order}`),
      'plan/unexpected',
    ],
    [
      'an order without value',
      shards(`${yes}\n+1s ${lead}`, `${yes}\n+1s ${order.replace('value: 34.3, ', '')}`),
      'plan/parameters',
    ],
    [
      'an event before consent',
      shards(`${yes}\n+1s ${lead}`, `hit ${PIXEL} PageView\n+1s ${yes}\n+1s ${order}`),
      'plan/without-consent',
    ],
  ])('%s', (name, sessions, broken) => {
    const suite = join(packed.project, name.replaceAll(' ', '-'));
    for (const [n, text] of sessions.entries()) {
      const results = join(suite, String(n + 1));
      mkdirSync(results, { recursive: true });
      const written = serializeSession(entries(text), 'test', 0);
      writeFileSync(join(results, 'event-loupe.jsonl'), written);
    }
    const profile = join(suite, 'event-loupe.json');
    writeFileSync(
      profile,
      JSON.stringify({ plans: { shop: plan }, rules: { '*': 'info', 'plan/*': 'error' } }),
    );
    const { status, stdout } = run(['merge', suite, '--format', 'json', '--profile', profile]);
    const errors = JSON.parse(stdout).findings.flatMap(
      ({ rule, severity }: { rule: string; severity: string }) =>
        severity === 'error' ? rule : [],
    );
    expect([status, [...new Set(errors)]]).toEqual([
      broken === undefined ? 0 : 1,
      broken === undefined ? [] : [broken],
    ]);
  });
});

describe('the library', () => {
  it('parses and checks', () => {
    const code = `import { check, parseSession, parseServerEvents, writeSession, Failure } from 'event-loupe';
      const entries = await parseSession('session.jsonl');
      const events = await parseServerEvents('{"data":[{"event_name":"Lead"}]}');
      const failed = await parseSession('nowhere').catch((e) => e instanceof Failure);
      const report = check([...entries, ...events], { language: 'de' });
      console.log(JSON.stringify([report.summary.serverEvents, report.findings.length > 0, failed, writeSession(entries).split('\\n').length]));`;
    const printed = execFileSync(process.execPath, ['--input-type=module', '-e', code], {
      cwd: packed.project,
      encoding: 'utf8',
    });
    expect(JSON.parse(printed)).toEqual([1, true, true, 5]);
  });

  it('is there for a Playwright suite, with the hook that it puts into pages', () => {
    const code = `import { attach, loupeFixtures, loupeMatchers } from 'event-loupe/playwright';
      const scripts = [];
      const context = { addInitScript: async ({ content }) => scripts.push(content), exposeBinding: async () => {}, pages: () => [], on: () => {} };
      const loupe = await attach(context, { profile: { layers: ['own'] } });
      console.log(JSON.stringify([await loupe.session(), scripts.length, scripts[0].length > 20000, Object.keys(loupeFixtures), Object.keys(loupeMatchers)]));`;
    const printed = execFileSync(process.execPath, ['--input-type=module', '-e', code], {
      cwd: packed.project,
      encoding: 'utf8',
    });
    expect(JSON.parse(printed)).toEqual([
      [],
      1,
      true,
      ['loupeOptions', 'loupe'],
      ['toHaveSent', 'toHaveSentNothing', 'toHaveNoFindings', 'toMeetPlan', 'toBePaired'],
    ]);
  });

  it('has types', () => {
    const code = `import { check, type Entry, parseSession, type RecordResult, record, type Report } from 'event-loupe';
      const entries: Entry[] = await parseSession('session.jsonl');
      const report: Report = check(entries, { language: 'de' });
      const hits: number = report.summary.hits;
      // @ts-expect-error: no text
      const text: string = report.summary.hits;
      // @ts-expect-error: no such language
      check(entries, { language: 'xx' });
      const result: Promise<RecordResult> = record({ url: 'https://shop.example' });
      export { hits, result, text };
      import { attach, type Loupe, loupeFixtures, loupeMatchers } from 'event-loupe/playwright';
      import type { BrowserContext } from 'playwright-core';
      declare const context: BrowserContext;
      const loupe: Loupe = await attach(context, { language: 'de' });
      // @ts-expect-error: no context
      attach({});
      // @ts-expect-error: no such level
      loupeMatchers.toHaveNoFindings.call({ isNot: false }, loupe, { level: 'grave' });
      export { loupe, loupeFixtures };`;
    writeFileSync(join(packed.project, 'user.mts'), code);
    const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
    const args = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'esnext'];
    const { status, stdout } = spawnSync(
      process.execPath,
      [
        tsc,
        ...args,
        '--types',
        'node',
        '--typeRoots',
        join(ROOT, 'node_modules/@types'),
        'user.mts',
      ],
      { cwd: packed.project, encoding: 'utf8' },
    );
    expect([status, stdout]).toEqual([0, '']);
  });
});
