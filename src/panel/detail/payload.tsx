import type { Entry } from '../../session/entry.ts';
import type { PageValue } from '../../session/value.ts';
import { t } from '../text/language.ts';
import { Section } from '../ui/section.tsx';
import { EntryFindings } from './entry-findings.tsx';
import { Facts } from './facts.tsx';
import { HitMarks } from './hit-request.tsx';
import { HitEvents } from './parameter-table.tsx';
import { ValueTree } from './value-tree.tsx';

/**
 * What an entry carries comes first: it is what was asked for. Then what is wrong with it, which the
 * head names and leads to, and what else is known of it.
 */
export function Payload({ entry }: { entry: Entry }) {
  return (
    <>
      {entry.kind === 'hit' && <HitMarks hit={entry} />}
      <Content entry={entry} />
      <EntryFindings entry={entry} />
      {/* A hit's stand with its request. */}
      {entry.kind !== 'hit' && <Facts entry={entry} />}
    </>
  );
}

function Content({ entry }: { entry: Entry }) {
  const words = t().detail;
  switch (entry.kind) {
    case 'call':
      return (
        <Section title={words.arguments} testId="arguments">
          {entry.args.length === 0 ? (
            <p class="dim">{words.noArguments}</p>
          ) : (
            <ValueTree
              label={words.arguments}
              roots={entry.args.map((value, i) => ({
                label: String(i),
                path: `args[${i}]`,
                value,
              }))}
              initiallyOpen={entry.args.map((_, i) => `args[${i}]`)}
            />
          )}
        </Section>
      );
    case 'hit':
      return <HitEvents hit={entry} />;
    case 'consent':
      return <OneValue title={words.said} name="value" value={entry.value} />;
    case 'server':
      return <OneValue title={words.event} name="event" value={entry.event as PageValue} />;
    default:
      return null;
  }
}

function OneValue(props: { title: string; name: string; value: PageValue }) {
  const { title, name, value } = props;
  return (
    <Section title={title}>
      <ValueTree
        label={title}
        roots={[{ label: name, path: name, value }]}
        initiallyOpen={[name]}
      />
    </Section>
  );
}
