import { createFacts, type Facts } from '../../../src/analysis/facts/facts.ts';
import type { Context } from '../../../src/analysis/part.ts';
import type { Severity } from '../../../src/analysis/verdicts.ts';
import { ENGLISH, type Language } from '../../../src/language/languages.ts';
import { createGrading } from '../../../src/rules/grading.ts';
import { type Finding, readFinding } from '../../../src/rules/read-finding.ts';

/** What a part of the analysis found, as it is read. */
export interface PartFindings {
  all(language?: Language): Finding[];
  readonly counts: Readonly<Record<Severity, number>>;
}

/** What a part alone is not asked to know: no routes, no consent. */
const UNASKED: Pick<
  Context,
  | 'assumptions'
  | 'isOwnView'
  | 'addressAt'
  | 'consentOf'
  | 'consentBesideLock'
  | 'consentAt'
  | 'consentVerdictOf'
  | 'pairVerdictsOf'
> = {
  assumptions: [],
  isOwnView: () => false,
  addressAt: () => '',
  consentOf: () => 'no-source',
  consentBesideLock: () => ({ state: 'no-source', since: 0 }),
  consentAt: () => 'no-source',
  consentVerdictOf: () => undefined,
  pairVerdictsOf: () => [],
};

/** A context with facts, graded as the catalogue has it. */
export function withFacts(
  context: Omit<Context, 'facts' | keyof typeof UNASKED> & Partial<Context>,
): Context {
  const facts = createFacts(createGrading(context.profile), {
    get: context.get,
    pixelsOf: (id) => context.statesOf(id).flatMap(({ pixelId }) => pixelId ?? []),
  });
  return { ...UNASKED, ...context, facts };
}

/**
 * The findings of the parts that share a context.
 * @param area what one part finds, without those that it reads; all where it is absent
 */
export function findingsIn({ facts }: { facts: Facts }, area = ''): PartFindings {
  return {
    all(language = ENGLISH) {
      facts.settle();
      return facts.all().flatMap((fact) => {
        const severity = facts.severityOf(fact);
        return severity === undefined || !fact.rule.startsWith(area)
          ? []
          : [readFinding(fact, severity, language)];
      });
    },
    get counts() {
      const counts = { error: 0, warning: 0, info: 0 };
      for (const { severity } of this.all()) counts[severity] += 1;
      return counts;
    },
  };
}
