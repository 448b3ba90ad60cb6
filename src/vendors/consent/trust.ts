import { entriesOf, propertyOf, textOf } from '../../session/value/read.ts';
import type { PageValue } from '../../session/value.ts';
import {
  allOf,
  type ConsentReading,
  type Decision,
  idsOf,
  listed,
  reading,
  unanswered,
  unescaped,
} from './reading.ts';

const QUESTION =
  'Which category id is Facebook in TRUST Commander? Set consent.categories.trust to what the connector has in "User Consent Category".';

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
    return reading(
      'undecided',
      cookie === undefined ? 'no decision yet' : 'TC_PRIVACY is not understood',
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
  const details = [...named].map(([id, state]) => ({ name: `category ${id}`, state }));
  const rest = named.size === 0 ? 'all categories' : 'all others';
  if (category === undefined)
    return unanswered(
      QUESTION,
      [listed(details), `${rest} ${others}`].filter((part) => part !== '').join(', '),
      details,
    );
  const asked = idsOf(category).map((id) => ({
    name: `category ${id}`,
    state: named.get(id) ?? others,
  }));
  return reading(allOf(asked.map(({ state }) => state)), listed(asked), details);
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
