import type { CallEntry } from '../../session/entry.ts';
import { argumentsOf, itemsOf, propertyOf, textOf } from '../../session/value/read.ts';
import { type PageValue, parseStandIn } from '../../session/value.ts';
import { pixelCommandOf, readPixelCall, sendsPixelEvent } from '../meta/call.ts';
import { limitsDataUse } from '../meta/pixels-before.ts';
import { type ModeCommand, parseModeCommand } from './google.ts';

/** What a call of a hooked API says about consent. */
export type ConsentSaying =
  | { kind: 'meta'; action: 'grant' | 'revoke' }
  | { kind: 'mode'; command: ModeCommand }
  /** `gtag('config')` or `gtag('event')`: a tag of Google's fires. */
  | { kind: 'google-tag' }
  /** Limited Data Use, as it was set; '' where it was taken back. */
  | { kind: 'ldu'; options: string }
  /** The page talks to TRUST, so TRUST is there. `value`: what the page itself decides with it. */
  | { kind: 'trust'; value: PageValue | undefined }
  /** A consent tool's event in a data layer: what it said where its own API was not read. */
  | { kind: 'heard'; source: 'onetrust' | 'cookiebot' | 'usercentrics'; value: PageValue }
  /** `cookieConsent` of LoyJoy's boot; undefined: a function, whose answer is not seen. */
  | { kind: 'loyjoy'; isGiven: boolean | undefined }
  /** An opt-in to a channel in the chat. It is never consent to advertising (domain facts 8). */
  | { kind: 'opt-in'; name: string; isGiven: boolean };

const NOTHING: readonly ConsentSaying[] = [];

/** What a call says about consent; nothing for almost every call. */
export function consentOfCall(call: CallEntry): readonly ConsentSaying[] {
  switch (call.source) {
    case 'fbq':
      return ofPixel(call);
    case 'dataLayer':
      return call.args.length === 1 ? ofPush(call.args[0]) : call.args.flatMap(ofPush);
    case 'cact':
      return call.method.startsWith('consent') ? ofCommandersAct(argumentsOf(call.args)) : NOTHING;
    case 'loyjoy':
      return ofChat(call);
    default:
      return NOTHING;
  }
}

function ofPixel({ args }: CallEntry): readonly ConsentSaying[] {
  const command = pixelCommandOf(args);
  if (command !== 'consent' && command !== 'dataProcessingOptions') return NOTHING;
  const call = readPixelCall(args);
  const [action, country, state] = call.rest;
  if (command === 'consent')
    // Any other word is refused by the SDK, and changes nothing (domain facts 2.3).
    return action === 'grant' || action === 'revoke' ? [{ kind: 'meta', action }] : NOTHING;
  if (limitsDataUse(call) === undefined) return NOTHING;
  const options = itemsOf(action).flatMap((option) => textOf(option) ?? []);
  const where = [country, state].flatMap((part) => textOf(part) ?? []);
  return [{ kind: 'ldu', options: options.length === 0 ? '' : [...options, ...where].join(', ') }];
}

function ofPush(item: PageValue | undefined): readonly ConsentSaying[] {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return NOTHING;
  if (Object.hasOwn(item, '$type')) {
    const passed = parseStandIn(item);
    if (passed?.$type !== 'arguments') return NOTHING;
    const [command] = passed.values;
    if (command === 'config' || command === 'event') return [{ kind: 'google-tag' }];
    if (command !== 'consent') return NOTHING;
    const mode = parseModeCommand(passed.values.slice(1));
    return mode === undefined ? NOTHING : [{ kind: 'mode', command: mode }];
  }
  if (!Object.hasOwn(item, 'event')) return NOTHING;
  // A plain object: every push of a page comes through here, and must cost nothing.
  const value = item as { [key: string]: PageValue };
  switch (value.event) {
    case 'OneTrustGroupsUpdated': {
      const groups = propertyOf(value, 'OnetrustActiveGroups');
      if (typeof groups !== 'string') return NOTHING;
      return [{ kind: 'heard', source: 'onetrust', value: { groups } }];
    }
    case 'cookie_consent_marketing':
      return [
        {
          kind: 'heard',
          source: 'cookiebot',
          value: { hasResponse: true, consent: { marketing: true } },
        },
      ];
    case 'consent_status':
      return [{ kind: 'heard', source: 'usercentrics', value }];
    default:
      return NOTHING;
  }
}

function ofCommandersAct(args: readonly PageValue[]): readonly ConsentSaying[] {
  const [command, options] = args;
  if (command === 'consent.revoke')
    return [{ kind: 'trust', value: { consent: { status: 'all-off' } } }];
  if (command === 'consent.update') {
    const isChoice = propertyOf(propertyOf(options, 'consent') ?? options, 'categories');
    return [{ kind: 'trust', value: isChoice === undefined ? undefined : options }];
  }
  return typeof command === 'string' && /^consent\.(?:get|onReady|onUpdate)$/.test(command)
    ? [{ kind: 'trust', value: undefined }]
    : NOTHING;
}

/** Names of the catalogues that end an opt-in (domain facts 1.2, 8); `…_asked` is only a question. */
const OPT_IN = /_opt_in$|_opt_out$|_rejected$|^terms_(?:accepted|rejected)$/;

function ofChat(call: CallEntry): readonly ConsentSaying[] {
  const { name, method } = call;
  if (name !== undefined)
    return OPT_IN.test(name)
      ? [{ kind: 'opt-in', name, isGiven: /(?:_opt_in|accepted)$/.test(name) }]
      : NOTHING;
  if (method !== 'boot') return NOTHING;
  const given = propertyOf(argumentsOf(call.args)[1], 'cookieConsent');
  if (given === undefined) return NOTHING;
  return [{ kind: 'loyjoy', isGiven: typeof given === 'boolean' ? given : undefined }];
}

/** Whether a call asks for an event that is bound for Meta: of the pixel, or of Commanders Act. */
export function isBoundForMeta(call: CallEntry): boolean {
  if (call.source === 'fbq') return sendsPixelEvent(call.args);
  return call.source === 'cact' && (call.method === 'trigger' || call.method === 'emit');
}

/** Where a Commanders Act event carries the categories that the visitor has agreed to. */
export const EVENT_CATEGORIES = 'user.consent_categories';
/** Where the seed's wording leads people to put them: Commanders Act does not look there. */
export const MISPLACED_CATEGORIES = 'consent_categories';

/** The category ids in the text of a decoded parameter: a JSON list, or ids with commas. */
export function parseCategories(text: string): string[] {
  try {
    const value: unknown = JSON.parse(text);
    if (Array.isArray(value)) return value.map(String);
    return typeof value === 'number' ? [String(value)] : typeof value === 'string' ? [value] : [];
  } catch {
    return text
      .split(',')
      .map((id) => id.trim())
      .filter((id) => id !== '');
  }
}
