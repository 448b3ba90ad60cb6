import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'vite';
import { describe, expect, it } from 'vitest';

const PANEL = fileURLToPath(new URL('../../../src/panel', import.meta.url));

/** Attributes that people read or hear. */
const READ = new Set([
  'alt',
  'aria-description',
  'aria-label',
  'aria-roledescription',
  'aria-valuetext',
  'label',
  'placeholder',
  'title',
]);

/** Code, and what is written on keys: the same in every language. */
const CODE = new Set([
  'event-loupe tap',
  'http://127.0.0.1:8790/#…',
  '{"data": [{"event_name": …}]}',
  'user_data',
  'custom_data',
  'Content-Type',
  '(Esc)',
]);

interface Node {
  type: string;
  start: number;
  [key: string]: unknown;
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value;

function* childrenOf(node: Node): Generator<Node> {
  for (const value of Object.values(node))
    for (const one of Array.isArray(value) ? value : [value]) if (isNode(one)) yield one;
}

/** The texts that an expression can be, as they stand in the source. */
function textsOf(node: Node): string[] {
  switch (node.type) {
    case 'Literal':
      return typeof node.value === 'string' ? [node.value] : [];
    case 'TemplateLiteral':
      return (node.quasis as { value: { raw: string } }[]).map(({ value }) => value.raw);
    case 'ConditionalExpression':
      return [...textsOf(node.consequent as Node), ...textsOf(node.alternate as Node)];
    case 'LogicalExpression':
      return [...textsOf(node.left as Node), ...textsOf(node.right as Node)];
    case 'BinaryExpression':
      return node.operator === '+'
        ? [...textsOf(node.left as Node), ...textsOf(node.right as Node)]
        : [];
    case 'JSXExpressionContainer':
    case 'ParenthesizedExpression':
      return textsOf(node.expression as Node);
    default:
      return [];
  }
}

const nameOf = (node: unknown): string => String((node as { name?: unknown } | null)?.name);

/** What a component says in words of its own. */
function ownTexts(source: string, file: string): string[] {
  const { program, errors } = parseSync(file, source);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message}`);
  const found: string[] = [];
  const check = (texts: string[], { start }: Node) => {
    for (const text of texts)
      if (/\p{L}/u.test(text) && !CODE.has(text.trim()))
        found.push(
          `${file}:${source.slice(0, start).split('\n').length}: ${text.trim().replace(/\s+/g, ' ')}`,
        );
  };
  const walk = (node: Node) => {
    if (node.type === 'JSXElement' || node.type === 'JSXFragment') {
      const opening = node.openingElement as Node | undefined;
      const isCode = nameOf(opening?.name) === 'code';
      if (!isCode)
        for (const child of node.children as Node[])
          if (child.type === 'JSXText') check([String(child.value)], child);
          else if (child.type === 'JSXExpressionContainer') check(textsOf(child), child);
    }
    if (node.type === 'JSXAttribute' && READ.has(nameOf(node.name)) && isNode(node.value))
      check(textsOf(node.value), node);
    for (const child of childrenOf(node)) walk(child);
  };
  walk(program as unknown as Node);
  return found;
}

/** Words in a row that no language has: examples for the search field, code, words of a search, CSS. */
const NO_LANGUAGE =
  /^(?:cart EUR|event-loupe tap|"add to cart"|custom data|kind:hit vendor:|\(function \(\) \{ return arguments; \}\)\(|(?:Object\.assign\()?new \w+\(.*|(?:px )?auto(?: auto)?|button (?:small|primary)|number is-empty|Event Loupe)$/;
/** Attributes whose words are the browser’s. */
const OF_BROWSER = /^(?:class|style|id|d|viewBox|points|data-.*)$/;

/** Whether nobody reads what stands here: what is thrown at ourselves, imported, or a type. */
function isSilent({ type, name, source }: Node): boolean {
  return (
    type === 'ThrowStatement' ||
    (type.startsWith('TS') && !/^TS(?:As|Satisfies|NonNull)/.test(type)) ||
    (/^(?:Import|Export)/.test(type) && isNode(source)) ||
    (type === 'JSXAttribute' && OF_BROWSER.test(nameOf(name)))
  );
}

/** Every text of two words and more that a source has, wherever it stands. */
function sentencesOf(file: string, source: string): string[] {
  const { program, errors } = parseSync(file, source);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message}`);
  const found: string[] = [];
  const walk = (node: Node) => {
    if (isSilent(node)) return;
    const texts = node.type === 'JSXText' ? [String(node.value)] : textsOf(node);
    for (const text of node.type === 'Literal' || /T(?:emplateLiteral|ext)$/.test(node.type)
      ? texts
      : [])
      if (/\p{L} +\p{L}/u.test(text) && !NO_LANGUAGE.test(text.trim())) found.push(text.trim());
    for (const child of childrenOf(node)) walk(child);
  };
  walk(program as unknown as Node);
  return found;
}

describe('the check of components', () => {
  it.each([
    ['<p>Nothing yet.</p>', ['Nothing yet.']],
    ['<p>{n === 1 ? "row" : "rows " + n}</p>', ['row', 'rows']],
    ['<p>{n > 0 && "some"} · {n}</p>', ['some']],
    ['<b title="Close">×</b>', ['Close']],
    ['<b aria-label={`Copies`} />', ['Copies']],
    ['<b title={isOn ? words.on : "off"} />', ['off']],
    ['<b class="wide" data-testid="x">{t().app.close}</b>', []],
    ['<b title={say(n === "all", "x")}>{" · "}</b>', []],
    ['<code>event-loupe</code>', []],
  ])('%s', (jsx, texts) => {
    const found = ownTexts(`const x = ${jsx};`, 'x.tsx');
    expect(found).toEqual(texts.map((text) => `x.tsx:1: ${text}`));
  });
});

describe('the check of sources', () => {
  it.each([
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a source that is read
    ['document.title = `Found ${n} events in total`;', 1],
    ['store.message.value = "It could not be read";', 1],
    ['const words = {close: "Close it"};', 1],
    ['throw new Error("Nobody reads this");', 0],
    ['const x = <b class="button wide">{t().app.close}</b>;', 0],
    ['if (key === "ArrowDown") move(1);', 0],
  ])('%s', (source, count) => {
    expect(sentencesOf('x.tsx', source)).toHaveLength(count);
  });
});

const sources = readdirSync(PANEL, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file))
  .map((file) => file.replaceAll('\\', '/'));

it.each(sources)('%s has no sentence', (file) => {
  expect(sentencesOf(file, readFileSync(join(PANEL, file), 'utf8'))).toEqual([]);
});

it.each(['panel.html', 'record.html', 'devtools.html'])('%s has our name alone', (file) => {
  const text = readFileSync(join(PANEL, file), 'utf8').replace(/<[^>]*>/g, ' ');
  expect(text.trim().replace(/\s+/g, ' ')).toBe('Event Loupe');
});

const files = readdirSync(PANEL, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.tsx'))
  .map((file) => file.replaceAll('\\', '/'));

it('there are components', () => {
  expect(files.length).toBeGreaterThan(30);
});

it.each(files)('%s has no text of its own', (file) => {
  expect(ownTexts(readFileSync(join(PANEL, file), 'utf8'), file)).toEqual([]);
});
