import { expect, it, vi } from 'vitest';

// What the hook takes of the DOM when it loads, as far as Node lacks it.
const page = new EventTarget();
vi.stubGlobal('window', page);
vi.stubGlobal('document', new EventTarget());
vi.stubGlobal('SubmitEvent', Event);
vi.stubGlobal('PageTransitionEvent', Event);
for (const name of ['Element', 'Node', 'Document', 'HTMLElement']) vi.stubGlobal(name, class {});
// Nobody listens yet: what leaves is kept for the relay.
vi.mock('../../../src/hook/meet.ts', () => ({ meetRelay: () => undefined }));
const { isWaiting, openOutbox, take } = await import('../../../src/hook/outbox.ts');

function entry() {
  return { number: 0, text: '', write: () => '{}', units: 2, late: null, next: null };
}

it('what is added as a task ends keeps nothing that comes later from leaving', async () => {
  let isAdding = false;
  openOutbox({
    beforeFlush() {
      // As a consent tool's word that came in the task.
      if (isAdding) take(entry());
      isAdding = false;
    },
    onReturn: () => undefined,
    onLayers: () => undefined,
  });
  for (let task = 0; task < 10; task += 1) {
    const call = entry();
    isAdding = task % 2 === 1;
    take(call);
    expect(isWaiting(call)).toBe(true);
    await new Promise((resolve) => setTimeout(resolve));
    expect(isWaiting(call)).toBe(false);
  }
});
