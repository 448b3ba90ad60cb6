import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { ConsentCheck, Match, Pair, PixelState } from '../../src/analysis/analysis.ts';
import { readServerEvents } from '../../src/cli/server-events.ts';
import { readEntries } from '../../src/cli/session-input.ts';
import { ENGLISH } from '../../src/language/languages.ts';
import { ownAnswersOf, type Question } from '../../src/panel/text/answers.ts';
import { MATCH_TONES } from '../../src/panel/text/verdict-chips.ts';
import { createAnalysis, type JudgedAnalysis } from '../../src/rules/create-analysis.ts';
import type { Entry, HitEntry } from '../../src/session/entry.ts';
import type { Profile } from '../../src/session/profile.ts';
import { sites } from './analysis/correct-sites.ts';

/**
 * Every green verdict leads back to entries that prove it: golden sessions, field cases (pages of
 * public bug reports, recorded with Meta's real library, with the servers' logs) and correct sites.
 * What is asked of the entries is written here anew; nothing of the analysis is asked.
 */

interface Sample {
  entries: Entry[];
  profile?: Profile;
}

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const output = { language: ENGLISH, write: () => true, remark: () => {} } as unknown as Parameters<
  typeof readEntries
>[2];

async function read(file: string): Promise<Entry[]> {
  const entries: Entry[] = [];
  for await (const batch of readEntries(file, [], output)) entries.push(...batch);
  return entries;
}

async function fieldCase(name: string): Promise<Sample> {
  const sample: Sample = { entries: [] };
  for (const file of readdirSync(here(`../field/${name}`))) {
    const path = here(`../field/${name}/${file}`);
    if (file === 'profile.json') sample.profile = JSON.parse(readFileSync(path, 'utf8'));
    else if (file === 'session.jsonl' || file.endsWith('.har'))
      sample.entries.push(...(await read(path)));
    else if (!UNREADABLE.has(file))
      sample.entries.push(...(await readServerEvents(path, true, output)));
  }
  return sample;
}

/** Its lines hold ids and no event: the command refuses it. */
const UNREADABLE = new Set(['fbe.log']);

const SAMPLES: [string, () => Sample | Promise<Sample>][] = [
  ...readdirSync(here('../site/golden'))
    .filter((file) => file.endsWith('.jsonl'))
    .map((file): [string, () => Promise<Sample>] => [
      `golden session ${file}`,
      async () => ({ entries: await read(here(`../site/golden/${file}`)) }),
    ]),
  ...readdirSync(here('../field')).map((name): [string, () => Promise<Sample>] => [
    `field case ${name}`,
    () => fieldCase(name),
  ]),
  ...Object.entries(sites).map(([name, make]): [string, () => Sample] => [
    `correct site ${name}`,
    make,
  ]),
];

/** Green verdicts that were walked, over all samples: there have to be some of each. */
const walked = { states: 0, matches: 0, parameters: 0, pairs: 0, consent: 0 };

class Walk {
  private readonly byId: Map<string, Entry>;
  private readonly analysis: JudgedAnalysis;

  constructor({ entries, profile }: Sample) {
    this.byId = new Map(entries.map((entry) => [entry.id, entry]));
    this.analysis = createAnalysis(profile);
    this.analysis.add(entries);
  }

  /** Faults of what is green; empty where each is proven. */
  faults(): string[] {
    const { analysis, byId } = this;
    const faults: string[] = [];
    const look = (kind: keyof typeof walked, what: string, fault: string | undefined) => {
      walked[kind] += 1;
      if (fault !== undefined) faults.push(`${what}: ${fault}`);
    };
    for (const { id } of byId.values())
      for (const state of analysis.states.of(id))
        if (state.state === 'sent') look('states', `${id} sent`, this.stateFault(state));
    for (const match of analysis.matches.all()) {
      const what = `${match.entry} ${match.name} ${match.verdict}`;
      if (match.verdict === 'matched') look('matches', what, this.matchFault(match));
      for (const one of match.parameters)
        if (one.verdict === 'equal' || one.verdict === 'hashed-equal')
          look('parameters', `${what} ${one.to}`, this.parameterFault(match, one.actual));
    }
    for (const pair of analysis.pairs.all())
      if (pair.verdict === 'paired')
        look('pairs', `${pair.eventName} ${pair.eventId}`, this.pairFault(pair));
    for (const check of analysis.consent.all())
      if (check.verdict === 'granted' || check.verdict === 'held')
        look('consent', `${check.entry} ${check.verdict}`, this.consentFault(check));
    for (const entry of byId.values())
      for (const [question, { label, tone }] of Object.entries(ownAnswersOf(entry, analysis)))
        if (tone === 'ok' && !this.isWalked(entry, question as Question))
          faults.push(`${entry.id}: ${question} is answered by a green ${label}`);
    return faults;
  }

  /** A green answer in the panel stands for a verdict that was walked, or for an answer of 2xx. */
  private isWalked(entry: Entry, question: Question): boolean {
    const { states, matches, pairs, consent } = this.analysis;
    const { id } = entry;
    switch (question) {
      case 'sent': {
        const status = entry.kind === 'hit' ? entry.status : undefined;
        const answered = entry.kind === 'server' ? entry.answer?.status : status;
        if (answered !== undefined) return answered >= 200 && answered < 300;
        return states.of(id).some(({ state }) => state === 'sent');
      }
      case 'mapping':
        return matches.of(id).some(({ verdict }) => verdict === 'matched');
      case 'pair':
        return pairs.of(id).some(({ verdict }) => verdict === 'paired');
      case 'consent':
        return consent.of(id).some(({ verdict }) => verdict === 'granted' || verdict === 'held');
    }
  }

  /** A hit of the pixel that was not stopped. */
  private pixelHit(id: string): HitEntry | undefined {
    const entry = this.byId.get(id);
    if (entry?.kind !== 'hit' || entry.vendor !== 'meta' || entry.role !== undefined)
      return undefined;
    return entry.outcome === 'blocked' || entry.outcome === 'failed' ? undefined : entry;
  }

  /** What an entry shows to have gone to Meta: pixel hits, gateway hits and server events. */
  private arrived(id: string): { pixelId: string; name: string; eventId: string }[] {
    const entry = this.byId.get(id);
    if (entry?.kind === 'server') {
      if (entry.answer !== undefined && entry.answer.status >= 400) return [];
      const { event_name: name, event_id: eventId = '' } = entry.event;
      return [{ pixelId: entry.pixelId ?? '', name: String(name), eventId: String(eventId) }];
    }
    const isGateway = entry?.kind === 'hit' && entry.vendor === 'meta-gateway';
    const hit = isGateway ? entry : this.pixelHit(id);
    return (hit?.events ?? []).map(({ pixelId = '', eventName = '', eventId = '' }) => ({
      pixelId,
      name: eventName,
      eventId,
    }));
  }

  private stateFault({ pixelId, hits, entry }: PixelState): string | undefined {
    if (hits.length === 0) return 'no hit';
    const own = hits.flatMap((id) => this.arrived(id));
    if (!own.some((event) => event.pixelId === pixelId)) return 'no hit to its pixel that left';
    const chain = this.analysis.chains.of(entry)?.links ?? [];
    return hits.every((hit) => chain.some(({ from, to }) => from === entry && to === hit))
      ? undefined
      : 'a hit that no link joins';
  }

  private matchFault({ entry, expected, actual, proof, notes = [] }: Match): string | undefined {
    if (actual.length === 0 || proof.length === 0) return 'nothing is named';
    if (expected !== undefined && !actual.includes(expected)) return `no ${expected} among them`;
    const shown = proof.flatMap((id) => this.arrived(id));
    const missing = (expected === undefined ? actual : [expected]).filter(
      (name) => !shown.some((event) => event.name === name),
    );
    if (missing.length > 0) return `no entry shows ${missing}`;
    if (notes.some(({ code }) => code === 'by-order')) return undefined;
    // By the chain, or by the id of its own hit to a collector.
    const chain = new Set(this.analysis.chains.of(entry)?.entries);
    const ids = new Set([entry, ...proof, ...chain].flatMap((id) => this.collectorIds(id)));
    const isJoined = proof.some(
      (id) =>
        this.arrived(id).length > 0 &&
        (chain.has(id) || this.arrived(id).some(({ eventId }) => ids.has(eventId))),
    );
    return isJoined ? undefined : 'nothing joins them';
  }

  /** The ids for Meta in a hit to Commanders Act or Segment. */
  private collectorIds(id: string): string[] {
    const entry = this.byId.get(id);
    if (entry?.kind !== 'hit') return [];
    if (entry.vendor === 'segment') return entry.events.flatMap(({ eventId }) => eventId ?? []);
    if (entry.vendor !== 'commanders-act') return [];
    return entry.events.flatMap(
      ({ parameters }) => parameters['integrations.facebook.event_id'] ?? [],
    );
  }

  /** Its actual value stands in one of the entries that the match names. */
  private parameterFault({ entry, proof }: Match, actual: string | undefined): string | undefined {
    if (actual === undefined) return 'no value';
    const wanted = plain(actual);
    const texts = [entry, ...proof].flatMap((id) => {
      const named = this.byId.get(id);
      if (named?.kind === 'call') return [JSON.stringify(named.args)];
      if (named?.kind !== 'hit') return [];
      return named.events.flatMap(({ parameters }) => Object.values(parameters));
    });
    return texts.some((text) => plain(text).includes(wanted)) ? undefined : `${actual} is nowhere`;
  }

  private pairFault({ pixelId, eventName, eventId, browser, server, kept, why }: Pair) {
    const isOwn = (event: { pixelId: string; name: string; eventId: string }) =>
      event.name === eventName &&
      event.eventId === eventId &&
      (event.pixelId === pixelId || event.pixelId === '' || pixelId === '');
    const seen = (ids: readonly string[]) =>
      ids.filter((id) => this.arrived(id).some(isOwn)).map((id) => this.byId.get(id)?.kind);
    if (!browser.every((id) => this.pixelHit(id))) return 'a browser copy that did not leave';
    if (seen(browser).length === 0) return 'no browser copy was seen';
    const isServer = (id: string) => this.pixelHit(id) === undefined;
    if (seen(server.filter(isServer)).length === 0) return 'no server copy was seen';
    if (kept !== undefined && this.arrived(kept).length === 0) return 'the copy kept was not seen';
    const isFallback = why.includes('dedup/fallback');
    return eventId !== '' || isFallback ? undefined : 'no id, and no fallback';
  }

  private consentFault({ entry, hit, sources, atCall, verdict }: ConsentCheck) {
    const all = Object.values(sources);
    const isExempt = !all.some(({ counts }) => counts);
    // Where no source counts, a tool has to have said that the law does not apply to the visitor.
    const yes = all.filter(({ counts, state, said }) =>
      isExempt
        ? said.notes.some(({ code }) => EXEMPTIONS.has(code))
        : counts && state === 'granted',
    );
    if (yes.length === 0) return 'no source says so';
    const at = this.byId.get(hit ?? entry)?.at ?? Number.NaN;
    for (const { entry: said } of yes) {
      const word = said === undefined ? undefined : this.byId.get(said);
      if (word === undefined) return 'nobody said it';
      if (word.kind !== 'consent' && word.kind !== 'call' && word.kind !== 'hit')
        return `a ${word.kind} says nothing of consent`;
      if (word.at > at) return 'it was said later';
    }
    return verdict === 'held' && (atCall === 'granted' || hit === undefined)
      ? 'it did not wait'
      : undefined;
  }
}

const EXEMPTIONS: ReadonlySet<string> = new Set([
  'gdpr-does-not-apply',
  'no-law',
  'no-sale-law',
  'not-required',
]);

/** Without the signs in which one JSON text of a value differs from another. */
function plain(text: string): string {
  return text.replace(/[\s"\\]/g, '').toLowerCase();
}

describe('a green verdict is proven by entries', () => {
  it.each(SAMPLES)('in the %s', async (_, make) => {
    const sample = await make();
    expect(sample.entries.length).toBeGreaterThan(0);
    expect(new Walk(sample).faults()).toEqual([]);
  });

  it('of every kind', () => {
    for (const [kind, count] of Object.entries(walked)) expect(count, kind).toBeGreaterThan(10);
    expect(existsSync(here('../field'))).toBe(true);
    expect(Object.entries(MATCH_TONES).filter(([, tone]) => tone === 'ok')).toEqual([
      ['matched', 'ok'],
    ]);
  });
});
