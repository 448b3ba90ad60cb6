import type { GapEntry } from '../../session/entry.ts';

/** Data of the facts that the log itself tells. */
export interface RecordingData {
  /** The document ended without saying how much it had, or nobody could hear whether one did. */
  'log/end-unknown': { reason: GapEntry['reason'] };
  /** The session is over, and holds no call and no hit. */
  'log/empty': { pages: number };
  'log/gap': { lost: number; reason: GapEntry['reason'] };
  /** Documents of an HTTP archive: their calls and their consent were not seen. */
  'log/requests-only': {
    documents: number;
    /** Hits whose bodies it lacks, so that their events are not known. */
    bodies: number;
  };
  /** The server answered a navigation with an error. */
  'page/error-answer': { status: number; address: string };
  /** The page threw, and nobody caught it. */
  'page/uncaught-error': {
    /** The first line of the error. */
    says: string;
    times: number;
    /** A name of the tracking in it: `fbq`, `dataLayer`. */
    about?: string;
  };
  'page/read-before-definition': {
    /** The global's name. */
    name: string;
    /** The page wrote the bare name, which throws without us; false: its source was not seen. */
    isBare: boolean;
    /** It is a list that the page itself creates and pushes into: a data layer, caReady. */
    isList: boolean;
  };
}
