import { expect, test } from 'vitest';
import {
  describeParameter,
  FAMILY_NAMES,
  optionBits,
  PARAMETER_NAMES,
} from '../../../../src/vendors/meta/parameters.ts';
import observations from '../../../site/observations.json' with { type: 'json' };

// domain facts 3.1, by hand: what the table must cover.
const FACTS =
  'id ev dl rl if ts sw sh v r a ec o it coo dpo dpoco dpost eid tm es fbp fbc fbcs ler cdl plt tz imft cf exp rqm dlc rlc chmd chpv chfv de';
const FAMILIES = 'cd ud aud udff audff cud ncud pmd ap bfs expv2 eid';

test.each(FACTS.split(' '))('knows %s', (name) => {
  expect(PARAMETER_NAMES).toContain(name);
  expect(describeParameter(name, '').group).not.toBe('unknown');
});

test.each(FAMILIES.split(' '))('knows %s[…]', (name) => {
  expect(FAMILY_NAMES).toContain(name);
  expect(describeParameter(`${name}[x]`, '').group).not.toBe('unknown');
});

test('knows every parameter that was ever recorded', () => {
  const names = new Set(
    observations.rows.flatMap((row) => row.hits.flatMap((hit) => Object.keys(hit.fields))),
  );
  for (const name of names) expect(describeParameter(name, 'x').group, name).not.toBe('unknown');
});

test.each([
  ['tm', '1', 'trackSingle'],
  ['rqm', 'SB', 'sendBeacon'],
  ['rqm', 'formPOST', 'hidden form, POST'],
  ['if', 'true', 'in a frame'],
  ['ts', '1795227930324', '2026-11-21T02:25:30.324Z'],
  ['ts', '99999999999999999', undefined],
  ['ts', '9999999999999999', undefined],
  ['ts', 'soon', undefined],
  ['dpo', '', 'explicitly none'],
  ['a', 'seg', 'Segment'],
  ['tm', 'toString', undefined],
])('%s=%s reads as %s', (name, value, reading) => {
  expect(describeParameter(name, value).reading).toBe(reading);
});

test.each([
  ['28', ['CONFIG_LOADING', 'DEFINE_PROPERTY', 'SEND_BEACON']],
  ['29', ['AUTO_CONFIG_OPT_OUT', 'CONFIG_LOADING', 'DEFINE_PROPERTY', 'SEND_BEACON']],
  [
    '4126',
    ['AUTO_CONFIG', 'CONFIG_LOADING', 'DEFINE_PROPERTY', 'SEND_BEACON', 'FIRST_PARTY_COOKIES'],
  ],
  ['8193', ['AUTO_CONFIG_OPT_OUT', '8192']],
  ['0', []],
  ['-1', []],
  ['1e3', []],
  ['99999999999', []],
])('o=%s is %j', (value, bits) => {
  expect(optionBits(value)).toEqual(bits);
  expect(describeParameter('o', value).bits).toEqual(bits);
});

test.each([
  ['ud[em]', 'Advanced matching: e-mail'],
  ['cd[value]', 'Custom data: value'],
  ['cd[em]', 'Custom data: em'],
  ['cd[a[b]]', 'Custom data: a[b]'],
  ['eid[]', 'Event id list'],
  ['id (2)', 'Pixel id'],
  ['constructor', 'constructor'],
  ['__proto__[x]', '__proto__[x]'],
  ['', ''],
])('label of %s', (name, label) => {
  expect(describeParameter(name, '').label).toBe(label);
});
