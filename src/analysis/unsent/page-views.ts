import type { HitEntry } from '../../session/entry.ts';
import { eventIdOf, pixelCallOf } from '../../vendors/meta/call.ts';
import type { PixelState } from '../analysis.ts';
import type { Fact } from '../facts/fact.ts';
import type { Context } from '../part.ts';

/** Entries of each kind that are named. */
const NAMED = 50;

/**
 * The fact about PageViews that the SDK dropped. On the page's first address that does no harm; on
 * a route the SDK's own left in their place, without an id, or nothing did.
 * @param calls the calls and their states, in their order
 */
export function pageViewFact(
  context: Context,
  calls: readonly (readonly [string, readonly PixelState[]])[],
): Fact<'pixel/page-view-dropped'> {
  const data = { count: calls.length, swallowed: 0, lost: 0, repeated: 0, ids: [] as string[] };
  const proof = new Set<string>();
  for (const [id, states] of calls) {
    const entry = context.get(id);
    const call = pixelCallOf(entry);
    if (entry?.kind !== 'call' || call === undefined) continue;
    const hits = states.flatMap((state) =>
      state.reason === 'repeated-page-view' ? state.proof : [],
    );
    const left = hits.flatMap((hit) => context.get(hit) ?? []).find((hit) => hit.kind === 'hit');
    const eventId = eventIdOf(call) ?? '';
    if (left !== undefined && context.isOwnView(left.id)) {
      data.swallowed += 1;
      if (eventId !== '') data.ids.push(eventId);
    } else if (left !== undefined && isElsewhere(left, context.addressAt(id))) data.lost += 1;
    else data.repeated += 1;
    for (const hit of hits) proof.add(hit);
  }
  const named = calls.slice(0, NAMED).map(([id]) => id);
  return {
    rule: 'pixel/page-view-dropped',
    severity: data.lost > 0 || data.ids.length > 0 ? 'warning' : 'info',
    entries: [...named, ...[...proof].slice(0, NAMED)],
    data: { ...data, ids: data.ids.slice(0, SHOWN) },
  };
}

/** Ids that are shown. */
const SHOWN = 5;

/** Whether the hit was sent from another address than the call was made on. */
function isElsewhere(hit: HitEntry, address: string): boolean {
  const sentFrom = hit.events[0]?.parameters.dl ?? '';
  return withoutHash(sentFrom) !== withoutHash(address);
}

function withoutHash(url: string): string {
  const hash = url.indexOf('#');
  return hash === -1 ? url : url.slice(0, hash);
}
