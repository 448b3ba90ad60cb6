import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { findBrowser } from '../../../src/cli/browsers.ts';
import { Failure } from '../../../src/cli/failure.ts';

const folder = mkdtempSync(join(tmpdir(), 'event-loupe-path-'));
afterAll(() => rmSync(folder, { recursive: true }));
const program = join(folder, 'firefox');
writeFileSync(program, '');
chmodSync(program, 0o755);
writeFileSync(join(folder, 'firefox-esr'), 'not executable', { mode: 0o644 });

describe('findBrowser', () => {
  it('finds the first program on PATH that can be run', () => {
    expect(findBrowser('firefox', { PATH: ['/nowhere', folder].join(delimiter) })).toBe(program);
  });

  it('prefers what the variable names, and says so when it cannot be run', () => {
    expect(findBrowser('chromium', { EVENT_LOUPE_CHROMIUM: program, PATH: '' })).toBe(program);
    expect(() =>
      findBrowser('chromium', { EVENT_LOUPE_CHROMIUM: '/nowhere', PATH: folder }),
    ).toThrow('EVENT_LOUPE_CHROMIUM is /nowhere, which is not a program that can be run');
  });

  it('says what to install when there is none', () => {
    expect(() => findBrowser('chromium', { PATH: folder })).toThrow(Failure);
    expect(() => findBrowser('chromium', { PATH: '' })).toThrow(/install one of chromium/);
  });
});
