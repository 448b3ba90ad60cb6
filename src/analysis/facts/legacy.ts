import type { Severity } from '../verdicts.ts';
import type { Fact } from './fact.ts';
import type { FactBook } from './facts.ts';

/** A finding whose text is still written where it is found. */
export interface Finding {
  rule: string;
  severity: Severity;
  entries: string[];
  message: string;
  fix: string;
  reference: string;
}

/** A book that takes findings with their text. */
export interface LegacyBook {
  put(key: string, findings: readonly Finding[]): void;
  clear(): void;
}

/** Wraps a book of facts. */
export function legacyBook(book: FactBook): LegacyBook {
  return {
    put: (key, findings) =>
      book.put(
        key,
        findings.map(
          ({ rule, severity, entries, message, fix }) =>
            ({ rule, severity, entries, data: { message, fix } }) as Fact,
        ),
      ),
    clear: () => book.clear(),
  };
}
