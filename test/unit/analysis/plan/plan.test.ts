import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { planOf } from '../../../../src/diff/plan-of.ts';
import { LANGUAGES } from '../../../../src/language/languages.ts';
import { createAnalysis } from '../../../../src/rules/create-analysis.ts';
import type { Entry } from '../../../../src/session/entry.ts';
import { parseSessionLine } from '../../../../src/session/file.ts';
import { checkProfile, ProfileError } from '../../../../src/session/parse-profile.ts';
import type { Plan, PlanStep } from '../../../../src/session/plan.ts';
import { entries } from '../../../session/session.ts';
import { GOLDEN } from '../../../site/review.ts';

/** What a session does not meet of a plan: rule and message. */
function broken(session: readonly Entry[], plan: Plan, code = 'en'): [string, string][] {
  const analysis = createAnalysis(checkProfile({ plans: { buy: plan } }, 'profile'));
  analysis.add(session);
  analysis.end();
  return analysis
    .findings(LANGUAGES[code])
    .filter(({ rule }) => rule.startsWith('plan/'))
    .map(({ rule, message }) => [rule.slice('plan/'.length), message]);
}

const hit = (name: string, data = '{value: 34.3, currency: EUR}') =>
  `hit 123456789012345 ${name} cd=${data}`;
const visit = (...lines: string[]) => entries(['page https://shop.example/', ...lines].join('\n'));
const holds = (session: readonly Entry[], ...steps: PlanStep[]) => broken(session, { steps });

describe('a step of a plan', () => {
  it('wants its event once or more, of its vendor and pixel', () => {
    const session = visit(hit('Purchase'), hit('Purchase'));
    expect(holds(session, { event: 'Purchase' })).toEqual([]);
    expect(holds(session, { event: 'Purchase', pixel: '123456789012345' })).toEqual([]);
    expect(holds(session, { event: 'Lead' })).toEqual([
      ['missing', 'Plan “buy”, step 1 (“Lead”): It was not sent.'],
    ]);
    expect(holds(session, { event: 'Purchase', pixel: '9' })[0]?.[0]).toBe('missing');
    expect(holds(session, { event: 'Purchase', vendor: 'segment' })[0]?.[0]).toBe('missing');
  });

  it('counts', () => {
    const session = visit(hit('Purchase'), hit('Purchase'));
    expect(holds(session, { event: 'Purchase', times: 2 })).toEqual([]);
    expect(holds(session, { event: 'Purchase', times: { max: 2 } })).toEqual([]);
    expect(holds(session, { event: 'Purchase', times: 3 })).toEqual([
      ['missing', 'Plan “buy”, step 1 (“Purchase”): It was sent 2 times and not 3 times.'],
    ]);
    expect(holds(session, { event: 'Purchase', times: 1 })).toEqual([
      [
        'unexpected',
        'Plan “buy”, step 1 (“Purchase”): it was sent 2 times, and at most once is planned.',
      ],
    ]);
    expect(holds(session, { event: '*', times: 0 })).toEqual([
      ['unexpected', 'Plan “buy”, step 1 (any event): it was sent 2 times, and must not be sent.'],
    ]);
  });

  it('holds before a moment, and behind each', () => {
    const session = visit(
      hit('PageView', '{}'),
      'dataLayer {event: consent}',
      hit('Lead'),
      'dataLayer {event: newsletter}',
      hit('Lead'),
      'dataLayer {event: newsletter}',
    );
    const before: PlanStep = { event: '*', before: 'consent', times: 0 };
    expect(holds(session, before)[0]?.[0]).toBe('unexpected');
    expect(holds(session, { ...before, event: 'Lead' })).toEqual([]);
    expect(holds(session, { event: 'Lead', after: 'consent', times: 2 })).toEqual([]);
    // The second newsletter has none.
    expect(holds(session, { event: 'Lead', after: 'newsletter' })).toEqual([
      ['missing', 'Plan “buy”, step 1 (“Lead”, behind “newsletter”): It was not sent.'],
    ]);
    expect(holds(session, { event: 'Lead', after: 'never' })).toEqual([
      [
        'missing',
        'Plan “buy”, step 1 (“Lead”, behind “never”): “never”, which it follows, never happened.',
      ],
    ]);
    expect(holds(session, { event: 'Lead', after: 'never', times: 0 })).toEqual([]);
    expect(holds(session, { event: 'Lead', after: 'PageView' })).toEqual([]);
  });

  it('holds within seconds', () => {
    const step: PlanStep = { event: 'Lead', after: 'newsletter', within: 5 };
    const later = (ms: number) => visit('dataLayer {event: newsletter}', `@+${ms} ${hit('Lead')}`);
    expect(holds(later(4_900), step)).toEqual([]);
    expect(holds(later(7_000), step)).toEqual([
      [
        'missing',
        'Plan “buy”, step 1 (“Lead”, behind “newsletter”, within 5 s): It was sent too late, after 7 s.',
      ],
    ]);
  });

  it.each<[PlanStep['parameters'], string | undefined]>([
    [{ value: { type: 'number', minimum: 34.3, maximum: 34.3 } }, undefined],
    [{ value: { const: 34.3 }, currency: { enum: ['EUR', 'USD'] } }, undefined],
    [{ content_ids: { type: 'array', minItems: 2 } }, undefined],
    [{ coupon: { optional: true } }, undefined],
    [{ currency: { pattern: '^[A-Z]{3}$', minLength: 3 } }, undefined],
    [{ value: { type: 'integer' } }, 'value is “34.30” (type integer)'],
    [{ value: { exclusiveMinimum: 34.3 } }, 'value is “34.30” (exclusiveMinimum 34.3)'],
    [{ currency: { const: 'USD' } }, 'currency is “EUR” (const USD)'],
    [{ content_ids: { minItems: 3 } }, 'content_ids is “["a","b"]” (minItems 3)'],
    [{ coupon: {} }, 'coupon is missing'],
    [
      { currency: { type: 'number' }, coupon: { minLength: 1 } },
      'currency is “EUR” (type number) and coupon is missing (minLength 1)',
    ],
  ])('holds parameters: %j', (parameters, fault) => {
    const session = visit(hit('Purchase', '{value: "34.30", currency: EUR, content_ids: [a, b]}'));
    expect(holds(session, { event: 'Purchase', ...(parameters && { parameters }) })).toEqual(
      fault === undefined ? [] : [['parameters', `Plan “buy”, step 1 (“Purchase”): ${fault}.`]],
    );
  });

  it('counts for each order', () => {
    const order = (id: string) => hit('Purchase', `{value: 1, currency: EUR, order_id: ${id}}`);
    const step: PlanStep = { event: 'Purchase', times: { min: 1, max: 1 }, per: 'order_id' };
    expect(holds(visit(order('a'), order('b')), step)).toEqual([]);
    expect(holds(visit(order('a'), order('b'), order('a')), step)).toEqual([
      [
        'unexpected',
        'Plan “buy”, step 1 (“Purchase”): it was sent 2 times, and at most once is planned for one order_id (here “a”).',
      ],
    ]);
  });

  it('wants consent, of all that is sent too', () => {
    const all: PlanStep = { event: '*', times: { min: 0 }, consent: true };
    const answer = (isYes: boolean) =>
      `consent cookiebot {hasResponse: true, consent: {marketing: ${isYes}}}`;
    expect(holds(visit(answer(true), `+1s ${hit('Lead')}`), all)).toEqual([]);
    expect(holds(visit('consent cookiebot {hasResponse: false}', hit('PageView')), all)).toEqual([
      [
        'without-consent',
        'Plan “buy”, step 1 (“PageView”): it must have consent, and the verdict is “undecided”.',
      ],
    ]);
    expect(holds(visit(answer(false), `+1s ${hit('Lead')}`), all)[0]?.[0]).toBe('without-consent');
    expect(holds(visit(hit('Lead')), all)[0]?.[1]).toContain('“no source”');
  });

  it('wants the server’s copy', () => {
    const step: PlanStep = { event: 'Lead', paired: true };
    const sent = 'hit 123456789012345 Lead eid=a1';
    expect(holds(visit(sent, 'server 123456789012345 Lead id=a1'), step)).toEqual([]);
    expect(holds(visit(sent, 'server 123456789012345 Lead id=b2'), step)).toEqual([
      [
        'not-paired',
        expect.stringMatching(
          /it must be paired with the server’s copy, and the verdict is “.+”\.$/,
        ),
      ],
    ]);
    expect(holds(visit(sent), step)[0]?.[0]).toBe('not-paired');
  });

  it('warns only, where a request that could not be read may have been it', () => {
    const session = visit('request POST https://www.facebook.com/tr/ ping');
    expect(holds(session, { event: 'Lead' })).toEqual([
      [
        'missing',
        'Plan “buy”, step 1 (“Lead”): It was not sent. One request may have been it: the browser did not show the content.',
      ],
    ]);
  });

  it('says so in German', () => {
    expect(broken(visit(hit('Lead')), { steps: [{ event: 'Lead', times: 0 }] }, 'de')).toEqual([
      [
        'unexpected',
        'Plan „buy“, Schritt 1 („Lead“): Es wurde 1-mal gesendet, und darf nicht gesendet werden.',
      ],
    ]);
  });
});

describe('a plan', () => {
  it('is for sessions that visit its page', () => {
    const steps = [{ event: 'Lead' }];
    expect(broken(visit(), { on: 'shop.example/checkout*', steps })).toEqual([]);
    expect(broken(visit(), { on: 'shop.example', steps }).length).toBe(1);
  });

  it('says nothing while the session grows', () => {
    const analysis = createAnalysis({ plans: { buy: { steps: [{ event: 'Lead' }] } } });
    analysis.add(visit());
    expect(analysis.findings().filter(({ rule }) => rule.startsWith('plan/'))).toEqual([]);
  });

  it.each<[string, unknown]>([
    ['/plans/buy/steps/0', { steps: [{}] }],
    ['/plans/buy/steps', { steps: [] }],
    [
      '/plans/buy/steps/0/parameters/x/pattern',
      { steps: [{ event: 'a', parameters: { x: { pattern: '(' } } }] },
    ],
  ])('is refused with its place: %s', (path, plan) => {
    const check = () => checkProfile({ plans: { buy: plan } }, 'profile');
    expect(check).toThrow(ProfileError);
    expect(check).toThrow(path);
  });
});

describe('a plan made from a session', () => {
  it.each(Object.keys(GOLDEN))('%s: is met by it', (name) => {
    const file = new URL(`../../../site/golden/${name}.jsonl`, import.meta.url);
    const session = readFileSync(file, 'utf8')
      .trimEnd()
      .split('\n')
      .flatMap((line, n) => parseSessionLine(line, n + 1) ?? []);
    const analysis = createAnalysis();
    analysis.add(session);
    const plan = planOf(analysis);
    if (plan.steps.length > 0) expect(broken(session, plan)).toEqual([]);
  });

  it('is readable, and finds what breaks it', () => {
    const good = (inner = hit('Lead'), ...more: string[]) =>
      visit(
        'fbq init 123456789012345',
        'dataLayer {event: newsletter}',
        '  fbq track Lead {value: 34.3, currency: EUR}',
        `    > ${inner}`,
        ...more,
      );
    const analysis = createAnalysis();
    analysis.add(good());
    const plan = planOf(analysis);
    expect(plan).toEqual({
      steps: [
        {
          event: 'Lead',
          after: 'newsletter',
          times: 1,
          parameters: {
            value: { type: 'number', exclusiveMinimum: 0 },
            currency: { const: 'EUR' },
          },
        },
      ],
    });
    expect(broken(good(), plan)).toEqual([]);
    const rules = (session: readonly Entry[]) => broken(session, plan).map(([rule]) => rule);
    expect(rules(visit('dataLayer {event: newsletter}'))).toEqual(['missing']);
    expect(rules(visit(hit('Lead')))).toEqual(['missing']);
    expect(rules(good(hit('Lead'), hit('Lead')))).toEqual(['unexpected']);
    expect(rules(good(hit('Lead', '{value: 0, currency: EUR}')))).toEqual(['parameters']);
    expect(rules(good(hit('Lead', '{value: 34.3}')))).toEqual(['parameters']);
    expect(rules(good(hit('lead')))).toEqual(['missing']);
  });
});
