import { access } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { describeFileError, Failure, firstLine, withoutColours } from './failure.ts';

/** What a user's module does with the page. */
export interface Steps {
  /** The default export: once the page has loaded. */
  act(page: Page): unknown;
  /** The export `setup`, where there is one: before anything is loaded or recorded. */
  setup?: (page: Page) => unknown;
}

/**
 * Loads a module of steps: its default export is a function that gets Playwright's page.
 * @throws Failure when there is no such file, it does not run, or exports no function
 */
export async function loadSteps(file: string): Promise<Steps> {
  const path = resolve(file);
  try {
    await access(path);
  } catch (error) {
    throw new Failure((t) => t.cannotRead(file, describeFileError(error, t)));
  }
  let module: { default?: unknown; setup?: unknown };
  try {
    module = await import(pathToFileURL(path).href);
  } catch (error) {
    throw new Failure((t) => t.stepsBroken(file, firstLine(error)));
  }
  const { default: act, setup } = module;
  if (typeof act !== 'function') throw new Failure((t) => t.stepsExport(file));
  return {
    act: act as Steps['act'],
    ...(typeof setup === 'function' && { setup: setup as Steps['act'] }),
  };
}

/** Where a step failed, and why, as far as its error tells. */
export interface StepFailure {
  /** `steps.mjs:12`; the file alone where its line is in no stack. */
  place: string;
  /** The first line of the error. */
  why: string;
  /** What Playwright was waiting for: `locator('#buy')`. */
  locator?: string;
}

/** Reads the error of a step. @param file the module, as the user wrote it */
export function readStepFailure(error: unknown, file: string): StepFailure {
  const { stack = '', message = '' } = error instanceof Error ? error : {};
  const path = resolve(file);
  const line = [pathToFileURL(path).href, path]
    .flatMap((name) => {
      const at = stack.indexOf(`${name}:`);
      return at === -1 ? [] : (/^:(\d+)/.exec(stack.slice(at + name.length)) ?? []);
    })
    .at(1);
  // Of Playwright's log, which follows the message.
  const [, locator] =
    /^[ \t]*- waiting for (.+?)(?: to be \w+)?$/m.exec(withoutColours(message)) ?? [];
  return {
    place: line === undefined ? file : `${file}:${line}`,
    why: firstLine(error),
    ...(locator !== undefined && { locator }),
  };
}
