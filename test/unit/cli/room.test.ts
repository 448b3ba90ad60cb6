import { describe, expect, it } from 'vitest';
import { Failure } from '../../../src/cli/failure.ts';
import { createRoom } from '../../../src/cli/room.ts';
import { ENGLISH, LANGUAGES } from '../../../src/language/languages.ts';

const LIMIT = 4_000_000_000;

/** A memory of which so much is taken, and so much of that is used. */
function memoryOf(state: { used: number; unused: number }) {
  let collections = 0;
  return {
    limit: LIMIT,
    taken: () => state.used + state.unused,
    collect() {
      collections += 1;
      state.unused = 0;
    },
    collections: () => collections,
  };
}

describe('room for a long session', () => {
  it('is there while little is taken, and nothing is collected for it', () => {
    const memory = memoryOf({ used: 1e9, unused: 1e9 });
    createRoom(memory)('long.jsonl');
    expect(memory.collections()).toBe(0);
  });

  it('does not count what nobody uses any more, and does not collect at every step', () => {
    const state = { used: 2.9e9, unused: 1e9 };
    const memory = memoryOf(state);
    const look = createRoom(memory);
    for (let step = 0; step < 10; step += 1) {
      look('long.jsonl');
      state.unused += 0.01e9;
    }
    expect(memory.collections()).toBe(1);
  });

  it('is not there for more than the engine has: one line says what to do, in both languages', () => {
    const look = createRoom(memoryOf({ used: 3.5e9, unused: 0 }));
    let failure: unknown;
    try {
      look('long.jsonl');
    } catch (error) {
      failure = error;
    }
    expect(failure).toBeInstanceOf(Failure);
    const { say } = failure as Failure;
    expect(say(ENGLISH.words)).toBe(
      'long.jsonl is too long for the 4,000 MB of memory that node may use; give it more with NODE_OPTIONS=--max-old-space-size=12288, or check a part of the session',
    );
    expect(say((LANGUAGES.de ?? ENGLISH).words)).toContain(
      'NODE_OPTIONS=--max-old-space-size=12288',
    );
  });
});
