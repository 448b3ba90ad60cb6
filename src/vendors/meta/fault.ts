import type { Nearness } from '../../session/nearest.ts';
import { propertiesOf } from '../../session/value/read.ts';
import type { PageValue } from '../../session/value.ts';
import type { Aspect } from '../aspect.ts';
import { formatValue } from '../format-value.ts';
import type { PixelCall } from './call.ts';
import { asCode, type Code, codeLine, codeOf, keyCode, placeholder } from './code-line.ts';
import { filledIn } from './filled-in.ts';
import type { WrittenForm } from './user-data/written-form.ts';

/**
 * What each fault of a pixel call, or of an event that Meta receives, says of its case. Values of the
 * page's stand here as a person would write them in code.
 */
export interface PixelFaults {
  'pixel/event-before-init': { event?: string };
  'pixel/pixel-id-missing': { command: string; given: string; isNumber: boolean };
  /** `meant`: a pixel that is initialised, whose id is a digit or two away. */
  'pixel/unknown-pixel': { command: string; pixelId: string; meant?: string };
  'pixel/command-missing': { hasArguments: boolean };
  'pixel/unknown-command': { command: string; kind: MeantCommand; meant?: string };
  'pixel/invalid-pixel-id': { command: string; given: string };
  'pixel/pixel-id-lost-digits': { command: string; given: string };
  'pixel/duplicate-pixel-id': {
    pixelId: string;
    /** What the second one says of the user: nothing, what the first has said, or something else. */
    userData: 'none' | 'same' | 'other';
  };
  'pixel/consent-word': { given: string };
  /** `given`: the arguments of dataProcessingOptions. */
  'pixel/data-use-ignored': { given: string[] };
  /** `key`: of `set`. */
  'pixel/refused-argument': { command: string; key?: string };
  'pixel/set-user-data': { isForOrdinaryPixel: true };
  /** `hashed`: the text whose SHA-256 leaves as `ud[key]`, which `hash` begins with; absent where nothing leaves. */
  'pixel/placeholder-user-data': {
    places: { key: string; given: string; hashed?: string; hash?: string }[];
  };
  'pixel/invalid-email': { key: string; given: string; isMd5: boolean; hashed?: string };
  /** `hashed`: the text whose SHA-256 leaves; absent where nothing does. */
  'pixel/user-data-type': { given: string; key?: string; hashed?: string };
  /** Values whose hash is nobody's, as they are written. `hashed`: as above. */
  'pixel/user-data-form': {
    places: { key: string; given: string; form: WrittenForm; hashed?: string }[];
  };
  /** Keys that Meta does not read, each with its own word. */
  'pixel/user-data-key': { places: { key: string; meant: string }[] };
  'pixel/custom-data-type': { event: string; given: string };
  'pixel/event-name-missing': { command?: string };
  'pixel/event-name-type': { command: string; given: string };
  'pixel/legacy-conversion-id': { command: string; id: string };
  'pixel/event-name-case': { name: string; meant: string };
  'pixel/placeholder-event-name': { name: string };
  'pixel/non-standard-event': { name: string; command: string; meant?: string };
  'pixel/custom-event-without-name': { property: 'event' };
  'pixel/standard-event-as-custom': { name: string; command: string };
  'pixel/custom-event-near-standard': { name: string; meant: string; by: Nearness };
  'pixel/long-event-name': { name: string; length: number };
  'pixel/event-id-without-object': { event: string; given: string };
  'pixel/misspelt-event-id': { event: string; key: string };
  'pixel/event-id-in-custom-data': { event: string; key: string };
  'pixel/undefined-event-id': { event: string; key: string; given: string };
  'pixel/empty-event-id': { event: string; key: string };
  'pixel/placeholder-event-id': { event: string; key: string; id: string };
  'pixel/two-event-ids': { event: string; sent: string; ignored: string };
  'pixel/event-id-list': { event: string; key: string; given: string };
  'pixel/event-id-type': { event: string; key: string; given: string };
  'pixel/event-id-lost-digits': { event: string; key: string; given: string };
  'pixel/numeric-event-id': { event: string; key: string; given: string };
  'pixel/placeholder-parameter': { event: string; places: { parameter: string; given: string }[] };
  'pixel/purchase-without-value': { event: string };
  'pixel/purchase-without-currency': { event: string };
  'pixel/parameter-name-with-blank': { event: string; parameter: string };
  'pixel/negative-value': { event: string; parameter: string; given: string };
  'pixel/invalid-value': { event: string; parameter: string; given: string; meant?: number };
  'pixel/currency-unknown-to-sdk': { event: string; given: string };
  'pixel/invalid-currency': { event: string; given: string; meant?: string };
  'pixel/value-without-currency': { event: string; given: string };
  'pixel/content-type': { event: string; given: string };
  'pixel/content-ids': { event: string; parameter: string; given: string; isOne: boolean };
  'pixel/contents': { event: string; at?: number; given: string };
  'pixel/parameter-type': {
    event: string;
    parameter: string;
    given: string;
    wanted: 'number' | 'text';
  };
  'pixel/incomplete-catalogue-parameters': {
    event: string;
    lacks: 'content_type' | 'products';
    /** Lists that are there, with nothing in them. */
    empty?: string[];
  };
}

/** What a word in the command's place was probably meant to be. */
export type MeantCommand =
  /** Another command, `meant`. */
  | 'command'
  /** The name of the standard event `meant`. */
  | 'standard-event'
  /** The name of an event of the page's own. */
  | 'own-event'
  /** Meta's own tag calls it. */
  | 'of-meta'
  | 'unknown';

/** Id of a fault's rule. */
export type PixelFaultId = keyof PixelFaults;

/** What the SDK does with a call that has the fault, by itself. What became of it is told by its state. */
export type Effect =
  /** Sends the event as it is. */
  | 'sent'
  /** Sends nothing for it. */
  | 'dropped'
  /** It was no event, and is ignored. */
  | 'ignored'
  /** Nobody has looked. */
  | 'unknown';

/** What is to be changed in a call so that a fault is gone; changes of several faults add up. */
export interface Mend {
  command?: string;
  pixel?: PageValue;
  name?: PageValue;
  /** Properties of the custom data to set; `undefined` removes one. */
  data?: Readonly<Record<string, PageValue | undefined>>;
  /** In place of custom data that are no object. */
  wholeData?: PageValue;
  /** Properties of the options to set; `undefined` removes one. */
  options?: Readonly<Record<string, PageValue | undefined>>;
  /** In place of options that are no object. */
  wholeOptions?: PageValue;
  /** All arguments behind the command, of a call that sends no event. */
  rest?: readonly (PageValue | undefined)[];
  /** A pixel that must be initialised in a line before. */
  init?: PageValue;
  /** The call that was meant, where the command itself is none, and what is wrong with that. */
  instead?: { line: Line; faults: readonly Fault[] };
}

/** A fault of a pixel call or of an event that Meta receives. */
export type Fault<R extends PixelFaultId = PixelFaultId> = {
  [Id in R]: {
    readonly rule: Id;
    /** Only where the case decides; `error` where facts that were seen or documented prove it. */
    readonly severity?: 'error' | 'warning' | 'info';
    readonly aspect: Aspect;
    readonly data: PixelFaults[Id];
    /** What Meta's SDK prints about it. */
    readonly prints?: string;
    readonly effect: Effect;
    /** Absent where no line of code would mend it. */
    readonly mend?: Mend;
  };
}[R];

/** No faults: what nearly every call has. */
export const NO_FAULTS: readonly Fault[] = [];

/** Makes a fault. */
export function fault<R extends PixelFaultId>(
  rule: R,
  aspect: Aspect,
  effect: Effect,
  data: PixelFaults[R],
  more: {
    severity?: Fault['severity'];
    prints?: string | undefined;
    mend?: Mend | undefined;
  } = {},
): Fault {
  const { severity, prints, mend } = more;
  return {
    rule,
    aspect,
    effect,
    data,
    ...(severity === undefined ? {} : { severity }),
    ...(prints === undefined ? {} : { prints }),
    ...(mend === undefined ? {} : { mend }),
  } as Fault;
}

const UNITS = 80;

/** A value of the page's in a fault's data: as code, cut where it is long. */
export function show(value: PageValue | undefined): string {
  return value === undefined ? 'undefined' : formatValue(value, UNITS);
}

/** What a corrected line is made of: a pixel call, or what is left of one in a hit. */
export type Line = Pick<
  PixelCall,
  'command' | 'pixel' | 'name' | 'data' | 'options' | 'isEvent'
> & {
  rest?: readonly PageValue[];
};

/** What a pixel id is called in a corrected line. */
const PIXEL = 'pixelId';

/** UTF-16 units of a value that a mend puts in. */
const MENDED_UNITS = 2_000;

/**
 * The call with all its faults mended, as code; undefined where none of them is mended by code. What
 * only the page knows stands as a name: `eventId`, `orderTotal`; `data` for custom data that are too
 * long for a line, or that no code makes.
 */
export function correctedLine(line: Line, faults: readonly Fault[]): string | undefined {
  const mends = faults.flatMap(({ mend }) => (mend === undefined ? [] : (writable(mend) ?? [])));
  const [first] = mends;
  if (first === undefined) return undefined;
  if (first.instead !== undefined) {
    const { line: other, faults: left } = first.instead;
    return correctedLine(other, left) ?? mended(other, {});
  }
  const all: Mend = {};
  for (const mend of mends)
    Object.assign(all, mend, {
      ...((all.data ?? mend.data) && { data: { ...all.data, ...mend.data } }),
      ...((all.options ?? mend.options) && { options: { ...all.options, ...mend.options } }),
    });
  const init =
    all.init === undefined ? '' : `${codeLine('fbq', ['init', filledIn(all.init, PIXEL)])} `;
  return `${init}${mended(line, all)}`;
}

/** The mend where code can say what it puts in. */
function writable(mend: Mend): Mend | undefined {
  const put = [...Object.values(mend.data ?? {}), ...Object.values(mend.options ?? {})];
  const isCode = put.every((value) => value === undefined || codeOf(value, MENDED_UNITS));
  return isCode ? mend : undefined;
}

function mended(line: Line, mend: Mend): string {
  const written = mend.command ?? line.command ?? 'track';
  const rest = mend.rest ?? (line.isEvent ? undefined : (line.rest ?? []));
  if (rest !== undefined)
    return codeLine('fbq', [
      written,
      ...rest.map((value, i) =>
        argument(value === undefined ? value : filledIn(value, i === 0 ? PIXEL : 'value')),
      ),
    ]);
  const { pixel = line.pixel, name = line.name } = mend;
  const target = pixel === undefined ? [] : [filledIn(pixel, PIXEL)];
  return codeLine('fbq', [
    written === 'report' ? 'track' : written,
    ...target,
    name === undefined ? undefined : filledIn(name, 'eventName'),
    changed(mend.wholeData ?? line.data, mend.data, 'data'),
    changed(mend.wholeOptions ?? line.options, mend.options, 'options'),
  ]);
}

function argument(value: PageValue | undefined): PageValue | Code | undefined {
  return value === undefined || codeOf(value) !== undefined ? value : asCode('data');
}

/**
 * An object with properties replaced, added or removed; anything else becomes an object of them.
 * @param called the name of what no code makes
 */
function changed(
  value: PageValue | undefined,
  changes: Mend['data'] | undefined,
  called: string,
): PageValue | Code | undefined {
  if (changes === undefined) {
    const given = value === undefined ? undefined : filledIn(value, called);
    return given === undefined || codeOf(given) !== undefined ? given : asCode(called);
  }
  const own = propertiesOf(value)?.values ?? {};
  const made = filledIn(withProperties(own, changes), called);
  if (codeOf(made) !== undefined) return made;
  const isEmpty = Object.keys(own).length === 0;
  const pairs = Object.entries(changes)
    .filter(([, put]) => !isEmpty || put !== undefined)
    .map(
      ([key, put]) =>
        `${keyCode(key)}: ${codeOf(put === undefined ? UNDEFINED : filledIn(put, key), MENDED_UNITS)}`,
    );
  return asCode(`{${isEmpty ? '' : `...${called}, `}${pairs.join(', ')}}`);
}

const UNDEFINED: PageValue = { $type: 'undefined' };

/** The data with these properties replaced or added; `undefined` removes one. */
export function withProperties(
  data: Readonly<Record<string, PageValue>>,
  changes: Readonly<Record<string, PageValue | undefined>>,
): { [key: string]: PageValue } {
  const made: { [key: string]: PageValue } = Object.create(null);
  for (const [key, value] of Object.entries({ ...data, ...changes }))
    if (value !== undefined) made[key] = value;
  return made;
}

/** Names that stand for what only the page knows. */
export const EVENT_ID = placeholder('eventId');
export const PIXEL_ID = placeholder('pixelId');
export const EVENT_NAME = placeholder('eventName');
export const ORDER_TOTAL = placeholder('orderTotal');
export const CURRENCY = placeholder('currency');
export const PHONE = placeholder('phoneWithCountryCode');
export const DATE_OF_BIRTH = placeholder('dateOfBirth');
