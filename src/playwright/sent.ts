import { plainText } from '../session/value/plain.ts';
import type { SentEvent } from '../vendors/sent-events.ts';

/** A parameter that is not as it was expected. */
export interface Difference {
  parameter: string;
  expected: string;
  /** Absent: it was not sent. */
  actual?: string;
}

/** What is not as expected in an event; empty where all is. */
export function differencesIn(
  event: SentEvent,
  expected: Readonly<Record<string, unknown>>,
): Difference[] {
  return Object.entries(expected).flatMap(([parameter, value]) => {
    const actual = Object.hasOwn(event.parameters, parameter)
      ? event.parameters[parameter]
      : undefined;
    if (isAsExpected(actual, value)) return [];
    const about = { parameter, expected: show(value) };
    return [actual === undefined ? about : { ...about, actual: plainText(actual) }];
  });
}

/** What expect.any() and its like are in every test runner. */
interface Asymmetric {
  asymmetricMatch(actual: unknown): boolean;
  toAsymmetricMatcher?(): string;
}

function isAsymmetric(value: unknown): value is Asymmetric {
  return typeof (value as Asymmetric | null)?.asymmetricMatch === 'function';
}

/**
 * Whether what a hit carries is what was expected. A hit is text: a number is expected as the number
 * that the text is, a word as the text. Lists must be the same, objects may have more.
 */
function isAsExpected(actual: unknown, expected: unknown): boolean {
  const number = typeof actual === 'string' && actual !== '' ? Number(actual) : Number.NaN;
  if (isAsymmetric(expected))
    return (
      expected.asymmetricMatch(actual) ||
      (!Number.isNaN(number) && expected.asymmetricMatch(number))
    );
  if (expected === undefined) return actual === undefined;
  if (actual === undefined) return false;
  if (expected instanceof RegExp) return expected.test(String(actual));
  if (typeof expected === 'number') return actual === expected || number === expected;
  if (Array.isArray(expected))
    return (
      Array.isArray(actual) &&
      actual.length === expected.length &&
      expected.every((one, n) => isAsExpected(actual[n], one))
    );
  if (typeof expected === 'object' && expected !== null)
    return (
      typeof actual === 'object' &&
      actual !== null &&
      Object.entries(expected).every(([key, one]) =>
        isAsExpected((actual as Record<string, unknown>)[key], one),
      )
    );
  return String(actual) === String(expected);
}

function show(value: unknown): string {
  if (isAsymmetric(value)) return value.toAsymmetricMatcher?.() ?? String(value);
  if (value instanceof RegExp) return String(value);
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
}
