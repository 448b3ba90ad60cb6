import { LANGUAGES } from '../language/languages.ts';
import { SEVERITIES } from '../rules/written/checked.ts';
import { TAP_PORT } from '../session/tap.ts';
import { BROWSERS } from './browsers.ts';
import { FORMS } from './convert.ts';
import { DIFF_FAILURES, DIFF_FORMATS } from './diff.ts';
import { FORMATS } from './report/formats.ts';

/** A recording ends when the page has been quiet for this long, unless told otherwise. */
const DEFAULT_IDLE_MS = 2_000;

/** An option of a command. */
export interface OptionShape {
  /** What its value is called in the help; absent where it takes none. */
  value?: string;
  /** The values that it takes; absent where there is no list of them. */
  choices?: readonly string[];
  /** What holds where it is not given. */
  default?: string;
  /** It may be given several times. */
  many?: true;
}

/** What a command takes. */
export interface CommandShape {
  /** What it works on, as the help calls it; absent where it needs nothing. */
  argument?: string;
  /** A second thing, which it needs as well. */
  second?: string;
  /** It takes several. */
  many?: true;
  options: Readonly<Record<string, OptionShape>>;
}

/** Options of every call; those that need a command are said with it. */
export const COMMON_OPTIONS = {
  lang: { value: 'CODE', choices: Object.keys(LANGUAGES), default: 'en' },
  help: {},
  version: {},
} as const satisfies CommandShape['options'];

/** What `check` and `merge` take: how sessions are judged, and what is written of it. */
const REPORT_OPTIONS = {
  profile: { value: 'FILE' },
  server: { value: 'FILE', many: true },
  'skip-invalid': {},
  format: { value: 'FORMAT', choices: FORMATS, default: FORMATS[0], many: true },
  out: { value: '[FORMAT:]FILE', many: true },
  mask: {},
  'fail-on': { value: 'SEVERITY', choices: SEVERITIES, default: SEVERITIES[0] },
  baseline: { value: 'FILE' },
  'update-baseline': {},
} as const satisfies CommandShape['options'];

/** The commands and their options, in the order in which the help lists them. */
export const COMMANDS = {
  record: {
    argument: 'url',
    options: {
      browser: { value: 'NAME', choices: BROWSERS, default: BROWSERS[0] },
      out: { value: 'FILE', default: 'session.jsonl' },
      profile: { value: 'FILE' },
      steps: { value: 'FILE' },
      'until-idle': { value: 'MS', default: String(DEFAULT_IDLE_MS) },
      wait: { value: 'MS' },
      'max-time': { value: 'MS' },
      'storage-state': { value: 'FILE' },
      'user-agent': { value: 'TEXT' },
      proxy: { value: 'URL' },
      insecure: {},
      tap: { value: 'ADDRESS' },
      headed: {},
      'browser-arg': { value: 'ARG', many: true },
    },
  },
  check: {
    argument: 'session',
    many: true,
    options: {
      ...REPORT_OPTIONS,
      assume: { value: 'WHAT=VALUE', many: true },
    },
  },
  merge: {
    argument: 'session',
    many: true,
    options: {
      session: { value: 'FILE' },
      ...REPORT_OPTIONS,
    },
  },
  diff: {
    argument: 'before',
    second: 'after',
    options: {
      profile: { value: 'FILE' },
      mask: {},
      format: { value: 'FORMAT', choices: DIFF_FORMATS, default: DIFF_FORMATS[0] },
      out: { value: 'FILE' },
      'fail-on': { value: 'WHAT', choices: DIFF_FAILURES, default: DIFF_FAILURES[0] },
    },
  },
  mask: {
    argument: 'session',
    options: { profile: { value: 'FILE' }, out: { value: 'FILE' } },
  },
  plan: {
    argument: 'session',
    options: {
      name: { value: 'NAME', default: 'journey' },
      profile: { value: 'FILE' },
      out: { value: 'FILE' },
    },
  },
  convert: {
    argument: 'session',
    options: {
      to: { value: 'FORM', choices: FORMS },
      out: { value: 'FILE' },
      mask: {},
      profile: { value: 'FILE' },
    },
  },
  init: {
    argument: 'playwright',
    second: 'addresses',
    options: { out: { value: 'FILE', default: 'event-loupe.spec.ts' } },
  },
  rules: { options: {} },
  explain: { argument: 'rule', options: {} },
  tap: {
    options: {
      port: { value: 'N', default: String(TAP_PORT) },
      forward: { value: 'URL' },
      'dry-run': {},
      tls: {},
      host: { value: 'ADDRESS' },
    },
  },
  mcp: { options: { unmasked: {} } },
} as const satisfies Record<string, CommandShape>;

/** A command's name. */
export type CommandName = keyof typeof COMMANDS;

/** The names of a command's own options. */
export type OptionName<C extends CommandName> = keyof (typeof COMMANDS)[C]['options'] & string;

/** Every command's name. */
export const COMMAND_NAMES = Object.keys(COMMANDS) as CommandName[];

/** What a command takes, without the types of its single options. */
export function shapeOf(command: CommandName): CommandShape {
  return COMMANDS[command];
}
