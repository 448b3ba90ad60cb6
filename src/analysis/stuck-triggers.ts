import type { CallEntry, Entry } from '../session/entry.ts';
import { isMetaNameOf } from '../vendors/commanders-act/meta-name.ts';
import { isStandardEvent } from '../vendors/meta/standard-events.ts';
import type { Fact } from './facts/fact.ts';
import type { Context } from './part.ts';

/** A trigger's hit leaves within this many milliseconds, once the container is there. Our choice. */
const PATIENCE = 5_000;

/** Triggers that are named as proof. */
const NAMED = 20;

/**
 * Commanders Act triggers of a session in which nothing ever left for its collection: `trigger`
 * sends to the server side (Commanders Act, Javascript SDK), so the container did not come, or has
 * no source to send to.
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
  let hasCollection = false;
  /** The requests of a document were recorded. */
  let isWatched = false;
  let latestAt = Number.NEGATIVE_INFINITY;

  /** The page sends the event itself, and may use Commanders Act for its own tags alone. */
  const isSentByPage = (name: string) =>
    [...metaNames].some((metaName) => metaName !== 'PageView' && isMetaNameOf(name, metaName));

  const mayStay = ({ page, at }: CallEntry): boolean => {
    const consent = context.consentOf(page);
    return latestAt - at < PATIENCE || consent === 'denied' || consent === 'undecided';
  };

  return {
    add(entry) {
      if (entry.kind !== 'server' && entry.at > latestAt) latestAt = entry.at;
      if (entry.kind === 'page') isWatched ||= entry.tabId !== undefined;
      else if (entry.kind === 'hit') {
        if (entry.vendor === 'commanders-act') hasCollection = true;
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
      if (hasCollection || !isWatched) return [];
      const stuck = triggers.filter((trigger) => !mayStay(trigger));
      const names = [...new Set(stuck.flatMap(({ args: [, name] }) => textOf(name)))];
      if (names.length === 0 || names.some(isSentByPage)) return [];
      return [
        {
          rule: 'connector/never-left',
          entries: stuck.slice(0, NAMED).map(({ id }) => id),
          data: { count: stuck.length, names: names.slice(0, NAMED) },
        },
      ];
    },
    clear() {
      triggers = [];
      metaNames.clear();
      hasCollection = false;
      isWatched = false;
      latestAt = Number.NEGATIVE_INFINITY;
    },
  };
}

function textOf(value: unknown): string[] {
  return typeof value === 'string' ? [value] : [];
}
