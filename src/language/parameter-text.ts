/** What is said of a parameter of a hit. */
export interface ParameterText {
  /** A few words, for a table. */
  label: string;
  /** A sentence. */
  meaning: string;
  /** Known values in words. */
  values?: Readonly<Record<string, string>>;
}
