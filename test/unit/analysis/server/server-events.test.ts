import { createHash } from 'node:crypto';
import { describe, expect, it, test } from 'vitest';
import { createAnalysis } from '../../../../src/rules/create-analysis.ts';
import { parseServerEvents } from '../../../../src/vendors/meta/server-events/import.ts';
import { copy, ORDER, PIXEL, READY, sent } from '../../../session/fragments.ts';
import { entries } from '../../../session/session.ts';

/** Events of a server, tapped and imported: what is told of each by itself, and of its copy. */

const hash = (text: string, by = 'sha256') => createHash(by).update(text).digest('hex');
const ADDRESS = hash('ada@shop.example');
const AGENT = 'client_user_agent: "Mozilla/5.0", client_ip_address: "192.0.2.1"';

const server = (more: string, name = 'Purchase', data = ORDER) =>
  `server ${PIXEL} ${name} id=a1 ${more} ${data}`;
const user = (fields: string) => server(`user_data={${AGENT}, ${fields}}`);

interface Told {
  rule: string;
  severity: string;
  data: { items?: { field?: string; parameter?: string; name?: string; wrong?: string }[] };
}

/** `rule severity item…` of what is told of servers. */
function say({ rule, severity, data }: Told): string {
  const items = (data.items ?? []).map((item) =>
    [item.field ?? item.parameter ?? item.name, item.wrong].filter(Boolean).join(':'),
  );
  return [rule.slice(rule.indexOf('/') + 1), severity, ...items].join(' ');
}

const RULES = /^server\/|^dedup\/(?:copies-differ|name-case|clock-skew|event-time-too-old)/;

function toldOf(text: string): string[] {
  const analysis = createAnalysis();
  analysis.add(entries(`${READY}\n${text}`));
  return (analysis.findings() as Told[]).filter(({ rule }) => RULES.test(rule)).map(say);
}

async function importedOf(event: object, body = {}): Promise<string[]> {
  const text = JSON.stringify({ ...body, data: [event] });
  const { entries: read, faults } = await parseServerEvents(text, { name: 'e.json', now: 0 });
  expect(faults).toEqual([]);
  const analysis = createAnalysis();
  analysis.add(read);
  return (analysis.findings() as Told[]).filter(({ rule }) => RULES.test(rule)).map(say);
}

const EVENT = {
  event_name: 'Purchase',
  event_id: 'a1',
  event_time: 1_795_251_600,
  action_source: 'website',
  event_source_url: 'https://shop.example/thanks',
  user_data: { em: [ADDRESS], client_user_agent: 'Mozilla/5.0', client_ip_address: '192.0.2.1' },
  custom_data: { value: 34.3, currency: 'eur' },
};

describe('an event of the server', () => {
  test.each<[what: string, text: string, ...said: string[]]>([
    ['that is right', copy('Purchase', ORDER, 'a1')],
    ['without a time', server('event_time=(undefined)'), 'field-missing error'],
    ['without its source', server('action_source=(undefined)'), 'field-missing error'],
    ['without user data', server('user_data=(undefined)'), 'field-missing error'],
    [
      'without the address of its page',
      server('event_source_url=(undefined)'),
      'field-missing warning',
    ],
    [
      'with too little of a person',
      server('user_data={ct: x, country: y}').replace(
        '{ct: x, country: y}',
        `{ct: "${hash('paris')}", country: "${hash('fr')}", client_user_agent: "Mozilla/5.0"}`,
      ),
      'field-missing error',
    ],
    ['from a source that is none', server('action_source=web'), 'action-source error'],
    ['from a source in capitals', server('action_source=Website'), 'action-source error'],
    ['with a time in milliseconds', server('event_time=(1795251600000)'), 'event-time error'],
    ['with a date', server('event_time="2026-11-21T09:00:00Z"'), 'event-time error'],
    ['of ten days ago', `+1s ${server('event_time=(1794300000)')}`, 'event-time error'],
    ['of tomorrow', server('event_time=(1795400000)'), 'event-time warning'],
    ['named in small letters', server('', 'purchase'), 'event-name-case warning'],
    ['named as elsewhere', server('', 'begin_checkout', '{}'), 'event-name-case info'],
    ['that is a purchase for nothing', server('', 'Purchase', '{}'), 'purchase-incomplete error'],
    ['without custom data', server('', 'Purchase', ''), 'purchase-incomplete error'],
    [
      'with an empty currency',
      server('', 'Purchase', '{value: 5, currency: ""}'),
      'purchase-incomplete error',
    ],
    [
      'with an amount as people write it',
      server('', 'Purchase', '{value: "1.234,50 €", currency: EUR}'),
      'custom-data warning value:number',
    ],
    [
      'with a refund',
      server('', 'Purchase', '{value: -5, currency: EUR}'),
      'custom-data warning value:negative',
    ],
    [
      'with a sign for the currency',
      server('', 'Purchase', '{value: 5, currency: "€"}'),
      'custom-data warning currency:currency',
    ],
    [
      'with an amount of nothing',
      server('', 'AddToCart', '{value: 5, content_ids: [x], content_type: product}'),
      'custom-data warning value:no-currency',
    ],
    [
      'with ids in a text',
      server(
        '',
        'Purchase',
        '{value: 5, currency: EUR, content_ids: "a,b", content_type: product}',
      ),
      'custom-data warning content_ids:ids',
    ],
    [
      'with contents without quantity',
      server(
        '',
        'Purchase',
        '{value: 5, currency: EUR, contents: [{id: a}], content_type: product}',
      ),
      'custom-data warning contents:contents',
    ],
    [
      'with a variable',
      server('', 'Purchase', '{value: "{{value}}", currency: EUR}'),
      'custom-data warning value:number',
    ],
    [
      'with products of a group',
      server(
        '',
        'Purchase',
        '{value: "34.30", currency: eur, content_ids: ["1"], content_type: product_group}',
      ),
    ],
    [
      'of a phone call',
      server('action_source=phone_call event_source_url=(undefined)').replace(
        / \{value.*/,
        ` user_data={ph: "${hash('16505551212')}"} ${ORDER}`,
      ),
    ],
    [
      'that Meta has taken',
      `${server('', 'Purchase', '{}')} with {answer: {status: 200}}`,
      'purchase-incomplete warning',
    ],
    [
      'with a test code',
      `${copy('Purchase', ORDER, 'a1')} with {testCode: TEST1}`,
      'test-code info',
    ],
  ])('%s', (_what, text, ...said) => {
    expect(toldOf(text)).toEqual(said);
  });
});

describe('user data of the server', () => {
  test.each<[what: string, fields: string, ...said: string[]]>([
    [
      'as they should be',
      `em: ["${ADDRESS}"], ph: "${hash('16505551212')}", external_id: "c-17", fbp: "fb.1.1795219200000.123456789", fbc: "fb.1.1795219200000.IwAR1R58F0R2m3"`,
    ],
    [
      'of the parameter builder',
      `em: "${ADDRESS}.AQQCAQMC", fbp: "fb.1.1795219200000.123456789.AQ", fbc: "fb.2.1795219200000.IwAR1R58F0R2m3.AQQCAQMC"`,
    ],
    [
      'in plain text',
      'em: ["ada@shop.example"], ph: "+49 170 1234567"',
      'user-data warning em:plain ph:plain',
    ],
    [
      'of which some are plain',
      `em: ["${ADDRESS}", "bob@shop.example"]`,
      'user-data warning em:plain',
    ],
    ['that are empty', 'em: "", ph: [null], fn: []', 'user-data info em:empty ph:empty fn:empty'],
    [
      'hashed from nothing',
      `em: "${hash('')}", fn: "${hash('').toUpperCase()}"`,
      'user-data warning em:hash-of-nothing fn:hash-of-nothing',
    ],
    [
      'hashed from a word for nothing',
      `ln: "${hash('undefined')}", ct: ["${hash('null')}"]`,
      'user-data warning ln:hash-of-nothing ct:hash-of-nothing',
    ],
    [
      'not filled in',
      'em: "{{email}}", external_id: undefined'.replace('undefined', '"undefined"'),
      'user-data warning em:placeholder external_id:placeholder',
    ],
    [
      'hashed otherwise',
      `em: "${hash('ada@shop.example', 'md5')}", ph: "${hash('1', 'sha1')}"`,
      'user-data warning em:other-hash ph:other-hash',
    ],
    [
      'in base 64',
      `em: "${createHash('sha256').update('x').digest('base64')}"`,
      'user-data warning em:other-encoding',
    ],
    ['in capitals', `em: "${ADDRESS.toUpperCase()}"`, 'user-data info em:irregular'],
    [
      'under other names',
      `email: "${ADDRESS}", firstName: "${hash('ada')}"`,
      'user-data warning email:unknown-field firstName:unknown-field',
    ],
    [
      'with a click id that is none',
      'fbc: "fb.1.1795219200000."',
      'user-data warning fbc:no-click-id',
    ],
    [
      'with a click id that nothing filled in',
      'fbc: "fb.1.1795219200000.undefined"',
      'user-data warning fbc:no-click-id',
    ],
    ['with the click id alone', 'fbc: "IwAR1R58F0R2m3EZ8OzFmg57"', 'user-data warning fbc:form'],
    [
      'with a cookie made in seconds',
      'fbp: "fb.1.1795219200.123456789"',
      'user-data warning fbp:seconds',
    ],
    [
      'with a hashed cookie',
      `fbp: "${hash('fb.1.1795219200000.1')}"`,
      'user-data warning fbp:hashed',
    ],
  ])('%s', (_what, fields, ...said) => {
    expect(toldOf(user(fields))).toEqual(said);
  });

  test.each([
    [
      'a hashed address',
      `{client_user_agent: "Mozilla/5.0", client_ip_address: "${hash('192.0.2.1')}"}`,
      'client_ip_address:hashed',
    ],
    [
      'a hashed agent',
      `{client_user_agent: "${hash('Mozilla/5.0')}", client_ip_address: "2001:db8::1"}`,
      'client_user_agent:hashed',
    ],
    [
      'no address',
      '{client_user_agent: "Mozilla/5.0", client_ip_address: "192.0.2.1, 10.0.0.1"}',
      'client_ip_address:no-address',
    ],
  ])('%s', (_what, data, said) => {
    expect(toldOf(server(`user_data=${data}`))).toEqual([`user-data warning ${said}`]);
  });

  test.each([
    ['python-requests/2.31.0', ['user-data info client_user_agent:program']],
    ['node', ['user-data info client_user_agent:program']],
    ['Ruby', ['user-data info client_user_agent:program']],
    ['Mozilla/5.0 (compatible; node)', []],
    ['Opera/9.80', []],
  ])('the agent %s', (agent, said) => {
    const data = `{client_user_agent: "${agent}", client_ip_address: "192.0.2.1"}`;
    expect(toldOf(server(`user_data=${data}`))).toEqual(said);
  });

  const CLICK = 'IwAR2F4-dbP0l7Mn1IawQQGCINEz7PYXQvwjNwB_qa2ofrHyiLjcbCRxTDMgk';
  test.each<[what: string, click: string, ...said: string[]]>([
    ['as it stands in the address', CLICK],
    ['with the suffix of the Parameter Builder', `${CLICK}.AQYBAQIA`],
    ['in small letters', CLICK.toLowerCase(), 'user-data warning fbc:other-click-id'],
    ['cut', CLICK.slice(0, 30), 'user-data warning fbc:other-click-id'],
    ['with the dash as a blank', CLICK.replace('-', ' '), 'user-data warning fbc:other-click-id'],
    ['of an earlier click', 'IwAR9999999999999999999999'],
  ])('the click id of the visit %s', (_what, click, ...said) => {
    const page = `page https://shop.example/?utm=x&fbclid=${CLICK}`;
    const fbc = `fbc: "fb.1.1795219200000.${click}"`;
    expect(toldOf(`${page}\n${user(fbc)}`)).toEqual(said);
  });

  test.each<[what: string, data: string, ...said: string[]]>([
    [
      'items of GA4 are refused for their keys',
      'contents: [{id: a, quantity: 1, item_name: Tea, index: 0}]',
      'custom-data warning contents:content-keys',
    ],
    [
      'all the keys that Meta knows',
      'contents: [{id: a, quantity: 1, item_price: 3, title: Tea, brand: x, category: y, description: z, delivery_category: home_delivery}]',
    ],
    [
      'JSON texts, as Meta’s plug-in for WooCommerce sends them',
      `contents: '[{"id":"a","quantity":1}]', content_ids: '["a"]'`,
      'custom-data info content_ids:list-as-text contents:list-as-text',
    ],
    [
      'texts of empty lists',
      `contents: '[]', content_ids: '[]'`,
      'custom-data warning content_ids:empty-list contents:empty-list',
    ],
    ['an empty list', 'content_ids: []', 'custom-data warning content_ids:empty-list'],
    ['an empty list beside a full one', 'content_ids: [], contents: [{id: a, quantity: 1}]'],
  ])('products: %s', (_what, data, ...said) => {
    expect(
      toldOf(server('', 'Purchase', `{value: 5, currency: EUR, content_type: product, ${data}}`)),
    ).toEqual(said);
  });

  it.each([
    ['em', ' Ada@Shop.example ', 'em is the hash of the text as it is; Meta asks for it trimmed'],
    ['ph', '+16505551212', 'ph is the hash of the text as it is; Meta asks for digits alone'],
    ['zp', '94035-1234', 'dashes, and of one in the United States the first five digits alone'],
    ['ct', 'New York', 'Meta asks for it in lower case, without spaces and punctuation'],
    ['st', 'California', 'Meta asks for two lower-case letters in the United States'],
    ['fn', 'Mary-Jane', 'Meta asks for it in lower case and without punctuation'],
  ])('what Meta asks for of %s', (field, text, words) => {
    const analysis = createAnalysis();
    const known = `fbq init ${PIXEL} {${field}: "${text}"}`;
    analysis.add(entries(`${READY}\n${known}\n${user(`${field}: "${hash(text)}"`)}`));
    const found = analysis.findings().find(({ rule }) => rule === 'server/user-data');
    expect(found?.message).toContain(words);
  });

  test.each<[what: string, known: string, field: string, ...said: string[]]>([
    [
      'as the page has it',
      `fbq init ${PIXEL} {em: " Ada@Shop.example "}`,
      `em: "${hash(' Ada@Shop.example ')}"`,
      'user-data warning em:not-normalised',
    ],
    [
      'in capitals',
      'analytics identify c-17 {email: "Ada@Shop.Example"}',
      `em: "${hash('Ada@Shop.Example')}"`,
      'user-data warning em:not-normalised',
    ],
    [
      'a phone number with its plus',
      'dataLayer {event: user, user_data: {phone_number: "+16505551212"}}',
      `ph: "${hash('+16505551212')}"`,
      'user-data warning ph:not-normalised',
    ],
    [
      'twice',
      `fbq init ${PIXEL} {em: "ada@shop.example"}`,
      `em: "${hash(ADDRESS)}"`,
      'user-data warning em:hashed-twice',
    ],
    ['as Meta asks', `fbq init ${PIXEL} {em: " Ada@Shop.example "}`, `em: "${ADDRESS}"`],
    [
      'of somebody else',
      `fbq init ${PIXEL} {em: "ada@shop.example"}`,
      `em: "${hash('bob@shop.example')}"`,
    ],
  ])('hashed from a text that the page knows: %s', (_what, known, field, ...said) => {
    expect(toldOf(`${known}\n${user(field)}`)).toEqual(said);
    // Whatever came first.
    expect(toldOf(`${user(field)}\n${known}`)).toEqual(said);
  });

  it('are not repeated in what is told', () => {
    const analysis = createAnalysis();
    analysis.add(entries(`${READY}\n${user('em: "ada@shop.example", external_id: "{{ada}}"')}`));
    const found = analysis.findings().find(({ rule }) => rule === 'server/user-data');
    expect(JSON.stringify(found)).not.toMatch(/ada/);
  });
});

describe('an import is judged alike', () => {
  test.each<[what: string, event: object, ...said: string[]]>([
    ['an event that is right', EVENT],
    ['without its source', { ...EVENT, action_source: undefined }, 'field-missing error'],
    [
      'with a time in milliseconds',
      { ...EVENT, event_time: 1_795_251_600_000 },
      'event-time error',
    ],
    ['with a date', { ...EVENT, event_time: '2026-11-21 09:00' }, 'event-time error'],
    ['without currency', { ...EVENT, custom_data: { value: 3 } }, 'purchase-incomplete error'],
    [
      'without what a log may leave out',
      { ...EVENT, user_data: undefined },
      'field-missing warning',
    ],
    ['the ids alone, as a site notes them', { event_name: 'Purchase', event_id: 'a1' }],
    [
      'what a site notes with the amount',
      {
        event_name: 'Purchase',
        event_id: 'a1',
        event_time: 1_795_251_600,
        custom_data: { value: '5,00', currency: 'EUR' },
      },
      'custom-data warning value:number',
    ],
  ])('%s', async (_what, event, ...said) => {
    expect(await importedOf(event)).toEqual(said);
  });

  it('with the test code of the request', async () => {
    expect(await importedOf(EVENT, { test_event_code: 'TEST84031' })).toEqual(['test-code info']);
  });
});

describe('two copies of one event', () => {
  const pair = (browser: string, more: string, data = ORDER, own = data) =>
    `fbq track Purchase ${own} {eventID: a1}\n  > hit ${PIXEL} Purchase cd=${own} eid=a1 ${browser}\n${server(more, 'Purchase', data)}`;
  const FBP = 'fb.1.1795219200000.123456789';
  const FBC = 'fb.1.1795219200000.IwAR1R58F0R2m3';
  test.each<[what: string, text: string, ...said: string[]]>([
    [
      'the same',
      pair(`fbp=${FBP} fbc=${FBC}`, `user_data={${AGENT}, fbp: "${FBP}", fbc: "${FBC}"}`),
    ],
    [
      'the same click, noted at another time',
      pair(`fbc=${FBC}`, `user_data={${AGENT}, fbc: "fb.1.1795219211111.IwAR1R58F0R2m3.AQQCAQMC"}`),
    ],
    [
      'another visitor',
      pair(`fbp=${FBP}`, `user_data={${AGENT}, fbp: "fb.1.1795219200000.987654321"}`),
      'copies-differ warning fbp',
    ],
    [
      'a click id in small letters',
      pair(`fbc=${FBC}`, `user_data={${AGENT}, fbc: "${FBC.toLowerCase()}"}`),
      'copies-differ warning fbc',
    ],
    [
      'one customer, hashed on one side',
      pair(`ud[external_id]=${hash('c-17')}`, `user_data={${AGENT}, external_id: "c-17"}`),
    ],
    [
      'another customer',
      pair(`ud[external_id]=${hash('c-17')}`, `user_data={${AGENT}, external_id: ["c-18"]}`),
      'copies-differ warning external_id',
    ],
    [
      'another amount',
      pair('', '', '{value: 40, currency: EUR, order_id: order-77}', ORDER),
      'copies-differ warning value',
    ],
    [
      'another title alone',
      pair(
        '',
        '',
        '{value: 5, currency: EUR, content_name: Stuhl}',
        '{value: 5, currency: EUR, content_name: Chair}',
      ),
      'copies-differ info content_name',
    ],
    [
      'another type and amount',
      pair(
        '',
        '',
        '{value: 5, currency: EUR, content_ids: [a], content_type: product_group}',
        '{value: 6, currency: EUR, content_ids: [a], content_type: product}',
      ),
      'copies-differ warning value content_type',
    ],
    [
      'an amount that Meta cannot read is told once',
      pair('', '', '{value: "34,30", currency: EUR}', '{value: 34.3, currency: EUR}'),
      'custom-data warning value:number',
    ],
    [
      'another name is told of the pair',
      `${sent('Purchase', ORDER, 'a1')}\n${server('', 'purchase')}`,
      'name-case error',
    ],
    [
      'a time of ten days ago is told of the pair',
      `${sent('Purchase', ORDER, 'a1')}\n${server('event_time=(1794300000)')}`,
      'event-time-too-old error',
    ],
  ])('%s', (_what, text, ...said) => {
    expect(toldOf(text)).toEqual(said);
  });

  it('says which of them Meta counts', () => {
    const analysis = createAnalysis();
    const late = `${sent('Purchase', ORDER, 'a1')}\n+2s ${copy('Purchase', '{value: 1, currency: EUR}', 'a1')}`;
    analysis.add(entries(`${READY}\n${late}`));
    const found = analysis.findings().find(({ rule }) => rule === 'dedup/copies-differ');
    expect(found?.message).toMatch(/Meta keeps the browser’s, by the times of receipt/);
  });
});
