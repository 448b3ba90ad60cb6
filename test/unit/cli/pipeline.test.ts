import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, expect, it } from 'vitest';
import { serializeSession } from '../../../src/session/file.ts';
import { entries } from '../../session/session.ts';
import { runCommand } from './command.ts';

const folder = mkdtempSync(join(tmpdir(), 'event-loupe-pipeline-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const PROGRAM = resolve(import.meta.dirname, '../../../dist/cli/event-loupe.js');
const sessionOf = (text: string) => serializeSession(entries(text), 'test', 0);
const RIGHT = sessionOf('page https://shop.example/\ndataLayer {event: hello}');
const WRONG = sessionOf('page https://shop.example/\ngap 4-6 limit');

mkdirSync(join(folder, 'runs/deep'), { recursive: true });
mkdirSync(join(folder, 'empty'));
writeFileSync(join(folder, 'runs/a.jsonl'), RIGHT);
writeFileSync(join(folder, 'runs/deep/b.jsonl'), WRONG);
writeFileSync(join(folder, 'runs/notes.txt'), 'not a session');

it('checks a folder with all that is in it, and writes several reports at once', async () => {
  const { status, stdout } = await runCommand(
    ['check', 'runs', '--format', 'github', '--out', 'junit:out.xml', '--out', 'json:out.json'],
    folder,
  );
  expect(status).toBe(1);
  expect(stdout).toMatch(/^::error file=runs\/deep\/b\.jsonl,/);
  expect(readFileSync(join(folder, 'out.xml'), 'utf8')).toContain('name="runs/a.jsonl" tests="1"');
  const reports = JSON.parse(readFileSync(join(folder, 'out.json'), 'utf8'));
  expect(reports.map(({ file }: { file: string }) => file)).toEqual([
    'runs/a.jsonl',
    'runs/deep/b.jsonl',
  ]);
});

it('says that a folder has none', async () => {
  const { status, stderr } = await runCommand(['check', 'empty'], folder);
  expect([status, stderr]).toEqual([2, expect.stringContaining('empty: no session in it')]);
});

it('finds the nearest profile upwards, unless one is named', async () => {
  const off = '{"rules": {"log/gap": "off"}}';
  writeFileSync(join(folder, 'runs/event-loupe.json'), off);
  writeFileSync(join(folder, 'other.json'), '{}');
  const deep = join(folder, 'runs/deep');
  expect((await runCommand(['check', 'b.jsonl'], deep)).status).toBe(0);
  const named = ['check', 'b.jsonl', '--profile', '../../other.json'];
  expect((await runCommand(named, deep)).status).toBe(1);
  rmSync(join(folder, 'runs/event-loupe.json'));
});

const BOUGHT = 'dataLayer {event: buy}\n  fbq track Purchase {value: 1, currency: EUR}';
const PIXEL = 'page https://shop.example/\nfbq init 1234567890123456';

it('never passes a site that lost its pixel, where the profile says what is expected', async () => {
  const rule = (name: string, to: string) => ({ from: { source: 'dataLayer', name }, to });
  const profile = { mapping: { rules: [rule('buy', 'Purchase'), rule('ask', 'Lead')] } };
  const site = join(folder, 'site');
  mkdirSync(site);
  writeFileSync(join(site, 'event-loupe.json'), JSON.stringify(profile));
  const put = (name: string, text: string) => writeFileSync(join(site, name), sessionOf(text));
  const found = async (...files: string[]) => {
    const { status, stdout } = await runCommand(['check', ...files, '--format', 'json'], site);
    const reports = [JSON.parse(stdout)].flat();
    return [
      status,
      reports.map(({ findings }) =>
        findings.flatMap(({ rule }: { rule: string }) =>
          /never-met|none-met|empty|answer|unsent/.test(rule) ? rule : [],
        ),
      ),
    ];
  };
  put('sent.jsonl', `${PIXEL}\n${BOUGHT}`);
  put('other.jsonl', `${PIXEL}\ndataLayer {event: ask}\n  fbq track Lead`);
  put('none.jsonl', 'page https://shop.example/\ndataLayer {event: hello}');
  put('gone.jsonl', 'page https://shop.example/\ndataLayer {event: buy}');
  put('down.jsonl', `${PIXEL}\nanswer 503`);
  expect(await found('sent.jsonl')).toEqual([0, [['mapping/never-met']]]);
  expect(await found('sent.jsonl', 'other.jsonl')).toEqual([0, [[], []]]);
  expect(await found('none.jsonl')).toEqual([1, [['mapping/none-met']]]);
  expect(await found('gone.jsonl')).toEqual([1, [['mapping/never-met', 'mapping/unsent']]]);
  // What no session met is told once.
  expect(await found('none.jsonl', 'sent.jsonl', 'sent.jsonl')).toEqual([
    0,
    [[], ['mapping/never-met']],
  ]);
  expect(await found('down.jsonl', 'sent.jsonl', 'other.jsonl')).toEqual([
    1,
    [['page/error-answer'], [], []],
  ]);
  const levels = { 'mapping/none-met': 'off', 'mapping/never-met': 'error' };
  writeFileSync(join(site, 'event-loupe.json'), JSON.stringify({ ...profile, rules: levels }));
  expect(await found('sent.jsonl')).toEqual([1, [['mapping/never-met']]]);
});

it('fails on what is new alone, once there is a baseline', async () => {
  const args = ['check', 'runs', '--baseline', 'known.json'];
  expect((await runCommand(args, folder)).status).toBe(2);
  expect((await runCommand([...args, '--update-baseline'], folder)).status).toBe(0);
  expect((await runCommand(args, folder)).status).toBe(0);
  const { findings } = JSON.parse(readFileSync(join(folder, 'known.json'), 'utf8'));
  expect(findings).toMatchObject([{ rule: 'log/gap' }]);
  writeFileSync(join(folder, 'known.json'), '{"findings": []}');
  expect((await runCommand(args, folder)).status).toBe(1);
  writeFileSync(join(folder, 'known.json'), 'no JSON');
  expect((await runCommand(args, folder)).status).toBe(2);
});

/** Runs the command with a text on standard input, and closes its output after the first piece. */
function piped(args: string[], input: string | Uint8Array, isClosed: boolean) {
  const child = spawn(process.execPath, [PROGRAM, ...args], { cwd: folder });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (piece) => {
    stdout += piece;
    if (isClosed) child.stdout.destroy();
  });
  child.stderr.on('data', (piece) => {
    stderr += piece;
  });
  child.stdin.end(input);
  return new Promise<{ status: number | null; stdout: string; stderr: string }>((done) =>
    child.on('close', (status) => done({ status, stdout, stderr })),
  );
}

it.each([
  ['a session', WRONG, 1],
  ['a HAR', JSON.stringify({ log: { entries: [] } }), 1],
])('reads %s from standard input', async (_, text, status) => {
  const result = await piped(['check', '-', '--out', '-'], text, false);
  expect([result.status, result.stdout.split(':')[0]]).toEqual([status, '-']);
});

it('reads sessions and HARs that are packed as it reads them unpacked', async () => {
  // Longer than the pieces in which files are read, and with characters of several bytes.
  const pages = Array.from({ length: 2_000 }, (_, i) => `page p${i} https://shop.example/ü😀${i}`);
  for (const [name, text] of [
    ['long.jsonl', `${sessionOf(pages.join('\n'))}`],
    ['visit.har', JSON.stringify({ log: { entries: [] } })],
  ] as const) {
    const other = mkdtempSync(join(folder, 'packed-'));
    writeFileSync(join(other, name), text);
    const report = ({ stdout }: { stdout: string }) => stdout.replaceAll(/^.*?: /gm, '');
    const plain = await runCommand(['check', name], other);
    writeFileSync(join(other, `${name}.gz`), gzipSync(text));
    const packed = await runCommand(['check', `${name}.gz`], other);
    expect([packed.status, packed.stderr.replace('.gz', '')]).toEqual([plain.status, plain.stderr]);
    expect(report(packed)).toBe(report(plain));
    const streamed = await piped(['check', '-'], gzipSync(text), false);
    expect(report(streamed)).toBe(report(plain));
    rmSync(join(other, name));
    expect((await runCommand(['check', '.'], other)).status).toBe(plain.status);
    writeFileSync(join(other, 'cut.gz'), gzipSync(text).subarray(0, -12));
    const cut = await runCommand(['check', 'cut.gz'], other);
    const message = 'event-loupe: cut.gz: a gzip file that is cut or damaged; export it again\n';
    expect([cut.status, cut.stdout, cut.stderr]).toEqual([2, '', message]);
  }
});

it('ends without a stack when nobody reads what it writes', async () => {
  const pages = Array.from(
    { length: 3_000 },
    (_, i) => `page p${i} https://shop.example/${i}\ngap 4-6 limit`,
  );
  const result = await piped(['check', '-', '--format', 'json'], sessionOf(pages.join('\n')), true);
  expect(result.stderr).not.toMatch(/\n\s+at /);
  expect(result.status).not.toBe(1);
});

it.each([
  ['server events', ['check', 'runs', '--server', '-'], '{"data": []}'],
  ['a profile', ['check', 'runs', '--profile', '-'], '{}'],
  ['a baseline', ['check', 'runs', '--baseline', '-'], '{"findings": []}'],
])('reads %s from standard input', async (_, args, text) => {
  const { stderr } = await piped(args, text, false);
  expect(stderr).not.toContain('no such file');
});

it('reads standard input once', async () => {
  const { status, stderr } = await piped(['check', '-', '--server', '-'], '', false);
  expect([status, stderr.trim().split('\n').length]).toEqual([2, 1]);
});

it.each([
  ['mask', ['mask', '-', '--out', '-'], '{"kind":"session"'],
  ['plan', ['plan', '-', '--out', '-'], '{'],
  ['diff', ['diff', '-', 'runs/a.jsonl', '--out', '-'], ''],
])('%s reads standard input and writes standard output', async (_, args, start) => {
  const { stdout } = await piped(args, WRONG, false);
  expect(stdout.slice(0, start.length)).toBe(start);
  expect(stdout).not.toBe('');
  expect(existsSync(join(folder, '-'))).toBe(false);
});

it.each([[['rules']], [['check', 'runs']]])(
  'says in one line that nobody reads %s',
  async (args) => {
    const child = spawn(process.execPath, [PROGRAM, ...args], { cwd: folder });
    child.stdout.destroy();
    let stderr = '';
    child.stderr.on('data', (piece) => {
      stderr += piece;
    });
    const status = await new Promise((done) => child.on('close', done));
    expect([status, stderr.trim().split('\n').length]).toEqual([3, 1]);
  },
);
