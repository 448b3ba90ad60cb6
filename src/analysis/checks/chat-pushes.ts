import { type CallEntry, numberOf } from '../../session/entry.ts';
import type { Fact } from '../facts/fact.ts';
import type { PushFault } from './data-layer.ts';

/** As many pushes are proof of one fault; a conversation has some dozens. */
const PROOFS = 100;

interface Pushed {
  number: number;
  chatEvent: string;
  fact: PushFault['fact'];
}

interface Group {
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
  settle(put: (key: string, findings: readonly Fact[]) => void): void;
  clear(): void;
}

/** No pushes. */
export function createChatPushes(): ChatPushes {
  const groups = new Map<string, Group>();
  const dirty = new Set<string>();
  return {
    add(push, { fact, key, chatEvent }) {
      const id = `pushes ${push.page} ${push.layer ?? ''} ${key}`;
      const group = groups.get(id) ?? { first: [], count: 0 };
      if (group.count === 0) groups.set(id, group);
      group.count += 1;
      dirty.add(id);
      const { first } = group;
      const number = numberOf(push.id);
      let at = first.length;
      while (at > 0 && (first[at - 1] as Pushed).number > number) at -= 1;
      if (at === PROOFS) return;
      first.splice(at, 0, { number, chatEvent, fact });
      first.length = Math.min(first.length, PROOFS);
    },
    settle(put) {
      for (const id of dirty) put(id, [factOf(groups.get(id) as Group)]);
      dirty.clear();
    },
    clear() {
      groups.clear();
      dirty.clear();
    },
  };
}

function factOf({ first, count }: Group): Fact {
  const { fact } = first[0] as Pushed;
  return {
    ...fact,
    entries: first.flatMap((one) => one.fact.entries),
    data: {
      ...fact.data,
      count,
      chatEvents: [...new Set(first.map(({ chatEvent }) => chatEvent))],
    },
  };
}
