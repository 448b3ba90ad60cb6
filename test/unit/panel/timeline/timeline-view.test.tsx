// @vitest-environment happy-dom
import { expect, it } from 'vitest';
import { App } from '../../../../src/panel/app/app.tsx';
import { session } from '../../../session/session.ts';
import { mountPart } from '../mounted.tsx';

it('says of an entry on a later page the time that its axis has', async () => {
  const panel = await mountPart(<App />);
  const { entries, idOf } = session(`
    page https://shop.example/
    +20s page https://shop.example/thanks
    +500ms #late fbq track Lead
  `);
  await panel.click('preserve');
  await panel.take(entries);
  await panel.click('tab-timeline');
  panel.panel.store.select(panel.panel.store.get(idOf('late')));
  await panel.settle();
  const status = panel.place.querySelector('[data-testid=timeline-status]')?.textContent;
  expect(status).toContain('+20.5');
});
