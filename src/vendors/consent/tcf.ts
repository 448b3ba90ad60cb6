import { entriesOf, propertyOf, textOf } from '../../session/value/read.ts';
import type { PageValue } from '../../session/value.ts';
import {
  type ConsentItem,
  type ConsentNote,
  type ConsentReading,
  type Decision,
  idsOf,
  META_PROVIDER,
  notApplicable,
  noted,
  reading,
  stateOf,
  whichever,
} from './reading.ts';

/** Purposes of TCF 2.2 and 2.3; the string has room for 24. */
export const PURPOSES = 11;

/**
 * What `__tcfapi` said: TC data of version 2.2 or 2.3, or the ping of a CMP that is not ready.
 * Purpose 1 counts before the Additional Consent list.
 * @param category purposes (`1,3,4`) and Additional Consent providers (`ac89`); all must be granted
 */
export function readTcf(value: PageValue, category: string | undefined): ConsentReading {
  const status = textOf(propertyOf(value, 'eventStatus'));
  const purposes = vectorOf(propertyOf(propertyOf(value, 'purpose'), 'consents'));
  const tcString = textOf(propertyOf(value, 'tcString')) ?? '';
  const applies = propertyOf(value, 'gdprApplies');
  if (applies === false) return notApplicable({ code: 'gdpr-does-not-apply' });
  if (status === undefined && tcString === '') {
    const own = textOf(propertyOf(value, 'cmpStatus'));
    return noted('undecided', {
      code: 'not-ready',
      ...(own === undefined ? {} : { status: own }),
    });
  }
  const providers = additionalConsent(textOf(propertyOf(value, 'addtlConsent')));
  const vendors = disclosedOf(value);
  const also: ConsentNote[] = vendors === undefined ? [] : [{ code: 'disclosed', vendors }];
  if (applies !== true) return noted('undecided', { code: 'gdpr-unknown' }, ...also);
  const on = [...purposes].flatMap(([id, isOn]) => (isOn ? [purpose(id, true)] : []));
  if (tcString === '' || (status === 'cmpuishown' && on.length === 0))
    return noted('undecided', { code: 'no-answer' });

  // Purpose 1 is to store and read on the device. Where the publisher's country does not ask for it,
  // the CMP says so.
  const mayStore =
    purposes.get('1') === true ||
    propertyOf(value, 'purposeOneTreatment') === true ||
    propertyOf(value, 'purpose') === undefined;
  const provider = (id: string): ConsentItem => ({
    kind: 'provider',
    name: id,
    state: providers?.stateOf(id) ?? 'undecided',
  });
  if (category !== undefined) {
    const asked = idsOf(category).map((id) => {
      const number = /^(?:ac|acm|ac:|acm_|ac_)(\d+)$/i.exec(id)?.[1];
      return number === undefined ? purpose(id, purposes.get(id) === true) : provider(number);
    });
    // A provider's consent does not reach further than that to store anything.
    const isAsked = asked.some(({ kind, name }) => kind === 'purpose' && name === '1');
    if (!mayStore && !isAsked) asked.unshift(purpose('1', false));
    return reading(stateOf(asked), asked, ...also);
  }
  if (!mayStore) return reading('denied', [purpose('1', false)], ...also);
  if (providers === undefined) {
    const all = Array.from({ length: PURPOSES }, (_, i) =>
      purpose(`${i + 1}`, purposes.get(`${i + 1}`) === true),
    );
    const notes: ConsentNote[] = on.length === 0 ? [{ code: 'no-purpose' }, ...also] : also;
    return whichever(all, { code: 'tcf', known: [] }, { items: on, notes });
  }
  const meta = provider(META_PROVIDER);
  return { ...reading(meta.state, [meta], { code: 'additional-consent' }, ...also), isFirm: false };
}

function purpose(id: string, isOn: boolean): ConsentItem {
  return { kind: 'purpose', name: id, state: isOn ? 'granted' : 'denied' };
}

/** A vector of the API: ids whose value is true or false. Ids that it leaves out are denied. */
function vectorOf(value: PageValue | undefined): Map<string, boolean> {
  return new Map(entriesOf(value).map(([id, isOn]) => [id, isOn === true]));
}

/**
 * How many vendors were disclosed: `vendor.disclosedVendors` of version 2.3, where the string must
 * carry them, or `outOfBand.disclosedVendors` of 2.2.
 */
function disclosedOf(value: PageValue): number | undefined {
  const vector =
    propertyOf(propertyOf(value, 'vendor'), 'disclosedVendors') ??
    propertyOf(propertyOf(value, 'outOfBand'), 'disclosedVendors');
  if (vector === undefined) return undefined;
  return [...vectorOf(vector).values()].filter((isOn) => isOn).length;
}

interface Providers {
  stateOf(id: string): Decision;
}

/**
 * Google's Additional Consent: `2~<granted>~dv.<disclosed>`, or `1~<granted>`, which does not say who
 * was disclosed. Who was disclosed and is not granted was refused.
 */
function additionalConsent(text: string | undefined): Providers | undefined {
  const parts = /^([12])~([\d.]*)(?:~dv\.([\d.]*))?$/.exec(text ?? '');
  if (parts === null) return undefined;
  const granted = new Set((parts[2] ?? '').split('.'));
  const disclosed = new Set((parts[3] ?? '').split('.'));
  const decisionOf = (id: string): Decision => {
    if (granted.has(id)) return 'granted';
    return parts[1] === '1' || disclosed.has(id) ? 'denied' : 'undecided';
  };
  return { stateOf: decisionOf };
}
