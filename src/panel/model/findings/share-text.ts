import type { Block } from './group-facts.ts';

/** What several findings of a rule say, each sentence once. */
export interface SharedText {
  /** Sentences that all of them begin with. */
  lead: string;
  /** What each says alone; '' where it is nothing. */
  own: string[];
  /** The other sentences that all of them have. */
  rest: string;
  /** All have the same to be done. A corrected line is each one's own. */
  isFixShared: boolean;
}

/** Takes what all blocks say out of each of them. */
export function shareText(blocks: readonly Block[]): SharedText {
  const all = blocks.map(({ finding }) => sentencesOf(finding.message));
  const [first = []] = all;
  const shared = blocks.length < 2 ? [] : first.filter((one) => all.every((s) => s.includes(one)));
  const end = shared.findIndex((one, i) => all.some((sentences) => sentences[i] !== one));
  const leading = end === -1 ? shared.length : end;
  const fixes = new Set(blocks.map(({ finding }) => finding.fix));
  return {
    lead: shared.slice(0, leading).join(' '),
    own: all.map((sentences) => sentences.filter((one) => !shared.includes(one)).join(' ')),
    rest: shared.slice(leading).join(' '),
    isFixShared:
      blocks.length > 1 && fixes.size === 1 && blocks.every(({ finding }) => !finding.code),
  };
}

/** Between two sentences; `z. B.` ends none. */
const BETWEEN = /(?<=[.!?]["”“»)]?)(?<!(?:^|[\s(])\p{L}\.)\s+(?=\P{Ll})/u;
const QUOTES = /["“”„«»]/g;

/** The sentences of a text; what is quoted is not taken apart, whatever a page wrote into it. */
function sentencesOf(text: string): string[] {
  const sentences: string[] = [];
  let open = '';
  for (const part of text.split(BETWEEN)) {
    open = open === '' ? part : `${open} ${part}`;
    if ((open.match(QUOTES)?.length ?? 0) % 2 === 1) continue;
    sentences.push(open);
    open = '';
  }
  return open === '' ? sentences : [...sentences, open];
}
