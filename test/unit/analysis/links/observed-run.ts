/**
 * A recorded run of Meta's real SDK as a session: the calls that its page made and the hits that
 * the recorder saw, with the requests for library, configuration and plugins that it counted.
 */

import type { CallEntry, Entry, HitEntry, PageEntry } from '../../../../src/session/entry.ts';
import type { PageValue } from '../../../../src/session/value.ts';
import { decodeRequest } from '../../../../src/vendors/decode.ts';
import observations from '../../../site/observations.json' with { type: 'json' };

export const RUNS = observations.rows;
export type Run = (typeof RUNS)[number];

const START = 1_795_228_000_000;
/** When the library arrived in a run; a run whose timer came first says so in `held`. */
const LIBRARY_AT = 300;
const ADDRESS = 'http://shop.example/?fbclid=IwAR123';
const PLUGINS = 'https://connect.facebook.net/signals/plugins/';
const CONFIG = 'https://connect.facebook.net/signals/config/';

interface Made {
  after: number;
  args: unknown[];
}

/** The calls of a run's source, by the time at which its page made them, and where it went on to. */
function callsOf(js: string): { made: Made[]; routes: string[]; leftFor: string | undefined } {
  const made: Made[] = [];
  const routes: string[] = [];
  let leftFor: string | undefined;
  let after = 0;
  const timers: { after: number; run(): void }[] = [];
  const fbq = (...args: unknown[]) => {
    made.push({ after, args });
  };
  fbq.push = fbq;
  fbq.callMethod = fbq;
  // Where the page calls its own wrapper, the wrapper calls this.
  const window = { fbq, _fbq: fbq } as Record<string, unknown>;
  const location = {
    set href(url: string) {
      leftFor = url;
    },
  };
  const names = ['window', 'setTimeout', 'history', 'location', 'document'];
  const source = `with (window) { ${js} }`;
  new Function(...names, source)(
    window,
    (run: () => void, ms: number) => timers.push({ after: ms, run }),
    { pushState: (_state: unknown, _title: string, url: string) => routes.push(url) },
    location,
    { querySelector: () => ({ click() {} }) },
  );
  for (const timer of timers) {
    after = timer.after;
    timer.run();
  }
  return { made, routes, leftFor };
}

/** As the hook copies it: what JSON cannot carry is a stand-in. */
function copy(value: unknown): PageValue {
  if (value === undefined) return { $type: 'undefined' };
  if (value instanceof Date) return { $type: 'date', value: value.toISOString() };
  if (typeof value !== 'object' || value === null) return value as PageValue;
  if (Array.isArray(value)) return value.map(copy);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, copy(item)]));
}

/** The session of a run, in order of time. */
export function sessionOf(run: Run): Entry[] {
  const { made, routes, leftFor } = callsOf(run.js);
  const held = 'held' in run ? run.held : undefined;
  const libraryAt = held === 'sdk' ? 1_000 : LIBRARY_AT;
  const entries: Entry[] = [];
  // The run that leaves its page finds the same script on the next one.
  const pages = leftFor === undefined ? [ADDRESS] : [ADDRESS, new URL(leftFor, ADDRESS).href];
  for (const [p, url] of pages.entries()) {
    const key = `d${p}`;
    const openedAt = START + p * 5_000;
    let number = 0;
    const base = (after: number) => ({
      id: `${key}:${number++}`,
      at: openedAt + after,
      page: `${key}:0`,
    });
    const page: PageEntry = { ...base(0), kind: 'page', event: 'start', url, top: true };
    entries.push(page);
    for (const { after, args } of made) {
      const copied = args.map(copy);
      const [first] = copied;
      const method = typeof first === 'string' ? first : 'call';
      entries.push({
        ...base(after + 1),
        kind: 'call',
        source: 'fbq',
        method,
        args: copied,
        phase: 'live',
      } satisfies CallEntry);
    }
    for (const route of routes)
      entries.push({
        ...base(900),
        kind: 'page',
        event: 'route',
        url: new URL(route, url).href,
        top: true,
      });
    let hit = 0;
    const request = (after: number, fields: Partial<HitEntry>): HitEntry => ({
      id: `net:${p}${hit++}`,
      at: openedAt + after,
      page: `${key}:0`,
      kind: 'hit',
      vendor: 'meta',
      method: 'GET',
      url: '',
      transport: 'script',
      events: [],
      ...fields,
    });
    entries.push(
      request(5, {
        role: 'library',
        url: 'https://connect.facebook.net/en_US/fbevents.js',
        outcome: 'done',
        status: 200,
        endAt: openedAt + libraryAt,
      }),
    );
    const sent = run.hits.filter(({ fields }) => fields.dl === url || pages.length === 1);
    const firstSent = Math.min(...sent.map(({ afterInit }) => afterInit ?? 0));
    for (let n = 0; n < run.configs / pages.length; n += 1) {
      const isMissing = run.mode === '404' || (run.mode === '404second' && n === 1);
      entries.push(
        request(libraryAt + 1, {
          role: 'config',
          url: `${CONFIG}${123456789012345 + n}`,
          outcome: 'done',
          status: isMissing ? 404 : 200,
          endAt:
            held === 'config' ? openedAt + 1_500 : openedAt + libraryAt + Math.min(30, firstSent),
        }),
      );
    }
    for (const url of run.plugins)
      entries.push(
        request(libraryAt + 40, {
          role: 'config',
          url: `${PLUGINS}${url}.js`,
          outcome: 'failed',
          error: 'net::ERR_FAILED',
        }),
      );
    for (const observed of sent) {
      const query = new URLSearchParams(observed.fields as unknown as Record<string, string>);
      const isPost = observed.method === 'POST';
      const asked = {
        url: isPost ? observed.url : `${observed.url}?${query}`,
        method: observed.method,
        type: observed.type,
        ...(isPost ? { body: { kind: 'text' as const, text: String(query) } } : {}),
      };
      const decoded = decodeRequest(asked, []);
      // A run's timer of 900 ms came after the library and the configuration, unless held says so.
      const late = made.some(({ after }) => after > 0) && held === undefined;
      entries.push(
        request((late ? 900 : libraryAt) + (observed.afterInit ?? 0), {
          method: asked.method,
          url: asked.url,
          transport: 'image',
          events: decoded?.events ?? [],
          outcome: 'done',
          status: 200,
        }),
      );
    }
  }
  return entries.sort((a, b) => a.at - b.at);
}
