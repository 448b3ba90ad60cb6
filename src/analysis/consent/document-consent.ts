import type { CallEntry, ConsentEntry } from '../../session/entry.ts';
import { numberOf } from '../../session/entry.ts';
import type { Profile } from '../../session/profile.ts';
import type { ConsentSaying } from '../../vendors/consent/consent-calls.ts';
import { decodeConsent } from '../../vendors/consent/decode-consent.ts';
import {
  afterCommand,
  type ModeCommand,
  type ModeState,
  NO_MODE,
  readMode,
} from '../../vendors/consent/google.ts';
import { type ConsentNote, type ConsentReading, noted } from '../../vendors/consent/reading.ts';
import { readTrust } from '../../vendors/consent/trust.ts';
import type { ConsentAssumption } from '../analysis.ts';
import { LateMap } from '../late.ts';
import { sayUnder } from './assume.ts';
import { combine, type Said, type Together } from './combine.ts';
import { countUntil, type Moment, type Point, Timeline } from './timeline.ts';

/** What holds between two changes. */
export interface Standing {
  readonly all: readonly Said[];
  readonly together: Together;
}

/** The consent of one document: what each source said, when. */
export interface DocumentConsent {
  /** Takes a reading; returns from when on states may differ from what they were. */
  addReading(entry: ConsentEntry): number;
  /** Takes what a call says; undefined where no state differs for it. */
  addSayings(entry: CallEntry, sayings: readonly ConsentSaying[]): number | undefined;
  /** What every source of the document said at a moment, alone and together. */
  at(moment: Moment): Standing;
  /** Every moment at which some source spoke, in order, with its entry. */
  changes(): readonly Point<unknown>[];
  /** TRUST is on the page: events get their categories from it. */
  readonly hasTrust: boolean;
  /** The first default of Consent Mode, and Google's tag that fired before it. */
  lateDefault(): { fallback: string; tag: string } | undefined;
}

/** Always, where a source's coming changes what holds before it. */
const FROM_THE_START = Number.NEGATIVE_INFINITY;

interface ModePoint {
  command: ModeCommand;
  after: ModeState;
  reading: ConsentReading;
}

/** The consent of a document in which nobody has spoken. */
export function createDocumentConsent(
  profile: Profile,
  assumptions: readonly ConsentAssumption[] = [],
): DocumentConsent {
  const categories = profile.consent?.categories ?? {};
  /** Consent tools. Before their first word there is no decision, since they were to come. */
  const tools = new LateMap<string, Timeline<ConsentReading>>();
  /** Signals of the page: they hold from when they are given. */
  const signals = new LateMap<string, Timeline<ConsentReading>>();
  /** Tools that are known by their events alone. */
  const heard = new LateMap<string, Timeline<ConsentReading>>();
  const asides = new LateMap<string, Timeline<ConsentReading>>();
  const mode = new Timeline<ModePoint>();
  /** What holds from each change on, as far as somebody has asked. */
  const changes = new Timeline<{ standing: Standing | undefined }>();
  let before: Standing | undefined;
  /** The first call by which the page talks to TRUST, where no reading came before it. */
  let trustCall: Point<undefined> | undefined;
  let firstTag: Point<undefined> | undefined;

  const timelineOf = (map: LateMap<string, Timeline<ConsentReading>>, source: string) => {
    const known = map.get(source);
    if (known) return known;
    const made = new Timeline<ConsentReading>();
    map.set(source, made);
    return made;
  };
  const insert = (
    map: LateMap<string, Timeline<ConsentReading>>,
    source: string,
    moment: Moment & { entry: string },
    value: ConsentReading,
  ): number => {
    const timeline = timelineOf(map, source);
    const wasExempt = isExempt(timeline);
    const wasLeftOver = isLeftOver(timeline);
    const place = timeline.insert({ ...moment, value });
    const isTool = map === tools || map === heard;
    // What a tool says first, that it is there, and that its law does not apply, holds for what was
    // before it too.
    const hasCome = wasLeftOver && !isLeftOver(timeline);
    const isForAll = place === 0 || hasCome || wasExempt || isExempt(timeline);
    return isTool && isForAll ? FROM_THE_START : moment.at;
  };

  /** A source spoke at a moment: what was known of what holds from `from` on is so no more. */
  const change = (moment: Moment & { entry: string }, from: number): number => {
    const place = changes.insert({ ...moment, value: { standing: undefined } });
    const isAll = from === FROM_THE_START;
    if (isAll) before = undefined;
    for (let i = isAll ? 0 : place; i < changes.points.length; i += 1)
      (changes.points[i] as Point<{ standing: Standing | undefined }>).value.standing = undefined;
    return from;
  };

  const addMode = (moment: Moment & { entry: string }, command: ModeCommand): number => {
    const place = mode.insert({
      ...moment,
      value: { command, after: NO_MODE, reading: noted('undecided') },
    });
    for (let i = place; i < mode.points.length; i += 1) {
      const { value } = mode.points[i] as Point<ModePoint>;
      value.after = afterCommand(mode.points[i - 1]?.value.after ?? NO_MODE, value.command);
      value.reading = readMode(value.after, categories.google);
    }
    return moment.at;
  };

  const addSaying = (
    saying: ConsentSaying,
    moment: Moment & { entry: string },
  ): number | undefined => {
    switch (saying.kind) {
      case 'meta': {
        const isGrant = saying.action === 'grant';
        const state = isGrant ? 'granted' : 'denied';
        return insert(signals, 'meta', moment, noted(state, { code: 'by-page', isGrant }));
      }
      case 'mode':
        return addMode(moment, saying.command);
      case 'google-tag':
        if (firstTag === undefined || isBefore(moment, firstTag))
          firstTag = { ...moment, value: undefined };
        return undefined;
      case 'ldu': {
        const { options } = saying;
        return insert(asides, 'ldu', moment, noted('undecided', { code: 'limited', options }));
      }
      case 'trust': {
        const isNew = !hasTrust();
        if (trustCall === undefined || isBefore(moment, trustCall))
          trustCall = { ...moment, value: undefined };
        const at =
          saying.value === undefined
            ? moment.at
            : insert(tools, 'trust', moment, readTrust(saying.value, categories.trust));
        return isNew ? FROM_THE_START : at;
      }
      case 'heard':
        return insert(
          heard,
          saying.source,
          moment,
          decodeConsent(saying.source, saying.value, categories[saying.source]),
        );
      case 'loyjoy': {
        const given = saying.isGiven;
        const state = given === undefined ? 'undecided' : given ? 'granted' : 'denied';
        const note: ConsentNote =
          given === undefined ? { code: 'answer-unseen' } : { code: 'loyjoy-boot', isGiven: given };
        return insert(signals, 'loyjoy', moment, noted(state, note));
      }
      case 'opt-in':
        return insert(
          asides,
          'loyjoy-opt-in',
          moment,
          noted(saying.isGiven ? 'granted' : 'denied', { code: 'channel', name: saying.name }),
        );
    }
  };

  const hasTrust = () => trustCall !== undefined || tools.has('trust');

  /** Tools by their own API, and those that are known by their events where that was not read. */
  const allTools = () => {
    const all = [...tools];
    for (const one of heard) if (!tools.has(one[0])) all.push(one);
    return all;
  };

  /** Whether a source says yes or no at any time. */
  const wasDecided = (source: string): boolean => {
    const own = tools.get(source) ?? heard.get(source) ?? signals.get(source);
    const readings =
      source === 'google'
        ? mode.points.map(({ value }) => value.reading)
        : (own?.points ?? []).map(({ value }) => value);
    return readings.some(({ state, question }) => state !== 'undecided' || question !== undefined);
  };

  const standingAt = (moment: Moment): Standing => {
    const all: Said[] = [];
    for (const [source, timeline] of allTools()) {
      const point = timeline.at(moment);
      const [first] = timeline.points;
      const last = timeline.points[timeline.points.length - 1];
      const isOpen = point === undefined || point.value.state === 'undecided';
      const holds = isOpen && isExempt(timeline) ? last : point;
      if (holds && isLeftOver(timeline) && !heard.has(source))
        all.push({ ...sayingOf(source, holds), reading: leftOver(holds.value), isLeftOver: true });
      else if (holds) all.push(sayingOf(source, holds));
      else if (first)
        all.push({
          source,
          entry: first.entry,
          reading: noted('undecided', { code: 'silent' }),
          isAside: false,
        });
    }
    if (trustCall !== undefined && !tools.has('trust'))
      all.push({
        source: 'trust',
        entry: trustCall.entry,
        reading: noted('undecided', { code: 'asked' }),
        isAside: false,
      });
    const google = mode.at(moment);
    if (google)
      all.push({
        source: 'google',
        entry: google.entry,
        reading: google.value.reading,
        isAside: false,
      });
    for (const [map, isAside] of [
      [signals, false],
      [asides, true],
    ] as const)
      for (const [source, timeline] of map) {
        const point = timeline.at(moment);
        if (point) all.push({ source, entry: point.entry, reading: point.value, isAside });
      }
    // In one order, however the entries came.
    all.sort((a, b) => (a.source < b.source ? -1 : 1));
    const said = sayUnder(all, assumptions, wasDecided);
    return { all: said.slice(), together: combine(said, profile.consent?.governs) };
  };

  return {
    get hasTrust() {
      return hasTrust();
    },
    addReading(entry) {
      const moment = { at: entry.at, number: numberOf(entry.id), entry: entry.id };
      const category = Object.hasOwn(categories, entry.source)
        ? categories[entry.source as keyof typeof categories]
        : undefined;
      const value = decodeConsent(entry.source, entry.value, category);
      return change(moment, insert(tools, entry.source, moment, value));
    },
    addSayings(entry, sayings) {
      const moment = { at: entry.at, number: numberOf(entry.id), entry: entry.id };
      let from: number | undefined;
      for (const saying of sayings) {
        const at = addSaying(saying, moment);
        if (at !== undefined) from = Math.min(from ?? at, change(moment, at));
      }
      return from;
    },
    at(moment) {
      const place = countUntil(changes.points, moment) - 1;
      if (place < 0) {
        before ??= standingAt(moment);
        return before;
      }
      const { value } = changes.points[place] as Point<{ standing: Standing | undefined }>;
      value.standing ??= standingAt(moment);
      return value.standing;
    },
    changes: () => changes.points,
    lateDefault() {
      const first = mode.points.find(({ value }) => value.command.action === 'default');
      if (first === undefined || firstTag === undefined || !isBefore(firstTag, first))
        return undefined;
      return { fallback: first.entry, tag: firstTag.entry };
    },
  };
}

function isBefore(a: Moment, b: Moment): boolean {
  return a.at < b.at || (a.at === b.at && a.number < b.number);
}

function sayingOf(source: string, { entry, value }: Point<ConsentReading>): Said {
  return { source, entry, reading: value, isAside: false };
}

/** Whether all that is known of a tool is its cookie: it was never there to be asked. */
function isLeftOver({ points }: Timeline<ConsentReading>): boolean {
  return points.length > 0 && points.every(({ value }) => value.isStored === true);
}

/** What a cookie says whose tool is not there. No error may rest on it. */
function leftOver(stored: ConsentReading): ConsentReading {
  const { items, notes } = stored.said;
  const own = notes.filter(({ code }) => code !== 'stored');
  return {
    ...stored,
    said: { items, notes: [...own, { code: 'left-over' }] },
    isFirm: false,
  };
}

/** Whether a tool says in the end that its law does not apply to this visitor: it never did. */
function isExempt({ points }: Timeline<ConsentReading>): boolean {
  return points[points.length - 1]?.value.applies === false;
}
