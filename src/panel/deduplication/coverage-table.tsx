import { useMemo } from 'preact/hooks';
import type { CopyCoverage } from '../../analysis/analysis.ts';
import { LINKS } from '../../rules/links.ts';
import type { Look } from '../model/look.ts';
import { formatCount } from '../text/describe-entry.ts';
import { t } from '../text/language.ts';

/** Rows shown; a site has some tens of names. */
const SHOWN = 500;

/** How many copies carry what Meta deduplicates by, per event, pixel and side. */
export function CoverageTable({ look }: { look: Look }) {
  const { book, version } = look;
  const words = t().deduplication;
  const rows = useMemo(() => look.read(() => book.analysis.pairs.coverage()), [book, version]);
  return (
    <div class="coverage" data-testid="coverage">
      <p class="dim">
        {words.coverageAbout}{' '}
        <a href={LINKS.metaVerifyingSetup.url} target="_blank" rel="noreferrer">
          {LINKS.metaVerifyingSetup.title}
        </a>
        .
      </p>
      {rows.length === 0 ? (
        <p>{words.noCopies}</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th scope="col">{words.coverage.event}</th>
              <th scope="col">{words.coverage.pixel}</th>
              <th scope="col">{words.coverage.side}</th>
              <th scope="col" class="number">
                {words.coverage.copies}
              </th>
              <th scope="col" class="number">
                {words.coverage.eventId}
              </th>
              <th scope="col" class="number">
                {words.coverage.externalId}
              </th>
              <th scope="col" class="number">
                {words.coverage.fbp}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, SHOWN).map((row) => (
              <CoverageRow key={`${row.eventName} ${row.pixelId} ${row.side}`} row={row} />
            ))}
          </tbody>
        </table>
      )}
      {rows.length > SHOWN && <p class="dim">{words.more(rows.length - SHOWN)}</p>}
    </div>
  );
}

function CoverageRow({ row }: { row: CopyCoverage }) {
  const { eventName, pixelId, side, total, eventId, automaticId, externalId, fbp } = row;
  return (
    <tr data-testid="coverage-row">
      <th scope="row">{eventName}</th>
      <td>{pixelId || <i>{t().deduplication.notKnown}</i>}</td>
      <td>{t().deduplication.side[side]}</td>
      <td class="number">{formatCount(total)}</td>
      <Percent count={eventId} total={total} name="event-id">
        {automaticId > 0 ? t().deduplication.automatic(automaticId) : undefined}
      </Percent>
      <Percent count={externalId} total={total} name="external-id" />
      <Percent count={fbp} total={total} name="fbp" />
    </tr>
  );
}

function Percent(props: { count: number; total: number; name: string; children?: string }) {
  const { count, total, name } = props;
  return (
    <td
      class="number"
      data-testid={`coverage-${name}`}
      title={t().deduplication.outOf(count, total)}
    >
      {props.children !== undefined && <span class="dim">{props.children} </span>}
      {t().say.percent(Math.floor((count / total) * 100) / 100)}
    </td>
  );
}
