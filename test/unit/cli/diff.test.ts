import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Ajv from 'ajv';
import { afterAll, describe, expect, it } from 'vitest';
import schema from '../../../src/diff/what-if.schema.json' with { type: 'json' };
import { serializeSession } from '../../../src/session/file.ts';
import { entries } from '../../session/session.ts';
import { runCommand } from './command.ts';

const folder = mkdtempSync(join(tmpdir(), 'event-loupe-diff-'));
afterAll(() => rmSync(folder, { recursive: true }));

const write = (name: string, session: string) =>
  writeFileSync(join(folder, name), serializeSession(entries(session), 'test', 0));
write('one.jsonl', 'page https://shop.example/\nfbq track Lead {value: 3}\ndataLayer {event: a}');
write('fewer.jsonl', 'page https://shop.example/\nfbq track Lead {value: 3}');
write('other.jsonl', 'page https://shop.example/\nfbq track Lead {value: 4}\ndataLayer {event: a}');

describe('event-loupe diff', () => {
  it.each<[string, string[], number]>([
    ['one.jsonl', [], 0],
    ['fewer.jsonl', [], 1],
    ['other.jsonl', [], 0],
    ['other.jsonl', ['--fail-on', 'changed'], 1],
    ['nowhere.jsonl', [], 2],
  ])('one.jsonl %s %j', async (after, options, status) => {
    const result = await runCommand(['diff', 'one.jsonl', after, ...options], folder);
    expect([result.status, result.stderr === ''], result.stderr).toEqual([status, status !== 2]);
  });

  it('writes JSON, and German', async () => {
    const json = await runCommand(['diff', 'one.jsonl', 'fewer.jsonl', '--format', 'json'], folder);
    const summary = { same: 1, went: 1, came: 0, changed: 0, lost: 1 };
    expect(JSON.parse(json.stdout).summary).toEqual(summary);
    const german = await runCommand(['diff', 'one.jsonl', 'fewer.jsonl', '--lang', 'de'], folder);
    expect(german.stdout).toContain('weggefallen: a auf /\n');
  });
});

describe('event-loupe plan', () => {
  write(
    'sent.jsonl',
    'page https://shop.example/\nhit 123456789012345 Purchase cd={value: 3, currency: EUR}',
  );
  it('writes a plan that check holds a session against', async () => {
    const made = await runCommand(
      ['plan', 'sent.jsonl', '--name', 'buy', '--out', 'plan.json'],
      folder,
    );
    expect([made.status, made.stdout, made.stderr]).toEqual([0, '', '']);
    const check = (session: string) =>
      runCommand(['check', session, '--profile', 'plan.json', '--format', 'json'], folder);
    expect((await check('sent.jsonl')).stdout).not.toContain('plan/');
    const broken = await check('one.jsonl');
    expect([broken.status, broken.stdout]).toEqual([1, expect.stringContaining('plan/missing')]);
  });
});

describe('event-loupe check --assume', () => {
  write(
    'agreed.jsonl',
    `page https://shop.example/
     consent cookiebot {hasResponse: true, consent: {marketing: true}}
     fbq init 123456789012345
     library
     config 123456789012345
     fbq track Lead
       > hit 123456789012345 Lead`,
  );
  const run = (...options: string[]) => runCommand(['check', 'agreed.jsonl', ...options], folder);

  it('says what would change, and exits with 1 for new findings', async () => {
    const { status, stdout } = await run('--assume', 'consent.cookiebot=denied');
    expect([status, stdout]).toEqual([
      1,
      expect.stringMatching(
        /^agreed\.jsonl, had it been consent\.cookiebot=denied\n1 event for Meta, 0 as recorded\n {2}Lead d:\d+: would have no consent.* \(consent granted → denied\)\n {2}new error consent\/sent-although-denied: /,
      ),
    ]);
    const same = await run('--assume', 'consent=granted', '--format', 'json');
    expect([same.status, JSON.parse(same.stdout).sessions[0]]).toEqual([
      0,
      {
        file: 'agreed.jsonl',
        events: 1,
        same: 1,
        changed: [],
        findings: { came: [], went: [] },
      },
    ]);
    const validate = new Ajv({ allErrors: true }).compile(schema);
    const denied = await run('--assume', 'consent.cookiebot=denied', '--format', 'json');
    for (const text of [same.stdout, denied.stdout])
      expect([validate(JSON.parse(text)), validate.errors]).toEqual([true, null]);
    expect(JSON.parse(denied.stdout).sessions[0].findings.came.length).toBeGreaterThan(0);
    const german = await run('--assume', 'consent=denied', '--lang', 'de');
    expect(german.stdout).toContain('hätte keine Einwilligung');
  });

  it.each([
    [['--assume', 'consent.trust=denied'], 'expected something that the session has'],
    [['--assume', 'consent=denied', '--format', 'junit'], 'expected one of text, json'],
    [['--assume', 'consent=denied', '--baseline', 'x'], 'cannot be used together'],
    [['--assume', 'profile=nowhere.json'], 'cannot read'],
  ])('%j is refused', async (options, message) => {
    const { status, stderr } = await run(...options);
    expect([status, stderr]).toEqual([2, expect.stringContaining(message)]);
  });
});
