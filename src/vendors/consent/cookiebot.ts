import { propertiesOf, propertyOf, textOf } from '../../session/value/read.ts';
import type { PageValue } from '../../session/value.ts';
import {
  type ConsentReading,
  type Decision,
  idsOf,
  reading,
  stateOf,
  unescaped,
} from './reading.ts';

/**
 * What Cookiebot said: its `consent`, and what its cookie stores. `marketing` is false before any
 * answer, so an answer is what `hasResponse` says (domain facts 8); true without an answer is what
 * it grants where no answer is needed.
 * @param category default `marketing`
 */
export function readCookiebot(value: PageValue, category: string | undefined): ConsentReading {
  const stored = unescaped(textOf(propertyOf(value, 'cookie')) ?? '');
  const consent = propertyOf(value, 'consent');
  const hasResponse = propertyOf(value, 'hasResponse') === true;
  const decisionOf = (name: string): Decision => {
    const own = propertyOf(consent, name);
    const isOn = hasResponse || own === true ? own : storedOf(stored, name);
    if (isOn === undefined) return name === 'necessary' ? 'granted' : 'undecided';
    return isOn === true ? 'granted' : 'denied';
  };
  const asked = idsOf(category ?? 'marketing').map((name) => ({ name, state: decisionOf(name) }));
  const state = stateOf(asked);
  if (hasResponse) return reading(state, asked);
  if (stored === '' || propertyOf(consent, 'marketing') === true)
    return reading(state, asked, { code: state === 'granted' ? 'before-answer' : 'no-answer' });
  const isStored = propertiesOf(consent) === undefined ? ({ isStored: true } as const) : {};
  return { ...reading(state, asked, { code: 'stored' }), ...isStored };
}

/** The cookie's text is a JavaScript object: `{stamp:'…',marketing:false,…}`. */
function storedOf(cookie: string, name: string): boolean | undefined {
  const found = /^\w+$/.test(name)
    ? new RegExp(`[{,]${name}:(true|false)`).exec(cookie)?.[1]
    : undefined;
  return found === undefined ? undefined : found === 'true';
}
