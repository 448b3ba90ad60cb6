import { effect, type ReadonlySignal, signal } from '@preact/signals';
import { diffSteps, type SessionDiff } from '../../../diff/diff.ts';
import { createAnalysis, type JudgedAnalysis } from '../../../rules/create-analysis.ts';
import type { Entry } from '../../../session/entry.ts';
import { feedAnalysis } from '../export/judge-session.ts';
import { type Followed, followPaced } from '../follow-paced.ts';
import type { Profiles } from '../profile/profiles.ts';
import type { Schedule } from '../store/schedule.ts';
import type { Store } from '../store/store.ts';

/** An earlier recording of the same steps. */
export interface Recording {
  name: string;
  entries: readonly Entry[];
}

/** What the session on screen is held against. It outlives the view's tab. */
export interface Before {
  readonly recording: ReadonlySignal<Recording | undefined>;
  /** What came, went and changed since. */
  readonly diff: Followed<SessionDiff>;
  set(recording: Recording | undefined): void;
}

/** The earlier recording of one panel. */
function createBefore(
  store: Store,
  profiles: Pick<Profiles, 'inForce'>,
  schedule: Schedule,
): Before {
  const recording = signal<Recording | undefined>(undefined);
  /** Under the profile in force; undefined while that is being made. */
  const analysis = signal<JudgedAnalysis | undefined>(undefined);
  /** Whose answer is wanted. */
  let asked = 0;
  effect(() => {
    const { profile } = profiles.inForce.value;
    const { value } = recording;
    asked += 1;
    analysis.value = undefined;
    if (value === undefined) return;
    const turn = asked;
    const next = createAnalysis(profile);
    void feedAnalysis(next, value.entries, schedule, () => turn !== asked).then((isWanted) => {
      if (isWanted) analysis.value = next;
    });
  });
  return {
    recording,
    diff: followPaced(
      store,
      schedule,
      () => analysis.value,
      (book) => {
        const before = analysis.peek();
        return before && diffSteps(before, book.analysis);
      },
    ),
    set(next) {
      recording.value = next;
    },
  };
}

const known = new WeakMap<Store, Before>();

/** The earlier recording of a panel, made when it is first asked for. */
export function beforeOf(panel: {
  store: Store;
  profiles: Pick<Profiles, 'inForce'>;
  schedule: Schedule;
}): Before {
  const own = known.get(panel.store) ?? createBefore(panel.store, panel.profiles, panel.schedule);
  known.set(panel.store, own);
  return own;
}
