import { expect, it } from 'vitest';
import { createClock } from '../../schedules/clock.ts';
import { createRandom } from '../../schedules/random.ts';
import { connectPanel } from './connect-panel.ts';

const OPENED = 1_000_000;

/** A panel that has just opened, and a page that it asks. */
function openPanel() {
  const clock = createClock(createRandom(1));
  const { told, answer } = connectPanel({
    after: clock.after,
    now: () => OPENED + clock.now(),
  });
  const speak = (document: string, top: boolean, at: number, away?: [number, number][]) => {
    const about = { first: 0, next: 1, top, late: false, since: at, away, pageOrigin: at - 0.5 };
    answer({ type: 'document', document, ...about });
    const entry = { id: 0, at, kind: 'page', event: 'start', url: 'https://shop.test/', top };
    const text = JSON.stringify(entry);
    answer({ type: 'entries', document, first: 0, from: 0, count: 1, text });
  };
  return {
    run: clock.run,
    /** The background tells of frames that had called something. */
    tell: (frames: { document: string; since: number; at: number; pageOrigin?: number }[]) =>
      answer({ type: 'frames', frames, since: OPENED - 60_000 }),
    speak,
    missed: () => told.flatMap(({ kind, page }) => (kind === 'gap' ? [page] : [])),
  };
}

it('frames of a page that is busy as the panel opens have their time once it has answered', async () => {
  const panel = openPanel();
  panel.tell([
    { document: 'slow', since: OPENED - 800, at: OPENED - 700 },
    { document: 'gone', since: OPENED - 800, at: OPENED - 700 },
  ]);
  await panel.run(20_000);
  panel.speak('page', true, OPENED - 1_000);
  expect(panel.missed()).toEqual([]);
  panel.speak('slow', false, OPENED - 800);
  await panel.run(6_000);
  expect(panel.missed()).toEqual(['gone:0']);
});

it('a frame that is older than the page on screen is another page’s, whenever it called first', async () => {
  const panel = openPanel();
  panel.speak('page', true, OPENED - 1_000);
  panel.tell([
    { document: 'leaving', since: OPENED - 5_000, at: OPENED - 998 },
    { document: 'gone', since: OPENED - 900, at: OPENED - 800 },
  ]);
  await panel.run(6_000);
  expect(panel.missed()).toEqual(['gone:0']);
});

it('a frame of a page that came back is missed, whenever it called, and none that was made while it was away', async () => {
  const panel = openPanel();
  panel.speak('page', true, OPENED - 9_000, [
    [OPENED - 8_000, OPENED - 7_000],
    [OPENED - 5_000, OPENED - 3_000],
  ]);
  panel.tell([
    { document: 'before', since: OPENED - 8_500, at: OPENED - 8_400 },
    { document: 'another', since: OPENED - 7_500, at: OPENED - 7_400 },
    { document: 'between', since: OPENED - 6_000, at: OPENED - 2_000 },
    { document: 'other', since: OPENED - 4_000, at: OPENED - 3_500 },
    { document: 'after', since: OPENED - 2_000, at: OPENED - 1_000 },
  ]);
  await panel.run(6_000);
  expect(panel.missed()).toEqual(['before:0', 'between:0', 'after:0']);
});

it('a frame that knows its page is of that page alone, whenever it began', async () => {
  const panel = openPanel();
  // Prerendered while another page was shown.
  panel.speak('page', true, OPENED - 9_000, [[OPENED - 9_000, OPENED - 5_000]]);
  panel.tell([
    { document: 'own', since: OPENED - 8_000, at: OPENED - 7_000, pageOrigin: OPENED - 9_000.5 },
    { document: 'other', since: OPENED - 4_000, at: OPENED - 3_000, pageOrigin: OPENED - 9_900 },
    { document: 'foreign', since: OPENED - 8_000, at: OPENED - 7_000 },
    { document: 'later', since: OPENED - 4_000, at: OPENED - 3_000 },
  ]);
  await panel.run(6_000);
  expect(panel.missed()).toEqual(['own:0', 'later:0']);
});
