import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { checkStorageState } from '../../../src/cli/storage-state.ts';

const folder = mkdtempSync(join(tmpdir(), 'event-loupe-storage-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, 'state.json');

it.each([
  ['x', 'line 1, column 1: expected a value, found "x"'],
  ['[]', 'expected an object, found a list'],
  ['{"a": 1}', '/cookies: expected a list, found nothing'],
  ['{"cookies": [], "origins": 5}', '/origins: expected a list, found 5'],
])('refuses what is no storage state: %s', async (text, problem) => {
  writeFileSync(file, text);
  await expect(checkStorageState(file)).rejects.toThrow(problem);
});

it.each(['{"cookies": [], "origins": []}', '{"origins": []}'])('takes %s', async (text) => {
  writeFileSync(file, text);
  await expect(checkStorageState(file)).resolves.toBeUndefined();
});

it('names a file that is not there', async () => {
  await expect(checkStorageState(join(folder, 'none'))).rejects.toThrow('no such file');
});
