import type { SessionStorage } from '../recording/hit-streams.ts';
import { parseSpokenFrame } from '../session/envelopes.ts';
import { SPOKEN_FRAMES } from '../session/limits.ts';
import type { SpokenFrame } from '../session/wire.ts';

/**
 * The frames that have called something, whether or not a panel was there. One that has gone when a
 * panel opens cannot be asked what that was: without its name the loss would be silent.
 */
export interface SpokenFrames {
  note(tabId: number, frame: SpokenFrame): void;
  /** Those of a tab, the last of them. */
  of(tabId: number): SpokenFrame[];
  /** Takes what an earlier worker had noted, out of all that is in storage. */
  restore(items: Record<string, unknown>): void;
  /** The tab was closed. */
  forget(tabId: number): void;
}

const KEY = 'frames/';

/** None are known. Nothing of what they said is kept, only that they spoke, and when. */
export function createSpokenFrames(storage: SessionStorage): SpokenFrames {
  const tabs = new Map<number, Map<string, SpokenFrame>>();
  /** Frames say their last as their tab goes, and it may come later. A number is used once. */
  const closed = new Set<number>();
  // One key a frame: a worker that has just started notes before it knows what is there.
  const keyOf = (tabId: number, document: string) => `${KEY}${tabId}/${document}`;
  const framesOf = (tabId: number) => {
    const frames = tabs.get(tabId) ?? new Map<string, SpokenFrame>();
    tabs.set(tabId, frames);
    return frames;
  };
  const drop = (tabId: number, documents: string[]) =>
    storage
      .remove(documents.map((document) => keyOf(tabId, document)))
      .catch((error) => console.warn('Event Loupe could not forget frames:', error));
  /** What is restored comes in no order, and after what was noted first. */
  const dropOldest = (tabId: number, frames: Map<string, SpokenFrame>) => {
    const oldest = [...frames.values()].sort((a, b) => b.at - a.at).slice(SPOKEN_FRAMES);
    for (const { document } of oldest) frames.delete(document);
    if (oldest.length > 0)
      drop(
        tabId,
        oldest.map(({ document }) => document),
      );
  };
  return {
    note(tabId, frame) {
      if (closed.has(tabId)) return;
      const frames = framesOf(tabId);
      if (frames.has(frame.document)) return;
      frames.set(frame.document, frame);
      storage
        .set({ [keyOf(tabId, frame.document)]: frame })
        .catch((error) => console.warn('Event Loupe notes frames in memory only:', error));
      dropOldest(tabId, frames);
    },
    of: (tabId) => [...(tabs.get(tabId)?.values() ?? [])],
    restore(items) {
      for (const [name, value] of Object.entries(items)) {
        const frame = name.startsWith(KEY) ? parseSpokenFrame(value) : undefined;
        if (!frame) continue;
        const tabId = Number(name.slice(KEY.length).split('/')[0]);
        framesOf(tabId).set(frame.document, frame);
        dropOldest(tabId, framesOf(tabId));
      }
    },
    forget(tabId) {
      const known = this.of(tabId).map(({ document }) => document);
      tabs.delete(tabId);
      closed.add(tabId);
      if (known.length > 0) drop(tabId, known);
    },
  };
}
