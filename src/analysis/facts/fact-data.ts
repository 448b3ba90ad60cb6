import type { ConnectorData } from './connector-data.ts';
import type { ConsentData } from './consent-data.ts';
import type { DedupData } from './dedup-data.ts';
import type { MappingData } from './mapping-data.ts';
import type { PageCodeData } from './page-code-data.ts';
import type { PixelData } from './pixel-data.ts';
import type { PlanData } from './plan-data.ts';
import type { PrivacyData } from './privacy-data.ts';
import type { RecordingData } from './recording-data.ts';
import type { ServerData } from './server-data.ts';

/** The data of each rule's facts. */
export interface FactData
  extends PixelData,
    PageCodeData,
    RecordingData,
    ConsentData,
    DedupData,
    MappingData,
    ConnectorData,
    PrivacyData,
    PlanData,
    ServerData {}
