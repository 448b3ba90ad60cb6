import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { Failure, firstLine } from './failure.ts';

/** What a user's steps do with the page, once it has loaded. */
export type Steps = (page: Page) => unknown;

/**
 * Loads a module of steps: its default export is a function that gets Playwright's page.
 * @throws Failure when there is no such file, it does not run, or exports no function
 */
export async function loadSteps(file: string): Promise<Steps> {
  const path = resolve(file);
  if (!existsSync(path)) throw new Failure(`cannot read ${file}: no such file or folder`);
  let module: { default?: unknown };
  try {
    module = await import(pathToFileURL(path).href);
  } catch (error) {
    throw new Failure(`${file} does not run: ${firstLine(error)}`);
  }
  if (typeof module.default !== 'function')
    throw new Failure(`${file}: expected a default export that is a function of the page`);
  return module.default as Steps;
}
