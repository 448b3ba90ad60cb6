import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { afterAll, describe, expect, it } from 'vitest';
import { jsonReport } from '../../../src/cli/report/json.ts';
import { writeOut } from '../../../src/cli/write-out.ts';
import { createAnalysis } from '../../../src/rules/create-analysis.ts';
import reportSchema from '../../../src/rules/report.schema.json';
import { createReport } from '../../../src/rules/report.ts';
import type { Entry } from '../../../src/session/entry.ts';
import { serializeSession } from '../../../src/session/file.ts';
import { entries } from '../../session/session.ts';
import { runCommand } from './command.ts';

const PAGE = `start 2026-01-02T03:04:05Z
page doc https://shop.test/`;
const CLEAN = `${PAGE}
+10 loyjoy widget_open
  +1 dataLayer {event: lj_open}`;
const clean = entries(CLEAN);

const folder = mkdtempSync(join(tmpdir(), 'event-loupe-check-'));
afterAll(() => rmSync(folder, { recursive: true }));

function analysisOf(session: Entry[]) {
  const analysis = createAnalysis();
  analysis.add(session);
  return analysis;
}

function write(name: string, session: Entry[]): string {
  writeFileSync(join(folder, name), serializeSession(session, 'test', 0));
  return name;
}

describe('event-loupe check', () => {
  it('gives 0 and a summary for a session with no finding', async () => {
    const { status, stdout, stderr } = await runCommand(
      ['check', write('clean.jsonl', clean)],
      folder,
    );
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(stdout.split('\n')[0]).toBe(
      'clean.jsonl: 1 page, 2 calls, 0 hits, 0 server events, 1 chain, 0 lost entries',
    );
    expect(stdout).toContain('https://shop.test/\n    loyjoy: listener 1\n    dataLayer: push 1');
  });

  it('gives 1 for an error, and tells message, entries and fix', async () => {
    const { status, stdout } = await runCommand(
      ['check', write('gap.jsonl', entries(`${CLEAN}\n+2 gap 4-6`))],
      folder,
    );
    expect(status).toBe(1);
    expect(stdout).toContain('error log/gap (1)');
    expect(stdout).toContain('03:04:05.013 entries 4 to 6 lost [doc:gap4]');
    expect(stdout).toMatch(/\n {2}fix: \S/);
  });

  it('takes the threshold from --fail-on', async () => {
    const file = write('read.jsonl', entries(`${CLEAN}\nread fbq`));
    expect((await runCommand(['check', file], folder)).status).toBe(0);
    expect((await runCommand(['check', file, '--fail-on', 'warning'], folder)).status).toBe(1);
    expect((await runCommand(['check', file, '--fail-on', 'info'], folder)).status).toBe(1);
  });

  it('leaves the file that was there where the disk is full, and says so where nobody reads', async () => {
    const file = write('whole.jsonl', clean);
    const out = join(folder, 'report.json');
    writeFileSync(out, 'old');
    const report = createReport(analysisOf(clean));
    function* cutShort() {
      yield JSON.stringify(report);
      throw new Error('no space');
    }
    await expect(writeOut(out, cutShort())).rejects.toThrow('no space');
    expect(readFileSync(out, 'utf8')).toBe('old');
    expect(readdirSync(folder).filter((name) => name.includes('.part'))).toEqual([]);
    const full = await runCommand(['check', file, '--out', '/dev/full'], folder);
    expect([full.status, full.stderr]).toEqual([
      2,
      'event-loupe: cannot write /dev/full: no space left\n',
    ]);
  });

  it('writes JSON in pieces as it would in one', () => {
    const report = createReport(analysisOf(clean));
    expect([...jsonReport(report)].join('')).toBe(`${JSON.stringify(report, undefined, 2)}\n`);
  });

  it('writes JSON that the shipped schema describes, to a file or to standard output', async () => {
    const file = write('all.jsonl', entries(`${CLEAN}\nread fbq\ngap 4-6`));
    const { stdout } = await runCommand(['check', file, '--format', 'json'], folder);
    await runCommand(['check', file, '--format', 'json', '--out', 'report.json'], folder);
    expect(readFileSync(join(folder, 'report.json'), 'utf8')).toBe(stdout);
    const report = JSON.parse(stdout);
    const validate = new Ajv({ allErrors: true }).compile(reportSchema);
    validate(report);
    expect(validate.errors).toBeNull();
    expect(report.summary).toEqual({
      pages: 1,
      calls: 2,
      hits: 0,
      serverEvents: 0,
      chains: 1,
      lost: 3,
      unsure: 0,
      findings: { error: 1, warning: 1, info: 0 },
    });
    expect(report.chains).toEqual([
      {
        root: 'doc:1',
        entries: ['doc:1', 'doc:2'],
        links: [{ from: 'doc:1', to: 'doc:2', evidence: 'nested' }],
      },
    ]);
  });

  it('judges matches by the rules of --profile, as text and as JSON', async () => {
    const file = write(
      'order.jsonl',
      entries`
        ${PAGE}
        fbq init 522344231566343
        dataLayer {event: order, total: 5}
          fbq track Purchase {value: 6}
            > hit 522344231566343 Purchase cd={value: 6}
      `,
    );
    const rules = [
      {
        id: 'shop',
        from: { source: 'dataLayer', name: 'order' },
        to: 'Purchase',
        parameters: [{ from: 'total', to: 'value' }],
      },
      { from: { source: 'cact', name: 'never' }, to: 'Lead' },
    ];
    writeFileSync(join(folder, 'site.json'), JSON.stringify({ mapping: { rules } }));
    expect((await runCommand(['check', file], folder)).stdout).toContain('matches: 1 custom');
    const profile = ['--profile', 'site.json'];
    const text = await runCommand(['check', file, ...profile], folder);
    expect(text.status).toBe(1);
    expect(text.stdout).toContain('  matched  dataLayer order  → Purchase  [doc:2]\n');
    expect(text.stdout).toContain('    value different: 5 → 6 (changed before the pixel call)\n');
    expect(text.stdout).toContain('error mapping/parameter-different (1)');
    const json = await runCommand(['check', file, ...profile, '--format', 'json'], folder);
    const report = JSON.parse(json.stdout);
    const validate = new Ajv({ allErrors: true }).compile(reportSchema);
    validate(report);
    expect(validate.errors).toBeNull();
    expect(report.matches).toEqual([
      {
        entry: 'doc:2',
        source: 'dataLayer',
        name: 'order',
        rule: 'shop',
        expected: 'Purchase',
        actual: ['Purchase'],
        proof: ['doc:3', 'net:1'],
        verdict: 'matched',
        parameters: [
          {
            from: 'total',
            to: 'value',
            expected: '5',
            actual: '6',
            verdict: 'different',
            note: 'changed before the pixel call',
          },
        ],
      },
    ]);
  });

  it('gives 2 and one line for a wrong profile', async () => {
    writeFileSync(
      join(folder, 'wrong.json'),
      '{"mapping":{"rules":[{"from":{"source":"cact"},"to":"Lead"}]}}',
    );
    const { status, stdout, stderr } = await runCommand(
      ['check', write('clean.jsonl', clean), '--profile', 'wrong.json'],
      folder,
    );
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toBe(
      'event-loupe: wrong.json: /mapping/rules/0/from: {"source":"cact"} names no event; expected "name" or "pattern"\n',
    );
  });

  it('reads a file of lines ended by CR LF, with a byte order mark, without a header', async () => {
    const lines = clean.map((entry) => JSON.stringify(entry)).join('\r\n');
    writeFileSync(join(folder, 'windows.jsonl'), `\uFEFF${lines}\r\n`);
    const { status, stdout } = await runCommand(['check', 'windows.jsonl'], folder);
    expect([status, stdout.split('\n')[0]]).toEqual([0, expect.stringContaining('2 calls')]);
  });

  const bad: [string, string, string][] = [
    ['an empty file', '', 'bad.jsonl: line 1: the file is empty'],
    ['text', 'hello\n', 'bad.jsonl: line 1: not JSON'],
    ['a wrong line', `${JSON.stringify(clean[0])}\n{"kind":"call"}\n`, 'bad.jsonl: line 2: /'],
    [
      'an export of Snowplow',
      '[{"schema":"iglu:com.snowplowanalytics.snowplow/payload_data/jsonschema/1-0-4","data":[]}]',
      'export a HAR of the same visit',
    ],
    ['an address', 'https://www.facebook.com/tr/?id=1&ev=PageView\n', 'HAR files'],
    ['a log of a server', 'sent {"data":[{"event_name":"Lead"}]}\n', 'with --server'],
    ['lines of events', '{"event_name":"Lead"}\n{"event_name":"Lead"}\n', 'with --server'],
    ['a newer version', '{"kind":"session","version":99}\n', 'bad.jsonl: line 1: /version'],
  ];
  it.each(bad)('gives 2 and one line for %s', async (_what, text, message) => {
    writeFileSync(join(folder, 'bad.jsonl'), text);
    const { status, stdout, stderr } = await runCommand(['check', 'bad.jsonl'], folder);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^event-loupe: [^\n]*\n$/);
    expect(stderr).toContain(message);
  });
});
