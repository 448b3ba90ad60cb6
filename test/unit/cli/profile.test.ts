import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { Failure } from '../../../src/cli/failure.ts';
import { readProfile } from '../../../src/cli/profile.ts';

const folder = mkdtempSync(join(tmpdir(), 'event-loupe-profile-'));
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

describe('readProfile', () => {
  it('gives what the file says', async () => {
    expect(await readProfile(write('a.json', '{"layers":["tcLayer"]}'))).toEqual({
      layers: ['tcLayer'],
    });
  });

  it.each([
    ['nonsense', 'b.json: not JSON'],
    ['{"colours":[]}', 'b.json: /colours: "colours" is not a known setting'],
    ['{"layers":["a",""]}', 'b.json: /layers/1: "" is not a string that is not empty'],
  ])('refuses %s with the file, the place and the value', async (text, message) => {
    const given = readProfile(write('b.json', text));
    await expect(given).rejects.toThrow(message);
    await expect(given).rejects.toBeInstanceOf(Failure);
  });

  it('says so when there is no such file', async () => {
    await expect(readProfile(join(folder, 'none.json'))).rejects.toThrow('no such file');
  });
});
