import { t } from '../text/language.ts';

/**
 * Puts text on the clipboard. DevTools panels are frames that may not use the clipboard API; the
 * old command works there, from a field that the user does not see.
 * @throws Error when the browser allows neither.
 */
export async function copyText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch (denied) {
    if (!copyBySelection(text)) throw new Error(t().ui.copyNotAllowed, { cause: denied });
  }
}

function copyBySelection(text: string): boolean {
  const focused = document.activeElement;
  const field = document.createElement('textarea');
  field.value = text;
  field.className = 'offscreen';
  field.setAttribute('aria-hidden', 'true');
  document.body.append(field);
  field.select();
  const done = document.execCommand('copy');
  field.remove();
  if (focused instanceof HTMLElement) focused.focus();
  return done;
}
