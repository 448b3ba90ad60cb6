import type { CallEntry, Entry, Source } from '../../session/entry.ts';

/** What following calls upwards needs. */
interface Family {
  get(id: string): Entry | undefined;
  previousOf(id: string): readonly string[];
}

/** The call that makes a vendor's hits. */
const CALLERS: Readonly<Record<string, Source>> = {
  meta: 'fbq',
  'commanders-act': 'cact',
  segment: 'analytics',
};

/** Calls nested deeper than this have no root here: no page does, a forged file may. */
const DEPTH = 200;

/** The vendor's own call that a hit is known to be of. A gateway's hit has none. */
export function callOf(hit: string, family: Family): CallEntry | undefined {
  const entry = family.get(hit);
  const source = entry?.kind === 'hit' ? CALLERS[entry.vendor] : undefined;
  if (source === undefined) return undefined;
  for (const id of family.previousOf(hit)) {
    const call = family.get(id);
    if (call?.kind === 'call' && call.source === source) return call;
  }
  return undefined;
}

/**
 * The outermost call inside which a hit's own call ran. Only nesting is followed: a link by event
 * id would make the id its own proof.
 */
export function outermostCallOf(hit: string, family: Family): string | undefined {
  let call = callOf(hit, family);
  for (let depth = 0; call !== undefined && depth < DEPTH; depth += 1) {
    const around = family
      .previousOf(call.id)
      .map((id) => family.get(id))
      .find((entry): entry is CallEntry => entry?.kind === 'call');
    if (around === undefined) return call.id;
    call = around;
  }
  return undefined;
}
