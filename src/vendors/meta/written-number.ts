import type { PageValue } from '../../session/value.ts';

/** Longer texts are no amount that a page shows. */
const LONGEST = 40;

/** A sign in front of the digits or behind them, or their brackets: without it a refund is a sale. */
const NEGATIVE = /^[^\d]*[-−–(]|\d\s*[-−–]$/;

const PLAIN = /^(?:\d+(?:[.,]\d{1,2})?|0[.,]\d+)$/;
/**
 * Three digits behind each comma or point: thousands, or a fraction of three digits. No thousands
 * begin with a zero.
 */
const GROUPS = /^[1-9]\d{0,2}(?:([., '])\d{3})(?:\1\d{3})*$/;
const GROUPED_FRACTION = /^[1-9]\d{0,2}(?:([., '])\d{3})+([.,])\d{1,2}$/;

/**
 * The number in a text as people write it, such as `9,99`, `€ 9.99` or `1.234,50`; undefined where
 * it could be two.
 */
export function probableNumber(value: PageValue): number | undefined {
  const digits = digitsOf(value);
  if (digits === undefined) return undefined;
  if (PLAIN.test(digits)) return Number(digits.replace(',', '.'));
  const grouped = GROUPED_FRACTION.exec(digits);
  if (grouped === null || grouped[1] === grouped[2]) return undefined;
  const [group = '', point = ''] = grouped.slice(1);
  return Number(digits.split(group).join('').replace(point, '.'));
}

/** Whether a text as people write it can stand for the number: `1.234` for 1234 as well. */
export function canMean(value: PageValue, number: number): boolean {
  const digits = digitsOf(value);
  if (digits === undefined) return false;
  if (probableNumber(value) === number) return true;
  return GROUPS.test(digits) && Number(digits.replaceAll(/[., ']/g, '')) === number;
}

/** From the first digit to the last; all kinds of spaces and apostrophes as one. */
function digitsOf(value: PageValue): string | undefined {
  if (typeof value !== 'string' || value.length > LONGEST || NEGATIVE.test(value)) return undefined;
  const digits = /\d(?:.*\d)?/s.exec(value)?.[0];
  return digits?.replaceAll(/\s/g, ' ').replaceAll('’', "'");
}
