import { describe, expect, test } from 'vitest';
import { LANGUAGES } from '../../../../src/language/languages.ts';
import type { Entry } from '../../../../src/session/entry.ts';
import type { Profile } from '../../../../src/session/profile.ts';
import {
  actCall,
  type Before,
  fbqCall,
  findingsOf,
  ledgerOf,
  listenerCall,
  ON_SERVER,
  OTHER_PIXEL,
  PIXEL,
  pairsOf,
  pixelHit,
  serverEvent,
  vendorHit,
} from './session.ts';

const HOUR = 3_600_000;
const AUTOMATIC = `ob3_plugin-set_${'0a'.repeat(32)}`;
const UNDEFINED = { $type: 'undefined' } as const;

interface Case {
  what: string;
  entries: Entry[];
  before?: Before;
  /** Rule, severity and proof of every finding, sorted by rule. */
  findings: [rule: string, severity: string, ...proof: string[]][];
  verdicts: string[];
  /** Rule of the finding about the call, which tells the fault in the ledger's place. */
  told?: string;
  /** Of the first finding. */
  data?: object;
}

/** A Commanders Act trigger. */
const act = (id: string, name: string, eventId: string, at: number, more = {}) =>
  vendorHit(id, 'commanders-act', { name, eventId, at }, more);

const DERIVED: [string, string, ...string[]] = ['dedup/derived-copy', 'info', 'b', 'c'];

const CASES: Case[] = [
  {
    what: 'eventID in the third argument',
    entries: [pixelHit('b', {}, { 'cd[eventID]': 'e3' })],
    verdicts: ['id-missing'],
    findings: [['dedup/event-id-in-custom-data', 'error', 'b']],
    data: { key: 'eventID', value: 'e3' },
  },
  {
    what: 'eventID in the third argument of a call that was seen',
    entries: [
      fbqCall('k', ['track', 'Purchase', { eventID: 'e3' }]),
      pixelHit('b', { at: 1 }, { 'cd[eventID]': 'e3' }),
    ],
    before: { b: 'k' },
    verdicts: ['id-missing'],
    findings: [],
    told: 'pixel/event-id-in-custom-data',
  },
  {
    what: 'an empty id of a call that was seen',
    entries: [
      fbqCall('k', ['track', 'Purchase', {}, { eventID: '' }]),
      pixelHit('b', { at: 1 }, { eid: '' }),
    ],
    before: { b: 'k' },
    verdicts: ['id-missing'],
    findings: [],
    told: 'pixel/empty-event-id',
  },
  {
    what: 'a list in a call that was seen',
    entries: [
      fbqCall('k', ['track', 'Purchase', {}, { eventID: ['a', 'b'] }]),
      pixelHit('b', { at: 1 }, { 'eid[0]': 'a', 'eid[1]': 'b' }),
    ],
    before: { b: 'k' },
    verdicts: ['id-missing'],
    findings: [],
    told: 'pixel/event-id-list',
  },
  {
    what: 'a key that the checks of calls do not know',
    entries: [fbqCall('k', ['track', 'Purchase', {}, { eid: 'x' }]), pixelHit('b', { at: 1 })],
    before: { b: 'k' },
    verdicts: ['id-missing'],
    findings: [['dedup/event-id-key', 'error', 'b', 'k']],
    data: { side: 'browser', key: 'eid' },
  },
  {
    what: 'eventID in both: the right one counts',
    entries: [pixelHit('b', { eventId: 'e' }, { 'cd[eventID]': 'e' })],
    verdicts: ['browser-only'],
    findings: [],
  },
  {
    what: 'misspelt key',
    entries: [fbqCall('k', ['track', 'Purchase', {}, { eventId: 'x' }]), pixelHit('b', { at: 1 })],
    before: { b: 'k' },
    verdicts: ['id-missing'],
    findings: [],
    told: 'pixel/misspelt-event-id',
  },
  {
    what: 'misspelt key of trackSingle, one place further',
    entries: [
      fbqCall('k', ['trackSingle', PIXEL, 'Purchase', {}, { EventID: 'x' }]),
      pixelHit('b', { at: 1 }),
    ],
    before: { b: 'k' },
    verdicts: ['id-missing'],
    findings: [],
    told: 'pixel/misspelt-event-id',
  },
  {
    what: 'misspelt key in a legacy call',
    entries: [
      fbqCall('k', [['track', 'Purchase', {}, { eventId: 'x' }]]),
      pixelHit('b', { at: 1 }),
    ],
    before: { b: 'k' },
    verdicts: ['id-missing'],
    findings: [],
    told: 'pixel/misspelt-event-id',
  },
  {
    what: 'event_id is fine',
    entries: [
      fbqCall('k', ['track', 'Purchase', {}, { event_id: 'x' }]),
      pixelHit('b', { eventId: 'x', at: 1 }),
    ],
    before: { b: 'k' },
    verdicts: ['browser-only'],
    findings: [],
  },
  {
    what: 'the id was undefined when fbq ran',
    entries: [
      fbqCall('k', ['track', 'Purchase', {}, { eventID: UNDEFINED }]),
      pixelHit('b', { at: 1 }),
    ],
    before: { b: 'k' },
    verdicts: ['id-missing'],
    findings: [],
    told: 'pixel/undefined-event-id',
  },
  {
    what: 'a number',
    entries: [
      fbqCall('k', ['track', 'Purchase', {}, { eventID: 12345 }]),
      pixelHit('b', { eventId: '12345', at: 1 }),
      serverEvent('s', { at: 2 }, { event_id: 12345 }),
    ],
    before: { b: 'k' },
    verdicts: ['paired'],
    findings: [],
    told: 'pixel/numeric-event-id',
  },
  {
    what: 'a number beyond what numbers hold',
    entries: [
      fbqCall('k', ['track', 'Purchase', {}, { eventID: 12345678901234567000 }]),
      pixelHit('b', { eventId: '12345678901234567000', at: 1 }),
      serverEvent('s', { eventId: '12345678901234567000', at: 2 }),
    ],
    before: { b: 'k' },
    verdicts: ['paired'],
    findings: [],
    told: 'pixel/event-id-lost-digits',
  },
  {
    what: 'empty',
    entries: [pixelHit('b', {}, { eid: '' })],
    verdicts: ['id-missing'],
    findings: [['dedup/event-id-empty', 'error', 'b']],
  },
  {
    what: 'empty on the server',
    entries: [serverEvent('s', { eventId: '' })],
    verdicts: ['id-missing'],
    findings: [['dedup/event-id-empty', 'error', 's']],
  },
  {
    what: 'a list',
    entries: [pixelHit('b', {}, { 'eid[0]': 'a', 'eid[1]': 'b' })],
    verdicts: ['id-missing'],
    findings: [['dedup/event-id-list', 'error', 'b']],
  },
  {
    what: 'misspelt on the server',
    entries: [serverEvent('s', {}, { eventId: 'x' })],
    verdicts: ['id-missing'],
    findings: [['dedup/event-id-key', 'error', 's']],
  },
  {
    what: "in the server's custom_data",
    entries: [serverEvent('s', {}, { custom_data: { event_id: 'x' } })],
    verdicts: ['id-missing'],
    findings: [['dedup/event-id-in-custom-data', 'error', 's']],
  },
  {
    what: "in the server's user_data",
    entries: [serverEvent('s', {}, { user_data: { external_id: 'u', event_id: 'x' } })],
    verdicts: ['id-missing'],
    findings: [['dedup/event-id-key', 'error', 's']],
  },
  {
    what: "in no part of the server's event: what it sends of a person is no event id",
    entries: [serverEvent('s', {}, { user_data: { external_id: 'u', lead_id: 7 } })],
    verdicts: ['id-missing'],
    findings: [],
  },
  {
    what: 'no id, and no server: nothing to deduplicate',
    entries: [pixelHit('b1', {}), pixelHit('b2', { at: 10_000 })],
    verdicts: ['id-missing', 'id-missing'],
    findings: [],
  },
  {
    what: 'no id, though the server sends this event: said once',
    entries: [
      pixelHit('b1', {}),
      pixelHit('b2', { at: 10_000 }),
      serverEvent('s', { eventId: 'x', at: 10_001 }),
    ],
    verdicts: ['id-missing', 'id-missing', 'server-only'],
    // It speaks of both, so it leads to both.
    findings: [['dedup/no-event-id', 'warning', 'b1', 'b2', 's']],
    data: { side: 'browser', count: 2, other: 'server' },
  },
  {
    what: 'no id on one side of one order',
    entries: [
      pixelHit('b', {}, { 'cd[order_id]': 'A-1' }),
      serverEvent('s', { eventId: 'x', at: 2 }, { custom_data: { order_id: 'A-1' } }),
    ],
    verdicts: ['id-missing'],
    findings: [['dedup/no-event-id', 'error', 'b', 's']],
  },
  {
    what: 'ids made on each side, one order',
    entries: [
      pixelHit('b', { eventId: 'x' }, { 'cd[order_id]': 'A-1' }),
      serverEvent('s', { eventId: 'y', at: 2 }, { custom_data: { order_id: 'A-1' } }),
    ],
    verdicts: ['id-mismatch'],
    findings: [['dedup/different-ids', 'error', 'b', 's']],
    data: { browserId: 'x', serverId: 'y', by: 'order-id' },
  },
  {
    what: 'different ids and nothing that joins them',
    entries: [
      pixelHit('b', { eventId: 'x' }, { 'cd[value]': '10' }),
      serverEvent('s', { eventId: 'y', at: 600_000 }, { custom_data: { value: 10 } }),
    ],
    verdicts: ['browser-only', 'server-only'],
    findings: [['dedup/missing-server-copy', 'warning', 'b', 's']],
  },
  {
    what: 'two browser copies of one order: which is the one is not known',
    entries: [
      pixelHit('b1', { eventId: 'x' }, { 'cd[order_id]': 'A-1' }),
      pixelHit('b2', { eventId: 'z', at: 1 }, { 'cd[order_id]': 'A-1' }),
      serverEvent('s', { eventId: 'y', at: 2 }, { custom_data: { order_id: 'A-1' } }),
    ],
    verdicts: ['browser-only', 'browser-only', 'server-only'],
    findings: [['dedup/sent-twice', 'error', 'b1', 'b2']],
  },
  {
    what: 'an order id that is none',
    entries: [
      pixelHit('b', { eventId: 'x' }, { 'cd[order_id]': 'undefined' }),
      serverEvent('s', { eventId: 'y', at: 600_000 }, { custom_data: { order_id: 'undefined' } }),
    ],
    verdicts: ['browser-only', 'server-only'],
    findings: [['dedup/missing-server-copy', 'warning', 'b', 's']],
  },
  {
    what: 'ids made on each side, in one chain',
    entries: [
      listenerCall('root'),
      fbqCall('k', ['track', 'Purchase']),
      actCall('t'),
      pixelHit('b', { eventId: 'x', at: 1 }),
      act('c', 'purchase', '111', 2),
    ],
    before: { b: 'k', c: 't', k: 'root', t: 'root' },
    verdicts: ['id-mismatch'],
    findings: [
      ['dedup/derived-copy', 'info', 'b', 'c'],
      ['dedup/different-ids', 'warning', 'b', 'c'],
    ],
  },
  {
    what: "Commanders Act's id, read after the trigger",
    entries: [act('c', 'purchase', '111', 0), pixelHit('b', { eventId: '111', at: 1 })],
    verdicts: ['would-pair'],
    findings: [DERIVED],
  },
  {
    what: 'the id of the previous trigger',
    entries: [
      act('c1', 'view_item', '111', 0),
      pixelHit('b', { name: 'AddToCart', eventId: '111', at: 10 }),
      act('c2', 'add_to_cart', '222', 20),
    ],
    verdicts: ['server-only', 'id-mismatch'],
    findings: [
      ['dedup/derived-copy', 'info', 'b', 'c2'],
      ['dedup/previous-trigger-id', 'error', 'b', 'c2'],
    ],
  },
  {
    what: 'the id of the previous trigger, whose own pair is right',
    entries: [
      act('c1', 'view_item', '111', 0),
      pixelHit('b1', { name: 'ViewContent', eventId: '111', at: 5 }),
      pixelHit('b', { name: 'AddToCart', eventId: '111', at: 10 }),
      act('c2', 'add_to_cart', '222', 20),
    ],
    verdicts: ['would-pair', 'id-mismatch'],
    findings: [
      ['dedup/derived-copy', 'info', 'b1', 'c1', 'b', 'c2'],
      ['dedup/previous-trigger-id', 'error', 'b', 'c2'],
    ],
  },
  {
    what: 'the id of the previous trigger of the same name, shown by the chain',
    entries: [
      actCall('t1'),
      act('c1', 'add_to_cart', '111', 0),
      listenerCall('click2', 5),
      fbqCall('k2', ['track', 'AddToCart'], 6),
      actCall('t2', 7),
      pixelHit('b', { name: 'AddToCart', eventId: '111', at: 10 }),
      act('c2', 'add_to_cart', '222', 20),
    ],
    before: { c1: 't1', b: 'k2', c2: 't2', k2: 'click2', t2: 'click2' },
    verdicts: ['would-pair', 'server-only'],
    findings: [
      ['dedup/derived-copy', 'info', 'b', 'c1'],
      ['dedup/previous-trigger-id', 'error', 'b', 'c2'],
    ],
  },
  {
    what: 'two triggers of one name with the right ids',
    entries: [
      act('c', 'add_to_cart', '111', 0),
      pixelHit('b', { name: 'AddToCart', eventId: '111', at: 10 }),
      act('c2', 'add_to_cart', '222', 20),
      pixelHit('b2', { name: 'AddToCart', eventId: '222', at: 30 }),
    ],
    verdicts: ['would-pair', 'would-pair'],
    findings: [['dedup/derived-copy', 'info', 'b', 'c', 'b2', 'c2']],
  },
  {
    what: 'config.eventId in the pixel, another id for Meta',
    entries: [
      act('c', 'purchase', '952285840', 0, { 'context.eventId': 'MYID' }),
      pixelHit('b', { eventId: 'MYID', at: 1 }),
    ].map((entry) =>
      entry.vendor === 'commanders-act'
        ? { ...entry, events: entry.events.map((event) => ({ ...event, eventId: 'MYID' })) }
        : entry,
    ),
    verdicts: ['id-mismatch'],
    findings: [['dedup/commanders-act-own-id', 'error', 'b', 'c'], DERIVED],
  },
  {
    what: 'one id for two purchases',
    entries: [
      pixelHit('b1', { eventId: 'x' }, { 'cd[value]': '10' }),
      pixelHit('b2', { eventId: 'x', at: 5 }, { 'cd[value]': '20' }),
    ],
    verdicts: ['id-reused'],
    findings: [['dedup/id-reused', 'error', 'b1', 'b2']],
    data: { by: 'value' },
  },
  {
    what: 'one id on every page',
    entries: [
      pixelHit('b1', { name: 'PageView', eventId: 'x' }, { dl: 'https://shop.test/a' }),
      pixelHit('b2', { name: 'PageView', eventId: 'x', at: 5 }, { dl: 'https://shop.test/b' }),
    ],
    verdicts: ['id-reused'],
    findings: [['dedup/id-reused', 'error', 'b1', 'b2']],
    data: { by: 'page' },
  },
  {
    what: 'one id on the form and on the page behind it: Meta keeps one',
    entries: [
      pixelHit('b1', { name: 'Lead', eventId: 'x' }, { dl: 'https://shop.test/a' }),
      pixelHit('b2', { name: 'Lead', eventId: 'x', at: 5 }, { dl: 'https://shop.test/b' }),
      pixelHit('b3', { name: 'Lead', eventId: 'x', at: 9 }, { dl: 'https://shop.test/b?again' }),
    ],
    verdicts: ['id-reused'],
    findings: [['dedup/id-on-two-pages', 'info', 'b1', 'b2']],
  },
  {
    what: 'one id of a template on a third page',
    entries: [
      pixelHit('b1', { name: 'Lead', eventId: 'x' }, { dl: 'https://shop.test/a' }),
      pixelHit('b2', { name: 'Lead', eventId: 'x', at: 5 }, { dl: 'https://shop.test/b' }),
      pixelHit('b3', { name: 'Lead', eventId: 'x', at: 9 }, { dl: 'https://shop.test/c' }),
    ],
    verdicts: ['id-reused'],
    findings: [['dedup/id-reused', 'warning', 'b1', 'b2']],
    data: { by: 'page' },
  },
  {
    what: 'a page loaded again is no reuse',
    entries: [
      pixelHit('b1', { eventId: 'x' }, { 'cd[value]': '10', dl: 'https://shop.test/a' }),
      pixelHit('b2', { eventId: 'x', at: 5 }, { 'cd[value]': '10.0', dl: 'https://shop.test/a?r' }),
    ],
    verdicts: ['browser-only'],
    findings: [],
  },
  {
    what: 'one id for another event: Meta tells them apart by name',
    entries: [
      pixelHit('b1', { eventId: 'x' }),
      pixelHit('b2', { name: 'Lead', eventId: 'x', at: 5 }),
      serverEvent('s', { eventId: 'x', at: 6 }),
    ],
    verdicts: ['paired', 'id-reused'],
    findings: [['dedup/id-shared', 'info', 'b1', 'b2']],
  },
  {
    what: 'automatic ids are not the developer’s',
    entries: [pixelHit('b', { eventId: AUTOMATIC }), serverEvent('s', { eventId: 'mine', at: 6 })],
    verdicts: ['browser-only', 'server-only'],
    findings: [['dedup/automatic-id', 'warning', 'b', 's']],
  },
  {
    what: 'an automatic id beside the server’s of one order',
    entries: [
      pixelHit('b', { eventId: AUTOMATIC }, { 'cd[order_id]': 'A' }),
      serverEvent('s', { eventId: 'mine', at: 6 }, { custom_data: { order_id: 'A' } }),
    ],
    verdicts: ['id-mismatch'],
    findings: [['dedup/automatic-id', 'error', 'b', 's']],
  },
  {
    what: 'automatic ids of pixel and gateway pair',
    entries: [
      pixelHit('b', { eventId: AUTOMATIC }),
      vendorHit('g', 'meta-gateway', { pixel: PIXEL, name: 'Purchase', eventId: AUTOMATIC, at: 1 }),
    ],
    verdicts: ['paired'],
    findings: [],
  },
  {
    what: 'names differ by case',
    entries: [
      pixelHit('b', { eventId: 'x' }),
      serverEvent('s', { name: 'purchase', eventId: 'x', at: 1 }),
    ],
    verdicts: ['name-mismatch'],
    findings: [['dedup/name-case', 'error', 'b', 's']],
  },
  {
    what: 'names differ by a space at the end',
    entries: [
      pixelHit('b', { eventId: 'x' }),
      serverEvent('s', { name: 'Purchase ', eventId: 'x', at: 1 }),
    ],
    verdicts: ['name-mismatch'],
    findings: [['dedup/name-case', 'error', 'b', 's']],
    data: { right: 'Purchase', isCase: false },
  },
  {
    what: 'a name that was not mapped',
    entries: [
      pixelHit('b', { name: 'InitiateCheckout', eventId: 'x' }),
      serverEvent('s', { name: 'begin_checkout', eventId: 'x', at: 1 }),
    ],
    verdicts: ['name-mismatch'],
    findings: [['dedup/name-not-mapped', 'error', 'b', 's']],
  },
  {
    what: 'two names with nothing in common',
    entries: [
      pixelHit('b', { name: 'Lead', eventId: 'x' }),
      serverEvent('s', { name: 'Contact', eventId: 'x', at: 1 }),
    ],
    verdicts: ['name-mismatch'],
    findings: [['dedup/name-differs', 'warning', 'b', 's']],
  },
  {
    what: 'another pixel',
    entries: [
      pixelHit('b', { eventId: 'x' }),
      serverEvent('s', { pixel: OTHER_PIXEL, eventId: 'x', at: 1 }),
    ],
    verdicts: ['pixel-mismatch'],
    findings: [['dedup/other-pixel', 'warning', 'b', 's']],
  },
  {
    what: "the server's clock is ahead",
    entries: [
      pixelHit('b', { eventId: 'x' }),
      serverEvent('s', { eventId: 'x', at: 1_000 }, { event_time: 1_795_219_200 + 3600 }),
    ],
    verdicts: ['paired'],
    findings: [['dedup/clock-skew', 'warning', 'b', 's']],
    data: { difference: HOUR - 1_000, from: 'receipt', isZone: true },
  },
  {
    what: "the server's clock is behind",
    entries: [
      pixelHit('b', { eventId: 'x' }),
      serverEvent('s', { eventId: 'x', at: 1_000 }, { event_time: 1_795_219_200 - 1000 }),
    ],
    verdicts: ['paired'],
    findings: [['dedup/clock-skew', 'info', 'b', 's']],
  },
  {
    what: 'event_time beyond 7 days is another clock',
    entries: [
      pixelHit('b', { eventId: 'x' }),
      serverEvent('s', { eventId: 'x', at: 1_000 }, { event_time: 1_795_219_200 - 8 * 86_400 }),
    ],
    verdicts: ['paired'],
    findings: [['dedup/event-time-too-old', 'error', 'b', 's']],
  },
  {
    what: 'outside the window',
    entries: [pixelHit('b', { eventId: 'x' }), serverEvent('s', { eventId: 'x', at: 50 * HOUR })],
    verdicts: ['outside-window'],
    findings: [['dedup/outside-window', 'error', 'b', 's']],
    data: { apart: 50 * HOUR, case: 'both' },
  },
  {
    what: 'one side has cents',
    entries: [
      pixelHit('b', { eventId: 'x' }, { 'cd[value]': '2990', 'cd[num_items]': '1' }),
      serverEvent('s', { eventId: 'x', at: 1 }, { custom_data: { value: 29.9, num_items: 100 } }),
    ],
    verdicts: ['paired'],
    findings: [['dedup/copies-differ', 'warning', 'b', 's']],
    data: {
      items: [
        { name: 'value', browser: '2990', server: '29.9', inCents: 'browser' },
        { name: 'num_items', browser: '1', server: '100' },
      ],
    },
  },
  {
    what: 'only one side is limited',
    entries: [
      pixelHit('b', { eventId: 'x' }, { dpo: 'LDU', dpoco: '0', dpost: '0' }),
      serverEvent('s', { eventId: 'x', at: 1 }, { user_data: {} }),
    ],
    verdicts: ['paired'],
    findings: [['dedup/copies-differ', 'info', 'b', 's']],
    data: { items: [{ name: 'data_processing_options', browser: '["LDU"]', server: '[]' }] },
  },
  {
    what: 'one side is limited, and of the other not all was seen',
    entries: [
      pixelHit('b', { eventId: 'x' }, { dpo: 'LDU', dpoco: '0', dpost: '0' }),
      serverEvent('s', { eventId: 'x', at: 1 }),
    ],
    verdicts: ['paired'],
    findings: [],
  },
  {
    what: 'both sides are limited',
    entries: [
      pixelHit('b', { eventId: 'x' }, { dpo: 'LDU', dpoco: '0', dpost: '0' }),
      serverEvent('s', { eventId: 'x', at: 1 }, { data_processing_options: ['LDU'] }),
    ],
    verdicts: ['paired'],
    findings: [],
  },
  {
    what: 'value and currency differ',
    entries: [
      pixelHit('b', { eventId: 'x' }, { 'cd[value]': '10.00', 'cd[currency]': 'EUR' }),
      serverEvent('s', { eventId: 'x', at: 1 }, { custom_data: { value: 11.9, currency: 'USD' } }),
    ],
    verdicts: ['paired'],
    findings: [['dedup/copies-differ', 'warning', 'b', 's']],
    data: {
      items: [
        { name: 'value', browser: '10.00', server: '11.9' },
        { name: 'currency', browser: 'EUR', server: 'USD' },
      ],
    },
  },
  {
    what: 'one copy lacks a product',
    entries: [
      pixelHit('b', { eventId: 'x' }, { 'cd[contents]': '[{"id":"house","quantity":2}]' }),
      vendorHit(
        's',
        'commanders-act',
        { eventId: 'x', at: 1 },
        { items: '[{"id":"l1","product":{"id":"house"}},{"id":"l2","product":{"id":"tea"}}]' },
      ),
    ],
    verdicts: ['would-pair'],
    findings: [
      ['dedup/copies-differ', 'warning', 'b', 's'],
      ['dedup/derived-copy', 'info', 'b', 's'],
    ],
    data: { items: [{ name: 'contents', lacks: 'browser', products: ['tea'] }] },
  },
  {
    what: 'quantity and price of a product differ; what one leaves out does not',
    entries: [
      pixelHit(
        'b',
        { eventId: 'x' },
        {
          'cd[contents]':
            '[{"id":"house","quantity":2,"item_price":8.403361},{"id":"tea","quantity":"1"},{"id":"cup"}]',
        },
      ),
      serverEvent(
        's',
        { eventId: 'x', at: 1 },
        {
          custom_data: {
            contents: [
              { id: 'tea', quantity: 1, item_price: 3 },
              { id: 'house', quantity: 1, item_price: 8.4 },
              { id: 'cup', quantity: 4 },
            ],
          },
        },
      ),
    ],
    verdicts: ['paired'],
    findings: [['dedup/copies-differ', 'warning', 'b', 's']],
    data: { items: [{ name: 'quantity', product: 'house', browser: '2', server: '1' }] },
  },
  {
    what: 'the price of a product differs',
    entries: [
      pixelHit('b', { eventId: 'x' }, { 'cd[contents]': '[{"id":"house","item_price":10}]' }),
      serverEvent(
        's',
        { eventId: 'x', at: 1 },
        { custom_data: { contents: [{ id: 'house', item_price: '8.40' }] } },
      ),
    ],
    verdicts: ['paired'],
    findings: [['dedup/copies-differ', 'info', 'b', 's']],
    data: { items: [{ name: 'item_price', product: 'house', browser: '10', server: '8.4' }] },
  },
  {
    what: 'each side names the product by an id of its own',
    entries: [
      pixelHit('b', { eventId: 'x' }, { 'cd[content_ids]': '["4410"]' }),
      serverEvent(
        's',
        { eventId: 'x', at: 1 },
        { custom_data: { content_ids: ['shopify_DE_99_4410'] } },
      ),
    ],
    verdicts: ['paired'],
    findings: [['dedup/copies-differ', 'info', 'b', 's']],
    data: { items: [{ name: 'content_ids', browser: '4410', server: 'shopify_DE_99_4410' }] },
  },
  {
    what: 'one side speaks of products, the other of groups',
    entries: [
      pixelHit(
        'b',
        { eventId: 'x' },
        { 'cd[content_ids]': '["4410"]', 'cd[content_type]': 'product' },
      ),
      serverEvent(
        's',
        { eventId: 'x', at: 1 },
        { custom_data: { content_ids: ['99'], content_type: 'product_group' } },
      ),
    ],
    verdicts: ['paired'],
    findings: [['dedup/copies-differ', 'info', 'b', 's']],
    data: { items: [{ name: 'content_type', browser: 'product', server: 'product_group' }] },
  },
  {
    what: 'the copies name the same products in two ways, or different ones, or none',
    entries: [
      pixelHit('b', { eventId: 'x' }, { 'cd[content_ids]': '["house","tea"]' }),
      serverEvent(
        's',
        { eventId: 'x', at: 1 },
        { custom_data: { contents: [{ id: 'tea' }, { id: 'house', quantity: 2 }] } },
      ),
      pixelHit('b2', { eventId: 'y', page: 'e:0' }, { 'cd[content_ids]': '["group-1"]' }),
      serverEvent(
        's2',
        { eventId: 'y', at: 1 },
        { custom_data: { contents: [{ id: 'tea' }, { id: 'house' }] } },
      ),
      pixelHit('b3', { eventId: 'z', page: 'f:0' }),
      serverEvent('s3', { eventId: 'z', at: 1 }, { custom_data: { content_ids: ['tea'] } }),
    ],
    verdicts: ['paired', 'paired', 'paired'],
    findings: [],
  },
  {
    what: 'value and currency are the same, written differently',
    entries: [
      pixelHit('b', { eventId: 'x' }, { 'cd[value]': '10.00', 'cd[currency]': 'eur' }),
      serverEvent('s', { eventId: 'x', at: 1 }, { custom_data: { value: 10, currency: 'EUR' } }),
    ],
    verdicts: ['paired'],
    findings: [],
  },
  {
    what: 'server first, without ids',
    entries: [
      pixelHit('b', { at: HOUR }, { fbp: 'fb.1.1.1' }),
      serverEvent('s', {}, { user_data: { fbp: 'fb.1.1.1' } }),
    ],
    verdicts: ['id-missing'],
    findings: [['dedup/fallback-server-first', 'warning', 'b', 's']],
  },
  {
    what: 'without ids, the server more than 48 hours later',
    entries: [
      pixelHit('b', {}, { fbp: 'fb.1.1.1' }),
      serverEvent('s', { at: 49 * HOUR }, { user_data: { fbp: 'fb.1.1.1' } }),
    ],
    verdicts: ['id-missing'],
    findings: [['dedup/fallback-server-first', 'warning', 'b', 's']],
    data: { case: 'too-late' },
  },
  {
    what: 'without ids, of one order, received nobody knows when',
    entries: [
      pixelHit('b', { at: HOUR }, { 'cd[order_id]': 'A-1' }),
      serverEvent('s', {}, { custom_data: { order_id: 'A-1' } }, { timeOf: 'event' }),
    ],
    verdicts: ['id-missing'],
    findings: [['dedup/fallback-server-first', 'info', 'b', 's']],
    data: { case: 'not-known' },
  },
  {
    what: 'a store event of last month',
    entries: [
      pixelHit('b', { eventId: 'x' }),
      serverEvent(
        's',
        { eventId: 'x', at: 1_000 },
        { event_time: 1_795_219_200 - 30 * 86_400, action_source: 'physical_store' },
      ),
    ],
    verdicts: ['paired'],
    findings: [['dedup/clock-skew', 'info', 'b', 's']],
  },
  {
    what: 'a store event of last spring',
    entries: [
      pixelHit('b', { eventId: 'x' }),
      serverEvent(
        's',
        { eventId: 'x', at: 0 },
        { event_time: 1_795_219_200 - 200 * 86_400, action_source: 'physical_store' },
      ),
    ],
    verdicts: ['paired'],
    findings: [['dedup/event-time-too-old', 'info', 'b', 's']],
    data: { age: 200 * 24 * HOUR, limit: 62 * 24 * HOUR },
  },
  {
    what: "the server's copy was refused",
    entries: [
      pixelHit('b', { eventId: 'x' }),
      serverEvent(
        's',
        { eventId: 'x', at: 1 },
        {},
        { answer: { status: 400, message: 'Invalid parameter' } },
      ),
    ],
    verdicts: ['browser-only'],
    findings: [['dedup/server-copy-refused', 'warning', 'b', 's']],
    data: { status: 400, answer: 'Invalid parameter' },
  },
  {
    what: "the browser's copy was blocked",
    entries: [
      pixelHit('b', { eventId: 'x' }, {}, { outcome: 'blocked' }),
      serverEvent('s', { eventId: 'x', at: 1 }),
    ],
    verdicts: ['server-only'],
    findings: [['dedup/browser-copy-lost', 'info', 's', 'b']],
    data: { how: 'blocked' },
  },
  {
    what: 'the fallback alone',
    entries: [
      pixelHit('b', {}, { fbp: 'fb.1.1.1' }),
      serverEvent('s', { at: HOUR }, { user_data: { fbp: 'fb.1.1.1' } }),
    ],
    verdicts: ['paired'],
    findings: [['dedup/fallback', 'info', 'b', 's']],
  },
  {
    what: 'what the SDK sends by itself is no fault',
    entries: [
      pixelHit('b', { name: 'SubscribedButtonClick' }, { es: 'automatic' }),
      serverEvent('s', { name: 'SubscribedButtonClick', eventId: 'x', at: 6 }),
    ],
    verdicts: ['id-missing', 'server-only'],
    findings: [],
  },
];

describe.each(CASES)('$what', ({ entries, before, findings, told, verdicts, data }) => {
  const found = findingsOf(entries, before);

  test('is found, with its proof, and nothing else', () => {
    const sorted = [...found].sort((a, b) => (a.rule < b.rule ? -1 : 1));
    expect(sorted.map(({ rule, severity, entries: proof }) => [rule, severity, ...proof])).toEqual(
      findings,
    );
    if (data) expect(sorted[0]?.data).toMatchObject(data);
  });

  test('has its verdict, and the row names the reason', () => {
    const pairs = pairsOf(entries, before);
    expect(pairs.map(({ verdict }) => verdict)).toEqual(verdicts);
    const named = new Set(pairs.flatMap(({ why }) => why));
    expect(found.map(({ rule }) => rule).filter((rule) => !named.has(rule))).toEqual([]);
    expect([...named].filter((rule) => rule.startsWith('pixel/'))).toEqual(told ? [told] : []);
  });

  test('is the same one entry at a time, backwards', () => {
    const part = ledgerOf(
      [...entries].reverse().map((entry) => [entry]),
      before,
    );
    expect(part.pairs()).toEqual(pairsOf(entries, before));
  });

  test('every finding reads well in every language', () => {
    for (const words of Object.values(LANGUAGES))
      for (const { title, fix, message, links } of findingsOf(entries, before, undefined, words)) {
        expect(title.length).toBeLessThanOrEqual(60);
        expect(message).toMatch(/^\S.{10,}\.$/s);
        if (fix !== undefined) expect(fix).toMatch(/^\S.{10,}[.;]$/s);
        expect(`${message} ${fix ?? ''}`).not.toMatch(/undefined$|NaN|\[object| {2}/);
        expect(links.length).toBeGreaterThan(0);
      }
  });
});

test('a session without server events says so once', () => {
  const part = ledgerOf([
    [pixelHit('b1', { eventId: 'x' }), pixelHit('b2', { eventId: 'y', at: 10_000 })],
  ]);
  expect(part.findings.all()).toMatchObject([
    { rule: 'dedup/no-server-events', severity: 'info', entries: ['b1'] },
  ]);
  expect(part.unpaired()).toBe(0);
});

test("Commanders Act's claim is shown as what it is", () => {
  const [finding] = findingsOf([
    serverEvent('s', { eventId: 'x' }),
    pixelHit('b', { eventId: 'x', at: 1_000 }),
  ]);
  expect(finding).toMatchObject({ rule: 'dedup/server-first', severity: 'info' });
  expect(finding?.message).toMatch(/only true for Meta’s fallback on fbp and external_id/);
});

describe('names of other systems', () => {
  const segment = (name: string, said: Record<string, string> = ON_SERVER) =>
    vendorHit('c', 'segment', { name, eventId: 'ajs-next-1' }, { type: 'track', ...said });

  test.each([
    ['purchase', 'Purchase'],
    ['view_item_list', 'ViewContent'],
    ['newsletter', 'newsletter'],
    ['sign_up', 'sign_up'],
    ['sign_up', 'CompleteRegistration'],
  ])('Commanders Act %s pairs with %s', (from, to) => {
    const pairs = pairsOf([
      act('c', from, '1', 0),
      pixelHit('b', { name: to, eventId: '1', at: 1 }),
    ]);
    expect(pairs).toMatchObject([{ eventName: to, verdict: 'would-pair' }]);
  });

  test('integrations.facebook.event_name overrides the table', () => {
    const given = { 'integrations.facebook.event_name': 'Lead' };
    const pairs = pairsOf([
      act('c', 'purchase', '1', 0, given),
      pixelHit('b', { name: 'Lead', eventId: '1', at: 1 }),
    ]);
    expect(pairs).toMatchObject([{ eventName: 'Lead', verdict: 'would-pair' }]);
  });

  test("a rule of the profile comes before the vendor's table", () => {
    const profile: Profile = {
      mapping: { rules: [{ from: { source: 'cact', pattern: 'pur.*' }, to: 'Lead' }] },
    };
    const entries = [act('c', 'purchase', '1', 0), pixelHit('b', { name: 'Lead', eventId: '1' })];
    expect(pairsOf(entries, {}, profile)).toMatchObject([{ verdict: 'would-pair' }]);
  });

  test("Segment's table would pair; a name that the user mapped is not held against it", () => {
    const pixel = pixelHit('b', { eventId: 'ajs-next-1', at: 1 });
    expect(pairsOf([segment('Order Completed'), pixel])).toMatchObject([
      { verdict: 'would-pair', eventName: 'Purchase' },
    ]);
    expect(pairsOf([segment('Bought'), pixel])).toMatchObject([
      { verdict: 'browser-only', eventName: 'Purchase' },
    ]);
  });

  test('a Segment hit alone is no server event', () => {
    expect(pairsOf([segment('Order Completed')])).toEqual([]);
  });

  test('a Segment hit whose destinations run on the page is no server event', () => {
    const pixel = pixelHit('b', { eventId: 'ajs-next-1', at: 1 });
    const onPage = { '_metadata.bundled': '["Facebook Pixel","Segment.io"]' };
    for (const said of [onPage, {}])
      expect(pairsOf([segment('Order Completed', said), pixel])).toMatchObject([
        { verdict: 'browser-only', server: [] },
      ]);
  });
});

describe('a rule that the profile has switched off', () => {
  const bare = [pixelHit('b', { eventId: 'x' }), serverEvent('s', { eventId: 'y', at: 1 })];
  const order = [
    pixelHit('b', { eventId: 'x' }, { 'cd[order_id]': 'A-1' }),
    serverEvent('s', { eventId: 'y', at: 2 }, { custom_data: { order_id: 'A-1' } }),
  ];
  const derived = [act('c', 'purchase', '111', 0), pixelHit('b', { eventId: '111', at: 1 })];

  test.each([
    ['dedup/missing-server-copy', bare],
    ['dedup/different-ids', order],
    ['dedup/derived-copy', derived],
  ] as const)('%s names no reason and is no fault', (rule, entries) => {
    const on = ledgerOf([[...entries]]);
    expect(on.pairs().flatMap(({ why }) => why)).toContain(rule);
    const off = ledgerOf([[...entries]], {}, { rules: { [rule]: 'off' } });
    expect(off.pairs().flatMap(({ why }) => why)).not.toContain(rule);
    expect(off.unpaired()).toBe(0);
  });
});

describe('what counts as unpaired', () => {
  test('follows what the session knows', () => {
    const browser = pixelHit('b', { eventId: 'x' });
    const server = serverEvent('s', { eventId: 'y', at: 1 });
    const part = ledgerOf([[browser]]);
    expect(part.unpaired()).toBe(0);
    const both = ledgerOf([[browser], [server]]);
    expect(both.unpaired()).toBe(1);
    expect(both.isUnpaired('b')).toBe(true);
    expect(both.pairsOf('b')[0]?.why).toEqual(['dedup/missing-server-copy']);
    const paired = ledgerOf([[browser], [server], [serverEvent('s2', { eventId: 'x', at: 2 })]]);
    expect(paired.unpaired()).toBe(0);
    expect(paired.findings.all()).toEqual([]);
  });

  test('a hit that turns out to be blocked leaves the ledger', () => {
    const hit = pixelHit('b', { eventId: 'x' }, {}, { outcome: 'pending' });
    const server = serverEvent('s', { eventId: 'x', at: 1 });
    const part = ledgerOf([[hit, server], [{ ...hit, outcome: 'blocked' }]]);
    expect(part.pairs()).toMatchObject([{ verdict: 'server-only', browser: [] }]);
    expect(part.pairsOf('b')).toEqual([]);
  });

  test('clear forgets', () => {
    const part = ledgerOf([[pixelHit('b', { eventId: 'x' }), serverEvent('s', { eventId: 'y' })]]);
    part.clear();
    part.settle(new Set());
    expect([part.pairs(), part.findings.all(), part.unpaired(), part.coverage()]).toEqual([
      [],
      [],
      0,
      [],
    ]);
  });
});
