import type { CallEntry, Entry, GapEntry, PageEntry } from '../../../src/session/entry.ts';

/** 2026-01-02T03:04:05.000Z */
export const START_AT = 1_767_323_045_000;

export const page: PageEntry = {
  kind: 'page',
  id: 'doc:0',
  at: START_AT,
  page: 'doc:0',
  event: 'start',
  url: 'https://shop.test/',
};

export const boot: CallEntry = {
  kind: 'call',
  id: 'doc:1',
  at: START_AT + 10,
  page: 'doc:0',
  source: 'loyjoy',
  method: 'listener',
  name: 'widget_open',
  args: [],
  phase: 'live',
};

export const push: CallEntry = {
  kind: 'call',
  id: 'doc:2',
  at: START_AT + 11,
  page: 'doc:0',
  source: 'dataLayer',
  method: 'push',
  args: [{ event: 'lj_open' }],
  phase: 'live',
  cause: 'doc:1',
};

export const read: PageEntry = {
  kind: 'page',
  id: 'doc:3',
  at: START_AT + 12,
  page: 'doc:0',
  event: 'read',
  url: 'https://shop.test/',
  name: 'fbq',
  access: 'bare',
};

export const gap: GapEntry = {
  kind: 'gap',
  id: 'doc:gap4',
  at: START_AT + 13,
  page: 'doc:0',
  from: 4,
  to: 6,
  reason: 'limit',
};

export const clean: Entry[] = [page, boot, push];
