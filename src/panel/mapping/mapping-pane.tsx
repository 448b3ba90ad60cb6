import { LINKS } from '../../rules/links.ts';
import type { Link } from '../../rules/rule.ts';
import { mappingRuleId } from '../../session/mapping-rule.ts';
import { describeChatEvent } from '../../vendors/loyjoy/catalogue.ts';
import { MatchStory } from '../detail/match-story.tsx';
import { usePanel } from '../model/context.ts';
import { draftRule } from '../model/mapping/draft-rule.ts';
import type { MappingRow } from '../model/mapping/mapping-rows.ts';
import type { CatalogueRule } from '../model/mapping/rule-catalogue.ts';
import { ruleEditorOf } from '../model/mapping/rule-editor.ts';
import { describeEntry } from '../text/describe-entry.ts';
import { t } from '../text/language.ts';
import { PlusIcon } from '../ui/icons.tsx';
import { Arrow } from './mapping-row.tsx';

/** What was chosen in the list, at length. */
export function MappingPane({ row }: { row: MappingRow | undefined }) {
  return (
    <aside class="mapping-pane" aria-label={t().mapping.chosen} data-testid="mapping-pane">
      <PaneContent row={row} />
    </aside>
  );
}

function PaneContent({ row }: { row: MappingRow | undefined }) {
  const { store } = usePanel();
  const words = t().mapping;
  switch (row?.kind) {
    case undefined:
      return <Welcome />;
    case 'group':
      return (
        <>
          <h2>{row.group.label}</h2>
          {row.group.hint !== undefined && <p>{row.group.hint}</p>}
          <Reference link={row.group.link} />
          {row.group.rules.length > 0 && row.seen !== undefined && (
            <p class="dim">{words.metOf(row.seen, row.group.rules.length)}</p>
          )}
        </>
      );
    case 'never':
      return (
        <>
          <h2>{words.neverTitle}</h2>
          <p>{words.neverMeaning(row.group.label)}</p>
        </>
      );
    case 'rule':
      return <RuleStory rule={row.rule} events={row.tally.events} />;
    case 'name':
      return <NameStory name={row.name} source={row.source} events={row.tally.events} />;
    case 'match': {
      void store.counts.value;
      const { line } = row;
      const match = store
        .book()
        .analysis.matches.of(line.entry)
        .find(({ entry, name }) => entry === line.entry && name === line.name);
      const entry = store.get(line.entry);
      return (
        <>
          <h2>
            {entry ? `${describeEntry(entry, 0).label}: ` : ''}
            {line.name}
          </h2>
          {match ? <MatchStory match={match} /> : <p class="dim">{words.gone}</p>}
        </>
      );
    }
  }
}

function Welcome() {
  const { store } = usePanel();
  const isEmpty = store.counts.value.entries === 0;
  const words = t().mapping;
  return (
    <div class="mapping-welcome">
      <h2>{isEmpty ? words.emptyTitle : words.welcomeTitle}</h2>
      <p>{isEmpty ? words.emptyText : words.welcomeText}</p>
      <p class="dim">{words.ownRules}</p>
    </div>
  );
}

function RuleStory({ rule, events }: { rule: CatalogueRule; events: number }) {
  const panel = usePanel();
  const words = t().mapping;
  const own = panel.profiles.inForce.value.profile.mapping?.rules ?? [];
  // A vendor's rule is not the profile's to change.
  const at = rule.link === undefined ? own.findIndex((one) => mappingRuleId(one) === rule.id) : -1;
  return (
    <>
      <h2>
        <Arrow from={rule.from} to={rule.to} />
      </h2>
      <p>{events === 0 ? words.noneMet : words.met(events)}</p>
      {rule.note !== undefined && <p>{rule.note}</p>}
      <p class="dim">{words.rule(rule.id)}</p>
      {rule.link === undefined ? (
        <p class="reference">{words.ofProfile}</p>
      ) : (
        <Reference link={rule.link} />
      )}
      {at !== -1 && (
        <p class="actions">
          <button
            type="button"
            class="button small"
            data-testid="edit-rule"
            onClick={() => ruleEditorOf(panel).openAt(at)}
          >
            {words.editRule}
          </button>
        </p>
      )}
    </>
  );
}

/** The public document that says so. */
function Reference({ link }: { link: Link | undefined }) {
  if (link === undefined) return null;
  return (
    <p class="reference">
      {t().mapping.reference}{' '}
      <a href={link.url} target="_blank" rel="noreferrer">
        {link.title}
      </a>
    </p>
  );
}

function NameStory(props: { name: string; source: string; events: number }) {
  const panel = usePanel();
  const { name, source, events } = props;
  const words = t().mapping;
  const chat = source === 'loyjoy' ? describeChatEvent(name) : undefined;
  const rule = draftRule({ name, source, actual: [] });
  return (
    <>
      <h2>
        {source}: {name}
      </h2>
      {chat && (
        <>
          <p>{chat.description}</p>
          {chat.renamedTo !== undefined && chat.renamedTo.length > 0 && (
            <p>{words.oldName(chat.renamedTo.join(', '))}</p>
          )}
          <Reference link={LINKS.loyjoyEvents} />
        </>
      )}
      <p>{words.noRuleNames(events)}</p>
      {rule && (
        <p class="actions">
          <button
            type="button"
            class="button small"
            data-testid="make-rule"
            onClick={() => ruleEditorOf(panel).open(rule)}
          >
            <PlusIcon />
            {words.makeRule}
          </button>
        </p>
      )}
    </>
  );
}
