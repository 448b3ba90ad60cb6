import { describe, expect, it } from 'vitest';
import { sayConsent } from '../../../../src/language/consent.ts';
import { ENGLISH, languageFor } from '../../../../src/language/languages.ts';
import type { PageValue } from '../../../../src/session/value.ts';
import {
  afterCommand,
  NO_MODE,
  parseModeCommand,
  readMode,
} from '../../../../src/vendors/consent/google.ts';

type Command = [action: string, settings: PageValue];

const asked = (value: string, ...region: string[]): Command => [
  'default',
  { ad_storage: value, ad_user_data: value, ...(region.length > 0 ? { region } : {}) },
];

/** What Consent Mode says after these commands. */
function modeAfter(...commands: Command[]) {
  const mode = commands.reduce((before, command) => {
    const parsed = parseModeCommand(command);
    return parsed === undefined ? before : afterCommand(before, parsed);
  }, NO_MODE);
  return readMode(mode, undefined);
}
const stateAfter = (...commands: Command[]) => {
  const { state, isFirm } = modeAfter(...commands);
  return `${state}${isFirm ? '' : ' ~'}`;
};
const update = (value: string): Command => ['update', { ad_storage: value, ad_user_data: value }];

describe('defaults of Google Consent Mode', () => {
  it.each([
    ['the region first', [asked('denied', 'DE', 'FR'), asked('granted')]],
    ['the region last', [asked('granted'), asked('denied', 'DE', 'FR')]],
    ['a part of a region', [asked('granted', 'US-CA'), asked('denied', 'US'), asked('denied')]],
    ['one region and nothing elsewhere', [asked('granted', 'US')]],
    ['a no for one region and nothing elsewhere', [asked('denied', 'DE')]],
  ] as [string, Command[]][])('differ, so that it depends on the visitor: %s', (_, commands) => {
    expect(stateAfter(...commands)).toBe('undecided ~');
    expect(sayConsent(modeAfter(...commands).said, ENGLISH.words)).toContain('region');
  });

  it.each([
    ['everywhere yes', [asked('granted', 'US'), asked('granted')], 'granted'],
    ['everywhere no', [asked('denied', 'DE'), asked('denied')], 'undecided'],
    [
      'the same region again',
      [asked('denied', 'US'), asked('granted'), asked('granted', 'us')],
      'granted',
    ],
    ['the later one of two without a region', [asked('denied'), asked('granted')], 'granted'],
    ['the visitor’s yes', [asked('granted'), asked('denied', 'DE'), update('granted')], 'granted'],
    ['the visitor’s no', [asked('denied', 'DE'), asked('granted'), update('denied')], 'denied'],
    ['the visitor’s no before a default', [update('denied'), asked('granted')], 'denied'],
  ] as [string, Command[], string][])('are one answer: %s', (_, commands, state) => {
    expect(stateAfter(...commands)).toBe(state);
  });

  it('says which region has which', () => {
    const { said } = modeAfter(
      asked('denied', 'DE', 'FR'),
      asked('granted'),
      asked('granted', 'US'),
    );
    expect(sayConsent(said, ENGLISH.words)).toBe(
      'ad_storage and ad_user_data: the default depends on the visitor’s region (denied in DE and FR; granted in US; granted elsewhere)',
    );
    expect(sayConsent(said, languageFor(['de']).words)).toBe(
      'ad_storage und ad_user_data: die Vorgabe hängt von der Region des Besuchers ab (abgelehnt in DE und FR; erteilt in US; sonst erteilt)',
    );
  });
});
