import type { Fact } from '../facts/fact.ts';
import type { Facts } from '../facts/facts.ts';
import { type Assessment, parametersOf } from './assess.ts';
import { mayBeUnowned, type Page } from './books.ts';
import {
  clashFact,
  forbiddenFact,
  lostTriggerFact,
  misnamedFacts,
  notCalledFact,
  parameterFacts,
  stoppedFacts,
} from './match-facts.ts';
import type { HashJudge } from './parameters.ts';

/** What the chain alone proves. */
export function chainFacts(
  facts: Facts,
  assessment: Assessment,
  page: Page,
  judgeHash: HashJudge,
): Fact[] {
  const { answer, arrived, verdict, reason, note, source } = assessment;
  if (answer.kind === 'clash') return [clashFact(assessment, answer.ids)];
  // Without a rule, a name alone is judged by the rules about Meta's names.
  if (answer.kind === 'none') return [];
  const { rule } = answer;
  switch (verdict) {
    case 'misnamed':
      return misnamedFacts(facts, assessment, rule, arrived);
    case 'unexpected':
      return [forbiddenFact(assessment, rule, arrived)];
    case 'unsent': {
      // One fault, one finding: why a pixel call was not sent is told of the call.
      if (arrived.length > 0) return [];
      if (reason !== undefined) return stoppedFacts(assessment, rule, reason);
      if (source.isTag || note?.code === 'destination-on-page')
        return [notCalledFact(assessment, rule)];
      const isLost = page.triggers.lost.has(source.key) && !mayBeUnowned(page, source);
      return isLost ? [lostTriggerFact(assessment, rule)] : [];
    }
    case 'matched':
    case 'custom':
    case 'not-visible': {
      const [event] = arrived;
      // Two copies of one event, the server's and the pixel's: the ledger compares those.
      const isCopy = event !== undefined && rule.visibility === 'server';
      if (isCopy) return [];
      const parameters = parametersOf(assessment, event, judgeHash);
      const proof = [...(event === undefined ? assessment.collected : [event, ...event.hits])].map(
        (shown) => shown.id,
      );
      return parameterFacts(facts, assessment, rule, parameters, {
        isJoined: true,
        proof,
        call: event?.call,
      });
    }
    default:
      return [];
  }
}
