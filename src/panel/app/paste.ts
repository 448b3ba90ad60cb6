import type { ServerEvents } from '../intake/server-events.ts';

/** Takes what is pasted anywhere but in a field: a file, or text. Returns what takes it off again. */
export function bindPaste(target: Document, serverEvents: ServerEvents): () => void {
  const onPaste = (event: ClipboardEvent) => {
    if (isField(event.target) || target.querySelector('dialog[open]')) return;
    const file = event.clipboardData?.files[0];
    const text = event.clipboardData?.getData('text/plain') ?? '';
    if (!file && text.trim() === '') return;
    event.preventDefault();
    void (file ? serverEvents.openFile(file) : serverEvents.openText(text));
  };
  target.addEventListener('paste', onPaste);
  return () => target.removeEventListener('paste', onPaste);
}

function isField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input, textarea, [contenteditable]');
}
