import type { Entry } from '../../session/entry.ts';
import type { MappedSystem } from '../../vendors/mapping.ts';
import type { SourceEvent } from '../../vendors/source-event.ts';
import type { FactBook } from '../facts/facts.ts';
import { LateMap, LateSet } from '../late.ts';
import type { Context } from '../part.ts';
import type { Assessment } from './assess.ts';
import { createGroup, type Group } from './groups.ts';
import { compareEntries } from './order.ts';
import type { HashJudge } from './parameters.ts';
import type { Rules } from './rules.ts';

/** What a source event has put into the books, to be taken out when it is judged anew. */
export interface Placed {
  rule: string | undefined;
  claims: { group: Group; event: string }[];
  group: Group | undefined;
  system: MappedSystem;
}

/** What is known of one document. */
export interface Page {
  /** Ids of Meta events. */
  events: LateSet<string>;
  groups: LateMap<string, Group>;
  /** Systems that have spoken, with the number of their source events. */
  spoke: LateMap<MappedSystem, number>;
  triggers: Triggers;
  /** Events of Commanders Act's hits whose trigger is not known, by name. */
  unowned: LateMap<string, number>;
  /** How often consent has spoken: what was not sent is judged anew. */
  turns: number;
}

/** The triggers of one document: keys of those whose hit is known, and of those without. */
export interface Triggers {
  sent: LateSet<string>;
  /** The highest number among `sent`. */
  last: number;
  /** Without a hit, behind `last`: theirs may still come. */
  waiting: LateSet<string>;
  /** Without a hit, before `last`. */
  lost: LateSet<string>;
}

/** What matches have written down about a session. */
export class Books {
  readonly pages = new Map<string, Page>();
  /**
   * Source events by their entry; for LoyJoy, by the first of the runs that hear one event, with all
   * of those runs where there are several.
   */
  readonly sources = new Map<string, readonly string[]>();
  /** LoyJoy: run → the first of its runs. */
  readonly leads = new Map<string, string>();
  readonly placed = new Map<string, Placed>();
  /** Meta event → the names under which it stands in groups. */
  readonly eventNames = new Map<string, { page: Page; names: string[] }>();
  /** Rule → keys of the source events that met it. */
  readonly met = new Map<string, Set<string>>();
  readonly spokeAnywhere = new Set<MappedSystem>();
  /** Groups to bring up to date, with the members that are new or were judged anew. */
  stale = new Map<Group, LateSet<string>>();
  private readonly context: Context;

  constructor(context: Context) {
    this.context = context;
  }

  pageOf(entry: Entry): Page {
    const known = this.pages.get(entry.page);
    if (known) return known;
    const page: Page = {
      events: new LateSet(),
      groups: new LateMap(),
      spoke: new LateMap(),
      triggers: {
        sent: new LateSet(),
        last: -1,
        waiting: new LateSet(),
        lost: new LateSet(),
      },
      unowned: new LateMap(),
      turns: 0,
    };
    this.pages.set(entry.page, page);
    return page;
  }

  groupOf(page: Page, key: string, name: string): Group {
    const known = page.groups.get(name);
    if (known) return known;
    const group = createGroup(key, name);
    page.groups.set(name, group);
    return group;
  }

  makeStale(group: Group, key?: string): void {
    const keys = this.stale.get(group) ?? new LateSet();
    if (key !== undefined) keys.add(key);
    this.stale.set(group, keys);
  }

  /** Groups that are stale now; from here on, none is. */
  takeStale(): Map<Group, LateSet<string>> {
    const taken = this.stale;
    this.stale = new Map();
    return taken;
  }

  /** Entries that are one source event: itself, or the runs that hear it. */
  membersOf(id: string): readonly string[] | undefined {
    const others = this.sources.get(id);
    if (others === undefined) return undefined;
    return others.length > 0 ? others : [id];
  }

  /** The order in which entries (or keys of source events) were seen. */
  readonly compare = (a: string, b: string): number => {
    const byEntry = compareEntries(
      this.context.get(entryOfKey(a)),
      this.context.get(entryOfKey(b)),
    );
    return byEntry !== 0 ? byEntry : a < b ? -1 : a > b ? 1 : 0;
  };

  clear(): void {
    this.pages.clear();
    this.sources.clear();
    this.leads.clear();
    this.placed.clear();
    this.eventNames.clear();
    this.met.clear();
    this.spokeAnywhere.clear();
    this.stale.clear();
  }
}

/** True for a trigger whose hit may be one of the page's that nobody could give to a call. */
export function mayBeUnowned(page: Page, { system, name, isTag }: SourceEvent): boolean {
  return system === 'cact' && isTag !== true && (page.unowned.get(name) ?? 0) > 0;
}

/** What every piece of the part works with. */
export interface Desk {
  context: Context;
  rules: Rules;
  judgeHash: HashJudge;
  book: FactBook;
  books: Books;
  /** Judges a source event anew, from its key. */
  assessmentOf(key: string): Assessment | undefined;
}

/** The entry of a source event's key. */
export function entryOfKey(key: string): string {
  const at = key.lastIndexOf('#');
  return at === -1 ? key : key.slice(0, at);
}
