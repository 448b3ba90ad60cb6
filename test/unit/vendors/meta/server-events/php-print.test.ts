import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { en } from '../../../../../src/language/en.ts';
import { sayFaults } from '../../../../../src/language/input.ts';
import { parseServerEvents } from '../../../../../src/vendors/meta/server-events/import.ts';

type Value = string | number | boolean | null | Value[] | { [key: string]: Value };

const SECONDS = 1_795_240_000;
const purchase = {
  event_name: 'Purchase',
  event_time: SECONDS,
  event_id: 'order-7',
  action_source: 'website',
  event_source_url: 'https://shop.example/danke?a=[1]&b=(2)',
  user_data: { em: ['a'.repeat(64)], client_user_agent: 'Mozilla/5.0 (X11; Linux x86_64) Gecko' },
  custom_data: {
    value: 34.3,
    currency: 'EUR',
    contents: [
      { id: '0012', quantity: 2, item_price: 10 },
      { id: 'SKU-9', quantity: 1, item_price: 14.3 },
    ],
    content_name: 'Schöne "Grüße" => 😀',
  },
};
const SDK = 'FacebookAds\\Object\\ServerSide\\';

/** As the manual shows it: https://www.php.net/print_r. Objects of a class have its name under `class`. */
function printR(value: Value, depth = 0): string {
  if (value === null || value === false) return '';
  if (value === true) return '1';
  if (typeof value !== 'object') return String(value);
  const { class: kind, ...named } = Array.isArray(value) ? { ...value, class: undefined } : value;
  const blanks = ' '.repeat(depth * 8);
  const members = Object.entries(named as Record<string, Value>).map(
    ([key, one]) => `${blanks}    [${key}] => ${printR(one, depth + 1)}\n`,
  );
  const head = kind === undefined ? 'Array' : `${kind} Object`;
  return `${head}\n${blanks}(\n${members.join('')}${blanks})\n`;
}

/** As a browser, or a log that keeps no line ends, shows it. */
const inOneLine = (value: Value) => printR(value).replace(/\s+/g, ' ');

/** As the manual shows it: https://www.php.net/var_dump. */
function varDump(value: Value, depth = 0): string {
  const blanks = '  '.repeat(depth);
  if (value === null) return `${blanks}NULL\n`;
  if (typeof value === 'boolean') return `${blanks}bool(${value})\n`;
  if (typeof value === 'string')
    return `${blanks}string(${new TextEncoder().encode(value).length}) "${value}"\n`;
  if (typeof value === 'number')
    return `${blanks}${Number.isInteger(value) ? 'int' : 'float'}(${value})\n`;
  const { class: kind, ...named } = Array.isArray(value) ? { ...value, class: undefined } : value;
  const all = Object.entries(named as Record<string, Value>);
  const members = all.map(([key, one]) => {
    const name = /^\d+$/.test(key)
      ? key
      : `"${key.replace(/:(\w+)$/, '":$1')}${/:/.test(key) ? '' : '"'}`;
    return `${blanks}  [${name}]=>\n${varDump(one, depth + 1)}`;
  });
  const head = kind === undefined ? `array(${all.length})` : `object(${kind})#12 (${all.length})`;
  return `${blanks}${head} {\n${members.join('')}${blanks}}\n`;
}

async function eventsOf(text: string) {
  const result = await parseServerEvents(text, { name: 'debug.log', now: 0 });
  expect(sayFaults(result, en)).toBeUndefined();
  return result.entries.map(({ event }) => event);
}

describe.each([
  ['print_r', printR],
  ['print_r in one line', inOneLine],
  ['var_dump', varDump],
])('%s', (_, print) => {
  it('is read, alone and in a log, as a body, a list and an event', async () => {
    const other = { ...purchase, event_name: 'Lead', event_id: 'lead-1' };
    expect(await eventsOf(print({ data: [purchase, other] }))).toEqual([purchase, other]);
    expect(await eventsOf(print([purchase]))).toEqual([purchase]);
    expect(await eventsOf(print(purchase))).toEqual([purchase]);
    const log = `[27-Nov-2026 10:00:00 UTC] ${print({ data: [purchase], test_event_code: 'TEST1' })}
[27-Nov-2026 10:00:01 UTC] answer: ${print({ events_received: 1, messages: [] })}
[27-Nov-2026 10:00:02 UTC] ${print({ data: [other], partner_agent: 'shop' })}`;
    expect(await eventsOf(log)).toEqual([purchase, other]);
  });

  it('has nothing for what PHP prints as nothing', async () => {
    const empty = { ...purchase, event_id: null, opt_out: '' };
    const { event_id: _, ...left } = purchase;
    expect(await eventsOf(print({ data: [empty] }))).toEqual([left]);
  });

  it('opens the objects of the business SDK', async () => {
    const sdk = (kind: string, container: Value) => ({
      class: `${SDK}${kind}`,
      'container:protected': container,
    });
    const custom = sdk('CustomData', { value: 12.5, currency: 'eur', order_id: null });
    const events = await eventsOf(
      print(
        sdk('EventRequest', {
          events: [
            sdk('Event', {
              event_name: 'Purchase',
              event_time: SECONDS,
              user_data: sdk('UserData', { email: ' Joe@Shop.example', phones: null }),
              custom_data: custom,
            }),
          ],
        }),
      ),
    );
    expect(events).toEqual([
      {
        event_name: 'Purchase',
        event_time: SECONDS,
        user_data: { em: expect.stringMatching(/^[0-9a-f]{64}$/) },
        custom_data: { value: 12.5, currency: 'eur' },
      },
    ]);
  });

  it('knows the names of the SDK, and what has nothing in it', async () => {
    const sdk = (kind: string, container: Value) => ({
      class: `${SDK}${kind}`,
      'container:protected': container,
    });
    const user = sdk('UserData', { zip_codes: ['10115'], country_codes: ['de'] });
    const contents = [sdk('Content', { product_id: 'A1', quantity: 2 })];
    const [event] = await eventsOf(
      print(
        sdk('Event', {
          event_name: 'Purchase',
          event_time: SECONDS,
          user_data: user,
          custom_data: sdk('CustomData', { contents }),
        }),
      ),
    );
    const hash = expect.stringMatching(/^[0-9a-f]{64}$/);
    expect(event).toEqual({
      event_name: 'Purchase',
      event_time: SECONDS,
      user_data: { zp: [hash], country: [hash] },
      custom_data: { contents: [{ id: 'A1', quantity: 2 }] },
    });
    const bare = { event_name: 'Lead', event_time: SECONDS };
    for (const nothing of [{ class: 'stdClass' }, sdk('CustomData', [])])
      expect(await eventsOf(print({ data: [{ ...bare, custom_data: nothing }] }))).toEqual([
        { ...bare, custom_data: {} },
      ]);
  });

  it('is read behind what a writer puts before each line', async () => {
    const text = print({ data: [purchase], test_event_code: 'TEST1' });
    for (const prefix of ['web-1  | ', 'Nov 28 10:00:00 host php[12]: ', '2026-11-28T10:00:00Z ']) {
      const log = text.trimEnd().replaceAll(/^/gm, prefix);
      const { entries } = await parseServerEvents(`${log}\n`, { name: 'x', now: 0 });
      expect(entries).toMatchObject([{ event: purchase, testCode: 'TEST1' }]);
    }
  });

  it('gives any event as it was printed', async () => {
    const word = fc.stringMatching(/^[A-Za-zÄöß€][\w ÄÖüß€😀:;,.=>[\]{}-]{0,20}[\wß]$/u);
    const event = fc.record(
      {
        event_name: word,
        event_time: fc.integer({ min: 1_700_000_000, max: 1_900_000_000 }),
        event_id: word,
        user_data: fc.record({ em: fc.array(word, { minLength: 1, maxLength: 3 }), fbp: word }),
        custom_data: fc.record({
          value: fc.integer({ min: 0, max: 99_999 }).map((cents) => cents / 100),
          content_ids: fc.array(word, { minLength: 1, maxLength: 3 }),
          content_name: word,
        }),
      },
      { requiredKeys: ['event_name', 'event_time'] },
    );
    // A text with a name in brackets before an arrow, or two blanks, cannot be told in one line.
    const isPlain = (one: object) => !/ {2}|\] =>| \)/.test(JSON.stringify(one));
    await fc.assert(
      fc.asyncProperty(
        fc.array(event.filter(isPlain), { minLength: 1, maxLength: 3 }),
        async (data) => {
          expect(await eventsOf(`sent: ${print({ data } as Value)}done`)).toEqual(data);
        },
      ),
    );
  });
});

it.each([
  ['print_r', printR],
  ['var_dump', varDump],
])('of a %s that is cut says what it is', async (_, print) => {
  const text = print({ data: [purchase] });
  for (const share of [0.5, 0.8]) {
    const result = await parseServerEvents(text.slice(0, text.length * share), {
      name: 'debug.log',
      now: 0,
    });
    expect(result.entries).toEqual([]);
    expect(sayFaults(result, en)).toMatch(/PHP/);
  }
});

it.each([
  [
    'another line of the log',
    '[event_time] => 1795240000\n[28-Nov-2026 10:00:01 UTC] PHP Notice: x',
  ],
  ['a time', '[event_time] => 1795240000\n2026-11-28 10:00:01 x'],
])('takes %s for no part of a value', async (_, between) => {
  const log = printR({ data: [purchase] }).replace(`[event_time] => ${SECONDS}`, between);
  const result = await parseServerEvents(log, { name: 'debug.log', now: 0 });
  expect(result.entries).toEqual([]);
  expect(sayFaults(result, en)).toMatch(/PHP/);
});

it('reads what var_dump has besides: references, and what is no value', async () => {
  const text = varDump({ data: [{ ...purchase, x: 7, y: { class: 'A', z: 8 } }] })
    .replace('  array(1) {', '  &array(1) {')
    .replace('int(7)', 'float(NAN)')
    .replace(
      '(1) {\n        ["z"]=>\n        int(8)',
      '(0) {\n        ["z"]=>\n        uninitialized(int)',
    );
  expect(text).toMatch(/&array[\s\S]*NAN[\s\S]*uninitialized/);
  expect(await eventsOf(text)).toEqual([{ ...purchase, y: {} }]);
});

it('keeps a text over several lines', async () => {
  const two = { ...purchase, custom_data: { value: 1, content_name: 'one\ntwo (2)\n  three' } };
  expect(await eventsOf(printR({ data: [two] }))).toEqual([two]);
});

it.each([
  ['print_r', printR],
  ['print_r in one line', inOneLine],
  ['var_dump', varDump],
])('a %s that was cut takes nothing from the one behind it', async (_, print) => {
  const lead = {
    event_name: 'Lead',
    event_time: SECONDS,
    user_data: { fbp: 'fb.1.1.1' },
    event_id: 'l',
  };
  for (const form of [(one: Value): Value => ({ data: [one] }), (one: Value): Value => one]) {
    const whole = print(form(purchase));
    for (const [cut, prefix] of Array.from(
      { length: whole.length - 20 },
      (_, i) => [i + 10, i % 3] as const,
    )) {
      const writer = ['', '[28-Nov-2026 10:00:00 UTC] ', 'sent: '][prefix];
      const log = `${writer}${whole.slice(0, cut)}\n${writer}${print(form(lead))}\n`;
      const result = await parseServerEvents(log, { name: 'debug.log', now: 0 });
      const events = result.entries.map(({ event }) => event);
      // What stood whole in the first may be there; nothing that neither of them was.
      expect(events).toContainEqual(lead);
      for (const event of events) expect([purchase, lead]).toContainEqual(event);
    }
  }
});

it('goes through many that are cut in time', async () => {
  const cut = printR({ data: [purchase] }).slice(0, 150);
  const log = `${`${cut}\n`.repeat(3_000)}${printR({ data: [purchase] })}`;
  const result = await parseServerEvents(log, { name: 'debug.log', now: 0 });
  expect(result.entries.map(({ event }) => event)).toEqual([purchase]);
});
