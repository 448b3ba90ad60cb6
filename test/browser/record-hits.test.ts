import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BROWSERS } from '../../src/cli/browsers.ts';
import type { Entry, HitEntry } from '../../src/session/entry.ts';
import { runCommand } from '../unit/cli/command.ts';
import { type Server, serve } from './harness/server.ts';

const SEND = `const addressOf = (name) => '/tr/?' + new URLSearchParams({ id: '1234567890', ev: name,
  dl: location.href, if: 'false', ts: String(Date.now()), v: '2.9.325', r: 'stable' });`;

const PAGES = {
  '/': `<!doctype html><title>shop</title><script>${SEND}
    addEventListener('pagehide', () => navigator.sendBeacon(addressOf('left by navigation')));
  </script>`,
  '/closing': `<!doctype html><title>closes</title><script>${SEND}
    addEventListener('pagehide', () => navigator.sendBeacon(addressOf('left by closing')));
  </script>`,
  '/profile': `<!doctype html><title>profile</title><script>${SEND}
    fetch('/own?id=1234567890&ev=added');
    fetch(addressOf('muted'));
  </script>`,
  '/own': { type: 'text/plain' },
  '/end': `<!doctype html><title>end</title><script>${SEND}</script>`,
  '/worker.js': {
    type: 'text/javascript',
    body: `${SEND}
      addEventListener('message', ({ data }) => fetch(addressOf(data)));`,
  },
};

const STEPS = `export default async (page) => {
  await page.evaluate(async () => {
    await fetch(addressOf('answered'));
    await navigator.serviceWorker.register('/worker.js');
    (await navigator.serviceWorker.ready).active.postMessage('service worker');
    const tab = open('/closing');
    await new Promise((resolve) => { tab.onload = resolve; });
    tab.close();
  });
  await page.goto(new URL('/end', page.url()).href);
  await page.evaluate(() => void fetch(addressOf('held')));
};`;

const isHit = (entry: Entry): entry is HitEntry => entry.kind === 'hit';

describe.each(BROWSERS)('hits of event-loupe record in %s', (browser) => {
  let server: Server;
  let folder: string;
  let release: () => void = () => undefined;
  beforeAll(async () => {
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    server = await serve({
      ...PAGES,
      '/tr/': async ({ url }) => {
        if (url.searchParams.get('ev') === 'held') await held;
        return { type: 'text/plain', headers: { 'cache-control': 'no-store' } };
      },
    });
    folder = mkdtempSync(join(tmpdir(), 'event-loupe-record-hits-'));
    writeFileSync(join(folder, 'steps.mjs'), STEPS);
  });
  afterAll(async () => {
    release();
    await server.close();
    rmSync(folder, { recursive: true });
  });

  it('has the hits of every tab and service worker, those of pages that were left, and what was still awaited', async () => {
    const { status, stderr } = await runCommand(
      [
        ...['record', `http://127.0.0.1:${server.port}/`, '--browser', browser],
        ...['--steps', 'steps.mjs', '--wait', '3000'],
      ],
      folder,
    );
    expect([status, stderr]).toEqual([0, '']);
    const lines = readFileSync(join(folder, 'session.jsonl'), 'utf8').trimEnd().split('\n');
    const entries = lines.map((line) => JSON.parse(line) as Entry);
    const hits = entries.filter(isHit);
    const told = hits.map((hit) => [hit.events[0]?.eventName, hit.outcome]);
    expect(told.sort()).toEqual([
      ['answered', 'done'],
      ['held', 'pending'],
      ['left by closing', 'done'],
      ['left by navigation', 'done'],
      ['service worker', 'done'],
    ]);
    const byOrigin = hits.filter(({ joinedBy }) => joinedBy).map((hit) => hit.events[0]?.eventName);
    expect(byOrigin).toContain('service worker');
    // A page's own word of where it is stands in each hit.
    const pages = new Map(entries.map((one) => [one.id, one.kind === 'page' ? one.url : '']));
    for (const hit of hits)
      if (!hit.joinedBy) expect(pages.get(hit.page)).toBe(hit.events[0]?.parameters.dl);
    const check = await runCommand(['check', 'session.jsonl'], folder);
    expect(check.stderr).toBe('');
  });

  it("has what goes to the profile's endpoints, and leaves out what it mutes", async () => {
    const host = `127.0.0.1:${server.port}`;
    const endpoints = [
      { vendor: 'meta', address: `${host}/own` },
      { vendor: 'meta', address: `${host}/tr`, muted: true },
    ];
    writeFileSync(join(folder, 'event-loupe.json'), JSON.stringify({ endpoints }));
    const { status, stderr } = await runCommand(
      [
        ...['record', `http://${host}/profile`, '--browser', browser, '--out', 'profile.jsonl'],
        ...['--profile', 'event-loupe.json', '--until-idle', '1000'],
      ],
      folder,
    );
    expect([status, stderr]).toEqual([0, '']);
    const lines = readFileSync(join(folder, 'profile.jsonl'), 'utf8').trimEnd().split('\n');
    const hits = lines.map((line) => JSON.parse(line) as Entry).filter(isHit);
    expect(hits.map(({ events }) => events[0]?.eventName)).toEqual(['added']);
  });
});
