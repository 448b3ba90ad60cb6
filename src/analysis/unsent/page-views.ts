import type { HitEntry } from '../../session/entry.ts';
import { eventIdOf, pixelCallOf } from '../../vendors/meta/call.ts';
import type { PixelState } from '../analysis.ts';
import type { Fact } from '../facts/fact.ts';
import type { Context } from '../part.ts';

/** Entries of each kind that are named. */
const NAMED = 50;

/**
 * The fact about PageViews that the SDK dropped. On the page's first address that does no harm; on
 * a route the SDK's own left in their place, without an id, or nothing did. A call that a second
 * pixel needs for its own first PageView is in its place.
 * @param calls the calls and their states, in their order
 */
export function pageViewFacts(
  context: Context,
  calls: readonly (readonly [string, readonly PixelState[]])[],
): Fact<'pixel/page-view-dropped'>[] {
  const data = { count: 0, swallowed: 0, lost: 0, repeated: 0, ids: [] as string[] };
  const proof = new Set<string>();
  const dropped: string[] = [];
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
    else if (context.statesOf(id).some(({ state }) => state === 'sent')) continue;
    else data.repeated += 1;
    data.count += 1;
    dropped.push(id);
    for (const hit of hits) proof.add(hit);
  }
  if (data.count === 0) return [];
  return [
    {
      rule: 'pixel/page-view-dropped',
      severity: data.lost > 0 || data.ids.length > 0 ? 'warning' : 'info',
      entries: [...dropped.slice(0, NAMED), ...[...proof].slice(0, NAMED)],
      data: { ...data, ids: data.ids.slice(0, SHOWN) },
    },
  ];
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
