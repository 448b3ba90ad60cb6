import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
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
