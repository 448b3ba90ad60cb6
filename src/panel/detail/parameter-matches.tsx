import { useSignal } from '@preact/signals';
import { Fragment } from 'preact';
import type { ParameterMatch } from '../../analysis/analysis.ts';
import { sayNotes } from '../../language/match.ts';
import { t } from '../text/language.ts';
import { parameterTone } from '../text/verdict-chips.ts';
import { LongText } from '../ui/long-text.tsx';

/** Faults come first, then what nobody asked for, then what is well. */
const ORDER: readonly ParameterMatch['verdict'][] = [
  'missing',
  'different',
  'extra',
  'hashed-unknown',
  'not-judged',
  'hashed-equal',
  'equal',
];

/** So many that are equal are shown; more of them say no more. */
const EQUAL_SHOWN = 3;

/** Each parameter on its way: the property it comes from, what it should be, what was sent. */
export function ParameterMatches(props: {
  parameters: readonly ParameterMatch[];
  /** What arrived was seen. */
  isSeen: boolean;
}) {
  const { parameters, isSeen } = props;
  const words = t().detail.match;
  const showsAll = useSignal(false);
  if (parameters.length === 0)
    return <p class="dim">{isSeen ? words.nothingToCompare : words.noParameters}</p>;
  const sorted = [...parameters].sort(
    (a, b) => ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict),
  );
  const equal = sorted.filter(isEqual).length;
  const isFolded = equal > EQUAL_SHOWN && !showsAll.value;
  const shown = isFolded ? sorted.filter((one) => !isEqual(one)) : sorted;
  return (
    <table class="parameter-matches" data-testid="parameter-matches">
      <thead>
        <tr>
          <th scope="col">{words.source}</th>
          <th scope="col">{words.expected}</th>
          <th scope="col">{words.sent}</th>
          <th scope="col">{words.verdict}</th>
        </tr>
      </thead>
      <tbody>
        {shown.map((parameter, i) => (
          <ParameterRow key={`${parameter.from} ${parameter.to} ${i}`} parameter={parameter} />
        ))}
        {isFolded && (
          <tr>
            <td colSpan={4}>
              <button
                type="button"
                class="link"
                data-testid="equal-parameters"
                onClick={() => {
                  showsAll.value = true;
                }}
              >
                {words.equal(equal)}
              </button>
            </td>
          </tr>
        )}
      </tbody>
    </table>
  );
}

function isEqual({ verdict }: ParameterMatch): boolean {
  return verdict === 'equal' || verdict === 'hashed-equal';
}

function ParameterRow({ parameter }: { parameter: ParameterMatch }) {
  const { from, to, expected, actual, verdict, notes } = parameter;
  const tone = parameterTone(parameter);
  const words = t().detail.match;
  return (
    <tr
      class={`parameter-match ${tone}`}
      data-testid="parameter-match"
      data-name={to}
      data-verdict={verdict}
    >
      <th scope="row">
        {from === '' ? (
          <span class="dim">{verdict === 'extra' ? '–' : words.constant}</span>
        ) : (
          <code>{breakable(from)}</code>
        )}
      </th>
      <td>
        <code class="parameter-to">{to}</code>
        {expected !== undefined && (
          <span class="parameter-value">
            <Value text={expected} label={words.expectedValue(to)} />
          </span>
        )}
      </td>
      <td>
        {actual === undefined ? (
          <span class="dim">{words.nothing}</span>
        ) : (
          <span class="parameter-value">
            <Value text={actual} label={words.sentValue(to)} />
          </span>
        )}
      </td>
      <td>
        <span class={`chip ${tone}`} title={words.meaning[verdict]}>
          {t().verdict.parameter[verdict]}
        </span>
        {notes !== undefined && <span class="reading">{sayNotes(notes, t())}</span>}
      </td>
    </tr>
  );
}

/** A path that a narrow column breaks at its dots, not within a name. */
function breakable(path: string) {
  return path.split('.').map((name, i) => (
    <Fragment key={`${i} ${name}`}>
      {i > 0 && (
        <>
          .<wbr />
        </>
      )}
      {name}
    </Fragment>
  ));
}

function Value({ text, label }: { text: string; label: string }) {
  return text === '' ? (
    <span class="dim">{t().ui.empty}</span>
  ) : (
    <LongText text={text} label={label} />
  );
}
