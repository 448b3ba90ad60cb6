import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { en } from '../../../../../src/language/en.ts';
import { sayFaults } from '../../../../../src/language/input.ts';
import { readFileText } from '../../../../../src/vendors/meta/server-events/file-bytes.ts';
import { parseServerEvents } from '../../../../../src/vendors/meta/server-events/import.ts';

const SECONDS = 1_795_240_000;
const TOKEN = `EAA${'Bq7'.repeat(20)}`;
const PROOF = '0011223344556677';
const PIXEL = '123456789012345';
const URL_OF = (pixel: string) => `https://graph.facebook.com/v24.0/${pixel}/events`;

const event = (name: string, more: object = {}) => ({
  event_name: name,
  event_time: SECONDS,
  event_id: `id-${name}`,
  action_source: 'website',
  user_data: { client_user_agent: 'Mozilla/5.0', external_id: 'shopper' },
  custom_data: { value: 12.5, currency: 'EUR', content_name: 'L\'Oréal "x"' },
  ...more,
});
const [a, b] = [event('A'), event('B')];
const form = (fields: Record<string, string>) => String(new URLSearchParams(fields));
const lines = (...values: unknown[]) =>
  values.map((value) => (typeof value === 'string' ? value : JSON.stringify(value))).join('\n');

async function read(text: string) {
  const result = await parseServerEvents(text, { name: 'server.log', now: 0 });
  const said = sayFaults(result, en);
  for (const secret of [TOKEN, PROOF])
    expect(`${JSON.stringify(result)}${said}`).not.toContain(secret);
  return { ...result, said };
}
/** The events of a text as `name pixel`. */
async function eventsOf(text: string): Promise<string[]> {
  const { entries, said } = await read(text);
  expect(said).toBeUndefined();
  return entries.map((e) => `${e.event.event_name} ${e.pixelId ?? '?'}`);
}

/** The log of a server tag: one line for the request, one for the answer. */
const tagLog = (
  name: string,
  pixel: string,
  traceId: string,
  status: number,
  requestBody: unknown = { data: [event(name)], partner_agent: 'tag' },
) => [
  {
    Name: 'Facebook',
    Type: 'Request',
    EventName: name,
    RequestMethod: 'POST',
    RequestUrl: `${URL_OF(pixel)}?access_token=${TOKEN}`,
    RequestBody: requestBody,
    TraceId: traceId,
  },
  {
    Name: 'Facebook',
    Type: 'Response',
    TraceId: traceId,
    EventName: name,
    ResponseStatusCode: status,
    ResponseBody: '{"error":{"message":"Invalid parameter"}}',
  },
];

const curl = (data: string) =>
  `curl \\\n  -F 'data=${data}' \\\n  -F 'access_token=${TOKEN}' \\\n  -F 'appsecret_proof=${PROOF}' \\\n  ${URL_OF(PIXEL)}\n\n`;

/** JSON as the PHP SDK has it, and as its CurlLogger escapes it. */
const php = (value: unknown) =>
  JSON.stringify(value)
    .replace(/[^\x20-\x7e]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .replaceAll("'", "\\'");

describe('what is sent', () => {
  it.each([
    ['a list of JSON texts', JSON.stringify({ data: [JSON.stringify(a), JSON.stringify(b)] }), 2],
    ['a form of JSON texts', form({ data: JSON.stringify([JSON.stringify(a)]) }), 1],
    ['data[0]=', form({ 'data[0]': JSON.stringify(a), 'data[1]': JSON.stringify(b) }), 2],
    [
      'data[]=',
      `data%5B%5D=${encodeURIComponent(JSON.stringify(a))}&data[]=${JSON.stringify(b)}`,
      2,
    ],
    ['the token first', form({ access_token: TOKEN, data: JSON.stringify([a]) }), 1],
    [
      'names in brackets all the way',
      'data[0][event_name]=A&data[0][event_time]=1795240000&data[0][user_data][em][0]=x',
      1,
    ],
    [
      'a form whose user data are JSON texts',
      form({ 'data[0][event_name]': 'A', 'data[0][user_data]': '{"em":["x"]}' }),
      1,
    ],
    [
      'batch= as a form',
      form({
        access_token: TOKEN,
        batch: JSON.stringify([
          {
            method: 'POST',
            relative_url: `${PIXEL}/events`,
            body: form({ data: JSON.stringify([a]) }),
          },
        ]),
      }),
      1,
    ],
  ])('%s', async (_, text, count) => {
    const { entries, said } = await read(text);
    expect(said).toBeUndefined();
    expect(entries.map(({ event: { event_name } }) => event_name)).toEqual(
      ['A', 'B'].slice(0, count),
    );
  });

  it('parts that came as JSON texts are objects', async () => {
    const text = JSON.stringify(
      event('A', { user_data: '{"em":["x"]}', custom_data: '{"value":1}' }),
    );
    const { entries } = await read(text);
    expect(entries[0]?.event).toMatchObject({
      user_data: { em: ['x'] },
      custom_data: { value: 1 },
    });
  });
});

describe('what is logged', () => {
  it.each<[string, string, string[]]>([
    [
      'a session of Charles: host and path are fields of their own',
      JSON.stringify([
        {
          method: 'POST',
          host: 'graph.facebook.com',
          path: `/v24.0/${PIXEL}/events`,
          request: { body: { text: JSON.stringify({ data: [a] }) } },
        },
      ]),
      [`A ${PIXEL}`],
    ],
    [
      "node's options of a request beside its body",
      JSON.stringify({
        options: { hostname: 'x.test', path: `/v24.0/${PIXEL}/events?access_token=${TOKEN}` },
        body: JSON.stringify({ data: [a] }),
      }),
      [`A ${PIXEL}`],
    ],
    [
      'a path of a page',
      JSON.stringify({ path: `/2026/${PIXEL}/events`, body: JSON.stringify({ data: [a] }) }),
      ['A ?'],
    ],
    [
      'a wrapper with a name of its own around data',
      JSON.stringify({
        event_name: `Purchase (${PIXEL})`,
        pixel_id: PIXEL,
        access_token: TOKEN,
        data: [a],
        test_event_code: 'TEST1',
      }),
      [`A ${PIXEL}`],
    ],
    [
      'a wrapper whose body is text',
      JSON.stringify({
        event_name: 'a',
        pixelId: Number(PIXEL),
        body: JSON.stringify({ data: [a] }),
      }),
      [`A ${PIXEL}`],
    ],
    ['lines of a server tag', lines(...tagLog('A', PIXEL, 't1', 200)), [`A ${PIXEL}`]],
    [
      'lines of two tags, which share a list when exported',
      JSON.stringify([...tagLog('A', '11111', 't1', 200), ...tagLog('B', '22222', 't2', 200)]),
      ['A 11111', 'B 22222'],
    ],
    [
      'the lines of a tag inside the records of a cloud log',
      JSON.stringify(
        tagLog('A', PIXEL, 't1', 200).map((line) => ({
          insertId: 'x',
          textPayload: JSON.stringify(line),
          timestamp: '2026-11-21T10:00:00.5Z',
        })),
      ),
      [`A ${PIXEL}`],
    ],
    [
      'a request and its body side by side',
      JSON.stringify({
        level: 30,
        request: { method: 'post', url: `${URL_OF(PIXEL)}?access_token=${TOKEN}` },
        payload: { data: [a, b] },
      }),
      [`A ${PIXEL}`, `B ${PIXEL}`],
    ],
    [
      'an HTTP client’s own record',
      JSON.stringify({
        config: { url: URL_OF(PIXEL), data: JSON.stringify({ data: [a], access_token: TOKEN }) },
      }),
      [`A ${PIXEL}`],
    ],
    [
      'an address of one record is no other’s',
      JSON.stringify([{ url: URL_OF(PIXEL), body: { data: [a] } }, { body: { data: [b] } }]),
      [`A ${PIXEL}`, 'B ?'],
    ],
    [
      'a page that is called like an address of events',
      JSON.stringify({ page: 'https://shop.example/2026/events', data: [a], at: 1 }),
      ['A ?'],
    ],
    [
      'a bracketed date before, and [] behind',
      `[2026-11-27 02:30:24] FBE.INFO: Sending event ${JSON.stringify({ data: [a] })} []\n[2026-11-27 02:30:25] FBE.INFO: Sent [] []\n[2026-11-27 02:30:26] FBE.INFO: Sending event ${JSON.stringify({ data: [b] })} [] []\n`,
      ['A ?', 'B ?'],
    ],
    [
      'the body before its address, in one line',
      `10:00 sending ${JSON.stringify({ data: [a] })} to ${URL_OF('11111')}?access_token=${TOKEN}\n10:01 sending ${JSON.stringify({ data: [b] })} to ${URL_OF('22222')}`,
      ['A 11111', 'B 22222'],
    ],
    [
      'JSON in quotes',
      `time=10:00 level=info url="${URL_OF(PIXEL)}" body=${JSON.stringify(JSON.stringify({ data: [a] }))}`,
      [`A ${PIXEL}`],
    ],
    [
      'a request as it goes over the wire',
      `POST /v24.0/${PIXEL}/events?access_token=${TOKEN} HTTP/1.1\nHost: graph.facebook.com\nContent-Type: application/json\n\n${JSON.stringify({ data: [a] })}`,
      [`A ${PIXEL}`],
    ],
    [
      'a pixel that the words name',
      `capi: 1 event to pixel ${PIXEL}: ${JSON.stringify({ data: [a] })}\nlevel=info pixel_id=22222222222 payload=${JSON.stringify(JSON.stringify({ data: [b] }))}`,
      [`A ${PIXEL}`, 'B 22222222222'],
    ],
    [
      'words that name two pixels',
      `pixel 11111111111 and pixel 22222222222: ${JSON.stringify({ data: [a] })}`,
      ['A ?'],
    ],
    [
      'a form in a line',
      `POST ${URL_OF(PIXEL)} ${form({ access_token: TOKEN, data: JSON.stringify([a]) })} 200`,
      [`A ${PIXEL}`],
    ],
    [
      'JSON after JSON',
      `${JSON.stringify(a, undefined, 2)}\n${JSON.stringify(b, undefined, 2)}`,
      ['A ?', 'B ?'],
    ],
    ['curl as the PHP SDK logs it', curl(php([a])) + curl(php([b])), [`A ${PIXEL}`, `B ${PIXEL}`]],
    [
      'curl as the PHP SDK logs it, printed prettily',
      curl(php([a]).replace('[', '[ \n    ').replace(']', ' \n  ]')),
      [`A ${PIXEL}`],
    ],
    [
      'curl as people write it',
      `$ curl -X POST "${URL_OF(PIXEL)}?access_token=${TOKEN}" -H 'Content-Type: application/json' -d '${JSON.stringify({ data: [a] }).replaceAll("'", "'\\''")}'`,
      [`A ${PIXEL}`],
    ],
    [
      'curl with a form',
      `curl --data-urlencode 'data=${JSON.stringify([event('A', { custom_data: {} })])}' -d access_token=${TOKEN} ${URL_OF(PIXEL)}`,
      [`A ${PIXEL}`],
    ],
    [
      'curl as a browser copies it for Windows',
      `curl ^"${URL_OF(PIXEL)}^" ^\n  -H ^"content-type: application/json^" ^\n  --data-raw ^"${JSON.stringify(
        { data: [a] },
      )
        .replace(/["\\]/g, '\\$&')
        .replace(/[^\w\s]/g, '^$&')}^"\n`,
      [`A ${PIXEL}`],
    ],
    [
      'curl as a browser copies it, with characters escaped',
      `curl '${URL_OF(PIXEL)}' --data-raw $'{"data":[{"event_name":"A","event_id":"l\\'\\u00e9"}]}'`,
      [`A ${PIXEL}`],
    ],
  ])('%s', async (_, text, expected) => {
    expect(await eventsOf(text)).toEqual(expected);
  });

  it('keeps what stands in the texts as it is', async () => {
    const { entries } = await read(curl(php([a])));
    expect(entries[0]?.event.custom_data).toEqual(a?.custom_data);
  });

  it('the time of a line that says its zone is the request’s', async () => {
    const zoned = `2026-11-21T10:00:00+01:00 INFO ${JSON.stringify({ data: [a] })}`;
    const bare = `[2026-11-21 10:00:00] INFO ${JSON.stringify({ data: [a] })}`;
    expect((await read(zoned)).entries[0]).toMatchObject({
      at: Date.parse('2026-11-21T09:00:00Z'),
      timeOf: 'receipt',
    });
    expect((await read(bare)).entries[0]?.timeOf).toBe('event');
  });

  it('an answer that stands beside a request, or under its trace, is its own', async () => {
    const beside = JSON.stringify({
      request: { url: URL_OF(PIXEL), body: { data: [a] } },
      response: { status: 400, data: { error: { message: `Bad token ${TOKEN}` } } },
    });
    expect((await read(beside)).entries[0]?.answer).toMatchObject({ status: 400 });
    const traced = lines(...tagLog('A', '11111', 't1', 200), ...tagLog('B', '22222', 't2', 400));
    const { entries } = await read(traced);
    expect(entries.map(({ answer }) => answer?.status)).toEqual([200, 400]);
    expect(entries[1]?.answer?.message).toBe('Invalid parameter');
  });
});

describe('the answers of a log, behind their requests', () => {
  const body = (...events: object[]) => JSON.stringify({ data: events });
  const refused = '{"error":{"message":"Invalid parameter","type":"OAuthException","code":100}}';
  const taken = '{"events_received":1,"messages":[],"fbtrace_id":"A1"}';
  const guzzle = `Client error: \`POST ${URL_OF(PIXEL)}\` resulted in a \`400 Bad Request\` response:\n{"error":{"message":"Invalid parameter","type":"OAuthException","code":100,"is_transient":false, (truncated...)`;
  const answersOf = async (text: string) =>
    (await read(text)).entries.map(
      ({ event: { event_name: name }, answer }) =>
        `${name} ${answer === undefined ? '-' : `${answer.status} ${answer.message ?? ''}`}`,
    );

  it.each([
    ['words and bodies', `request: ${body(a)}\nresponse: ${refused}\nrequest: ${body(b)}`],
    ['one value a line', `${body(a)}\n${refused}\n${body(b)}\n${taken}`],
    ["PHP's client", `request ${body(a)}\nFail! ${guzzle}\nrequest ${body(b)}`],
    [
      'a logger’s objects',
      lines({ msg: 'out', body: body(a) }, { res: refused }, { body: body(b) }),
    ],
  ])('%s', async (_what, text) => {
    expect(await answersOf(text)).toEqual(['A 400 Invalid parameter', 'B -']);
  });

  it.each([
    ['two requests, then two answers', `${body(a)}\n${body(b)}\n${refused}\n${taken}`],
    ['two answers', `x ${body(a)}\n${refused}\n${refused}\ny ${body(b)}`],
    ['another service’s error', `${body(a)}\n{"error":{"code":401,"message":"x"}}\n${body(b)}`],
    ['an answer before', `x ${refused}\nrequest ${body(a)}\nrequest ${body(b)}`],
  ])('nobody knows whose they are: %s', async (_what, text) => {
    expect(await answersOf(text)).toEqual(['A -', 'B -']);
  });
});

describe("the SDK's own objects, printed as JSON", () => {
  const request = {
    _access_token: TOKEN,
    _pixel_id: PIXEL,
    _events: [
      {
        _event_name: 'A',
        _event_time: SECONDS,
        _event_id: '1',
        _user_data: { _emails: [' Ada@Example.com '], _fbp: 'fb.1', _phones: null },
        _custom_data: {
          _value: 12,
          _currency: 'EUR',
          _contents: [{ _id: 'x', _quantity: 1 }],
          _custom_properties: { colour: 'red' },
        },
      },
    ],
    _debug_mode: false,
  };

  it.each([
    ['alone', JSON.stringify(request)],
    ['with lines around', `> event_id 1\n> ${JSON.stringify(request)}`],
    ['in a logger’s object', JSON.stringify({ msg: 'sending', request })],
  ])('%s', async (_, text) => {
    const { entries, said } = await read(text);
    expect(said).toBeUndefined();
    expect(entries).toHaveLength(1);
    expect(entries[0]).toMatchObject({
      pixelId: PIXEL,
      event: {
        event_name: 'A',
        // What the SDK hashes when it sends it.
        user_data: {
          em: [expect.stringMatching(/^[0-9a-f]{64}$/)],
          fbp: 'fb.1',
        },
        custom_data: {
          value: 12,
          currency: 'eur',
          contents: [{ id: 'x', quantity: 1 }],
          colour: 'red',
        },
      },
    });
    expect(JSON.stringify(entries)).not.toContain('xample.com');
  });
});

/** How texts stand in other notations. */
const inString = (json: string) => JSON.stringify(json).slice(1, -1);
const inTable = (json: string) => json.replaceAll('"', '""');
const inNginx = (json: string) =>
  [...new TextEncoder().encode(json)]
    .map((byte) =>
      byte < 0x80 && !'"\\'.includes(String.fromCharCode(byte))
        ? String.fromCharCode(byte)
        : `\\x${byte.toString(16).toUpperCase()}`,
    )
    .join('');
const inLiteral = (json: string) => json.replaceAll('\\', '\\\\').replaceAll("'", "\\'");
const inPage = (json: string) => json.replaceAll('&', '&amp;').replaceAll('"', '&quot;');

describe('JSON in the text of another notation', () => {
  const body = JSON.stringify({ data: [a] });
  const second = JSON.stringify({ data: [b] });
  it.each([
    [
      'logfmt',
      `time=10:00 msg="sent ${inString(body)}" ok\ntime=10:01 msg="sent ${inString(second)}"`,
    ],
    ['SQL', `INSERT INTO log VALUES (1,'${inString(body)}'),(2,'${inString(second)}');`],
    ['a text in a text', `msg="${inString(`x "${inString(body)}" and ${inString(second)}`)}"`],
    ['a table with commas', `at,body\n1,"${inTable(body)}"\n2,"${inTable(second)}"\n`],
    ['a table with semicolons', `Zeit;Body\n1;"POST ${inTable(body)}"\n2;"${inTable(second)}"\n`],
    ['a table, over lines', `at,body\n1,"${inTable(JSON.stringify({ data: [a, b] }, null, 2))}"\n`],
    ['nginx', `"POST /x" body="${inNginx(body)}"\n"POST /x" body="${inNginx(second)}"`],
    [
      'PowerShell',
      `-Body "${body.replaceAll('"', '`"')}"\n-Body "${second.replaceAll('"', '`"')}"`,
    ],
    ['a page', `<pre>${inPage(body)}</pre><pre>${inPage(second)}</pre>`],
    [
      'a text of Python',
      `body=b'${body.replace("'", "\\'")}' body=b'${second.replace("'", "\\'")}'`,
    ],
    [
      'what http.client of Python prints',
      `send: b'POST /x HTTP/1.1\\r\\n\\r\\n${inLiteral(body)}'\nreply: 'HTTP/1.1 200 OK\\r\\n'\nsend: b'${inLiteral(second)}'\n`,
    ],
    [
      "a text on node's console",
      `{ body: '${inLiteral(body)}' }\n{ body: '${inLiteral(second)}' }`,
    ],
    [
      'a shell',
      `http POST x data:='${body.replace("'", "'\\''")}' '${second.replace("'", "'\\''")}'`,
    ],
  ])('%s', async (_, text) => {
    const { entries, said } = await read(text);
    expect(said).toBeUndefined();
    expect(entries.map(({ event: one }) => one)).toEqual([a, b]);
  });

  it('is a fault with its line where it is cut off', async () => {
    const { entries, said } = await read(`ok\nmsg="${inString(body).slice(0, 120)}`);
    expect(entries).toEqual([]);
    expect(said).toContain('server.log, line 2');
  });
});

describe('a body over several lines, each with what the log puts before it', () => {
  const body = JSON.stringify({ data: [a, b] }, null, 2).split('\n');
  const node =
    "CAPI {\n  data: [\n    { event_name: 'A', event_time: 1 },\n    { event_name: 'B', event_time: 1 }\n  ]\n}";
  it.each([
    ['docker compose', (line: string) => `web-1  | ${line}`],
    ['journald', (line: string, i: number) => `Nov 01 10:0${i % 9}:00 host app[12]: ${line}`],
    ['a time', (line: string, i: number) => `2026-11-01T10:00:00.${i}Z ${line}`],
    ['kubectl', (line: string) => `[pod/web-5d/app] ${line}`],
    ['a quotation', (line: string) => `> ${line}`],
    ["others' lines between", (line: string) => `web-1  | ${line}\nworker-1  | tick 1`],
    ['carriage returns', (line: string) => `app: ${line}\r`],
  ])('%s', async (_, write) => {
    expect(await eventsOf(body.map(write).join('\n'))).toEqual(['A ?', 'B ?']);
    expect(await eventsOf(`${body.map(write).join('\n')}\nother: {\n`)).toEqual(['A ?', 'B ?']);
    const twice = ['to pixel 111111111111111 {', ...body.slice(1), 'done', ...node.split('\n')];
    expect(await eventsOf(twice.map(write).join('\n'))).toEqual([
      'A 111111111111111',
      'B 111111111111111',
      'A ?',
      'B ?',
    ]);
  });
});

describe('lines of several writers', () => {
  const oneIn = (writer: string, ...names: string[]) =>
    JSON.stringify({ data: names.map((name) => event(name)) }, null, 2)
      .split('\n')
      .map((line) => `${writer}${line}`);
  const writers = fc.constantFrom('web-1  | ', 'web-2  | ', 'app[12]: ', 'app[13]: ', '10.0.0.1 ');

  it('are put together, whatever their order', async () => {
    const logs = fc.uniqueArray(
      fc.record({ writer: writers, bodies: fc.integer({ min: 1, max: 3 }) }),
      { minLength: 1, maxLength: 3, selector: ({ writer }) => writer },
    );
    await fc.assert(
      fc.asyncProperty(
        logs,
        fc.infiniteStream(fc.nat(1_000)),
        fc.boolean(),
        async (all, dice, inLines) => {
          const names: string[] = [];
          const waiting = all.map(({ writer, bodies }) =>
            Array.from({ length: bodies }, (_, i) => {
              const name = `${writer.trim()}/${i}`;
              names.push(name);
              return oneIn(writer, name);
            }).flat(),
          );
          if (inLines) {
            names.push('line');
            waiting.push([`worker | ${JSON.stringify({ data: [event('line')] })}`]);
          }
          const log: string[] = [];
          while (waiting.some((lines_) => lines_.length > 0)) {
            const left = waiting.filter((lines_) => lines_.length > 0);
            log.push(left[(dice.next().value ?? 0) % left.length]?.shift() ?? '');
          }
          const { entries, said } = await read(log.join('\n'));
          expect(said).toBeUndefined();
          expect(entries.map((e) => e.event.event_name).sort()).toEqual(names.sort());
          for (const { event: one } of entries) expect(one).toEqual(event(String(one.event_name)));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('are put together behind many that begin a value and do not go on', async () => {
    const log = [
      ...Array.from({ length: 12_000 }, (_, i) => `web-1  | ${i} {`),
      ...oneIn('web-1  | ', 'A'),
    ];
    expect(await eventsOf(log.join('\n'))).toEqual(['A ?']);
  });

  it('are told with their lines where they cannot be read', async () => {
    const lines_ = oneIn('web-1  | ', 'A', 'B');
    lines_[3] = (lines_[3] ?? '').replace('",', ',');
    const { said } = await read(['web-2  | x', ...lines_].join('\n'));
    expect(said).toContain('line 5');
  });
});

describe('JSON in single quotes', () => {
  const encoded = '{"data":[{"event_name":"A","n":"L\'Or\\u00e9al \\"x\\" \\/"}]}';
  it.each([
    ['with each sign of JSON', encoded],
    ['without a quote in it', encoded.replace("'", '').replaceAll('\\"', '')],
  ])('is read as its language means it: %s', async (_, json) => {
    const { entries } = await read(`send: b'${inLiteral(json)}'`);
    expect(entries.map(({ event: one }) => one)).toEqual(JSON.parse(json).data);
  });

  it('is read whatever its length', async () => {
    for (let length = 3_980; length < 4_020; length += 1) {
      const json = `{"data":[{"event_name":"A","n":"'${'x'.repeat(length - 60)}${'\\u00e9'.repeat(40)}"}]}`;
      const { entries } = await read(`x b'${inLiteral(json)}'`);
      expect(entries).toHaveLength(1);
    }
  });

  it('is another thing than an object in which a path stands', async () => {
    const { entries } = await read(`{"data":[{'event_name':"A","n":"C:\\\\new \\d"}]}`);
    expect(entries[0]?.event.n).toBe('C:\\new \\d');
  });
});

it('reads a HAR whose bodies are base64', async () => {
  const postData = {
    mimeType: 'application/json',
    encoding: 'base64',
    text: btoa('{"data":[{"event_name":"A"}]}'),
  };
  const request = {
    method: 'POST',
    url: `${URL_OF(PIXEL)}?access_token=${TOKEN}`,
    headers: [],
    postData,
  };
  const har = { log: { entries: [{ startedDateTime: '2026-11-28T10:00:00Z', request }] } };
  expect(await eventsOf(JSON.stringify(har))).toEqual([`A ${PIXEL}`]);
});

describe('values as languages print them', () => {
  it("the SDK's own objects on node's console", async () => {
    const text = `EventRequest {\n  _access_token: '${TOKEN}',\n  _pixel_id: '${PIXEL}',\n  _events: [ ServerEvent { _event_name: 'A', _user_data: UserData { _emails: null } } ]\n}`;
    expect(await eventsOf(text)).toEqual([`A ${PIXEL}`]);
  });

  const [name, shop] = ['A', 'it\'s "é" \\ x'];
  const wanted = {
    event_name: name,
    event_time: SECONDS,
    opt_out: false,
    referrer_url: null,
    custom_data: { value: 34.3, ids: ['1', '2'], content_name: shop },
  };
  const python = `{'data': [{'event_name': 'A', 'event_time': ${SECONDS}, 'opt_out': False, 'referrer_url': None, 'custom_data': {'value': Decimal('34.3'), 'ids': ('1', '2'), 'content_name': 'it\\'s "é" \\\\ x'}}], 'response': <Response [200]>}`;
  const ruby = `{"data"=>[{"event_name"=>"A", :event_time=>${SECONDS}, opt_out: false, "referrer_url" => nil, "custom_data"=>{"value"=>34.3, "ids"=>["1", "2"], "content_name"=>"it's \\"é\\" \\\\ x"}}], "user"=>#<User id: 1>}`;
  const php = `array (\n  'data' => \n  array (\n    0 => \n    array (\n      'event_name' => 'A',\n      'event_time' => ${SECONDS},\n      'opt_out' => false,\n      'referrer_url' => NULL,\n      'custom_data' => \n      (object) array(\n        'value' => 34.3,\n        'ids' => \n        array (\n          0 => '1',\n          1 => '2',\n        ),\n        'content_name' => 'it\\'s "é" \\\\ x',\n      ),\n    ),\n  ),\n)`;
  const laravel = `array:1 [\n  "data" => array:1 [\n    0 => array:5 [\n      "event_name" => "A"\n      "event_time" => ${SECONDS}\n      "opt_out" => false\n      "referrer_url" => null\n      "custom_data" => array:3 [\n        "value" => 34.3\n        "ids" => array:2 [\n          0 => "1"\n          1 => "2"\n        ]\n        "content_name" => "it's \\"é\\" \\\\ x"\n      ]\n    ]\n  ]\n]`;
  const folded = laravel
    .replace('array:1 [', 'array:1 [▼ // routes/web.php:19')
    .replaceAll(/ \[$/gm, ' [▼');
  const node =
    `{\n  data: [\n    {\n      event_name: 'A',\n      event_time: ${SECONDS},\n      opt_out: false,\n      referrer_url: undefined,\n      custom_data: { value: 34.3, ids: ['1', '2'], content_name: \`it's "é" \` +\n 'x'.replaced }\n    }\n  ]\n}`
      .replace(" ` +\n 'x'.replaced", " ' +\n        '\\\\ x'")
      .replace("`it's", "'it\\'s");
  it.each([
    ['Python', python],
    ['Python in a line', `10:00 DEBUG capi: payload=${python}\n`],
    ['Python in a field of JSON', JSON.stringify({ level: 'info', message: `payload ${python}` })],
    ['Ruby', ruby],
    ['Rails', `Started POST "/x"\n  Parameters: ${ruby}\nCompleted 200 OK`],
    ['PHP', php],
    [
      'PHP with short brackets',
      php
        .replaceAll('array (', '[')
        .replaceAll('array(', '[')
        .replaceAll(/^( *)\)/gm, '$1]'),
    ],
    ['a dump of Laravel', laravel],
    ['one of Laravel 9, folded', folded],
    ["node's console", node],
    ['a list alone', python.slice(python.indexOf('['), python.indexOf(", 'response'"))],
  ])('%s', async (_, text) => {
    const { entries, said } = await read(text);
    expect(said).toBeUndefined();
    expect(entries.map(({ event: one }) => one)).toEqual([wanted]);
  });

  it('tells of what it cannot read beside what it can', async () => {
    const { entries, said } = await read(`${python}\n${python.replace("'A'", '<Name>')}`);
    expect(entries).toHaveLength(1);
    expect(said).toContain('line 2');
  });

  it('ends with any text, soon', async () => {
    for (const piece of [
      "{'event_name': ",
      '[',
      "('",
      'array (',
      'Array (',
      'Array\n(\n[a] => ',
      'array(1) {\n',
      'array(1) {\n[0]=>\n',
      'array(1) {\n[0]=>\nstring(900000) "',
      '{\\"',
      '{a: ',
      "{''",
      '[<',
      '[{""',
      'x {\n',
      'x {\n  ',
      `x {\n${'x '.repeat(3)}`,
    ])
      await parseServerEvents(`event_name ${piece.repeat(20_000)} event_name`, {
        name: 'x',
        now: 0,
      });
  });
});

describe('Base64', () => {
  const packed = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64');
  const euro = event('A', { custom_data: { value: 1, content_name: 'Grüße 😀' } });
  const body = { data: [euro], access_token: TOKEN };

  it.each([
    ['messages of a queue', { Records: [{ kinesis: { data: packed(body) } }] }],
    ['a message that was pushed', { message: { data: packed(euro), messageId: '1' } }],
    ['a body of a function', { httpMethod: 'POST', isBase64Encoded: true, body: packed(body) }],
    ['the other alphabet', { data: Buffer.from(JSON.stringify(body)).toString('base64url') }],
    ['a form', { body: btoa(form({ data: JSON.stringify([event('A')]), access_token: TOKEN })) }],
  ])('is read in %s', async (_, value) => {
    for (const text of [JSON.stringify(value), `${JSON.stringify(value)}\n{"level":"info"}\n`])
      expect(await eventsOf(text)).toEqual(['A ?']);
  });

  it('gives what was meant, and hides the secrets in it', async () => {
    const { entries } = await read(JSON.stringify([{ message: { data: packed(body) } }]));
    expect(entries.map((one) => one.event)).toEqual([euro]);
  });
});

describe('what cannot be read is named for what it is, with what to export instead', () => {
  it.each([
    [
      'a log of ids',
      '[2026-11-27 02:30:24] FBE.INFO: Sending event b7d0c1e2 [] []\n[2026-11-27 02:32:05] FBE.INFO: Sending event b7d0c1e3 [] []\n',
      /a log without events: .*whole body/,
    ],
    ['a log of answers', lines(tagLog('A', PIXEL, 't', 200)[1]), /answers alone/],
    ['an answer', '{"events_received":1,"messages":[],"fbtrace_id":"A"}', /answers alone/],
    [
      'an object as the console prints it',
      "EventRequest {\n  _access_token: 'x',\n  _events: [ [ServerEvent] ],\n  _event_name: null\n}",
      /JSON\.stringify\(request\)/,
    ],
    [
      'a dict of Python with an object in it',
      "{'data': [<Event at 0x7f>], 'event_name': 1}",
      /json\.dumps/,
    ],
    [
      'an object of Python',
      "INFO Event(event_name='Purchase', event_id='1')",
      /JSON\.stringify|json/,
    ],
    ['an array of PHP that was cut', 'Array\n(\n    [event_name] => Purchase\n', /json_encode/],
    [
      'a dump of PHP that was cut',
      'array(1) {\n  ["event_name"]=>\n  string(8) "Purchase"\n',
      /json_encode/,
    ],
    [
      'a hash of Ruby with an object in it',
      '{:event_name=>"Purchase", :user=>#<User id: 1>}',
      /to_json/,
    ],
    [
      'an object that the console cut',
      "{ data: [ { event_name: 'A', user_data: [Object] } ] }",
      /JSON\.stringify/,
    ],
    ['a text of PHP', 'a:1:{s:10:"event_name";s:8:"Purchase";}', /json_encode/],
    ['a map of Java', 'INFO sending {data=[{event_name=Purchase, event_id=1}]}', /Gson/],
    ['an object of Java', 'class Event {\n    eventName: Purchase\n}', /Gson/],
    ['a map of Go', '10:00 map[data:[map[event_id:1 event_name:Purchase]]]', /json\.Marshal/],
    ['YAML', 'data:\n- event_name: Purchase\n  event_id: 1\n', /YAML/],
    ['base64', `INFO ${btoa('{"event_name":"A"}')} sent`, /Base64/],
    ['a page', '<!DOCTYPE html>\n<html><body>event_name</body></html>', /a web page/],
    ['a container', '{"exportFormatVersion":2,"containerVersion":{}}', /tag manager/],
    [
      'names of a program of one’s own',
      '[{"eventName":"Purchase","eventId":"o1","userData":{}}]',
      /names as eventName/,
    ],
    [
      'an access log',
      '10.0.0.1 - - [21/Nov/2026:00:00:01 +0000] "POST /v21.0/1/events HTTP/1.1" 200 61 "-" "x"\n',
      /an access log/,
    ],
    ['a table', 'id;time;name\n1;2;Purchase\n', /a table/],
  ])('%s', async (_, text, expected) => {
    const { entries, said } = await read(text);
    expect(entries).toEqual([]);
    expect(said).toMatch(/^server\.log: expected Conversions API events: /);
    expect(said).toMatch(expected);
    expect(said?.split('\n')).toHaveLength(1);
  });
});

it('rows of Google’s export are no events of the Conversions API', async () => {
  const row = {
    event_date: '20261121',
    event_name: 'purchase',
    event_params: [],
    user_pseudo_id: '1',
  };
  const { entries, said } = await read(lines(row, row));
  expect(entries).toEqual([]);
  expect(said).toMatch(/line 1: expected Conversions API events: .*Google Analytics’ export/);
});

describe('the bytes of a file', () => {
  const marked = (mark: number[], text: string, low: 0 | 1) =>
    new Uint8Array([
      ...mark,
      ...[...text].flatMap((c) => (low === 0 ? [c.charCodeAt(0), 0] : [0, c.charCodeAt(0)])),
    ]);

  it.each([
    ['UTF-8', new TextEncoder().encode('[é]'), '[é]'],
    ["UTF-16 of Windows' shell", marked([0xff, 0xfe], '[é]', 0), '[é]'],
    ['UTF-16 the other way round', marked([0xfe, 0xff], '[é]', 1), '[é]'],
  ])('%s is read', (_, bytes, text) => {
    expect(readFileText(bytes)).toEqual({ ok: true, text });
  });

  it.each([
    ['zip', [0x50, 0x4b, 3, 4]],
    ['bytes', [0xff, 0x00, 0x80]],
  ])('%s is named', (is, bytes) => {
    expect(readFileText(new Uint8Array(bytes))).toEqual({ ok: false, is });
  });
});
