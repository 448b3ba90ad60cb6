import { propertyOf, textOf } from '../../session/value/read.ts';
import type { PageValue } from '../../session/value.ts';
import {
  allOf,
  type ConsentReading,
  type Decision,
  idsOf,
  listed,
  reading,
  unescaped,
} from './reading.ts';

const NAMES = ['preferences', 'statistics', 'marketing'];

/**
 * What Cookiebot said: its `consent`, and what its cookie stores. `marketing` is false before any
 * answer, so an answer is what `hasResponse` says (domain facts 8).
 * @param category default `marketing`
 */
export function readCookiebot(value: PageValue, category: string | undefined): ConsentReading {
  const stored = unescaped(textOf(propertyOf(value, 'cookie')) ?? '');
  const consent = propertyOf(value, 'consent');
  const hasResponse = propertyOf(value, 'hasResponse') === true;
  const stateOf = (name: string): Decision => {
    const isOn = hasResponse ? propertyOf(consent, name) : storedOf(stored, name);
    if (isOn === undefined) return name === 'necessary' ? 'granted' : 'undecided';
    return isOn === true ? 'granted' : 'denied';
  };
  const details = NAMES.map((name) => ({ name, state: stateOf(name) }));
  const asked = idsOf(category ?? 'marketing').map((name) => ({ name, state: stateOf(name) }));
  const how = hasResponse ? '' : stored === '' ? ', no answer yet' : ', as stored';
  return reading(allOf(asked.map(({ state }) => state)), `${listed(asked)}${how}`, details);
}

/** The cookie's text is a JavaScript object: `{stamp:'…',marketing:false,…}`. */
function storedOf(cookie: string, name: string): boolean | undefined {
  const found = /^\w+$/.test(name)
    ? new RegExp(`[{,]${name}:(true|false)`).exec(cookie)?.[1]
    : undefined;
  return found === undefined ? undefined : found === 'true';
}
