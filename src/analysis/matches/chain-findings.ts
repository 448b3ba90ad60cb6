import type { Facts } from '../facts/facts.ts';
import type { Finding } from '../facts/legacy.ts';
import { type Assessment, parametersOf } from './assess.ts';
import { mayBeUnowned, type Page } from './books.ts';
import {
  clashFinding,
  forbiddenFinding,
  lostTriggerFinding,
  misnamedFinding,
  parameterFindings,
  unsentFinding,
} from './match-findings.ts';
import type { HashJudge } from './parameters.ts';

/** What the chain alone proves. */
export function chainFindings(
  facts: Facts,
  assessment: Assessment,
  page: Page,
  judgeHash: HashJudge,
): Finding[] {
  const { answer, arrived, verdict, reason, source } = assessment;
  if (answer.kind === 'clash') return [clashFinding(assessment, answer.ids)];
  // Without a rule, a name alone is judged by the rules about Meta's names.
  if (answer.kind === 'none') return [];
  const { rule } = answer;
  switch (verdict) {
    case 'misnamed':
      return listOf(misnamedFinding(facts, assessment, rule, arrived));
    case 'unexpected':
      return [forbiddenFinding(assessment, rule, arrived)];
    case 'unsent': {
      if (reason !== undefined || arrived.length > 0)
        return listOf(
          arrived.length > 0 && reason === undefined
            ? undefined
            : unsentFinding(assessment, rule, { events: arrived, reason }),
        );
      if (source.isTag) return listOf(unsentFinding(assessment, rule, { events: [] }));
      const isLost = page.triggers.lost.has(source.key) && !mayBeUnowned(page, source);
      return isLost ? [lostTriggerFinding(assessment, rule)] : [];
    }
    case 'matched':
    case 'custom': {
      const [event] = arrived;
      const parameters = parametersOf(assessment, event, judgeHash);
      // Two copies of one event, the server's and the pixel's: the ledger compares those.
      const isCopy = event !== undefined && rule.visibility === 'server';
      if (isCopy) return [];
      const proof = [...(event === undefined ? assessment.collected : [event, ...event.hits])].map(
        (shown) => shown.id,
      );
      return parameterFindings(facts, assessment, rule, parameters, {
        isJoined: true,
        proof,
        call: event?.call,
      });
    }
    default:
      return [];
  }
}

/** A finding as a list, empty where there is none. */
export function listOf(finding: Finding | undefined): Finding[] {
  return finding === undefined ? [] : [finding];
}
