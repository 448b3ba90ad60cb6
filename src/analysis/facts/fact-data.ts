import type { ConsentData } from './consent-data.ts';
import type { DedupData } from './dedup-data.ts';
import type { LegacyData } from './legacy-data.ts';
import type { RecordingData } from './recording-data.ts';

/** The data of each rule's facts. */
export interface FactData extends ConsentData, DedupData, RecordingData {
  [rule: `pixel/${string}`]: LegacyData;
  [rule: `mapping/${string}`]: LegacyData;
  [rule: `datalayer/${string}`]: LegacyData;
  [rule: `loyjoy/${string}`]: LegacyData;
}
