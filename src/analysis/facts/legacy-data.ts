/** Data of a rule that still brings its text. */
export interface LegacyData {
  message: string;
  fix: string;
}
