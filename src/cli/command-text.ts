import type { COMMON_OPTIONS, CommandName, OptionName } from './options.ts';

/** What the help says of a command. */
interface CommandText<C extends CommandName> {
  about: string;
  /** Said where its argument is missing. */
  lacks: string;
  options: Record<OptionName<C>, string>;
  /** Calls, without the program's name, and what they do. */
  examples: [call: string, text: string][];
}

/** The texts of the command's help, and of what can be wrong with a call of it. */
export const COMMAND_TEXT = {
  about: 'Follows tracking events through a page, without DevTools.',
  headings: {
    command: 'command',
    commands: 'Commands:',
    options: 'Options:',
    examples: 'Examples:',
  },
  exitStatus:
    'Exit status: 0 no finding at or above the threshold; 1 findings; 2 the input or the call is wrong.',
  default: (value: string) => `(default: ${value})`,
  choices: (values: readonly string[]) => `(${values.join(', ')})`,
  common: {
    help: 'Show this help',
    version: 'Show the version',
  } satisfies Record<keyof typeof COMMON_OPTIONS, string>,
  commands: {
    record: {
      about: 'Record what a page does into a session file',
      lacks: 'expected the address of a page',
      options: {
        browser: 'Browser to use',
        out: 'Session file to write',
        profile: "JSON file with the site's settings: names of its data layers, endpoints",
        steps: 'Module whose default export acts on the Playwright page once it has loaded',
        'until-idle': 'End when no entry came for this many ms after load and steps',
        wait: 'End this many ms after load and steps',
        'user-agent': "User agent; without it the browser's own, without the word Headless",
        proxy: 'Proxy, such as http://user:password@host:8080',
        insecure: 'Accept self-signed certificates',
        tap: 'Record what event-loupe tap sees as well; the address that it prints',
        headed: 'Show the browser',
        'browser-arg': 'Argument for the browser, as --browser-arg=--name=value; may be repeated',
      },
      examples: [
        [
          'record https://shop.example --until-idle 3000',
          'Record the page until it is quiet for three seconds',
        ],
      ],
    },
    check: {
      about: 'Check a session file and report what is wrong',
      lacks: 'expected a session file',
      options: {
        profile: "JSON file with the site's settings: mapping rules, endpoints, consent",
        server:
          'File of server events: a Conversions API body, JSON lines, a HAR or a business SDK log; may be repeated',
        'skip-invalid': 'Leave out server events that cannot be read, in place of failing',
        format: 'Format of the report',
        out: 'File for the report; without it standard output',
        'fail-on': 'Lowest severity that makes the command exit with 1',
      },
      examples: [],
    },
    tap: {
      about: "Stand in for graph.facebook.com and show your server's events",
      lacks: '',
      options: {
        port: 'Port on 127.0.0.1; 0: any free one',
        forward: 'Pass requests on to this server, and its answers back',
        'dry-run': 'Answer as the Graph API does and send nothing on; so it is without --forward',
      },
      examples: [
        ['tap', 'Take events and send nothing to Meta'],
        ['tap --forward https://graph.facebook.com', 'Listen in on what goes to Meta'],
      ],
    },
  } satisfies { [C in CommandName]: CommandText<C> },
  errors: {
    noCommand: (names: readonly string[]) => `expected a command, ${oneOf(names)} (see --help)`,
    unknownCommand: (given: string, nearest: string | undefined, names: readonly string[]) =>
      `unknown command "${given}": ${nearest === undefined ? `expected ${oneOf(names)}` : `did you mean ${nearest}?`}`,
    unknownOption: (given: string, nearest: string | undefined) =>
      `unknown option ${given}${nearest === undefined ? ' (see --help)' : `: did you mean ${nearest}?`}`,
    lacks: (command: string, what: string, usage: string) => `${command}: ${what}, ${usage}`,
    tooMuch: (command: string, given: string) => `${command}: "${given}" is one argument too many`,
    noValue: (option: string) => `${option}: expected a value`,
    valueGiven: (option: string) => `${option} takes no value`,
    twice: (option: string, times: number) => `${option} is given ${times} times; expected once`,
    choice: (option: string, given: string, choices: readonly string[]) =>
      `${option} ${given}: expected one of ${choices.map((one) => JSON.stringify(one)).join(', ')}`,
    address: (what: string, example: string) => `${what}: expected an address like ${example}`,
    page: (given: string) => `the page ${given}`,
    milliseconds: (option: string) => `${option}: expected a number of milliseconds`,
    port: (option: string) => `${option}: expected a number from 0 to 65535`,
    together: (one: string, other: string) => `${one} and ${other} cannot be used together`,
    tapAddress: (option: string, example: string) =>
      `${option}: expected the address that event-loupe tap prints, like ${example}`,
  },
};

function oneOf(names: readonly string[]): string {
  return new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(names);
}
