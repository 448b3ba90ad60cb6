import {
  computed,
  effect,
  type ReadonlySignal,
  type Signal,
  signal,
  untracked,
} from '@preact/signals';
import type { MatchVerdict } from '../../../analysis/analysis.ts';
import type { Profiles } from '../profile/profiles.ts';
import type { Book } from '../store/book.ts';
import type { Schedule } from '../store/schedule.ts';
import type { Store } from '../store/store.ts';
import { type Coverage, coverRules, type MappingRow, mappingRows } from './mapping-rows.ts';
import { NO_SURVEY, type Survey, surveyMatches } from './match-survey.ts';
import { createCatalogue } from './rule-catalogue.ts';

/** What the mapping view shows and what was chosen in it; it outlives the view's tab. */
export interface MappingModel {
  readonly survey: ReadonlySignal<Survey>;
  readonly coverage: ReadonlySignal<Coverage>;
  readonly rows: ReadonlySignal<readonly MappingRow[]>;
  /** A survey is under way: what is shown may be older than the log. */
  readonly isBusy: ReadonlySignal<boolean>;
  /** Verdicts that are looked for; none: all. */
  readonly verdicts: ReadonlySignal<ReadonlySet<MatchVerdict>>;
  /** Key of the chosen row. */
  readonly selected: Signal<string | undefined>;
  toggle(key: string): void;
  toggleVerdict(verdict: MatchVerdict): void;
  /** Follows the session from now on; returns what ends it. */
  watch(): () => void;
}

/** Between two surveys of a session that goes on, in milliseconds; longer where they take longer. */
const PAUSE_MS = 150;

/** The model of one panel. */
export function createMappingModel(
  store: Store,
  profiles: Pick<Profiles, 'inForce'>,
  schedule: Schedule,
): MappingModel {
  const survey = signal<Survey>(NO_SURVEY);
  const isBusy = signal(false);
  const toggled = signal<ReadonlySet<string>>(new Set());
  const verdicts = signal<ReadonlySet<MatchVerdict>>(new Set());
  const selected = signal<string | undefined>(undefined);
  const catalogue = computed(() => createCatalogue(profiles.inForce.value.profile));
  const coverage = computed(() => {
    const isKnown = survey.value !== NO_SURVEY || !isBusy.value;
    return coverRules(catalogue.value, survey.value, isKnown);
  });
  const rows = computed(() =>
    mappingRows(coverage.value, { toggled: toggled.value, verdicts: verdicts.value }),
  );

  let isRunning = false;
  let isAskedAgain = false;
  let isWatched = false;
  let surveyed: Book | undefined;

  const run = async () => {
    if (isRunning) {
      isAskedAgain = true;
      return;
    }
    isRunning = true;
    isBusy.value = true;
    try {
      await surveyUntilQuiet();
    } finally {
      isRunning = false;
      isBusy.value = false;
    }
  };

  const surveyUntilQuiet = async () => {
    do {
      isAskedAgain = false;
      const startedAt = schedule.now();
      const book = store.book();
      const { analysis } = book;
      // Another session's matches say nothing about this one.
      if (book !== surveyed) survey.value = NO_SURVEY;
      surveyed = book;
      // Begun, it ends also where nobody looks any more: who comes back has it.
      const isStale = () => store.book() !== book || book.analysis !== analysis;
      const next = await surveyMatches(book.log.entries, analysis, schedule, isStale);
      if (next) survey.value = next;
      else isAskedAgain = true;
      if (!isWatched) break;
      if (isAskedAgain && next) {
        const took = schedule.now() - startedAt;
        await new Promise((resolve) => setTimeout(resolve, Math.max(PAUSE_MS, took)));
      }
    } while (isAskedAgain && isWatched);
  };

  const flip = <T>(set: ReadonlySet<T>, value: T): ReadonlySet<T> => {
    const next = new Set(set);
    if (!next.delete(value)) next.add(value);
    return next;
  };

  return {
    survey,
    coverage,
    rows,
    isBusy,
    verdicts,
    selected,
    toggle(key) {
      toggled.value = flip(toggled.value, key);
    },
    toggleVerdict(verdict) {
      verdicts.value = flip(verdicts.value, verdict);
    },
    watch() {
      isWatched = true;
      const stop = effect(() => {
        void store.counts.value;
        void store.openFile.value;
        untracked(() => void run());
      });
      return () => {
        isWatched = false;
        stop();
      };
    },
  };
}

const models = new WeakMap<Store, MappingModel>();

/** The model of a panel's store, made when it is first asked for. */
export function mappingModelOf(panel: {
  store: Store;
  profiles: Profiles;
  schedule: Schedule;
}): MappingModel {
  const { store, profiles, schedule } = panel;
  const known = models.get(store);
  if (known) return known;
  const model = createMappingModel(store, profiles, schedule);
  models.set(store, model);
  return model;
}
