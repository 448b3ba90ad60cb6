#!/usr/bin/env node
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { styleText } from 'node:util';
import { visible, visibleLine } from '../session/visible.ts';
import { languageOf, parseArguments } from './arguments.ts';
import { check } from './check.ts';
import { convert } from './convert.ts';
import { diff } from './diff.ts';
import { EXIT_FAULT, EXIT_WRONG, Failure, firstLine } from './failure.ts';
import { init } from './init.ts';
import { mask } from './mask.ts';
import type { Output } from './output.ts';
import { plan } from './plan.ts';
import { STANDARD } from './standard.ts';
import { tap } from './tap/tap.ts';
import { version } from './version.ts';
import { writeResult } from './write-out.ts';

const EXIT_FINDINGS = 1;
/** What shells give for a command that a signal ended. */
const EXIT_SIGNAL = { SIGHUP: 129, SIGINT: 130, SIGQUIT: 131, SIGTERM: 143 } as const;
const SIGNALS = Object.keys(EXIT_SIGNAL) as (keyof typeof EXIT_SIGNAL)[];

/** Red and yellow that both dark and light terminals show; the word says it too. */
const COLOURS = { error: 'red', warning: 'yellow', info: 'blue' } as const;

/** On a terminal a line of progress may stand where the next is to go. */
const CLEAR_LINE = process.stderr.isTTY ? '\r\u001b[K' : '';

const output: Output = {
  language: languageOf(process.argv.slice(2)),
  write: (text) => process.stdout.write(text),
  async writeAll(pieces) {
    // Without a listener an error would end the command with a stack; it is thrown below.
    process.stdout.on('error', () => undefined);
    for (const piece of pieces)
      if (!process.stdout.write(piece)) await once(process.stdout, 'drain');
    await new Promise<void>((resolve, reject) => {
      process.stdout.write('', (error) => (error ? reject(error) : resolve()));
    });
  },
  remark: (text) => process.stderr.write(`${CLEAR_LINE}event-loupe: ${visibleLine(text)}\n`),
  progress: process.stderr.isTTY
    ? (text) => process.stderr.write(CLEAR_LINE + text.slice(0, (process.stderr.columns || 80) - 1))
    : undefined,
  paint: (text, colour) => (process.stdout.hasColors?.() ? styleText(COLOURS[colour], text) : text),
};

/** Runs one command. @returns the exit status */
async function run(argv: readonly string[]): Promise<number> {
  const call = parseArguments(argv, version);
  if (call.command === 'print') {
    await writeResult(undefined, [call.text], output);
    return 0;
  }
  if (call.command === 'check' || call.command === 'merge')
    return (await check(call.options, output)) ? EXIT_FINDINGS : 0;
  if (call.command === 'diff') return (await diff(call.options, output)) ? EXIT_FINDINGS : 0;
  if (call.command === 'init') {
    await init(call.options, output);
    return 0;
  }
  if (call.command === 'plan') {
    await plan(call.options, output);
    return 0;
  }
  if (call.command === 'mask') {
    await mask(call.options, `event-loupe ${version}`, output);
    return 0;
  }
  if (call.command === 'convert') {
    await convert(call.options, `event-loupe ${version}`, output);
    return 0;
  }
  if (call.command === 'tap') {
    const end = new AbortController();
    for (const signal of SIGNALS) process.on(signal, () => end.abort());
    // `event-loupe tap | head`: nobody reads its lines any more.
    process.stdout.on('error', () => end.abort());
    await tap(call.options, output, end.signal);
    return 0;
  }

  // The build puts the extensions beside the command's own folder.
  const extensions = fileURLToPath(new URL('..', import.meta.url));
  const generator = `event-loupe ${version}`;
  if (call.command === 'mcp') {
    const end = new AbortController();
    for (const signal of SIGNALS) process.on(signal, () => end.abort());
    // The SDK is large, and no other command has a use for it.
    const { mcp } = await import('./mcp/mcp.ts');
    await mcp(call.options, { extensions, generator }, output, end.signal);
    return 0;
  }

  const abort = new AbortController();
  let status = 0;
  // What a step left running throws when nobody waits for it.
  explainUncaught = (error) => {
    output.remark(firstLine(error));
    if (abort.signal.aborted) return EXIT_WRONG;
    // What was recorded is saved first.
    status = EXIT_WRONG;
    abort.abort();
    return undefined;
  };
  for (const signal of SIGNALS)
    process.on(signal, () => {
      // The first saves what was recorded; who asks twice wants out.
      if (abort.signal.aborted) process.exit(EXIT_SIGNAL[signal]);
      status = EXIT_SIGNAL[signal];
      abort.abort();
    });
  // Playwright takes a while to load, and `check` has no use for it.
  const { record } = await import('./record.ts');
  const options = { ...call.options, extensions };
  const result = await record(options, generator, output, abort.signal);
  const { entries, pages } = result;
  const said = output.language.words.command.recorded(call.options.out, entries, pages);
  if (call.options.out === STANDARD) output.remark(said);
  else await writeResult(undefined, [`${said}\n`], output);
  return status;
}

/** Says what went wrong. @returns the exit status for it */
function explain(error: unknown): number {
  const { words } = output.language;
  if (error instanceof Failure) {
    output.remark(firstLine(error.say(words)));
    return error.status;
  }
  output.remark(words.command.fault(firstLine(error)));
  if (error instanceof Error && error.stack) process.stderr.write(`${visible(error.stack)}\n`);
  return EXIT_FAULT;
}

// Node's own status for what nobody caught is 1, which means findings here.
let explainUncaught: (error: unknown) => number | undefined = explain;
for (const event of ['uncaughtException', 'unhandledRejection'] as const)
  process.on(event, (error) => {
    const status = explainUncaught(error);
    if (status !== undefined) process.exit(status);
  });

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  process.exitCode = explain(error);
}
// A browser that would not end must not keep the command from ending. Nothing is left to write.
if (process.argv[2] === 'record') process.exit();
