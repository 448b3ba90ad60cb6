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
import { toLength } from '../ordered.ts';
import { sayUnder } from './assume.ts';
import { combine, type Said, type Together } from './combine.ts';
import { countUntil, type Moment, type Point, pointAt, type Spoken, Timeline } from './timeline.ts';

/** What holds between two changes. */
export interface Standing {
  readonly all: readonly Said[];
  readonly together: Together;
}

/** Always, where a source's coming changes what holds before it. */
const FROM_THE_START = Number.NEGATIVE_INFINITY;

interface ModePoint {
  command: ModeCommand;
  after: ModeState;
  reading: ConsentReading;
}

/** What sources said, by source. */
type Sources = LateMap<string, Timeline<ConsentReading>>;

type Change = Point<{ standing: Standing | undefined }>;

/** The consent of one document: what each source said, when. */
export class DocumentConsent {
  private readonly profile: Profile;
  private readonly assumptions: readonly ConsentAssumption[];
  /** Consent tools. Before their first word there is no decision, since they were to come. */
  private readonly tools: Sources = new LateMap();
  /** Signals of the page: they hold from when they are given. */
  private readonly signals: Sources = new LateMap();
  /** Tools that are known by their events alone. */
  private readonly heard: Sources = new LateMap();
  private readonly asides: Sources = new LateMap();
  private readonly mode = new Timeline<ModePoint>();
  /** What holds from each change on, as far as somebody has asked. */
  private readonly known = new Timeline<{ standing: Standing | undefined }>();
  private before: Standing | undefined = undefined;
  /** The first call by which the page talks to TRUST, where no reading came before it. */
  private trustCall: Point<undefined> | undefined = undefined;
  private firstTag: Point<undefined> | undefined = undefined;

  constructor(profile: Profile, assumptions: readonly ConsentAssumption[] = []) {
    this.profile = profile;
    this.assumptions = assumptions;
  }

  /** TRUST is on the page: events get their categories from it. */
  get hasTrust(): boolean {
    return this.trustCall !== undefined || this.tools.has('trust');
  }

  /** Takes a reading; returns from when on states may differ from what they were. */
  addReading(entry: ConsentEntry): number {
    const moment = { at: entry.at, number: numberOf(entry.id), entry: entry.id };
    const { categories } = this;
    const category = Object.hasOwn(categories, entry.source)
      ? categories[entry.source as keyof typeof categories]
      : undefined;
    const value = decodeConsent(entry.source, entry.value, category);
    return this.change(moment, this.insert(this.tools, entry.source, moment, value));
  }

  /** Takes what a call says; undefined where no state differs for it. */
  addSayings(entry: CallEntry, sayings: readonly ConsentSaying[]): number | undefined {
    const moment = { at: entry.at, number: numberOf(entry.id), entry: entry.id };
    let from: number | undefined;
    for (const saying of sayings) {
      const at = this.addSaying(saying, moment);
      if (at !== undefined) from = Math.min(from ?? at, this.change(moment, at));
    }
    return from;
  }

  /** What every source of the document said at a moment, alone and together. */
  at(moment: Moment): Standing {
    const { points } = this.known;
    const place = countUntil(points, moment) - 1;
    if (place < 0) {
      this.before ??= this.standingAt(moment);
      return this.before;
    }
    const { value } = points[place] as Change;
    value.standing ??= this.standingAt(moment);
    return value.standing;
  }

  /** Every moment at which some source spoke, in order, with its entry. */
  changes(): readonly Point<unknown>[] {
    return this.known.points;
  }

  /** The first default of Consent Mode, and Google's tag that fired before it. */
  lateDefault(): { fallback: string; tag: string } | undefined {
    const { firstTag } = this;
    const first = this.mode.points.find(({ value }) => value.command.action === 'default');
    if (first === undefined || firstTag === undefined || !isBefore(firstTag, first))
      return undefined;
    return { fallback: first.entry, tag: firstTag.entry };
  }

  private get categories() {
    return this.profile.consent?.categories ?? {};
  }

  private insert(map: Sources, source: string, moment: Spoken, value: ConsentReading): number {
    const timeline = map.get(source) ?? new Timeline<ConsentReading>();
    map.set(source, timeline);
    const wasExempt = isExempt(timeline);
    const wasLeftOver = isLeftOver(timeline);
    const place = timeline.insert(pointAt(moment, value));
    const isTool = map === this.tools || map === this.heard;
    // What a tool says first, that it is there, and that its law does not apply, holds for what was
    // before it too.
    const hasCome = wasLeftOver && !isLeftOver(timeline);
    const isForAll = place === 0 || hasCome || wasExempt || isExempt(timeline);
    return isTool && isForAll ? FROM_THE_START : moment.at;
  }

  /** A source spoke at a moment: what was known of what holds from `from` on is so no more. */
  private change(moment: Spoken, from: number): number {
    const place = this.known.insert(pointAt(moment, { standing: undefined }));
    const isAll = from === FROM_THE_START;
    if (isAll) this.before = undefined;
    const { points } = this.known;
    for (let i = isAll ? 0 : place; i < points.length; i += 1)
      (points[i] as Change).value.standing = undefined;
    return from;
  }

  private addMode(moment: Spoken, command: ModeCommand): number {
    const { mode } = this;
    const place = mode.insert(
      pointAt(moment, { command, after: NO_MODE, reading: noted('undecided') }),
    );
    for (let i = place; i < mode.points.length; i += 1) {
      const { value } = mode.points[i] as Point<ModePoint>;
      value.after = afterCommand(mode.points[i - 1]?.value.after ?? NO_MODE, value.command);
      value.reading = readMode(value.after, this.categories.google);
    }
    return moment.at;
  }

  private addSaying(saying: ConsentSaying, moment: Spoken): number | undefined {
    const { signals, asides, tools, heard, categories } = this;
    switch (saying.kind) {
      case 'meta': {
        const isGrant = saying.action === 'grant';
        const state = isGrant ? 'granted' : 'denied';
        return this.insert(signals, 'meta', moment, noted(state, { code: 'by-page', isGrant }));
      }
      case 'mode':
        return this.addMode(moment, saying.command);
      case 'google-tag':
        if (this.firstTag === undefined || isBefore(moment, this.firstTag))
          this.firstTag = pointAt(moment, undefined);
        return undefined;
      case 'ldu': {
        const { options } = saying;
        return this.insert(asides, 'ldu', moment, noted('undecided', { code: 'limited', options }));
      }
      case 'trust': {
        const isNew = !this.hasTrust;
        if (this.trustCall === undefined || isBefore(moment, this.trustCall))
          this.trustCall = pointAt(moment, undefined);
        const at =
          saying.value === undefined
            ? moment.at
            : this.insert(tools, 'trust', moment, readTrust(saying.value, categories.trust));
        return isNew ? FROM_THE_START : at;
      }
      case 'heard':
        return this.insert(
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
        return this.insert(signals, 'loyjoy', moment, noted(state, note));
      }
      case 'opt-in':
        return this.insert(
          asides,
          'loyjoy-opt-in',
          moment,
          noted(saying.isGiven ? 'granted' : 'denied', { code: 'channel', name: saying.name }),
        );
    }
  }

  /** Tools by their own API, and those that are known by their events where that was not read. */
  private allTools(): [string, Timeline<ConsentReading>][] {
    const all = [...this.tools];
    for (const one of this.heard) if (!this.tools.has(one[0])) all.push(one);
    return all;
  }

  /** Whether a source says yes or no at any time. */
  private wasDecided(source: string): boolean {
    const own = this.tools.get(source) ?? this.heard.get(source) ?? this.signals.get(source);
    const readings =
      source === 'google'
        ? this.mode.points.map(({ value }) => value.reading)
        : (own?.points ?? []).map(({ value }) => value);
    return readings.some(({ state, question }) => state !== 'undecided' || question !== undefined);
  }

  private standingAt(moment: Moment): Standing {
    const { tools, heard, signals, asides, trustCall, profile } = this;
    const all: Said[] = [];
    for (const [source, timeline] of this.allTools()) {
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
    const google = this.mode.at(moment);
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
    const said = sayUnder(all, this.assumptions, (source) => this.wasDecided(source));
    return { all: toLength(said), together: combine(said, profile.consent?.governs) };
  }
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
