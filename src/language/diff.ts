import type { DiffWords, Words } from './words.ts';

/** What became of one part of an event between two sessions, as `src/diff` has it. */
interface SaidChange {
  what: 'step' | 'parameter' | 'state' | 'pair' | 'consent' | 'page';
  lost?: true;
  step?: string;
  name?: string;
  before?: string;
  after?: string;
}

/** A change in words: `lost: value of fbq track Lead, was 3`. */
export function sayChange(
  { what, lost, step, name, before, after }: SaidChange,
  t: DiffWords,
): string {
  const mark = lost ? t.lost : t.changed;
  switch (what) {
    case 'step':
      return lost ? t.stepWent(step ?? '') : t.stepCame(step ?? '');
    case 'parameter':
      return `${mark}: ${t.parameter(name ?? '', step ?? '', before, after)}`;
    case 'state':
      return `${mark}: ${t.state(step ?? '', before ?? t.nothing, after ?? t.nothing)}`;
    default:
      return `${mark}: ${t.verdict[what]} ${before ?? t.nothing} → ${after ?? t.nothing}`;
  }
}

/** What changes of an event's verdicts, each as `consent granted → denied`. */
export function sayStandings(
  before: Standing,
  after: Standing,
  { suppose, diff }: Pick<Words, 'suppose' | 'diff'>,
): string[] {
  return (['consent', 'pair', 'state'] as const).flatMap((what) => {
    if (before[what] === after[what]) return [];
    const { nothing } = diff;
    return `${suppose.verdict[what]} ${before[what] ?? nothing} → ${after[what] ?? nothing}`;
  });
}

/** An event's verdicts, as `src/diff` has them. */
interface Standing {
  state?: string;
  consent?: string;
  pair?: string;
}
