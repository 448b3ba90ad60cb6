import type { PageValue } from '../../session/value.ts';
import {
  allOf,
  type ConsentReading,
  type Decision,
  idsOf,
  listed,
  notApplicable,
  propertiesOf,
  propertyOf,
  reading,
  textOf,
  unanswered,
} from './reading.ts';

/**
 * Meta's number among Google's ad technology providers. Meta is not on the TCF's vendor list, so
 * that the Additional Consent string is the only place where TCF names it (domain facts 8).
 */
const META_PROVIDER = '89';

const QUESTION =
  'Which TCF purposes stand for Meta? Set consent.categories.tcf, e.g. "1,3,4": Meta is not on the TCF vendor list, and the CMP gives no Additional Consent string that names it.';

/**
 * What `__tcfapi` said: TC data of version 2.2 or 2.3, or the ping of a CMP that is not ready.
 * @param category purposes (`1,3,4`) and Additional Consent providers (`ac89`); all must be granted
 */
export function readTcf(value: PageValue, category: string | undefined): ConsentReading {
  const status = textOf(propertyOf(value, 'eventStatus'));
  const purposes = vectorOf(propertyOf(propertyOf(value, 'purpose'), 'consents'));
  const tcString = textOf(propertyOf(value, 'tcString')) ?? '';
  const applies = propertyOf(value, 'gdprApplies');
  if (applies === false) return notApplicable('the CMP says that GDPR does not apply');
  if (status === undefined && tcString === '')
    return reading(
      'undecided',
      `the CMP is not ready (${textOf(propertyOf(value, 'cmpStatus')) ?? 'status not known'})`,
    );
  const providers = additionalConsent(textOf(propertyOf(value, 'addtlConsent')));
  const details = [...purposes].map(([id, isOn]) => detail(`purpose ${id}`, isOn));
  const disclosed = disclosedOf(value);
  if (providers) details.push({ name: `Meta (provider ${META_PROVIDER})`, state: providers.meta });
  const also = disclosed === undefined ? '' : `; ${disclosed} vendors disclosed`;
  if (applies !== true)
    return reading('undecided', `whether GDPR applies is not known yet${also}`, details);
  const hasAnswer = [...purposes.values()].includes(true);
  if (tcString === '' || (status === 'cmpuishown' && !hasAnswer))
    return reading('undecided', 'the banner is shown, there is no decision yet', details);

  if (category !== undefined) {
    const asked = idsOf(category).map((id): ConsentReading['details'][number] => {
      const provider = /^(?:ac|acm|ac:|acm_|ac_)(\d+)$/i.exec(id)?.[1];
      if (provider !== undefined)
        return { name: `provider ${provider}`, state: providers?.stateOf(provider) ?? 'undecided' };
      return detail(`purpose ${id}`, purposes.get(id) === true);
    });
    return reading(allOf(asked.map(({ state }) => state)), `${listed(asked)}${also}`, details);
  }
  if (providers === undefined) return unanswered(QUESTION, `${onlyOn(details)}${also}`, details);
  const words = `Meta (provider ${META_PROVIDER}) ${providers.meta} in Additional Consent${also}`;
  return { ...reading(providers.meta, words, details), isFirm: false };
}

function detail(name: string, isOn: boolean): ConsentReading['details'][number] {
  return { name, state: isOn ? 'granted' : 'denied' };
}

function onlyOn(details: ConsentReading['details']): string {
  const on = details.filter(({ state }) => state === 'granted').map(({ name }) => name);
  return on.length === 0 ? 'no purpose granted' : `${on.join(', ')} granted`;
}

/** A vector of the API: ids whose value is true or false. Ids that it leaves out are denied. */
function vectorOf(value: PageValue | undefined): Map<string, boolean> {
  return new Map(Object.entries(propertiesOf(value)).map(([id, isOn]) => [id, isOn === true]));
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
  meta: Decision;
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
  const stateOf = (id: string): Decision => {
    if (granted.has(id)) return 'granted';
    return parts[1] === '1' || disclosed.has(id) ? 'denied' : 'undecided';
  };
  return { meta: stateOf(META_PROVIDER), stateOf };
}
