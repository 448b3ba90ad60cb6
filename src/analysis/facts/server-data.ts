import type { ServerFaults } from '../../vendors/meta/server-events/event-faults.ts';

/** Data of the facts about an event that a server sends, by itself. */
export interface ServerData extends ServerFaults {
  'server/test-code': {
    code: string;
    /** Events that carry it. */
    count: number;
  };
}
