import type { SessionStorage } from '../recording/hit-streams.ts';
import { parseSpokenFrames } from '../session/envelopes.ts';
import { SPOKEN_FRAMES } from '../session/limits.ts';
import type { SpokenFrame } from '../session/wire.ts';

/**
 * The frames that have called something, whether or not a panel was there. One that has gone when a
 * panel opens cannot be asked what that was: without its name the loss would be silent.
 */
export interface SpokenFrames {
  note(tabId: number, frame: SpokenFrame): void;
  /** Those of a tab, the last of them. */
  of(tabId: number): readonly SpokenFrame[];
  /** Takes what an earlier worker had noted, out of all that is in storage. */
  restore(items: Record<string, unknown>): void;
  /** The tab was closed. */
  forget(tabId: number): void;
}

const KEY = 'frames/';

/** None are known. Nothing of what they said is kept, only that they spoke, and when. */
export function createSpokenFrames(storage: SessionStorage): SpokenFrames {
  const tabs = new Map<number, SpokenFrame[]>();
  const warn = (error: unknown) => console.warn('Event Loupe notes frames in memory only:', error);
  return {
    note(tabId, frame) {
      const known = tabs.get(tabId) ?? [];
      if (known.some(({ document }) => document === frame.document)) return;
      const frames = [...known, frame].slice(-SPOKEN_FRAMES);
      tabs.set(tabId, frames);
      storage.set({ [KEY + tabId]: frames }).catch(warn);
    },
    of: (tabId) => tabs.get(tabId) ?? [],
    restore(items) {
      for (const [name, value] of Object.entries(items)) {
        if (!name.startsWith(KEY)) continue;
        const tabId = Number(name.slice(KEY.length));
        const later = tabs.get(tabId) ?? [];
        tabs.set(tabId, [...parseSpokenFrames(value), ...later].slice(-SPOKEN_FRAMES));
      }
    },
    forget(tabId) {
      if (tabs.delete(tabId)) storage.remove([KEY + tabId]).catch(warn);
    },
  };
}
