import type { Entry } from '../../src/session/entry.ts';
import type { Panel } from './harness/session.ts';

/**
 * The panel's log: every entry, whatever the list shows of them. It is taken the way a person
 * takes it, from the Export menu, not masked; only the download itself is caught.
 */
export async function entriesOf(panel: Panel): Promise<Entry[]> {
  const text = await panel.evaluate<string>(async () => {
    const button = document.querySelector<HTMLButtonElement>('[data-testid=export-session-plain]');
    if (!button) throw new Error('no export button');
    const focused = document.activeElement as HTMLElement | null;
    if (button.disabled) return '';
    const realUrl = URL.createObjectURL;
    const realClick = HTMLAnchorElement.prototype.click;
    try {
      const blob = await new Promise<Blob>((resolve) => {
        URL.createObjectURL = (made) => {
          resolve(made as Blob);
          return 'blob:caught';
        };
        HTMLAnchorElement.prototype.click = () => undefined;
        button.click();
        focused?.focus();
      });
      return await blob.text();
    } finally {
      URL.createObjectURL = realUrl;
      HTMLAnchorElement.prototype.click = realClick;
    }
  });
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
    .filter(({ kind }) => kind !== 'session');
}
