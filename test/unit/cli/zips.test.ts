import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';

const MODULE = resolve(import.meta.dirname, '../../build/package.ts');

it('the zips of a release are the same whatever the time zone', () => {
  const folder = mkdtempSync(join(tmpdir(), 'event-loupe-zip-'));
  const file = join(folder, 'a.txt');
  writeFileSync(file, 'a');
  const script = `
    import { zipFiles } from ${JSON.stringify(MODULE)};
    process.stdout.write(Buffer.from(zipFiles(${JSON.stringify(folder)}, [${JSON.stringify(file)}])).toString('base64'));`;
  const zips = ['Etc/GMT+12', 'Pacific/Kiritimati', 'Europe/Berlin'].map((TZ) =>
    execFileSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
      cwd: resolve(import.meta.dirname, '../../..'),
      env: { ...process.env, TZ },
      encoding: 'utf8',
    }),
  );
  rmSync(folder, { recursive: true });
  expect(zips[0]).not.toBe('');
  expect(new Set(zips).size).toBe(1);
});
