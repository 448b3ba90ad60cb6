import { expect, test } from 'vitest';
import {
  FAMILY_NAMES,
  optionBits,
  PARAMETER_NAMES,
  readParameter,
} from '../../../../src/vendors/meta/parameters.ts';
import observations from '../../../site/observations.json' with { type: 'json' };

// By hand: what the table must cover.
const FACTS =
  'id ev dl rl if ts sw sh v r a ec o it coo dpo dpoco dpost eid tm es fbp fbc fbcs ler cdl plt tz imft cf exp rqm dlc rlc chmd chpv chfv de';
const FAMILIES = 'cd ud aud udff audff cud ncud pmd ap bfs expv2 eid';

test.each(FACTS.split(' '))('knows %s', (name) => {
  expect(PARAMETER_NAMES).toContain(name);
  expect(readParameter(name, '').group).not.toBe('unknown');
});

test.each(FAMILIES.split(' '))('knows %s[…]', (name) => {
  expect(FAMILY_NAMES).toContain(name);
  expect(readParameter(`${name}[x]`, '').group).not.toBe('unknown');
});

test('knows every parameter that was ever recorded', () => {
  const names = new Set(
    observations.rows.flatMap((row) => row.hits.flatMap((hit) => Object.keys(hit.fields))),
  );
  for (const name of names) expect(readParameter(name, 'x').group, name).not.toBe('unknown');
});

test.each([
  ['tm', '1', 'trackSingle'],
  ['ts', '1795227930324', '2026-11-21T02:25:30.324Z'],
  ['ts', '99999999999999999', undefined],
  ['ts', '9999999999999999', undefined],
  ['ts', 'soon', undefined],
  ['a', 'seg', 'Segment'],
  ['tm', 'toString', undefined],
])('%s=%s reads as %s', (name, value, reading) => {
  expect(readParameter(name, value).reading).toBe(reading);
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
  expect(readParameter('o', value).bits).toEqual(bits);
});

test.each([
  ['ud[em]', { kind: 'family', name: 'ud', key: 'em', field: 'em' }],
  ['cd[em]', { kind: 'family', name: 'cd', key: 'em' }],
  ['eid[]', { kind: 'family', name: 'eid', key: '' }],
  ['id (2)', { kind: 'parameter', name: 'id' }],
  ['constructor', undefined],
  ['__proto__[x]', undefined],
])('%s is known as %j', (name, known) => {
  expect(readParameter(name, '').known).toEqual(known);
});
