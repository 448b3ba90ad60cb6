import { entriesOf, itemsOf, propertyOf, textOf } from '../../session/value/read.ts';
import type { PageValue } from '../../session/value.ts';
import {
  type ConsentItem,
  type ConsentReading,
  type Decision,
  namedForMeta,
  noted,
  reading,
  stateOf,
  whichever,
} from './reading.ts';

/** The service's usual names (domain facts 8); a site can rename it. */
const META_SERVICE = /^(?:facebook|meta)[ -]pixel\b/i;
/** Its id in Usercentrics' own list of services, which sites that rename it keep. */
const META_SERVICE_ID = 'ko1w5PpFl';

/** A service or a category. */
interface Named {
  /** Names that the profile may use: the service's, its id, its category. */
  names: (string | undefined)[];
  name: string;
  state: Decision;
  /** The visitor may refuse it, and it stands for itself: no category of services that are told. */
  isOptional: boolean;
}

/**
 * What Usercentrics said: services of version 2 or 3, categories of version 3, or its event
 * `consent_status`. The service that is Meta's counts before its category, of which others may have
 * another state.
 * @param category a service's name or id, or a category's slug; default the service Facebook Pixel
 */
export function readUsercentrics(value: PageValue, category: string | undefined): ConsentReading {
  const services = [...servicesOf(value), ...listedServicesOf(value)];
  const all = [...services, ...categoriesOf(value, services.length > 0), ...statusEvent(value)];
  if (all.length === 0) return noted('undecided', { code: 'no-services' });
  const wanted = category?.toLowerCase();
  const meant =
    wanted === undefined
      ? all
      : all.filter(({ names }) => names.some((name) => name?.toLowerCase() === wanted));
  const own = meant.filter(isMeta);
  const asked = own.length === 0 && wanted !== undefined ? meant : own;
  if (asked.length === 0) {
    const items = all.map(itemOf);
    const likely = wanted === undefined ? namedForMeta(items) : undefined;
    return (
      likely ??
      whichever(
        all.filter(({ isOptional }) => isOptional),
        { code: 'usercentrics', known: all.map(({ name }) => name) },
        { items, notes: [] },
      )
    );
  }
  return reading(stateOf(asked), asked.map(itemOf));
}

function isMeta({ names }: Named): boolean {
  return names.some((name) => name === META_SERVICE_ID || META_SERVICE.test(name ?? ''));
}

function itemOf({ name, state }: Named): ConsentItem {
  return { name, state };
}

/** Off before anybody was asked is no decision; on is what the tool lets run. */
function decide(isOn: boolean, isExplicit: boolean): Decision {
  if (isOn) return 'granted';
  return isExplicit ? 'denied' : 'undecided';
}

function isExplicit(type: PageValue | undefined): boolean {
  return textOf(type)?.toUpperCase() === 'EXPLICIT';
}

function isEssential(value: PageValue, category: string | undefined): boolean {
  return (
    propertyOf(value, 'essential') === true ||
    propertyOf(value, 'isEssential') === true ||
    category?.toLowerCase() === 'essential'
  );
}

/** Version 2 has a list of services, version 3 has them by their ids. */
function servicesOf(value: PageValue): Named[] {
  const services = propertyOf(value, 'services');
  return [
    ...itemsOf(services).map((service): Named => {
      const consent = propertyOf(service, 'consent');
      const wasAsked = itemsOf(propertyOf(consent, 'history')).some((step) =>
        isExplicit(propertyOf(step, 'type')),
      );
      const state = decide(propertyOf(consent, 'status') === true, wasAsked);
      return namedService(service, textOf(propertyOf(service, 'id')), state);
    }),
    ...entriesOf(services).map(([id, service]): Named => {
      const consent = propertyOf(service, 'consent');
      const wasAsked = isExplicit(propertyOf(consent, 'type'));
      return namedService(service, id, decide(propertyOf(consent, 'given') === true, wasAsked));
    }),
  ];
}

function namedService(service: PageValue, id: string | undefined, state: Decision): Named {
  const name = textOf(propertyOf(service, 'name'));
  const category = textOf(propertyOf(service, 'categorySlug') ?? propertyOf(service, 'category'));
  return {
    names: [name, id, category],
    name: name ?? id ?? '?',
    state,
    isOptional: !isEssential(service, category),
  };
}

/** What a category of version 3 lists by id, where the services themselves are not told. */
function listedServicesOf(value: PageValue): Named[] {
  if (entriesOf(propertyOf(value, 'services')).length > 0) return [];
  const wasAsked = isExplicit(propertyOf(propertyOf(value, 'consent'), 'type'));
  return entriesOf(propertyOf(value, 'categories')).flatMap(([slug, category]) =>
    entriesOf(propertyOf(category, 'dps')).map(
      ([id, isOn]): Named => ({
        names: [id, slug],
        name: id === META_SERVICE_ID ? 'Facebook Pixel' : id,
        state: decide(isOn === true, wasAsked),
        isOptional: !isEssential(category, slug),
      }),
    ),
  );
}

const CATEGORY_STATES: Readonly<Record<string, boolean>> = {
  ALL_ACCEPTED: true,
  ALL_DENIED: false,
};

function categoriesOf(value: PageValue, hasServices: boolean): Named[] {
  const wasAsked = isExplicit(propertyOf(propertyOf(value, 'consent'), 'type'));
  return entriesOf(propertyOf(value, 'categories')).map(([slug, category]) => {
    const isOn = CATEGORY_STATES[textOf(propertyOf(category, 'state')) ?? ''];
    return {
      names: [slug],
      name: slug,
      // Some of its services: which ones is not told.
      state: isOn === undefined ? 'undecided' : decide(isOn, wasAsked),
      isOptional: !hasServices && !isEssential(category, slug),
    };
  });
}

/** `{event: 'consent_status', type, ucCategory: {marketing: true}, 'Facebook Pixel': true}`. */
function statusEvent(value: PageValue): Named[] {
  if (propertyOf(value, 'event') !== 'consent_status') return [];
  const wasAsked = isExplicit(propertyOf(value, 'type'));
  const named =
    (isCategory: boolean) =>
    ([name, isOn]: [string, PageValue]): Named[] =>
      typeof isOn === 'boolean'
        ? [
            {
              names: [name],
              name,
              state: decide(isOn, wasAsked),
              // Which of its services are essential it does not say.
              isOptional: isCategory && !isEssential(null, name),
            },
          ]
        : [];
  return [
    ...entriesOf(value).flatMap(named(false)),
    ...entriesOf(propertyOf(value, 'ucCategory')).flatMap(named(true)),
  ];
}
