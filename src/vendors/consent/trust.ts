import { entriesOf, propertyOf, textOf } from '../../session/value/read.ts';
import type { PageValue } from '../../session/value.ts';
import {
  type ConsentItem,
  type ConsentReading,
  type Decision,
  idsOf,
  noted,
  reading,
  stateOf,
  unanswered,
  unescaped,
} from './reading.ts';

/** Which categories are on. `others`: what holds for those that are not named. */
interface Categories {
  named: Map<string, Decision>;
  others: Decision;
}

/**
 * What Commanders Act's TRUST said: its cookie TC_PRIVACY, or a consent object (domain facts 5.3).
 * @param category the category id that stands for Facebook
 */
export function readTrust(value: PageValue, category: string | undefined): ConsentReading {
  const cookie = textOf(propertyOf(value, 'cookie'));
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

/** What an event of Commanders Act carries under `user.consent_categories`. */
export function readEventCategories(
  ids: readonly string[],
  category: string | undefined,
): ConsentReading {
  const isAll = ids.includes('ALL');
  const named = new Map(ids.map((id): [string, Decision] => [id, 'granted']));
  return judge({ named, others: isAll ? 'granted' : 'denied' }, category);
}

function judge({ named, others }: Categories, category: string | undefined): ConsentReading {
  const itemOf = (name: string): ConsentItem => ({
    kind: 'category',
    name,
    state: named.get(name) ?? others,
  });
  if (category === undefined) {
    const known = [...named.keys()];
    return unanswered(
      { code: 'trust', known: [] },
      {
        items: known.map(itemOf),
        notes: [{ code: 'others', state: others, isAll: known.length === 0 }],
      },
    );
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
  const [status, , list = '', always = ''] = unescaped(cookie).split('@');
  if (status !== '0' && status !== '1') return undefined;
  const ids = idsOf(unescaped(list));
  const isAll = ids.length === 0 || ids.includes('ALL');
  const named = new Map<string, Decision>();
  for (const id of ids) if (id !== 'ALL') named.set(id, status === '0' ? 'granted' : 'denied');
  for (const id of idsOf(unescaped(always))) named.set(id, 'granted');
  if (status === '0') return { named, others: ids.includes('ALL') ? 'granted' : 'denied' };
  return { named, others: isAll ? 'denied' : 'undecided' };
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
  if (status === 'all-off') return { named, others: 'denied' };
  if (status === 'all-on') return { named, others: 'granted' };
  return named.size === 0 ? undefined : { named, others: 'undecided' };
}
