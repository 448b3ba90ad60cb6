import { entriesOf, itemsOf, propertyOf, textOf } from '../../session/value/read.ts';
import type { PageValue } from '../../session/value.ts';
import {
  allOf,
  type ConsentReading,
  type Decision,
  idsOf,
  listed,
  notApplicable,
  reading,
  unanswered,
} from './reading.ts';

/** Fields of the United States' sections that say no to advertising; 1: opted out, 2: not. */
const OPT_OUTS = ['SaleOptOut', 'SharingOptOut', 'TargetedAdvertisingOptOut'];

/**
 * What `__gpp`'s ping said. The meaning of the United States' fields is general knowledge, not
 * looked up (domain facts 8 has the shape only), unless the profile names the fields.
 * @param category field names (`SaleOptOut,SharingOptOut`), or purposes of the European section
 */
export function readGpp(value: PageValue, category: string | undefined): ConsentReading {
  if (textOf(propertyOf(value, 'cmpStatus')) !== 'loaded')
    return reading('undecided', 'the CMP is not ready');
  if (textOf(propertyOf(value, 'signalStatus')) === 'not ready')
    return reading('undecided', 'the banner is shown, there is no decision yet');
  const applicable = itemsOf(propertyOf(value, 'applicableSections'));
  if (!applicable.some((id) => typeof id === 'number' && id > 0))
    return notApplicable('the CMP says that no privacy law of its list applies');
  const sections = entriesOf(propertyOf(value, 'parsedSections'));
  const details = sections.flatMap(([name, section]) => detailsOf(name, section));
  const names = category === undefined ? OPT_OUTS : idsOf(category);
  const asked = details.filter(({ name }) =>
    names.some((id) => name === id || name.endsWith(` ${id}`)),
  );
  if (asked.length === 0)
    return unanswered(
      'Which fields of the GPP sections stand for Meta? Set consent.categories.gpp.',
      `sections ${sections.map(([name]) => name).join(', ') || 'none'}`,
      details,
    );
  const decided = asked.filter(({ state }) => state !== 'undecided');
  return {
    ...reading(allOf(decided.map(({ state }) => state)), listed(asked), details),
    isFirm: category !== undefined,
  };
}

/** A section is an object, or a list of its segments. */
function detailsOf(section: string, value: PageValue): ConsentReading['details'] {
  const segments = Array.isArray(value) ? value : [value];
  return segments.flatMap((segment) => [
    ...OPT_OUTS.flatMap((field) => {
      const number = propertyOf(segment, field);
      if (typeof number !== 'number') return [];
      const state: Decision = number === 1 ? 'denied' : number === 2 ? 'granted' : 'undecided';
      return [{ name: `${section} ${field}`, state }];
    }),
    ...itemsOf(propertyOf(segment, 'PurposeConsents')).map((isOn, i) => ({
      name: `${section} ${i + 1}`,
      state: (isOn === true || isOn === 1 ? 'granted' : 'denied') as Decision,
    })),
  ]);
}

/** What `__uspapi` said: `1YNN`; the third character is the opt-out of sale (general knowledge). */
export function readUsp(value: PageValue): ConsentReading {
  const text = textOf(propertyOf(value, 'uspString')) ?? '';
  const optOut = /^1[YN-]([YN-])[YN-]$/i.exec(text)?.[1]?.toUpperCase();
  if (optOut === '-') return notApplicable(`${text}: the law does not apply`);
  if (optOut === undefined) return reading('undecided', `${text || 'no string'}: not understood`);
  return {
    ...reading(
      optOut === 'Y' ? 'denied' : 'granted',
      `${text}: ${optOut === 'Y' ? 'opted out of sale' : 'not opted out of sale'}`,
    ),
    isFirm: false,
  };
}
