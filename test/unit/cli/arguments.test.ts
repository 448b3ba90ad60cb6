import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parseArguments } from '../../../src/cli/arguments.ts';
import { Failure } from '../../../src/cli/failure.ts';
import { runCommand } from './command.ts';

const folder = mkdtempSync(join(tmpdir(), 'event-loupe-call-'));
afterAll(() => rmSync(folder, { recursive: true }));

const URL_ = 'http://127.0.0.1:3/';

describe('a wrong call gives 2 and one line on standard error', () => {
  writeFileSync(join(folder, 'number.mjs'), 'export default 1');
  writeFileSync(join(folder, 'throws.mjs'), 'throw new Error("broken\\nin two lines")');
  writeFileSync(join(folder, 'profile.json'), '{"layers":["a",1]}');
  const calls: [string[], string][] = [
    [
      [],
      'expected a command, record, check, merge, diff, mask, plan, convert, init, rules, explain, tap, or mcp',
    ],
    [['chek', 'x'], 'unknown command "chek": did you mean check?'],
    [['recrod', 'x'], 'unknown command "recrod": did you mean record?'],
    [
      ['frobnicate'],
      'unknown command "frobnicate": expected record, check, merge, diff, mask, plan, convert, init, rules, explain, tap, or mcp',
    ],
    [['recrod', '--help'], 'unknown command "recrod": did you mean record?'],
    [['check'], 'check: expected a session file'],
    [['diff', 'a'], 'diff: expected two session files, event-loupe diff <before> <after>'],
    [['diff', 'a', 'b', 'c'], 'diff: "c" is one argument too many'],
    [['diff', 'nowhere.jsonl', 'b'], 'cannot read nowhere.jsonl: no such file or folder'],
    [['diff', 'a', 'b', '--format', 'html'], '--format html: expected one of text, json'],
    [['explain', 'a', 'b'], 'explain: "b" is one argument too many'],
    [['tap', 'a'], 'tap: "a" is one argument too many'],
    [['check', 'nowhere.jsonl'], 'cannot read nowhere.jsonl: no such file or folder'],
    [['check', '.'], '.: no session in it'],
    [['check', 'a', '--format', 'xml'], '--format xml: expected one of text, json'],
    [['check', 'a', '--fail-on', 'never'], '--fail-on never: expected one of'],
    [['check', 'a', '--nonsense'], 'unknown option --nonsense (see --help)'],
    [['check', 'a', '--fail-no', 'info'], 'unknown option --fail-no: did you mean --fail-on?'],
    [['check', 'a', '--browser', 'firefox'], 'unknown option --browser (see --help)'],
    [['check', 'a', '-x'], 'unknown option -x (see --help)'],
    [['check', 'a', '--skip-invalid=no'], '--skip-invalid takes no value'],
    [['check', 'a', '--profile', '--skip-invalid'], '--profile: expected a value'],
    [['check', 'a', '--profile='], '--profile: expected a value'],
    [['record'], 'record: expected the address of a page'],
    [['record', 'shop.test'], 'the page shop.test: expected an address'],
    [['record', 'file:///etc'], 'the page file:///etc: expected an address'],
    [['record', URL_, '--browser', 'opera'], '--browser opera: expected one of'],
    [['record', URL_, '--wait', 'long'], '--wait: expected a number of milliseconds'],
    [['record', URL_, '--wait', '1', '--until-idle', '1'], 'cannot be used together'],
    [['record', URL_, '--out'], '--out: expected a value'],
    [['record', URL_, '--out', 'a', '--out', 'b'], '--out is given 2 times'],
    [['record', URL_, '--out', 'no/where.jsonl'], 'cannot write no/where.jsonl: no such file'],
    [['record', URL_, '--proxy', 'nonsense'], '--proxy nonsense: expected an address'],
    [['record', URL_, '--proxy', 'http://u:p@h:port'], '--proxy h:port: expected an address'],
    [['record', URL_, '--tap', 'http://127.0.0.1:1/'], '--tap: expected the address that'],
    [
      ['record', URL_, '--tap', 'http://127.0.0.1:1/#0123456789abcdef'],
      '--tap: no answer from http://127.0.0.1:1: is event-loupe tap running?',
    ],
    [['record', URL_, '--steps', 'nowhere.mjs'], 'cannot read nowhere.mjs'],
    [['record', URL_, '--steps', 'number.mjs'], 'number.mjs: expected a default export'],
    [['record', URL_, '--steps', 'throws.mjs'], 'throws.mjs does not run: broken'],
    [['record', URL_, '--profile', 'nowhere.json'], 'cannot read nowhere.json'],
    [['record', URL_, '--profile', 'profile.json'], 'profile.json: /layers/1: 1 is not a string'],
  ];
  /** What the command says of a call that it cannot even read. */
  function refusalOf(args: string[]): Failure | undefined {
    try {
      parseArguments(args, '1');
      return undefined;
    } catch (error) {
      if (error instanceof Failure) return error;
      throw error;
    }
  }
  const refused = calls.filter(([args]) => refusalOf(args) !== undefined);
  it.each(refused)('%j', (args, message) => {
    const refusal = refusalOf(args);
    expect(refusal?.status).toBe(2);
    expect(refusal?.message).toMatch(/^[^\n]+$/);
    expect(refusal?.message).toContain(message);
  });

  const attempted = calls.filter(([args]) => refusalOf(args) === undefined);
  it.each([...refused.slice(0, 3), ...attempted])('as a command: %j', async (args, message) => {
    const { status, stdout, stderr } = await runCommand(args, folder);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^event-loupe: [^\n]*\n$/);
    expect(stderr).toContain(message);
  });

  it('says which browser is missing and leaves an earlier recording alone', async () => {
    writeFileSync(join(folder, 'session.jsonl'), 'earlier');
    const { status, stderr } = await runCommand(['record', URL_], folder, {
      EVENT_LOUPE_CHROMIUM: join(folder, 'nothing'),
    });
    expect([status, stderr]).toEqual([2, expect.stringContaining('EVENT_LOUPE_CHROMIUM is ')]);
    expect(readFileSync(join(folder, 'session.jsonl'), 'utf8')).toBe('earlier');
  });
});

/** What makes a program speak German, where it listens. */
const GERMAN = { LANG: 'de_DE.UTF-8', LC_ALL: 'de_DE.UTF-8', LANGUAGE: 'de' };

it.each([
  [['record', '--help']],
  [['recrod', 'x']],
  [['check', 'nowhere.jsonl']],
  [['check', '--help', '--lang', 'de']],
])('says the same whatever the language of the system: %j', async (args) => {
  const english = { LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8', LANGUAGE: '' };
  const [german, expected] = await Promise.all([
    runCommand(args, folder, GERMAN),
    runCommand(args, folder, english),
  ]);
  expect(german).toEqual(expected);
});

it.each([
  [['--help', '--lang', 'de'], 0, 'Befehle:'],
  [['--lang=de', 'recrod', 'x'], 2, 'unbekannter Befehl „recrod“: meinten Sie record?'],
  [['check', 'nowhere.jsonl', '--lang', 'de'], 2, 'nowhere.jsonl ist nicht lesbar: keine solche'],
  [['check', 'a', '--nonsense', '--lang', 'de'], 2, 'unbekannte Option --nonsense'],
  [['check', 'a', '--lang', 'fr'], 2, '--lang fr: expected one of en, de'],
])('speaks German when it is asked to: %j', async (args, code, text) => {
  const { status, stdout, stderr } = await runCommand(args, folder);
  expect(status).toBe(code);
  expect(stdout + stderr).toContain(text);
});

describe('parseArguments', () => {
  it('reads every option of record', () => {
    const argv = `record ${URL_} --browser firefox --out a.jsonl --profile p.json --steps s.mjs
      --wait 5 --user-agent Mine --proxy http://u:p@127.0.0.1:3 --insecure --headed
      --browser-arg=--one=1 --browser-arg=--two`;
    expect(parseArguments(argv.split(/\s+/), '1')).toEqual({
      command: 'record',
      options: {
        url: new URL(URL_),
        browser: 'firefox',
        out: 'a.jsonl',
        profile: 'p.json',
        steps: 's.mjs',
        until: { waitMs: 5 },
        userAgent: 'Mine',
        proxy: new URL('http://u:p@127.0.0.1:3'),
        insecure: true,
        headed: true,
        browserArgs: ['--one=1', '--two'],
      },
    });
  });

  it('takes options before the command, and after -- none', () => {
    expect(parseArguments(['--out', 'a', 'check', '--', '--b'], '1')).toMatchObject({
      command: 'check',
      options: { sessions: ['--b'], targets: [{ format: 'text', out: 'a' }] },
    });
  });

  it('takes a value that begins with a dash after =', () => {
    expect(parseArguments(['check', 'a', '--out=-b'], '1')).toMatchObject({
      options: { targets: [{ format: 'text', out: '-b' }] },
    });
  });

  it.each<[string[], string[]]>([
    [[], ['text:-']],
    [['--format', 'json'], ['json:-']],
    [['--format', 'json', '--out', 'a'], ['json:a']],
    [['--out', 'junit:a.xml'], ['junit:a.xml']],
    [
      ['--out', 'junit:a.xml', '--out', 'sarif:b'],
      ['junit:a.xml', 'sarif:b'],
    ],
    [
      ['--format', 'github', '--out', 'junit:a.xml'],
      ['github:-', 'junit:a.xml'],
    ],
    [['--out', '-'], ['text:-']],
    // A path of Windows names no format.
    [['--out', 'C:\\report.txt'], ['text:C:\\report.txt']],
  ])('reports and where they go: %j', (args, expected) => {
    const call = parseArguments(['check', 'a', 'b', '-', ...args], '1');
    expect(call).toMatchObject({ options: { sessions: ['a', 'b', '-'] } });
    const { targets } = call.command === 'check' ? call.options : { targets: [] };
    expect(targets.map(({ format, out }) => `${format}:${out}`)).toEqual(expected);
  });

  it('refuses a format that is none before a file’s name', () => {
    expect(() => parseArguments(['check', 'a', '--out', 'xml:a.xml'], '1')).toThrow(
      '--out xml: expected one of text, json, junit, html, sarif, github, markdown',
    );
  });

  it.each([
    [['--format', 'json', '--format', 'text']],
    [['--format', 'json', '--format', 'text', '--out', 'a']],
    [['--out', 'a', '--out', 'b']],
    [['--format', 'json', '--out', 'junit:-']],
    [['--update-baseline']],
  ])('%j cannot be', (args) => {
    expect(() => parseArguments(['check', 'a', ...args], '1')).toThrow(/--out|--baseline/);
  });

  it('ends a recording after two quiet seconds unless told otherwise', () => {
    expect(parseArguments(['record', URL_], '1')).toMatchObject({
      options: { until: { idleMs: 2000 }, browser: 'chromium', out: 'session.jsonl' },
    });
    expect(parseArguments(['record', URL_, '--until-idle', '0'], '1')).toMatchObject({
      options: { until: { idleMs: 0 } },
    });
  });

  it('gives the text of --help and --version', () => {
    expect(parseArguments(['--version'], '1.2.3')).toEqual({
      command: 'print',
      text: '1.2.3\n',
    });
    for (const help of ['--help', '-h'])
      expect(parseArguments(['check', help], '1')).toMatchObject({
        text: expect.stringContaining('--fail-on'),
      });
  });

  it('gives help that fits a terminal, whatever else is wrong with the call', () => {
    const call = parseArguments(['record', '--nonsense', '--help'], '1');
    const text = call.command === 'print' ? call.text : '';
    const options = text.split('\n').filter((line) => line.startsWith('  '));
    expect(options.length).toBeGreaterThan(12);
    for (const line of options) expect(line.length).toBeLessThanOrEqual(80);
  });
});
