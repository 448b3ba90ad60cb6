import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { Output } from '../../../src/cli/output.ts';
import { openSessionFile } from '../../../src/cli/session-file.ts';
import { PLAIN } from '../../../src/cli/text-report.ts';
import { ENGLISH } from '../../../src/language/languages.ts';
import { entries } from '../../session/session.ts';

const folder = mkdtempSync(join(tmpdir(), 'event-loupe-session-file-'));
afterAll(() => rmSync(folder, { recursive: true }));

const silent: Output = {
  language: ENGLISH,
  write: () => undefined,
  writeAll: async () => undefined,
  remark: () => undefined,
  paint: PLAIN,
};

it('says where a recording is that the disk has no room for, and leaves the file that was there', async () => {
  const out = join(folder, 'shop.jsonl');
  writeFileSync(out, 'old');
  symlinkSync('/dev/full', `${out}.part`);
  const file = await openSessionFile(out, 'test', silent);
  const fill = async () => {
    for (const entry of entries('start 2026-01-02T03:04:05Z\npage doc https://shop.test/')) {
      file.addEntries([entry]);
      await new Promise((resolve) => setImmediate(resolve));
    }
    for (;;) {
      file.addEntries([]);
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  const failure = await fill().catch((error: unknown) => error);
  expect(String(failure)).toBe(
    `Failure: cannot write ${out}: no space left. What came before that is in ${out}.part`,
  );
  expect(readFileSync(out, 'utf8')).toBe('old');
});
