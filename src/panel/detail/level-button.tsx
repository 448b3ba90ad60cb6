import { useSignal } from '@preact/signals';
import { useId, useRef } from 'preact/hooks';
import type { Severity } from '../../analysis/analysis.ts';
import type { Fact } from '../../analysis/facts/fact.ts';
import type { GradedSession } from '../../analysis/facts/grading.ts';
import { conditionsFor } from '../../rules/grading.ts';
import type { RuleLevel } from '../../session/profile.ts';
import { useBook, usePanel } from '../model/context.ts';
import type { LevelChange } from '../model/profile/set-level.ts';
import { siteLabel } from '../model/profile/sites.ts';
import { t } from '../text/language.ts';
import { ChevronIcon } from '../ui/icons.tsx';
import { Marked } from '../ui/marked.tsx';
import { besideButton } from '../ui/menu.tsx';

/** Where a level is to hold. */
interface Scope extends Pick<LevelChange, 'key' | 'condition'> {
  id: string;
  label: string;
}

const LEVELS: readonly RuleLevel[] = ['off', 'info', 'warning', 'error'];
/** Events of one finding that are offered. */
const EVENTS = 3;
/** Pixels of one finding that are offered. */
const PIXELS = 3;

/** What every use of the menu knows. */
interface Of {
  rule: string;
  title: string;
  /** What was found, where there is something: its event, its pixel and its page are offered as conditions. */
  fact?: Fact | undefined;
  severity?: Severity | undefined;
}

/** Opens a small menu that makes a rule's findings graver, slighter or silent. */
export function LevelButton(props: Of) {
  const id = useId();
  const menu = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const isOpen = useSignal(false);
  return (
    <span class="level-place">
      <button
        ref={button}
        type="button"
        class="button small level-button"
        data-testid="level"
        aria-label={t().level.of(props.title)}
        aria-haspopup="dialog"
        popovertarget={id}
      >
        {t().level.button}
        <ChevronIcon />
      </button>
      <div
        ref={menu}
        id={id}
        class="popover level-menu"
        popover="auto"
        role="dialog"
        aria-label={t().level.of(props.title)}
        data-testid="level-menu"
        onBeforeToggle={(event) => {
          isOpen.value = event.newState === 'open';
          const at = button.current?.getBoundingClientRect();
          if (!at || !isOpen.value) return;
          event.currentTarget.style.inset = besideButton(at, event.currentTarget, ROOM_PX);
        }}
        onToggle={(event) => {
          if (event.newState === 'open') event.currentTarget.querySelector('select')?.focus();
        }}
      >
        {isOpen.value && <LevelMenu {...props} close={() => menu.current?.hidePopover()} />}
      </div>
    </span>
  );
}

/** About the height of the menu. */
const ROOM_PX = 130;

function LevelMenu(props: Of & { close(): void }) {
  const { store, profiles } = usePanel();
  const { analysis } = useBook();
  const { rule, title, fact, severity } = props;
  const chosen = useSignal('rule');
  const scopes = scopesOf(rule, fact, {
    get: (id) => store.get(id),
    pixelsOf: (id) => analysis.states.of(id).flatMap(({ pixelId }) => pixelId ?? []),
  });
  const scope = scopes.find(({ id }) => id === chosen.value) ?? (scopes[0] as Scope);
  const { site, from = site } = profiles.inForce.value;
  const words = t().level;
  const set = (level: RuleLevel | undefined) => {
    props.close();
    const { key, condition } = scope;
    const name = level === undefined ? words.default : words.name[level];
    void profiles.setLevel({ key, level, ...(condition && { condition }) }, (of) =>
      words.done(scope.id === 'area' ? scope.label : title, name, of),
    );
  };
  return (
    <>
      <label class="field">
        <span>{words.where}</span>
        <select
          class="text"
          data-testid="level-scope"
          value={scope.id}
          onChange={(event) => {
            chosen.value = event.currentTarget.value;
          }}
        >
          {scopes.map(({ id, label }) => (
            <option key={id} value={id}>
              {label}
            </option>
          ))}
        </select>
      </label>
      <div class="level-choices">
        {LEVELS.map((level) => (
          <button
            key={level}
            type="button"
            class="button small"
            data-testid={`level-${level}`}
            aria-pressed={level === severity}
            onClick={() => set(level)}
          >
            {words.name[level]}
          </button>
        ))}
        <button
          type="button"
          class="button small"
          data-testid="level-default"
          onClick={() => set(undefined)}
        >
          {words.default}
        </button>
      </div>
      <p class="hint">
        <Marked text={words.hint(siteLabel(from))} />
      </p>
    </>
  );
}

function scopesOf(rule: string, fact: Fact | undefined, session: GradedSession): Scope[] {
  const { scope } = t().level;
  const { events = [], pixels = [], address } = fact ? conditionsFor(fact, session) : {};
  const area = rule.slice(0, rule.indexOf('/') + 1);
  return [
    { id: 'rule', label: scope.rule(), key: rule },
    ...events.slice(0, EVENTS).map((event) => ({
      id: `event ${event}`,
      label: scope.event(event),
      key: rule,
      condition: { event },
    })),
    ...pixels.slice(0, PIXELS).map((pixel) => ({
      id: `pixel ${pixel}`,
      label: scope.pixel(pixel),
      key: rule,
      condition: { pixel },
    })),
    ...(address === undefined
      ? []
      : [{ id: 'address', label: scope.address(address), key: rule, condition: { address } }]),
    { id: 'area', label: scope.area(`${area}*`), key: `${area}*` },
  ];
}
