import { KINDS } from './entry.ts';

/** Whether a text begins like a session file: its first line is a header or an entry, or was to be one. */
export function isSessionText(head: string): boolean {
  const [line = ''] = head
    .replace(/^\ufeff/, '')
    .trimStart()
    .split('\n', 1);
  if (/^\{\s*"kind"\s*:/.test(line)) return true;
  try {
    const { kind }: { kind?: unknown } = JSON.parse(line) ?? {};
    return kind === 'session' || KINDS.some((one) => one === kind);
  } catch {
    // Not one line of JSON, so no line of a session.
    return false;
  }
}
