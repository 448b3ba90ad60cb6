import { entriesOf, itemsOf, propertyOf, textOf } from '../../session/value/read.ts';
import type { PageValue } from '../../session/value.ts';
import {
  allOf,
  type ConsentItem,
  type ConsentNote,
  type ConsentReading,
  idsOf,
  noted,
  reading,
} from './reading.ts';

/** One `gtag('consent', …)`. */
export interface ModeCommand {
  action: 'default' | 'update';
  /** `ad_storage` → granted or denied. */
  signals: Readonly<Record<string, 'granted' | 'denied'>>;
  /** A default that holds in these regions only. */
  regions: readonly string[];
  /** Milliseconds for which Google's tags wait for an update. */
  wait: number | undefined;
}

type Value = 'granted' | 'denied';

/** Where a signal of Consent Mode stands. */
interface Signal {
  /** The visitor's word. */
  update: Value | undefined;
  /** By region, '' for everywhere else. */
  defaults: ReadonlyMap<string, Value>;
}

/** Where Consent Mode stands after its commands so far. */
export interface ModeState {
  readonly signals: ReadonlyMap<string, Signal>;
  readonly wait: number | undefined;
}

/** Before any command. */
export const NO_MODE: ModeState = { signals: new Map(), wait: undefined };

/** Signals about advertising: Consent Mode v2's own two, of four that concern it (domain facts 7). */
const FOR_ADS = 'ad_storage,ad_user_data';

/** Reads the arguments behind `consent` of a gtag call; undefined where it is neither word. */
export function parseModeCommand(args: readonly PageValue[]): ModeCommand | undefined {
  const [action, settings] = args;
  if (action !== 'default' && action !== 'update') return undefined;
  const signals: Record<string, 'granted' | 'denied'> = Object.create(null);
  for (const [name, value] of entriesOf(settings))
    if (value === 'granted' || value === 'denied') signals[name] = value;
  const wait = propertyOf(settings, 'wait_for_update');
  return {
    action,
    signals,
    regions: itemsOf(propertyOf(settings, 'region')).flatMap((region) => textOf(region) ?? []),
    wait: typeof wait === 'number' ? wait : undefined,
  };
}

/**
 * The state after one more command. Commands name only what they change; of defaults for the same
 * region the last one holds.
 */
export function afterCommand(before: ModeState, command: ModeCommand): ModeState {
  const signals = new Map(before.signals);
  for (const [name, value] of Object.entries(command.signals)) {
    const { update, defaults } = signals.get(name) ?? NO_SIGNAL;
    if (command.action === 'update') signals.set(name, { update: value, defaults });
    else {
      const regions = command.regions.length === 0 ? [''] : command.regions;
      const added = regions.map((region) => [region.toUpperCase(), value] as const);
      signals.set(name, { update, defaults: new Map([...defaults, ...added]) });
    }
  }
  return { signals, wait: command.wait ?? before.wait };
}

const NO_SIGNAL: Signal = { update: undefined, defaults: new Map() };

/**
 * What Consent Mode says about advertising. A no by default is no decision of the visitor; a yes by
 * default lets tags run. Of several defaults the one for the most specific region holds, whatever
 * their order; as the visitor's region is not known, there is no decision where they differ.
 * Consent Mode itself holds no fbq back (domain facts 7).
 * @param category signals, default ad_storage and ad_user_data; those that were never named are left out
 */
export function readMode(mode: ModeState, category: string | undefined): ConsentReading {
  const names = idsOf(category ?? FOR_ADS);
  const asked = [...mode.signals].flatMap(([name, signal]) =>
    names.includes(name) ? [itemOf(name, signal)] : [],
  );
  if (asked.length === 0)
    return { ...noted('undecided', { code: 'not-about', names }), applies: false };
  const state = allOf(
    asked.map((one) => (one.isDefault && one.state === 'denied' ? 'undecided' : one.state)),
  );
  const notes: ConsentNote[] =
    state === 'undecided' && mode.wait !== undefined
      ? [{ code: 'waits', milliseconds: mode.wait }]
      : [];
  const dependsOnRegion =
    state === 'undecided' && asked.some(({ byRegion }) => byRegion !== undefined);
  // No error may rest on where the visitor is.
  return { ...reading(state, asked, ...notes), isFirm: !dependsOnRegion };
}

function itemOf(name: string, { update, defaults }: Signal): ConsentItem {
  if (update !== undefined) return { name, state: update };
  const everywhere = defaults.get('');
  if (everywhere !== undefined && [...defaults.values()].every((value) => value === everywhere))
    return { name, state: everywhere, isDefault: true };
  const regionsOf = (value: Value) =>
    [...defaults].flatMap(([region, own]) => (own === value && region !== '' ? [region] : []));
  const byRegion = (['denied', 'granted'] as const)
    .map((value) => ({ value, regions: regionsOf(value) }))
    .filter(({ regions }) => regions.length > 0);
  if (everywhere !== undefined) byRegion.push({ value: everywhere, regions: [] });
  return { name, state: 'undecided', isDefault: true, byRegion };
}
