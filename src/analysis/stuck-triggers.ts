import { type CallEntry, type Entry, numberOf } from '../session/entry.ts';
import { isMetaNameOf } from '../vendors/commanders-act/meta-name.ts';
import { isStandardEvent } from '../vendors/meta/standard-events.ts';
import { nameOfHitEvent } from '../vendors/source-event.ts';
import type { Fact } from './facts/fact.ts';
import { lastMoment } from './last-moment.ts';
import { LateMap } from './late.ts';
import type { Context } from './part.ts';

/**
 * A trigger's hit leaves within this many milliseconds: while the container may still have to come,
 * and where it has sent before. Where the session was over sooner, that is told with less weight.
 * Our choice.
 */
const PATIENCE = 5_000;
const PATIENCE_WHEN_LOADED = 1_000;

/** Triggers that are named as proof. */
const NAMED = 20;

/**
 * Commanders Act triggers that never left for its collection, although `trigger` sends to the server
 * side (Commanders Act, Javascript SDK). Of a session in which nothing left: the container did not
 * come, or has no source to send to. Of a document from which others left: those behind the last that
 * did, since hits leave in order; those before it are the mapping's to tell.
 */
export interface StuckTriggers {
  add(entry: Entry): void;
  /** Of a session that is over. */
  facts(): Fact[];
  clear(): void;
}

/** No triggers. */
export function createStuckTriggers(context: Context): StuckTriggers {
  let triggers: CallEntry[] = [];
  /** Names of Meta events that left, or are called. */
  const metaNames = new Set<string>();
  /** Document and name → events in its hits, by hit: a later form takes the place of the earlier. */
  const collected = new Map<string, LateMap<string, number>>();
  let hasCollection = false;
  /** The requests of a document were recorded. */
  let isWatched = false;
  let latestAt = Number.NEGATIVE_INFINITY;

  /** The page sends the event itself, and may use Commanders Act for its own tags alone. */
  const isSentByPage = (name: string) =>
    [...metaNames].some((metaName) => metaName !== 'PageView' && isMetaNameOf(name, metaName));

  /** Nobody has agreed: it is right that nothing leaves. */
  const mayStay = ({ page }: CallEntry): boolean => {
    const consent = context.consentOf(page);
    return consent === 'denied' || consent === 'undecided';
  };

  const hasHit = ({ id }: CallEntry) =>
    context.nextOf(id).some((next) => {
      const entry = context.get(next);
      return entry?.kind === 'hit' && entry.vendor === 'commanders-act';
    });

  /** Triggers behind the last one that left of their document, whose name has too few hits there. */
  const trailing = (): CallEntry[] => {
    const last = new Map<string, number>();
    const calls = new Map<string, number>();
    for (const trigger of triggers) {
      const { id, page } = trigger;
      if (hasHit(trigger)) last.set(page, Math.max(last.get(page) ?? -1, numberOf(id)));
      const key = keyOf(page, nameOf(trigger));
      calls.set(key, (calls.get(key) ?? 0) + 1);
    }
    return triggers.filter((trigger) => {
      const { id, page } = trigger;
      const key = keyOf(page, nameOf(trigger));
      const left = [...(collected.get(key)?.values() ?? [])].reduce((sum, n) => sum + n, 0);
      return (
        numberOf(id) > (last.get(page) ?? Number.POSITIVE_INFINITY) &&
        !hasHit(trigger) &&
        left < (calls.get(key) ?? 0)
      );
    });
  };

  return {
    add(entry) {
      latestAt = Math.max(latestAt, lastMoment(entry));
      if (entry.kind === 'page') isWatched ||= entry.tabId !== undefined;
      else if (entry.kind === 'hit') {
        if (entry.vendor === 'commanders-act') {
          hasCollection = true;
          const names = new Map<string, number>();
          for (const event of entry.events) {
            const name = nameOfHitEvent('commanders-act', event) ?? '';
            names.set(name, (names.get(name) ?? 0) + 1);
          }
          for (const [name, count] of names) {
            const key = keyOf(entry.page, name);
            const hits = collected.get(key) ?? new LateMap<string, number>();
            collected.set(key, hits.set(entry.id, count));
          }
        }
        if (entry.vendor !== 'meta') return;
        for (const { eventName } of entry.events)
          if (eventName !== undefined) metaNames.add(eventName);
      } else if (entry.kind === 'call') {
        if (entry.source === 'cact' && entry.method === 'trigger') triggers.push(entry);
        const [, name] = entry.args;
        if (entry.source === 'fbq' && typeof name === 'string' && isStandardEvent(name))
          metaNames.add(name);
      }
    },
    facts() {
      if (!isWatched) return [];
      const stuck = (hasCollection ? trailing() : triggers).filter((trigger) => !mayStay(trigger));
      const names = [...new Set(stuck.map(nameOf))].filter((name) => name !== '');
      if (names.length === 0 || (!hasCollection && names.some(isSentByPage))) return [];
      const patience = hasCollection ? PATIENCE_WHEN_LOADED : PATIENCE;
      return [
        {
          rule: 'connector/never-left',
          severity: stuck.some(({ at }) => latestAt - at >= patience) ? 'warning' : 'info',
          entries: stuck.slice(0, NAMED).map(({ id }) => id),
          data: { count: stuck.length, names: names.slice(0, NAMED), hasOthers: hasCollection },
        },
      ];
    },
    clear() {
      triggers = [];
      metaNames.clear();
      collected.clear();
      hasCollection = false;
      isWatched = false;
      latestAt = Number.NEGATIVE_INFINITY;
    },
  };
}

/** '' where it is no text. */
function nameOf({ args: [, name] }: CallEntry): string {
  return typeof name === 'string' ? name : '';
}

function keyOf(page: string, name: string): string {
  return `${page}\n${name}`;
}
