import type { Entry } from '../../session/entry.ts';
import { describeCall } from '../../vendors/call-summary.ts';

/** A note of a person's, and what it is about. */
export interface WrittenNote {
  entry: string;
  title: string;
  note: string;
}

/** The notes of a session, in its order. */
export function notesIn(entries: readonly Entry[]): WrittenNote[] {
  return entries.flatMap((entry) =>
    entry.note === undefined || entry.note === ''
      ? []
      : [{ entry: entry.id, title: titleOf(entry), note: entry.note }],
  );
}

function titleOf(entry: Entry): string {
  switch (entry.kind) {
    case 'call':
      return `${entry.source} ${describeCall(entry).name ?? entry.method}`;
    case 'hit': {
      const names = entry.events.flatMap(({ eventName }) => eventName ?? []);
      return `${entry.vendor} ${names.join(', ') || (entry.role ?? entry.method)}`;
    }
    case 'server':
      return `server ${String(entry.event.event_name ?? '')}`.trim();
    case 'consent':
      return `${entry.source} ${entry.event}`;
    case 'page':
      return entry.url;
    case 'console':
      return entry.text;
    case 'gap':
      return entry.reason;
  }
}
