import { propertyOf, textOf } from '../../session/value/read.ts';
import type { PageValue } from '../../session/value.ts';
import {
  type ConsentItem,
  type ConsentNote,
  type ConsentReading,
  type Decision,
  idsOf,
  reading,
  stateOf,
  unescaped,
  whichever,
} from './reading.ts';

/** OneTrust's own id of the group "Targeting cookies" (domain facts 8). */
const TARGETING = 'C0004';
/** Its id of "Strictly necessary cookies", which are always on (domain facts 8). */
const NECESSARY = 'C0001';

/** Strictly necessary, performance and functional cookies: never a marketing tool's. */
const BASIC: ReadonlySet<string> = new Set([NECESSARY, 'C0002', 'C0003']);

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
  const decisionOf = (id: string): Decision => {
    if (active.has(id)) return 'granted';
    return isClosed ? 'denied' : 'undecided';
  };
  const itemOf = (name: string): ConsentItem => ({ kind: 'group', name, state: decisionOf(name) });
  const isStored = groups === undefined ? ({ isStored: true } as const) : {};
  const known = [...new Set([...active, ...stored.keys()])];
  const hasOwn = !known.includes(TARGETING) && stored.size > 0;
  // Where targeting is off and a group beyond OneTrust's first three is on, that one may be Meta's.
  const hasOther = !active.has(TARGETING) && [...active].some((id) => !BASIC.has(id));
  if (category === undefined && isClosed && (hasOwn || hasOther))
    return {
      ...whichever(
        (hasOther && !hasOwn ? [TARGETING, ...known] : known)
          .filter((id) => !isNecessary(id, known, active))
          .map(itemOf),
        { code: 'onetrust', known },
        { items: known.map(itemOf), notes: [] },
      ),
      ...isStored,
    };
  const asked = idsOf(category ?? TARGETING).map(itemOf);
  const state = stateOf(asked);
  const notes: ConsentNote[] = isClosed
    ? []
    : [{ code: state === 'granted' ? 'before-answer' : 'no-answer' }];
  if (groups === undefined) notes.push({ code: 'stored' });
  return { ...reading(state, asked, ...notes), ...isStored };
}

/** The group that is always on: by its usual id, else the only one that is on after a refusal. */
function isNecessary(id: string, known: readonly string[], active: ReadonlySet<string>): boolean {
  return known.includes(NECESSARY) ? id === NECESSARY : active.size === 1 && active.has(id);
}

/** `C0001:1,C0004:0` of the cookie OptanonConsent. */
function storedGroups(text: string | undefined): Map<string, boolean> {
  const pairs = unescaped(text ?? '')
    .split(',')
    .map((pair) => pair.split(':'))
    .filter(([id, flag]) => id !== '' && flag !== undefined);
  return new Map(pairs.map(([id, flag]) => [id as string, flag === '1']));
}
