import { afterEach, expect, it, vi } from 'vitest';
import { createStore } from '../../../../src/panel/model/store/store.ts';
import { maskedImage } from '../../../../src/panel/timeline/masked-image.ts';
import { createTimelineModel } from '../../../../src/panel/timeline/timeline-model.ts';
import { createAnalysis } from '../../../../src/rules/create-analysis.ts';
import { entries } from '../../../session/session.ts';
import { createTestSchedule } from '../schedule.ts';
import { ANY_THEME, paper, wholeState } from './paper.ts';

const MAIL = 'jane.doe@example.org';

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
  const state = wholeState(store.book().log.entries);
  const screen = paper();
  model.draw(screen.context, state, ANY_THEME);
  expect(screen.texts.join('\n')).toContain(MAIL);

  const image = paper();
  const canvas = {
    getContext: () => image.context,
    toBlob: (done: (blob: Blob) => void) => done(new Blob()),
  };
  vi.stubGlobal('document', { createElement: () => canvas });
  const made = maskedImage({ store, schedule }, model, state, ANY_THEME);
  await schedule.settle();
  await made;
  const drawn = image.texts.join('\n');
  expect(drawn).not.toContain('jane.doe');
  expect(drawn).toContain('shop.example/thanks/');
  expect(drawn).toContain('signup');
});
