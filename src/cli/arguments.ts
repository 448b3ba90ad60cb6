import yargs from 'yargs';
import { parseTapAddress, TAP_PORT } from '../session/tap.ts';
import { BROWSERS } from './browsers.ts';
import { type CheckOptions, FORMATS, SEVERITIES } from './check.ts';
import { Failure } from './failure.ts';
import type { RecordOptions, Until } from './record.ts';
import type { TapCommandOptions } from './tap/tap.ts';

/** What the user asked for. */
export type Call =
  | { command: 'record'; options: Omit<RecordOptions, 'extensions'> }
  | { command: 'check'; options: CheckOptions }
  | { command: 'tap'; options: TapCommandOptions }
  /** `--help` or `--version`: the text is all there is to do. */
  | { command: 'print'; text: string };

/** A recording ends when the page has been quiet for this long, unless told otherwise. */
export const DEFAULT_IDLE_MS = 2_000;

function parseAddress(text: string, protocols: readonly string[], what: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !protocols.includes(url.protocol))
    throw new Failure(`${what} ${text}: expected an address like ${protocols[0]}//example.org`);
  return url;
}

function parseMs(value: number | undefined, option: string): number | undefined {
  if (value === undefined) return undefined;
  if (!Number.isFinite(value) || value < 0)
    throw new Failure(`--${option}: expected a number of milliseconds`);
  return value;
}

function parseUntil(idle: number | undefined, wait: number | undefined): Until {
  const idleMs = parseMs(idle, 'until-idle');
  const waitMs = parseMs(wait, 'wait');
  if (idleMs !== undefined && waitMs !== undefined)
    throw new Failure('--until-idle and --wait cannot be used together');
  return waitMs !== undefined ? { waitMs } : { idleMs: idleMs ?? DEFAULT_IDLE_MS };
}

function parseTapOption(text: string | undefined): RecordOptions['tap'] {
  if (text === undefined) return undefined;
  const address = parseTapAddress(text);
  // What was given may hold the token, so it is not repeated.
  if (!address)
    throw new Failure(
      `--tap: expected the address that event-loupe tap prints, like http://127.0.0.1:${TAP_PORT}/#TOKEN`,
    );
  return address;
}

function parseTap(port: number, forward: string | undefined, isDryRun: boolean): TapCommandOptions {
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Failure('--port: expected a number from 0 to 65535');
  if (forward !== undefined && isDryRun)
    throw new Failure('--forward and --dry-run cannot be used together');
  return {
    port,
    forward:
      forward === undefined ? undefined : parseAddress(forward, ['https:', 'http:'], '--forward'),
  };
}

/** An option that is given once; yargs makes an array of the second. */
function refuseTwice(args: Record<string, unknown>): true {
  for (const [name, value] of Object.entries(args))
    if (Array.isArray(value) && name !== '_' && !/^(browser-?arg|server)$/i.test(name))
      throw new Failure(`--${name} is given ${value.length} times; expected once`);
  return true;
}

/** What each command cannot do without. */
const WANTED: Record<string, string> = {
  record: 'record: expected the address of a page, event-loupe record <url>',
  check: 'check: expected a session file, event-loupe check <session.jsonl>',
};

/** yargs' own words, on one line and about what this command line lacks. */
function describeParseError(message: string, command: string | undefined): string {
  const line = message
    .split('\n')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .join(' ');
  return line
    .replace(
      /^Unknown arguments?: ([^-,]+), .*$/,
      'unknown command $1: expected record, check or tap',
    )
    .replace(
      /^Not enough non-option arguments: .*/,
      WANTED[command ?? ''] ?? 'an argument is missing',
    )
    .replace(/^Not enough arguments following: (.*)/, '--$1: expected a value')
    .replace(
      /^Invalid values: Argument: ([^,]*), Given: "(.*)", Choices: (.*)/,
      '--$1 $2: expected one of $3',
    );
}

function createParser(version: string, command: string | undefined) {
  return yargs()
    .scriptName('event-loupe')
    .usage('$0 <command>\n\nFollows tracking events through a page, without DevTools.')
    .parserConfiguration({
      'greedy-arrays': false,
      'dot-notation': false,
      'boolean-negation': false,
    })
    .command('record <url>', 'Record what a page does into a session file', (command) =>
      command
        .positional('url', { type: 'string', demandOption: true, describe: 'Address of the page' })
        .option('browser', { choices: BROWSERS, default: 'chromium', describe: 'Browser to use' })
        .option('out', {
          type: 'string',
          requiresArg: true,
          default: 'session.jsonl',
          describe: 'Session file to write',
        })
        .option('profile', {
          type: 'string',
          requiresArg: true,
          describe: "JSON file with the site's settings: names of its data layers, endpoints",
        })
        .option('steps', {
          type: 'string',
          requiresArg: true,
          describe: 'Module whose default export acts on the Playwright page once it has loaded',
        })
        .option('until-idle', {
          type: 'number',
          requiresArg: true,
          describe: `End when no entry came for this many ms after load and steps (default ${DEFAULT_IDLE_MS})`,
        })
        .option('wait', {
          type: 'number',
          requiresArg: true,
          describe: 'End this many ms after load and steps',
        })
        .option('user-agent', {
          type: 'string',
          requiresArg: true,
          describe: "User agent; default the browser's own, without the word Headless",
        })
        .option('proxy', {
          type: 'string',
          requiresArg: true,
          describe: 'Proxy, such as http://user:password@host:8080',
        })
        .option('insecure', {
          type: 'boolean',
          default: false,
          describe: 'Accept certificates that nobody vouches for',
        })
        .option('tap', {
          type: 'string',
          requiresArg: true,
          describe: 'Record what event-loupe tap sees as well; the address that it prints',
        })
        .option('headed', { type: 'boolean', default: false, describe: 'Show the browser' })
        .option('browser-arg', {
          type: 'string',
          array: true,
          requiresArg: true,
          describe: 'Argument for the browser, as --browser-arg=--name=value; may be repeated',
        })
        .example(
          '$0 record https://shop.example --until-idle 3000',
          'Record the page until it is quiet for three seconds',
        ),
    )
    .command('check <session>', 'Check a session file and report what is wrong', (command) =>
      command
        .positional('session', { type: 'string', demandOption: true, describe: 'Session file' })
        .option('profile', {
          type: 'string',
          requiresArg: true,
          describe: "JSON file with the site's settings: mapping rules, endpoints, consent",
        })
        .option('server', {
          type: 'string',
          array: true,
          requiresArg: true,
          describe:
            'File of server events: a Conversions API body, JSON lines, a HAR or a business SDK log; may be repeated',
        })
        .option('skip-invalid', {
          type: 'boolean',
          default: false,
          describe: 'Leave out server events that cannot be read, in place of failing',
        })
        .option('format', { choices: FORMATS, default: 'text', describe: 'Format of the report' })
        .option('out', {
          type: 'string',
          requiresArg: true,
          describe: 'File for the report; default standard output',
        })
        .option('fail-on', {
          choices: SEVERITIES,
          default: 'error',
          describe: 'Slightest severity of a finding that gives exit status 1',
        }),
    )
    .command('tap', "Stand in for graph.facebook.com and show your server's events", (command) =>
      command
        .option('port', {
          type: 'number',
          requiresArg: true,
          default: TAP_PORT,
          describe: 'Port on 127.0.0.1; 0: any free one',
        })
        .option('forward', {
          type: 'string',
          requiresArg: true,
          describe: 'Pass requests on to this server, and its answers back',
        })
        .option('dry-run', {
          type: 'boolean',
          describe: 'Answer as the Graph API does and send nothing on (the default)',
        })
        .example('$0 tap', 'Take events and send nothing to Meta')
        .example('$0 tap --forward https://graph.facebook.com', 'Listen in on what goes to Meta'),
    )
    .demandCommand(1, 'expected a command, record, check or tap (see --help)')
    .strict()
    .strictCommands()
    .check(refuseTwice)
    .version(version)
    .help()
    .alias('help', 'h')
    .epilogue(
      'Exit status: 0 no finding at or above the threshold; 1 findings; 2 the input or the call is wrong.',
    )
    .exitProcess(false)
    .fail((message, error) => {
      throw error instanceof Failure
        ? error
        : new Failure(describeParseError(message ?? error.message, command));
    });
}

/**
 * Parses what stands on the command line after the command's name.
 * @throws Failure with one line that says what is wrong with it
 */
export async function parseArguments(argv: readonly string[], version: string): Promise<Call> {
  let printed = '';
  const parser = createParser(version, argv[0]);
  const args: Record<string, unknown> = await parser.parseAsync(
    [...argv],
    {},
    (_error: unknown, _args: unknown, text: string) => {
      printed = text;
    },
  );
  if (printed !== '') return { command: 'print', text: `${printed}\n` };
  const text = (name: string) => args[name] as string | undefined;
  if ((args._ as unknown[])[0] === 'tap')
    return {
      command: 'tap',
      options: parseTap(args.port as number, text('forward'), args.dryRun === true),
    };
  if ((args._ as unknown[])[0] === 'check')
    return {
      command: 'check',
      options: {
        session: String(args.session),
        profile: text('profile'),
        format: args.format as CheckOptions['format'],
        out: text('out'),
        failOn: args.failOn as CheckOptions['failOn'],
        server: (args.server as string[] | undefined) ?? [],
        skipInvalid: args.skipInvalid === true,
      },
    };
  const proxy = text('proxy');
  return {
    command: 'record',
    options: {
      url: parseAddress(String(args.url), ['https:', 'http:'], 'the page'),
      browser: args.browser as RecordOptions['browser'],
      out: String(args.out),
      profile: text('profile'),
      steps: text('steps'),
      until: parseUntil(args.untilIdle as number | undefined, args.wait as number | undefined),
      userAgent: text('userAgent'),
      proxy:
        proxy === undefined
          ? undefined
          : parseAddress(proxy, ['http:', 'https:', 'socks5:'], '--proxy'),
      insecure: args.insecure === true,
      tap: parseTapOption(text('tap')),
      headed: args.headed === true,
      browserArgs: (args.browserArg as string[] | undefined) ?? [],
    },
  };
}
