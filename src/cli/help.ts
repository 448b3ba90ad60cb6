import { COMMAND_TEXT } from './command-text.ts';
import {
  COMMAND_NAMES,
  COMMON_OPTIONS,
  type CommandName,
  type OptionShape,
  shapeOf,
} from './options.ts';

/** How the program is called. */
const PROGRAM = 'event-loupe';
/** Widths of the two columns: 80 with what is around them, a terminal that nobody has made wider. */
const LEFT = 22;
const RIGHT = 54;

/** A command and what it works on: `record <url>`. */
function callOf(command: CommandName): string {
  const { argument } = shapeOf(command);
  return argument === undefined ? command : `${command} <${argument}>`;
}

/** How a command is called: `event-loupe record <url>`. */
export function usageOf(command: CommandName): string {
  return `${PROGRAM} ${callOf(command)}`;
}

/** The help of a command; without one, that of the whole program. */
export function helpOf(command: CommandName | undefined): string {
  const { headings, commands, common, about, exitStatus } = COMMAND_TEXT;
  const options: Record<string, OptionShape> = {
    ...(command && shapeOf(command).options),
    ...COMMON_OPTIONS,
  };
  const texts: Record<string, string> = { ...(command && commands[command].options), ...common };
  const examples = command
    ? commands[command].examples
    : COMMAND_NAMES.flatMap((name) => commands[name].examples);
  const list = COMMAND_NAMES.flatMap((name) => rows(callOf(name), commands[name].about));
  const paragraphs = [
    command ? usageOf(command) : `${PROGRAM} <${headings.command}>`,
    command ? commands[command].about : about,
    ...(command ? [] : [[headings.commands, ...list].join('\n')]),
    [
      headings.options,
      ...Object.entries(options).flatMap(([name, shape]) =>
        rows(
          `--${name}${shape.value === undefined ? '' : ` ${shape.value}`}`,
          describeOption(texts[name] ?? '', shape),
        ),
      ),
    ].join('\n'),
    ...(examples.length === 0
      ? []
      : [
          [
            headings.examples,
            ...examples.map(([call, text]) => `  ${PROGRAM} ${call}\n      ${text}`),
          ].join('\n'),
        ]),
    exitStatus,
  ];
  return `${paragraphs.join('\n\n')}\n`;
}

function describeOption(text: string, shape: OptionShape): string {
  const { choices, default: value } = shape;
  return [
    text,
    ...(choices ? [COMMAND_TEXT.choices(choices)] : []),
    ...(value === undefined ? [] : [COMMAND_TEXT.default(value)]),
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
