import { entriesOf, itemsOf, propertyOf, textOf } from '../../session/value/read.ts';
import type { PageValue } from '../../session/value.ts';
import { allOf, type ConsentReading, type Decision, idsOf, listed, reading } from './reading.ts';

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

/** Where Consent Mode stands after its commands so far. */
export interface ModeState {
  readonly signals: ReadonlyMap<string, { state: Decision; by: 'default' | 'update' }>;
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
 * The state after one more command. Commands name only what they change. Whether a default for a
 * region holds for this visitor is not known: where it differs from what held before, there is no
 * decision. Default for default, an update is the visitor's word and stays.
 */
export function afterCommand(before: ModeState, command: ModeCommand): ModeState {
  const signals = new Map(before.signals);
  for (const [name, value] of Object.entries(command.signals)) {
    const known = signals.get(name);
    if (command.action === 'update') signals.set(name, { state: value, by: 'update' });
    else if (known?.by !== 'update') {
      const isCertain = command.regions.length === 0 || known?.state === value;
      signals.set(name, { state: isCertain ? value : 'undecided', by: 'default' });
    }
  }
  return { signals, wait: command.wait ?? before.wait };
}

/**
 * What Consent Mode says about advertising. A no by default is no decision of the visitor; a yes by
 * default lets tags run. Consent Mode itself holds no fbq back (domain facts 7).
 * @param category signals, default ad_storage and ad_user_data; those that were never named are left out
 */
export function readMode(mode: ModeState, category: string | undefined): ConsentReading {
  const details = [...mode.signals].map(([name, { state, by }]) => ({
    name,
    state: state === 'denied' && by === 'default' ? ('undecided' as const) : state,
  }));
  const ids = idsOf(category ?? FOR_ADS);
  const asked = details.filter(({ name }) => ids.includes(name));
  if (asked.length === 0)
    return {
      ...reading('undecided', `nothing about ${ids.join(', ')}`, details),
      applies: false,
    };
  const words = asked.map(({ name }) => {
    const known = mode.signals.get(name);
    return `${name} ${known?.state === 'undecided' ? 'by region' : known?.state}${known?.by === 'default' ? ' by default' : ''}`;
  });
  const state = allOf(asked.map((one) => one.state));
  const waits =
    state === 'undecided' && mode.wait !== undefined ? `, waits ${mode.wait} ms for an update` : '';
  return reading(state, `${words.join(', ') || listed(asked)}${waits}`, details);
}
