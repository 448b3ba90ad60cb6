import type { Fact, RuleId } from '../analysis/facts/fact.ts';
import type { GradedSession, Grading } from '../analysis/facts/grading.ts';
import type { Severity } from '../analysis/verdicts.ts';
import type { Entry } from '../session/entry.ts';
import type { Profile, RuleLevel, RuleSetting } from '../session/profile.ts';
import { matchesAddress } from '../vendors/endpoints.ts';
import { namedPixelId, pixelCallOf } from '../vendors/meta/call.ts';
import { splitAddress } from '../vendors/request.ts';
import { RULES } from './catalogue.ts';
import { rankOf } from './precedence.ts';

/** One line of the profile about a rule, an area or all rules. */
interface Setting {
  level: RuleLevel;
  event: string | undefined;
  pixel: string | undefined;
  address: string | undefined;
}

type Get = (id: string) => Entry | undefined;

/** How grave facts are: the catalogue's word, unless the profile has another. */
export function createGrading(profile: Profile): Grading {
  const known = new Map<RuleId, readonly Setting[]>();
  const settingsOf = (rule: RuleId): readonly Setting[] => {
    let settings = known.get(rule);
    if (settings === undefined) {
      const area = rule.slice(0, rule.indexOf('/'));
      const named = [profile.rules?.[rule], profile.rules?.[`${area}/*`], profile.rules?.['*']];
      settings = named.flatMap(readSetting);
      known.set(rule, settings);
    }
    return settings;
  };

  return {
    severityOf(fact, session) {
      const own = fact.severity ?? RULES[fact.rule].severity;
      const setting = settingsOf(fact.rule).find((one) => fits(one, fact, session));
      if (setting === undefined) return own;
      return setting.level === 'off' ? undefined : setting.level;
    },
    isConditional: (rule) =>
      settingsOf(rule).some(({ address, pixel }) => address !== undefined || pixel !== undefined),
    rankOf,
  };
}

function readSetting(setting: RuleSetting | undefined): Setting[] {
  if (setting === undefined) return [];
  if (typeof setting === 'string')
    return [{ level: setting, event: undefined, pixel: undefined, address: undefined }];
  if ('level' in setting) {
    const { level, event, pixel, address } = setting;
    return [{ level, event, pixel, address }];
  }
  return setting.flatMap(readSetting);
}

/** Whether all conditions hold of one of the entries that prove the fact. */
function fits({ event, pixel, address }: Setting, fact: Fact, session: GradedSession): boolean {
  const { get } = session;
  if (event === undefined && pixel === undefined && address === undefined) return true;
  return fact.entries.some((id) => {
    const entry = get(id);
    if (entry === undefined) return false;
    if (event !== undefined && !eventsOf(entry).includes(event)) return false;
    if (pixel !== undefined && !reachedBy(entry, session).includes(pixel)) return false;
    return address === undefined || matchesAddress(address, addressOf(entry, get));
  });
}

/** What conditions can say of a fact: events and pixels of its entries, and the address of its page. */
export function conditionsFor(
  fact: Fact,
  session: GradedSession,
): { events: string[]; pixels: string[]; address?: string } {
  const { get } = session;
  const entries = fact.entries.flatMap((id) => get(id) ?? []);
  const events = [...new Set(entries.flatMap(eventsOf))];
  const pixels = [...new Set(entries.flatMap((entry) => reachedBy(entry, session)))];
  const address = entries[0] && splitAddress(addressOf(entries[0], get));
  if (address === undefined) return { events, pixels };
  // A host alone stands for all of its pages, and so does its root.
  return { events, pixels, address: `${address.host}${address.path === '/' ? '' : address.path}` };
}

/** What entries say of themselves together: events and pixels in order of name, the first one's page. */
export function conditionsOf(
  ids: readonly string[],
  get: Get,
): { events: string[]; pixels: string[]; address: string } {
  const entries = ids.flatMap((id) => get(id) ?? []);
  const sorted = (names: readonly string[]) => [...new Set(names)].sort();
  return {
    events: sorted(entries.flatMap(eventsOf)),
    pixels: sorted(entries.flatMap(pixelsOf)),
    address: entries[0] ? addressOf(entries[0], get) : '',
  };
}

function eventsOf(entry: Entry): readonly string[] {
  switch (entry.kind) {
    case 'call': {
      const name = pixelCallOf(entry)?.eventName ?? entry.name;
      return name === undefined ? [] : [name];
    }
    case 'hit':
      return entry.events.flatMap(({ eventName }) => eventName ?? []);
    case 'server':
      return typeof entry.event.event_name === 'string' ? [entry.event.event_name] : [];
    default:
      return [];
  }
}

/** The pixels of an entry: those that a call names, or else reaches. */
function reachedBy(entry: Entry, { pixelsOf: reached }: GradedSession): readonly string[] {
  const named = pixelsOf(entry);
  return named.length === 0 && entry.kind === 'call' ? reached(entry.id) : named;
}

function pixelsOf(entry: Entry): readonly string[] {
  switch (entry.kind) {
    case 'call': {
      const call = pixelCallOf(entry);
      const pixel = call && namedPixelId(call);
      return pixel === undefined ? [] : [pixel];
    }
    case 'hit':
      return entry.events.flatMap(({ pixelId }) => pixelId ?? []);
    case 'server':
      return entry.pixelId === undefined ? [] : [entry.pixelId];
    default:
      return [];
  }
}

/** Address of the document that an entry belongs to; '' where it is not known. */
function addressOf(entry: Entry, get: Get): string {
  const page = get(entry.page);
  return page?.kind === 'page' ? page.url : '';
}

/** The graver half of a level. */
export function isLevel(text: string): text is Severity | 'off' {
  return text === 'off' || text === 'info' || text === 'warning' || text === 'error';
}
