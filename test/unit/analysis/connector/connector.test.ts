import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createConnector } from '../../../../src/analysis/connector/connector.ts';
import type { Finding } from '../../../../src/rules/read-finding.ts';
import type { CallEntry, Entry, HitEntry } from '../../../../src/session/entry.ts';
import type { Profile } from '../../../../src/session/profile.ts';
import { sha256Hex } from '../../../../src/vendors/meta/user-data/digest.ts';
import { findingsIn, withFacts } from '../part-findings.ts';

function hitOf(id: string, name: string, parameters: Record<string, string>): HitEntry {
  return {
    kind: 'hit',
    id,
    at: 1,
    page: 'doc:0',
    vendor: 'commanders-act',
    method: 'POST',
    url: 'https://collect.commander1.com/events?tc_s=1',
    transport: 'ping',
    events: [{ eventName: name, parameters }],
    outcome: 'done',
    status: 200,
  };
}

const CALL: CallEntry = {
  kind: 'call',
  id: 'doc:1',
  at: 0,
  page: 'doc:0',
  source: 'cact',
  method: 'trigger',
  args: ['trigger', 'purchase', {}],
  phase: 'live',
};

/** Runs the part over batches; `links` are hit → calls, told as changed with the last batch. */
function findingsOf(
  batches: readonly (readonly Entry[])[],
  links: Record<string, string[]> = {},
  profile: Profile = {},
): Finding[] {
  const entries = new Map<string, Entry>();
  const context = withFacts({
    profile,
    get: (id) => entries.get(id),
    chainOf: () => undefined,
    nextOf: () => [],
    previousOf: (id) => links[id] ?? [],
    statesOf: () => [],
    alongside: () => [],
  });
  const part = createConnector(context);
  for (const batch of batches) {
    for (const entry of batch) {
      const before = entries.get(entry.id);
      entries.set(entry.id, entry);
      part.add(entry, before);
    }
    part.settle(new Set());
  }
  part.settle(new Set(Object.keys(links)));
  return findingsIn(context).all();
}

const KNOWN = {
  'user.email': 'ada@shop.example',
  'user.firstname': 'Ada',
  'integrations.facebook.fbp': 'fb.1.1.1',
};

describe('the minimum', () => {
  test('a purchase that has it gives no finding', () => {
    expect(findingsOf([[hitOf('h:1', 'purchase', KNOWN)]])).toEqual([]);
  });

  test('a purchase without personal data is one warning', () => {
    const [finding, ...more] = findingsOf([
      [hitOf('h:1', 'purchase', { 'integrations.facebook.fbp': 'fb.1.1.1' })],
    ]);
    expect(more).toEqual([]);
    expect(finding).toMatchObject({
      rule: 'connector/minimum',
      severity: 'warning',
      entries: ['h:1'],
    });
    expect(finding?.message).toMatch(/does not send “purchase” to Meta as “Purchase”/);
    expect(finding?.message).toMatch(/personal data.*there is none/);
  });

  test('an anonymous visitor is no fault of the page', () => {
    const [finding] = findingsOf([[hitOf('h:1', 'page_view', {})]]);
    expect(finding).toMatchObject({ rule: 'connector/minimum', severity: 'info' });
  });

  test('an anonymous visitor is told of once in a document, at its first event', () => {
    const elsewhere: Entry = { ...hitOf('h:4', 'page_view', {}), page: 'e:0' };
    const hits = [hitOf('h:1', 'page_view', {}), hitOf('h:2', 'view_item', {}), elsewhere];
    for (const told of [[hits], [[...hits].reverse()], hits.map((hit) => [hit]).reverse()])
      expect(
        findingsOf(told)
          .flatMap(({ entries }) => entries)
          .sort(),
      ).toEqual(['h:1', 'h:4']);
  });

  test('an anonymous visitor who becomes known is no less told of', () => {
    const found = findingsOf([
      [hitOf('h:1', 'page_view', {}), hitOf('h:2', 'generate_lead', { 'user.email': 'a@x.com' })],
    ]);
    expect(found.map(({ severity }) => severity).sort()).toEqual(['info', 'warning']);
  });

  test('a known user who is told too little of is a warning', () => {
    const [finding] = findingsOf([[hitOf('h:1', 'generate_lead', { 'user.email': 'a@x.com' })]]);
    expect(finding).toMatchObject({ severity: 'warning' });
    expect(finding?.message).toMatch(/at least 3 other fields/);
  });

  test('consent is for the consent checks', () => {
    const profile: Profile = { consent: { categories: { trust: '3' } } };
    expect(findingsOf([[hitOf('h:1', 'purchase', KNOWN)]], {}, profile)).toEqual([]);
  });

  test.each(['blocked', 'failed'] as const)('a hit that is %s is sent on by nobody', (outcome) => {
    expect(findingsOf([[{ ...hitOf('h:1', 'purchase', {}), outcome }]])).toEqual([]);
  });

  test("other vendors' hits and the call itself are not judged", () => {
    const other = { ...hitOf('h:1', 'purchase', {}), vendor: 'segment' };
    expect(findingsOf([[other, CALL]])).toEqual([]);
  });

  test("the hit's call is proof too, as soon as it is known", () => {
    const [finding] = findingsOf([[hitOf('h:1', 'purchase', {}), CALL]], { 'h:1': ['doc:1'] });
    expect(finding?.entries).toEqual(['h:1', 'doc:1']);
  });
});

describe('user data', () => {
  test.each([
    ['user.email_sha256', 'ada@shop.example', 'warning', /in the clear/],
    ['user.email_sha256', 'a'.repeat(32), 'warning', /MD5/],
    ['integrations.facebook.fbp', sha256Hex('x'), 'warning', /sent as it is/],
    ['integrations.facebook.user_data.em', 'ada@shop.example', 'info', /in the clear/],
  ])('%s %s is %s', (name, value, severity, says) => {
    const found = findingsOf([
      [hitOf('h:1', 'purchase', { ...KNOWN, 'user.phone': '491701234567', [name]: value })],
    ]).filter(({ rule }) => rule === 'connector/user-data');
    expect(found).toHaveLength(1);
    expect(found[0]?.severity).toBe(severity);
    expect(found[0]?.message).toMatch(says);
  });

  test('a hash of text that was not normalised is told beside the plain text', () => {
    const found = findingsOf([
      [
        hitOf('h:1', 'purchase', {
          ...KNOWN,
          'user.email': 'Ada@shop.example',
          'user.email_sha256': sha256Hex('Ada@shop.example'),
        }),
      ],
    ]);
    expect(found).toMatchObject([{ rule: 'connector/user-data', severity: 'warning' }]);
  });
});

test('the result is that of the last form of each hit, in whatever order and batches', () => {
  const forms: HitEntry[] = [
    hitOf('h:1', 'purchase', {}),
    hitOf('h:2', 'purchase', KNOWN),
    hitOf('h:3', 'page_view', {}),
    { ...hitOf('h:4', 'purchase', {}), outcome: 'blocked' },
  ];
  const sorted = (findings: Finding[]) =>
    [...findings].sort((a, b) => ((a.entries[0] ?? '') < (b.entries[0] ?? '') ? -1 : 1));
  const expected = sorted(findingsOf([forms]));
  expect(expected.map(({ entries }) => entries[0])).toEqual(['h:1', 'h:3']);
  const pending = forms.map((hit): HitEntry => ({ ...hit, outcome: 'pending' }));
  fc.assert(
    fc.property(
      fc.shuffledSubarray(pending, { minLength: 0 }),
      fc.shuffledSubarray(forms, { minLength: forms.length }),
      fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 8, maxLength: 8 }),
      (early, late, sizes) => {
        const all = [...early, ...late];
        const batches = sizes.map((size) => all.splice(0, size));
        expect(sorted(findingsOf([...batches, all]))).toEqual(expected);
      },
    ),
  );
});

const MORE: readonly Record<string, string>[] = [
  {},
  { 'user.firstname': 'Ada' },
  { 'integrations.facebook.fbp': 'fb.1.1.1' },
];

test('what one event says is not taken for what another says', () => {
  const visitors = ['', 'a@x.com', 'b@x.com', 'none', 'c@x.com\nuser.firstname=Ada'];
  const hits = visitors.flatMap((email, i) =>
    ['purchase', 'page_view'].flatMap((name) =>
      MORE.map((more, j) => ({
        ...hitOf(`h:${i}-${name}-${j}`, name, { 'user.email': email, ...more }),
        page: `${i}-${name}-${j}:0`,
      })),
    ),
  );
  const alone = hits.flatMap((hit) => findingsOf([[hit]]));
  const together = findingsOf([hits]);
  expect(together).toHaveLength(alone.length);
  expect(together).toEqual(expect.arrayContaining(alone));
  expect(new Set(alone.map(({ message }) => message)).size).toBeGreaterThan(5);
});
