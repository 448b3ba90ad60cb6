import type { Entry, Highlight } from '../../../session/entry.ts';

/** What a person added to an entry: it travels with the session. */
export interface Remark {
  note?: string | undefined;
  highlight?: Highlight | undefined;
  pinned?: true | undefined;
}

/** The remark that an entry of a file brought with it. */
export function remarkIn({ note, highlight, pinned }: Entry): Remark | undefined {
  if (note === undefined && highlight === undefined && pinned === undefined) return undefined;
  return { note, highlight, pinned };
}

/** An entry with a remark, as it goes into a file; the same one where neither has any. */
export function withRemark<E extends Entry>(entry: E, remark: Remark | undefined): E {
  if (remark === undefined && remarkIn(entry) === undefined) return entry;
  const { note: _, highlight: __, pinned: ___, ...rest } = entry;
  const { note = '', highlight, pinned } = remark ?? {};
  return {
    ...rest,
    ...(note !== '' && { note }),
    ...(highlight !== undefined && { highlight }),
    ...(pinned && { pinned }),
  } as E;
}

/** A remark with a part of it changed; undefined where nothing is left. */
export function changeRemark(before: Remark | undefined, change: Remark): Remark | undefined {
  const { note, highlight, pinned } = { ...before, ...change };
  const isEmpty = (note ?? '') === '' && highlight === undefined && pinned === undefined;
  return isEmpty ? undefined : { note, highlight, pinned };
}
