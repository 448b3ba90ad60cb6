// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { App } from '../../../../src/panel/app/app.tsx';
import { PlanView } from '../../../../src/panel/plan/plan-view.tsx';
import type { Plan } from '../../../../src/session/plan.ts';
import { session } from '../../../session/session.ts';
import { type Mounted, mountPart } from '../mounted.tsx';

const PIXEL = '1234567890123456';
const SITE = 'https://shop.example';

const WALK = `
  page ${SITE}/
  fbq init ${PIXEL}
  library
  config ${PIXEL}
  #chat loyjoy newsletter_single_opt_in {label: x}
  +1s #lead fbq track Lead {value: 3, currency: EUR} {eventID: a1}
    > #hit hit ${PIXEL} Lead cd={value: 3, currency: EUR} eid=a1
  +60s #buy fbq track Purchase {value: 9} {eventID: o1}
    > #sale hit ${PIXEL} Purchase cd={value: 9} eid=o1
`;

/** The panel at the start of the walk, with a plan in the site's profile. */
async function under(plan: Plan) {
  const panel = await mountPart(<PlanView />);
  const { profiles } = panel.panel;
  await panel.take(session(WALK).entries.slice(0, 1));
  profiles.edit();
  profiles.setText(JSON.stringify({ plans: { checkout: plan } }));
  await profiles.save();
  await panel.settle();
  return panel;
}

const states = ({ all }: Mounted) => all('plan-step').map(({ dataset }) => dataset.state);

/** Panels look at a session at a pace. */
const seen = (panel: Mounted, expected: readonly string[]) =>
  expect
    .poll(async () => {
      await panel.settle();
      return states(panel);
    })
    .toEqual(expected);

describe('a plan in the panel', () => {
  const all = session(WALK);
  const upTo = (name: string) => all.entries.findIndex(({ id }) => id === all.idOf(name)) + 1;

  it('is ticked while the journey goes on, with what was sent', async () => {
    const panel = await under({
      steps: [
        { event: 'Lead', after: 'newsletter_single_opt_in', within: 5, times: 1 },
        { event: 'Purchase', times: 1 },
        { event: 'Contact', times: 0 },
      ],
    });
    await panel.take(all.entries.slice(1, upTo('lead') - 1));
    await seen(panel, ['open', 'open', 'met']);
    await panel.take(all.entries.slice(upTo('lead') - 1, upTo('hit')));
    await seen(panel, ['met', 'open', 'met']);
    expect(panel.find('plan-entry')?.dataset.id).toBe(all.idOf('hit'));
    await panel.take(all.entries.slice(upTo('hit')));
    await seen(panel, ['met', 'met', 'met']);
  });

  it('says what is wrong for good: late, too often, another value', async () => {
    const panel = await under({
      steps: [
        { event: 'Lead', after: 'newsletter_single_opt_in', within: 0.5 },
        { event: 'Purchase', times: 0 },
        { event: 'Lead', parameters: { value: { minimum: 5 } } },
      ],
    });
    await panel.take(all.entries.slice(1));
    await seen(panel, ['failed', 'failed', 'failed']);
    expect(panel.all('plan-fault').map((one) => one.textContent)).toEqual([
      expect.stringMatching(/Lead/),
      expect.stringMatching(/Purchase/),
      expect.stringMatching(/minimum 5/),
    ]);
  });

  it('waits no longer than the step lets it', async () => {
    const panel = await under({
      steps: [{ event: 'Contact', after: 'newsletter_single_opt_in', within: 5 }],
    });
    await panel.take(all.entries.slice(1, upTo('chat')));
    await seen(panel, ['open']);
    await panel.take(all.entries.slice(upTo('chat')));
    await seen(panel, ['failed']);
  });

  it('of another page asks nothing', async () => {
    const panel = await under({ on: 'other.example', steps: [{ event: 'Lead' }] });
    await panel.take(all.entries.slice(1));
    await panel.settle();
    expect(panel.textOf('plan')).toContain('another page');
    expect(states(panel)).toEqual([]);
  });

  it('is made from a session, and holds it', async () => {
    const panel = await mountPart(<App />);
    await panel.take(all.entries);
    await panel.click('tab-plan');
    await panel.click('make-plan');
    const { profiles } = panel.panel;
    const made = JSON.parse(profiles.draft.value?.text ?? '') as { plans: Record<string, Plan> };
    expect(made.plans.journey?.steps.map(({ event }) => event)).toEqual(['Lead', 'Purchase']);
    await profiles.save();
    await panel.settle();
    await seen(panel, ['met', 'met']);
    profiles.makePlan('journey', { steps: [] });
    expect(profiles.draft.value?.text).toContain('"journey-2"');
  });
});
