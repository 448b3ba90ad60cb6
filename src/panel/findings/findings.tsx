import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import { rulePageOf } from '../../rules/rule-page.ts';
import { DetailSplitter } from '../detail/detail-splitter.tsx';
import { EntryList } from '../detail/entry-list.tsx';
import { Documents, Fix, FixAnswer, FixText } from '../detail/fix.tsx';
import { HealthList } from '../detail/health-list.tsx';
import { LevelButton } from '../detail/level-button.tsx';
import { usePanel } from '../model/context.ts';
import { type FactGroup, groupFacts, readBlocks } from '../model/findings/group-facts.ts';
import { RULE_PANE_ID } from '../model/findings/rule-pane.ts';
import { shareText } from '../model/findings/share-text.ts';
import { useLook } from '../model/look.ts';
import { settingsOf } from '../model/profile/set-level.ts';
import { useUnwatched } from '../model/unwatched.ts';
import { language, t } from '../text/language.ts';
import { SeverityIcon } from '../ui/severity-icon.tsx';
import { GroupActions } from './group-actions.tsx';
import { RulePageView } from './rule-page-view.tsx';

/** Findings of a group that are read at once, and how many more at a time. */
const FEW = 3;
const PAGE = 50;

/** All findings: the gravest first, those of one rule together, and the page of a rule beside them. */
export function Findings(props: { empty: ComponentChildren }) {
  const { store, rulePane } = usePanel();
  const { book, version, read } = useLook();
  const spoken = language.value;
  const { entries } = store.counts.value;
  // Of one moment: the groups are those under these levels.
  const { groups, rules } = useMemo(
    () => ({
      groups: read(() => groupFacts(book.analysis.facts, spoken)),
      rules: book.profile.rules,
    }),
    [book, version, spoken],
  );
  const rule = rulePane.rule.value;
  const page = rule === undefined ? undefined : rulePageOf(rule, spoken);
  const group = groups.find((one) => one.rule === rule);
  // Who mutes a rule wants to see what it is about, and to take it back.
  const isFound =
    group !== undefined || (page !== undefined && settingsOf(rules, page.id).length > 0);
  const restarts = store.restarts.value;
  useEffect(() => rulePane.see(isFound), [rulePane, rule, isFound, restarts]);
  const isWatched = useUnwatched() === undefined;
  return (
    <section
      class="findings-view split"
      id="view-findings"
      aria-label={t().findings.title}
      data-detail={page !== undefined}
    >
      <div class="findings" data-testid="findings">
        {groups.length === 0 &&
          // Of what nobody watched nothing is said; why, the notice above the entries says.
          (entries === 0
            ? props.empty
            : isWatched && (
                <div class="empty">
                  <h2>{t().findings.none}</h2>
                  <p>{t().findings.noneIn(entries)}</p>
                  <HealthList />
                </div>
              ))}
        {groups.length > 0 && isWatched && <InThisSession />}
        {groups.map((group) => (
          <Group
            key={`${group.rule} ${group.severity}`}
            group={group}
            isOpen={group.rule === rule}
          />
        ))}
        <SetInProfile />
      </div>
      {page && <DetailSplitter controls={RULE_PANE_ID} />}
      {page && <RulePageView page={page} group={group} />}
    </section>
  );
}

/** The checklist, folded: the findings come first. It looks through the session only while it is open. */
function InThisSession() {
  const isOpen = useSignal(false);
  const words = t().health;
  return (
    <details
      class="in-this-session"
      data-testid="in-this-session"
      open={isOpen.value}
      onToggle={(event) => {
        isOpen.value = event.currentTarget.open;
      }}
    >
      <summary>
        <b>{words.title}</b> <span class="dim">{words.about}</span>
      </summary>
      {isOpen.value && <HealthList />}
    </details>
  );
}

function Group({ group, isOpen }: { group: FactGroup; isOpen: boolean }) {
  const { rulePane } = usePanel();
  const size = useSignal(FEW);
  const { rule, severity, title, facts } = group;
  const blocks = readBlocks(group, size.value, language.value);
  const { lead, own, rest, isFixShared } = shareText(blocks);
  const left = facts.length - size.value;
  const words = t().findings;
  return (
    <article
      class={`group ${severity}`}
      tabIndex={-1}
      data-testid="finding-group"
      data-rule={rule}
      data-count={facts.length}
      aria-label={title}
    >
      <header>
        <SeverityIcon severity={severity} />
        <h2>
          <button
            type="button"
            class="group-title"
            data-testid="finding-title"
            aria-expanded={isOpen}
            title={words.openPage(rule)}
            onClick={() => rulePane.open(rule)}
          >
            {title}
          </button>
        </h2>
        {facts.length > 1 && (
          <span class="badge mute" title={words.count(facts.length)}>
            {t().say.number(facts.length)}
          </span>
        )}
        <code class="rule-id">{rule}</code>
        <span class="space" />
        <GroupActions group={group} />
        <LevelButton rule={rule} title={title} fact={facts[0]} severity={severity} />
      </header>
      {lead !== '' && <p class="shared">{lead}</p>}
      <ul>
        {blocks.map(({ finding, entries }, i) => (
          <li key={entries[0] ?? finding.message}>
            {own[i] !== '' && <p>{own[i]}</p>}
            {isFixShared ? <FixAnswer finding={finding} /> : <Fix finding={finding} />}
            <EntryList ids={entries} testId="finding-entry" />
          </li>
        ))}
      </ul>
      {left > 0 && (
        <button
          type="button"
          class="link"
          data-testid="more-findings"
          onClick={() => {
            size.value += PAGE;
          }}
        >
          {words.more(Math.min(PAGE, left), left)}
        </button>
      )}
      {rest !== '' && <p class="shared">{rest}</p>}
      {isFixShared && blocks[0] && <FixText finding={blocks[0].finding} />}
      {blocks[0] && <Documents links={blocks[0].finding.links} />}
    </article>
  );
}

/** Rules whose level stands in the profile: what is switched off is not forgotten. */
function SetInProfile() {
  const { profiles, rulePane } = usePanel();
  const settings = Object.entries(profiles.inForce.value.profile.rules ?? {});
  if (settings.length === 0) return null;
  const { name } = t().level;
  return (
    <p class="set-in-profile" data-testid="set-in-profile">
      {t().findings.setInProfile}{' '}
      {settings.map(([key, setting]) => {
        const page = rulePageOf(key, language.value);
        const label = page?.title ?? key;
        return (
          <button
            key={key}
            type="button"
            class="link"
            data-testid="set-rule"
            data-rule-key={key}
            onClick={() => (page ? rulePane.open(key) : profiles.edit())}
          >
            {typeof setting === 'string' ? `${label} (${name[setting]})` : label}
          </button>
        );
      })}
    </p>
  );
}
