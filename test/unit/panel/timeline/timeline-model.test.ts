import { expect, it } from 'vitest';
import { createStore } from '../../../../src/panel/model/store/store.ts';
import { describeWindow } from '../../../../src/panel/model/time/describe-place.ts';
import { createTimelineModel } from '../../../../src/panel/timeline/timeline-model.ts';
import { createAnalysis } from '../../../../src/rules/create-analysis.ts';
import { entries } from '../../../session/session.ts';
import { createTestSchedule } from '../schedule.ts';
import { ANY_THEME, paper, wholeState } from './paper.ts';

it('counts from the start of the session, as the filter’s `time:` does, whatever is listed', async () => {
  const schedule = createTestSchedule();
  const store = createStore({ createAnalysis, schedule });
  store.preserve.value = true;
  store.onEntries(
    entries(`
      page #a https://shop.example/
      +1000ms dataLayer {event: a}
      +4000ms page #b https://shop.example/cart
      +1000ms dataLayer {event: b}
      +1000ms dataLayer {event: c}
    `),
  );
  schedule.frame();
  await schedule.settle();
  store.setSearch('time:6-7.5');
  await schedule.settle();
  schedule.frame();
  const listed = store.shown.value.entries;
  // The page that they are of, and both.
  expect(listed).toHaveLength(3);
  const model = createTimelineModel(store.book());
  const screen = paper();
  model.draw(screen.context, wholeState(listed), ANY_THEME);
  const times = screen.texts.filter((text) => / s$/.test(text));
  expect(times[0]).toBe('5.0 s');
  expect(times).toContain('6.0 s');
  const range = describeWindow(model.whole(listed), store.book().startAt(), listed[0]?.at ?? 0);
  expect(range).toContain('+5.000');
});
