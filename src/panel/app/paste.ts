import type { Panel } from '../model/context.ts';
import { openFiles, openText } from '../model/open-files.ts';

/** Takes what is pasted anywhere but in a field: a file, or text. Returns what takes it off again. */
export function bindPaste(target: Document, panel: Panel): () => void {
  const onPaste = (event: ClipboardEvent) => {
    if (isField(event.target) || target.querySelector('dialog[open]')) return;
    const files = [...(event.clipboardData?.files ?? [])];
    const text = event.clipboardData?.getData('text/plain') ?? '';
    if (files.length === 0 && text.trim() === '') return;
    event.preventDefault();
    void (files.length > 0 ? openFiles(files, panel) : openText(text, panel));
  };
  target.addEventListener('paste', onPaste);
  return () => target.removeEventListener('paste', onPaste);
}

function isField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input, textarea, [contenteditable]');
}
