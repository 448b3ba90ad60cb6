import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import Ajv from 'ajv';
import { describe, expect, it } from 'vitest';
import { formatDiff } from '../../../src/cli/diff.ts';
import schema from '../../../src/diff/diff.schema.json' with { type: 'json' };
import { type Change, diffSessions, type SessionDiff } from '../../../src/diff/diff.ts';
import { tokenOf } from '../../../src/diff/value-token.ts';
import { LANGUAGES } from '../../../src/language/languages.ts';
import { createAnalysis } from '../../../src/rules/create-analysis.ts';
import type { Entry } from '../../../src/session/entry.ts';
import { parseSessionLine } from '../../../src/session/file.ts';
import { entries } from '../../session/session.ts';
import { GOLDEN } from '../../site/review.ts';

function compare(before: readonly Entry[], after: readonly Entry[]): SessionDiff {
  const [a, b] = [createAnalysis(), createAnalysis()];
  a.add(before);
  b.add(after);
  return diffSessions(a, b);
}

const shop = (...lines: string[]) =>
  entries(
    ['page https://shop.example/thanks', 'fbq init 123456789012345', 'library']
      .concat('config 123456789012345', ...lines)
      .join('\n'),
  );

const BUY = `fbq track Purchase {value: 34.3, currency: EUR} {eventID: f15c2b9e-8f0a-4b7e-9b57-0d6ac8b1f111}
  > hit 123456789012345 Purchase cd={value: 34.3, currency: EUR} eid=f15c2b9e-8f0a-4b7e-9b57-0d6ac8b1f111`;
const SERVER =
  'server 123456789012345 Purchase id=f15c2b9e-8f0a-4b7e-9b57-0d6ac8b1f111 {value: 34.3, currency: EUR}';
const LEAD = `dataLayer {event: lead, value: 3}
  fbq track Lead {value: 3, currency: EUR}
    > hit 123456789012345 Lead cd={value: 3, currency: EUR}`;

/** The changes of the only event that is not the same. */
function changesOf(before: readonly Entry[], after: readonly Entry[]): Change[] {
  const { events } = compare(before, after);
  expect(events.map(({ status }) => status)).toEqual(['changed']);
  return events[0]?.changes ?? [];
}

describe('two recordings of the same steps', () => {
  /** Golden sessions, as another visit would have them: other documents, ids and hashes, a day later. */
  function anotherVisit(text: string): string {
    return text
      .replace(/"(at|endAt)":(\d+)/g, (_, name, at) => `"${name}":${Number(at) + 86_400_000}`)
      .replace(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, (id) => `0${id.slice(1, -1)}7`)
      .replace(/\b\d{24,}\b/g, (id) => `${id.slice(0, -2)}11`)
      .replace(/127\.0\.0\.1:\d+/g, 'shop.example')
      .replace(/\b17\d{8}\b/g, (time) => String(Number(time) + 86_400));
  }

  it.each(Object.keys(GOLDEN))('%s: are the same', (name) => {
    const file = fileURLToPath(new URL(`../../site/golden/${name}.jsonl`, import.meta.url));
    const text = readFileSync(file, 'utf8').trimEnd();
    const read = (lines: string) =>
      lines.split('\n').flatMap((line, n) => parseSessionLine(line, n + 1) ?? []);
    const { summary, events } = compare(read(text), read(anotherVisit(text)));
    expect(events).toEqual([]);
    expect(summary.same).toBeGreaterThan(3);
    expect(summary.lost).toBe(0);
  });

  it('are the same with another id, order, user and host', () => {
    const visit = (id: string, order: string, em: string, host: string) =>
      entries(`page https://${host}/order/${order}
fbq init 123456789012345
fbq track Purchase {value: 1, currency: EUR, order_id: ${order}} {eventID: ${id}}
  > hit 123456789012345 Purchase cd={value: 1, currency: EUR, order_id: ${order}} ud={em: ${em}} eid=${id}`);
    const diff = compare(
      visit('o-1001', '1234567890123456', 'a'.repeat(64), 'shop.example'),
      visit('o-2002', '6543210987654321', 'b'.repeat(64), 'staging.shop.example'),
    );
    expect(diff.events).toEqual([]);
  });
});

describe('a value', () => {
  const at = 1_795_830_416_000;
  it.each<[string, string, string]>([
    ['content_name', 'order-1795830416965', 'order-<time>'],
    ['content_name', 'order-1234567890123', 'order-1234567890123'],
    ['content_name', 'Gift 250 g', 'Gift 250 g'],
    ['x', 'f15c2b9e-8f0a-4b7e-9b57-0d6ac8b1f111', '<uuid>'],
    ['x', 'cart/f15c2b9e-8f0a-4b7e-9b57-0d6ac8b1f111/2', 'cart/<uuid>/2'],
    ['x', '2026-11-28T01:47:13Z', '<time>'],
    ['fbp', 'fb.1.1795830416965.12345', '<fbp or fbc>'],
    ['value', '34.30', '34.3'],
    ['content_ids[0]', '1234567890', '1234567890'],
    ['custom_data.order_id', 'A-1', '<text>'],
    ['eventID', 'undefined', '<nothing>'],
    ['url', 'https://shop.example/o/1234567890123456?x=1', '/o/<number>'],
  ])('of %s: %s is %s', (name, value, token) => {
    expect(tokenOf(name, value, at)).toBe(token);
  });
});

describe('a session held against the one before', () => {
  it('tells what went and what came', () => {
    const { summary, events } = compare(shop(BUY, LEAD), shop(BUY, 'fbq track Search'));
    expect(summary).toEqual({ same: 1, went: 1, came: 1, changed: 0, lost: 1 });
    expect(events).toMatchObject([
      {
        status: 'went',
        event: 'Lead',
        page: '/thanks',
        steps: ['dataLayer push lead', 'fbq track Lead', 'hit meta Lead'],
        after: [],
      },
      { status: 'came', event: 'Search', before: [] },
    ]);
  });

  it('tells one of several alike', () => {
    const { events } = compare(shop(BUY, LEAD, LEAD), shop(BUY, LEAD));
    expect(events).toMatchObject([{ status: 'went', event: 'Lead' }]);
  });

  it('knows an event again without its first step', () => {
    const direct = LEAD.split('\n').slice(1).join('\n').replaceAll(/^ {2}/gm, '');
    expect(changesOf(shop(LEAD), shop(direct))).toEqual([
      { what: 'step', lost: true, step: 'dataLayer push lead' },
    ]);
    expect(compare(shop(direct), shop(LEAD)).summary).toMatchObject({ changed: 1, lost: 0 });
  });

  it('knows an event again on another page', () => {
    const elsewhere = shop(BUY).map((entry) =>
      entry.kind === 'page' ? { ...entry, url: 'https://shop.example/done' } : entry,
    );
    expect(changesOf(shop(BUY), elsewhere)).toEqual([
      { what: 'page', before: '/thanks', after: '/done' },
    ]);
  });

  it('tells a changed value once, and not another way to write it', () => {
    const changes = changesOf(shop(BUY), shop(BUY.replaceAll('34.3', '34')));
    expect(changes).toEqual([
      {
        what: 'parameter',
        step: 'fbq track Purchase',
        name: 'value',
        before: '34.3',
        after: '34',
      },
    ]);
    expect(compare(shop(BUY), shop(BUY.replaceAll('34.3', '34.30'))).events).toEqual([]);
  });

  it('tells a lost parameter and an id that is none any more', () => {
    const lost = changesOf(shop(BUY), shop(BUY.replaceAll(', currency: EUR', '')));
    expect(lost).toMatchObject([{ what: 'parameter', lost: true, name: 'currency' }]);
    const broken = BUY.replaceAll(/f15c[\w-]+/g, '"undefined"');
    expect(changesOf(shop(BUY), shop(broken))).toContainEqual(
      expect.objectContaining({ name: 'eventID', lost: true, after: 'undefined' }),
    );
  });

  it('tells a lost hit, with what became of its call', () => {
    const [call = ''] = BUY.split('\n');
    const changes = changesOf(shop(BUY), shop(call));
    expect(changes).toContainEqual({ what: 'step', lost: true, step: 'hit meta Purchase' });
    expect(changes).toContainEqual(
      expect.objectContaining({ what: 'state', lost: true, before: 'sent' }),
    );
  });

  it('tells a lost pair', () => {
    const other = SERVER.replace('f15c', 'e15c');
    const { summary, events } = compare(shop(BUY, SERVER), shop(BUY, other));
    expect(summary.lost).toBe(1);
    expect(events.flatMap(({ changes }) => changes)).toContainEqual(
      expect.objectContaining({ what: 'pair', lost: true, before: 'paired' }),
    );
  });

  it('tells a lost consent', () => {
    const consent = (word: string) => shop(`fbq consent ${word}`, BUY);
    expect(changesOf(consent('grant'), consent('revoke'))).toContainEqual(
      expect.objectContaining({ what: 'consent', lost: true, before: 'granted' }),
    );
  });
});

describe('as JSON', () => {
  it.each([
    ['nothing', shop(BUY)],
    ['all there is', shop('dataLayer {event: lead, value: 3}', BUY.replaceAll('34.3', '3'))],
  ])('is as its schema says: %s', (_, after) => {
    const validate = new Ajv({ allErrors: true }).compile(schema);
    expect(validate(compare(shop(BUY, LEAD), after)), JSON.stringify(validate.errors)).toBe(true);
  });
});

describe('as text', () => {
  const result = compare(shop(BUY, LEAD, SERVER), shop(BUY.replaceAll('34.3', '34'), SERVER));
  it('is written in English and German', () => {
    const [english, german] = ['en', 'de'].map((code) =>
      formatDiff(result, LANGUAGES[code]?.words.diff as never),
    );
    expect(english).toBe(`0 events are the same, 1 went, 1 changed, 0 came.

went: Lead on /thanks
  dataLayer push lead → fbq track Lead → hit meta Lead

changed: Purchase on /thanks
  fbq track Purchase → hit meta Purchase → server Purchase
  changed: value of fbq track Purchase, 34.3 → 34
`);
    expect(german).toMatch(/^0 Events sind gleich, weggefallen: 1, geändert: 1, neu: 0\.\n/);
  });
});
