import { createAnalysis } from '../../../../src/rules/create-analysis.ts';
import type { CallEntry, ConsentEntry, Entry, HitEntry } from '../../../../src/session/entry.ts';
import type { Profile } from '../../../../src/session/profile.ts';
import type { PageValue } from '../../../../src/session/value.ts';

/** Sessions in few words. Numbers are milliseconds and, for what a document numbers, entry numbers. */

const base = (n: number, document: string) => ({
  id: `${document}:${n}`,
  at: n,
  page: `${document}:0`,
});

export const PIXEL = '123456789012345';

export function call(
  n: number,
  source: CallEntry['source'],
  args: PageValue[],
  more: Partial<CallEntry> = {},
): CallEntry {
  const method = typeof args[0] === 'string' && source !== 'dataLayer' ? args[0] : 'push';
  return { ...base(n, 'd'), kind: 'call', source, method, args, phase: 'live', ...more };
}

export const fbq = (n: number, ...args: PageValue[]) => call(n, 'fbq', args);
export const gtag = (n: number, ...values: PageValue[]) =>
  call(n, 'dataLayer', [{ $type: 'arguments', values }]);

export function consent(
  n: number,
  source: string,
  value: PageValue,
  event = 'change',
  document = 'd',
): ConsentEntry {
  return { ...base(n, document), kind: 'consent', source, event, value };
}

export function hit(at: number, more: Partial<HitEntry> = {}): HitEntry {
  return {
    id: `net:${at}`,
    at,
    page: 'd:0',
    kind: 'hit',
    vendor: 'meta',
    method: 'GET',
    url: `https://www.facebook.com/tr/?id=${PIXEL}`,
    transport: 'image',
    outcome: 'done',
    status: 200,
    events: [{ pixelId: PIXEL, eventName: 'Lead', parameters: { id: PIXEL, ev: 'Lead' } }],
    ...more,
  };
}

/** A Commanders Act hit with these consent categories; undefined: it has none. */
export function collected(
  at: number,
  categories: string | undefined,
  parameters: Record<string, string> = {},
): HitEntry {
  return hit(at, {
    vendor: 'commanders-act',
    method: 'POST',
    url: 'https://collect.commander1.com/events?tc_s=1',
    events: [
      {
        eventName: 'purchase',
        parameters: {
          ...(categories === undefined ? {} : { 'user.consent_categories': categories }),
          ...parameters,
        },
      },
    ],
  });
}

/** The pixel is there and its library and configuration have loaded. */
export const ready: Entry[] = [
  fbq(1, 'init', PIXEL),
  hit(2, { id: 'net:lib', role: 'library', events: [], endAt: 3 }),
  hit(4, {
    id: 'net:cfg',
    role: 'config',
    events: [],
    endAt: 5,
    url: `https://connect.facebook.net/signals/config/${PIXEL}`,
  }),
];

export const oneTrust = (
  n: number,
  groups: string,
  closed = true,
  event = 'OneTrustGroupsUpdated',
) =>
  consent(
    n,
    'onetrust',
    {
      groups,
      stored: { $type: 'undefined' },
      closed: closed ? '2026-11-21T10:00:00.000Z' : { $type: 'undefined' },
    },
    event,
  );
export const ON = ',C0001,C0002,C0004,';
export const OFF = ',C0001,';

export function analysed(entries: readonly Entry[], profile: Profile = {}) {
  const analysis = createAnalysis(profile);
  analysis.add(entries);
  return analysis;
}

/** The checks in few words: `d:6 net:7 denied>granted held`. */
export function told(entries: readonly Entry[], profile?: Profile): string[] {
  return analysed(entries, profile)
    .consent()
    .map(({ entry, hit: sent, atCall, atHit, verdict }) =>
      [entry, sent, `${atCall}>${atHit ?? ''}`, verdict].filter((part) => part).join(' '),
    );
}

/** The findings about consent: rule, severity, entries. */
export function found(entries: readonly Entry[], profile?: Profile): [string, string, string[]][] {
  return analysed(entries, profile)
    .findings()
    .filter(({ rule }) => rule.startsWith('consent/'))
    .map(({ rule, severity, entries: proof }) => [rule.slice(8), severity, proof]);
}
