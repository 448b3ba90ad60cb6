import { expect, it } from 'vitest';
import { createSpokenFrames } from '../../../src/background/spoken-frames.ts';
import { SPOKEN_FRAMES } from '../../../src/session/limits.ts';

function createStorage() {
  const items: Record<string, unknown> = {};
  return {
    items,
    get: async () => ({ ...items }),
    set: async (more: Record<string, unknown>) => void Object.assign(items, more),
    remove: async (keys: string[]) => {
      for (const key of keys) delete items[key];
    },
  };
}

it('outlives the worker, and what the next one notes before it has read that', () => {
  const storage = createStorage();
  createSpokenFrames(storage).note(7, { document: 'first', since: 0, at: 1 });
  const kept = { ...storage.items };
  const next = createSpokenFrames(storage);
  next.note(7, { document: 'second', since: 0, at: 2 });
  next.note(8, { document: 'elsewhere', since: 0, at: 3 });
  next.restore(kept);
  expect(next.of(7)).toEqual([
    { document: 'second', since: 0, at: 2 },
    { document: 'first', since: 0, at: 1 },
  ]);
  expect(Object.keys(storage.items)).toHaveLength(3);
  next.forget(7);
  expect(next.of(7)).toEqual([]);
  expect(Object.keys(storage.items)).toEqual(['frames/8/elsewhere']);
});

it('keeps the time at which a frame spoke first, and the last frames of many', () => {
  const storage = createStorage();
  const frames = createSpokenFrames(storage);
  frames.note(7, { document: 'first', since: 0, at: 1 });
  frames.note(7, { document: 'first', since: 0, at: 9 });
  expect(frames.of(7)).toEqual([{ document: 'first', since: 0, at: 1 }]);
  for (let i = 0; i < SPOKEN_FRAMES; i += 1)
    frames.note(7, { document: `next${i}`, since: 0, at: 10 + i });
  expect(frames.of(7)).toHaveLength(SPOKEN_FRAMES);
  expect(frames.of(7)[0]?.document).toBe('next0');
  expect(Object.keys(storage.items)).toHaveLength(SPOKEN_FRAMES);
});

it('keeps the last ones by their time, whatever it had noted before it read what was kept', () => {
  const storage = createStorage();
  const frames = createSpokenFrames(storage);
  frames.note(7, { document: 'before', since: 0, at: 900 });
  frames.restore(
    Object.fromEntries(
      Array.from({ length: SPOKEN_FRAMES }, (_, i) => [
        `frames/7/old${i}`,
        { document: `old${i}`, since: 0, at: i },
      ]),
    ),
  );
  frames.note(7, { document: 'after', since: 0, at: 901 });
  const kept = frames.of(7).map(({ document }) => document);
  expect(kept).toHaveLength(SPOKEN_FRAMES);
  expect(kept).toEqual(expect.arrayContaining(['before', 'after']));
  expect(kept).not.toContain('old0');
});

it('keeps nothing of a tab that was closed, whatever its frames say as they go', () => {
  const storage = createStorage();
  const frames = createSpokenFrames(storage);
  frames.forget(7);
  frames.note(7, { document: 'late', since: 0, at: 1 });
  expect(Object.keys(storage.items)).toEqual([]);
});

it('takes nothing from storage that is none of its own', () => {
  const frames = createSpokenFrames(createStorage());
  frames.restore({ 'frames/7/bad': { document: 'not a key!', at: 'then' }, 'left/7': { at: 1 } });
  expect(frames.of(7)).toEqual([]);
});
