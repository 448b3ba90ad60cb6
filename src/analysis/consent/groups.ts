import type { Fact } from '../facts/fact.ts';
import type { FactBook } from '../facts/facts.ts';
import { LateMap } from '../late.ts';
import { append } from '../ordered.ts';

/** An event that shares a fault with others. */
export interface Member {
  key: string;
  at: number;
  /** Ids of the entries that show it, its hit among them. */
  proof: readonly string[];
}

/** Events whose entries stand in one fact; the others are counted. */
const PROOF = 10;

const NOBODY: Member[] = [];

interface Group {
  members: LateMap<string, Member>;
  /** The first members, in order. */
  first: Member[];
  /** True where a member of `first` has gone, so that it must be looked for anew. */
  isStale: boolean;
  write: (count: number, entries: readonly string[]) => Fact;
}

/** Faults that many events share, each told in one fact. */
export interface Groups {
  /**
   * Adds an event to a fault.
   * @param write makes the fact, of the number of events and the entries of the first ones; the
   *   same for every event of the fault
   */
  join(fault: string, member: Member, write: Group['write']): void;
  leave(fault: string, key: string): void;
  /** Writes the facts of the faults that changed. */
  settle(): void;
  clear(): void;
}

function compare(a: Member, b: Member): number {
  return a.at - b.at || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);
}

/** No faults; facts go into `book` under the fault's name. */
export function createGroups(book: FactBook): Groups {
  const groups = new Map<string, Group>();
  const dirty = new Set<string>();

  return {
    join(fault, member, write) {
      dirty.add(fault);
      let group = groups.get(fault);
      if (group === undefined) {
        group = { members: new LateMap(), first: NOBODY, isStale: false, write };
        groups.set(fault, group);
      }
      group.write = write;
      group.members.set(member.key, member);
      const last = group.first[PROOF - 1];
      if (last !== undefined && compare(member, last) > 0) return;
      group.first = append(group.first, member);
      group.first.sort(compare);
      if (group.first.length > PROOF) group.first.length = PROOF;
    },
    leave(fault, key) {
      const group = groups.get(fault);
      if (!group?.members.delete(key)) return;
      dirty.add(fault);
      if (group.members.size === 0) groups.delete(fault);
      else if (group.first.some((member) => member.key === key)) group.isStale = true;
    },
    settle() {
      for (const fault of dirty) {
        const group = groups.get(fault);
        if (group?.isStale) {
          group.isStale = false;
          group.first = [...group.members.values()].sort(compare).slice(0, PROOF);
        }
        book.put(
          fault,
          group === undefined
            ? []
            : [
                group.write(group.members.size, [
                  ...new Set(group.first.flatMap(({ proof }) => proof)),
                ]),
              ],
        );
      }
      dirty.clear();
    },
    clear() {
      groups.clear();
      dirty.clear();
    },
  };
}
