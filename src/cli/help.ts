import type { CommandWords } from '../language/words.ts';
import {
  COMMAND_NAMES,
  COMMON_OPTIONS,
  type CommandName,
  type OptionName,
  type OptionShape,
  shapeOf,
} from './options.ts';

/** How the program is called. */
const PROGRAM = 'event-loupe';
/** Widths of the two columns: 80 with what is around them, a terminal that nobody has made wider. */
const LEFT = 22;
const RIGHT = 54;

/** What a language says of a command. */
type TextsOf<C extends CommandName> = {
  about: string;
  example: string;
  options: Record<OptionName<C>, string>;
};

/** Calls, behind the program's name, that are worth to be shown. */
const EXAMPLES: Readonly<Record<CommandName, string>> = {
  record: 'record https://shop.example --until-idle 3000',
  check: 'check session.jsonl --fail-on warning',
  merge: 'merge test-results --session merged.jsonl --out html:report.html',
  diff: 'diff before.jsonl after.jsonl',
  mask: 'mask session.jsonl --out masked.jsonl',
  plan: 'plan session.jsonl --name checkout',
  convert: 'convert session.jsonl --out events.csv',
  init: 'init playwright addresses.txt',
  rules: 'rules',
  explain: 'explain dedup/no-event-id',
  tap: 'tap --forward https://graph.facebook.com',
  mcp: 'mcp',
};

/** A command and what it works on: `record <url>`. */
function callOf(command: CommandName): string {
  const { argument, second, many } = shapeOf(command);
  if (argument === undefined) return command;
  return `${command} <${argument}>${second === undefined ? '' : ` <${second}>`}${many ? '...' : ''}`;
}

/** How a command is called: `event-loupe record <url>`. */
export function usageOf(command: CommandName): string {
  return `${PROGRAM} ${callOf(command)}`;
}

/** The help of a command; without one, that of the whole program. */
export function helpOf(command: CommandName | undefined, t: CommandWords): string {
  // Each option of the table has a text in every language.
  const commands: { readonly [C in CommandName]: TextsOf<C> } = t;
  const options: Record<string, OptionShape> = {
    ...(command && shapeOf(command).options),
    ...COMMON_OPTIONS,
  };
  const texts: Record<string, string> = {
    ...(command && commands[command].options),
    ...({ lang: t.lang, help: t.help, version: t.version } satisfies Record<
      keyof typeof COMMON_OPTIONS,
      string
    >),
  };
  const list = COMMAND_NAMES.flatMap((name) => rows(callOf(name), commands[name].about));
  const paragraphs = [
    command ? usageOf(command) : `${PROGRAM} <${t.command}>`,
    command ? commands[command].about : t.about,
    ...(command ? [] : [[t.commands, ...list].join('\n')]),
    [
      t.options,
      ...Object.entries(options).flatMap(([name, shape]) =>
        rows(
          `--${name}${shape.value === undefined ? '' : ` ${shape.value}`}`,
          describeOption(texts[name] ?? '', shape, t),
        ),
      ),
    ].join('\n'),
    [
      t.examples,
      ...(command ? [command] : COMMAND_NAMES).map(
        (name) => `  ${PROGRAM} ${EXAMPLES[name]}\n      ${commands[name].example}`,
      ),
    ].join('\n'),
    t.exitStatus,
  ];
  return `${paragraphs.join('\n\n')}\n`;
}

function describeOption(text: string, shape: OptionShape, t: CommandWords): string {
  const { choices, default: value } = shape;
  return [
    text,
    ...(choices ? [`(${choices.join(', ')})`] : []),
    ...(value === undefined ? [] : [t.default(value)]),
  ].join(' ');
}

/** A name at the left, its text at the right, broken between words. */
function rows(name: string, text: string): string[] {
  const right: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > RIGHT) {
      right.push(line);
      line = '';
    }
    line += line === '' ? word : ` ${word}`;
  }
  right.push(line);
  const first = name.length > LEFT ? [name] : [`${name.padEnd(LEFT)}  ${right.shift()}`];
  return [...first, ...right.map((part) => ' '.repeat(LEFT + 2) + part)].map((part) => `  ${part}`);
}
