import { describe, expect, it, test } from 'vitest';
import { entriesOf } from '../../../../src/session/value/read.ts';
import type { PageValue } from '../../../../src/session/value.ts';
import { pixelIdText, readPixelCall } from '../../../../src/vendors/meta/call.ts';
import { checkPixelCall } from '../../../../src/vendors/meta/checks.ts';
import { correctedLine, type Fault } from '../../../../src/vendors/meta/fault.ts';
import { isPixelId } from '../../../../src/vendors/meta/pixel-hit.ts';
import {
  limitsDataUse,
  NO_PIXELS,
  type PixelsBefore,
} from '../../../../src/vendors/meta/pixels-before.ts';
import { sdkWords } from '../../../../src/vendors/meta/sdk-words.ts';
import { asPageValue, callsOf, codeOf, RULES, RUNS } from './recorded-calls.ts';

const PIXEL = '123456789012345';

/** Words and faults of calls one after the other, with the document's pixels kept as they come. */
function follow(calls: readonly PageValue[][]) {
  const pixels = new Map<string, { userData: PageValue | undefined }>();
  const words: string[] = [];
  const faults: Fault[] = [];
  /** Each faulty call with all its faults mended. */
  const lines: { found: readonly Fault[]; corrected: string | undefined }[] = [];
  let hasBadInit = false;
  let isLimited = false;
  for (const args of calls) {
    const call = readPixelCall(args);
    const before: PixelsBefore = {
      pixels: new Map(pixels),
      isKnown: true,
      hasBadInit,
      isLimited,
    };
    isLimited = limitsDataUse(call) ?? isLimited;
    // The SDK prints each warning once per page.
    words.push(...sdkWords(call, before).filter((text) => !words.includes(text)));
    const found = checkPixelCall(call, before);
    faults.push(...found);
    if (found.length > 0) lines.push({ found, corrected: correctedLine(call, found) });
    if (call.command === 'init') {
      const id = pixelIdText(call.pixel);
      if (!isPixelId(id)) hasBadInit = true;
      else {
        const given = call.rest[1];
        const first = pixels.get(id)?.userData;
        pixels.set(id, { userData: first ?? (entriesOf(given).length > 0 ? given : undefined) });
      }
    }
  }
  return { words, faults, lines };
}

const faultsOf = (js: string) => follow(callsOf(js)).faults;
const rulesOf = (js: string) => faultsOf(js).map(({ rule }) => rule.replace('pixel/', ''));
/** A corrected line with the page's own names filled in. */
const runnable = (code: string) =>
  code
    .replace(/\bpixelId\b/g, `'${PIXEL}'`)
    .replace(/\beventId\b/g, "'order-1001'")
    .replace(/\beventName\b/g, "'Lead'")
    .replace(/\borderTotal\b/g, '9.99')
    .replace(/(?<=: )phoneWithCountryCode\b/g, "'+491701234567'")
    .replace(/(?<=: )dateOfBirth\b/g, "'19900131'")
    .replace(/(?<=: )currency\b/g, "'EUR'");
const inited = (js: string) => `fbq('init','${PIXEL}');${js}`;

/** Rows whose warnings are not about one call. */
const NOT_OF_A_CALL: Record<string, string> = {
  wrapped_fbq_only:
    'the page replaced window.fbq and not _fbq; the SDK sees that when it loads, whatever is called',
  fbq_null_base_code_again: 'the same',
  fbq_null_base_code_again_after_load: 'the same',
  plain_email_unwantedData: 'the configuration',
  standardParamChecks: 'the configuration',
  restricted_event: 'the configuration',
  prohibited_source: 'the configuration',
  prohibited_source_one_of_two: 'the configuration',
};

/** Rows of which a warning is predicted that their page never came to print. */
const NOT_REACHED: Record<string, string> = {
  adv_matching_bad: 'the plugins did not come, so that no event was sent, with which it is printed',
  set_userData_shopify: 'the configuration lets this pixel take it',
};

describe('the recorded runs of the SDK', () => {
  it('are all there', () => {
    expect(RUNS).toHaveLength(193);
    const names = RUNS.map(({ name }) => name);
    expect(
      [...Object.keys(RULES), ...Object.keys(NOT_OF_A_CALL)].filter(
        (name) => !names.includes(name),
      ),
    ).toEqual([]);
  });

  test.each(RUNS)('$name: the SDK prints what is predicted', (run) => {
    const { words } = follow(callsOf(codeOf(run)));
    if (Object.hasOwn(NOT_REACHED, run.name)) {
      expect(run.warnings).toEqual([]);
      expect(words).toHaveLength(1);
    } else if (Object.hasOwn(NOT_OF_A_CALL, run.name)) {
      expect(run.warnings).not.toEqual([]);
      expect(words).toEqual([]);
    } else expect(words).toEqual(run.warnings);
  });

  test.each(RUNS)('$name: its faults', (run) => {
    expect(rulesOf(codeOf(run))).toEqual(RULES[run.name] ?? []);
  });

  test.each(RUNS)('$name: each warning is in the words of a fault', (run) => {
    const printed = new Set(faultsOf(codeOf(run)).flatMap(({ prints }) => prints ?? []));
    if (Object.hasOwn(NOT_OF_A_CALL, run.name)) return expect([...printed]).toEqual([]);
    if (Object.hasOwn(NOT_REACHED, run.name)) return expect(printed.size).toBe(1);
    // One fault may be why the SDK prints several of them.
    const told = [...printed].join('\n');
    for (const warning of run.warnings) expect(told).toContain(warning);
    if (run.warnings.length === 0) expect(told).toBe('');
  });

  test.each(RUNS)('$name: a fault that drops the event has no hit', ({ name, js, hits }) => {
    if (Object.hasOwn(NOT_REACHED, name)) return expect(faultsOf(js).length).toBeLessThan(3);
    if (name === 'adv_matching_plain') return expect(hits, 'the plugins did not come').toEqual([]);
    const isDropped = faultsOf(js).some(({ effect }) => effect === 'dropped');
    if (isDropped) expect(hits).toEqual([]);
    const isSent = faultsOf(js).some(({ effect }) => effect === 'sent');
    if (isSent) expect(hits.length).toBeGreaterThan(0);
  });

  test.each(RUNS)('$name: the corrected line has none of the faults', (run) => {
    for (const { found, corrected } of follow(callsOf(codeOf(run))).lines) {
      const mended = found.flatMap(({ rule, mend }) => (mend === undefined ? [] : [rule]));
      expect(corrected === undefined).toBe(mended.length === 0);
      if (corrected === undefined) continue;
      const code = runnable(corrected);
      const own = code.includes('"init"') ? code : inited(code);
      for (const rule of rulesOf(own)) expect(mended, own).not.toContain(`pixel/${rule}`);
    }
  });
});

/** Where no line would be sure to mend it. */
const NO_CODE = null;

/** Faults beyond the recorded runs: code after an init, the rules in order, a part of the fix. */
const FAULTS: [string, string[], (string | null)?][] = [
  // A pixel that nobody initialised
  [
    "fbq('trackSingle','123456789012354','Lead')",
    ['unknown-pixel'],
    'fbq("trackSingle", "123456789012345", "Lead");',
  ],
  [
    "fbq('trackSingle','987654321098765','Lead')",
    ['unknown-pixel'],
    'fbq("init", "987654321098765"); fbq("trackSingle", "987654321098765", "Lead");',
  ],
  // Limited Data Use
  [
    "fbq('dataProcessingOptions','LDU',1,1000)",
    ['data-use-ignored'],
    'fbq("dataProcessingOptions", ["LDU"], 1, 1000);',
  ],
  [
    "fbq('dataProcessingOptions',['ldu'],'0','0')",
    ['data-use-ignored'],
    'fbq("dataProcessingOptions", ["LDU"], 0, 0);',
  ],
  ["fbq('dataProcessingOptions',['LDU'],1)", ['data-use-ignored'], '["LDU"], 1, 0);'],
  ["fbq('dataProcessingOptions',['LDU'],'US','CA')", ['data-use-ignored'], NO_CODE],
  ["fbq('dataProcessingOptions',['LDU'],0,0)", []],
  ["fbq('dataProcessingOptions',['LDU'])", []],
  ["fbq('dataProcessingOptions',['LDU'],undefined,undefined)", []],
  ["fbq('dataProcessingOptions',['LDU'],undefined,0)", ['data-use-ignored'], NO_CODE],
  ["fbq('dataProcessingOptions',[])", []],
  // Names
  [
    "fbq('track','product_tester')",
    ['non-standard-event'],
    'fbq("trackCustom", "product_tester");',
  ],
  [
    "fbq('track','Kauf',{value:3,currency:'EUR'})",
    ['non-standard-event'],
    '("track", "Purchase", {',
  ],
  ["fbq('track','Zum Warenkorb hinzugefügt')", ['non-standard-event'], '("track", "AddToCart");'],
  ["fbq('trackCustom','Kauf')", []],
  ["fbq('track','Purchas',{})", ['non-standard-event'], 'fbq("track", "Purchase", {});'],
  ["fbq('track','add_to_cart')", ['event-name-case'], 'fbq("track", "AddToCart");'],
  ["fbq('trackSingle','123456789012345','lead')", ['event-name-case'], '"123456789012345", "Lead"'],
  [
    "fbq('trackCustom','view content')",
    ['custom-event-near-standard'],
    'fbq("track", "ViewContent");',
  ],
  ["fbq('track','')", ['event-name-missing']],
  ["fbq('track',{value:1})", ['event-name-type']],
  ["fbq('track',6012345678)", ['legacy-conversion-id'], 'fbq("track", eventName);'],
  [
    "fbq('track','6012345678901',{value:9.9,currency:'EUR'})",
    ['legacy-conversion-id'],
    'fbq("track", eventName, {value: 9.9, currency: "EUR"});',
  ],
  ["fbq('trackCustom','2024')", []],
  [
    "fbq('track',{event:'Lead',value:1,currency:'EUR'},{eventID:'a'})",
    ['event-name-type'],
    'fbq("track", "Lead", {value: 1, currency: "EUR"}, {eventID: "a"});',
  ],
  [
    "fbq('track','begin_checkout',{value:1,currency:'EUR'})",
    ['non-standard-event'],
    'fbq("track", "InitiateCheckout", {value: 1, currency: "EUR"});',
  ],
  ["fbq('track','Leads')", ['non-standard-event'], 'fbq("track", "Lead");'],
  ["fbq('trackCustom','Purchses',{value:1,currency:'EUR'})", ['custom-event-near-standard']],
  ["fbq('trackCustom','sign_up')", []],
  ["fbq('track','CustomEvent',{})", ['custom-event-without-name']],
  // Commands
  ['fbq()', ['command-missing']],
  ["fbq('Track','Lead')", ['unknown-command'], 'fbq("track", "Lead");'],
  ["fbq('trackcustom','Mine')", ['unknown-command'], 'fbq("trackCustom", "Mine");'],
  ["fbq('revoke')", ['unknown-command'], 'fbq("consent", "revoke");'],
  [
    "fbq('Purchase',{currency:'GBP',value:12.5},{eventID:'o1'})",
    ['unknown-command'],
    'fbq("track", "Purchase", {currency: "GBP", value: 12.5}, {eventID: "o1"});',
  ],
  ["fbq('pageView')", ['unknown-command'], 'fbq("track", "PageView");'],
  [
    "fbq('add to cart',{value:1,currency:'EUR'})",
    ['unknown-command'],
    'fbq("track", "AddToCart", {value: 1, currency: "EUR"});',
  ],
  [
    "fbq('Purchase','123456789012345',{value:1,currency:'EUR'})",
    ['unknown-command'],
    'fbq("trackSingle", "123456789012345", "Purchase", {value: 1, currency: "EUR"});',
  ],
  [
    "fbq('product_tester',{label:'tea'})",
    ['unknown-command'],
    'fbq("trackCustom", "product_tester", {label: "tea"});',
  ],
  [
    "fbq('event','Lead',{value:1,currency:'EUR'})",
    ['unknown-command'],
    'fbq("track", "Lead", {value: 1, currency: "EUR"});',
  ],
  [
    "fbq('trackEvent','tea_tasted',{})",
    ['unknown-command'],
    'fbq("trackCustom", "tea_tasted", {});',
  ],
  ["fbq('trackSingel','123456789012345','Lead')", ['unknown-command'], 'fbq("trackSingle", '],
  ["fbq('identify','u1')", ['unknown-command'], NO_CODE],
  ["fbq('optinMetaEnabledCapi','123456789012345')", ['unknown-command'], NO_CODE],
  ["fbq('gateCheck','enable_gtm_ga4_structure',()=>{},()=>{},'123456789012345')", []],
  ["fbq('consent','granted')", ['consent-word'], 'fbq("consent", "grant");'],
  ["fbq('consent',true)", ['consent-word'], 'fbq("consent", "grant");'],
  ["fbq('consent',false)", ['consent-word'], 'fbq("consent", "revoke");'],
  ["fbq('consent','Revoked')", ['consent-word'], 'fbq("consent", "revoke");'],
  ["fbq('consent','grnat')", ['consent-word'], 'fbq("consent", "grant");'],
  ["fbq('consent','update',{ad_storage:'granted'})", ['consent-word'], 'fbq("consent", "grant");'],
  ["fbq('consent','default',{ad_storage:'denied'})", ['consent-word'], 'fbq("consent", "revoke");'],
  ["fbq('consent')", ['consent-word'], NO_CODE],
  ["fbq('consent','marketing')", ['consent-word'], NO_CODE],
  [
    "fbq('set','userData',{em:'a@shop.example'})",
    ['set-user-data'],
    'fbq("init", "123456789012345", {em: "a@shop.example"});',
  ],
  // Pixels
  ["fbq('init',' 522344231566343')", ['invalid-pixel-id'], 'fbq("init", "522344231566343");'],
  ["fbq('init','0123')", ['invalid-pixel-id'], 'fbq("init", pixelId);'],
  ["fbq('init','UA-1234567-1')", ['invalid-pixel-id'], 'fbq("init", pixelId);'],
  ["fbq('init')", ['invalid-pixel-id']],
  ["fbq('init',28569583012647858)", ['pixel-id-lost-digits']],
  ["fbq('init','123456789012345',{em:'a@shop.example'})", []],
  [
    "fbq('trackSingle','Lead',{value:1})",
    ['pixel-id-missing'],
    'fbq("trackSingle", "123456789012345", "Lead", {value: 1, currency: currency});',
  ],
  [
    "fbq('trackSingle',123456789012345,'Lead')",
    ['pixel-id-missing'],
    'fbq("trackSingle", "123456789012345", "Lead");',
  ],
  [
    "fbq('trackSingleCustom','MyEvent',{a:1},{eventID:'x'})",
    ['pixel-id-missing'],
    'fbq("trackSingleCustom", "123456789012345", "MyEvent", {a: 1}, {eventID: "x"});',
  ],
  // Event ids
  ["fbq('track','Lead',{},{EventID:'a'})", ['misspelt-event-id'], '{eventID: "a"}'],
  ["fbq('track','Lead',{},{'event-id':'a'})", ['misspelt-event-id'], '{eventID: "a"}'],
  [
    "fbq('track','Lead',{event_id:'a'})",
    ['event-id-in-custom-data'],
    'fbq("track", "Lead", {}, {eventID: "a"});',
  ],
  ["fbq('track','Lead',{event_id:'a'},{eventID:'a'})", []],
  ["fbq('track','Lead',{event_id:7})", ['event-id-in-custom-data'], '{eventID: "7"}'],
  ["fbq('track','Lead',{eventID:'undefined'})", ['event-id-in-custom-data'], '{eventID: eventId}'],
  ["fbq('track','Lead',{},[{eventID:'c3'}])", ['event-id-without-object'], '{eventID: "c3"}'],
  ["fbq('track','Lead',{},'order-1')", ['event-id-without-object'], '{eventID: "order-1"}'],
  ["fbq('track','Lead',{},{eventID:undefined})", ['undefined-event-id']],
  ["fbq('track','Lead',{},{eventID:'undefined'})", ['placeholder-event-id']],
  ["fbq('track','Lead',{},{eventID:12345678901234567890})", ['event-id-lost-digits']],
  ["fbq('track','Lead',{},{eventID:{a:1}})", ['event-id-type']],
  ["fbq('track','Lead',{},{eventID:'a',event_id:'a'})", []],
  // Amounts and currencies
  ["fbq('track','Purchase')", ['purchase-without-value', 'purchase-without-currency']],
  ["fbq('track','Purchase',{value:undefined,currency:'EUR'})", ['invalid-value']],
  [
    "fbq('track','Purchase',{value:'€ 1.234,50',currency:'EUR'})",
    ['invalid-value'],
    'value: 1234.5',
  ],
  ["fbq('track','Purchase',{value:'9.99 EUR',currency:'EUR'})", ['invalid-value'], 'value: 9.99'],
  ["fbq('track','Purchase',{value:NaN,currency:'EUR'})", ['invalid-value']],
  [
    "fbq('track','Purchase',{value:'-12,50',currency:'EUR'})",
    ['invalid-value'],
    'value: orderTotal',
  ],
  ["fbq('track','Purchase',{value:5,currency:'$'})", ['invalid-currency'], 'currency: currency'],
  [
    "fbq('track','Purchase',{value:-5,currency:'€'})",
    ['negative-value', 'invalid-currency'],
    'value: -5, currency: "EUR"',
  ],
  ["fbq('track','Purchase',{value:5,currency:' eur '})", ['invalid-currency'], 'currency: "EUR"'],
  ["fbq('track','Purchase',{value:5,currency:'UAH'})", ['currency-unknown-to-sdk']],
  ["fbq('track','Purchase',{value:5,currency:'VEF'})", []],
  [
    "fbq('track','Purchase',{value:'0.00',currency:'USD',content_type:['product'],content_ids:['1']})",
    [],
  ],
  ["fbq('track','AddToCart',{value:9.9})", ['value-without-currency'], 'currency: currency'],
  ["fbq('track','AddToCart',{value:0})", []],
  ["fbq('track','Subscribe',{predicted_ltv:'much'})", ['invalid-value']],
  // Products
  [
    "fbq('track','ViewContent',{content_ids:'a, b',content_type:'product'})",
    ['content-ids'],
    'content_ids: ["a", "b"]',
  ],
  [
    "fbq('track','ViewContent',{content_ids:['a'],content_type:'products'})",
    ['content-type'],
    'content_type: "product"',
  ],
  ["fbq('track','ViewContent',{content_ids:['a'],content_type:'destination'})", []],
  // A list and its JSON text leave the browser as the same text.
  [`fbq('track','ViewContent',{content_ids:'["a","b"]',content_type:'product'})`, []],
  [`fbq('track','ViewContent',{content_ids:'[6768]',content_type:'["product"]'})`, []],
  [
    `fbq('track','AddToCart',{contents:'[{"id":"a","quantity":1}]',content_ids:'["a"]',content_type:'product'})`,
    [],
  ],
  [
    `fbq('track','AddToCart',{contents:'[{"id":"a"}]',content_type:'product'})`,
    ['contents'],
    'contents: [{id: "a", quantity: 1}]',
  ],
  [
    `fbq('track','AddToCart',{contents:'{"id":"a","quantity":2}',content_type:'product'})`,
    ['contents'],
    'contents: [{id: "a", quantity: 2}]',
  ],
  // What nobody can read is told, and no line is made of it.
  [
    "fbq('track','AddToCart',{contents:'[object Object]',content_type:'product'})",
    ['placeholder-parameter'],
    NO_CODE,
  ],
  [
    `fbq('track','AddToCart',{content_ids:"['a','b']",content_type:'product'})`,
    ['content-ids'],
    NO_CODE,
  ],
  [
    "fbq('track','AddToCart',{content_ids:'undefined',content_type:'product'})",
    ['placeholder-parameter'],
    NO_CODE,
  ],
  [
    "fbq('track','ViewContent',{content_ids:['a']})",
    ['incomplete-catalogue-parameters'],
    'content_type: "product"',
  ],
  ["fbq('track','ViewContent',{content_type:'product'})", ['incomplete-catalogue-parameters']],
  [
    "fbq('track','AddToCart',{contents:[{item_id:'a'}],content_type:'product'})",
    ['contents'],
    'contents: [{id: "a", quantity: 1}]',
  ],
  ["fbq('track','InitiateCheckout',{num_items:'two'})", ['parameter-type']],
  ["fbq('track','Search',{search_string:['tea']})", ['parameter-type'], 'search_string: "tea"'],
  ["fbq('track','Search',{search_string:['tea','pot']})", ['parameter-type'], NO_CODE],
  ["fbq('track','Purchase',9.9)", ['custom-data-type'], '{value: 9.9, currency: currency}'],
  [
    `fbq('track','Purchase','{"value":9.9,"currency":"EUR"}')`,
    ['custom-data-type'],
    '{value: 9.9, currency: "EUR"}',
  ],
  ["fbq('track','Lead','[object Object]')", ['custom-data-type'], NO_CODE],
  ["fbq('trackCustom','Mine',{'my key':1,my_key:2})", ['parameter-name-with-blank'], NO_CODE],
  ["fbq('track','Lead','newsletter')", ['custom-data-type'], 'content_name: "newsletter"'],
  ["fbq('trackCustom','Mine',{'my key':1})", ['parameter-name-with-blank'], '{my_key: 1}'],
];

describe('faults beyond the recorded runs', () => {
  test.each(FAULTS)('%s', (js, rules, fix) => {
    const { faults, lines } = follow(callsOf(inited(js)));
    const told = faults.filter(
      ({ rule }) => !(js.includes("'init'") && rule === 'pixel/duplicate-pixel-id'),
    );
    expect(told.map(({ rule }) => rule.replace('pixel/', ''))).toEqual(rules);
    if (fix === NO_CODE) expect(lines.at(-1)?.corrected).toBeUndefined();
    else if (fix !== undefined) expect(lines.at(-1)?.corrected).toContain(fix);
  });

  it('takes a second init with the same user data for what it is', () => {
    const again = (data: string) =>
      faultsOf(`fbq('init','${PIXEL}',{em:'a@b.test'});fbq('init','${PIXEL}'${data})`).map(
        ({ rule, severity, data }) => [rule, severity, 'userData' in data && data.userData],
      );
    const rule = 'pixel/duplicate-pixel-id';
    expect(again(",{em:'a@b.test'}")).toEqual([[rule, 'info', 'same']]);
    expect(again(",{em:'c@d.test'}")).toEqual([[rule, undefined, 'other']]);
    expect(again('')).toEqual([[rule, undefined, 'none']]);
  });

  it('mends all faults of a call in one line', () => {
    const js = "fbq('track','purchase',{value:'9,99',currency:'€'},{eventId:'o1'})";
    const { faults, lines } = follow(callsOf(inited(js)));
    expect(faults.map(({ rule }) => rule)).toEqual([
      'pixel/event-name-case',
      'pixel/invalid-value',
      'pixel/invalid-currency',
      'pixel/misspelt-event-id',
    ]);
    expect(lines.at(-1)?.corrected).toBe(
      'fbq("track", "Purchase", {value: 9.99, currency: "EUR"}, {eventID: "o1"});',
    );
  });
});

/** Calls as the vendors' documents and the demo shop write them. */
const CORRECT = [
  "fbq('track','PageView')",
  "fbq('track','ViewContent',{content_ids:['house-250'],content_type:'product',value:9.9,currency:'EUR'},{eventID:'view-house-250'})",
  "fbq('track','Purchase',{value:115.00,currency:'USD',contents:[{id:'301',quantity:1,item_price:85},{id:'401',quantity:2}],content_type:'product'},{eventID:'o1'})",
  "fbq('track','Purchase',{value:'9.90',currency:'eur',num_items:2,order_id:'A1'},{event_id:'o2'})",
  "fbq('track','Search',{search_string:'tea'})",
  "fbq('track','CompleteRegistration',{status:true})",
  "fbq('track','CustomEvent',{event:'foo'})",
  "fbq('trackCustom','ShareDiscount',{promotion:'share_discount_10%'})",
  "fbq('trackSingle','123456789012345','Lead',{value:1,currency:'EUR'},{eventID:'x'})",
  "fbq('trackSingleCustom','123456789012345','Signed Up',{},{eventID:'x'})",
  "fbq('consent','revoke');fbq('consent','grant')",
  "fbq('dataProcessingOptions',['LDU'],0,0)",
  "fbq('set','agent','plX','123456789012345')",
  "fbq('reportLead')",
  "_fbq.push(['track','lead',{}])",
];

describe('correct calls', () => {
  test.each(CORRECT)('%s', (js) => {
    expect(faultsOf(inited(js))).toEqual([]);
  });
});

describe('values that were not copied whole', () => {
  const before: PixelsBefore = {
    pixels: new Map([[PIXEL, { userData: undefined }]]),
    isKnown: true,
    hasBadInit: false,
    isLimited: false,
  };
  const check = (...args: PageValue[]) => checkPixelCall(readPixelCall(args), before);

  it('are not judged', () => {
    expect(check('track', 'Purchase', { $type: 'cut', of: 'Object' })).toEqual([]);
    expect(check('track', 'Purchase', { value: { $type: 'accessor' }, currency: 'EUR' })).toEqual(
      [],
    );
    expect(check('track', 'Purchase', { $type: 'entries', entries: [], length: 5_000 })).toEqual(
      [],
    );
    expect(check('track', 'Lead', {}, { eventID: { $type: 'accessor' } })).toEqual([]);
    expect(check('track', { $type: 'accessor' })).toEqual([]);
  });

  it('are judged where they stand in for something known', () => {
    const data = { $type: 'instance' as const, of: 'Order', properties: { value: 1 } };
    expect(check('track', 'Purchase', data).map(({ rule }) => rule)).toEqual([
      'pixel/purchase-without-currency',
    ]);
    expect(
      check('track', 'Purchase', asPageValue({ value: Number.NaN, currency: 'EUR' }))[0]?.rule,
    ).toBe('pixel/invalid-value');
  });

  it('says nothing about pixels where calls may have been missed', () => {
    const unknown: PixelsBefore = { ...NO_PIXELS, isKnown: false };
    expect(checkPixelCall(readPixelCall(['track', 'Lead']), unknown)).toEqual([]);
    expect(checkPixelCall(readPixelCall(['trackSingle', PIXEL, 'Lead']), unknown)).toEqual([]);
  });
});
