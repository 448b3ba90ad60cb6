import { entriesOf, itemsOf, propertyOf, textOf } from '../../session/value/read.ts';
import type { PageValue } from '../../session/value.ts';
import {
  type ConsentItem,
  type ConsentReading,
  type Decision,
  noted,
  reading,
  stateOf,
  unanswered,
} from './reading.ts';

/** The service's usual names (domain facts 8); a site can rename it. */
const META_SERVICE = /^(?:facebook|meta) pixel$/i;

interface Named {
  /** Names that the profile may use: the service's, its id, its category. */
  names: (string | undefined)[];
  name: string;
  state: Decision;
}

/**
 * What Usercentrics said: services of version 2, categories of version 3, or its event
 * `consent_status`.
 * @param category a service's name or id, or a category's slug; default the service Facebook Pixel
 */
export function readUsercentrics(value: PageValue, category: string | undefined): ConsentReading {
  const all = [...services(value), ...categories(value), ...statusEvent(value)];
  if (all.length === 0) return noted('undecided', { code: 'no-services' });
  const wanted = category?.toLowerCase();
  const asked = all.filter(({ names }) =>
    names.some((name) =>
      wanted === undefined ? META_SERVICE.test(name ?? '') : name?.toLowerCase() === wanted,
    ),
  );
  if (asked.length === 0)
    return unanswered(
      { code: 'usercentrics', known: all.map(({ name }) => name) },
      { items: all.map(itemOf), notes: [] },
    );
  return reading(stateOf(asked), asked.map(itemOf));
}

function itemOf({ name, state }: Named): ConsentItem {
  return { name, state };
}

/** Off before anybody was asked is no decision; on is what the tool lets run. */
function decide(isOn: boolean, isExplicit: boolean): Decision {
  if (isOn) return 'granted';
  return isExplicit ? 'denied' : 'undecided';
}

function services(value: PageValue): Named[] {
  return itemsOf(propertyOf(value, 'services')).map((service) => {
    const consent = propertyOf(service, 'consent');
    const isExplicit = itemsOf(propertyOf(consent, 'history')).some(
      (step) => textOf(propertyOf(step, 'type'))?.toLowerCase() === 'explicit',
    );
    const name = textOf(propertyOf(service, 'name'));
    return {
      names: [name, textOf(propertyOf(service, 'id')), textOf(propertyOf(service, 'categorySlug'))],
      name: name ?? 'service without a name',
      state: decide(propertyOf(consent, 'status') === true, isExplicit),
    };
  });
}

const CATEGORY_STATES: Readonly<Record<string, boolean>> = {
  ALL_ACCEPTED: true,
  ALL_DENIED: false,
};

function categories(value: PageValue): Named[] {
  const isExplicit =
    textOf(propertyOf(propertyOf(value, 'consent'), 'type'))?.toUpperCase() === 'EXPLICIT';
  return entriesOf(propertyOf(value, 'categories')).map(([slug, category]) => {
    const isOn = CATEGORY_STATES[textOf(propertyOf(category, 'state')) ?? ''];
    return {
      names: [slug],
      name: slug,
      // Some of its services: which ones is not told.
      state: isOn === undefined ? 'undecided' : decide(isOn, isExplicit),
    };
  });
}

/** `{event: 'consent_status', type, ucCategory: {marketing: true}, 'Facebook Pixel': true}`. */
function statusEvent(value: PageValue): Named[] {
  if (propertyOf(value, 'event') !== 'consent_status') return [];
  const isExplicit = textOf(propertyOf(value, 'type'))?.toLowerCase() === 'explicit';
  const own = entriesOf(value);
  const grouped = entriesOf(propertyOf(value, 'ucCategory'));
  return [...own, ...grouped].flatMap(([name, isOn]) =>
    typeof isOn === 'boolean' ? [{ names: [name], name, state: decide(isOn, isExplicit) }] : [],
  );
}
