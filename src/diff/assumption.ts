import type { Analysis, ConsentAssumption } from '../analysis/analysis.ts';
import type { Entry } from '../session/entry.ts';
import { idsOf } from '../vendors/consent/reading.ts';
import { sentEvents } from '../vendors/sent-events.ts';
import { finish } from './steps.ts';

/** What may be assumed of a session in place of what was recorded. */
export type Assumption =
  | ({ kind: 'consent' } & ConsentAssumption)
  /** Absent `from`: the one pixel of the session. */
  | { kind: 'pixel'; from?: string; to: string }
  /** Another profile, by its file. */
  | { kind: 'profile'; file: string };

/**
 * Reads an assumption: `consent=denied`, `consent.trust.3=granted`, `pixel=123456789012345`,
 * `pixel=OLD:NEW`, `profile=other.json`. Undefined where it is none.
 */
export function parseAssumption(text: string): Assumption | undefined {
  const split = text.indexOf('=', text.startsWith('consent') ? text.lastIndexOf('=') : 0);
  if (split <= 0) return undefined;
  const [name, value] = [text.slice(0, split), text.slice(split + 1)];
  if (value === '') return undefined;
  if (name === 'profile') return { kind: 'profile', file: value };
  if (name === 'pixel') {
    const [, from, to] = /^(?:(\d+):)?(\d+)$/.exec(value) ?? [];
    return to === undefined ? undefined : { kind: 'pixel', ...(from && { from }), to };
  }
  const [word, source, ...category] = name.split('.');
  if (word !== 'consent' || (value !== 'granted' && value !== 'denied')) return undefined;
  if (source === '' || category.includes('')) return undefined;
  return {
    kind: 'consent',
    ...(source !== undefined && { source }),
    ...(category.length > 0 && { category: category.join('.') }),
    state: value,
  };
}

/** What a session has that something else could be assumed of. */
export interface Assumable {
  /** `consent.trust.3`, `consent.google.ad_storage`, `consent.meta`. */
  consent: string[];
  pixels: string[];
}

/** What of a session can be assumed to be otherwise. */
export function assumableIn(analysis: Analysis): Assumable {
  return finish(assumableSteps(analysis));
}

/** The same, for who must do something else in between. */
export function* assumableSteps({
  consent,
  log,
  profile,
  states,
}: Analysis): Generator<undefined, Assumable> {
  const names = new Set<string>();
  for (const { sources } of consent.stretches())
    for (const [source, { said, question }] of Object.entries(sources)) {
      if (source === 'ldu' || source === 'loyjoy-opt-in') continue;
      names.add(`consent.${source}`);
      const own = new Map(Object.entries(profile.consent?.categories ?? {})).get(source);
      const known = [...said.items.map(({ name }) => name), ...(question?.known ?? [])];
      for (const name of own === undefined ? known : idsOf(own))
        names.add(`consent.${source}.${name}`);
    }
  const pixels = new Set<string>();
  for (const { vendor, pixelId } of sentEvents(log.entries))
    if (vendor === 'meta' && pixelId !== undefined) pixels.add(pixelId);
  for (const { id, kind } of log.entries) {
    if (kind === 'call')
      for (const { pixelId } of states.of(id)) if (pixelId !== undefined) pixels.add(pixelId);
    yield;
  }
  return { consent: [...names].sort(), pixels: [...pixels].sort() };
}

/** A session whose pages had another pixel; what servers sent stays as it was. */
export function withPixel(entries: readonly Entry[], from: string, to: string): Entry[] {
  const isPart = (one: Entry) =>
    (one.kind === 'call' && one.source === 'fbq') || (one.kind === 'hit' && one.vendor === 'meta');
  const rename = <T>(value: T): T => {
    if (typeof value === 'string') return (value === from ? to : value) as T;
    if (typeof value === 'number') return (String(value) === from ? Number(to) : value) as T;
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map(rename) as T;
    const pairs = Object.entries(value).map(([key, one]) => [key, rename(one)]);
    return Object.fromEntries(pairs) as T;
  };
  return entries.map((entry) => {
    if (!isPart(entry)) return entry;
    if (entry.kind !== 'hit') return rename(entry);
    const url = entry.url
      .replace(`/signals/config/${from}`, `/signals/config/${to}`)
      .replace(`?id=${from}&`, `?id=${to}&`);
    return { ...rename(entry), url };
  });
}
