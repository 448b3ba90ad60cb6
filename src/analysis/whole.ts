import { mappingRuleId } from '../session/mapping-rule.ts';
import type { MappingRule } from '../session/profile.ts';
import type { Fact } from './facts/fact.ts';
import type { Context, Part } from './part.ts';
import type { Recording } from './recording.ts';
import { createStuckTriggers } from './stuck-triggers.ts';
import type { Coverage } from './verdicts.ts';

/** What only a session that is over can tell: that something never happened. */
export interface Whole extends Part {
  /** Nothing more is to come. */
  end(): void;
}

/** Pages that are named as proof that nothing happened on them. */
const SHOWN_PAGES = 10;

/** Systems that hits show too: an HTTP archive has them, without calls. */
const SHOWN_BY_HITS: ReadonlySet<MappingRule['from']['source']> = new Set(['cact', 'analytics']);

/**
 * The part that speaks at the end. It says nothing of a session that still grows.
 * @param coverage mapping rules and what met them
 */
export function createWhole(
  context: Context,
  recording: Recording,
  coverage: () => Coverage[],
): Whole {
  const book = context.facts.book();
  const own = (context.profile.mapping?.rules ?? []).filter(({ to }) => to !== null);
  const stuck = createStuckTriggers(context);
  let isOver = false;
  /** Top documents, as they came. */
  let tops: { id: string; at: number }[] = [];
  /** A document was there whose calls are heard. */
  let hasHeard = false;
  /** The site's server spoke while the session was recorded. */
  let hasServer = false;

  const emptyFacts = (): Fact[] => {
    const { calls, hits, pages, serverEvents, lost } = recording.counts;
    // What was lost may have been calls: that is said of the gap.
    if (calls > 0 || hits > 0 || lost > 0 || hasServer || (pages === 0 && serverEvents > 0))
      return [];
    const shown = [...tops].sort((a, b) => a.at - b.at).slice(0, SHOWN_PAGES);
    return [{ rule: 'log/empty', entries: shown.map(({ id }) => id), data: { pages } }];
  };

  const expectedFacts = (): Fact[] => {
    const rules = own.filter(({ from }) => hasHeard || SHOWN_BY_HITS.has(from.source));
    if (rules.length === 0) return [];
    const { lost, unsure } = recording.counts;
    const met = new Set(
      coverage().flatMap(({ rule, entries }) => (entries.length > 0 ? rule : [])),
    );
    const unmet = rules.filter((rule) => !met.has(mappingRuleId(rule)));
    if (unmet.length === rules.length)
      return [
        {
          rule: 'mapping/none-met',
          entries: [],
          data: { mappingRules: unmet.map(mappingRuleId) },
        },
      ];
    return unmet.map(
      (rule): Fact => ({
        rule: 'mapping/never-met',
        entries: [],
        data: {
          mappingRule: mappingRuleId(rule),
          to: rule.to ?? '',
          isUnsure: lost > 0 || unsure > 0,
        },
      }),
    );
  };

  return {
    add(entry, before) {
      stuck.add(entry);
      if (before) return;
      if (entry.kind === 'call') hasHeard = true;
      if (entry.kind === 'server' && entry.origin !== 'import') hasServer = true;
      if (entry.kind !== 'page' || entry.event !== 'start') return;
      if (entry.seen !== 'requests') hasHeard = true;
      if (entry.top !== false) tops.push(entry);
    },
    settle() {
      if (!isOver) return;
      const { lost, unsure } = recording.counts;
      const left = lost + unsure > 0 ? [] : stuck.facts();
      book.put('end', [...emptyFacts(), ...expectedFacts(), ...left]);
    },
    end() {
      isOver = true;
    },
    clear() {
      book.clear();
      stuck.clear();
      tops = [];
      hasHeard = false;
      hasServer = false;
    },
  };
}
