import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'vite';
import { expect, it } from 'vitest';

const PANEL = fileURLToPath(new URL('../../../src/panel/', import.meta.url));

/** Names and code that are the same in every language. */
const SAME: ReadonlySet<string> = new Set([
  'Event Loupe',
  'Content-Type',
  'user_data',
  'custom_data',
  'event-loupe tap',
  // Keys.
  '(Esc)',
  // Examples of what can be typed into the search field and the forms.
  'cart EUR',
  '"add to cart"',
  '/value: \\d+/i',
  '-PageView',
  'http://127.0.0.1:8790/#…',
  '{"data": [{"event_name": …}]}',
  'purchase',
  'Purchase',
  // Code and words of a search that the panel writes.
  '(function () { return arguments; })(',
  'kind:hit vendor:',
  // A group of Meta’s parameters, as data.
  'custom data',
]);

/** Attributes that are read aloud or shown. */
const SHOWN =
  /^(?:title|alt|label|placeholder|content|aria-(?:label|description|roledescription|valuetext|placeholder))$/;
/** Attributes and styles whose words are the browser’s. */
const OF_BROWSER = /^(?:class|style|id|key|for|role|type|href|src|d|viewBox|points|data-.*)$/;
/** Code that the panel writes. */
const CODE = /^(?:Object\.assign\()?new \w+\(/;
/** Words of CSS, two of them in a row. */
const CSS = /^(?:px )?(?:auto|button)(?: auto| small| primary)*$|^number is-empty$/;

interface Node {
  type: string;
  [key: string]: unknown;
}

const isNode = (value: unknown): value is Node =>
  typeof (value as { type?: unknown } | null)?.type === 'string';

const nameOf = ({ name }: Node): string => (isNode(name) ? String(name.name) : '');

/** The text that a node of the source holds: between tags, in quotes, or in a template. */
function textOf({ type, value }: Node): string {
  if (type === 'JSXText' || type === 'Literal') return typeof value === 'string' ? value : '';
  return type === 'TemplateElement' ? String((value as { cooked: string }).cooked) : '';
}

/** Whether a program may say this: what a thrown error, an import or a type holds is not shown. */
function isSilent({ type, source }: Node): boolean {
  return (
    type === 'ThrowStatement' ||
    (type.startsWith('TS') && !/^TS(?:As|Satisfies|NonNull)/.test(type)) ||
    (/^(?:Import|Export)/.test(type) && isNode(source))
  );
}

/**
 * The texts of its own that a source has: all between tags and in attributes that are shown, and
 * anywhere else what has two words.
 */
function ownTexts(file: string, source: string): string[] {
  const found: string[] = [];
  const walk = (value: unknown, attribute: string, isTag: boolean): void => {
    if (Array.isArray(value)) {
      for (const item of value) walk(item, attribute, isTag);
      return;
    }
    if (!isNode(value) || isSilent(value)) return;
    const inside = value.type === 'JSXAttribute' ? nameOf(value) : attribute;
    const words = textOf(value).trim();
    const isShown =
      isTag || value.type === 'JSXText' || SHOWN.test(inside)
        ? /\p{L}{2}/u.test(words)
        : !OF_BROWSER.test(inside) && /\p{L} +\p{L}/u.test(words);
    if (isShown && !SAME.has(words) && !CSS.test(words) && !CODE.test(words)) found.push(words);
    const holdsTag = value.type === 'JSXExpressionContainer' && attribute === '';
    for (const [key, item] of Object.entries(value))
      if (typeof item === 'object')
        walk(item, inside, holdsTag && key === 'expression' && isText(item));
  };
  const isText = (value: unknown) =>
    isNode(value) && (value.type === 'Literal' || value.type === 'TemplateLiteral');
  walk(parseSync(file, source).program, '', false);
  return found;
}

it.each([
  ['<p class="dim">Called without arguments.</p>', 'Called without arguments.'],
  ['<p>Called</p>', 'Called'],
  ['<button aria-label="Close" />', 'Close'],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a source that is read
  ['<button title={`Close ${name}`} />', 'Close'],
  ['<input placeholder={isOpen ? "Search" : ""} />', 'Search'],
  ['<p>\n  Make a rule from this event\n</p>', 'Make a rule from this event'],
  ['<p>{"Called"}</p>', 'Called'],
  ['<p>{count === 0 && "Nothing here"}</p>', 'Nothing here'],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a source that is read
  ['document.title = `Event Loupe: ${n} events found`', 'events found'],
  ['store.message.value = "It could not be read"', 'It could not be read'],
])('finds the text of %s', (source, words) => {
  expect(ownTexts('a.tsx', source)).toContain(words);
});

it.each([
  '<button class="button small" data-testid="allow" title={t().app.pause} />',
  'throw new Error("Nobody reads this")',
  'if (key === "ArrowDown") move(1)',
])('finds none in %s', (source) => {
  expect(ownTexts('a.tsx', source)).toEqual([]);
});

const files = readdirSync(PANEL, { recursive: true, encoding: 'utf8' }).filter(
  (file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts'),
);

it.each(files)('%s has no text of its own', (file) => {
  expect(ownTexts(file, readFileSync(PANEL + file, 'utf8'))).toEqual([]);
});

it.each(['panel.html', 'record.html', 'devtools.html'])('%s has the name alone', (file) => {
  const text = readFileSync(PANEL + file, 'utf8').replace(/<[^>]*>/g, ' ');
  expect(text.replace(/\s+/g, ' ').trim()).toBe('Event Loupe');
});
