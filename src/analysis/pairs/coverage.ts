import type { Entry } from '../../session/entry.ts';
import { isAutomaticEventId } from '../../vendors/meta/automatic.ts';
import type { CopyCoverage } from '../analysis.ts';
import { personIn } from './content.ts';
import { type Copy, isDerived } from './copy.ts';

/**
 * Coverage of the deduplication keys like that of Meta's Events Manager: per pixel, name and side,
 * sorted by name, pixel and side. What the SDK sends by itself is left out, and what only a
 * connector's hit shows: nobody saw that Meta received it.
 */
export function dedupCoverage(
  copies: readonly Copy[],
  get: (id: string) => Entry | undefined,
): CopyCoverage[] {
  const found = new Map<string, CopyCoverage>();
  for (const copy of copies) {
    if (!copy.received || copy.automatic || isDerived(copy)) continue;
    const { pixelId, name, side } = copy;
    const key = `${name}\0${pixelId}\0${side}`;
    const row = found.get(key) ?? {
      pixelId,
      eventName: name,
      side,
      total: 0,
      eventId: 0,
      automaticId: 0,
      externalId: 0,
      fbp: 0,
    };
    found.set(key, row);
    const person = personIn(copy, get(copy.entry));
    row.total += 1;
    if (copy.eventId !== '') row.eventId += 1;
    if (isAutomaticEventId(copy.eventId)) row.automaticId += 1;
    if (person.externalIds.length > 0) row.externalId += 1;
    if (person.fbp !== undefined) row.fbp += 1;
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}
