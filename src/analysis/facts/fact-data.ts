import type { LegacyData } from './legacy.ts';

/** The data of each rule's facts. */
export interface FactData {
  [rule: `pixel/${string}`]: LegacyData;
  [rule: `dedup/${string}`]: LegacyData;
  [rule: `consent/${string}`]: LegacyData;
  [rule: `mapping/${string}`]: LegacyData;
  [rule: `datalayer/${string}`]: LegacyData;
  [rule: `loyjoy/${string}`]: LegacyData;
  [rule: `page/${string}`]: LegacyData;
  [rule: `log/${string}`]: LegacyData;
}
