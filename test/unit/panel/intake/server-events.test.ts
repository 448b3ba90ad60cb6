import { describe, expect, it } from 'vitest';
import { createServerEvents } from '../../../../src/panel/intake/server-events.ts';
import { createStore } from '../../../../src/panel/model/store/store.ts';
import { createAnalysis } from '../../../../src/rules/create-analysis.ts';
import type { GapEntry, ServerEntry } from '../../../../src/session/entry.ts';
import { isSessionText } from '../../../../src/session/session-text.ts';
import { idsOf, makeCall, makePage } from '../../../session/numbered.ts';
import { makeHost } from '../host.ts';
import { createTestSchedule } from '../schedule.ts';

const makeServer = (n: number, at: number): ServerEntry => ({
  kind: 'server',
  id: `tap-r:${n}`,
  at,
  page: '',
  origin: 'tap',
  event: { event_name: `E${n}` },
  timeOf: 'receipt',
});

function start() {
  const schedule = createTestSchedule(0);
  const store = createStore({ createAnalysis, schedule });
  let kept = '';
  const host = makeHost({
    tabId: undefined,
    readTap: async () => kept,
    writeTap: async (address) => {
      kept = address;
    },
  });
  const events = createServerEvents(store, host, async () => {});
  const ids = () => {
    schedule.frame();
    return idsOf(store.shown.value.entries);
  };
  return { store, events, ids };
}

describe('server events and pages', () => {
  it('one that came before the page stays until it has found its copy; calls do not', () => {
    const { store, ids } = start();
    store.onEntries([makePage(0), makeCall(1), makeServer(0, makeCall(1).at)]);
    const next = { ...makePage(0), id: 'e:0', page: 'e:0', at: makeCall(500).at };
    store.onEntries([next]);
    expect(ids()).toEqual(['tap-r:0', 'e:0']);
    store.onEntries([makeServer(1, makeCall(2).at)]);
    const gap: GapEntry = {
      kind: 'gap',
      id: 'tap-r:gap2',
      page: '',
      at: makeCall(3).at,
      from: 2,
      to: 9,
      reason: 'limit',
    };
    store.onEntries([gap, makeCall(4)]);
    expect(ids()).toEqual(['tap-r:0', 'tap-r:1', 'tap-r:gap2', 'e:0']);
  });
});

describe('a HAR', () => {
  const request = (url: string, more: object = {}) => ({
    startedDateTime: '2026-11-27T10:00:00.000Z',
    request: { method: 'GET', url, headers: [], ...more },
    response: { status: 200, headers: [], content: {} },
  });
  const har = (...entries: object[]) => JSON.stringify({ log: { version: '1.2', entries } });

  it('of a visit opens as a session', async () => {
    const { store, events, ids } = start();
    const url =
      'https://www.facebook.com/tr/?id=123456789012345&ev=Lead&dl=https%3A%2F%2Fshop.example%2F';
    await events.openFile(new File([har(request(url))], 'visit.har'));
    expect(store.openFile.value?.name).toBe('visit.har');
    expect(ids()).toHaveLength(2);
  });

  it('of a server alone adds its events to what is on screen', async () => {
    const { store, events, ids } = start();
    const body = {
      method: 'POST',
      postData: { mimeType: 'application/json', text: '{"data":[{"event_name":"Lead"}]}' },
    };
    const url = 'https://graph.facebook.com/v24.0/123456789012345/events';
    await events.openFile(new File([har(request(url, body))], 'server.har'));
    expect(store.openFile.value).toBeUndefined();
    expect(ids()).toHaveLength(1);
  });
});

describe('the import', () => {
  const file = (name: string, text: string) => new File([text], name);
  const good = '{"event_name":"A"}';

  it('adds to what is on screen, a session file too', async () => {
    const { store, events, ids } = start();
    await events.openFile(file('s.jsonl', `${JSON.stringify(makePage(0))}\n`));
    expect(store.openFile.value?.name).toBe('s.jsonl');
    await events.openFile(file('a.json', good));
    expect(ids()).toHaveLength(2);
    store.closeFile();
    expect(ids()).toHaveLength(0);
  });

  it('asks, and does nothing until it has an answer', async () => {
    const { store, events, ids } = start();
    await events.openFile(new File([`${good}\n{"event_time":1}`], 'pasted text'));
    expect(events.question.value?.problem).toBe(
      '1 of 2 events cannot be read. First: pasted text, line 2, /event_name: expected the name of the event, a text, found nothing',
    );
    expect(ids()).toEqual([]);
    events.answer(false);
    expect([events.question.value, ids()]).toEqual([undefined, []]);
    await events.openFile(new File([`${good}\n{"event_time":1}`], 'pasted text'));
    events.answer(true);
    expect(ids()).toHaveLength(1);
    expect(store.message.value).toBeUndefined();
  });

  it.each([
    ['a.json', '{"data":[]}', 'a.json: no event in it'],
    ['a.json', '{"x":1}', 'a.json: expected Conversions API events'],
    ['a.har', 'hello', 'a.har: expected Conversions API events'],
    ['a.jsonl', 'hello', 'a.jsonl: line 1: not JSON; expected one entry of an Event Loupe session'],
    ['a.jsonl', '{"kind":"call"}', 'a.jsonl: line 1: /: "id" is missing'],
  ])('says what is wrong with %s: %s', async (name, text, message) => {
    const { store, events } = start();
    await events.openFile(file(name, text));
    expect(store.message.value).toContain(message);
  });

  it('refuses an address that is none, and keeps a good one', async () => {
    const { events } = start();
    expect(await events.connect('http://shop.test/')).toContain('Expected the address');
    expect(events.tap.value.status).toBe('off');
    const address = 'http://127.0.0.1:1/#0123456789abcdef';
    expect(await events.connect(address)).toBeUndefined();
    expect(events.address.value).toBe(address);
    await events.disconnect();
    expect([events.tap.value.status, events.address.value]).toEqual(['off', '']);
    events.close();
  });
});

it.each([
  ['{"kind":"session","version":1}\n', true],
  ['\ufeff\n{"kind":"call","id":"d:1"', true],
  ['{"id":"d:1","kind":"call"}\n{', true],
  ['{"event_name":"A","kind":"shoe"}', false],
  ['{"data":[]}', false],
  ['', false],
])('%s is a session: %s', (text, isSession) => {
  expect(isSessionText(text)).toBe(isSession);
});
