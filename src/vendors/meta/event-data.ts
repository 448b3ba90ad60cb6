import { isNothing, isUnknown, type Properties, propertiesOf } from '../../session/value/read.ts';
import { type PageValue, parseStandIn } from '../../session/value.ts';
import { isIsoCurrency, isSdkCurrency, probableCurrency } from './currencies.ts';
import { CURRENCY, type Fault, fault, ORDER_TOTAL, show } from './fault.ts';
import { hasPlaceholder, placeholderFault } from './parameter-placeholders.ts';
import { sdkNumber } from './sdk-words.ts';
import { PARAMETER_TYPES, standardEvent } from './standard-events.ts';
import { probableNumber } from './written-number.ts';

/**
 * An event's custom data held against what Meta documents. The SDK itself checks value and currency
 * of Purchase and nothing else (domain facts 2.3).
 */

/** An event and how it was seen. */
export interface EventData {
  eventName: string;
  properties: Properties;
  /** What the SDK prints about this event. */
  words: readonly string[];
}

/** Finds the faults of the data. Costs next to nothing where there are none. */
export function checkEventData(event: EventData, into: Fault[]): void {
  const { values, isWhole } = event.properties;
  const standard = standardEvent(event.eventName);
  /** Parameters that are placeholders. */
  let open: string[] | undefined;
  if (standard !== undefined && isWhole)
    for (const name of standard.required)
      if (!Object.hasOwn(values, name)) into.push(missingFault(event, name));
  for (const name in values) {
    if (!Object.hasOwn(values, name)) continue;
    if (name.includes(' ')) into.push(blankFault(event, name));
    const value = readSent(name, values[name]);
    if (value === undefined || isUnknown(value)) continue;
    // A placeholder has no type: that it is one is all that is to be said.
    if (hasPlaceholder(name, value)) {
      open ??= [];
      open.push(name);
      continue;
    }
    if (!Object.hasOwn(PARAMETER_TYPES, name)) continue;
    const found = checkParameter(event, name, value);
    if (found !== undefined) into.push(found);
  }
  if (open !== undefined) into.push(placeholderFault(event.eventName, values, open));
  const unit = valueWithoutCurrency(event);
  if (unit !== undefined) into.push(unit);
  const catalogue = incompleteCatalogue(event);
  if (catalogue !== undefined) into.push(catalogue);
}

/** Parameters that the SDK writes as JSON: a list and its JSON text are the same to Meta. */
const JSON_VALUES: ReadonlySet<string> = new Set(['contents', 'content_ids', 'content_type']);

/** A list of more text than this is not looked into. */
const JSON_UNITS = 20_000;

/**
 * A parameter as Meta receives it: a list that was written out before the call, as plugins do
 * (`contents: '[{"id":"1","quantity":2}]'`), leaves the browser exactly as the list would (recorded
 * runs content_ids_json_text, contents_json_text).
 */
export function readSent(name: string, value: PageValue | undefined): PageValue | undefined {
  if (typeof value !== 'string' || !JSON_VALUES.has(name)) return value;
  if (!/^\s*[[{]/.test(value) || value.length > JSON_UNITS) return value;
  try {
    const sent: PageValue = JSON.parse(value);
    return sent;
  } catch {
    return value; // not what the SDK writes: judged as the text that it is
  }
}

/** UTF-16 units of a parameter's name. */
const NAME_UNITS = 80;

const isPurchase = (event: EventData) => event.eventName === 'Purchase';

/** What the SDK says about this parameter. */
function wordsAbout(event: EventData, parameter: string): string | undefined {
  return event.words.find((words) => words.includes(`arameter '${parameter}' is`));
}

function missingFault(event: EventData, name: string): Fault {
  const data = { event: event.eventName };
  const prints = wordsAbout(event, name);
  return name === 'value'
    ? fault('pixel/purchase-without-value', 'value', 'sent', data, {
        prints,
        mend: { data: { value: ORDER_TOTAL } },
      })
    : fault('pixel/purchase-without-currency', 'currency', 'sent', data, {
        prints,
        mend: { data: { currency: CURRENCY } },
      });
}

function blankFault(event: EventData, name: string): Fault {
  const better = name.trim().replace(/ +/g, '_');
  const isTaken = Object.hasOwn(event.properties.values, better);
  return fault(
    'pixel/parameter-name-with-blank',
    'data',
    'sent',
    { event: event.eventName, parameter: name.slice(0, NAME_UNITS) },
    {
      mend: isTaken
        ? undefined
        : { data: { [name]: undefined, [better]: event.properties.values[name] ?? null } },
    },
  );
}

function checkParameter(event: EventData, name: string, value: PageValue): Fault | undefined {
  switch (PARAMETER_TYPES[name]) {
    case 'amount':
      return checkAmount(event, name, value);
    case 'currency':
      return checkCurrency(event, value);
    case 'content type':
      return checkContentType(event, value);
    case 'ids':
      return checkIds(event, name, value);
    case 'contents':
      return checkContents(event, value);
    case 'count':
      return checkCount(event, name, value);
    case 'text':
      return checkText(event, name, value);
    default:
      return undefined;
  }
}

function checkAmount(event: EventData, name: string, value: PageValue): Fault | undefined {
  const number = sdkNumber(value);
  if (number !== undefined && number >= 0) return undefined;
  // Null and undefined are not sent; only a Purchase needs the value.
  if (isNothing(value) && !(isPurchase(event) && name === 'value')) return undefined;
  const severity = isPurchase(event) && name === 'value' ? 'error' : 'warning';
  const prints = name === 'value' ? wordsAbout(event, name) : undefined;
  const aspect = name === 'value' ? 'value' : 'data';
  const data = { event: event.eventName, parameter: name, given: show(value) };
  // Without its sign a refund would count as a sale: that is no fix.
  if (number !== undefined)
    return fault('pixel/negative-value', aspect, 'sent', data, { severity, prints });
  const meant = probableNumber(value);
  return meant === undefined
    ? fault('pixel/invalid-value', aspect, 'sent', data, {
        severity,
        prints,
        mend: name === 'value' ? { data: { value: ORDER_TOTAL } } : undefined,
      })
    : fault(
        'pixel/invalid-value',
        aspect,
        'sent',
        { ...data, meant },
        { severity, prints, mend: { data: { [name]: meant } } },
      );
}

function checkCurrency(event: EventData, value: PageValue): Fault | undefined {
  const isText = typeof value === 'string';
  if (isText && isSdkCurrency(value)) return undefined;
  if (isNothing(value) && !isPurchase(event)) return undefined;
  const prints = wordsAbout(event, 'currency');
  const data = { event: event.eventName, given: show(value) };
  if (isText && isIsoCurrency(value))
    return fault('pixel/currency-unknown-to-sdk', 'currency', 'sent', data, { prints });
  const meant = isText ? probableCurrency(value) : undefined;
  return fault(
    'pixel/invalid-currency',
    'currency',
    'sent',
    meant === undefined ? data : { ...data, meant },
    {
      severity: isPurchase(event) ? 'error' : 'warning',
      prints,
      mend: { data: { currency: meant ?? CURRENCY } },
    },
  );
}

function valueWithoutCurrency(event: EventData): Fault | undefined {
  const { values, isWhole } = event.properties;
  if (!isWhole || isPurchase(event) || !Object.hasOwn(values, 'value')) return undefined;
  if (Object.hasOwn(values, 'currency') || standardEvent(event.eventName) === undefined)
    return undefined;
  const { value } = values;
  // A value that is no number has its own finding.
  if (value === undefined || !(Number(sdkNumber(value) ?? 0) > 0)) return undefined;
  return fault(
    'pixel/value-without-currency',
    'currency',
    'sent',
    { event: event.eventName, given: show(value) },
    { mend: { data: { currency: CURRENCY } } },
  );
}

/**
 * Types of content that Meta's own pages name: the two of the pixel's reference, and those of
 * catalogues for travel, vehicles and homes.
 */
const CONTENT_TYPES: ReadonlySet<string> = new Set([
  'product',
  'product_group',
  'destination',
  'flight',
  'hotel',
  'home_listing',
  'vehicle',
  'vehicle_offer',
  'local_service_business',
  'media_title',
]);

function checkContentType(event: EventData, value: PageValue): Fault | undefined {
  if (isNothing(value)) return undefined;
  // Segment sends the type in a list (domain facts 6).
  const types = Array.isArray(value) ? value : [value];
  if (types.every((type) => typeof type === 'string' && CONTENT_TYPES.has(type))) return undefined;
  const [type] = types;
  const meant =
    typeof type === 'string'
      ? type
          .trim()
          .toLowerCase()
          .replace(/[\s-]+/g, '_')
          .replace(/s$/, '')
      : '';
  const isNear = CONTENT_TYPES.has(meant);
  return fault(
    'pixel/content-type',
    'data',
    'sent',
    { event: event.eventName, given: show(value) },
    {
      severity: isNear ? 'warning' : 'info',
      mend: isNear ? { data: { content_type: meant } } : undefined,
    },
  );
}

const isId = (value: PageValue) => typeof value === 'string' || typeof value === 'number';

function checkIds(event: EventData, name: string, value: PageValue): Fault | undefined {
  if (isNothing(value) || isLongList(value)) return undefined;
  if (Array.isArray(value) && value.every(isId)) return undefined;
  const isOne = isId(value);
  const ids = isOne ? idsInText(value) : idsIn(value);
  return fault(
    'pixel/content-ids',
    'data',
    'sent',
    { event: event.eventName, parameter: name, given: show(value), isOne },
    { mend: ids === undefined ? undefined : { data: { [name]: ids } } },
  );
}

/** What an id looks like: not a list in another notation, and no word that stands for nothing. */
const PLAIN_ID = /^(?!(?:undefined|null|NaN|true|false)$)[^\s,;|'"<>()[\]{}]+$/;

/** The ids in a text such as `a, b`; undefined where they cannot be told. */
function idsInText(value: PageValue): PageValue[] | undefined {
  if (typeof value !== 'string') return [value];
  const parts = value.split(',').map((part) => part.trim());
  return parts.every((part) => PLAIN_ID.test(part)) ? parts : undefined;
}

/** The ids of a list whose items are ids, or objects that have one; undefined where one has none. */
function idsIn(value: PageValue): PageValue[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const ids = value.map((item) => (isId(item) ? item : idOf(item)));
  return ids.every((id) => id !== undefined) ? ids : undefined;
}

/** What an item calls its id, in Meta's words or in those of other systems. */
function idOf(item: PageValue): PageValue | undefined {
  const { id, item_id, product_id } = propertiesOf(item)?.values ?? {};
  return [id, item_id, product_id].find((one) => one !== undefined && isId(one));
}

function isLongList(value: PageValue): boolean {
  return parseStandIn(value)?.$type === 'array';
}

function checkContents(event: EventData, value: PageValue): Fault | undefined {
  if (isNothing(value) || isLongList(value)) return undefined;
  const items = Array.isArray(value) ? value : undefined;
  const at = items?.findIndex((item) => !isContent(item)) ?? 0;
  if (items !== undefined && at < 0) return undefined;
  const made = (items ?? [value]).map(completed);
  // A text that is no list could be anything in another notation.
  const isClear = typeof value !== 'string' || PLAIN_ID.test(value);
  return fault(
    'pixel/contents',
    'data',
    'sent',
    items === undefined
      ? { event: event.eventName, given: show(value) }
      : { event: event.eventName, at, given: show(items[at]) },
    {
      mend:
        isClear && made.every((item) => item !== undefined)
          ? { data: { contents: made } }
          : undefined,
    },
  );
}

function isContent(item: PageValue): boolean {
  if (isUnknown(item)) return true;
  const properties = propertiesOf(item);
  if (properties === undefined) return false;
  const { id, quantity } = properties.values;
  return id !== undefined && isId(id) && (quantity !== undefined || !properties.isWhole);
}

/** The item as Meta documents it; undefined where its id is not known. */
function completed(item: PageValue): PageValue | undefined {
  if (isContent(item)) return item;
  const found = isId(item) ? item : idOf(item);
  if (found === undefined) return undefined;
  const {
    id: _,
    item_id: __,
    product_id: ___,
    quantity,
    ...rest
  } = propertiesOf(item)?.values ?? {};
  return { id: found, quantity: quantity ?? 1, ...rest };
}

function checkCount(event: EventData, name: string, value: PageValue): Fault | undefined {
  const number = sdkNumber(value);
  if (isNothing(value) || (number !== undefined && Number.isInteger(number) && number >= 0))
    return undefined;
  const meant = probableNumber(value);
  return fault(
    'pixel/parameter-type',
    'data',
    'sent',
    { event: event.eventName, parameter: name, given: show(value), wanted: 'number' },
    {
      mend:
        meant !== undefined && Number.isInteger(meant) ? { data: { [name]: meant } } : undefined,
    },
  );
}

function checkText(event: EventData, name: string, value: PageValue): Fault | undefined {
  if (isNothing(value) || typeof value !== 'object') return undefined;
  const [first, ...others] = Array.isArray(value) ? value : [];
  return fault(
    'pixel/parameter-type',
    'data',
    'sent',
    { event: event.eventName, parameter: name, given: show(value), wanted: 'text' },
    {
      mend:
        first !== undefined && isId(first) && others.length === 0
          ? { data: { [name]: String(first) } }
          : undefined,
    },
  );
}

/** A list without an item, or with nothing but blanks in it. */
function isEmptyList(value: PageValue | undefined): boolean {
  return (
    Array.isArray(value) &&
    value.every((item) => isNothing(item) || (typeof item === 'string' && item.trim() === ''))
  );
}

/**
 * Ids without a type, a type without ids, or lists with nothing in them: somebody means the
 * catalogue, and it will not match. An event with none of these is no fault, all of it is optional.
 */
function incompleteCatalogue(event: EventData): Fault | undefined {
  const { values, isWhole } = event.properties;
  if (!isWhole || standardEvent(event.eventName)?.catalogue !== true) return undefined;
  const has = (name: string) => Object.hasOwn(values, name) && !isNothing(values[name]);
  const lists = ['content_ids', 'contents'].filter(has);
  const hasIds = lists.some((name) => !isEmptyList(readSent(name, values[name])));
  const isMeant = has('content_type') || lists.length > 0;
  if (!isMeant || (hasIds && has('content_type'))) return undefined;
  return fault(
    'pixel/incomplete-catalogue-parameters',
    'data',
    'sent',
    {
      event: event.eventName,
      lacks: hasIds ? 'content_type' : 'products',
      ...(!hasIds && lists.length > 0 ? { empty: lists } : {}),
    },
    {
      severity: hasIds ? 'info' : 'warning',
      mend: hasIds ? { data: { content_type: 'product' } } : undefined,
    },
  );
}
