import { entriesOf, propertyOf, textOf } from '../../session/value/read.ts';
import type { PageValue } from '../../session/value.ts';
import {
  type ConsentItem,
  type ConsentNote,
  type ConsentReading,
  type Decision,
  idsOf,
  META_PROVIDER,
  noted,
  reading,
  stateOf,
  unescaped,
  whichever,
} from './reading.ts';

/** Which categories are on. */
interface Categories {
  named: Map<string, Decision>;
  /** Those of them that cannot be refused. */
  always: readonly string[];
  /** What holds for those that are not named; undefined where it names all. */
  others: Decision | undefined;
}

/**
 * What Commanders Act's TRUST said: its cookie TC_PRIVACY, or a consent object (domain facts 5.3).
 * @param category the category id that stands for Facebook
 */
export function readTrust(value: PageValue, category: string | undefined): ConsentReading {
  const cookie = textOf(propertyOf(value, 'cookie'));
  const vendor = category === undefined ? metaVendor(value) : undefined;
  if (vendor !== undefined) return vendor;
  const categories = cookie === undefined ? fromObject(value) : fromCookie(cookie);
  if (categories === undefined)
    return noted(
      'undecided',
      cookie === undefined
        ? { code: 'no-decision' }
        : { code: 'not-understood', text: 'TC_PRIVACY' },
    );
  return judge(categories, category);
}

/**
 * TRUST's word on Meta itself, where it names the providers of Google's Additional Consent
 * (`acm_<number>`, domain facts 5.3). That the pixel is meant is likely and no more.
 */
function metaVendor(value: PageValue): ConsentReading | undefined {
  const consent = propertyOf(value, 'consent') ?? value;
  const status = textOf(
    propertyOf(propertyOf(propertyOf(consent, 'vendors'), `acm_${META_PROVIDER}`), 'status'),
  );
  if (status !== 'on' && status !== 'off') return undefined;
  const state = status === 'on' ? 'granted' : 'denied';
  const item: ConsentItem = { kind: 'provider', name: META_PROVIDER, state };
  return { ...reading(state, [item]), isFirm: false };
}

/** What an event of Commanders Act carries under `user.consent_categories`. */
export function readEventCategories(
  ids: readonly string[],
  category: string | undefined,
): ConsentReading {
  const isAll = ids.includes('ALL');
  const named = new Map<string, Decision>();
  for (const id of ids) if (id !== 'ALL') named.set(id, 'granted');
  return judge({ named, always: [], others: isAll ? 'granted' : 'denied' }, category);
}

function judge(
  { named, always, others }: Categories,
  category: string | undefined,
): ConsentReading {
  const itemOf = (name: string): ConsentItem => ({
    kind: 'category',
    name,
    state: named.get(name) ?? others ?? 'undecided',
  });
  if (category === undefined) {
    const known = [...named.keys()];
    const notes: ConsentNote[] = others === undefined ? [] : [{ code: 'others', state: others }];
    const read = whichever(
      [
        ...known.filter((id) => !always.includes(id)).map(itemOf),
        ...(others === undefined ? [] : [{ state: others }]),
      ],
      { code: 'trust', known: [] },
      { items: known.map(itemOf), notes },
    );
    return read.state === 'granted' && others === undefined ? { ...read, accepted: known } : read;
  }
  const asked = idsOf(category).map(itemOf);
  return reading(stateOf(asked), asked);
}

/**
 * `<0 opt-in | 1 opt-out>@version|banner|site@categories@always on@times` (documentation of the
 * consent cookie). An opt-in is for the listed categories; an opt-out lists none, or ALL in old
 * banners.
 */
function fromCookie(cookie: string): Categories | undefined {
  const [status, , list = '', necessary = ''] = unescaped(cookie).split('@');
  if (status !== '0' && status !== '1') return undefined;
  const ids = idsOf(unescaped(list));
  const isAll = ids.length === 0 || ids.includes('ALL');
  const named = new Map<string, Decision>();
  for (const id of ids) if (id !== 'ALL') named.set(id, status === '0' ? 'granted' : 'denied');
  const always = idsOf(unescaped(necessary));
  for (const id of always) named.set(id, 'granted');
  if (status === '0') return { named, always, others: ids.includes('ALL') ? 'granted' : 'denied' };
  return { named, always, others: isAll ? 'denied' : 'undecided' };
}

/** `consent.categories` of a consent object: `{"3": {"status": "on"}}`. */
function fromObject(value: PageValue): Categories | undefined {
  const consent = propertyOf(value, 'consent') ?? value;
  const named = new Map<string, Decision>();
  for (const [id, category] of entriesOf(propertyOf(consent, 'categories'))) {
    const status = textOf(propertyOf(category, 'status'));
    named.set(id, status === 'on' ? 'granted' : status === 'off' ? 'denied' : 'undecided');
  }
  const status = textOf(propertyOf(consent, 'status'));
  // What stays on after all was refused cannot be refused.
  const always = [...named].flatMap(([id, state]) => (state === 'granted' ? [id] : []));
  if (status === 'all-off') return { named, always, others: 'denied' };
  if (status === 'all-on') return { named, always: [], others: 'granted' };
  if (named.size === 0) return undefined;
  return { named, always: [], others: status === 'mixed' ? 'undecided' : undefined };
}
