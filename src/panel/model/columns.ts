import type { Analysis } from '../../analysis/analysis.ts';
import type { Entry } from '../../session/entry.ts';
import { type AnswerSource, ownAnswersOf, QUESTIONS, type Question } from '../text/answers.ts';
import { describeEntry } from '../text/describe-entry.ts';
import { parameterText } from '../text/event-outline.ts';
import type { Tone } from '../text/hit-words.ts';
import { initiatorOf } from '../text/initiator.ts';
import type { SortKey } from './sort-paced.ts';

/**
 * Columns of the stream that can be hidden; the event itself stays. That of the page is drawn only
 * where rows do not stand under theirs.
 */
export const COLUMNS = ['time', 'source', 'initiator', 'took', 'page', ...QUESTIONS] as const;

/** One of them. */
export type ColumnId = (typeof COLUMNS)[number];

/** Columns that are shown once they are chosen: most people do not ask for them. */
export const FIRST_HIDDEN: readonly ColumnId[] = ['took'];

/**
 * By what the stream is ordered: a column, the event's name, a parameter's path after a dot; `chain`:
 * what belongs to one event stands together.
 */
export type OrderBy = ColumnId | 'event' | 'chain' | `.${string}`;

/** The order of the rows. `time` and not `down`: as they came. */
export interface Order {
  by: OrderBy;
  down: boolean;
}

/** As the entries came. */
export const AS_THEY_CAME: Order = { by: 'time', down: false };

/** Parameters that can have a column at once. */
export const OWN_COLUMNS = 6;

/** Whether a name is one of the columns. */
export function isColumn(name: unknown): name is ColumnId {
  return COLUMNS.includes(name as ColumnId);
}

/** An order as it was kept; undefined where it is none. */
export function parseOrder(value: unknown): Order | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { by, down } = value as { by?: unknown; down?: unknown };
  const isKnown =
    isColumn(by) || by === 'event' || by === 'chain' || (typeof by === 'string' && /^\../.test(by));
  return isKnown ? { by: by as OrderBy, down: down === true } : undefined;
}

/** Least and most room of a column whose width is chosen, in pixels. */
export const COLUMN_PX = { least: 40, most: 600 } as const;

/** Widths that were chosen, in pixels, by column; that of a parameter by its path after a dot. */
export type Widths = ReadonlyMap<string, number>;

/** Widths as they were kept, as pairs; what is none is left out. */
export function parseWidths(value: unknown): [string, number][] {
  if (!Array.isArray(value)) return [];
  return value.slice(0, WIDTHS).flatMap((pair: unknown): [string, number][] => {
    const [id, px] = Array.isArray(pair) ? (pair as unknown[]) : [];
    if (typeof id !== 'string' || typeof px !== 'number') return [];
    return px >= COLUMN_PX.least && px <= COLUMN_PX.most ? [[id, px]] : [];
  });
}

/** Widths that are kept: of columns that are no longer there, too. */
const WIDTHS = 50;

/** The style variable of a column's width; undefined where there is no such column. */
export function widthVariable(id: string, own: readonly string[]): string | undefined {
  if (isColumn(id)) return `--${id}-width`;
  const index = own.indexOf(id.slice(1));
  return index === -1 ? undefined : `--own-${index}-width`;
}

/** The worst stands first. */
const RANK: Readonly<Record<Tone, number>> = { bad: 0, warn: 1, mute: 2, ok: 3 };

/** What an entry is ordered by in a column; its page is for the list to say. */
export function sortKeyOf(
  entry: Entry,
  by: Exclude<OrderBy, 'page'>,
  analysis: Omit<AnswerSource, 'chains'> & Pick<Analysis, 'chains' | 'log'>,
): SortKey {
  switch (by) {
    case 'time':
      return entry.at;
    case 'source':
      return describeEntry(entry, 0).label;
    case 'initiator':
      return initiatorOf(entry)?.label;
    case 'took':
      return tookOf(entry);
    case 'event': {
      const { name, command } = describeEntry(entry, 0);
      return name ?? command;
    }
    case 'chain': {
      const { root = entry.id } = analysis.chains.of(entry.id) ?? {};
      return `${sortable(analysis.log.get(root)?.at ?? entry.at)} ${root} ${sortable(entry.at)}`;
    }
    default: {
      if (by.startsWith('.')) return numberOrText(parameterText(entry, by.slice(1)));
      const answer = ownAnswersOf(entry, analysis)[by as Question];
      return answer && `${RANK[answer.tone]} ${answer.label}\t${sortable(answer.wait ?? 0)}`;
    }
  }
}

/** How long a hit took, in milliseconds, where its end is known. */
export function tookOf(entry: Entry): number | undefined {
  if (entry.kind !== 'hit' || entry.endAt === undefined) return undefined;
  return Math.max(0, entry.endAt - entry.at);
}

/** Milliseconds as a text that sorts like them, up to those since the epoch: to the microsecond. */
function sortable(at: number): string {
  return at.toFixed(3).padStart(18, '0');
}

function numberOrText(text: string | undefined): SortKey {
  return text !== undefined && /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}
