import { type CallEntry, numberOf } from '../../session/entry.ts';
import type { Finding } from '../facts/legacy.ts';
import type { PushFault } from './data-layer.ts';

/** As many pushes are proof of one fault; a conversation has some dozens. */
const PROOFS = 100;
/** As many events are named in the message. */
const NAMES = 5;

interface Pushed {
  number: number;
  chatEvent: string;
  finding: Finding;
}

interface Group {
  key: string;
  /** The earliest, in order. */
  first: Pushed[];
  count: number;
}

/**
 * Pushes of chat events that GTM cannot fire on, one finding for each data layer of a document: one
 * line of a listener makes them all.
 */
export interface ChatPushes {
  /** Takes a fault of a push once. */
  add(push: CallEntry, fault: PushFault & { chatEvent: string }): void;
  /** Writes what changed, under a key for each group. */
  settle(put: (key: string, findings: readonly Finding[]) => void): void;
  clear(): void;
}

/** No pushes. */
export function createChatPushes(): ChatPushes {
  const groups = new Map<string, Group>();
  const dirty = new Set<string>();
  return {
    add(push, { finding, key, chatEvent }) {
      const id = `pushes ${push.page} ${push.layer ?? ''} ${key}`;
      const group = groups.get(id) ?? { key, first: [], count: 0 };
      if (group.count === 0) groups.set(id, group);
      group.count += 1;
      dirty.add(id);
      const { first } = group;
      const number = numberOf(push.id);
      let at = first.length;
      while (at > 0 && (first[at - 1] as Pushed).number > number) at -= 1;
      if (at === PROOFS) return;
      first.splice(at, 0, { number, chatEvent, finding });
      first.length = Math.min(first.length, PROOFS);
    },
    settle(put) {
      for (const id of dirty) put(id, [findingOf(groups.get(id) as Group)]);
      dirty.clear();
    },
    clear() {
      groups.clear();
      dirty.clear();
    },
  };
}

function findingOf({ key, first, count }: Group): Finding {
  const { finding } = first[0] as Pushed;
  if (count === 1) return finding;
  const names = [...new Set(first.map(({ chatEvent }) => `"${chatEvent.slice(0, 80)}"`))];
  const named = names.slice(0, NAMES).join(', ');
  return {
    ...finding,
    entries: first.flatMap((one) => one.finding.entries),
    message: `${count} pushes of chat events (${named}${names.length > NAMES ? ' …' : ''}) have the name under ${key} and no key event: no trigger of Google Tag Manager can fire on them.`,
  };
}
