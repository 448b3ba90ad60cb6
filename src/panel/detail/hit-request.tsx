import type { ComponentChildren } from 'preact';
import type { HitEntry } from '../../session/entry.ts';
import { describeMark, outcomeWords, vendorLabel } from '../text/hit-words.ts';
import { t } from '../text/language.ts';
import { LongText } from '../ui/long-text.tsx';
import { Section } from '../ui/section.tsx';

/** What is odd about a hit, in words. */
export function HitMarks({ hit }: { hit: HitEntry }) {
  const marks = hit.marks ?? [];
  if (marks.length === 0) return null;
  return (
    <div class="marks" data-testid="hit-marks">
      {marks.map((mark) => (
        <p key={mark} class="mark">
          <code>{mark}</code> {describeMark(mark)}
        </p>
      ))}
    </div>
  );
}

/** What became of a hit: the rows of its facts. */
export function hitFacts(hit: HitEntry): [string, ComponentChildren][] {
  const outcome = outcomeWords(hit);
  const facts: [string, ComponentChildren][] = [
    ['For', `${vendorLabel(hit.vendor)}${hit.role === undefined ? '' : `, ${hit.role}`}`],
    [
      'Outcome',
      outcome ? (
        <span key="outcome" data-testid="hit-outcome">
          <span class={`chip ${outcome.tone}`}>{outcome.label}</span>{' '}
          <span class="dim">{outcome.title}</span>
        </span>
      ) : (
        'not known'
      ),
    ],
  ];
  if (hit.redirect !== undefined)
    facts.push(['Redirected', <LongText key="to" text={hit.redirect} label="the new address" />]);
  if (hit.endAt !== undefined)
    facts.push(['Took', t().say.duration(Math.max(0, hit.endAt - hit.at))]);
  facts.push(['Sent with', `${hit.method}, ${hit.transport || 'not known'}`]);
  if (hit.initiator !== undefined)
    facts.push(['Initiator', <LongText key="from" text={hit.initiator} label="the initiator" />]);
  if (hit.joinedBy === 'origin')
    facts.push([
      'Joined',
      'By its origin: a service worker sent it, and its tab is not known to the browser.',
    ]);
  return facts;
}

/** The request as it was sent. */
export function HitRequest({ hit }: { hit: HitEntry }) {
  const { body, contentType } = hit;
  return (
    <Section title="Request" testId="hit-request">
      <pre class="request-line">
        <b>{hit.method}</b> <LongText text={hit.url} label="the address" />
      </pre>
      {contentType !== undefined && (
        <p>
          <span class="dim">Content-Type</span> <code>{contentType.slice(0, 300)}</code>
        </p>
      )}
      {body?.kind === 'unreadable' && (
        <p class="mark" data-testid="body-unreadable">
          There was a body, but the browser did not show it: {body.reason.slice(0, 500)}
        </p>
      )}
      {body?.kind === 'text' && (
        <>
          <p class="dim">
            Body{body.cut ? ', only the beginning of it was kept' : ''}
            {body.text === '' ? ': empty' : ''}
          </p>
          {body.text !== '' && (
            <pre class="body-text" data-testid="hit-body">
              <LongText text={body.text} label="the body" />
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
      <p class="dim">Body, a form that the browser had parsed already</p>
      <pre class="body-text" data-testid="hit-body">
        {pairs.slice(0, FIELDS).map(([name, values]) => (
          <div key={name}>
            <span class="key">{name.slice(0, 300)}</span>
            <span class="colon">: </span>
            <LongText text={values.join(' | ')} label={name} />
          </div>
        ))}
        {pairs.length > FIELDS && <div class="dim">and {pairs.length - FIELDS} more fields</div>}
      </pre>
    </>
  );
}
