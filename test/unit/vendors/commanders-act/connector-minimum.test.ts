import { describe, expect, test } from 'vitest';
import { de } from '../../../../src/language/de.ts';
import { en } from '../../../../src/language/en.ts';
import { sayRequirement } from '../../../../src/language/match.ts';
import type { PageValue } from '../../../../src/session/value.ts';
import { connectorEvent } from '../../../../src/vendors/commanders-act/connector.ts';
import type {
  ConnectorConsent,
  Requirement,
} from '../../../../src/vendors/commanders-act/connector-minimum.ts';
import { bodiesOf, fromBody, fromCall } from './connector-events.ts';

type Properties = Record<string, PageValue>;

/** What the hit says of a requirement, in both wire versions; undefined where it is not asked. */
function metInHit(
  id: Requirement['id'],
  name: string,
  properties: Properties,
  consent: ConnectorConsent = {},
): unknown {
  const found = bodiesOf(name, properties).map(
    ([, body]) =>
      connectorEvent(fromBody(body), { consent }).requirements.find((one) => one.id === id)?.met,
  );
  expect(new Set(found).size).toBe(1);
  return found[0];
}

function metInCall(id: Requirement['id'], name: string, properties: Properties): unknown {
  return connectorEvent(fromCall(name, properties)).requirements.find((one) => one.id === id)?.met;
}

const FBP = { integrations: { facebook: { fbp: 'fb.1.1.1' } } };
const FBC = { integrations: { facebook: { fbc: 'fb.1.1.1' } } };

describe('one of five', () => {
  test.each<[string, Properties]>([
    ['em', { user: { email: 'a@x.com' } }],
    ['em', { user: { email_sha256: 'a'.repeat(64) } }],
    ['ph', { user: { phone: '491701234567' } }],
    ['external_id', { user: { id: '42' } }],
    ['fbp', FBP],
    ['fbc', FBC],
  ])('%s is enough', (_field, properties) => {
    expect(metInHit('identifier', 'page_view', properties)).toBe(true);
  });

  test('others are not', () => {
    expect(metInHit('identifier', 'page_view', { user: { firstname: 'Ada', city: 'Paris' } })).toBe(
      false,
    );
    expect(metInHit('identifier', 'page_view', {})).toBe(false);
  });

  test('a call may get fbp from the library', () => {
    expect(metInCall('identifier', 'page_view', {})).toBe('unclear');
  });
});

/** The request's address and user agent are two of the other fields already. */
describe('three others', () => {
  test.each<[Properties, unknown]>([
    [{}, false],
    [FBP, false],
    [{ user: { email: 'a@x.com' } }, false],
    // A second of the five: it counts or it does not.
    [{ user: { email: 'a@x.com', id: '42' } }, 'unclear'],
    [{ user: { email: 'a@x.com' }, ...FBP }, 'unclear'],
    [{ user: { email: 'a@x.com', firstname: 'Ada' } }, true],
    [{ user: { city: 'Paris' } }, true],
  ])('%j: %s', (properties, met) => {
    expect(metInHit('other-fields', 'page_view', properties)).toBe(met);
  });

  test('a call is unclear while the library may add to it', () => {
    expect(metInCall('other-fields', 'page_view', {})).toBe('unclear');
    expect(metInCall('other-fields', 'page_view', { user: { lastname: 'Byron' } })).toBe(true);
  });
});

describe('purchases', () => {
  test.each<[Properties, unknown]>([
    [{ user: { email: 'a@x.com' } }, true],
    [{ user: { phone: '491701234567' } }, true],
    [{ user: { firstname: 'Ada' } }, 'unclear'],
    [{ user: { email: 'no address' } }, 'unclear'],
    [{ user: { id: '42' } }, false],
    [FBP, false],
    [{}, false],
  ])('%j: %s', (properties, met) => {
    expect(metInHit('personal-data', 'purchase', properties)).toBe(met);
  });

  test('are the only events that are asked', () => {
    expect(metInHit('personal-data', 'add_to_cart', {})).toBeUndefined();
  });
});

describe('consent', () => {
  const granted = { user: { consent_categories: ['1', '3'] } };
  test.each<[Properties, ConnectorConsent, unknown]>([
    [granted, {}, 'unclear'],
    [granted, { category: '3' }, true],
    [{ user: { consent_categories: [1, 3] } }, { category: '3' }, true],
    [granted, { category: '4' }, false],
    [{ user: { consent_categories: [] } }, { category: '3' }, false],
    [{}, { category: '3' }, false],
    [{}, { category: '3', isManaged: true }, true],
  ])('%j, %j: %s', (properties, consent, met) => {
    expect(metInHit('consent', 'page_view', properties, consent)).toBe(met);
  });

  test('a call without categories is unclear: the library adds them', () => {
    const event = connectorEvent(fromCall('page_view', {}), { consent: { category: '3' } });
    expect(event.requirements.find(({ id }) => id === 'consent')?.met).toBe('unclear');
  });
});

test('every requirement says what is there, in each language', () => {
  for (const properties of [{}, FBP, { user: { email: 'a@x.com', firstname: 'Ada' } }])
    for (const [, body] of bodiesOf('purchase', properties))
      for (const requirement of connectorEvent(fromBody(body)).requirements)
        for (const words of [en, de]) expect(sayRequirement(requirement, words)).toMatch(/\.$/);
});
