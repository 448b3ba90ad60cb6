import { GVL, TCModel, TCString, type VendorList } from '@iabtcf/core';
import { describe, expect, it } from 'vitest';
import type { PageValue } from '../../../../src/session/value.ts';
import { decodeConsent } from '../../../../src/vendors/consent/decode-consent.ts';
import vendorList from '../../../pages/consent/vendor-list.json' with { type: 'json' };

/** TC data as a CMP builds it from a real TC string, made and read by the IAB's own library. */
function dataOf(purposes: number[], more: Record<string, PageValue> = {}): PageValue {
  const model = new TCModel(new GVL(vendorList as unknown as VendorList));
  model.cmpId = 300;
  model.cmpVersion = 1;
  model.purposeConsents.set(purposes);
  model.isServiceSpecific = true;
  const tcString = TCString.encode(model, {
    version: 2,
    segments: ['core', 'vendorsDisclosed'] as never,
  });
  const read = TCString.decode(tcString);
  const vector = (of: Iterable<[number, boolean]>) =>
    Object.fromEntries([...of].map(([id, isOn]) => [String(id), isOn]));
  return {
    tcString,
    gdprApplies: true,
    eventStatus: 'useractioncomplete',
    cmpStatus: 'loaded',
    purpose: { consents: vector(read.purposeConsents), legitimateInterests: {} },
    vendor: { consents: {}, disclosedVendors: vector(read.vendorsDisclosed) },
    ...more,
  };
}

const ALL = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];

const CASES: [string, PageValue, string | undefined, string][] = [
  [
    'the stub answers',
    { cmpLoaded: false, cmpStatus: 'stub', gdprApplies: { $type: 'undefined' } },
    '1',
    'undecided',
  ],
  ['GDPR does not apply', dataOf([], { gdprApplies: false, tcString: '' }), '1', 'granted -'],
  [
    'not known yet whether it applies',
    dataOf([1], { gdprApplies: { $type: 'undefined' } }),
    '1',
    'undecided',
  ],
  [
    'the banner is shown for the first time',
    dataOf([], { eventStatus: 'cmpuishown', tcString: '' }),
    '1',
    'undecided',
  ],
  [
    'the banner is shown again after a yes',
    dataOf([1], { eventStatus: 'cmpuishown' }),
    '1',
    'granted',
  ],
  ['purposes of the profile, all granted', dataOf([1, 3, 4]), '1,3,4', 'granted'],
  ['purposes of the profile, one denied', dataOf([1, 3]), '1 3 4', 'denied'],
  ['no purpose named, no Additional Consent', dataOf([1, 3, 4]), undefined, 'undecided ?'],
  ['no purpose named, all granted', dataOf(ALL), undefined, 'granted'],
  [
    'no purpose named, all but the last granted',
    dataOf(ALL.slice(0, -1)),
    undefined,
    'undecided ?',
  ],
  ['no purpose named, all refused', dataOf([]), undefined, 'denied'],
  ['no purpose named, nothing may be stored', dataOf([2, 3, 4, 7]), undefined, 'denied'],
  [
    'Additional Consent names Meta, nothing may be stored',
    dataOf([3], { addtlConsent: '2~89~dv.' }),
    undefined,
    'denied',
  ],
  [
    'Additional Consent names Meta, all purposes refused',
    dataOf([], { addtlConsent: '2~89~dv.' }),
    undefined,
    'denied',
  ],
  [
    'Additional Consent names Meta, where nobody is asked about storing',
    dataOf([3], { addtlConsent: '2~89~dv.', purposeOneTreatment: true }),
    undefined,
    'granted ~',
  ],
  [
    'the profile asks for the provider, nothing may be stored',
    dataOf([3], { addtlConsent: '2~89~dv.' }),
    'ac89',
    'denied',
  ],
  [
    'Additional Consent names Meta',
    dataOf([1], { addtlConsent: '2~43.89.1000~dv.7' }),
    undefined,
    'granted ~',
  ],
  [
    'Additional Consent: shown and refused',
    dataOf([1], { addtlConsent: '2~43~dv.7.89' }),
    undefined,
    'denied ~',
  ],
  [
    'Additional Consent: Meta was not shown',
    dataOf([1], { addtlConsent: '2~43~dv.7' }),
    undefined,
    'undecided ~',
  ],
  [
    'Additional Consent of version 1',
    dataOf([1], { addtlConsent: '1~43.890' }),
    undefined,
    'denied ~',
  ],
  [
    'the profile asks for the provider and a purpose',
    dataOf([1], { addtlConsent: '2~89~dv.' }),
    '1,ac89',
    'granted',
  ],
  [
    'the profile asks for the provider, the purpose is denied',
    dataOf([3], { addtlConsent: '2~89~dv.' }),
    '1,ac89',
    'denied',
  ],
];

describe('IAB TCF', () => {
  it.each(CASES)('%s', (_name, value, category, expected) => {
    const read = decodeConsent('tcf', value, category);
    const marks = [
      read.question === undefined ? '' : ' ?',
      read.applies ? '' : ' -',
      read.isFirm ? '' : ' ~',
    ];
    expect(read.state + marks.join('')).toBe(expected);
  });

  it('shows every purpose that is on as the library reads it, and how many vendors were disclosed', () => {
    const { said } = decodeConsent('tcf', dataOf([1, 7]), undefined);
    expect(said).toEqual({
      items: [
        { kind: 'purpose', name: '1', state: 'granted' },
        { kind: 'purpose', name: '7', state: 'granted' },
      ],
      notes: [{ code: 'disclosed', vendors: 3 }],
    });
  });

  it('reads the instance of a class, and a long vector', () => {
    const value = dataOf([1]) as Record<string, PageValue>;
    const instance = { $type: 'instance', of: 'TCData', properties: value } as PageValue;
    expect(decodeConsent('tcf', instance, '1').state).toBe('granted');
    const long = {
      ...value,
      purpose: { consents: { $type: 'entries', entries: [['1', true]], length: 1 } },
    } as PageValue;
    expect(decodeConsent('tcf', long, '1').state).toBe('granted');
  });
});
