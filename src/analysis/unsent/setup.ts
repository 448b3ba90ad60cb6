import { type CallEntry, type HitEntry, numberOf } from '../../session/entry.ts';
import { namedPixelId, readPixelCall } from '../../vendors/meta/call.ts';
import type { Fact } from '../facts/fact.ts';
import { lastMoment } from '../last-moment.ts';
import { LateMap } from '../late.ts';
import { append } from '../ordered.ts';
import type { Context, Part } from '../part.ts';

/**
 * An event follows its init within this many milliseconds, where one is to come. Where the session is
 * over, less has to do.
 */
const PATIENCE = 5_000;
const PATIENCE_AT_END = 1_000;

/** What is odd about how a document sets the pixel up. */
export interface SetupPart extends Part {
  /** Nothing more is to come. */
  end(): void;
}

/** What a document set up. */
interface Setup {
  /** Inits that name a pixel, in any order. */
  inits: CallEntry[];
  hasEvent: boolean;
  /** Requests for the library, by id: a later form takes the place of the earlier. */
  libraries: LateMap<string, HitEntry>;
  /** Versions of the SDK in the hits, each with the first hit that has it. */
  versions: LateMap<string, HitEntry>;
}

const NO_INITS: CallEntry[] = [];

/**
 * The part that tells what is odd about how a document sets the pixel up: an init that no event
 * follows, and more than one library.
 */
export function createSetup(context: Context): SetupPart {
  const book = context.facts.book();
  let setups = new Map<string, Setup>();
  let dirty = new Set<string>();
  /** Documents whose pixel has sent nothing so far: time alone may make a fact of that. */
  let idle = new Set<string>();
  let latestAt = Number.NEGATIVE_INFINITY;
  let isOver = false;

  const setupOf = (page: string): Setup => {
    let setup = setups.get(page);
    if (setup === undefined) {
      setup = {
        inits: NO_INITS,
        hasEvent: false,
        libraries: new LateMap(),
        versions: new LateMap(),
      };
      setups.set(page, setup);
    }
    dirty.add(page);
    return setup;
  };

  const addCall = (entry: CallEntry) => {
    const call = readPixelCall(entry.args);
    if (call.isEvent) {
      const known = setups.get(entry.page);
      if (known?.hasEvent !== true) setupOf(entry.page).hasEvent = true;
    } else if (call.command === 'init' && namedPixelId(call) !== undefined) {
      const setup = setupOf(entry.page);
      setup.inits = append(setup.inits, entry);
    }
  };

  const addHit = (entry: HitEntry) => {
    if (entry.role === 'library') setupOf(entry.page).libraries.set(entry.id, entry);
    for (const { parameters } of entry.events) {
      const known = setups.get(entry.page);
      if (known?.hasEvent !== true) setupOf(entry.page).hasEvent = true;
      const { v } = parameters;
      if (v === undefined) continue;
      const first = known?.versions.get(v);
      if (first === undefined || isBefore(entry, first)) setupOf(entry.page).versions.set(v, entry);
    }
  };

  const loaded = ({ libraries }: Setup) =>
    [...libraries.values()]
      .filter(({ outcome, status = 200 }) => outcome === 'done' && status < 400)
      .sort((a, b) => (isBefore(a, b) ? -1 : 1));

  const idleFact = (setup: Setup): Fact | undefined => {
    const [first] = [...setup.inits].sort((a, b) => numberOf(a.id) - numberOf(b.id));
    const [library] = loaded(setup);
    if (first === undefined || library === undefined || setup.hasEvent) return undefined;
    const waited = latestAt - first.at;
    if (waited < PATIENCE && !isOver) return undefined;
    return {
      rule: 'pixel/init-without-event',
      severity: waited < PATIENCE_AT_END ? 'info' : 'warning',
      entries: [first.id, library.id],
      data: { pixelId: namedPixelId(readPixelCall(first.args)) ?? '' },
    };
  };

  const librariesFact = (setup: Setup): Fact | undefined => {
    const all = loaded(setup);
    if (all.length < 2 && setup.versions.size < 2) return undefined;
    const versions = [...setup.versions].sort(([, a], [, b]) => (isBefore(a, b) ? -1 : 1));
    const shown = versions.length > 1 ? versions.map(([, hit]) => hit) : [];
    return {
      rule: 'pixel/library-twice',
      severity: versions.length > 1 ? 'warning' : 'info',
      entries: [...all, ...shown].map(({ id }) => id),
      data: {
        addresses: all.map(({ url }) => addressOf(url)),
        versions: versions.map(([version]) => version),
      },
    };
  };

  return {
    add(entry) {
      latestAt = Math.max(latestAt, lastMoment(entry));
      if (entry.kind === 'call' && entry.source === 'fbq') addCall(entry);
      else if (entry.kind === 'hit' && entry.vendor === 'meta') addHit(entry);
    },
    settle() {
      for (const page of dirty) {
        const setup = setups.get(page) as Setup;
        const twice = librariesFact(setup);
        book.put(`${page} libraries`, twice === undefined ? [] : [twice]);
        if (setup.hasEvent) {
          if (idle.delete(page)) book.put(`${page} idle`, []);
        } else if (setup.inits.length > 0) idle.add(page);
      }
      dirty = new Set();
      for (const page of idle) {
        const fact = idleFact(setups.get(page) as Setup);
        book.put(`${page} idle`, fact === undefined ? [] : [fact]);
      }
    },
    end() {
      isOver = true;
    },
    clear() {
      book.clear();
      isOver = false;
      setups = new Map();
      dirty = new Set();
      idle = new Set();
      latestAt = Number.NEGATIVE_INFINITY;
    },
  };
}

function isBefore(a: HitEntry, b: HitEntry): boolean {
  return a.at < b.at || (a.at === b.at && a.id < b.id);
}

function addressOf(url: string): string {
  const query = url.indexOf('?');
  return query === -1 ? url : url.slice(0, query);
}
