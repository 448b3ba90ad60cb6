import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import type { PersonalKind } from './kind.ts';
import { findPersonal } from './patterns.ts';

/**
 * Puts another value of the same form in the place of a personal one: letters for letters of the
 * same case, digits for digits, everything else as it is. So what Meta's libraries, and the rules
 * here, make of the form of a value (an address without `@`, capitals, a leading zero) stays as it
 * was. Each letter depends on those before it in its word and on the key: equal values stay equal,
 * in any case and cut or not, different ones different, and none stays what it was.
 */
export type Pseudonym = (kind: PersonalKind, text: string) => string;

/** Letters of other alphabets, by which a letter of that alphabet is replaced. */
const ALPHABETS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/\p{Script=Latin}/u, [...'àáâãäåæçèéêëìíîïñòóôõöøùúûü']],
  [/\p{Script=Cyrillic}/u, [...'абвгдежзийклмнопрстуфхцчшщэюя']],
  [/\p{Script=Greek}/u, [...'αβγδεζηθικλμνξοπρστυφχψω']],
  [/\p{Script=Han}/u, [...'安白北长大方高光海和江金林明南平青山水天田文西小新云中子']],
  [/\p{L}/u, [...'אבגדהוזחטיכלמנסעפצקרשת']],
];

const ASCII = [...'abcdefghijklmnopqrstuvwxyz'];
const DIGITS = [...'0123456789'];
/** A number's first digit but 1, by which phone numbers of North America are known. */
const FIRST_DIGITS = [...'23456789'];

/** Words whose pseudonyms are kept: values recur. */
const KEPT_WORDS = 20_000;

/** The pseudonyms of one key: whoever has it can tell what a value became, nobody else. */
export function createPseudonym(key: string): Pseudonym {
  const start = sha256.create().update(utf8ToBytes(`${key}\n`));
  const words = new Map<string, string>();

  /** A number that the text so far decides. */
  const numberAfter = (before: string): number => {
    const [a = 0, b = 0, c = 0] = start.clone().update(utf8ToBytes(before)).digest();
    return a * 65_536 + b * 256 + c;
  };

  const letter = (character: string, before: string): string => {
    const lower = character.toLowerCase();
    const list =
      lower >= 'a' && lower <= 'z'
        ? ASCII
        : ALPHABETS.find(([script]) => script.test(character))?.[1];
    if (list === undefined) return character;
    const turned = turn(list, lower, numberAfter(before));
    return lower === character ? turned : turned.toUpperCase();
  };

  /** One word: letters and digits without anything between them. */
  const word = (text: string): string => {
    const known = words.get(text);
    if (known !== undefined) return known;
    const made = /^\d+$/.test(text) ? number(text) : mixed(text);
    if (words.size < KEPT_WORDS) words.set(text, made);
    return made;
  };

  const mixed = (text: string): string => {
    let made = '';
    let before = '';
    for (const character of text) {
      made += /\d/.test(character)
        ? turn(DIGITS, character, numberAfter(before))
        : letter(character, before);
      before += character.toLowerCase();
    }
    return made;
  };

  /** Digits, whatever stands between them: leading zeros stay, as does a 1 at the head. */
  const number = (text: string): string => {
    let before = '';
    return text.replace(/\d/g, (digit) => {
      if (before === '' && digit === '0') return digit;
      const list = before === '' ? FIRST_DIGITS : DIGITS;
      const turned =
        before === '' && digit === '1' ? digit : turn(list, digit, numberAfter(`#${before}`));
      before += digit;
      return turned;
    });
  };

  const inWords = (text: string): string => text.replace(/[\p{L}\p{N}]+/gu, word);

  /** The last label of an address's domain stays: without one it would be no address. */
  const inParts = (text: string): string => {
    let made = '';
    let done = 0;
    for (const { kind, end } of text.includes('@') ? findPersonal(text) : []) {
      if (kind !== 'email') continue;
      const label = text.lastIndexOf('.', end - 1);
      made += inWords(text.slice(done, label)) + text.slice(label, end);
      done = end;
    }
    return made + inWords(text.slice(done));
  };

  return (kind, text) => {
    switch (kind) {
      case 'phone':
        return number(text);
      case 'birth':
        return date(text, numberAfter);
      case 'token': {
        // By its head it is known for one.
        const [head = ''] = /^(?:(?:bearer|basic)\s+)?(?:eyJ|EAA)?/i.exec(text) ?? [];
        return head + inWords(text.slice(head.length));
      }
      case 'id':
        return address(text, numberAfter) ?? inParts(text);
      default:
        return inParts(text);
    }
  };
}

/** Another member of a list. */
function turn(list: readonly string[], member: string, number: number): string {
  const at = list.indexOf(member);
  // A letter that the list does not have becomes any that it has.
  if (at === -1) return list[number % list.length] as string;
  return list[(at + 1 + (number % (list.length - 1))) % list.length] as string;
}

/** Turns a number within a range; one outside stays. */
function within(value: number, from: number, to: number, by: number): number {
  const size = to - from + 1;
  return from + ((value - from + 1 + (by % (size - 1))) % size);
}

/** A date in any order of its parts: days, months and years stay such. */
function date(text: string, numberAfter: (before: string) => number): string {
  const bare = /^\d{8}$/.exec(text.trim());
  const isYearFirst = bare !== null && /^(?:18|19|20)/.test(bare[0]);
  const parts = bare
    ? isYearFirst
      ? text.replace(/(\d{4})(\d\d)(\d\d)/, '$1 $2 $3')
      : text.replace(/(\d\d)(\d\d)(\d{4})/, '$1 $2 $3')
    : text;
  // One day is one day, in whatever order.
  const by = numberAfter(`date ${(parts.match(/\d+/g) ?? []).map(Number).sort().join(' ')}`);
  const turned = parts.replace(/\d+/g, (digits) => {
    const value = Number(digits);
    const made =
      value >= 1800 && value <= 2099
        ? within(value, 1800, 2099, by)
        : digits.length > 2 || value === 0
          ? value
          : value <= 12
            ? within(value, 1, 12, by)
            : value <= 31
              ? within(value, 13, 31, by)
              : within(value, 32, 99, by);
    return String(made).padStart(digits.length, '0');
  });
  return bare ? turned.replaceAll(' ', '') : turned;
}

/** An internet address: its head stays, by which one of a local network is known. */
function address(text: string, numberAfter: (before: string) => number): string | undefined {
  if (/^(?:\d{1,3}\.){3}\d{1,3}$/.test(text)) {
    const [first = '', second = '', ...rest] = text.split('.');
    let before = `${first}.${second}`;
    const made = rest.map((part) => {
      const turned = within(Number(part) % 256, 0, 255, numberAfter(before));
      before += `.${part}`;
      return String(turned);
    });
    return [first, second, ...made].join('.');
  }
  if (!/^[0-9a-f]{1,4}:[0-9a-f:]+$/i.test(text)) return undefined;
  const [first = '', ...rest] = text.split(':');
  let before = first;
  const made = rest.map((part) => {
    if (part === '') return part;
    const turned = within(Number.parseInt(part, 16) % 65_536, 0, 65_535, numberAfter(before));
    before += `:${part}`;
    return turned.toString(16).padStart(part.length, '0');
  });
  return [first, ...made].join(':');
}
