import { describe, expect, it } from 'vitest';
import { readPixelCall } from '../../../../src/vendors/meta/call.ts';
import { checkPixelCall } from '../../../../src/vendors/meta/checks.ts';
import { correctedLine } from '../../../../src/vendors/meta/fault.ts';
import { NO_PIXELS, type PixelsBefore } from '../../../../src/vendors/meta/pixels-before.ts';
import { isPlaceholder, isPlaceholderId } from '../../../../src/vendors/meta/placeholder.ts';
import { callsOf } from './recorded-calls.ts';

const PIXEL = '123456789012345';

const WITH_PIXEL: PixelsBefore = {
  ...NO_PIXELS,
  pixels: new Map([[PIXEL, { userData: undefined }]]),
};

/** The faults of one line of code, behind an init unless it is one. */
function faultsOf(js: string) {
  const [args = []] = callsOf(js);
  const call = readPixelCall(args);
  const found = checkPixelCall(call, call.command === 'init' ? NO_PIXELS : WITH_PIXEL);
  return { found, rules: found.map(({ rule }) => rule), corrected: correctedLine(call, found) };
}

describe('a placeholder', () => {
  it.each([
    '{{Event ID}}',
    'order-{{ order.id }}',
    '#TRANSACTION_ID#',
    '%%ORDER%%',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is what a page forgot to fill in
    '${orderId}',
    '<%= order.id %>',
    '<?php echo $orderId; ?>',
    '{event_id}',
    '[[order.id]]',
    '[order_id]',
    '%ORDER_ID%',
    '__EVENT_ID__',
    '<EVENT_ID>',
    'YOUR_EVENT_ID',
    'insert_email_variable',
    '{% order %}',
    '[object Object]',
    '[object Object],[object Object]',
    ' undefined ',
    'null',
    'NaN',
  ])('%s', (text) => {
    expect(isPlaceholder(text)).toBe(true);
    expect(isPlaceholderId(text)).toBe(true);
  });

  it.each(['order_undefined', 'null-17', 'Purchase.NaN', 'user:[object Object]'])(
    'an id put together with nothing: %s',
    (text) => expect(isPlaceholderId(text)).toBe(true),
  );

  it.each([
    'order-77',
    'Nullable',
    'annulled',
    'undefinedBehaviour',
    '#1',
    '#1 bestseller',
    '100%',
    '50% off, 20% more',
    '%20%',
    '[sale]',
    '<b>x</b>',
    '__utm',
    'Your Event',
    'insert',
    'a{b}c',
    '$5',
    'object',
    '',
    'Ada',
  ])('an ordinary text is none: %s', (text) => expect(isPlaceholderId(text)).toBe(false));
});

describe('placeholders of a call', () => {
  it.each([
    ["fbq('track','{{Event Name}}')", 'pixel/placeholder-event-name'],
    ["fbq('trackCustom','%%EVENT%%')", 'pixel/placeholder-event-name'],
    ["fbq('trackCustom','[object Object]')", 'pixel/placeholder-event-name'],
    ["fbq('trackCustom','undefined')", 'pixel/placeholder-event-name'],
    ["fbq('track','Lead',{},{eventID:'#EVENTID#'})", 'pixel/placeholder-event-id'],
    ["fbq('track','Lead',{},{eventID:'order_undefined'})", 'pixel/placeholder-event-id'],
    ["fbq('track','Lead',{},{event_id:'{{event_id}}'})", 'pixel/placeholder-event-id'],
    [
      "fbq('track','ViewContent',{content_ids:['{{product.id}}'],content_type:'product'})",
      'pixel/placeholder-parameter',
    ],
    [
      "fbq('track','ViewContent',{contents:[{id:'#SKU#',quantity:1}],content_type:'product'})",
      'pixel/placeholder-parameter',
    ],
    [
      "fbq('track','Purchase',{value:1,currency:'EUR',order_id:'null'})",
      'pixel/placeholder-parameter',
    ],
    ["fbq('trackCustom','Mine',{plan:'%%PLAN%%'})", 'pixel/placeholder-parameter'],
    ["fbq('track','Purchase',{value:'{{value}}',currency:'EUR'})", 'pixel/invalid-value'],
    ["fbq('track','Purchase',{value:1,currency:'{{currency}}'})", 'pixel/invalid-currency'],
    ["fbq('init','{{Pixel ID}}')", 'pixel/invalid-pixel-id'],
    ["fbq('init','#PIXEL#',{em:'{{email}}'})", 'pixel/invalid-pixel-id'],
  ])('%s', (js, rule) => {
    expect(faultsOf(js).rules).toEqual([rule]);
  });

  it('what a visitor typed, or a name with such a word in it, is none', () => {
    for (const js of [
      "fbq('track','Search',{search_string:'undefined'})",
      "fbq('trackCustom','null hypothesis read')",
      "fbq('track','ViewContent',{content_name:'NaN bread',content_ids:['1'],content_type:'product'})",
    ])
      expect(faultsOf(js).rules).toEqual([]);
  });
});

describe('user data of init', () => {
  it('names each placeholder, and the text whose hash leaves', () => {
    const { found, corrected } = faultsOf(
      `fbq('init','${PIXEL}',{em:'{{_email_}}',ph:'undefined',fn:'null',ln:'Lovelace'})`,
    );
    expect(found).toMatchObject([
      {
        rule: 'pixel/placeholder-user-data',
        prints: expect.stringContaining('An invalid email address was specified'),
        // The first digits as they were recorded (userdata_em_placeholder, userdata_em_text_null).
        data: {
          places: [
            { key: 'em', hashed: '{{_email_}}@gmail.com', hash: 'e9954140a8a3' },
            { key: 'ph', hashed: 'undefined', hash: 'eb045d78d273' },
            { key: 'fn', hashed: 'null', hash: '74234e98afe7' },
          ],
        },
      },
    ]);
    expect(corrected).toBe(`fbq("init", "${PIXEL}", {ln: "Lovelace"});`);
  });

  it('an address with a space in it is not sent at all', () => {
    const { found } = faultsOf(
      `fbq('init','${PIXEL}',{em:'{{DLV - email}}',external_id:'{{uid}}'})`,
    );
    expect(found[0]?.data).toEqual({
      places: [
        { key: 'em', given: '"{{DLV - email}}"' },
        { key: 'external_id', given: '"{{uid}}"', hashed: '{{uid}}', hash: '9e1a1eca0423' },
      ],
    });
  });

  it.each([
    [`{em:'notanemail'}`, 'notanemail@gmail.com', false],
    [`{email:'ada at shop.example'}`, undefined, false],
    [`{em:'b418773a2c51fb9777a1648346fa7394'}`, 'b418773a2c51fb9777a1648346fa7394@gmail.com', true],
  ])('no address: %s', (data, hashed, isMd5) => {
    const { found } = faultsOf(`fbq('init','${PIXEL}',${data})`);
    expect(found).toMatchObject([
      { rule: 'pixel/invalid-email', data: hashed === undefined ? { isMd5 } : { isMd5, hashed } },
    ]);
  });

  it('one address out of a list, and an object out of a text', () => {
    expect(
      faultsOf(`fbq('init','${PIXEL}',{em:['a@shop.example','b@shop.example']})`),
    ).toMatchObject({
      rules: ['pixel/user-data-type'],
      corrected: `fbq("init", "${PIXEL}", {em: "a@shop.example"});`,
    });
    expect(faultsOf(`fbq('init','${PIXEL}','a@shop.example')`)).toMatchObject({
      rules: ['pixel/user-data-type'],
      corrected: `fbq("init", "${PIXEL}", {em: "a@shop.example"});`,
    });
  });

  it('a list of ids is hashed as its JSON text; a single one is meant', () => {
    expect(faultsOf(`fbq('init','${PIXEL}',{external_id:['u1']})`)).toMatchObject({
      found: [{ rule: 'pixel/user-data-type', data: { key: 'external_id', hashed: '["u1"]' } }],
      corrected: `fbq("init", "${PIXEL}", {external_id: "u1"});`,
    });
    expect(faultsOf(`fbq('init','${PIXEL}',{external_id:['u1','u2']})`)).toMatchObject({
      rules: ['pixel/user-data-type'],
      corrected: `fbq("init", "${PIXEL}", {});`,
    });
  });

  it('keys that Meta does not know are told with the right ones; email and phone are copied', () => {
    expect(
      faultsOf(
        `fbq('init','${PIXEL}',{email:'a@shop.example',firstName:'Ada',zip_code:'48143',fn:'',foo:1})`,
      ),
    ).toMatchObject({
      found: [
        {
          rule: 'pixel/user-data-key',
          data: {
            places: [
              { key: 'firstName', meant: 'fn' },
              { key: 'zip_code', meant: 'zp' },
            ],
          },
        },
      ],
      corrected: `fbq("init", "${PIXEL}", {email: "a@shop.example", fn: "Ada", foo: 1, zp: "48143"});`,
    });
  });

  it.each([
    ["ph:'0170/123 45 67'", 'no-country-code', '1701234567', 'ph: phoneWithCountryCode'],
    ["phone:'(06131) 12345'", 'no-country-code', '613112345', 'phone: phoneWithCountryCode'],
    ["ph:'+49 (0) 170 1234567'", 'trunk-zero', '4901701234567', 'ph: "+491701234567"'],
    ["ph:'(+49)(0)170 1234567'", 'trunk-zero', '4901701234567', 'ph: "+491701234567"'],
    ["ph:'49(0)170 1234567'", 'trunk-zero', '4901701234567', 'ph: "+491701234567"'],
    ["ph:'0049 (0)170 1234567'", 'trunk-zero', '4901701234567', 'ph: "+491701234567"'],
    ["ph:'011 49 170 1234567'", 'exit-code', '11491701234567', 'ph: "+491701234567"'],
    ["ph:'0113 496 0000'", 'no-country-code', '1134960000', 'ph: phoneWithCountryCode'],
    ["db:'05.03.1990'", 'day-first', '19900503', 'db: "19900305"'],
    ["db:'5.3.90'", 'no-date', undefined, 'db: dateOfBirth'],
    ["db:'Jan 31, 1990'", 'no-date', undefined, 'db: dateOfBirth'],
    ["ge:'Weiblich'", 'gender', 'Weiblich', 'ge: "f"'],
    ["ge:'Mr.'", 'other-gender', 'Mr.', ''],
  ])('a form that Meta cannot match: %s', (datum, form, hashed, right) => {
    expect(faultsOf(`fbq('init','${PIXEL}',{${datum}})`)).toMatchObject({
      found: [
        {
          rule: 'pixel/user-data-form',
          data: { places: [{ form, ...(hashed !== undefined && { hashed }) }] },
        },
      ],
      corrected: `fbq("init", "${PIXEL}", {${right}});`,
    });
  });

  it.each([
    ["date_of_birth:'1.2.1990'", 'db: "19900201"'],
    ["gender:'female'", 'ge: "f"'],
    ["gender:'divers',city:'Ulm'", 'ct: "Ulm"'],
    ["phone_number:'0170 1234567'", 'ph: phoneWithCountryCode'],
    ["birthday:'31.1.90'", 'db: dateOfBirth'],
  ])('a key is renamed and its value mended: %s', (datum, right) => {
    expect(faultsOf(`fbq('init','${PIXEL}',{${datum}})`)).toMatchObject({
      found: [{ rule: 'pixel/user-data-key' }],
      corrected: `fbq("init", "${PIXEL}", {${right}});`,
    });
  });

  it.each([
    '{}',
    "{ph:'+39 (0)6 1234567'}",
    "{ph:'0039 (0)6 1234567'}",
    "{ph:'00378 (0)549 123456'}",
    "{ph:'6505551212'}",
    "{ph:'0049 170 1234567',db:'19900305',ge:'f'}",
    "{ph:'+1 650 555 1212',db:'1990-03-05',ge:' M '}",
    "{ph:'+49 (170) 1234567',db:'31.12.1990'}",
    "{ph:'012'}",
    "{em:'',fn:''}",
    "{ge:' ',db:' ',ph:' '}",
    '{em:null,ph:undefined}',
    "{em:' A@Example.COM ',ph:'+49 170 1234567',external_id:4711}",
    "{em:'08168CD80DFD534AB0F10AF10F1303FE00AF2D43AB5C1432360D137F8197E17A'}",
    "{external_id:'u1'}",
    '{foo:1}',
  ])('without fault: %s', (data) => {
    expect(faultsOf(`fbq('init','${PIXEL}',${data})`).rules).toEqual([]);
  });
});
