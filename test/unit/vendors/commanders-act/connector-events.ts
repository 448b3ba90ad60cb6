import type { CallEntry } from '../../../../src/session/entry.ts';
import type { PageValue } from '../../../../src/session/value.ts';
import {
  type SourceEvent,
  sourceOfCall,
  sourceOfHitEvent,
} from '../../../../src/vendors/source-event.ts';
import { entry } from '../../../session/session.ts';
import { writeArgument } from '../../../session/value-text.ts';
import { eventOf, postOf } from '../decode/requests.ts';

const COLLECT = 'https://collect.commander1.com/events?tc_s=3311&token=key';

/** A call of the page: `cact(...args)`. */
export function callOf(...args: PageValue[]): CallEntry {
  return entry('call', ['cact', ...args.map(writeArgument)].join(' '));
}

/** The source event of `cact('trigger', name, properties, configuration)`. */
export function fromCall(
  name: string,
  properties: PageValue,
  configuration?: PageValue,
): SourceEvent {
  const more = configuration === undefined ? [] : [configuration];
  const source = sourceOfCall(callOf('trigger', name, properties, ...more));
  if (source === undefined) throw new Error('no trigger');
  return source;
}

/** The bodies of both wire versions for one event (domain facts 5.2). */
export function bodiesOf(name: string, properties: Record<string, unknown>): [string, unknown][] {
  const page = { url: 'https://shop.test/thanks' };
  return [
    [
      'version 1',
      { event: name, properties, page, eventId: 'own', version: 1, containerVersion: '82.0' },
    ],
    [
      'version 2',
      { event_name: name, ...properties, context: { page, eventId: 'own', version: 2 } },
    ],
  ];
}

/** The source event of a collection hit with this body. */
export function fromBody(body: unknown): SourceEvent {
  const event = eventOf(postOf(COLLECT, JSON.stringify(body), 'text/plain;charset=UTF-8'));
  if (event === undefined) throw new Error('no event');
  return sourceOfHitEvent(event);
}

/** An object that holds one value at a dotted path. */
export function objectAtPath(path: string, value: unknown): Record<string, unknown> {
  const [first = '', ...rest] = path.split('.');
  return { [first]: rest.length === 0 ? value : objectAtPath(rest.join('.'), value) };
}
