import type { ComponentChildren } from 'preact';
import { sayBodyReason } from '../../language/body-reason.ts';
import type { HitEntry } from '../../session/entry.ts';
import {
  describeMark,
  isHarmless,
  markLabel,
  outcomeWords,
  roleLabel,
  vendorLabel,
} from '../text/hit-words.ts';
import { t } from '../text/language.ts';
import { LongText } from '../ui/long-text.tsx';
import { Section } from '../ui/section.tsx';

/** What is wrong or missing of a hit, in words; where it merely comes from stands with its request. */
export function HitMarks({ hit }: { hit: HitEntry }) {
  const marks = (hit.marks ?? []).filter((mark) => !isHarmless(mark));
  if (marks.length === 0) return null;
  return (
    <div class="marks" data-testid="hit-marks">
      {marks.map((mark) => (
        <p key={mark} class="mark">
          <b>{markLabel(mark)}</b> {describeMark(mark)}
        </p>
      ))}
    </div>
  );
}

/** What became of a hit: the rows of its facts. */
export function hitFacts(hit: HitEntry): [string, ComponentChildren][] {
  const words = t().detail.request;
  const { notKnown } = t().ui;
  const outcome = outcomeWords(hit);
  const role = roleLabel(hit);
  const facts: [string, ComponentChildren][] = [
    [words.for, [vendorLabel(hit.vendor), ...(role === undefined ? [] : [role])].join(', ')],
    [
      words.outcome,
      outcome ? (
        <span key="outcome" data-testid="hit-outcome">
          <span class={`chip ${outcome.tone}`}>{outcome.label}</span>{' '}
          <span class="dim">{outcome.title}</span>
        </span>
      ) : (
        notKnown
      ),
    ],
  ];
  if (hit.redirect !== undefined)
    facts.push([
      words.redirected,
      <LongText key="to" text={hit.redirect} label={words.newAddress} />,
    ]);
  if (hit.endAt !== undefined)
    facts.push([words.took, t().say.duration(Math.max(0, hit.endAt - hit.at))]);
  facts.push([words.sentWith, `${hit.method}, ${hit.transport || notKnown}`]);
  if (hit.initiator !== undefined)
    facts.push([
      words.initiator,
      <LongText key="from" text={hit.initiator} label={words.theInitiator} />,
    ]);
  for (const mark of (hit.marks ?? []).filter(isHarmless))
    facts.push([markLabel(mark), describeMark(mark)]);
  if (hit.joinedBy === 'origin') facts.push([words.joined, words.byOrigin]);
  if (hit.joinedBy === 'maker') facts.push([words.joined, words.byMaker]);
  return facts;
}

/** The request as it was sent. */
export function HitRequest({ hit }: { hit: HitEntry }) {
  const { body, contentType } = hit;
  const words = t().detail.request;
  return (
    <Section title={words.title} testId="hit-request">
      <pre class="request-line">
        <b>{hit.method}</b> <LongText text={hit.url} label={words.address} />
      </pre>
      {contentType !== undefined && (
        <p>
          <span class="dim">Content-Type</span> <code>{contentType.slice(0, 300)}</code>
        </p>
      )}
      {body?.kind === 'unreadable' && (
        <p class="mark" data-testid="body-unreadable">
          {words.unreadable(sayBodyReason(body.reason.slice(0, 500), t()))}
        </p>
      )}
      {body?.kind === 'text' && (
        <>
          <p class="dim">
            {body.cut ? words.bodyCut : body.text === '' ? words.bodyEmpty : words.body}
          </p>
          {body.text !== '' && (
            <pre class="body-text" data-testid="hit-body">
              <LongText text={body.text} label={words.theBody} />
            </pre>
          )}
        </>
      )}
      {body?.kind === 'form' && <FormFields fields={body.fields} />}
    </Section>
  );
}

/** Fields of a form shown; the parameters above have them all. */
const FIELDS = 200;

function FormFields({ fields }: { fields: Record<string, string[]> }) {
  const pairs = Object.entries(fields);
  return (
    <>
      <p class="dim">{t().detail.request.form}</p>
      <pre class="body-text" data-testid="hit-body">
        {pairs.slice(0, FIELDS).map(([name, values]) => (
          <div key={name}>
            <span class="key">{name.slice(0, 300)}</span>
            <span class="colon">: </span>
            <LongText text={values.join(' | ')} label={name} />
          </div>
        ))}
        {pairs.length > FIELDS && (
          <div class="dim">{t().detail.request.moreFields(pairs.length - FIELDS)}</div>
        )}
      </pre>
    </>
  );
}
