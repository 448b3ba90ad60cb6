import { access } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { describeFileError, Failure, firstLine } from './failure.ts';

/** What a user's steps do with the page, once it has loaded. */
export type Steps = (page: Page) => unknown;

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
  let module: { default?: unknown };
  try {
    module = await import(pathToFileURL(path).href);
  } catch (error) {
    throw new Failure((t) => t.stepsBroken(file, firstLine(error)));
  }
  if (typeof module.default !== 'function') throw new Failure((t) => t.stepsExport(file));
  return module.default as Steps;
}
