import { describe, expect, test } from 'vitest';
import type { PageValue } from '../../../../src/session/value.ts';
import {
  type ConnectorEvent,
  connectorEvent,
} from '../../../../src/vendors/commanders-act/connector.ts';
import {
  connectorPayload,
  sentValues,
} from '../../../../src/vendors/commanders-act/connector-payload.ts';
import { connectorPreview } from '../../../../src/vendors/commanders-act/connector-preview.ts';
import { COMMANDERS_ACT_MAPPING } from '../../../../src/vendors/commanders-act/mapping.ts';
import { sha256Hex } from '../../../../src/vendors/meta/user-data/digest.ts';
import type { SourceEvent } from '../../../../src/vendors/source-event.ts';
import { bodiesOf, callOf, fromBody, fromCall, objectAtPath } from './connector-events.ts';

/** One event as the page calls it and as both wire versions carry it. */
function everyForm(name: string, properties: Record<string, PageValue>): [string, SourceEvent][] {
  return [
    ['call', fromCall(name, properties)],
    ...bodiesOf(name, properties).map(([form, body]): [string, SourceEvent] => [
      form,
      fromBody(body),
    ]),
  ];
}

function userValue(event: ConnectorEvent, field: string) {
  return event.userData.find((value) => value.field === field);
}

function custom(event: ConnectorEvent, to: string) {
  return event.customData.find((value) => value.to === to);
}

/**
 * Commanders Act, Facebook Conversions API (seed 003), "Default Mappings to Facebook Parameters":
 * the property, a value of it, the field, and what is hashed (absent: sent as it is).
 */
const USER_ROWS: readonly (readonly [string, string, string, string | undefined])[] = [
  ['user.id', 'User 1', 'external_id', 'user1'],
  ['user.email', 'John@X.com', 'em', 'john@x.com'],
  ['user.phone', '+49 170 1234567', 'ph', '491701234567'],
  ['user.gender', 'Female', 'ge', 'f'],
  ['user.birthdate', '1990-01-31', 'db', '19900131'],
  ['user.lastname', "O'Neil", 'ln', 'oneil'],
  ['user.firstname', 'Anna-Maria', 'fn', 'annamaria'],
  ['user.city', 'New York', 'ct', 'newyork'],
  ['user.state', 'California', 'st', 'ca'],
  ['user.zipcode', '12345-6789', 'zp', '12345'],
  ['user.country', 'US', 'country', 'us'],
  ['browser.ip', '192.0.2.1', 'client_ip_address', undefined],
  ['browser.user_agent', 'Mozilla/5.0', 'client_user_agent', undefined],
  ['integrations.facebook.fbc', 'fb.1.1700000000000.abc', 'fbc', undefined],
  ['integrations.facebook.fbp', 'fb.1.1700000000000.42', 'fbp', undefined],
];

describe('user data', () => {
  test('the table is the whole of the seed', () => {
    const fields = COMMANDERS_ACT_MAPPING.parameters.filter(({ to }) =>
      to.startsWith('user_data.'),
    );
    expect(USER_ROWS.map(([, , field]) => `user_data.${field}`)).toEqual(
      fields.map(({ to }) => to),
    );
  });

  test.each(USER_ROWS)('%s %s becomes %s', (path, value, field, hashed) => {
    for (const [, source] of everyForm(
      'purchase',
      objectAtPath(path, value) as Record<string, PageValue>,
    )) {
      const event = connectorEvent(source);
      expect(userValue(event, field)).toMatchObject({
        presence: 'sent',
        from: path,
        values: [value],
        isHashed: hashed !== undefined,
      });
      const { user_data: sent } = connectorPayload(event);
      expect(sent).toEqual({ [field]: hashed === undefined ? value : sha256Hex(hashed) });
    }
  });

  test.each(USER_ROWS)(
    '%s is overridden by integrations.facebook.user_data',
    (path, value, field) => {
      const properties = {
        ...objectAtPath(path, value),
        integrations: { facebook: { user_data: { [field]: 'override' } } },
      } as Record<string, PageValue>;
      for (const [, source] of everyForm('purchase', properties)) {
        const event = connectorEvent(source);
        expect(userValue(event, field)).toMatchObject({
          from: `integrations.facebook.user_data.${field}`,
          values: ['override'],
        });
      }
    },
  );

  test('email_sha256 goes out as it is, and another hash than that of the e-mail is told', () => {
    const hash = sha256Hex('john@x.com');
    const alone = connectorEvent(fromCall('purchase', { user: { email_sha256: hash } }));
    expect(userValue(alone, 'em')).toMatchObject({ from: 'user.email_sha256', values: [hash] });
    expect(userValue(alone, 'em')?.judgement).toBeUndefined();
    expect(connectorPayload(alone)).toMatchObject({ user_data: { em: hash } });
    const right = connectorEvent(
      fromCall('purchase', { user: { email: ' John@X.com', email_sha256: hash } }),
    );
    expect(userValue(right, 'em')).toMatchObject({ from: 'user.email' });
    expect(userValue(right, 'em')?.judgement).toBeUndefined();
    const raw = sha256Hex('John@X.com');
    const wrong = connectorEvent(
      fromCall('purchase', { user: { email: 'John@X.com', email_sha256: raw } }),
    );
    expect(userValue(wrong, 'em')?.judgement?.fault).toBe('not-normalised');
    const plain = connectorEvent(fromCall('purchase', { user: { email_sha256: 'john@x.com' } }));
    expect(userValue(plain, 'em')?.judgement?.fault).toBe('in-the-clear');
  });

  test('a field that the table does not have comes by override alone', () => {
    const event = connectorEvent(
      fromCall('lead', { integrations: { facebook: { user_data: { lead_id: '77' } } } }),
    );
    expect(userValue(event, 'lead_id')).toMatchObject({ values: ['77'], isHashed: false });
  });

  test('a hashed fbp is of no use', () => {
    const fbp = sha256Hex('fb.1.2.3');
    const event = connectorEvent(fromCall('page_view', { integrations: { facebook: { fbp } } }));
    expect(userValue(event, 'fbp')?.judgement?.fault).toBe('must-not-be-hashed');
  });

  test('what the library and the server add is told from what is there', () => {
    const [call, hit] = everyForm('page_view', { page: 'home' }).map(([, source]) =>
      connectorEvent(source),
    );
    const presences = (event: ConnectorEvent | undefined) =>
      Object.fromEntries(event?.userData.map(({ field, presence }) => [field, presence]) ?? []);
    const automatic = { client_ip_address: 'automatic', client_user_agent: 'automatic' };
    expect(presences(call)).toEqual({ ...automatic, fbc: 'possible', fbp: 'possible' });
    expect(presences(hit)).toEqual(automatic);
  });

  test('what could not be seen, and what Meta would refuse, is only possible', () => {
    const hidden: PageValue = { user: { email: { $type: 'accessor' }, phone: 'none' } };
    const event = connectorEvent(fromCall('purchase', hidden));
    expect(userValue(event, 'em')?.presence).toBe('possible');
    expect(userValue(event, 'ph')?.presence).toBe('possible');
    const cut = connectorEvent(fromCall('purchase', { user: { $type: 'cut', of: 'Object' } }));
    expect(userValue(cut, 'zp')?.presence).toBe('possible');
  });

  test('rules of Meta that agree are told together', () => {
    const event = connectorEvent(
      fromCall('purchase', { user: { city: 'München', country: 'DE' } }),
    );
    const [city, country] = [userValue(event, 'ct'), userValue(event, 'country')];
    expect(city && sentValues(city, 'München').map(({ rules, text }) => [rules, text])).toEqual([
      [['param-builder', 'pixel'], 'mnchen'],
      [['business-sdk'], 'münchen'],
    ]);
    expect(country && sentValues(country, 'DE').map(({ rules }) => rules.length)).toEqual([3]);
    expect(connectorPayload(event, 'business-sdk')).toMatchObject({
      user_data: { ct: sha256Hex('münchen') },
    });
  });
});

const ITEM = { quantity: 2, product: { id: 'a', name: 'Blend', price: 9.9, category_2: 'Coffee' } };
const CONTENTS = [{ id: 'a', quantity: 2, item_price: 9.9 }];

/** The seed's table again, of custom data, with today's names (domain facts 5.4). */
const CUSTOM_ROWS: readonly {
  given: Record<string, PageValue>;
  to: string;
  value: unknown;
  from: string;
}[] = [
  { given: { amount: 101 }, to: 'value', value: 101, from: 'amount' },
  { given: { value: 101.5 }, to: 'value', value: 101.5, from: 'value' },
  { given: { revenue: 7 }, to: 'value', value: 7, from: 'revenue' },
  { given: { currency: 'EUR' }, to: 'currency', value: 'EUR', from: 'currency' },
  { given: { items: [ITEM] }, to: 'contents', value: CONTENTS, from: 'items' },
  { given: { name: 'Blend' }, to: 'content_name', value: 'Blend', from: 'name' },
  {
    given: { items: [{ id: 'x' }, ITEM] },
    to: 'content_name',
    value: 'Blend',
    from: 'items[1].product.name',
  },
  { given: { name: 'Own', items: [ITEM] }, to: 'content_name', value: 'Own', from: 'name' },
  { given: { category: 'Tea' }, to: 'content_category', value: 'Tea', from: 'category' },
  ...[1, 2, 3, 4, 5].map((n) => ({
    given: { items: [{ product: { [`category_${n}`]: 'Tea' } }] },
    to: 'content_category',
    value: 'Tea',
    from: `items[0].product.category_${n}`,
  })),
  { given: { currency: 'EUR' }, to: 'content_type', value: 'product', from: '' },
  { given: { status: 'in_progress' }, to: 'status', value: 'in_progress', from: 'status' },
  { given: { id: 'order-1' }, to: 'order_id', value: 'order-1', from: 'id' },
];

describe('custom data', () => {
  test.each(CUSTOM_ROWS)('$from becomes $to', ({ given, to, value, from }) => {
    for (const [form, source] of everyForm('purchase', given)) {
      const event = connectorEvent(source);
      expect([form, custom(event, to)]).toEqual([form, expect.objectContaining({ value, from })]);
      expect(connectorPayload(event)).toMatchObject({ custom_data: { [to]: value } });
    }
  });

  test.each(COMMANDERS_ACT_MAPPING.parameters.filter(({ to }) => !to.startsWith('user_data.')))(
    '$to is overridden by integrations.facebook.custom_data',
    ({ to }) => {
      const facebook = { custom_data: { [to]: 'override', your_field: 'your_value' } };
      const properties = {
        amount: 1,
        items: [ITEM],
        name: 'n',
        category: 'c',
        integrations: { facebook },
      };
      for (const [, source] of everyForm('purchase', properties)) {
        const event = connectorEvent(source);
        expect(custom(event, to)).toMatchObject({
          value: 'override',
          from: `integrations.facebook.custom_data.${to}`,
        });
        expect(custom(event, 'your_field')?.value).toBe('your_value');
        expect(event.customData.filter((value) => value.to === to)).toHaveLength(1);
      }
    },
  );

  test.each(['product.id', 'quantity', 'product.price'])(
    'without %s of every item it is content_ids, and the note says what is lacking',
    (path) => {
      const product: Record<string, PageValue> = { id: 'b', price: 1 };
      const lacking: Record<string, PageValue> = { quantity: 1, product };
      if (path === 'quantity') delete lacking.quantity;
      else delete product[path.slice('product.'.length)];
      for (const [, source] of everyForm('purchase', { items: [ITEM, lacking] })) {
        const event = connectorEvent(source);
        expect(custom(event, 'contents')).toBeUndefined();
        expect(custom(event, 'content_ids')?.value).toEqual(
          path === 'product.id' ? ['a'] : ['a', 'b'],
        );
        expect(custom(event, 'content_ids')?.notes).toEqual([
          { code: 'not-contents', lacking: [`items[1].${path}`] },
        ]);
      }
    },
  );

  test('names that say different things are told', () => {
    const event = connectorEvent(fromCall('purchase', { amount: 10, value: 12 }));
    expect(custom(event, 'value')?.notes).toEqual([
      {
        code: 'contradicted',
        values: [
          { path: 'value', value: '12' },
          { path: 'amount', value: '10' },
        ],
      },
    ]);
    expect(custom(event, 'value')).toMatchObject({ from: 'value', value: 12 });
    const same = connectorEvent(fromCall('purchase', { amount: 10, revenue: 10 }));
    expect(custom(same, 'value')?.notes).toEqual([{ code: 'amount-of-older-page' }]);
  });

  test('a Purchase without value and currency says so', () => {
    expect(connectorEvent(fromCall('purchase', {})).missing).toEqual([
      { code: 'purchase-without', parameter: 'value' },
      { code: 'purchase-without', parameter: 'currency' },
    ]);
    expect(connectorEvent(fromCall('add_to_cart', {})).missing).toEqual([]);
  });
});

describe('the name', () => {
  test.each(COMMANDERS_ACT_MAPPING.rows)('$from becomes $to', ({ from, to }) => {
    for (const [, source] of everyForm(from, {}))
      expect(connectorEvent(source).eventName).toMatchObject({
        value: to,
        rule: `commanders-act/${from}`,
      });
  });

  test('others pass through, and the override beats both', () => {
    expect(connectorEvent(fromCall('Purchase', {})).eventName).toMatchObject({
      value: 'Purchase',
      rule: 'commanders-act/*',
    });
    for (const name of ['purchase', 'my_event'])
      for (const [, source] of everyForm(name, {
        integrations: { facebook: { event_name: 'Mine' } },
      }))
        expect(connectorEvent(source).eventName).toMatchObject({
          value: 'Mine',
          from: 'integrations.facebook.event_name',
        });
  });
});

describe('the event id', () => {
  const facebook = { integrations: { facebook: { event_id: '952285840' } } };

  test('is the one in integrations.facebook, and the other one is told', () => {
    for (const [, body] of bodiesOf('purchase', facebook)) {
      const event = connectorEvent(fromBody(body));
      expect(event.eventId).toEqual({ value: '952285840', from: 'integrations.facebook.event_id' });
      expect(event.notes).toEqual([{ code: 'two-ids', ownId: 'own', metaId: '952285840' }]);
    }
  });

  test('one id is nothing to tell', () => {
    const body = {
      event_name: 'purchase',
      ...facebook,
      context: { eventId: '952285840', version: 2 },
    };
    expect(connectorEvent(fromBody(body)).notes).toEqual([]);
  });

  test('a hit without it cannot be deduplicated', () => {
    for (const [, body] of bodiesOf('page_view', {})) {
      const event = connectorEvent(fromBody(body));
      expect(event.eventId).toBeUndefined();
      expect(event.missing).toEqual([{ code: 'no-event-id' }]);
    }
  });

  test("a call's eventId is not the one that Meta sees", () => {
    const event = connectorEvent(fromCall('purchase', {}, { eventId: 'MYID' }));
    expect(event.eventId).toBeUndefined();
    expect(event.notes).toEqual([{ code: 'own-id', ownId: 'MYID' }, { code: 'id-by-library' }]);
  });
});

test('time and address come with the hit', () => {
  const context = { event_timestamp: 1_767_323_045_678, page: { url: 'https://shop.test/' } };
  const event = connectorEvent(fromBody({ event_name: 'purchase', tc_s: '1', context }));
  expect(connectorPayload(event)).toMatchObject({
    event_name: 'Purchase',
    event_time: 1_767_323_045,
    event_source_url: 'https://shop.test/',
  });
});

test("the seed's own example", () => {
  const event = connectorEvent(
    fromCall('purchase', {
      currency: 'EUR',
      amount: 101,
      integrations: {
        facebook: { custom_data: { content_name: 'booking', your_field: 'your_value' } },
      },
    }),
  );
  expect(connectorPayload(event)).toEqual({
    event_name: 'Purchase',
    user_data: {},
    custom_data: {
      value: 101,
      currency: 'EUR',
      content_name: 'booking',
      content_type: 'product',
      your_field: 'your_value',
    },
  });
});

test('only triggers and collection hits have a preview', () => {
  const preview = (...args: PageValue[]) => connectorPreview(callOf(...args), {}).length;
  expect(preview('trigger', 'purchase', {})).toBe(1);
  expect(preview({ $type: 'arguments', values: ['trigger', 'purchase', {}] })).toBe(1);
  expect(preview('trigger')).toBe(1);
  expect(preview('consent.update', {})).toBe(0);
  expect(preview('emit', 'x')).toBe(0);
  expect(preview()).toBe(0);
  expect(connectorPreview({ ...callOf('trigger', 'purchase', {}), source: 'fbq' }, {})).toEqual([]);
});

test.each<[string, Record<string, PageValue>]>([
  ['a time that is an object', { context: { event_timestamp: { a: 1 } } }],
  ['categories that are objects', { user: { consent_categories: [{ a: 1 }] } }],
  ['two amounts that are objects', { amount: { a: 1 }, value: { b: 1 } }],
  ['an id that is an object', { integrations: { facebook: { event_id: { a: 1 } } } }],
])('%s does not stop the preview', (_, properties) => {
  for (const [, source] of everyForm('purchase', properties))
    expect(() => connectorEvent(source)).not.toThrow();
});
