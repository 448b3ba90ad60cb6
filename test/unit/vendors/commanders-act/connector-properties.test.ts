import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PageValue } from '../../../../src/session/value.ts';
import { connectorEvent } from '../../../../src/vendors/commanders-act/connector.ts';
import { connectorPayload } from '../../../../src/vendors/commanders-act/connector-payload.ts';
import { connectorPreview } from '../../../../src/vendors/commanders-act/connector-preview.ts';
import { bodiesOf, callOf, fromBody, fromCall } from './connector-events.ts';

const text = fc.oneof(
  fc.constantFrom('', 'EUR', 'Paris', 'ada@shop.example', '+49 170 1', 'a.b', '__proto__', '[x'),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
);
const scalar = fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null));
const product = fc.record(
  { id: text, name: text, price: fc.integer(), category_1: text, category_3: text },
  { requiredKeys: [] },
);
const items = fc.array(fc.record({ quantity: fc.integer(), product }, { requiredKeys: [] }), {
  maxLength: 3,
});
const user = fc.record(
  {
    id: scalar,
    email: text,
    phone: text,
    firstname: text,
    city: text,
    country: text,
    zipcode: text,
  },
  { requiredKeys: [] },
);
const facebook = fc.record(
  {
    fbp: text,
    event_id: text,
    event_name: text,
    user_data: fc.record({ em: text, ct: fc.array(text, { maxLength: 2 }) }, { requiredKeys: [] }),
    custom_data: fc.record({ content_name: text, own: scalar }, { requiredKeys: [] }),
  },
  { requiredKeys: [] },
);
const properties = fc.record(
  {
    amount: scalar,
    value: scalar,
    currency: text,
    name: text,
    category: text,
    status: text,
    id: text,
    items,
    user,
    integrations: fc.record({ facebook }),
  },
  { requiredKeys: [] },
);

/** Whether `5` was a number is not known of a hit: everything is compared as text. */
function asText(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asText);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, asText(item)]));
  return String(value);
}

test('a call and both versions of its hit give one payload', () => {
  fc.assert(
    fc.property(properties, (given) => {
      const { event_source_url: _none, ...expected } = connectorPayload(
        connectorEvent(fromCall('purchase', given as PageValue)),
      );
      for (const [form, body] of bodiesOf('purchase', given)) {
        const { event_source_url: url, ...sent } = connectorPayload(connectorEvent(fromBody(body)));
        expect([form, asText(sent)]).toEqual([form, asText(expected)]);
        expect(url).toBe('https://shop.test/thanks');
      }
    }),
    { numRuns: 300 },
  );
});

/** Any copied value: plain data, and stand-ins both well formed and not. */
const { value: anything } = fc.letrec<{ value: PageValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    scalar,
    fc.constantFrom<PageValue>(
      { $type: 'accessor' },
      { $type: 'undefined' },
      { $type: 'number', value: 'NaN' },
      { $type: 'cycle', path: '' },
      { $type: 'date', value: '2026-01-01T00:00:00.000Z' },
      { $type: 'cut', of: 'Object' },
      { $type: 'nonsense' } as unknown as PageValue,
    ),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(
      fc.constantFrom(
        'user',
        'email',
        'items',
        'product',
        'id',
        'integrations',
        'facebook',
        'em',
        'user_data',
        '__proto__',
        'constructor',
      ),
      tie('value'),
      { maxKeys: 4 },
    ),
    fc.array(tie('value'), { maxLength: 2 }).map((values) => ({
      $type: 'array' as const,
      values,
      length: 5,
    })),
  ),
}));

test('whatever is called, a preview comes', () => {
  fc.assert(
    fc.property(fc.array(anything, { maxLength: 3 }), (args) => {
      for (const event of connectorPreview(callOf('trigger', ...args), {}))
        expect(connectorPayload(event)).toHaveProperty('custom_data');
    }),
    { numRuns: 500 },
  );
});
