import type { Evidence } from '../../analysis/analysis.ts';
import type { Entry } from '../../session/entry.ts';
import { describeEntry } from './describe-entry.ts';
import { t } from './language.ts';

/** An entry in a few words: its source and its event's name. */
export function entryTitle(entry: Entry): string {
  const { label, command, name } = describeEntry(entry, 0);
  return `${label} ${name ?? command}`;
}

/** Why a step stands behind another, and how long after it. */
export function evidenceWords(evidence: Evidence, cause: Entry | undefined, step: Entry): string {
  const words = t().detail.chain;
  if (cause === undefined) return words.evidence[evidence](words.gone);
  const ms = step.at - cause.at;
  const duration = t().say.duration(ms);
  const time =
    ms < 0
      ? words.before(duration)
      : step.kind === 'call'
        ? words.afterStart(duration)
        : words.after(duration);
  return `${words.evidence[evidence](entryTitle(cause))}, ${time}`;
}
