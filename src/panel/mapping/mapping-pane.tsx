import { sayNotes } from '../../language/match.ts';
import { describeChatEvent } from '../../vendors/loyjoy/catalogue.ts';
import { MatchStory } from '../detail/match-story.tsx';
import { usePanel } from '../model/context.ts';
import { draftRule } from '../model/mapping/draft-rule.ts';
import type { MappingRow } from '../model/mapping/mapping-rows.ts';
import type { CatalogueRule } from '../model/mapping/rule-catalogue.ts';
import { describeEntry, formatCount } from '../text/describe-entry.ts';
import { t } from '../text/language.ts';
import { PlusIcon } from '../ui/icons.tsx';
import { Arrow } from './mapping-row.tsx';

/** What was chosen in the list, at length. */
export function MappingPane({ row }: { row: MappingRow | undefined }) {
  return (
    <aside class="mapping-pane" aria-label="What was chosen" data-testid="mapping-pane">
      <PaneContent row={row} />
    </aside>
  );
}

function PaneContent({ row }: { row: MappingRow | undefined }) {
  const { store } = usePanel();
  switch (row?.kind) {
    case undefined:
      return <Welcome />;
    case 'group':
      return (
        <>
          <h2>{row.group.label}</h2>
          {row.group.hint !== undefined && <p>{row.group.hint}</p>}
          {row.group.rules.length > 0 && (
            <p class="dim">
              {formatCount(row.seen)} of {formatCount(row.group.rules.length)} rules were met in
              this session.
            </p>
          )}
        </>
      );
    case 'never':
      return (
        <>
          <h2>Never seen in this session</h2>
          <p>
            No event of {row.group.label} met these rules yet. Go through what should set them off.
          </p>
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
        .analysis.matchesOf(line.entry)
        .find(({ entry, name }) => entry === line.entry && name === line.name);
      const entry = store.get(line.entry);
      return (
        <>
          <h2>
            {entry ? `${describeEntry(entry, 0).label}: ` : ''}
            {line.name}
          </h2>
          {match ? (
            <MatchStory match={match} />
          ) : (
            <p class="dim">This is not in the session any more.</p>
          )}
        </>
      );
    }
  }
}

function Welcome() {
  const { store } = usePanel();
  const { entries } = store.counts.value;
  return (
    <div class="mapping-welcome">
      <h2>{entries === 0 ? 'Nothing to hold against the rules yet' : 'Rules and what met them'}</h2>
      <p>
        {entries === 0
          ? 'Click through the page, or open a session file. Each event of a chat, a data layer, Commanders Act or Segment is held against the rules on the left.'
          : 'Choose an event under a rule to see its parameters from the source to what was sent.'}
      </p>
      <p class="dim">Rules of your own go into the profile of the site, and before all others.</p>
    </div>
  );
}

function RuleStory({ rule, events }: { rule: CatalogueRule; events: number }) {
  return (
    <>
      <h2>
        <Arrow from={rule.from} to={rule.to} />
      </h2>
      <p>
        {events === 0
          ? 'Nothing met it in this session.'
          : `${formatCount(events)} ${events === 1 ? 'event' : 'events'} met it.`}
      </p>
      {rule.note !== undefined && <p>{sayNotes([rule.note], t())}</p>}
      <p class="dim">Rule {rule.id}</p>
      {rule.link !== undefined && (
        <p class="reference">
          <a href={rule.link.url} target="_blank" rel="noreferrer">
            {rule.link.title}
          </a>
        </p>
      )}
    </>
  );
}

function NameStory(props: { name: string; source: string; events: number }) {
  const { profiles } = usePanel();
  const { name, source, events } = props;
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
            <p>An old name; today: {chat.renamedTo.join(', ')}.</p>
          )}
          <p class="reference">Reference: {chat.cites}</p>
        </>
      )}
      <p>
        {formatCount(events)} {events === 1 ? 'event' : 'events'} of this name, and no rule names
        it.
      </p>
      {rule && (
        <p class="actions">
          <button
            type="button"
            class="button small"
            data-testid="make-rule"
            onClick={() => profiles.makeRule(rule)}
          >
            <PlusIcon />
            Make a rule from this event
          </button>
        </p>
      )}
    </>
  );
}
