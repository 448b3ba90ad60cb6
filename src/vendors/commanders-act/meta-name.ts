import { COMMANDERS_ACT_MAPPING } from './mapping.ts';

const NAMES: ReadonlyMap<string, string> = new Map(
  COMMANDERS_ACT_MAPPING.rows.map(({ from, to }) => [from, to]),
);

/**
 * Whether Commanders Act's connector sends an event of this name to Meta under that one: by its
 * table, or unchanged where the table has no row (seed 003, domain facts 5.4).
 */
export function isMetaNameOf(name: string, metaName: string): boolean {
  return (NAMES.get(name) ?? name) === metaName;
}
