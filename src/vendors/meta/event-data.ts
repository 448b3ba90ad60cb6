import { isNothing, isUnknown, type Properties, propertiesOf } from '../../session/value/read.ts';
import { type PageValue, parseStandIn } from '../../session/value.ts';
import { formatValue } from '../format-value.ts';
import { isIsoCurrency, isSdkCurrency, probableCurrency } from './currencies.ts';
import { type EventLine, eventLine, type Fault, fault, withProperties } from './fault.ts';
import { sdkNumber } from './sdk-words.ts';
import { PARAMETER_TYPES, standardEvent } from './standard-events.ts';

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
  /** The event as a call, for corrected lines. */
  line: EventLine;
}

/** The corrected line with these properties replaced. */
function lineWith(
  { line, properties }: EventData,
  changes: Readonly<Record<string, PageValue | undefined>>,
): string {
  return eventLine(line, { data: withProperties(properties.values, changes) });
}

const DIAGNOSTICS =
  'domain facts 2.3 and 2.4; Meta Business Help, "Diagnostics in Meta Events Manager"';
const OBJECT_PROPERTIES = 'domain facts 2.4; Meta Pixel documentation, "Object Properties"';
const CATALOGUE =
  'domain facts 2.4; Meta Pixel documentation, "Reference": required for Advantage+ catalogue ads';
const SDK_LIST = 'domain facts 2.3: the SDK knows 49 currencies';

const UNITS = 80;
const show = (value: PageValue | undefined) =>
  value === undefined ? 'undefined' : formatValue(value, UNITS);

/** Finds the faults of the data. Costs next to nothing where there are none. */
export function checkEventData(event: EventData, into: Fault[]): void {
  const { values, isWhole } = event.properties;
  const standard = standardEvent(event.eventName);
  if (standard !== undefined && isWhole)
    for (const name of standard.required)
      if (!Object.hasOwn(values, name)) into.push(missingFault(event, name));
  for (const name in values) {
    if (!Object.hasOwn(values, name)) continue;
    if (name.includes(' ')) into.push(blankFault(event, name));
    if (!Object.hasOwn(PARAMETER_TYPES, name)) continue;
    const value = values[name];
    if (value === undefined || isUnknown(value)) continue;
    const found = checkParameter(event, name, value);
    if (found !== undefined) into.push(found);
  }
  const unit = valueWithoutCurrency(event);
  if (unit !== undefined) into.push(unit);
  const catalogue = incompleteCatalogue(event);
  if (catalogue !== undefined) into.push(catalogue);
}

const isPurchase = (event: EventData) => event.eventName === 'Purchase';

/** What the SDK says about this parameter. */
function wordsAbout(event: EventData, parameter: string): string | undefined {
  return event.words.find((words) => words.includes(`arameter '${parameter}' is`));
}

function missingFault(event: EventData, name: string): Fault {
  const example: PageValue = name === 'value' ? 9.99 : 'EUR';
  return fault(`purchase-without-${name}`, 'error', 'sent', {
    message: `${event.eventName} carries no ${name}. Meta requires value and currency for it.`,
    fix: `Give the order's own ${name}, for example: ${lineWith(event, { [name]: example })}`,
    reference: `${DIAGNOSTICS}; Meta Pixel documentation, "Reference"`,
    prints: wordsAbout(event, name),
  });
}

function blankFault(event: EventData, name: string): Fault {
  const better = name.trim().replace(/ +/g, '_');
  return fault('parameter-name-with-blank', 'info', 'sent', {
    message: `The parameter "${name.slice(0, UNITS)}" of ${event.eventName} has a blank in its name. Custom audiences cannot be made with it.`,
    fix: lineWith(event, {
      [name]: undefined,
      [better]: event.properties.values[name] ?? null,
    }),
    reference: 'Meta Pixel documentation, "Conversion Tracking", "Parameters"',
  });
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
  // Null and undefined are not sent (domain facts 2.3); only a Purchase needs the value.
  if (isNothing(value) && !(isPurchase(event) && name === 'value')) return undefined;
  const severity = isPurchase(event) && name === 'value' ? 'error' : 'warning';
  const prints = name === 'value' ? wordsAbout(event, name) : undefined;
  if (number !== undefined)
    return fault('negative-value', severity, 'sent', {
      message: `${name} of ${event.eventName} is ${show(value)}. Meta takes decimal numbers of 0 or more.`,
      fix: `Send the amount without its sign: ${lineWith(event, { [name]: -number })}`,
      reference: DIAGNOSTICS,
      prints,
    });
  const meant = probableNumber(value);
  return fault('invalid-value', severity, 'sent', {
    message: `${name} of ${event.eventName} is ${show(value)}, which is no number to Meta: digits with a point, no comma, sign of a currency, letters or exponent.`,
    fix:
      meant === undefined
        ? `Send a number: ${lineWith(event, { [name]: 9.99 })}`
        : lineWith(event, { [name]: meant }),
    reference: DIAGNOSTICS,
    prints,
  });
}

/** The number in a text such as `9,99`, `€ 9.99` or `1.234,50`; undefined where it could be two. */
export function probableNumber(value: PageValue): number | undefined {
  if (typeof value !== 'string' || value.length > 40) return undefined;
  const digits = value.replace(/^[^\d]+|[^\d]+$/g, '');
  if (/^\d+$/.test(digits) || /^\d+[.,]\d{1,2}$/.test(digits))
    return Number(digits.replace(',', '.'));
  const grouped = /^\d{1,3}(?:([., '])\d{3})+([.,])\d{1,2}$/.exec(digits);
  if (grouped === null || grouped[1] === grouped[2]) return undefined;
  const [group = '', point = ''] = grouped.slice(1);
  return Number(digits.split(group).join('').replace(point, '.'));
}

function checkCurrency(event: EventData, value: PageValue): Fault | undefined {
  const isText = typeof value === 'string';
  if (isText && isSdkCurrency(value)) return undefined;
  if (isNothing(value) && !isPurchase(event)) return undefined;
  const prints = wordsAbout(event, 'currency');
  if (isText && isIsoCurrency(value))
    return fault('currency-unknown-to-sdk', 'info', 'sent', {
      message: `currency of ${event.eventName} is "${value}": a code of ISO 4217, but not one of the 49 that are known to be in the list of Meta's SDK.`,
      fix: `Keep it: Meta takes ISO 4217 codes, and another currency would falsify the value. ${lineWith(event, {})}`,
      reference: `${SDK_LIST}; Conversions API documentation, "Custom Data Parameters", currency`,
      prints,
    });
  const meant = isText ? probableCurrency(value) : undefined;
  return fault('invalid-currency', isPurchase(event) ? 'error' : 'warning', 'sent', {
    message: `currency of ${event.eventName} is ${show(value)}, which is no code of ISO 4217.`,
    fix:
      meant === undefined
        ? `Send the three letters of the currency: ${lineWith(event, { currency: 'EUR' })}`
        : lineWith(event, { currency: meant }),
    reference: DIAGNOSTICS,
    prints,
  });
}

function valueWithoutCurrency(event: EventData): Fault | undefined {
  const { values, isWhole } = event.properties;
  if (!isWhole || isPurchase(event) || !Object.hasOwn(values, 'value')) return undefined;
  if (Object.hasOwn(values, 'currency') || standardEvent(event.eventName) === undefined)
    return undefined;
  const { value } = values;
  // A value that is no number has its own finding.
  if (value === undefined || !(Number(sdkNumber(value) ?? 0) > 0)) return undefined;
  return fault('value-without-currency', 'warning', 'sent', {
    message: `${event.eventName} has the value ${show(value)} and no currency: what it is worth is not known.`,
    fix: `Say which money it is: ${lineWith(event, { currency: 'EUR' })}`,
    reference: OBJECT_PROPERTIES,
  });
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
  return fault('content-type', isNear ? 'warning' : 'info', 'sent', {
    message: `content_type of ${event.eventName} is ${show(value)}. Meta's reference names "product" and "product_group", in lower case.`,
    fix: lineWith(event, { content_type: isNear ? meant : 'product' }),
    reference: OBJECT_PROPERTIES,
  });
}

const isId = (value: PageValue) => typeof value === 'string' || typeof value === 'number';

function checkIds(event: EventData, name: string, value: PageValue): Fault | undefined {
  if (isNothing(value) || isLongList(value)) return undefined;
  if (Array.isArray(value) && value.every(isId)) return undefined;
  const isOne = isId(value);
  const parts = typeof value === 'string' && value.includes(',') ? value.split(',') : [value];
  const ids = parts.map((part) => (typeof part === 'string' ? part.trim() : part));
  return fault('content-ids', 'warning', 'sent', {
    message: isOne
      ? `${name} of ${event.eventName} is ${show(value)}. Meta documents a list of ids${parts.length > 1 ? '; this text is one id with commas in it' : ''}.`
      : `${name} of ${event.eventName} is ${show(value)}. Meta documents a list of texts or numbers.`,
    fix: lineWith(event, { [name]: isOne ? ids : ['SKU-1'] }),
    reference: OBJECT_PROPERTIES,
  });
}

function isLongList(value: PageValue): boolean {
  return parseStandIn(value)?.$type === 'array';
}

function checkContents(event: EventData, value: PageValue): Fault | undefined {
  if (isNothing(value) || isLongList(value)) return undefined;
  const items = Array.isArray(value) ? value : undefined;
  const at = items?.findIndex((item) => !isContent(item)) ?? 0;
  if (items !== undefined && at < 0) return undefined;
  return fault('contents', 'warning', 'sent', {
    message:
      items === undefined
        ? `contents of ${event.eventName} is ${show(value)}. Meta documents a list of objects with id and quantity.`
        : `contents[${at}] of ${event.eventName} is ${show(items[at])}. Meta documents objects with id and quantity.`,
    fix: lineWith(event, {
      contents: items === undefined ? [completed(value)] : items.map(completed),
    }),
    reference: OBJECT_PROPERTIES,
  });
}

function isContent(item: PageValue): boolean {
  if (isUnknown(item)) return true;
  const properties = propertiesOf(item);
  if (properties === undefined) return false;
  const { id, quantity } = properties.values;
  return id !== undefined && isId(id) && (quantity !== undefined || !properties.isWhole);
}

function completed(item: PageValue): PageValue {
  if (isContent(item)) return item;
  const values = propertiesOf(item)?.values;
  const { id, item_id, product_id, quantity, ...rest } = values ?? {};
  return { id: id ?? item_id ?? product_id ?? 'SKU-1', quantity: quantity ?? 1, ...rest };
}

function checkCount(event: EventData, name: string, value: PageValue): Fault | undefined {
  const number = sdkNumber(value);
  if (isNothing(value) || (number !== undefined && Number.isInteger(number) && number >= 0))
    return undefined;
  return fault('parameter-type', 'info', 'sent', {
    message: `${name} of ${event.eventName} is ${show(value)}. Meta documents a whole number.`,
    fix: lineWith(event, { [name]: 1 }),
    reference: OBJECT_PROPERTIES,
  });
}

function checkText(event: EventData, name: string, value: PageValue): Fault | undefined {
  if (isNothing(value) || typeof value !== 'object') return undefined;
  const first = Array.isArray(value) ? value.find(isId) : undefined;
  return fault('parameter-type', 'info', 'sent', {
    message: `${name} of ${event.eventName} is ${show(value)}. Meta documents a text; objects and lists are sent as JSON.`,
    fix: lineWith(event, { [name]: first === undefined ? 'text' : String(first) }),
    reference: `${OBJECT_PROPERTIES}; domain facts 2.3`,
  });
}

/**
 * Ids without a type, or a type without ids: somebody means the catalogue, and it will not match.
 * An event with neither is no fault, all of this is optional.
 */
function incompleteCatalogue(event: EventData): Fault | undefined {
  const { values, isWhole } = event.properties;
  if (!isWhole || standardEvent(event.eventName)?.catalogue !== true) return undefined;
  const has = (name: string) => Object.hasOwn(values, name) && !isNothing(values[name]);
  const hasIds = has('content_ids') || has('contents');
  if (hasIds === has('content_type')) return undefined;
  return fault('incomplete-catalogue-parameters', hasIds ? 'info' : 'warning', 'sent', {
    message: hasIds
      ? `${event.eventName} names products but no content_type: catalogue ads need both.`
      : `${event.eventName} has a content_type but neither contents nor content_ids: no product of a catalogue can be found by it.`,
    fix: lineWith(
      event,
      hasIds ? { content_type: 'product' } : { contents: [{ id: 'SKU-1', quantity: 1 }] },
    ),
    reference: CATALOGUE,
  });
}
