import { entriesOf, propertyOf, textOf } from '../../session/value/read.ts';
import type { PageValue } from '../../session/value.ts';
import {
  type ConsentItem,
  type ConsentNote,
  type ConsentReading,
  type Decision,
  idsOf,
  notApplicable,
  noted,
  reading,
  stateOf,
  unanswered,
} from './reading.ts';

/**
 * Meta's number among Google's ad technology providers. Meta is not on the TCF's vendor list, so
 * that the Additional Consent string is the only place where TCF names it (domain facts 8).
 */
const META_PROVIDER = '89';

/**
 * What `__tcfapi` said: TC data of version 2.2 or 2.3, or the ping of a CMP that is not ready.
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
    return reading(stateOf(asked), asked, ...also);
  }
  if (providers === undefined) {
    const notes: ConsentNote[] = on.length === 0 ? [{ code: 'no-purpose' }, ...also] : also;
    return unanswered({ code: 'tcf', known: [] }, { items: on, notes });
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
