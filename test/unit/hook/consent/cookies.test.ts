import { beforeEach, expect, it, vi } from 'vitest';

// What the hook takes of the DOM when it loads, as far as Node lacks it.
class NotHere {
  get localName(): string {
    throw new TypeError('Illegal invocation');
  }
  get nodeName(): string {
    throw new TypeError('Illegal invocation');
  }
}
let reads = 0;
class OwnDocument extends EventTarget {
  get cookie(): string {
    reads += 1;
    return `n=${reads}`;
  }
}
const store = new EventTarget();
const page = new EventTarget();
Object.defineProperty(page, 'cookieStore', { get: () => store });
let now = 1_000_000;
vi.spyOn(Date, 'now').mockImplementation(() => now);
vi.stubGlobal('window', page);
vi.stubGlobal('Element', NotHere);
vi.stubGlobal('Node', NotHere);
vi.stubGlobal('Document', OwnDocument);
vi.stubGlobal('document', new OwnDocument());
const { endCookieTask, expectChange, readCookies } = await import(
  '../../../../src/hook/consent/cookies.ts'
);

const nobody = () => false;
const tool = () => true;
/** How often the cookies are read in three tasks with a call each. */
function readsInTasks(hasWriter: () => boolean): number {
  const before = reads;
  for (let task = 0; task < 3; task += 1) {
    readCookies(hasWriter);
    readCookies(hasWriter);
    endCookieTask();
  }
  return reads - before;
}

beforeEach(() => {
  readCookies(nobody);
  endCookieTask();
  now += 60_000;
  readsInTasks(nobody);
});

it('are read once in a task while a tool may write them, and not on other pages', () => {
  expect(readsInTasks(tool)).toBe(0);
  expectChange();
  expect(readsInTasks(nobody)).toBe(0);
  expect(readsInTasks(tool)).toBe(3);
  now += 3_001;
  expect(readsInTasks(tool)).toBe(0);
});

it('are read again where the store tells of a change, whoever made it', () => {
  store.dispatchEvent(new Event('change'));
  expect(readsInTasks(nobody)).toBe(1);
  expect(readCookies(nobody)).toBe(` n=${reads};`);
});
