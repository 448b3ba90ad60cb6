/**
 * Whether a regular expression that a person wrote may never come to an end: a repetition whose
 * content can be read in several ways (`(a+)+`, `(.|\s)*`) doubles the work with each character of a
 * text that does not fit. No engine of a browser can be stopped while it tries.
 */

/** What can be read in two ways takes 2 to the power of its repetitions: as many are as good as no end. */
const MANY = 12;

/** One option of a group: `ab+c`. */
interface Option {
  /** Single characters that it must have, as patterns. */
  needed: string[];
  /** What it has once or more often, or not at all; undefined stands for more than a single character. */
  varied: (string | undefined)[];
  /** Whether some of that is repeated without an end. */
  isOpen: boolean;
  /** How it may begin; undefined where that is not one character. */
  first: string | undefined;
  /** How often something in it that can be read in two ways is repeated. */
  doubled: number;
  isEmpty: boolean;
}

interface Group {
  options: Option[];
}

/**
 * Whether trying a pattern may take for ever. It errs on the side of yes: a repetition in a
 * repetition is fine only where a character between tells them apart (`(\w+,)*`).
 * @param pattern one that is valid
 */
export function isEndless({ source, flags }: RegExp): boolean {
  const shared = sharedBy(flags);
  const outer: Group = { options: [emptyOption()] };
  const groups: Group[] = [outer];
  let at = 0;
  while (at < source.length) {
    const group = groups.at(-1) as Group;
    const option = group.options.at(-1) as Option;
    const atom = atomAt(source, at);
    at += atom.length;
    if (atom === '(') {
      at += /^\?(?:[:=!]|<[=!]|<[^>]*>)/.exec(source.slice(at))?.[0].length ?? 0;
      groups.push({ options: [emptyOption()] });
      continue;
    }
    if (atom === '|') {
      group.options.push(emptyOption());
      continue;
    }
    const closed = atom === ')' ? groups.pop() : undefined;
    const into = closed ? ((groups.at(-1) ?? outer).options.at(-1) as Option) : option;
    const quantifier = /^(?:[*+?]|\{\d+(?:,\d*)?\})\??/.exec(source.slice(at))?.[0] ?? '';
    at += quantifier.length;
    if (/^(?:\^|\$|\\[bB])$/.test(atom)) continue;
    const [least, most] = bounds(quantifier);
    let doubled = 0;
    if (closed) {
      const isVaried = closed.options.some((one) => isReadVariously(one, shared));
      if (most > 1 && isVaried && closed.options.some(({ isOpen }) => isOpen)) return true;
      const own = most > 1 && (isVaried || hasLikeOptions(closed, shared)) ? 1 : 0;
      const ways = Math.max(own, ...closed.options.map((one) => one.doubled));
      doubled = ways === 0 ? 0 : ways * most;
      if (doubled >= MANY) return true;
    }
    const character = closed ? undefined : atom;
    if (into.isEmpty) into.first = least > 0 ? character : undefined;
    into.isEmpty = false;
    into.doubled = Math.max(into.doubled, doubled);
    if (least > 0 && character !== undefined && most === least) into.needed.push(character);
    if (most > least) into.varied.push(character);
    if (most >= MANY) into.isOpen = true;
    for (const one of closed?.options ?? []) {
      into.varied.push(...one.varied.map(() => undefined));
      into.isOpen ||= one.isOpen;
    }
  }
  return false;
}

function emptyOption(): Option {
  return { needed: [], varied: [], isOpen: false, first: undefined, doubled: 0, isEmpty: true };
}

/** The token at a place: a class, an escape, or one character. */
function atomAt(source: string, at: number): string {
  const rest = source.slice(at);
  const token =
    /^\[(?:\\[\s\S]|[^\]\\])*\]/.exec(rest) ??
    /^\\(?:[pP]\{[^}]*\}|u\{[^}]*\}|u[\da-fA-F]{4}|x[\da-fA-F]{2}|k<[^>]*>|c[A-Za-z]|\d+|[\s\S])/.exec(
      rest,
    );
  return token?.[0] ?? String.fromCodePoint(rest.codePointAt(0) as number);
}

/** How often at least and at most. */
function bounds(quantifier: string): [number, number] {
  if (quantifier === '') return [1, 1];
  if (quantifier.startsWith('?')) return [0, 1];
  if (quantifier.startsWith('*')) return [0, Number.POSITIVE_INFINITY];
  if (quantifier.startsWith('+')) return [1, Number.POSITIVE_INFINITY];
  const [, least = '0', comma, most = ''] = /(\d+)(,?)(\d*)/.exec(quantifier) ?? [];
  if (!comma) return [Number(least), Number(least)];
  return [Number(least), most === '' ? Number.POSITIVE_INFINITY : Number(most)];
}

type Shared = (a: string, b: string) => boolean;

/** Whether nothing tells where one repetition of an option ends and the next begins. */
function isReadVariously({ needed, varied }: Option, shared: Shared): boolean {
  const [first] = varied;
  if (varied.length === 0) return false;
  if (varied.length > 1 || first === undefined) return true;
  return !needed.some((one) => !shared(one, first));
}

/** Whether two options of a group may begin alike, or one is nothing at all. */
function hasLikeOptions({ options }: Group, shared: Shared): boolean {
  if (options.some(({ isEmpty }) => isEmpty) && options.length > 1) return true;
  return options.some(({ first }, i) =>
    options
      .slice(i + 1)
      .some(
        (other) => first === undefined || other.first === undefined || shared(first, other.first),
      ),
  );
}

/** Characters by which two are held against each other; ASCII, Latin, and some beyond. */
const SAMPLES = [
  ...Array.from({ length: 0x250 }, (_, code) => String.fromCharCode(code)),
  ...['ж', 'ﬁ', '€', '\u2028', '\ufeff', '漢', '😀'],
];

/** Whether some character fits both of two patterns of single characters. */
function sharedBy(flags: string): Shared {
  const known = new Map<string, Set<string>>();
  const fitting = (atom: string) => {
    let set = known.get(atom);
    if (set === undefined) {
      const pattern = new RegExp(`^(?:${atom})$`, flags.replace(/[gy]/g, ''));
      set = new Set(SAMPLES.filter((sample) => pattern.test(sample)));
      known.set(atom, set);
    }
    return set;
  };
  return (a, b) => {
    if (a === b) return true;
    // A back reference is whatever was read before.
    if (/^\\(?:[1-9]|k<)/.test(a) || /^\\(?:[1-9]|k<)/.test(b)) return true;
    const others = fitting(b);
    for (const one of fitting(a)) if (others.has(one)) return true;
    return false;
  };
}
