import type { GapEntry } from '../../session/entry.ts';

/** Data of the facts that the log itself tells. */
export interface RecordingData {
  'log/gap': { lost: number; reason: GapEntry['reason'] };
  'page/read-before-definition': {
    /** The global's name. */
    name: string;
    /** The page wrote the bare name, which throws without us; false: its source was not seen. */
    isBare: boolean;
  };
}
