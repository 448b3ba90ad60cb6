/**
 * Mapping rules as data: which event of another system becomes which Meta event, and which of its
 * properties which parameter. The tables of each vendor stand in the vendor's folder, with their
 * source; a user's own rules come from the profile and take the same shape.
 */

/** Where a source event was seen: a source of calls, or the vendor of a hit. */
export type MappedSystem =
  | 'loyjoy'
  | 'dataLayer'
  | 'cact'
  | 'analytics'
  | 'commanders-act'
  | 'segment';

/** What is to be known of a row, a name or a value of a table; its words stand in the language files. */
export type TableNote =
  /** Commanders Act's page of today maps sign_up in its place. */
  | 'sign-up-instead'
  /** Commanders Act's older page maps complete_registration, and passes sign_up through. */
  | 'complete-registration-instead'
  /** The page gives the hash itself. */
  | 'hashed-by-page'
  /** The older page's name of the property; today's has `value`. */
  | 'amount-of-older-page'
  /** The vendor's library makes `amount` of it. */
  | 'revenue'
  /** Only the vendor's page of today maps it. */
  | 'mapped-since'
  /** Segment's setting takes the other of price and value. */
  | 'value-identifier';

/** A name that a property has in the source event. */
export interface PropertyName {
  /**
   * Dots go deeper. `items[]` stands for each item of a list, first one first; `category_{1-5}` for
   * category_1 to category_5. The first value that is given counts (session/value/path.ts).
   */
  path: string;
  /** The value is what the items of that list cost together: price times quantity. */
  sum?: true;
  /** Why this name is accepted where it is not the one of the table's source. */
  note?: TableNote;
}

/** How a value changes on its way, besides its name. */
export type ParameterForm =
  /** Items of any of the vocabularies become `{id, quantity, item_price}`. */
  | 'contents'
  /** The items' ids. */
  | 'ids'
  /** The number of items: of kinds, or of pieces. */
  | 'count';

/** A property and the parameter that it becomes. */
export interface ParameterRow {
  /** Names that it may have, the first that is given counts. Empty: a constant or a default. */
  from: readonly PropertyName[];
  /** At Meta: a name of custom data as it is (`value`), or `user_data.em`. */
  to: string;
  /** Sent as its SHA-256 after Meta's normalisation. */
  hashed?: true;
  form?: ParameterForm;
  /** Always this value; it must arrive. */
  constant?: string | number | boolean;
  /** Put in by the vendor's code where the source event says nothing; settings may say otherwise. */
  default?: string | number | boolean;
  /** A property that takes the place of all others where it is there. */
  override?: string;
  /**
   * The vendor's documents name several properties: the first that is given decides, in the order of
   * `from`. Without it, which of them counts is the vendor's settings' to say, and any may.
   */
  firstDecides?: true;
  /** Values that the vendor's code is known to send instead, with the reason. */
  accepts?: readonly { value: string; note: TableNote }[];
}

/** A name and the Meta event that it becomes. */
export interface MappingRow {
  /** The source event's exact name: case and spaces count. */
  from: string;
  to: string;
  note?: TableNote;
}

/** A source event that is known by what it carries, whatever its name. */
export interface PropertyRow {
  /** The path of the property; its first part is looked for first. */
  property: string;
  to: string;
  parameters: readonly ParameterRow[];
  /** The path of a number that counts steps: only the first is the event. */
  step?: string;
}

/**
 * How sure it is that the Meta event can be seen here. `seen`: the mapping runs in the browser.
 * `server`: a server sends it, and what the browser shows is the hit to that server. `either`: it
 * depends on the vendor's settings, which nobody sees. `convention`: many sites do it so; nothing
 * says that this one must.
 */
export type Visibility = 'seen' | 'server' | 'either' | 'convention';

/** The rules of one vendor. */
export interface MappingTable {
  /** First part of its rules' ids. */
  id: string;
  systems: readonly MappedSystem[];
  visibility: Visibility;
  rows: readonly MappingRow[];
  /** They go before the rows. */
  byProperty?: readonly PropertyRow[];
  /** Of every row, where a row of the same `to` in `parametersOf` does not say otherwise. */
  parameters: readonly ParameterRow[];
  /** By the source event's name: instead of `parameters`. */
  parametersOf?: Readonly<Record<string, readonly ParameterRow[]>>;
  /** Names without a row go out unchanged. Absent: nothing is known about them. */
  passesThrough?: true;
  /** The path of a property that gives the Meta event's name, whatever the rows say. */
  nameOverride?: string;
}

/** All that a table knows, by names and by what a source event carries. */
export function rowsOf({ rows, byProperty = [] }: MappingTable): MappingRow[] {
  return [...rows, ...byProperty.map(({ property, to }) => ({ from: property, to }))];
}

/** The id of a table's row in reports, e.g. `commanders-act/purchase`. */
export function ruleId(table: MappingTable, from: string): string {
  return `${table.id}/${from}`;
}
