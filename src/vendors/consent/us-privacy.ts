import { entriesOf, itemsOf, propertyOf, textOf } from '../../session/value/read.ts';
import type { PageValue } from '../../session/value.ts';
import {
  type ConsentItem,
  type ConsentReading,
  type ConsentSaid,
  type Decision,
  idsOf,
  notApplicable,
  noted,
  reading,
  stateOf,
  whichever,
} from './reading.ts';
import { PURPOSES } from './tcf.ts';

/** Fields of the United States' sections that say no to advertising; 1: opted out, 2: not. */
const OPT_OUTS = ['SaleOptOut', 'SharingOptOut', 'TargetedAdvertisingOptOut'];

/**
 * What `__gpp`'s ping said. The meaning of the United States' fields is general knowledge, not
 * looked up (domain facts 8 has the shape only), unless the profile names the fields.
 * @param category field names (`SaleOptOut,SharingOptOut`), or purposes of the European section
 */
export function readGpp(value: PageValue, category: string | undefined): ConsentReading {
  if (textOf(propertyOf(value, 'cmpStatus')) !== 'loaded')
    return noted('undecided', { code: 'not-ready' });
  if (textOf(propertyOf(value, 'signalStatus')) === 'not ready')
    return noted('undecided', { code: 'no-answer' });
  const applicable = itemsOf(propertyOf(value, 'applicableSections'));
  if (!applicable.some((id) => typeof id === 'number' && id > 0))
    return notApplicable({ code: 'no-law' });
  const sections = entriesOf(propertyOf(value, 'parsedSections'));
  const all = sections.flatMap(([name, section]) => fieldsOf(name, section));
  const names = category === undefined ? OPT_OUTS : idsOf(category);
  const asked = all.filter(({ name }) =>
    names.some((id) => name === id || name.endsWith(` ${id}`)),
  );
  if (asked.length === 0)
    return european(
      all,
      sections.map(([name]) => name),
    );
  const decided = asked.filter(({ state }) => state !== 'undecided');
  return {
    ...reading(stateOf(decided), asked),
    isFirm: category !== undefined,
  };
}

/** Sections without fields of the United States: the European purposes, where it has them. */
function european(purposes: readonly ConsentItem[], sections: readonly string[]): ConsentReading {
  const first = purposes.find(({ name }) => / 1$/.test(name));
  // Whatever else Meta needs, it stores cookies.
  if (first?.state === 'denied') return reading('denied', [first]);
  return whichever(
    purposes,
    { code: 'gpp', known: purposes.map(({ name }) => name) },
    { items: [], notes: [{ code: 'sections', names: sections }] },
  );
}

/** A section is an object, or a list of its segments. */
function fieldsOf(section: string, value: PageValue): ConsentItem[] {
  const segments = Array.isArray(value) ? value : [value];
  return segments.flatMap((segment) => [
    ...OPT_OUTS.flatMap((field) => {
      const number = propertyOf(segment, field);
      if (typeof number !== 'number') return [];
      const state: Decision = number === 1 ? 'denied' : number === 2 ? 'granted' : 'undecided';
      return [{ name: `${section} ${field}`, state }];
    }),
    ...itemsOf(propertyOf(segment, 'PurposeConsents'))
      .slice(0, PURPOSES)
      .map((isOn, i) => ({
        name: `${section} ${i + 1}`,
        state: (isOn === true || isOn === 1 ? 'granted' : 'denied') as Decision,
      })),
  ]);
}

/** What `__uspapi` said: `1YNN`; the third character is the opt-out of sale (general knowledge). */
export function readUsp(value: PageValue): ConsentReading {
  const text = textOf(propertyOf(value, 'uspString')) ?? '';
  const optOut = /^1[YN-]([YN-])[YN-]$/i.exec(text)?.[1]?.toUpperCase();
  if (optOut === '-') return notApplicable({ code: 'no-sale-law', text });
  if (optOut === undefined) return noted('undecided', { code: 'not-understood', text });
  const isOptOut = optOut === 'Y';
  return {
    ...noted(isOptOut ? 'denied' : 'granted', { code: 'sale', text, isOptOut }),
    isFirm: false,
  };
}

/** Whether what a source says is no more than an opt-out under the laws of the United States. */
export function isSaleOptOut({ items, notes }: ConsentSaid): boolean {
  const denied = items.filter(({ state }) => state === 'denied');
  return denied.length === 0
    ? notes.some((note) => note.code === 'sale' && note.isOptOut)
    : denied.every(({ name }) => OPT_OUTS.some((field) => name.endsWith(` ${field}`)));
}
