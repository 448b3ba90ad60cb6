import { useMemo } from 'preact/hooks';
import type { CopyCoverage } from '../../analysis/analysis.ts';
import { LINKS } from '../../rules/links.ts';
import type { Look } from '../model/look.ts';
import { formatCount } from '../text/describe-entry.ts';

/** Rows shown; a site has some tens of names. */
const SHOWN = 500;

/** How many copies carry what Meta deduplicates by, per event, pixel and side. */
export function CoverageTable({ look }: { look: Look }) {
  const { book, version } = look;
  const rows = useMemo(() => look.read(() => book.analysis.pairCoverage()), [book, version]);
  return (
    <div class="coverage" data-testid="coverage">
      <p class="dim">
        Copies that carry what Meta deduplicates by. The more, the better; Meta names no threshold:{' '}
        <a href={LINKS.metaVerifyingSetup.url} target="_blank" rel="noreferrer">
          {LINKS.metaVerifyingSetup.title}
        </a>
        .
      </p>
      {rows.length === 0 ? (
        <p>No copies yet.</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th scope="col">Event</th>
              <th scope="col">Pixel</th>
              <th scope="col">Side</th>
              <th scope="col" class="number">
                Copies
              </th>
              <th scope="col" class="number">
                Event id
              </th>
              <th scope="col" class="number">
                External id
              </th>
              <th scope="col" class="number">
                fbp
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
      {rows.length > SHOWN && <p class="dim">{formatCount(rows.length - SHOWN)} more.</p>}
    </div>
  );
}

function CoverageRow({ row }: { row: CopyCoverage }) {
  const { eventName, pixelId, side, total, eventId, automaticId, externalId, fbp } = row;
  return (
    <tr data-testid="coverage-row">
      <th scope="row">{eventName}</th>
      <td>{pixelId || <i>not known</i>}</td>
      <td>{side}</td>
      <td class="number">{formatCount(total)}</td>
      <Percent count={eventId} total={total} name="event-id">
        {automaticId > 0 ? `${formatCount(automaticId)} automatic` : undefined}
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
      title={`${formatCount(count)} of ${formatCount(total)}`}
    >
      {props.children !== undefined && <span class="dim">{props.children} </span>}
      {Math.floor((count / total) * 100)} %
    </td>
  );
}
