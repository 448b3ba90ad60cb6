import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RULES } from '../../../src/rules/catalogue.ts';
import { createAnalysis } from '../../../src/rules/create-analysis.ts';
import type { Finding } from '../../../src/rules/read-finding.ts';
import type { CallEntry, PageEntry } from '../../../src/session/entry.ts';
import { STANDARD_EVENT_NAMES } from '../../../src/vendors/meta/standard-events.ts';
import { OTHER_PIXEL, PIXEL, READY, sent } from '../../session/fragments.ts';
import { session } from '../../session/session.ts';
import { asPageValue } from '../vendors/meta/recorded-calls.ts';
import { RULE_CASES } from './cases.ts';
import { openPage, type Run } from './fake-page.ts';

/**
 * Every corrected line, run on the demo shop's fake of Meta's SDK, gives the hit that was meant: no
 * line breaks what worked.
 */

/** What only the page knows, as the page would have it. */
const KNOWN = `var pixelId = '${PIXEL}', eventId = 'page-1', eventName = 'Lead', orderTotal = 34.3, currency = 'EUR', phoneWithCountryCode = '+491701234567', dateOfBirth = '19900131';`;

const INIT = `fbq('init', '${PIXEL}');`;

/** What is found about one call of the pixel. */
function findingsOf(args: unknown[], before = `fbq init ${PIXEL}`): Finding[] {
  const { entries } = session(`page https://shop.example/\n${before}`);
  const [page] = entries as PageEntry[];
  const call: CallEntry = {
    id: `${page?.page}:9`,
    page: page?.page ?? '',
    at: 9,
    kind: 'call',
    source: 'fbq',
    method: 'fbq',
    args: args.map(asPageValue),
    phase: 'live',
  };
  const analysis = createAnalysis();
  analysis.add([...entries, call]);
  return analysis.findings().filter((one) => one.entries[0] === call.id);
}

/** What the corrected line of a call sends. */
function corrected(args: unknown[]): { code: string; rules: string[] } & Run {
  const found = findingsOf(args);
  const codes = new Set(found.flatMap(({ code = [] }) => code));
  expect([...codes], JSON.stringify(args)).toHaveLength(1);
  const [code = ''] = codes;
  const page = openPage(`${KNOWN}${INIT} var data = ${JSON.stringify(args[2] ?? {})};`);
  return { code, rules: found.map(({ rule }) => rule), ...page.run(code) };
}

/** A parameter's text in a hit. */
const written = (value: unknown) =>
  typeof value === 'object' ? JSON.stringify(value) : String(value);

/** An event as its author means it. */
interface Meant {
  name: string;
  data: Record<string, unknown>;
  id: string;
}

/** A slip: what stands in the call in place of what was meant. */
type Slip = (call: {
  args: unknown[];
  data: Record<string, unknown>;
  options: Record<string, unknown>;
}) => void;

const SLIPS: Record<string, Slip> = {
  'name in lower case': ({ args }) => {
    args[1] = String(args[1]).toLowerCase();
  },
  'name with separators': ({ args }) => {
    args[1] = String(args[1]).replace(/(?!^)[A-Z]/g, '_$&');
  },
  'letters swapped': ({ args }) => {
    const name = String(args[1]);
    // A shorter word with a slip in it may be a word of its own.
    if (name.length > 4) args[1] = `${name.slice(0, 2)}${name[3]}${name[2]}${name.slice(4)}`;
  },
  'command in capitals': ({ args }) => {
    args[0] = 'TRACK';
  },
  'the event as command': ({ args }) => {
    args.shift();
  },
  'trackSingle without a pixel': ({ args }) => {
    args[0] = 'trackSingle';
  },
  'trackSingle with a number': ({ args }) => {
    args.splice(0, 1, 'trackSingle', Number(PIXEL));
  },
  'a comma in the value': ({ data }) => {
    data.value = `${String(data.value).replace('.', ',')} €`;
  },
  'a sign for the currency': ({ data }) => {
    data.currency = '€';
  },
  'blanks around the currency': ({ data }) => {
    data.currency = ' eur ';
  },
  'ids in a text': ({ data }) => {
    data.content_ids = (data.content_ids as string[]).join(', ');
  },
  'ids as objects': ({ data }) => {
    data.content_ids = (data.content_ids as string[]).map((id) => ({ item_id: id }));
  },
  'items of another vocabulary': ({ data }) => {
    data.contents = (data.contents as { id: string; quantity: number }[]).map(
      ({ id, quantity }) => ({ product_id: id, quantity }),
    );
  },
  'content_type in the plural': ({ data }) => {
    data.content_type = 'Products';
  },
  'num_items with words': ({ data }) => {
    data.num_items = `${data.num_items} items`;
  },
  'the id under another name': ({ options }) => {
    options.eventId = options.eventID;
    delete options.eventID;
  },
  'the id in the data': ({ data, options }) => {
    data.eventID = options.eventID;
    delete options.eventID;
  },
  'the id as a list': ({ options }) => {
    options.eventID = [options.eventID];
  },
  'the id alone': ({ args, options }) => {
    args[args.length - 1] = options.eventID;
  },
};

/** Slips that both say something about the same argument. */
const EXCLUDE: readonly (readonly string[])[] = [
  ['name in lower case', 'name with separators', 'letters swapped'],
  [
    'command in capitals',
    'the event as command',
    'trackSingle without a pixel',
    'trackSingle with a number',
  ],
  ['a sign for the currency', 'blanks around the currency'],
  ['ids in a text', 'ids as objects'],
  ['the id under another name', 'the id in the data', 'the id as a list', 'the id alone'],
];

const meant: fc.Arbitrary<Meant> = fc.record({
  name: fc.constantFrom(...STANDARD_EVENT_NAMES.filter((name) => name !== 'PageView')),
  data: fc.record({
    value: fc.integer({ min: 1, max: 9_999 }).map((cents) => cents / 100),
    currency: fc.constant('EUR'),
    content_ids: fc.constantFrom(['a-1'], ['a-1', 'b-2']),
    contents: fc.constantFrom(
      [{ id: 'a-1', quantity: 1 }],
      [
        { id: 'a-1', quantity: 2 },
        { id: 'b-2', quantity: 1 },
      ],
    ),
    content_type: fc.constant('product'),
    num_items: fc.integer({ min: 1, max: 9 }),
    content_name: fc.constantFrom('Tea', 'Café "crème"', 'a\nb', '</script>', '100 %'),
  }),
  id: fc.constantFrom('order-77', 'ü&=+', '{}', '1'),
});

const slips = fc
  .uniqueArray(fc.constantFrom(...Object.keys(SLIPS)), { minLength: 1, maxLength: 4 })
  .map((names) =>
    names.filter((name, i) => {
      const others = EXCLUDE.filter((group) => group.includes(name)).flat();
      return !names.slice(0, i).some((before) => others.includes(before));
    }),
  );

describe('a corrected line', () => {
  it('gives the hit that was meant, whatever slips the call has', () => {
    fc.assert(
      fc.property(meant, slips, ({ name, data, id }, names) => {
        const call = {
          args: ['track', name] as unknown[],
          data: { ...data },
          options: { eventID: id },
        };
        call.args.push(call.data, call.options);
        // What is said of the name goes before what moves it.
        for (const [slip, make] of Object.entries(SLIPS)) if (names.includes(slip)) make(call);
        fc.pre(call.args.length < 4 || findingsOf(call.args).length > 0);
        const { code, hits, warnings } = corrected(call.args);
        expect(warnings, code).toEqual([]);
        expect(hits, code).toHaveLength(1);
        expect(hits[0], code).toMatchObject({
          id: PIXEL,
          ev: name,
          eid: id,
          ...Object.fromEntries(
            Object.entries(data).map(([key, value]) => [`cd[${key}]`, written(value)]),
          ),
        });
        const custom = Object.keys(hits[0] ?? {}).filter((key) => key.startsWith('cd['));
        expect(custom.sort(), code).toEqual(
          Object.keys(data)
            .map((key) => `cd[${key}]`)
            .sort(),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('keeps data that are too long for a line, under their name', () => {
    const data = { content_name: 'x'.repeat(5_000), value: '9,99', currency: 'EUR' };
    const { code, hits, warnings } = corrected(['track', 'purchase', data, { eventId: 'o1' }]);
    expect(code).toBe('fbq("track", "Purchase", {...data, value: 9.99}, {eventID: "o1"});');
    expect(warnings).toEqual([]);
    expect(hits[0]).toMatchObject({
      ev: 'Purchase',
      eid: 'o1',
      'cd[value]': '9.99',
      'cd[content_name]': data.content_name,
    });
  });

  it('keeps data that no code makes, under their name', () => {
    const [finding] = findingsOf([
      'track',
      'purchase',
      { value: 1, currency: 'EUR', done: () => {} },
    ]);
    expect(finding?.code).toBe('fbq("track", "Purchase", data);');
  });
});

const open = fc.constantFrom(
  ...[
    '{{Product}}',
    '$\u007bname}',
    '<%= x %>',
    '%%ID%%',
    '#order_id#',
    '[object Object]',
    'undefined',
  ],
  ...['NaN', 'null', '{id}', '[[name]]', '%NAME%', '__ID__', 'YOUR_PRODUCT_ID'],
);

describe('a corrected line of a call with placeholders', () => {
  it('has a name where nobody filled in a value, and gives the hit once the page has it', () => {
    const places = fc.subarray(['content_name', 'content_ids', 'contents', 'own', 'default'], {
      minLength: 1,
    });
    fc.assert(
      fc.property(meant, slips, places, open, ({ name, id }, names, given, text) => {
        const data: Record<string, unknown> = { value: '9,99', currency: 'EUR' };
        const put: Record<string, unknown> = {
          content_name: text,
          content_ids: [text],
          contents: [{ id: text, quantity: 2 }],
          own: { deep: text },
          default: text,
        };
        for (const place of given) data[place] = put[place];
        const call = { args: ['track', name] as unknown[], data, options: { eventID: id } };
        call.args.push(call.data, call.options);
        for (const slip of ['name in lower case', 'command in capitals', 'the id alone'])
          if (names.includes(slip)) SLIPS[slip]?.(call);
        const found = findingsOf(call.args);
        const codes = [...new Set(found.flatMap(({ code = [] }) => code))];
        expect(codes).toHaveLength(1);
        const [code = ''] = codes;
        const page = openPage(
          `${KNOWN}${INIT} var contentName = 'Tea', contentId = 'a-1', id = 'a-1', deep = 'd', ownDefault = 'x';`,
        );
        const { hits } = page.run(code);
        expect(hits, code).toHaveLength(1);
        const right: Record<string, unknown> = {
          content_name: 'Tea',
          content_ids: ['a-1'],
          contents: [{ id: 'a-1', quantity: 2 }],
          own: { deep: 'd' },
          default: 'x',
        };
        expect(hits[0], code).toMatchObject({
          ev: name,
          eid: id,
          'cd[value]': '9.99',
          ...Object.fromEntries(given.map((place) => [`cd[${place}]`, written(right[place])])),
        });
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    [
      'an id that was put together',
      ['track', 'Purchase', { value: '1,5', currency: 'EUR', content_ids: ['sku_undefined'] }],
      'content_ids: [contentId]',
    ],
    [
      'an id of the event in the data',
      ['track', 'lead', { eventID: '{{id}}' }],
      '{eventID: eventId}',
    ],
    ['data of a person', ['init', '0123', { em: '{{email}}' }], '{em: em}'],
    ['a pixel id', ['trackSingle', '{{pixel}}', 'lead', {}], `("trackSingle", "${PIXEL}", "Lead"`],
    [
      'a list in a text',
      ['track', 'ViewContent', { content_ids: '{{sku}}', value: '1,5', currency: 'EUR' }],
      'contentId',
    ],
  ])('%s', (_what, args, part) => {
    const codes = findingsOf(args as unknown[]).flatMap(({ code = [] }) => code);
    expect(codes.length).toBeGreaterThan(0);
    for (const code of codes) {
      expect(code).not.toMatch(/\{\{|undefined/);
      expect(code).toContain(part);
    }
  });

  it('keeps what a visitor typed', () => {
    const [finding] = findingsOf(['track', 'search', { search_string: '{{x}}' }]);
    expect(finding?.code).toBe('fbq("track", "Search", {search_string: "{{x}}"});');
  });
});

const withCode = Object.entries(RULES).flatMap(([id, rule]) =>
  'code' in rule && rule.code ? [id] : [],
);

/** Sessions for rules whose own case is not mended by code. */
const MENDED: Record<string, string> = {
  'pixel/parameter-type': `fbq track Lead {num_items: "2 items"}`,
  'dedup/no-event-id': `${sent('Lead')}\nserver ${PIXEL} Lead id=a1`,
  'pixel/page-view-dropped': `${sent('PageView')}\nroute https://shop.example/two\nhit ${PIXEL} PageView dl=https://shop.example/two\nfbq track PageView {} {eventID: r2}`,
  'dedup/event-id-in-custom-data': `hit ${PIXEL} Lead cd={eventID: a1}\nserver ${PIXEL} Lead id=a1`,
};

/** Codes that are no call of the pixel, and what holds once they have run. */
const OTHERS: Record<string, (code: string, data: Record<string, unknown>) => void> = {
  'datalayer/event-key-missing': (code) => {
    const pushed: unknown[] = [];
    new Function('dataLayer', code)({ push: (value: unknown) => pushed.push(value) });
    expect(pushed).toMatchObject([{ event: expect.any(String) }]);
  },
  'loyjoy/listener-reads-missing-detail': (code) => {
    const listener = new Function(`return (${code})`)() as (...args: unknown[]) => void;
    expect(() => listener('open', undefined)).not.toThrow();
    expect(() => listener(undefined)).not.toThrow();
  },
  'loyjoy/old-event-name': (code, { event, names }) => {
    const body = code.replace('/* … */', 'return true;');
    const hears = (type: unknown) => new Function('type', body)(type);
    for (const name of [event, ...(names as string[])]) expect(hears(name)).toBe(true);
    expect(hears('open')).toBeUndefined();
  },
  'loyjoy/listener-for-old-name': (code) => {
    const { eventListeners } = new Function(`return {${code}}`)();
    for (const list of Object.values(eventListeners)) expect(list).toEqual([expect.any(Function)]);
  },
  'pixel/stub-laid-again': (code) => {
    const lay = new Function('window', `${code}\nreturn 'laid';`);
    expect(lay({})).toBe('laid');
    expect(lay({ fbq: () => {} })).toBeUndefined();
  },
  'page/read-before-definition': (code, { isList, name }) => {
    // On a page without the name nothing throws, and no list stands in a library's way.
    const window: Record<string, unknown> = {};
    expect(() => new Function('window', code)(window)).not.toThrow();
    expect(window).toEqual(isList === true ? { [name as string]: [] } : {});
  },
};

describe('the code of a rule', () => {
  it.each(withCode)('%s works', (id) => {
    const own = MENDED[id];
    const analysis = createAnalysis(RULE_CASES[id]?.profile);
    const text = own === undefined ? RULE_CASES[id]?.found : `${READY}\n${own}`;
    analysis.add(session(text ?? '').entries);
    const finding = analysis.findings().find(({ rule, code }) => rule === id && code);
    const code = finding?.code ?? '';
    expect(code).not.toBe('');
    const hold = OTHERS[id];
    if (hold !== undefined) return hold(code, finding?.data as Record<string, unknown>);
    const inits = [PIXEL, OTHER_PIXEL].filter((one) => !code.includes(`fbq("init", "${one}"`));
    const before = code.startsWith('fbq("init", pixelId') ? [OTHER_PIXEL] : inits;
    const page = openPage(
      `${KNOWN} var data = {value: 1, currency: 'EUR'}; ${before.map((one) => `fbq('init', '${one}');`).join(' ')}`,
    );
    const { hits, warnings } = page.run(code);
    expect(warnings, code).toEqual([]);
    const events = new Set(hits.map(({ ev, eid }) => `${ev} ${eid}`));
    expect(events.size, code).toBe(/fbq\("(?:track|send)/.test(code) ? 1 : 0);
    for (const { ev } of hits) expect(ev, code).toMatch(/^[A-Za-z]/);
  });
});
