import { propertyOf, textOf } from '../../session/value/read.ts';
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

/** OneTrust's own id of the group "Targeting cookies" (domain facts 8). */
const TARGETING = 'C0004';

/**
 * What OneTrust (or CookiePro) said: the active groups, and what its cookies store. A group that is
 * not active was refused once the banner was closed; before that there is no decision.
 * @param category the group id that stands for Meta; default C0004
 */
export function readOneTrust(value: PageValue, category: string | undefined): ConsentReading {
  const groups = textOf(propertyOf(value, 'groups'));
  const stored = storedGroups(textOf(propertyOf(value, 'stored')));
  const isClosed = (textOf(propertyOf(value, 'closed')) ?? '') !== '';
  const active =
    groups === undefined
      ? new Set([...stored].filter(([, isOn]) => isOn).map(([id]) => id))
      : new Set(idsOf(groups));
  const stateOf = (id: string): Decision => {
    if (active.has(id)) return 'granted';
    return isClosed ? 'denied' : 'undecided';
  };
  const known = [...new Set([...active, ...stored.keys()])];
  const details = known.map((id) => ({ name: id, state: stateOf(id) }));
  if (category === undefined && isClosed && !known.includes(TARGETING) && stored.size > 0)
    return unanswered(
      `Which group of OneTrust stands for Meta? It knows ${known.join(', ')}, and not its usual ${TARGETING}. Set consent.categories.onetrust.`,
      listed(details),
      details,
    );
  const asked = idsOf(category ?? TARGETING).map((id) => ({ name: id, state: stateOf(id) }));
  const state = allOf(asked.map((one) => one.state));
  const how = isClosed
    ? ''
    : state === 'granted'
      ? ', before any decision of the visitor'
      : ', the banner has not been answered';
  return reading(state, `${listed(asked)}${how}`, details);
}

/** `C0001:1,C0004:0` of the cookie OptanonConsent. */
function storedGroups(text: string | undefined): Map<string, boolean> {
  const pairs = unescaped(text ?? '')
    .split(',')
    .map((pair) => pair.split(':'))
    .filter(([id, flag]) => id !== '' && flag !== undefined);
  return new Map(pairs.map(([id, flag]) => [id as string, flag === '1']));
}
