import { type PageValue, parseStandIn } from '../../session/value.ts';
import { placeholder } from './code-line.ts';
import { isPlaceholder, isPlaceholderId } from './placeholder.ts';

/**
 * What a corrected line has in place of texts that nobody filled in: a name that only the page knows
 * the value of. `{content_name: "{{Product}}"}` becomes `{content_name: contentName}`.
 */

/** What a visitor may have typed stays as it is. */
const TYPED: ReadonlySet<string> = new Set(['search_string']);

/** Keys of ids and names, which may have been put together with nothing: `sku_undefined`. */
const OF_IDS = /^(?:content_ids?|id|order_id|content_type|event_?id|pixelId|eventName)$/i;

/** Words that cannot be names in JavaScript. */
const RESERVED =
  /^(?:break|case|catch|class|const|continue|debugger|default|delete|do|else|enum|export|extends|false|finally|for|function|if|import|in|instanceof|let|new|null|return|static|super|switch|this|throw|true|try|typeof|var|void|while|with|yield|await|implements|interface|package|private|protected|public|eval|arguments|data|options)$/;

/**
 * A value with names in place of its placeholders; the same value where it has none.
 * @param key the property that it stands under, from which the name is made
 */
export function filledIn(value: PageValue, key: string): PageValue {
  if (typeof value === 'string') return isOpen(value, key) ? placeholder(nameFor(key)) : value;
  if (typeof value !== 'object' || value === null || parseStandIn(value) !== undefined)
    return value;
  if (Array.isArray(value)) {
    const item = key.endsWith('s') ? key.slice(0, -1) : key;
    const items = (value as readonly PageValue[]).map((one) => filledIn(one, item));
    return items.every((one, i) => one === value[i]) ? value : items;
  }
  const own = Object.entries(value);
  const made = own.map(([name, one]) => [name, filledIn(one, name)] as const);
  if (made.every(([, one], i) => one === own[i]?.[1])) return value;
  const copy: { [key: string]: PageValue } = Object.create(null);
  for (const [name, one] of made) copy[name] = one;
  return copy;
}

function isOpen(text: string, key: string): boolean {
  if (TYPED.has(key)) return false;
  return OF_IDS.test(key) ? isPlaceholderId(text) : isPlaceholder(text);
}

/** `content_ids` as contentIds: letters alone, and no word of the language. */
function nameFor(key: string): string {
  if (/^event_?id$/i.test(key)) return 'eventId';
  const words = key.split(/[^A-Za-z]+/).filter((word) => word !== '');
  const name = words
    .map((word, i) => (i === 0 ? word[0]?.toLowerCase() : word[0]?.toUpperCase()) + word.slice(1))
    .join('');
  if (name === '') return 'value';
  return RESERVED.test(name) ? `own${name[0]?.toUpperCase()}${name.slice(1)}` : name;
}
