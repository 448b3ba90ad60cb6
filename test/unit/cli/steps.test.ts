import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { readStepFailure } from '../../../src/cli/steps.ts';

const errorOf = (message: string, stack: string) => Object.assign(new Error(message), { stack });
const PLAYWRIGHT =
  "locator.click: Timeout 200ms exceeded.\nCall log:\n\u001b[2m  - waiting for locator('#buy') to be visible\u001b[22m\n";
const at = (place: string) =>
  `Error: no\n    at helper (file:///lib.mjs:1:1)\n    at default (${place}:12:5)`;

it.each([
  ['an address', at(pathToFileURL(resolve('a b/steps.mjs')).href), 'a b/steps.mjs:12'],
  ['a path', at(resolve('a b/steps.mjs')), 'a b/steps.mjs:12'],
  ['another file alone', at('file:///other.mjs'), 'a b/steps.mjs'],
])('tells where a step failed: its stack has %s', (_, stack, place) => {
  expect(readStepFailure(errorOf(PLAYWRIGHT, stack), 'a b/steps.mjs')).toEqual({
    place,
    why: 'locator.click: Timeout 200ms exceeded.',
    locator: "locator('#buy')",
  });
});

it('tells why alone where there is no more', () => {
  expect(readStepFailure('broken', 's.mjs')).toEqual({ place: 's.mjs', why: 'broken' });
});
