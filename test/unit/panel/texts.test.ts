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

const files = readdirSync(PANEL, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.tsx'))
  .map((file) => file.replaceAll('\\', '/'));

it('there are components', () => {
  expect(files.length).toBeGreaterThan(30);
});

it.each(files)('%s has no text of its own', (file) => {
  expect(ownTexts(readFileSync(join(PANEL, file), 'utf8'), file)).toEqual([]);
});
