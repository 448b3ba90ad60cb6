import { useMemo } from 'preact/hooks';
import { planProgress, type StepProgress } from '../../analysis/plan/plan.ts';
import { planOf } from '../../diff/plan-of.ts';
import { readFinding } from '../../rules/read-finding.ts';
import { EntryList } from '../detail/entry-list.tsx';
import { useBook, usePanel } from '../model/context.ts';
import { useLook } from '../model/look.ts';
import { siteLabel } from '../model/profile/sites.ts';
import { language, t } from '../text/language.ts';
import { stepWhen } from '../text/plan-words.ts';
import { Marked } from '../ui/marked.tsx';

/** The profile's plans as checklists that are ticked while the session goes on. */
export function PlanView() {
  const { profiles } = usePanel();
  const { book, version, read } = useLook();
  const { profile } = book;
  const plans = useMemo(
    () =>
      read(() =>
        Object.entries(profile.plans ?? {}).map(([name, plan]) => ({
          name,
          plan,
          steps: planProgress(name, plan, book.log.entries, {
            consentVerdictOf: book.analysis.consent.verdictOf,
            pairVerdictsOf: (hit) => book.analysis.pairs.of(hit).map(({ verdict }) => verdict),
          }),
        })),
      ),
    [book, profile, version],
  );
  const words = t().planView;
  return (
    <section class="plan-view" id="view-plan" aria-label={words.title}>
      {plans.length === 0 && (
        <div class="empty">
          <h2>{words.none}</h2>
          <p>
            <Marked text={words.noneText} />
          </p>
        </div>
      )}
      {plans.map(({ name, plan, steps }) => (
        <article key={name} class="group" data-testid="plan" data-plan={name}>
          <header>
            <h2>{name}</h2>
            {plan.on !== undefined && <code class="rule-id">{plan.on}</code>}
            {steps && (
              <span class="badge mute">
                {words.met(steps.filter(({ state }) => state === 'met').length, steps.length)}
              </span>
            )}
          </header>
          {steps === undefined ? (
            <p class="dim">{words.elsewhere}</p>
          ) : (
            <ol class="plan-steps">
              {steps.map((progress, n) => (
                <Step key={n} progress={progress} />
              ))}
            </ol>
          )}
        </article>
      ))}
      <p class="actions">
        <button
          type="button"
          class="button"
          data-testid="make-plan"
          disabled={book.analysis.summary().hits === 0}
          onClick={() => profiles.makePlan(words.newName, planOf(book.analysis))}
        >
          {words.make}
        </button>
        <button
          type="button"
          class="button"
          data-testid="edit-plans"
          onClick={() => profiles.edit()}
        >
          {words.edit}
        </button>
      </p>
      <p class="hint">{words.kept(siteLabel(profiles.inForce.value.site))}</p>
    </section>
  );
}

const MARKS = { met: '✓', open: '○', failed: '✕' } as const;
const TONES = { met: 'ok', open: 'mute', failed: 'bad' } as const;

function Step({ progress: { step, state, entries, facts } }: { progress: StepProgress }) {
  const { analysis } = useBook();
  const words = t().planView;
  const when = stepWhen(step);
  // What is missing while it can come yet is no fault.
  const wrong = state === 'failed' ? facts : [];
  return (
    <li class="plan-step" data-testid="plan-step" data-state={state}>
      <span class={`plan-mark ${TONES[state]}`} title={words.state[state]}>
        <span aria-hidden="true">{MARKS[state]}</span>
        <span class="offscreen">{words.state[state]}</span>
      </span>
      <div>
        <p>
          <b>{step.event === '*' ? t().plan.anyEvent : step.event}</b>{' '}
          <span class="dim">{when}</span>
        </p>
        {wrong.map((fact, n) => (
          <p key={n} data-testid="plan-fault">
            {readFinding(fact, analysis.facts.gradeOf(fact) ?? 'error', language.value).message}
          </p>
        ))}
        {entries.length > 0 && <EntryList ids={entries} testId="plan-entry" />}
      </div>
    </li>
  );
}
