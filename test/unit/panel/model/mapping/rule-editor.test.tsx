// @vitest-environment happy-dom
import { act } from 'preact/test-utils';
import { describe, expect, it } from 'vitest';
import { App } from '../../../../../src/panel/app/app.tsx';
import { keysOf, targetOf } from '../../../../../src/panel/model/mapping/seen-events.ts';
import { session } from '../../../../session/session.ts';
import { type Mounted, mountPart } from '../../mounted.tsx';

const PIXEL = '1234567890123456';
const WALK = `
  page https://shop.example/
  fbq init ${PIXEL}
  library
  config ${PIXEL}
  dataLayer {event: quiz_done, score: 7, person: {mail: "a@b.example"}, items: [{sku: A1}]}
    #lead fbq track Lead {value: 7, currency: EUR} {eventID: a1}
      > hit ${PIXEL} Lead cd={value: 7, currency: EUR} eid=a1
  dataLayer {event: quiz_done, score: 9}
  dataLayer {event: other, x: 1}
  loyjoy lead_form {label: x}
`;

async function open(): Promise<Mounted> {
  const panel = await mountPart(<App />);
  await panel.take(session(WALK).entries);
  await panel.click('tab-mapping');
  await panel.click('new-rule');
  return panel;
}

/** Types into a field, or chooses of a list. */
async function put(panel: Mounted, testId: string, value: string): Promise<void> {
  const field = panel.find(testId) as HTMLInputElement;
  await act(() => {
    field.value = value;
    field.dispatchEvent(
      new Event(field.tagName === 'SELECT' ? 'change' : 'input', { bubbles: true }),
    );
  });
  await panel.settle();
}

const sees = (panel: Mounted, text: RegExp) =>
  expect
    .poll(async () => {
      await panel.settle();
      return panel.textOf('rule-preview');
    })
    .toMatch(text);

/** Ticks a key of the event. */
async function tick(panel: Mounted, path: string): Promise<void> {
  const row = panel.all('rule-key').find(({ dataset }) => dataset.path === path);
  await act(() => row?.querySelector<HTMLInputElement>('input[type=checkbox]')?.click());
  await panel.settle();
}

describe('the rule editor', () => {
  it('offers the events of the session, shows what the rule finds, and saves it', async () => {
    const panel = await open();
    const options = () => [...(panel.find('rule-event')?.querySelectorAll('option') ?? [])];
    await expect
      .poll(() => options().map(({ textContent }) => textContent))
      .toEqual([expect.stringMatching(/Choose/), 'quiz_done', 'other', 'lead_form']);
    await put(panel, 'rule-event', 'dataLayer quiz_done');
    await put(panel, 'rule-to', 'Lead');
    await sees(panel, /2 events meet this rule: 1 matched and 1 /);
    await tick(panel, 'score');
    await put(panel, 'rule-target', 'value');
    await tick(panel, 'person.mail');
    await put(panel, 'rule-target', 'value');
    await sees(panel, /2 events meet/);
    expect(panel.all('rule-preview-match').map(({ dataset }) => dataset.verdict)).toEqual([
      'matched',
      'unsent',
    ]);
    // A key that was ticked is not dropped: it needs its parameter.
    await panel.click('save-rule');
    expect(panel.find('rule-editor')).toBeDefined();
    await tick(panel, 'person.mail');
    await panel.click('save-rule');
    expect(panel.find('rule-editor')).toBeUndefined();
    const { profiles } = panel.panel;
    expect(profiles.inForce.value.profile.mapping?.rules).toEqual([
      {
        from: { source: 'dataLayer', name: 'quiz_done' },
        to: 'Lead',
        parameters: [{ from: 'score', to: 'value' }],
      },
    ]);
  });

  it('shows a parameter that did not arrive as it should before the rule is saved', async () => {
    const panel = await open();
    await expect.poll(() => panel.textOf('rule-event')).toContain('quiz_done');
    await put(panel, 'rule-event', 'dataLayer quiz_done');
    await put(panel, 'rule-to', 'Lead');
    await panel.click('rule-add-fixed');
    await put(panel, 'rule-target', 'currency');
    const fixed = panel.find('rule-fixed')?.querySelector('input') as HTMLInputElement;
    await act(() => {
      fixed.value = 'CHF';
      fixed.dispatchEvent(new Event('input', { bubbles: true }));
    });
    await sees(panel, /currency: expected CHF, sent EUR/);
  });

  it('opens the rule that the profile has of an event, and gives it to the JSON editor', async () => {
    const panel = await open();
    const { profiles } = panel.panel;
    await expect.poll(() => panel.textOf('rule-event')).toContain('other');
    await put(panel, 'rule-event', 'dataLayer other');
    await act(() => panel.find('rule-banned')?.click());
    await panel.click('save-rule');
    await panel.click('new-rule');
    await expect.poll(() => panel.textOf('rule-event')).toContain('other');
    await put(panel, 'rule-event', 'dataLayer other');
    expect((panel.find('rule-banned') as HTMLInputElement).checked).toBe(true);
    await act(() => panel.find('rule-banned')?.click());
    await put(panel, 'rule-to', 'Contact');
    await panel.click('rule-json');
    expect(JSON.parse(profiles.draft.value?.text ?? '')).toEqual({
      mapping: { rules: [{ from: { source: 'dataLayer', name: 'other' }, to: 'Contact' }] },
    });
  });
});

describe('the keys of an event', () => {
  const { entries } = session(WALK);
  const samples = entries.filter(
    (entry) => entry.kind === 'call' && JSON.stringify(entry.args).includes('quiz_done'),
  );

  it('are those of all its samples, with an example', () => {
    expect(keysOf({ source: 'dataLayer', name: 'quiz_done', samples })).toEqual([
      { path: 'score', example: '7' },
      { path: 'person.mail', example: 'a@b.example' },
      { path: 'items', example: '[{"sku":"A1"}]' },
      { path: 'items[].sku', example: 'A1' },
    ]);
  });

  it.each([
    ['dataLayer', 'purchase', 'ecommerce.value', 'value'],
    ['dataLayer', 'quiz_done', 'search_term', 'search_string'],
    ['loyjoy', 'lead', 'data.currency', 'currency'],
    ['loyjoy', 'constructor', 'toString', ''],
    ['dataLayer', 'quiz_done', 'score', ''],
  ] as const)('%s %s %s becomes %j', (source, name, path, to) => {
    expect(targetOf({ source, name }, path)).toBe(to);
  });
});
