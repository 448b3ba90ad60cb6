import type { ParameterMatch } from '../../analysis/analysis.ts';
import { sayNotes } from '../../language/match.ts';
import type { Tone } from '../text/hit-words.ts';
import { t } from '../text/language.ts';
import { LongText } from '../ui/long-text.tsx';

const TONES: Readonly<Record<ParameterMatch['verdict'], Tone>> = {
  equal: 'ok',
  'hashed-equal': 'ok',
  missing: 'bad',
  different: 'bad',
  extra: 'warn',
  'hashed-unknown': 'mute',
};

const MEANINGS: Readonly<Record<ParameterMatch['verdict'], string>> = {
  equal: 'It arrived as it should.',
  'hashed-equal': 'What was sent is the hash of the source’s value.',
  missing: 'It should have arrived and did not.',
  different: 'Something else arrived.',
  extra: 'It was sent, and the rule does not name it.',
  'hashed-unknown': 'It was sent hashed; of what is not known.',
};

/** Faults come first, then what nobody asked for, then what is well. */
const ORDER: readonly ParameterMatch['verdict'][] = [
  'missing',
  'different',
  'extra',
  'hashed-unknown',
  'hashed-equal',
  'equal',
];

/** Each parameter on its way: the property it comes from, what it should be, what was sent. */
export function ParameterMatches({ parameters }: { parameters: readonly ParameterMatch[] }) {
  if (parameters.length === 0)
    return <p class="dim">No parameters can be compared: nothing of it is seen at its end.</p>;
  const sorted = [...parameters].sort(
    (a, b) => ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict),
  );
  return (
    <table class="parameter-matches" data-testid="parameter-matches">
      <thead>
        <tr>
          <th scope="col">Source</th>
          <th scope="col">Expected</th>
          <th scope="col">Sent</th>
          <th scope="col">Verdict</th>
        </tr>
      </thead>
      <tbody>
        {sorted.map((parameter, i) => (
          <ParameterRow key={`${parameter.from} ${parameter.to} ${i}`} parameter={parameter} />
        ))}
      </tbody>
    </table>
  );
}

function ParameterRow({ parameter }: { parameter: ParameterMatch }) {
  const { from, to, expected, actual, verdict, notes } = parameter;
  const tone = TONES[verdict];
  return (
    <tr
      class={`parameter-match ${tone}`}
      data-testid="parameter-match"
      data-name={to}
      data-verdict={verdict}
    >
      <th scope="row">
        {from === '' ? (
          <span class="dim">{verdict === 'extra' ? '–' : 'constant'}</span>
        ) : (
          <code>{from}</code>
        )}
      </th>
      <td>
        <code class="parameter-to">{to}</code>
        {expected !== undefined && (
          <span class="parameter-value">
            <Value text={expected} label={`expected ${to}`} />
          </span>
        )}
      </td>
      <td>
        {actual === undefined ? (
          <span class="dim">nothing</span>
        ) : (
          <span class="parameter-value">
            <Value text={actual} label={`sent ${to}`} />
          </span>
        )}
      </td>
      <td>
        <span class={`chip ${tone}`} title={MEANINGS[verdict]}>
          {verdict}
        </span>
        {notes !== undefined && <span class="reading">{sayNotes(notes, t())}</span>}
      </td>
    </tr>
  );
}

function Value({ text, label }: { text: string; label: string }) {
  return text === '' ? <span class="dim">(empty)</span> : <LongText text={text} label={label} />;
}
