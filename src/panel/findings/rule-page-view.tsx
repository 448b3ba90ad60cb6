import type { RulePage } from '../../rules/rule-page.ts';
import { Fix } from '../detail/fix.tsx';
import { LevelButton } from '../detail/level-button.tsx';
import { usePanel } from '../model/context.ts';
import { type FactGroup, readBlocks } from '../model/findings/group-facts.ts';
import { RULE_PANE_ID } from '../model/findings/rule-pane.ts';
import { settingsOf } from '../model/profile/set-level.ts';
import { language, t } from '../text/language.ts';
import { CloseIcon } from '../ui/icons.tsx';
import { Section } from '../ui/section.tsx';
import { SeverityIcon } from '../ui/severity-icon.tsx';
import { GroupActions } from './group-actions.tsx';

/** The page of a rule: what it costs, how it is mended, and what the vendor says of it. */
export function RulePageView(props: { page: RulePage; group: FactGroup | undefined }) {
  const { rulePane } = usePanel();
  const { page, group } = props;
  const { id, title, severity, why, confirm, fixes, links } = page;
  const words = t();
  const example = group && readBlocks(group, 1, language.value)[0]?.finding;
  return (
    <aside
      class="detail rule-page"
      id={RULE_PANE_ID}
      tabIndex={-1}
      aria-label={words.findings.pageOf(title)}
      data-testid="rule-page"
      data-rule-id={id}
    >
      <header class="detail-head">
        <div class="detail-title">
          <SeverityIcon severity={group?.severity ?? severity} />
          <h2 title={title}>{title}</h2>
          {group && <GroupActions group={group} />}
          <button
            type="button"
            class="icon-button"
            data-testid="close-rule-page"
            aria-label={words.findings.closePage}
            title={`${words.findings.closePage} (Esc)`}
            onClick={() => rulePane.close()}
          >
            <CloseIcon />
          </button>
        </div>
        <code class="rule-id">{id}</code>
      </header>
      <div class="detail-body" key={id}>
        <Section title={words.rulePage.why}>
          <p>{why}</p>
        </Section>
        {(fixes.length > 0 || example?.fix !== undefined) && (
          <Section title={words.rulePage.fix}>
            {example && <Fix finding={example} />}
            <dl class="system-fixes">
              {fixes.map(({ system, fix }) => (
                <div key={system}>
                  <dt>{words.rulePage.system[system]}</dt>
                  <dd>{fix}</dd>
                </div>
              ))}
            </dl>
          </Section>
        )}
        <Section title={words.rulePage.confirm}>
          <p>{confirm}</p>
        </Section>
        <Section title={words.rulePage.links}>
          <ul class="rule-links">
            {links.map(({ title: name, url, says }) => (
              <li key={url}>
                <a href={url} target="_blank" rel="noreferrer">
                  {name}
                </a>
                {says !== undefined && <p>{says}</p>}
              </li>
            ))}
          </ul>
        </Section>
        <Section title={words.rulePage.level}>
          <Level page={page} group={group} />
        </Section>
      </div>
    </aside>
  );
}

function Level({ page, group }: { page: RulePage; group: FactGroup | undefined }) {
  const { profiles } = usePanel();
  const { id, title } = page;
  const rules = profiles.inForce.value.profile.rules ?? {};
  const set = settingsOf(rules, id);
  return (
    <>
      <p>{t().rulePage.levelText}</p>
      {set.length > 0 && (
        <p data-testid="rule-settings">
          {t().level.inProfile}{' '}
          {set.map((key) => (
            <code key={key}>{`"${key}": ${JSON.stringify(rules[key])}`}</code>
          ))}
        </p>
      )}
      <LevelButton rule={id} title={title} fact={group?.facts[0]} severity={group?.severity} />
    </>
  );
}
