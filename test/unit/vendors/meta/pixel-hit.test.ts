import { describe, expect, test } from 'vitest';
import type { ObservedRequest } from '../../../../src/vendors/request.ts';
import { transportOf } from '../../../../src/vendors/request.ts';
import observations from '../../../site/observations.json' with { type: 'json' };
import {
  eventOf,
  hitOf,
  imageOf,
  multipartOf,
  PIXEL_FIELDS,
  postOf,
  queryOf,
} from '../decode/requests.ts';

const TR = 'https://www.facebook.com/tr/';
const PURCHASE = {
  pixelId: '123456789012345',
  eventName: 'Purchase',
  eventId: 'order-1',
  parameters: PIXEL_FIELDS,
};

interface ObservedHit {
  method: string;
  url: string;
  type: string;
  fields: Record<string, string>;
}

/** As the browser sent it: the SDK's GET in the address, its POST as an urlencoded form. */
function requestOf({ method, url, type, fields }: ObservedHit): ObservedRequest {
  const text = queryOf(fields);
  return method === 'GET'
    ? { method, url: `${url}?${text}`, type }
    : {
        method,
        url,
        type,
        contentType: 'application/x-www-form-urlencoded',
        body: { kind: 'text', text: text.replaceAll('%20', '+') },
      };
}

const hits = observations.rows.flatMap((row) =>
  row.hits.map((hit, i) => ({ name: `${row.name} #${i + 1}`, hit: hit as unknown as ObservedHit })),
);

describe('what the real SDK sent', () => {
  test('covers every recorded hit', () => expect(hits.length).toBeGreaterThan(40));

  test.each(hits)('$name', ({ hit }) => {
    const { fields } = hit;
    const decoded = hitOf(requestOf(hit));
    expect(decoded.vendor).toBe('meta');
    expect(decoded.events).toHaveLength(1);
    const [event] = decoded.events;
    expect(event?.parameters).toEqual(fields);
    expect(event?.pixelId).toBe(fields.id);
    expect(event?.eventName).toBe(fields.ev);
    expect(event?.eventId).toBe(fields.eid === '' ? undefined : fields.eid);
    const marks = [];
    if (fields.ev === undefined) marks.push('no-event-name');
    if (fields.eid === '') marks.push('empty-event-id');
    if ('eid[0]' in fields) marks.push('event-id-list');
    expect(decoded.marks).toEqual(marks);
  });

  test('the long payload is a form, all others are images', () => {
    const transports = new Set(hits.map(({ hit }) => transportOf(requestOf(hit))));
    expect([...transports].sort()).toEqual(['form', 'image']);
  });
});

const boundary = '----WebKitFormBoundaryAbC123';
const query = queryOf(PIXEL_FIELDS);
const parsed = Object.fromEntries(
  Object.entries(PIXEL_FIELDS).map(([name, value]) => [name, [value]]),
);
const multipart = multipartOf(PIXEL_FIELDS, boundary);
const multipartType = `multipart/form-data; boundary=${boundary}`;
const form = 'application/x-www-form-urlencoded';

const FORMS: [string, ObservedRequest][] = [
  ['image', imageOf(`${TR}?${query}`)],
  ['no slash', imageOf(`https://www.facebook.com/tr?${query}`)],
  ['Instagram', imageOf(`https://www.instagram.com/tr/?${query}`)],
  ['Instagram, no slash', imageOf(`https://www.instagram.com/tr?${query}`)],
  ['without www', imageOf(`https://facebook.com/tr?${query}`)],
  ['raw brackets', imageOf(`${TR}?${query.replaceAll('%5B', '[').replaceAll('%5D', ']')}`)],
  ['small escapes', imageOf(`${TR}?${query.replace(/%[0-9A-F]{2}/g, (e) => e.toLowerCase())}`)],
  ['plus for space', imageOf(`${TR}?${query.replaceAll('%20', '+')}`)],
  ['upper-case host, port, fragment', imageOf(`HTTPS://WWW.Facebook.com:443/tr/?${query}#x`)],
  ['fetch GET', { url: `${TR}?${query}`, method: 'get', type: 'xmlhttprequest' }],
  ['urlencoded POST', postOf(TR, query, form)],
  ['urlencoded, no content type', postOf(TR, query)],
  ['hidden form', { ...postOf(TR, query, form), type: 'sub_frame' }],
  ['formData', { url: TR, method: 'POST', type: 'beacon', body: { kind: 'form', fields: parsed } }],
  ['multipart', postOf(TR, multipart, multipartType)],
  ['multipart, no content type', postOf(TR, multipart)],
  [
    'multipart, quoted boundary',
    postOf(TR, multipart, `multipart/form-data; boundary="${boundary}"`),
  ],
  ['multipart, bare line feeds', postOf(TR, multipart.replaceAll('\r\n', '\n'), multipartType)],
  ['parameters in the address of a POST', { url: `${TR}?${query}`, method: 'POST', type: 'ping' }],
];

test.each(FORMS)('the same event out of: %s', (_name, request) => {
  expect(hitOf(request)).toEqual({ vendor: 'meta', events: [PURCHASE], marks: [] });
});

test('the address and the body of one POST are put together', () => {
  const { id, ev, ...rest } = PIXEL_FIELDS;
  const request = postOf(`${TR}?id=${id}&ev=${ev}`, queryOf(rest), form);
  expect(hitOf(request)).toEqual({ vendor: 'meta', events: [PURCHASE], marks: [] });
});

test.each<[string, ObservedRequest, string[], number]>([
  [
    'noscript',
    imageOf('https://www.facebook.com/tr?id=123&ev=PageView&noscript=1'),
    ['noscript'],
    1,
  ],
  ['no event name', imageOf(`${TR}?id=123`), ['no-event-name'], 1],
  ['no pixel', imageOf(`${TR}?ev=Lead`), ['no-pixel-id'], 1],
  ['nothing at all', imageOf(TR), ['no-parameters'], 0],
  [
    'a body that was not shown',
    {
      url: TR,
      method: 'POST',
      type: 'ping',
      body: { kind: 'unreadable', reason: 'Blob' },
    },
    ['body-unreadable'],
    0,
  ],
  ['a POST without a body', { url: TR, method: 'POST', type: 'ping' }, ['no-body'], 0],
  [
    'half of it not shown',
    {
      url: `${TR}?id=123`,
      method: 'POST',
      type: 'ping',
      body: { kind: 'unreadable', reason: 'Blob' },
    },
    ['body-unreadable'],
    1,
  ],
  ['a compressed body', postOf(TR, '\u001f\ufffd\b\u0000'), ['binary-body', 'no-parameters'], 0],
  ['JSON', postOf(`${TR}?id=1&ev=A`, '{"a":1}'), ['unknown-body'], 1],
  ['a repeated key', imageOf(`${TR}?id=1&id=2&ev=A`), ['duplicate-key'], 1],
  ['a bad escape', imageOf(`${TR}?id=1&ev=A&cd[a]=%FC%`), ['bad-percent-encoding'], 1],
  ['es=automatic', imageOf(`${TR}?id=1&ev=X&es=automatic`), ['automatic'], 1],
  [
    'a button click',
    imageOf(`${TR}?id=1&ev=SubscribedButtonClick&tm=3&es=automatic`),
    ['automatic'],
    1,
  ],
  ['Microdata', imageOf(`${TR}?id=1&ev=Microdata`), ['automatic'], 1],
  ['trackSingleSystem', imageOf(`${TR}?id=1&ev=X&tm=3`), ['automatic'], 1],
  ['trackSingle', imageOf(`${TR}?id=1&ev=X&tm=1`), [], 1],
])('marks: %s', (_name, request, marks, events) => {
  const hit = hitOf(request);
  expect(hit.marks).toEqual(marks);
  expect(hit.events).toHaveLength(events);
});

describe('event ids', () => {
  test.each([
    ['eid=a', 'a', []],
    ['eid=', undefined, ['empty-event-id']],
    ['', undefined, []],
    ['eid[]=a', 'a', ['event-id-list']],
    ['eid%5B0%5D=a', 'a', ['event-id-list']],
    ['eid[0]=a&eid[1]=b', undefined, ['event-id-list']],
    ['eid[]=a&eid[]=b', undefined, ['event-id-list']],
    ['eid=a&eid[0]=b', 'a', ['event-id-list']],
    [
      `eid=ob3_plugin-set_${'0af'.repeat(21)}1`,
      `ob3_plugin-set_${'0af'.repeat(21)}1`,
      ['automatic-event-id'],
    ],
    ['eid=sgwpixel_plugin-set_1', 'sgwpixel_plugin-set_1', ['automatic-event-id']],
    [
      'eid=LCP.1.01234567-89ab-cdef-0123-456789abcdef',
      'LCP.1.01234567-89ab-cdef-0123-456789abcdef',
      ['automatic-event-id'],
    ],
    ['eid=ob3_plugin-set_mine', 'ob3_plugin-set_mine', []],
  ])('%s', (text, eventId, marks) => {
    const hit = hitOf(imageOf(`${TR}?id=1&ev=A&${text}`));
    expect(hit.events[0]?.eventId).toBe(eventId);
    expect(hit.marks).toEqual(marks);
  });
});

test('a repeated key keeps all of its values', () => {
  const { parameters } = eventOf(imageOf(`${TR}?id=1&a=1&a=2&a=2&a=3&a (2)=x&b[]=1&b[]=2`));
  expect(parameters).toEqual({
    id: '1',
    a: '1',
    'a (2)': '2',
    'a (3)': '2',
    'a (4)': '3',
    'a (2) (2)': 'x',
    'b[]': '1',
    'b[] (2)': '2',
  });
});

test('names of Object.prototype are names like others', () => {
  const { parameters } = eventOf(imageOf(`${TR}?id=1&__proto__=p&constructor=c&toString=t`));
  expect(Object.entries(parameters)).toEqual([
    ['id', '1'],
    ['__proto__', 'p'],
    ['constructor', 'c'],
    ['toString', 't'],
  ]);
  expect(Object.getPrototypeOf(parameters)).toBe(Object.prototype);
});

describe('multipart', () => {
  test('a name with quotes, a file, an empty value, line breaks in a value', () => {
    const text = [
      '--b',
      'Content-Disposition: form-data; name="a%22b"',
      '',
      'x\r\ny',
      '--b',
      'content-disposition: form-data; name="f"; filename="x.txt"',
      'Content-Type: text/plain',
      '',
      'secret',
      '--b',
      'Content-Disposition: form-data; name="e"',
      '',
      '',
      '--b--',
      '',
    ].join('\r\n');
    const hit = hitOf(postOf(TR, text, 'multipart/form-data; boundary=b'));
    expect(hit.events[0]?.parameters).toEqual({ 'a"b': 'x\r\ny', f: '(file)', e: '' });
  });

  test.each([
    ['in the event id', 'er-1', ['truncated-multipart']],
    ['in a header', 'name="ei', ['truncated-multipart']],
    ['in the closing line', '--\r\n', ['truncated-multipart']],
  ])('cut %s: what came is kept', (_name, at, marks) => {
    const cut = multipart.slice(0, multipart.lastIndexOf(at));
    const hit = hitOf(postOf(TR, cut, multipartType));
    expect(hit.marks).toEqual(marks);
    expect(hit.events[0]?.pixelId).toBe('123456789012345');
    // Half an id must not be joined to anything.
    expect(hit.events[0]?.eventId).toBe(at === '--\r\n' ? 'order-1' : undefined);
  });

  test('the wrong boundary', () => {
    const hit = hitOf(postOf(TR, multipart, 'multipart/form-data; boundary=other'));
    expect(hit.marks).toEqual(['bad-multipart', 'no-parameters']);
  });
});
