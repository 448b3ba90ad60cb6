import { afterEach, expect, it, vi } from 'vitest';
import { createStore } from '../../../../src/panel/model/store/store.ts';
import { maskedImage } from '../../../../src/panel/timeline/masked-image.ts';
import {
  createTimelineModel,
  type DrawState,
} from '../../../../src/panel/timeline/timeline-model.ts';
import type { CanvasTheme } from '../../../../src/panel/ui/canvas-theme.ts';
import { createAnalysis } from '../../../../src/rules/create-analysis.ts';
import { entries } from '../../../session/session.ts';
import { createTestSchedule } from '../schedule.ts';

const MAIL = 'jane.doe@example.org';

/** Of a canvas what the drawing asks it for: it notes the texts, each seven pixels a letter wide. */
function paper() {
  const texts: string[] = [];
  const drawing: Record<string, unknown> = {
    measureText: (text: string) => ({ width: text.length * 7 }),
    fillText: (text: string) => void texts.push(text),
    createLinearGradient: () => ({ addColorStop: () => undefined }),
  };
  const context = new Proxy(drawing, {
    get: (own, name) => (Reflect.has(own, name) ? Reflect.get(own, name) : () => undefined),
  });
  return { texts, context: context as unknown as CanvasRenderingContext2D };
}

afterEach(() => vi.unstubAllGlobals());

it('an image of the timeline shows no person, which the screen does', async () => {
  const schedule = createTestSchedule();
  const store = createStore({ createAnalysis, schedule });
  store.onEntries(
    entries(`
      page https://shop.example/thanks/${MAIL}
      dataLayer {event: signup}
    `),
  );
  schedule.frame();
  await schedule.settle();
  const model = createTimelineModel(store.book());
  const theme = new Proxy({} as CanvasTheme, {
    get: (_, name) => (name === 'tones' ? {} : 'black'),
  });
  const state: DrawState = {
    entries: store.book().log.entries,
    place: { kind: 'all' },
    width: 1_400,
    height: 400,
    scrollTop: 0,
    selected: undefined,
    hovered: undefined,
    area: undefined,
  };
  const screen = paper();
  model.draw(screen.context, state, theme);
  expect(screen.texts.join('\n')).toContain(MAIL);

  const image = paper();
  const canvas = {
    getContext: () => image.context,
    toBlob: (done: (blob: Blob) => void) => done(new Blob()),
  };
  vi.stubGlobal('document', { createElement: () => canvas });
  const made = maskedImage({ store, schedule }, model, state, theme);
  await schedule.settle();
  await made;
  const drawn = image.texts.join('\n');
  expect(drawn).not.toContain('jane.doe');
  expect(drawn).toContain('shop.example/thanks/');
  expect(drawn).toContain('signup');
});
