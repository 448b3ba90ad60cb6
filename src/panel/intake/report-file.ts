import { isSessionText } from '../../session/session-text.ts';

/** What stands at the start of a report: enough to tell one. */
const HEAD_BYTES = 4_096;

/**
 * The recording inside a saved report, as a file of its own; any other file as it is. A report is read
 * as text and never shown: nothing in it runs.
 */
export async function recordingIn(file: File): Promise<File> {
  const head = await file.slice(0, HEAD_BYTES).text();
  if (!/^\s*<!doctype html>/i.test(head) || !/<title>Event Loupe<\/title>/.test(head)) return file;
  const page = new DOMParser().parseFromString(await file.text(), 'text/html');
  const text = [...page.querySelectorAll('pre')]
    .map(({ textContent }) => textContent ?? '')
    .find(isSessionText);
  return text === undefined ? file : new File([text], file.name);
}
