import { sayProfileError } from '../../../language/input.ts';
import { ProfileError, parseProfile } from '../../../session/parse-profile.ts';
import { EMPTY_PROFILE, type Profile } from '../../../session/profile.ts';
import { placeOf } from '../../../session/text-place.ts';
import type { SiteSettings } from '../../intake/site-settings.ts';
import { t } from '../../text/language.ts';
import { selectNearest } from './edit-text.ts';

/** The name of a profile's file, as it is in the user's repository. */
export const PROFILE_FILE = 'event-loupe.json';

/** Settings by site: an origin, or '' for sessions of no site. */
export type Sites = ReadonlyMap<string, SiteSettings>;

/** The site of a page: its origin; '' for addresses without one (files, data). */
export function siteOf(url: string): string {
  const origin = URL.canParse(url) ? new URL(url).origin : 'null';
  return origin === 'null' ? '' : origin;
}

/** How a site is called where people read it. */
export function siteLabel(site: string): string {
  return site === '' ? t().profile.noSite : site.replace(/^https:\/\//, '');
}

/** The site whose profile is in force on a site; undefined where none is. */
export function profileSiteOf(sites: Sites, site: string): string | undefined {
  const { uses = site } = sites.get(site) ?? {};
  return uses === null || sites.get(uses)?.text === undefined ? undefined : uses;
}

/** The part of a text to look at: UTF-16 offsets, and its line, counted from 1. */
export interface FaultPlace {
  from: number;
  to: number;
  line: number;
}

/** Either a profile, or what is wrong with its text. */
export type Checked =
  | { ok: true; profile: Profile }
  | { ok: false; problem: string; at: FaultPlace };

type Parsed = { ok: true; profile: Profile } | { ok: false; error: ProfileError };

function parse(text: string, file: string): Parsed {
  try {
    return { ok: true, profile: parseProfile(text, file) };
  } catch (error) {
    if (error instanceof ProfileError) return { ok: false, error };
    throw error;
  }
}

function inWords(parsed: Parsed, text: string): Checked {
  if (parsed.ok) return parsed;
  const { error } = parsed;
  return { ok: false, problem: sayProfileError(error, t()), at: placeOfFault(text, error) };
}

/** The part of a profile's text that is at fault, as far as it can be told, with its line. */
function placeOfFault(text: string, { path, fault }: ProfileError): FaultPlace {
  if (fault.code === 'not-json') {
    const { line, column } = fault.place;
    const start = text.split('\n', line - 1).reduce((sum, one) => sum + one.length + 1, 0);
    const at = start + column - 1;
    return { from: at, to: at, line };
  }
  const steps = path
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  const { from, to } = selectNearest(text, steps);
  return { from, to, line: placeOf(text, from).line };
}

/** Parses a profile's text; never throws. `file` is its name in the message. */
export function checkText(text: string, file: string): Checked {
  return inWords(parse(text, file), text);
}

/** Profiles by their text: one text is one profile, so that a look at it costs nothing. */
export function createProfileCache(): (text: string) => Checked {
  const known = new Map<string, Parsed>();
  return (text) => {
    let parsed = known.get(text);
    if (parsed === undefined) {
      parsed = parse(text, PROFILE_FILE);
      known.set(text, parsed);
    }
    return inWords(parsed, text);
  };
}

/** The profile in force on a site, and the problem where its text is none any more. */
export function profileOf(
  sites: Sites,
  site: string,
  parse: (text: string) => Checked,
): { from: string | undefined; profile: Profile; problem?: string } {
  const from = profileSiteOf(sites, site);
  const text = from === undefined ? undefined : sites.get(from)?.text;
  if (text === undefined) return { from: undefined, profile: EMPTY_PROFILE };
  const checked = parse(text);
  return checked.ok
    ? { from, profile: checked.profile }
    : { from, profile: EMPTY_PROFILE, problem: checked.problem };
}
