const FIRST_YEAR = 1800;
/**
 * The library takes years up to the next one by the machine's clock. Rules here know no clock, so
 * every year of four digits is taken: a later one is nobody's date of birth anyway.
 */
const LAST_YEAR = 9999;

/**
 * Reads a date as the Parameter Builder 1.3.2 does: three numbers in any order that the sizes
 * allow, month before day where both are possible; or eight digits as they are. The month and the
 * day are checked for 1 to 12 and 1 to 31, not against each other.
 * @returns YYYYMMDD, or undefined where it is no date
 */
export function readDateOfBirth(text: string): string | undefined {
  const groups = text.split(/\D+/).filter((group) => group !== '');
  if (groups.length >= 3) {
    const date = dateOf(groups.slice(0, 3).map(Number));
    if (date !== undefined) return date;
  }
  const [only] = groups;
  return groups.length === 1 && only?.length === 8 ? only : undefined;
}

function dateOf(numbers: readonly number[]): string | undefined {
  const [a = 0, b = 0, c = 0] = numbers;
  // The number over 31 is the year; without one, the last.
  const [year, first, second] = a > 31 ? [a, b, c] : b > 31 ? [b, c, a] : [c, a, b];
  const [month, day] = first > 12 ? [second, first] : [first, second];
  const isDate =
    year >= FIRST_YEAR && year <= LAST_YEAR && month >= 1 && month <= 12 && day >= 1 && day <= 31;
  if (!isDate) return undefined;
  return `${year}${String(month).padStart(2, '0')}${String(day).padStart(2, '0')}`;
}
