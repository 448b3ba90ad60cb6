import type { Nearness } from '../../session/nearest.ts';

/** Data of the facts about what a page writes for its data layer and its chat. */
export interface PageCodeData {
  'datalayer/event-key-missing': {
    /** Name of the layer. */
    layer: string;
    /** The key that has the name instead of `event`. */
    key: string;
    /** Pushes with this fault. */
    count: number;
    /** Events of the chat that were pushed, each once; empty where nothing proves that they are. */
    chatEvents: string[];
    /** The first push as it should be, as code. */
    corrected: string;
  };
  /** A gtag command that was pushed as a list. `name`: of its event, or what it is about. */
  'datalayer/command-as-list': { layer: string; command: string; name: string };
  'loyjoy/listener-threw': { event: string };
  'loyjoy/listener-reads-missing-detail': {
    event: string;
    /** The listener gets (type, detail), not (detail). */
    isList: boolean;
  };
  'loyjoy/old-event-name': { event: string; names: string[] };
  'loyjoy/listener-for-old-name': { event: string; names: string[] };
  /** `meant`: the name of LoyJoy's catalogue that it nearly is. */
  'loyjoy/listener-near-name': { event: string; meant: string; by: Nearness };
}
