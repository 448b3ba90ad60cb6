import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parseSession } from '../../../src/cli/library.ts';
import { serializeSession } from '../../../src/session/file.ts';
import { entries } from '../../session/session.ts';
import { runCommand } from './command.ts';

const folder = mkdtempSync(join(tmpdir(), 'event-loupe-merge-'));
afterAll(() => rmSync(folder, { recursive: true }));

const PIXEL = '123456789012345';
/** A page of a shard whose pixel has the same fault everywhere. */
const shard = (key: string, path: string, more: string) => `
  page ${key} https://shop.example/${path}
  fbq init ${PIXEL}
  library
  config ${PIXEL}
  fbq track purchase {value: 3, currency: EUR}
  ${more}
`;
const sent = (name: string, key: string) => `fbq track ${name}\n    > #${key} hit ${PIXEL} ${name}`;

/** The files of a suite’s shards, as Playwright leaves them. */
function write(name: string, session: string): void {
  mkdirSync(join(folder, 'results', name), { recursive: true });
  writeFileSync(
    join(folder, 'results', name, 'event-loupe.jsonl'),
    serializeSession(entries(session), 'test', 0),
  );
}
write('one', shard('a', 'cart/1', sent('Lead', 'ha')));
write('two', shard('b', 'cart/2', sent('Purchase', 'hb')));
writeFileSync(
  join(folder, 'event-loupe.json'),
  JSON.stringify({
    plans: { shop: { steps: [{ event: 'Lead' }, { event: 'Purchase' }, { event: 'Search' }] } },
  }),
);

const run = (...args: string[]) => runCommand(args, folder);

describe('event-loupe merge', () => {
  it('tells what several shards show once, with its pages, and holds plans against them all', async () => {
    const merged = await run('merge', 'results', '--format', 'json', '--session', 'all.jsonl');
    const report = JSON.parse(merged.stdout);
    expect([merged.status, merged.stderr]).toEqual([1, '']);
    expect(report.summary).toMatchObject({ pages: 2, hits: 6 });
    const names = report.findings.filter(
      ({ rule }: { rule: string }) => rule === 'pixel/event-name-case',
    );
    expect(names).toEqual([
      expect.objectContaining({
        sessions: 2,
        pages: ['https://shop.example/cart/1', 'https://shop.example/cart/2'],
        message: expect.stringMatching(/\(In 2 sessions\.\)$/),
      }),
    ]);
    expect(names[0].entries.length).toBe(2);
    const plans = report.findings.filter(({ rule }: { rule: string }) => rule === 'plan/missing');
    // It is about no page, and names none.
    expect(plans[0]).not.toHaveProperty('pages');
    expect(plans.map(({ data }: { data: { event: string } }) => data.event)).toEqual(['Search']);
    expect(report.summary.findings.error).toBe(
      report.findings.filter(({ severity }: { severity: string }) => severity === 'error').length,
    );
    const whole = await parseSession(join(folder, 'all.jsonl'));
    expect(whole.filter(({ kind }) => kind === 'page').length).toBe(2);
    // The one session is judged as the suite is.
    const again = JSON.parse((await run('check', 'all.jsonl', '--format', 'json')).stdout);
    expect(
      again.findings.filter(({ rule }: { rule: string }) => rule === 'plan/missing').length,
    ).toBe(1);
  });

  it('writes every form, in German too', async () => {
    const { status, stdout } = await run(
      ...['merge', 'results', '--lang', 'de', '--out', 'html:r.html', '--out', 'junit:r.xml'],
    );
    expect([status, stdout]).toEqual([1, '']);
    const page = readFileSync(join(folder, 'r.html'), 'utf8');
    expect(page).toContain('<h2>2 Sitzungen</h2>');
    expect(readFileSync(join(folder, 'r.xml'), 'utf8').match(/<testsuite /g)).toHaveLength(1);
  });

  it('is quiet about known findings', async () => {
    const known = ['--baseline', 'known.json'];
    await run('merge', 'results', ...known, '--update-baseline');
    expect((await run('merge', 'results', ...known)).status).toBe(0);
  });

  it('says what is wrong', async () => {
    expect((await run('merge')).status).toBe(2);
    expect((await run('merge', 'nowhere')).status).toBe(2);
  });
});

describe('event-loupe init playwright', () => {
  it('writes a spec from a list of addresses, and never over another', async () => {
    writeFileSync(
      join(folder, 'addresses.txt'),
      '# our shop\nhttps://shop.example/\n\nhttps://shop.example/cart?a=1\nhttps://shop.example/\n',
    );
    const made = await run('init', 'playwright', 'addresses.txt');
    expect([made.status, made.stdout]).toEqual([0, 'event-loupe.spec.ts: 2 addresses\n']);
    const spec = readFileSync(join(folder, 'event-loupe.spec.ts'), 'utf8');
    expect(spec).toContain('  "https://shop.example/",\n  "https://shop.example/cart?a=1",\n]');
    expect((await run('init', 'playwright', 'addresses.txt')).status).toBe(2);
  });

  it.each([
    [['init', 'cypress', 'addresses.txt'], 'expected one of playwright'],
    [['init', 'playwright'], 'a file of addresses'],
    [['init', 'playwright', 'nowhere.txt'], 'no such file'],
    [['init', 'playwright', 'event-loupe.json', '--out', 'other.ts'], 'expected an address'],
  ])('%j is refused', async (args, message) => {
    const { status, stderr } = await run(...args);
    expect([status, stderr]).toEqual([2, expect.stringContaining(message)]);
    expect(existsSync(join(folder, 'other.ts'))).toBe(false);
  });
});
