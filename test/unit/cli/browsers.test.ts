import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { findBrowser, ordinaryUserAgent } from '../../../src/cli/browsers.ts';
import { Failure } from '../../../src/cli/failure.ts';

const folder = mkdtempSync(join(tmpdir(), 'event-loupe-path-'));
afterAll(() => rmSync(folder, { recursive: true }));
const program = join(folder, 'firefox');
writeFileSync(program, '');
chmodSync(program, 0o755);
writeFileSync(join(folder, 'firefox-esr'), 'not executable', { mode: 0o644 });

/** A program at a place, with its folders. */
function install(...place: string[]): string {
  const file = join(folder, ...place);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, '#!/bin/sh\necho "Chromium 156.0.7000.1 built on Debian"', { mode: 0o755 });
  return file;
}

/** A machine with these variables and nothing else. */
const linux = (environment: Record<string, string>, playwrights?: string) =>
  ({ environment, platform: 'linux', playwrights }) as const;

describe('findBrowser', () => {
  it('finds the first program on PATH that can be run', () => {
    const PATH = ['/nowhere', folder].join(delimiter);
    expect(findBrowser('firefox', linux({ PATH }))).toBe(program);
  });

  it('prefers what a variable names, and says so when it cannot be run', () => {
    expect(findBrowser('chromium', linux({ EVENT_LOUPE_CHROMIUM: program }))).toBe(program);
    expect(findBrowser('chromium', linux({ CHROME_PATH: program }))).toBe(program);
    expect(findBrowser('firefox', linux({ FIREFOX_PATH: program }))).toBe(program);
    expect(() =>
      findBrowser('chromium', linux({ EVENT_LOUPE_CHROMIUM: '/nowhere', PATH: folder })),
    ).toThrow('EVENT_LOUPE_CHROMIUM is /nowhere, which is not a program that can be run');
    // A folder has the right to be entered.
    expect(() => findBrowser('chromium', linux({ CHROME_PATH: folder }))).toThrow(/CHROME_PATH/);
  });

  it('looks where installers put it, with the endings of the system', () => {
    const HOME = join(folder, 'home');
    const mac = install('home', 'Applications', 'Chromium.app', 'Contents', 'MacOS', 'Chromium');
    expect(findBrowser('chromium', { environment: { HOME }, platform: 'darwin' })).toBe(mac);
    const PATH = join(folder, 'tools');
    const windows = install('tools', 'firefox.exe');
    expect(findBrowser('firefox', { environment: { PATH }, platform: 'win32' })).toBe(windows);
  });

  it("takes Playwright's own download, this version's first, else the newest", () => {
    const place = (revision: number) => [`chromium-${revision}`, 'chrome-linux', 'chrome'];
    const expected = join(folder, 'downloads', ...place(1200));
    expect(() => findBrowser('chromium', linux({}, expected))).toThrow(Failure);
    install('downloads', ...place(998));
    const other = install('downloads', ...place(1180));
    install('downloads', 'chromium_headless_shell-1300', 'chrome-linux', 'chrome');
    expect(findBrowser('chromium', linux({}, expected))).toBe(other);
    expect(() => findBrowser('firefox', linux({}, expected))).toThrow(Failure);
    install('downloads', ...place(1200));
    expect(findBrowser('chromium', linux({}, expected))).toBe(expected);
  });

  it('says what to install when there is none', () => {
    expect(() => findBrowser('chromium', linux({ PATH: folder }))).toThrow(Failure);
    expect(() => findBrowser('chromium', linux({ PATH: '' }))).toThrow(/install one of chromium/);
  });
});

describe('ordinaryUserAgent', () => {
  it('has the version that the program prints, or on Windows a name beside it', async () => {
    expect(await ordinaryUserAgent(install('versioned', 'chromium'), 'linux')).toBe(
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36',
    );
    install('windows', '155.0.6900.2', 'chrome.dll');
    expect(await ordinaryUserAgent(install('windows', 'chrome.exe'), 'win32')).toContain(
      'Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/155.0.0.0',
    );
    await expect(ordinaryUserAgent(program, 'linux')).rejects.toThrow(/--user-agent/);
  });
});
