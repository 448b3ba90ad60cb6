import { usePanel } from '../model/context.ts';
import { t } from '../text/language.ts';
import { LoupeIcon } from '../ui/icons.tsx';
import { Marked } from '../ui/marked.tsx';

/** Says why the ledger shows no row. */
export function EmptyLedger({ rows }: { rows: number }) {
  const { ledger } = usePanel();
  const words = t().deduplication;
  if (rows > 0)
    return (
      <div class="empty" data-testid="ledger-filtered">
        <LoupeIcon />
        <h2>{words.noMatch}</h2>
        <p>{words.hidden(rows)}</p>
        <button
          type="button"
          class="button"
          data-testid="ledger-clear-filter"
          onClick={() => ledger.clearFilter()}
        >
          {words.clearFilter}
        </button>
      </div>
    );
  return (
    <div class="empty" data-testid="ledger-empty">
      <LoupeIcon />
      <h2>{words.noEvents}</h2>
      <p>{words.noEventsText}</p>
      <ServerEventsHelp />
    </div>
  );
}

/** The ways in which server events come into a session. */
export function ServerEventsHelp() {
  const { ways } = t().deduplication;
  return (
    <ul class="ways" data-testid="server-ways">
      {Object.values(ways).map((way) => (
        <li key={way}>
          <Marked text={way} />
        </li>
      ))}
    </ul>
  );
}
