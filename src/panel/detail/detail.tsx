import type { CallEntry, Entry, HitEntry } from '../../session/entry.ts';
import type { PageValue } from '../../session/value.ts';
import { usePanel } from '../model/context.ts';
import { focusView } from '../model/store/view.ts';
import { describeEntry, facetOf } from '../text/describe-entry.ts';
import { t } from '../text/language.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { CloseIcon } from '../ui/icons.tsx';
import { Section } from '../ui/section.tsx';
import { CallStates } from './call-states.tsx';
import { ChainSteps } from './chain-steps.tsx';
import { formatCallCode, formatCode } from './code.ts';
import { ConnectorSection } from './connector-section.tsx';
import { ConsentMoment } from './consent-moment.tsx';
import { formatCurl } from './curl.ts';
import { EntryFindings } from './entry-findings.tsx';
import { Facts } from './facts.tsx';
import { HitMarks, HitRequest } from './hit-request.tsx';
import { MatchSection } from './match-section.tsx';
import { PairSection } from './pair-section.tsx';
import { HitEvents } from './parameter-table.tsx';
import { StackLines } from './stack-lines.tsx';
import { ValueTree } from './value-tree.tsx';

/** Everything about one entry. */
export function Detail(props: { entry: Entry }) {
  const { store } = usePanel();
  void store.counts.value;
  // A hit is told again when its end is known; what was selected may be its earlier form.
  const entry = store.get(props.entry.id) ?? props.entry;
  const { label, command, name } = describeEntry(entry);
  const title = name ?? (command === '' ? label : command);
  const words = t().detail;
  return (
    <aside
      class="detail"
      id="detail"
      aria-label={words.of(title)}
      data-testid="detail"
      data-id={entry.id}
      data-tone={facetOf(entry)}
    >
      <header class="detail-head">
        <div class="detail-title">
          <span class="dot" />
          <h2>{title}</h2>
          <button
            type="button"
            class="icon-button"
            data-testid="close-detail"
            aria-label={words.close}
            title={words.closeKey}
            onClick={() => {
              store.isDetailOpen.value = false;
              focusView(document, store.view.peek());
            }}
          >
            <CloseIcon />
          </button>
        </div>
        <div class="actions">
          {entry.kind === 'call' && (
            <CopyButton
              teller={store}
              label={words.copy.value}
              what={words.copied.arguments}
              testId="copy-value"
              text={() => formatArgumentsText(entry)}
            />
          )}
          {entry.kind === 'hit' && entry.events.length > 0 && (
            <CopyButton
              teller={store}
              label={words.copy.value}
              what={words.copied.parameters}
              testId="copy-value"
              text={() => formatParametersText(entry)}
            />
          )}
          <CopyButton
            teller={store}
            label={words.copy.json}
            what={words.copied.entry}
            testId="copy-json"
            text={() => JSON.stringify(entry, null, 2)}
          />
          {entry.kind === 'hit' && (
            <CopyButton
              teller={store}
              label={words.copy.curl}
              what={words.copied.curl}
              testId="copy-curl"
              text={() => formatCurl(entry)}
            />
          )}
          {entry.kind === 'call' && (
            <CopyButton
              teller={store}
              label={words.copy.code}
              what={words.copied.call}
              testId="copy-code"
              text={() => formatCallCode(entry)}
            />
          )}
        </div>
      </header>
      <div class="detail-body" key={entry.id}>
        <EntryFindings entry={entry} />
        {entry.kind === 'hit' && <HitMarks hit={entry} />}
        <Facts entry={entry} />
        <CallStates entry={entry} />
        <ChainSteps entry={entry} />
        <MatchSection entry={entry} />
        <ConnectorSection entry={entry} />
        <PairSection entry={entry} />
        <ConsentMoment entry={entry} />
        <Content entry={entry} />
        {(entry.kind === 'call' || entry.kind === 'page' || entry.kind === 'hit') && (
          <StackLines entry={entry} />
        )}
      </div>
    </aside>
  );
}

/** The parameters as JSON: of one event as they are, of several as a list. */
function formatParametersText({ events }: HitEntry): string {
  const all = events.map(({ parameters }) => parameters);
  return JSON.stringify(all.length === 1 ? all[0] : all, null, 2);
}

/** The arguments as an expression: one as it is, several as a list. */
function formatArgumentsText(entry: CallEntry): string {
  const [first] = entry.args;
  return entry.args.length === 1 && first !== undefined
    ? formatCode(first)
    : formatCode(entry.args);
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
      return (
        <>
          <HitEvents hit={entry} />
          <HitRequest hit={entry} />
        </>
      );
    case 'consent':
      return (
        <Section title={words.said}>
          <ValueTree
            label={words.said}
            roots={[{ label: 'value', path: 'value', value: entry.value }]}
            initiallyOpen={['value']}
          />
        </Section>
      );
    case 'server':
      return (
        <Section title={words.event}>
          <ValueTree
            label={words.event}
            roots={[{ label: 'event', path: 'event', value: entry.event as PageValue }]}
            initiallyOpen={['event']}
          />
        </Section>
      );
    default:
      return null;
  }
}
