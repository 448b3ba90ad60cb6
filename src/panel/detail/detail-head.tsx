import type { Analysis } from '../../analysis/analysis.ts';
import { canCompare } from '../../diff/entries.ts';
import { titleOf } from '../../rules/read-finding.ts';
import type { Entry } from '../../session/entry.ts';
import { useBook, usePanel } from '../model/context.ts';
import { type DetailTab, focusView } from '../model/store/view.ts';
import { answerLabel, answersOf, isEvent, QUESTIONS, type Question } from '../text/answers.ts';
import { entryTitle } from '../text/chain-words.ts';
import { describeEntry } from '../text/describe-entry.ts';
import { outlineOf, valueWords } from '../text/event-outline.ts';
import { formatDateTime, formatRelative } from '../text/format-time.ts';
import { language, t } from '../text/language.ts';
import { copyAndTell } from '../ui/copy-button.tsx';
import { CloseIcon, CompareIcon, CopyIcon, NoteIcon } from '../ui/icons.tsx';
import { SeverityIcon } from '../ui/severity-icon.tsx';
import { CopyMenu } from './copy-menu.tsx';
import { showEntryFindings } from './entry-findings.tsx';
import { RemarkBox } from './remark-box.tsx';

/** Where an answer is proven. A hit's outcome stands with its request, what others say in the chain. */
function proofOf(
  question: Question,
  entry: Entry,
  { pairs, matches }: Pick<Analysis, 'pairs' | 'matches'>,
): DetailTab {
  if (question === 'pair' && pairs.of(entry.id).length === 0) return 'chain';
  if (question === 'mapping' && matches.of(entry.id).length === 0) return 'chain';
  if (question !== 'sent') return question;
  return entry.kind === 'hit' ? 'request' : entry.kind === 'server' ? 'payload' : 'chain';
}

/** What a person asks first, answered above everything that can be scrolled. */
export function DetailHead({ entry }: { entry: Entry }) {
  const { store } = usePanel();
  const book = useBook();
  const { label, command, name } = describeEntry(entry, 0);
  const title = name ?? (command === '' ? label : command);
  const words = t().detail;
  return (
    <header class="detail-head">
      <div class="detail-title">
        <span class="dot" />
        <h2 title={title}>{title}</h2>
        <span class="detail-of">
          {name === undefined ? '' : `${label} ${command}`.trim()}{' '}
          <time title={formatDateTime(entry.at)}>
            {formatRelative(entry.at - book.originOf(entry))}
          </time>
        </span>
        <button
          type="button"
          class="icon-button"
          data-testid="add-note"
          aria-pressed={store.noting.value === entry.id}
          aria-label={t().remarks.noteAdd}
          title={t().remarks.noteAdd}
          onClick={() => {
            store.noting.value = store.noting.peek() === entry.id ? undefined : entry.id;
          }}
        >
          <NoteIcon />
        </button>
        {canCompare(entry) && <CompareButton entry={entry} />}
        <CopyMenu entry={entry} />
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
      {isEvent(entry) && <Outline entry={entry} />}
      <Verdicts entry={entry} />
      <RemarkBox entry={entry} />
      <Worst entry={entry} />
    </header>
  );
}

/** Chooses this entry; the next one that is looked at is held against it. */
function CompareButton({ entry }: { entry: Entry }) {
  const { store } = usePanel();
  const isChosen = store.compared.value === entry.id;
  const words = t().compare;
  return (
    <button
      type="button"
      class="icon-button"
      data-testid="compare-with"
      aria-pressed={isChosen}
      aria-label={words.choose}
      title={isChosen ? words.chosen : words.choose}
      onClick={() => {
        store.compared.value = isChosen ? undefined : entry.id;
        if (isChosen) return;
        store.detailTab.value = 'compare';
        store.notify(words.chooseOther(entryTitle(entry)));
      }}
    >
      <CompareIcon />
    </button>
  );
}

/** Value, event id and pixel. */
function Outline({ entry }: { entry: Entry }) {
  const { store } = usePanel();
  const book = useBook();
  const outline = outlineOf(entry);
  const words = t().detail.head;
  const value = valueWords(outline);
  const pixels = pixelsOf(entry, (id) => book.analysis.states.of(id));
  const { eventId, items } = outline;
  /** Only what goes to Meta needs an id of Meta's. */
  const isForMeta = entry.kind === 'server' || pixels.length > 0;
  if (value === undefined && eventId === undefined && items === undefined && !isForMeta)
    return null;
  return (
    <dl class="outline">
      {value !== undefined && (
        <div data-testid="head-value">
          <dt>{words.value}</dt>
          <dd>
            <b>{value.slice(0, 60)}</b>
          </dd>
        </div>
      )}
      {items !== undefined && (
        <div data-testid="head-items">
          <dt>{words.contents}</dt>
          <dd>{t().entry.items(items)}</dd>
        </div>
      )}
      {(eventId !== undefined || isForMeta) && (
        <div class="outline-id" data-testid="head-id">
          <dt>{words.eventId}</dt>
          <dd>
            {eventId === undefined ? (
              <span class="dim">{words.none}</span>
            ) : (
              <>
                <code title={eventId.slice(0, 400)}>{eventId.slice(0, 120)}</code>
                <button
                  type="button"
                  class="icon-button small"
                  data-testid="copy-id"
                  aria-label={words.copyId}
                  title={words.copyId}
                  onClick={() => void copyAndTell(store, eventId, words.theId)}
                >
                  <CopyIcon />
                </button>
              </>
            )}
          </dd>
        </div>
      )}
      {pixels.length > 0 && (
        <div data-testid="head-pixel">
          <dt>{words.pixel}</dt>
          <dd>{pixels.join(', ')}</dd>
        </div>
      )}
    </dl>
  );
}

function pixelsOf(
  entry: Entry,
  statesOf: (id: string) => readonly { pixelId?: string }[],
): string[] {
  const ids =
    entry.kind === 'hit'
      ? entry.events.map(({ pixelId }) => pixelId)
      : entry.kind === 'server'
        ? [entry.pixelId]
        : statesOf(entry.id).map(({ pixelId }) => pixelId);
  return [...new Set(ids)].filter((id) => id !== undefined).slice(0, 4);
}

/** Sent, mapping, pair and consent: each a word, and a button that shows its proof. */
function Verdicts({ entry }: { entry: Entry }) {
  const { store } = usePanel();
  const { analysis } = useBook();
  const answers = answersOf(entry, analysis, store.get);
  const words = t().answers;
  if (Object.keys(answers).length === 0) return null;
  return (
    <ul class="answers" aria-label={words.title}>
      {QUESTIONS.map((question) => {
        const answer = answers[question];
        if (answer === undefined) return null;
        const { tone, title } = answer;
        const label = answerLabel(answer);
        const asked = words.question[question];
        // "Sent" and not "Sent sent".
        const saysBoth =
          label.toLowerCase().startsWith(asked.toLowerCase()) &&
          !/^\p{L}/u.test(label.slice(asked.length));
        return (
          <li key={question}>
            <button
              type="button"
              class={`answer ${tone}`}
              data-testid={`answer-${question}`}
              title={title}
              onClick={() => {
                store.detailTab.value = proofOf(question, entry, analysis);
              }}
            >
              <span class="asked">{asked}</span>
              {saysBoth ? label.slice(asked.length) : ` ${label}`}
            </button>
          </li>
        );
      })}
    </ul>
  );
}

/** The gravest finding in a line, and how many more; a click leads to them. */
function Worst({ entry }: { entry: Entry }) {
  const { store } = usePanel();
  const { analysis } = useBook();
  const facts = analysis.facts.of(entry.id);
  const severity = analysis.facts.worstOf(entry.id);
  const worst = facts.find((fact) => analysis.facts.gradeOf(fact) === severity);
  if (severity === undefined || worst === undefined) return null;
  return (
    <button
      type="button"
      class={`worst ${severity}`}
      data-testid="head-finding"
      onClick={() => {
        store.detailTab.value = 'payload';
        showEntryFindings();
      }}
    >
      <SeverityIcon severity={severity} />
      <span class="worst-title">{titleOf(worst.rule, language.value)}</span>
      {facts.length > 1 && <span class="dim">{t().detail.head.more(facts.length - 1)}</span>}
    </button>
  );
}
