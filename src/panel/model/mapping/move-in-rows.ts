import type { MappingRow } from './mapping-rows.ts';

/** What a key does: goes to a row, or opens or closes one. */
export type RowMove = { to: number } | { toggle: string };

/**
 * The keys of a tree: up and down, right to open and go in, left to close and go out.
 * @param at the chosen row's index, -1 for none
 * @param page rows of one screen
 */
export function moveInRows(
  rows: readonly Pick<MappingRow, 'key' | 'level' | 'isOpen'>[],
  at: number,
  key: string,
  page: number,
): RowMove | undefined {
  const row = rows[at];
  switch (key) {
    case 'ArrowDown':
      return { to: at + 1 };
    case 'ArrowUp':
      return { to: Math.max(0, at - 1) };
    case 'PageDown':
      return { to: at + page };
    case 'PageUp':
      return { to: Math.max(0, at - page) };
    case 'Home':
      return { to: 0 };
    case 'End':
      return { to: rows.length - 1 };
    case 'ArrowRight':
      if (row?.isOpen === undefined) return undefined;
      return row.isOpen ? { to: at + 1 } : { toggle: row.key };
    case 'ArrowLeft': {
      if (row === undefined) return undefined;
      if (row.isOpen) return { toggle: row.key };
      let above = at - 1;
      while (above >= 0 && (rows[above]?.level ?? 1) >= row.level) above -= 1;
      return above < 0 ? undefined : { to: above };
    }
    case 'Enter':
    case ' ':
      return row?.isOpen === undefined ? undefined : { toggle: row.key };
    default:
      return undefined;
  }
}
