// @vitest-environment happy-dom
import { act } from 'preact/test-utils';
import { expect, it } from 'vitest';
import { Deduplication } from '../../../../src/panel/deduplication/deduplication.tsx';
import { session } from '../../../session/session.ts';
import { type Mounted, mountPart } from '../mounted.tsx';

const PIXEL = '1234567890123456';
const SESSION = `
  page https://shop.example/
  fbq init ${PIXEL}
  hit ${PIXEL} purchase cd={value: 34.3, currency: EUR} eid=order-1
  server ${PIXEL} Purchase id=order-1 {value: 34.3, currency: EUR}
`;

async function fill(panel: Mounted, testId: string, text: string) {
  const field = panel.find(testId) as HTMLInputElement;
  field.value = text;
  await act(() => void field.dispatchEvent(new Event('input', { bubbles: true })));
}

async function choose(panel: Mounted, testId: string, value: string) {
  const field = panel.find(testId) as HTMLSelectElement;
  field.value = value;
  await act(() => void field.dispatchEvent(new Event('change', { bubbles: true })));
}

it('pairs the ledger’s copies under another name, says that it is read so, and leads to the what-if of the whole session', async () => {
  const panel = await mountPart(<Deduplication />);
  await panel.take(session(SESSION).entries);
  const verdicts = () => panel.all('pair').map(({ dataset }) => dataset.verdict);
  expect(verdicts()).not.toContain('paired');
  await panel.click('pair-as');
  await fill(panel, 'pair-as-name-from', 'purchase');
  await fill(panel, 'pair-as-name-to', 'Purchase');
  await panel.click('pair-as-apply');
  expect(verdicts()).toEqual(['paired']);
  expect(panel.textOf('assumed')).toBe(
    'Assumed, not sent: the event purchase read as Purchase.Back to what was sent',
  );
  await panel.click('pair-as-reset');
  expect(verdicts()).not.toContain('paired');
  await panel.click('to-what-if');
  expect(panel.panel.store.view.value).toBe('compare');
});

it('reads a pixel as another one on the side that is chosen', async () => {
  const panel = await mountPart(<Deduplication />);
  await panel.take(session(SESSION).entries);
  // The ledger is read again when it is worth it.
  await expect.poll(() => panel.all('pair').length).toBeGreaterThan(0);
  await panel.click('pair-as');
  await choose(panel, 'pair-as-pixel-from', PIXEL);
  await fill(panel, 'pair-as-pixel-to', '999');
  await choose(panel, 'pair-as-side', 'server');
  await panel.click('pair-as-apply');
  expect(panel.panel.ledger.overrides.value).toEqual({
    pixelId: { from: PIXEL, to: '999', side: 'server' },
  });
});
