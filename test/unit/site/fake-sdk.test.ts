import { createHash } from 'node:crypto';
import { describe, expect, it, test } from 'vitest';
import { BROWSER_ROWS } from '../../site/browser-rows.ts';
import first from '../../site/observations.json' with { type: 'json' };
import second from '../../site/observations-2.json' with { type: 'json' };
import { runRecorded } from './recorded-page.ts';

/*
 * The demo shop's fake of Meta's SDK, held to both records of the real one: each run's code is run
 * again, and its requests with their fields, the warnings, and of the second record what waits in the
 * queue are compared. What needs a browser, and a run of each kind, is run again in browsers too
 * (test/browser/site-fake.test.ts).
 */

interface Row {
  name: string;
  mode: string;
  js: string;
  later?: string;
  last?: string;
  page?: string;
  ua?: string;
  library?: string;
  versions?: Record<string, string>;
  warnings: string[];
  configs: number;
  plugins: string[];
  queue?: unknown[];
  hits: { method: string; url: string; fields: Record<string, string> }[];
}

const ROWS = second.rows as unknown as Row[];

/**
 * What the fake does not do: advanced matching (hashes, hidden forms, and its bits of `o`), and two
 * fields that plugins of a real configuration add.
 */
const NOT_DONE = /^(?:ud|aud|cud|ncud|udff|audff|ncudff)\[|^(?:ler|cdl)$/;
const MATCHING_BITS = 32 | 2048;

/** What differs between two runs of the real one. */
const VOLATILE: ReadonlySet<string> = new Set(['ts', 'it', 'sw', 'sh']);

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

const SHOPIFY = { isShopify: true };
const PROHIBITED = { prohibitedSources: true };
const BOTS = { botblocking: true };

/** What the run's own configuration said, in the fake's words. */
const CONFIGURATIONS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  plain_email_unwantedData: {
    unwantedData: {
      Lead: {
        cd: { email: '', phone: sha256('phone') },
        url: { email: '', phone: sha256('phone') },
      },
    },
  },
  standardParamChecks: {
    standardParamChecks: { value: '^\\d+(?:\\.\\d+)?$', currency: ['EUR', 'USD'] },
  },
  unwantedParams: { unwanted: ['email'] },
  restricted_event: { validation: { restricted: ['Purchase'], unverified: ['MyUnverified'] } },
  prohibited_source: PROHIBITED,
  prohibited_source_one_of_two: PROHIBITED,
  bot_user_agent_rules: BOTS,
  headless_user_agent_rules: BOTS,
  normal_user_agent_rules: BOTS,
  set_userData_shopify: SHOPIFY,
  trackShopify_opted_in: SHOPIFY,
};

/** The fields that are the same whenever a run is made, in their order. */
function steady(fields: Readonly<Record<string, string | undefined>>) {
  return Object.entries(fields).filter(([name]) => !VOLATILE.has(name));
}

function comparable(fields: Readonly<Record<string, string>>) {
  const kept = Object.entries(fields).filter(
    ([name]) => !NOT_DONE.test(name) && !VOLATILE.has(name),
  );
  return kept.map(([name, value]) =>
    name === 'o' ? [name, String(Number(value) & ~MATCHING_BITS)] : [name, value],
  );
}

/** Pictures arrive in any order: by pixel and number. */
function inOrder<T extends { fields: string[][] }>(hits: T[]): T[] {
  const placeOf = ({ fields }: T) => {
    const of = Object.fromEntries(fields) as Record<string, string>;
    return `${of.id} ${(of.ec ?? '').padStart(4, '0')}`;
  };
  return hits.sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
}

function replay(row: Row) {
  const outcome = runRecorded(
    {
      href: new URL(row.page ?? '/?fbclid=IwAR123', 'https://shop.example').href,
      ...(row.ua === undefined ? {} : { userAgent: row.ua }),
      isMissing: (path) =>
        (path.endsWith('/fbevents.js') && row.library !== undefined) ||
        path.startsWith('/signals/plugins/'),
      ...(row.versions === undefined ? {} : { versions: row.versions }),
      configuration: CONFIGURATIONS[row.name] ?? {},
      plugins: row.name === 'prohibited_pixel_plugin_missing' ? row.plugins : [],
    },
    [row.js, row.later ?? '', row.last ?? ''],
  );
  const asked = (prefix: string) => outcome.scripts.filter((path) => path.startsWith(prefix));
  return {
    warnings: outcome.warnings,
    hits: inOrder(
      outcome.hits.map(({ endpoint, method, fields }) => ({
        endpoint,
        method,
        fields: comparable(fields),
      })),
    ),
    configs: asked('/signals/config/').length,
    plugins: asked('/signals/plugins/').map((path) => /([^/]+)\.js$/.exec(path)?.[1]),
    queue: JSON.parse(JSON.stringify(outcome.queue)),
  };
}

/** A run of the first record, in which all of the fake's fields are held, and their order. */
function replayFirst({ js, mode, plugins }: (typeof first.rows)[number]) {
  let configurations = 0;
  const outcome = runRecorded(
    {
      href: 'http://shop.example/?fbclid=IwAR123',
      isMissing(path) {
        if (!path.startsWith('/signals/config/')) return path.startsWith('/signals/plugins/');
        configurations += 1;
        return mode === '404' || (mode === '404second' && configurations === 2);
      },
      plugins,
    },
    [js],
  );
  const asked = (prefix: string) => outcome.scripts.filter((path) => path.startsWith(prefix));
  return {
    warnings: outcome.warnings,
    hits: outcome.hits.map(({ method, fields }) => ({ method, fields: steady(fields) })),
    configs: asked('/signals/config/').length,
    plugins: asked('/signals/plugins/').map((path) => /([^/]+)\.js$/.exec(path)?.[1]),
  };
}

describe("the fake of Meta's SDK does what the real one did", () => {
  test.each(first.rows.filter(({ name }) => !BROWSER_ROWS.has(name)))('$name', (row) => {
    expect(replayFirst(row)).toEqual({
      warnings: row.warnings,
      hits: row.hits.map(({ method, fields }) => ({ method, fields: steady(fields) })),
      configs: row.configs,
      plugins: row.plugins,
    });
  });

  test.each(ROWS)('$name', (row) => {
    expect(replay(row)).toEqual({
      warnings: row.warnings,
      hits: inOrder(
        row.hits.map(({ url, method, fields }) => ({
          endpoint: url,
          method,
          fields: comparable(fields),
        })),
      ),
      configs: row.configs,
      plugins: row.plugins,
      queue: row.queue ?? [],
    });
  });

  it('in all of the recorded runs', () => {
    expect([first.rows.length, ROWS.length]).toEqual([60, 133]);
  });
});
