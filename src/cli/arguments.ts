import { isIP } from 'node:net';
import { parseArgs } from 'node:util';
import { ENGLISH, LANGUAGES, type Language } from '../language/languages.ts';
import type { CommandWords } from '../language/words.ts';
import { nearestOf } from '../session/nearest.ts';
import { parseTapAddress, TAP_PORT } from '../session/tap.ts';
import { addressOfPage, parseAddress } from './address.ts';
import type { CheckOptions, Target } from './check.ts';
import type { ConvertOptions } from './convert.ts';
import type { DiffOptions } from './diff.ts';
import { explainRule, listRules } from './explain.ts';
import { Failure } from './failure.ts';
import { helpOf, usageOf } from './help.ts';
import { type InitOptions, STARTERS } from './init.ts';
import type { MaskOptions } from './mask.ts';
import type { McpOptions } from './mcp/mcp.ts';
import {
  COMMAND_NAMES,
  COMMON_OPTIONS,
  type CommandName,
  type OptionShape,
  shapeOf,
} from './options.ts';
import type { PlanOptions } from './plan.ts';
import type { RecordOptions, Until } from './record.ts';
import { FORMATS, type Format } from './report/formats.ts';
import { STANDARD } from './standard.ts';
import type { TapCommandOptions } from './tap/tap.ts';

/** What the user asked for. */
export type Call =
  | { command: 'record'; options: Omit<RecordOptions, 'extensions'> }
  | { command: 'check'; options: CheckOptions }
  | { command: 'merge'; options: CheckOptions }
  | { command: 'init'; options: InitOptions }
  | { command: 'diff'; options: DiffOptions }
  | { command: 'mask'; options: MaskOptions }
  | { command: 'plan'; options: PlanOptions }
  | { command: 'convert'; options: ConvertOptions }
  | { command: 'tap'; options: TapCommandOptions }
  | { command: 'mcp'; options: McpOptions }
  /** `--help`, `--version`, `rules`, `explain`: the text is all there is to do. */
  | { command: 'print'; text: string };

/** How near a name must be to be suggested: one slip in three letters. */
const LETTERS_PER_SLIP = 3;

/** A command line as it was written: nothing in it is judged yet. */
interface Words {
  /** What is no option and no option's value. */
  positionals: string[];
  /** `value` is absent where none follows. */
  options: { name: string; written: string; value: string | undefined; isInline: boolean }[];
}

/** Every option of every command: whether an option takes a value does not depend on the command. */
function allOptions(): Record<string, OptionShape> {
  return Object.assign({}, COMMON_OPTIONS, ...COMMAND_NAMES.map((name) => shapeOf(name).options));
}

function split(argv: readonly string[]): Words {
  const words: Words = { positionals: [], options: [] };
  const { tokens } = parseArgs({
    args: [...argv],
    // It would throw its own English sentences, which say nothing of our commands.
    strict: false,
    tokens: true,
    options: {
      ...Object.fromEntries(
        Object.entries(allOptions()).map(([name, { value }]) => [
          name,
          { type: value === undefined ? 'boolean' : 'string' } as const,
        ]),
      ),
      help: { type: 'boolean', short: 'h' },
    },
  });
  for (const token of tokens) {
    if (token.kind === 'positional') words.positionals.push(token.value);
    if (token.kind === 'option')
      words.options.push({
        name: token.name,
        written: token.rawName,
        value: token.value,
        isInline: token.inlineValue === true,
      });
  }
  return words;
}

/** The command that is meant. @throws Failure where it is none of ours, or missing */
function commandOf({ positionals: [given] }: Words): CommandName {
  if (given === undefined) throw new Failure((t) => t.noCommand(COMMAND_NAMES));
  const command = COMMAND_NAMES.find((name) => name === given);
  if (command) return command;
  const nearest = nearestOf(given, COMMAND_NAMES, LETTERS_PER_SLIP);
  throw new Failure((t) =>
    nearest === undefined ? t.unknownCommand(given, COMMAND_NAMES) : t.nearCommand(given, nearest),
  );
}

/** The values of a command's options. */
interface Values {
  /** The value that was given, or the default; undefined where there is neither. */
  text(name: string): string | undefined;
  /** Whether it was given, whatever the default. */
  has(name: string): boolean;
  /** All values of an option that may be given several times. */
  list(name: string): string[];
}

/** Holds options against what the command takes. @throws Failure */
function valuesOf({ options }: Words, command: CommandName): Values {
  const known: Readonly<Record<string, OptionShape>> = {
    ...shapeOf(command).options,
    ...COMMON_OPTIONS,
  };
  const given = new Map<string, string[]>();
  for (const { name, written, value, isInline } of options) {
    const shape = Object.hasOwn(known, name) ? known[name] : undefined;
    if (!shape) {
      const nearest = nearestOf(name, Object.keys(known), LETTERS_PER_SLIP);
      throw new Failure((t) =>
        nearest === undefined ? t.unknownOption(written) : t.nearOption(written, `--${nearest}`),
      );
    }
    if (shape.value === undefined && value !== undefined)
      throw new Failure((t) => t.valueGiven(written));
    // A value that looks like an option is the next option, unless `=` says that it is none.
    if (
      shape.value !== undefined &&
      (!value || (!isInline && value.startsWith('-') && value !== STANDARD))
    )
      throw new Failure((t) => t.noValue(written));
    if (shape.choices && !shape.choices.includes(value ?? '')) {
      const { choices } = shape;
      throw new Failure((t) => t.choice(written, value ?? '', choices));
    }
    given.set(name, [...(given.get(name) ?? []), value ?? '']);
  }
  for (const [name, values] of given)
    if (values.length > 1 && !known[name]?.many)
      throw new Failure((t) => t.twice(`--${name}`, values.length));
  return {
    text: (name) => given.get(name)?.[0] ?? known[name]?.default,
    has: (name) => given.has(name),
    list: (name) => given.get(name) ?? [],
  };
}

/** Options that name a file to be read, which may be standard input. */
const READ_OPTIONS: readonly string[] = ['server', 'profile', 'baseline'];

/** Standard input can be read once. @throws Failure where two files are it */
function refuseStandardTwice(values: Values, given: readonly string[]): void {
  const files = [...given, ...READ_OPTIONS.flatMap((name) => values.list(name))];
  if (files.filter((file) => file === STANDARD).length > 1)
    throw new Failure((t) => t.standardTwice);
}

/** What the command works on. @throws Failure where it is missing, or more is there than it takes */
function argumentsOf({ positionals }: Words, command: CommandName): string[] {
  const { argument, second, many } = shapeOf(command);
  const [, ...rest] = positionals;
  const count = [argument, second].filter((one) => one !== undefined).length;
  const excess = many ? undefined : rest[count];
  if (excess !== undefined) throw new Failure((t) => t.tooMuch(command, excess));
  if (count > 0 && rest[count - 1] === undefined) {
    const lacks = (t: CommandWords) => ('lacks' in t[command] ? t[command].lacks : '');
    throw new Failure((t) => `${command}: ${lacks(t)}, ${usageOf(command)}`);
  }
  return rest;
}

/** The address that an option gives. A password in a wrong one is not repeated. */
function addressOf(values: Values, name: string, protocols: readonly string[]): URL | undefined {
  const text = values.text(name);
  return text === undefined
    ? undefined
    : parseAddress(text, protocols, () => `--${name} ${text.slice(text.lastIndexOf('@') + 1)}`);
}

function msOf(values: Values, name: string): number {
  const value = Number(values.text(name));
  if (!Number.isFinite(value) || value < 0) throw new Failure((t) => t.milliseconds(`--${name}`));
  return value;
}

function untilOf(values: Values): Until {
  if (values.has('until-idle') && values.has('wait'))
    throw new Failure((t) => t.together('--until-idle', '--wait'));
  return values.has('wait')
    ? { waitMs: msOf(values, 'wait') }
    : { idleMs: msOf(values, 'until-idle') };
}

function tapAddressOf(values: Values): RecordOptions['tap'] {
  const text = values.text('tap');
  if (text === undefined) return undefined;
  const address = parseTapAddress(text);
  // What was given may hold the token, so it is not repeated.
  if (!address)
    throw new Failure((t) => t.tapAddress('--tap', `http://127.0.0.1:${TAP_PORT}/#TOKEN`));
  return address;
}

function tapOptionsOf(values: Values): TapCommandOptions {
  const port = Number(values.text('port'));
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Failure((t) => t.port('--port'));
  if (values.has('forward') && values.has('dry-run'))
    throw new Failure((t) => t.together('--forward', '--dry-run'));
  const host = values.text('host');
  if (host !== undefined && isIP(host) === 0)
    throw new Failure((t) => t.notAddress('--host', host));
  const forward = addressOf(values, 'forward', ['https:', 'http:']);
  return { port, forward, host, tls: values.has('tls') };
}

function recordOptionsOf(values: Values, url: string): Omit<RecordOptions, 'extensions'> {
  return {
    url: addressOfPage(url),
    browser: values.text('browser') as RecordOptions['browser'],
    out: values.text('out') ?? '',
    profile: values.text('profile'),
    steps: values.text('steps'),
    until: untilOf(values),
    maxMs: values.has('max-time') ? msOf(values, 'max-time') : undefined,
    storageState: values.text('storage-state'),
    userAgent: values.text('user-agent'),
    proxy: addressOf(values, 'proxy', ['http:', 'https:', 'socks5:']),
    insecure: values.has('insecure'),
    tap: tapAddressOf(values),
    headed: values.has('headed'),
    browserArgs: values.list('browser-arg'),
  };
}

function checkOptionsOf(values: Values, sessions: string[]): CheckOptions {
  const baseline = values.text('baseline');
  if (values.has('assume') && baseline !== undefined)
    throw new Failure((t) => t.together('--assume', '--baseline'));
  if (values.has('update-baseline') && baseline === undefined)
    throw new Failure((t) => t.needs('--update-baseline', '--baseline FILE'));
  return {
    sessions,
    profile: values.text('profile'),
    targets: targetsOf(values),
    failOn: values.text('fail-on') as CheckOptions['failOn'],
    server: values.list('server'),
    skipInvalid: values.has('skip-invalid'),
    baseline,
    updateBaseline: values.has('update-baseline'),
    mask: values.has('mask'),
    assume: values.list('assume'),
  };
}

function diffOptionsOf(values: Values, [before = '', after = '']: string[]): DiffOptions {
  return {
    before,
    after,
    profile: values.text('profile'),
    mask: values.has('mask'),
    format: values.text('format') as DiffOptions['format'],
    failOn: values.text('fail-on') as DiffOptions['failOn'],
    out: values.text('out'),
  };
}

/**
 * Which report goes where: `--out junit:report.xml` names both; a format alone goes to standard
 * output, or into the file that has none of its own.
 */
function targetsOf(values: Values): Target[] {
  const named: Target[] = [];
  const bare: string[] = [];
  for (const out of values.list('out')) {
    const [, format, file] = /^([a-z]+):(.+)$/.exec(out) ?? [];
    const known = FORMATS.find((one) => one === format);
    if (known !== undefined && file !== undefined) named.push({ format: known, out: file });
    // A drive of Windows has one letter.
    else if (format !== undefined && format.length > 1)
      throw new Failure((t) => t.choice('--out', format, FORMATS));
    else bare.push(out);
  }
  const formats = values.list('format') as Format[];
  if (formats.length === 0 && (bare.length > 0 || named.length === 0)) formats.push(FORMATS[0]);
  if (bare.length > 1 || formats.length > 1)
    if (bare.length > 0) throw new Failure((t) => t.whichFormat('--out', bare[0] ?? ''));
  const targets = [...formats.map((format) => ({ format, out: bare[0] ?? STANDARD })), ...named];
  const printed = targets.filter(({ out }) => out === STANDARD);
  if (printed.length > 1)
    throw new Failure((t) => t.whichFormat('--out', `${printed[1]?.format}:FILE`));
  return targets;
}

/** The language that a command line asks for, whatever else is wrong with it; English without one. */
export function languageOf(argv: readonly string[]): Language {
  const asked = split(argv).options.find(({ name }) => name === 'lang')?.value ?? '';
  return Object.hasOwn(LANGUAGES, asked) ? (LANGUAGES[asked] ?? ENGLISH) : ENGLISH;
}

/**
 * Parses what stands on the command line after the program's name.
 * @throws Failure with one line that says what is wrong with it
 */
export function parseArguments(argv: readonly string[], version: string): Call {
  const words = split(argv);
  const asks = (option: keyof typeof COMMON_OPTIONS) =>
    words.options.some(({ name }) => name === option);
  if (asks('version')) return { command: 'print', text: `${version}\n` };
  if (asks('help'))
    return {
      command: 'print',
      text: helpOf(
        words.positionals.length === 0 ? undefined : commandOf(words),
        languageOf(argv).words.command,
      ),
    };
  const command = commandOf(words);
  const values = valuesOf(words, command);
  const given = argumentsOf(words, command);
  refuseStandardTwice(values, given);
  const [argument = ''] = given;
  switch (command) {
    case 'rules':
      return { command: 'print', text: listRules(languageOf(argv)) };
    case 'explain':
      return { command: 'print', text: explainRule(argument, languageOf(argv)) };
    case 'tap':
      return { command, options: tapOptionsOf(values) };
    case 'mcp':
      return { command, options: { unmasked: values.has('unmasked') } };
    case 'check':
      return { command, options: checkOptionsOf(values, given) };
    case 'merge':
      return {
        command,
        options: { ...checkOptionsOf(values, given), merge: { session: values.text('session') } },
      };
    case 'init': {
      const [what = '', addresses = ''] = given;
      const known: readonly string[] = STARTERS;
      if (!known.includes(what)) throw new Failure((t) => t.choice(command, what, known));
      return { command, options: { addresses, out: values.text('out') ?? '' } };
    }
    case 'diff':
      return { command, options: diffOptionsOf(values, given) };
    case 'plan':
      return {
        command,
        options: {
          session: argument,
          name: values.text('name') ?? '',
          profile: values.text('profile'),
          out: values.text('out'),
        },
      };
    case 'mask':
      return {
        command,
        options: { session: argument, profile: values.text('profile'), out: values.text('out') },
      };
    case 'convert':
      return {
        command,
        options: {
          session: argument,
          to: values.text('to') as ConvertOptions['to'],
          profile: values.text('profile'),
          mask: values.has('mask'),
          out: values.text('out'),
        },
      };
    case 'record':
      return { command, options: recordOptionsOf(values, argument) };
  }
}
