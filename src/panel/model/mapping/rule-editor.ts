import { batch, computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import type { Match, MatchVerdict } from '../../../analysis/analysis.ts';
import { createAnalysis } from '../../../rules/create-analysis.ts';
import type { Entry } from '../../../session/entry.ts';
import { mappingRuleId } from '../../../session/mapping-rule.ts';
import type { MappingRule, Profile } from '../../../session/profile.ts';
import { feedAnalysis } from '../export/judge-session.ts';
import type { Profiles } from '../profile/profiles.ts';
import {
  type FormParameter,
  formFor,
  formOf,
  profileWith,
  type RuleForm,
  ruleOfForm,
} from '../profile/rule-form.ts';
import { createPieces, type Schedule } from '../store/schedule.ts';
import type { Store } from '../store/store.ts';
import {
  eventsSeen,
  isOfPerson,
  keysOf,
  type SeenEvent,
  type SeenKey,
  targetOf,
} from './seen-events.ts';

/** What a rule would find in the session on screen. */
export interface Preview {
  verdicts: ReadonlyMap<MatchVerdict, number>;
  /** The first of them. */
  matches: readonly Match[];
}

/** So many matches are shown. */
const SHOWN = 50;
/** Between the last change and the look at the session, in milliseconds. */
const REST_MS = 250;

/** A rule of the profile while it is edited: no JSON, and what it finds is seen while it is made. */
export interface RuleEditor {
  /** Undefined: it is closed. */
  readonly form: ReadonlySignal<RuleForm | undefined>;
  /** Source events of the session. */
  readonly events: ReadonlySignal<readonly SeenEvent[]>;
  /** Keys that the chosen event had. */
  readonly keys: ReadonlySignal<readonly SeenKey[]>;
  /** What the form finds; undefined while it says nothing yet. */
  readonly preview: ReadonlySignal<Preview | undefined>;
  readonly isLooking: ReadonlySignal<boolean>;
  /** Opens a rule: the profile's own about that source event, where there is one. */
  open(rule: MappingRule): void;
  /** Opens a rule of the profile by its place. */
  openAt(at: number): void;
  /** Opens an empty rule. */
  openNew(): void;
  chooseEvent(event: Pick<SeenEvent, 'source' | 'name'>): void;
  set(change: Partial<Pick<RuleForm, 'to' | 'isBanned'>>): void;
  /** Ticks a key, or takes the tick away. */
  toggleKey(path: string): void;
  setParameter(
    index: number,
    change: Partial<Pick<FormParameter, 'to' | 'hashed' | 'value'>>,
  ): void;
  addFixed(): void;
  removeParameter(index: number): void;
  save(): Promise<void>;
  /** Goes on in the editor of the whole profile, with the rule in it. */
  showJson(): void;
  close(): void;
}

/** What the form starts from before an event is chosen. */
const NO_EVENT: RuleForm = {
  from: { source: 'dataLayer', name: '' },
  to: '',
  isBanned: false,
  parameters: [],
};

/**
 * Judges a session under a profile with one more rule, in pieces.
 * @param isStale true: nobody wants the answer any more
 */
export async function previewRule(
  entries: readonly Entry[],
  profile: Profile,
  rule: MappingRule,
  schedule: Schedule,
  isStale: () => boolean,
): Promise<Preview | undefined> {
  const analysis = createAnalysis(profile);
  if (!(await feedAnalysis(analysis, [...entries], schedule, isStale))) return undefined;
  const id = mappingRuleId(rule);
  const verdicts = new Map<MatchVerdict, number>();
  const matches: Match[] = [];
  const pieces = createPieces(schedule);
  for (const entry of analysis.log.entries) {
    for (const match of analysis.matches.of(entry.id)) {
      // Other entries only have a part in it. A rule that another contradicts has none of its own.
      const isClash = match.verdict === 'ambiguous' && match.name === rule.from.name;
      if (match.entry !== entry.id || (match.rule !== id && !isClash)) continue;
      verdicts.set(match.verdict, (verdicts.get(match.verdict) ?? 0) + 1);
      if (matches.length < SHOWN) matches.push(match);
    }
    if (!pieces.isOver()) continue;
    await pieces.next();
    if (isStale()) return undefined;
  }
  return { verdicts, matches };
}

/** The rule editor of one panel. */
export function createRuleEditor(
  store: Pick<Store, 'book' | 'counts'>,
  profiles: Profiles,
  schedule: Schedule,
): RuleEditor {
  const form = signal<RuleForm | undefined>(undefined);
  const events = signal<readonly SeenEvent[]>([]);
  const preview = signal<Preview | undefined>(undefined);
  const isLooking = signal(false);
  /** Whose answers are wanted. */
  let asked = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const chosen = computed(() => {
    const from = form.value?.from;
    return events.value.find(({ source, name }) => source === from?.source && name === from.name);
  });
  const keys = computed(() => (chosen.value === undefined ? [] : keysOf(chosen.value)));
  const isOpen = computed(() => form.value !== undefined);

  const look = async (turn: number, next: RuleForm) => {
    const rule = ruleOfForm(next);
    const isStale = () => turn !== asked;
    if (rule === undefined || (rule.from.name === '' && rule.from.pattern === undefined)) {
      preview.value = undefined;
      isLooking.value = false;
      return;
    }
    const { profile } = profiles.inForce.peek();
    const under = profileWith(profile, rule, next.at);
    const found = await previewRule(store.book().log.entries, under, rule, schedule, isStale);
    if (found === undefined || isStale()) return;
    batch(() => {
      preview.value = found;
      isLooking.value = false;
    });
  };

  const lookSoon = (next: RuleForm | undefined) => {
    clearTimeout(timer);
    asked += 1;
    if (next === undefined) return;
    const turn = asked;
    isLooking.value = true;
    timer = setTimeout(() => void look(turn, next), REST_MS);
  };
  effect(() => lookSoon(form.value));
  effect(() => {
    // The session goes on while the editor is open; a look that is under way is finished first.
    void store.counts.value.entries;
    if (!isLooking.peek()) lookSoon(form.peek());
  });

  effect(() => {
    if (!isOpen.value) {
      events.value = [];
      preview.value = undefined;
      isLooking.value = false;
      return;
    }
    const isStale = () => form.peek() === undefined;
    void eventsSeen(store.book().log.entries, schedule, isStale).then((seen) => {
      if (seen !== undefined) events.value = seen;
    });
  });

  const start = (next: RuleForm) => {
    // What is no profile can only be mended as text.
    if (profiles.inForce.peek().problem === undefined) form.value = next;
    else profiles.edit();
  };
  const change = (edit: (before: RuleForm) => RuleForm) => {
    const before = form.peek();
    if (before !== undefined) form.value = edit(before);
  };
  const changeParameters = (edit: (before: readonly FormParameter[]) => readonly FormParameter[]) =>
    change((before) => ({ ...before, parameters: edit(before.parameters) }));

  return {
    form,
    events,
    keys,
    preview,
    isLooking,
    open: (rule) => start(formFor(rule, profiles.inForce.peek().profile)),
    openAt(at) {
      const rule = profiles.inForce.peek().profile.mapping?.rules[at];
      if (rule !== undefined) start(formOf(rule, at));
    },
    openNew: () => start(NO_EVENT),
    chooseEvent({ source, name }) {
      const before = form.peek();
      const to = before?.at === undefined ? (before?.to ?? '') : '';
      form.value = formFor({ from: { source, name }, to }, profiles.inForce.peek().profile);
    },
    set: (part) => change((before) => ({ ...before, ...part })),
    toggleKey(path) {
      const { from } = form.peek() ?? NO_EVENT;
      const to = targetOf(from, path);
      changeParameters((before) =>
        before.some((one) => one.from === path)
          ? before.filter((one) => one.from !== path)
          : [...before, { from: path, to, ...(isOfPerson(to) && { hashed: true }) }],
      );
    },
    setParameter: (index, part) =>
      changeParameters((before) =>
        before.map((one, n) => (n === index ? { ...one, ...part } : one)),
      ),
    addFixed: () => changeParameters((before) => [...before, { value: '', to: '' }]),
    removeParameter: (index) => changeParameters((before) => before.filter((_, n) => n !== index)),
    async save() {
      const { value } = form;
      if (value === undefined || ruleOfForm(value) === undefined) return;
      form.value = undefined;
      await profiles.saveRule(value);
    },
    showJson() {
      const { value } = form;
      form.value = undefined;
      if (value !== undefined && ruleOfForm(value) !== undefined) profiles.showRule(value);
      else profiles.edit();
    },
    close() {
      form.value = undefined;
    },
  };
}

const editors = new WeakMap<Store, RuleEditor>();

/** The editor of a panel, made when it is first asked for. */
export function ruleEditorOf(panel: {
  store: Store;
  profiles: Profiles;
  schedule: Schedule;
}): RuleEditor {
  const { store, profiles, schedule } = panel;
  const known = editors.get(store);
  if (known) return known;
  const editor = createRuleEditor(store, profiles, schedule);
  editors.set(store, editor);
  return editor;
}
