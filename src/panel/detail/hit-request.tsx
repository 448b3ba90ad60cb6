import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import { sayBodyReason } from '../../language/body-reason.ts';
import type { HitBody, HitEntry } from '../../session/entry.ts';
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
import { previewBody } from './body-preview.ts';

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
      {body !== undefined && body.kind !== 'unreadable' && (
        <Body body={body} contentType={contentType} />
      )}
    </Section>
  );
}

/** A body by its type, and as it was sent where that is another text. */
function Body(props: {
  body: Exclude<HitBody, { kind: 'unreadable' }>;
  contentType: string | undefined;
}) {
  const { body, contentType } = props;
  const isAsSent = useSignal(false);
  const preview = useMemo(() => previewBody(body, contentType), [body, contentType]);
  const words = t().detail.request;
  const raw = body.kind === 'text' ? body.text : undefined;
  const shown = isAsSent.value && raw !== undefined ? undefined : preview;
  const title = raw === '' ? words.bodyEmpty : words.bodyAs[shown?.as ?? 'text'];
  return (
    <>
      <p class="body-title">
        <span class="dim">
          {title}
          {raw === undefined && ` ${words.parsed}`}
          {body.cut && ` ${words.bodyCut}`}
        </span>
        {raw !== undefined && preview !== undefined && (
          <button
            type="button"
            class="link"
            data-testid="body-as-sent"
            aria-pressed={isAsSent.value}
            onClick={() => {
              isAsSent.value = !isAsSent.value;
            }}
          >
            {words.asSent}
          </button>
        )}
      </p>
      {shown?.as === 'form' && <FormFields fields={shown.fields} />}
      {shown?.as === 'json' && <BodyText text={shown.text} />}
      {shown === undefined && raw !== undefined && raw !== '' && <BodyText text={raw} />}
    </>
  );
}

function BodyText({ text }: { text: string }) {
  return (
    <pre class="body-text" data-testid="hit-body">
      <LongText text={text} label={t().detail.request.theBody} first={BODY_UNITS} />
    </pre>
  );
}

/** A body is asked for to be read: more of it is shown at once than of a value among others. */
const BODY_UNITS = 4_000;

/** Fields of a form shown; the payload has them all. */
const FIELDS = 200;

function FormFields({ fields }: { fields: Record<string, string> }) {
  const pairs = Object.entries(fields);
  const words = t().detail;
  return (
    <>
      <table class="parameters" data-testid="hit-body">
        <thead class="offscreen">
          <tr>
            <th scope="col">{words.parameters.parameter}</th>
            <th scope="col">{words.parameters.value}</th>
          </tr>
        </thead>
        <tbody>
          {pairs.slice(0, FIELDS).map(([name, value]) => (
            <tr key={name}>
              <th scope="row">
                <code>{name.slice(0, 300)}</code>
              </th>
              <td class="parameter-value">
                <LongText text={value} label={name} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {pairs.length > FIELDS && (
        <p class="dim">{words.request.moreFields(pairs.length - FIELDS)}</p>
      )}
    </>
  );
}
