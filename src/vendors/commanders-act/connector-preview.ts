import type { Entry, HitEvent } from '../../session/entry.ts';
import type { Profile } from '../../session/profile.ts';
import { sourceOfCall, sourceOfHitEvent } from '../source-event.ts';
import { type ConnectorEvent, type ConnectorOptions, connectorEvent } from './connector.ts';
import { type CustomValue, customValues } from './connector-values.ts';
import { givenOf } from './given-event.ts';
import { COMMANDERS_ACT_MAPPING } from './mapping.ts';

/** What the profile says that the connector depends on. */
export function connectorOptions({ consent }: Profile): ConnectorOptions {
  const category = consent?.categories?.trust;
  return {
    consent: {
      ...(category !== undefined && { category }),
      isManaged: consent?.commandersAct === 'managed',
    },
  };
}

/**
 * The Conversions API events that the connector makes of an entry: of a `cact('trigger', …)` one, of
 * a collection hit one per event, of everything else none.
 */
export function connectorPreview(entry: Entry, profile: Profile): ConnectorEvent[] {
  const options = connectorOptions(profile);
  if (entry.kind === 'call') {
    const source = entry.source === 'cact' ? sourceOfCall(entry) : undefined;
    // What tC.event triggers are tags in the browser: nothing is sent to the connector.
    return source === undefined || source.isTag ? [] : [connectorEvent(source, options)];
  }
  if (entry.kind !== 'hit' || entry.vendor !== 'commanders-act') return [];
  return entry.events.map((event) => connectorEvent(sourceOfHitEvent(event), options));
}

/** Of that event its custom_data alone, which is cheap to read. */
export function connectorCustomData(event: HitEvent): CustomValue[] {
  return customValues(givenOf(sourceOfHitEvent(event)), COMMANDERS_ACT_MAPPING);
}
