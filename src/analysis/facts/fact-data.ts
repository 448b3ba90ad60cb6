import type { RecordingFacts } from '../recording-facts.ts';
import type { LegacyData } from './legacy.ts';

/** The data of each rule's facts. */
export interface FactData extends RecordingFacts {
  [rule: `pixel/${string}`]: LegacyData;
  [rule: `dedup/${string}`]: LegacyData;
  [rule: `consent/${string}`]: LegacyData;
  [rule: `mapping/${string}`]: LegacyData;
  [rule: `datalayer/${string}`]: LegacyData;
  [rule: `loyjoy/${string}`]: LegacyData;
}
