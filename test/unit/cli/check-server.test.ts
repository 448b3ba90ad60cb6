import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { serializeSession } from '../../../src/session/file.ts';
import { parseServerEvents } from '../../../src/vendors/meta/server-events/import.ts';
import { entries, START_AT } from '../../session/session.ts';
import { runCommand } from './command.ts';

const clean = entries`
  page https://shop.test/
  loyjoy widget_open
    dataLayer {event: lj_open}
`;

const folder = mkdtempSync(join(tmpdir(), 'event-loupe-server-'));
afterAll(() => rmSync(folder, { recursive: true }));

const TOKEN = `EAA${'Hj8'.repeat(20)}`;
const event = { event_name: 'Purchase', event_time: START_AT / 1000, event_id: 'a' };
const good = JSON.stringify({ data: [event, { ...event, event_id: 'b' }], access_token: TOKEN });
const partly = `${JSON.stringify(event)}\n{"event_time":1}\n`;
const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
write('session.jsonl', serializeSession(clean, 'test', START_AT));
write('good.json', good);
write('partly.jsonl', partly);
write('bytes.json', '');
writeFileSync(join(folder, 'bytes.json'), new Uint8Array([0xff, 0xfe, 0x00]));
write('none.json', '{"data":[]}');
write('wrong.json', `{"access_token": "${TOKEN}" "data": []}`);

const check = (...args: string[]) => runCommand(['check', 'session.jsonl', ...args], folder);
const counted = async (...args: string[]) => {
  const { stdout } = await check('--format', 'json', ...args);
  return JSON.parse(stdout).summary.serverEvents;
};

describe('event-loupe check --server', () => {
  it('adds the server events of every file, each once', async () => {
    expect(await counted()).toBe(0);
    expect(await counted('--server', 'good.json')).toBe(2);
    write('more.jsonl', JSON.stringify({ ...event, event_id: 'c' }));
    expect(
      await counted('--server', 'good.json', '--server', 'more.jsonl', '--server', 'good.json'),
    ).toBe(3);
  });

  it('reads what is packed, as logs are stored', async () => {
    writeFileSync(join(folder, 'good.json.gz'), gzipSync(good));
    expect(await counted('--server', 'good.json.gz')).toBe(2);
    writeFileSync(join(folder, 'cut.json.gz'), gzipSync(good).subarray(0, 60));
    const { status, stderr } = await check('--server', 'cut.json.gz');
    const message = 'cut.json.gz: a gzip file that is cut or damaged; export it again';
    expect([status, stderr]).toEqual([2, `event-loupe: ${message}\n`]);
  });

  it('does not count again what the session has from the same file', async () => {
    const { entries: known } = await parseServerEvents(good, { name: 'good.json', now: 0 });
    write('session.jsonl', serializeSession([...clean, ...known], 'test', START_AT));
    expect(await counted('--server', 'good.json')).toBe(2);
    write('session.jsonl', serializeSession(clean, 'test', START_AT));
  });

  it.each([
    [
      'partly.jsonl',
      '1 of 2 events cannot be read. First: partly.jsonl, line 2, /event_name: expected the name of the event, a text, found nothing; --skip-invalid reads the other 1',
    ],
    ['wrong.json', 'wrong.json, line 1, column 84: expected "," or "}", found "\\"data\\": []}"'],
    ['none.json', 'none.json: no event in it'],
    ['bytes.json', 'bytes.json: not UTF-8 text'],
    ['nowhere.json', 'cannot read nowhere.json: no such file or folder'],
  ])('gives 2 and one line for %s', async (file, message) => {
    const { status, stdout, stderr } = await check('--server', file);
    expect([status, stdout, stderr]).toEqual([2, '', `event-loupe: ${message}\n`]);
  });

  it('leaves out what cannot be read when told to, and says so', async () => {
    const { status, stderr } = await check('--server', 'partly.jsonl', '--skip-invalid');
    expect(status).toBe(0);
    expect(stderr).toMatch(
      /^event-loupe: 1 of 2 events cannot be read\. .*; the other 1 are read\n$/,
    );
    expect(await counted('--server', 'partly.jsonl', '--skip-invalid')).toBe(1);
  });
});
