import type { HitEvent } from '../../session/entry.ts';
import type { PageValue } from '../../session/value.ts';
import { eventProperties } from '../event-properties.ts';
import { checkEventData, readSent } from './event-data.ts';
import { checkEventId } from './event-id.ts';
import { placeholderName } from './event-name.ts';
import { EVENT_NAME, type Fault, fault, type Line, NO_FAULTS } from './fault.ts';
import { isPlaceholder } from './placeholder.ts';
import { nearStandardEvent } from './standard-events.ts';

/**
 * The checks of a pixel call on what is left of it in a hit: for events whose call was not seen
 * (a tag manager's own, a noscript image). What the SDK said about them is not known.
 */

/** Marks of hits that the page's authors did not write. */
const NOT_THE_PAGE = ['automatic', 'body-unreadable'];

/** What is left of a pixel call in an event of its hit. */
export function lineOfHit(event: HitEvent): Line {
  return {
    command: 'track',
    isEvent: true,
    pixel: undefined,
    name: event.eventName ?? '',
    data: dataOf(event),
    options: event.eventId === undefined ? undefined : { eventID: event.eventId },
  };
}

function dataOf({ parameters }: HitEvent): Record<string, PageValue> {
  const data: Record<string, PageValue> = Object.create(null);
  const own = eventProperties('meta', parameters);
  for (const name in own) data[name] = readSent(name, own[name]) ?? '';
  return data;
}

/** Faults of one event of a decoded hit to Meta; none for what the SDK sends by itself. */
export function checkPixelHit(event: HitEvent, hitMarks: readonly string[] = []): readonly Fault[] {
  const marks =
    event.marks === undefined || event.marks.length === 0
      ? hitMarks
      : [...event.marks, ...hitMarks];
  if (marks.some((mark) => NOT_THE_PAGE.includes(mark))) return NO_FAULTS;
  const line = lineOfHit(event);
  const name = event.eventName ?? '';
  const faults: Fault[] = [];
  if (name === '') {
    if (event.pixelId !== undefined)
      faults.push(
        fault('pixel/event-name-missing', 'name', 'sent', {}, { mend: { name: EVENT_NAME } }),
      );
  } else {
    if (isPlaceholder(name)) faults.push(placeholderName(name, []));
    const near = nearStandardEvent(name);
    if (near?.by === 'spelling')
      faults.push(
        fault(
          'pixel/event-name-case',
          'name',
          'sent',
          { name, meant: near.name },
          { severity: 'warning', mend: { name: near.name } },
        ),
      );
    const values = line.data as Record<string, PageValue>;
    const properties = { values, isWhole: !marks.includes('too-many-parameters') };
    checkEventData({ eventName: name, properties, words: [] }, faults);
    // An id that is missing is for the ledger to tell: here its value alone is looked at.
    if (!marks.includes('event-id-list') && !marks.includes('automatic-event-id'))
      checkEventId(line, name, undefined, [], faults);
  }
  return faults.length === 0 ? NO_FAULTS : faults;
}
