import { type ParseError, parse, printParseErrorCode, stripComments } from 'jsonc-parser';
import { compilePattern, mappingRuleId } from './mapping-rule.ts';
import schema from './profile.schema.json';
import validate from './profile.schema.json?validator';
import type { MappingRule, Profile } from './profile.ts';
import { describeSchemaError, type Schema, show } from './schema-error.ts';
import { placeOf } from './text-place.ts';

/** A profile that cannot be read: `message` names the file, the path, the value and what was expected. */
export class ProfileError extends Error {
  override name = 'ProfileError';
  readonly file: string;
  /** JSON pointer of the place; empty for the file as a whole. */
  readonly path: string;
  /** The message without file and path. */
  readonly problem: string;
  constructor(file: string, path: string, problem: string) {
    super(path === '' ? `${file}: ${problem}` : `${file}: ${path}: ${problem}`);
    this.file = file;
    this.path = path;
    this.problem = problem;
  }
}

/** What a place lacks where the parser of jsonc-parser stops, by its name of the error. */
const EXPECTED: Readonly<Record<string, string>> = {
  PropertyNameExpected: 'a name in double quotes',
  ColonExpected: '":"',
  CommaExpected: '","',
  CloseBraceExpected: '"}"',
  CloseBracketExpected: '"]"',
  EndOfFileExpected: 'nothing after the profile',
  UnexpectedEndOfComment: '"*/"',
  UnexpectedEndOfString: 'a double quote that ends the text',
  InvalidUnicode: 'four hexadecimal digits',
  InvalidEscapeCharacter: 'an escape such as \\n',
  InvalidCharacter: 'no control character in a text',
};

/**
 * Parses a profile's text: JSON, which may have comments.
 * @param file its name, for messages
 * @throws ProfileError
 */
export function parseProfile(text: string, file: string): Profile {
  const plain = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const problem = describeSyntax(plain);
  if (problem !== undefined) throw new ProfileError(file, '', `not JSON: ${problem}`);
  // Comments become blanks, and `JSON.parse` does the rest: a key `__proto__` is a key to it.
  return checkProfile(JSON.parse(stripComments(plain, ' ')), file);
}

/** Where a text stops being JSON with comments, and what was expected there; undefined where it is. */
function describeSyntax(text: string): string | undefined {
  const faults: ParseError[] = [];
  try {
    parse(text, faults);
  } catch (error) {
    // The parser calls itself for what is inside: it cannot go down for ever.
    return (error as Error).message;
  }
  const [fault] = faults;
  const expected = fault && (EXPECTED[printParseErrorCode(fault.error)] ?? 'a value');
  return fault && `${placeOf(text, fault.offset)}: expected ${expected}`;
}

/**
 * Checks a parsed profile, such as one that was edited in the panel.
 * @param file its name, for messages
 * @throws ProfileError
 */
export function checkProfile(value: unknown, file: string): Profile {
  if (!validate(value)) {
    const { path, problem } = describeSchemaError(
      validate.errors,
      schema.definitions as Record<string, Schema>,
    );
    throw new ProfileError(file, path, problem);
  }
  const profile = value as Profile;
  checkEndpoints(profile, file);
  checkRules(profile.mapping?.rules ?? [], file);
  return profile;
}

function checkRules(rules: readonly MappingRule[], file: string): void {
  const placeOfId = new Map<string, string>();
  const placeOfFrom = new Map<string, string>();
  for (const [i, rule] of rules.entries()) {
    const place = `/mapping/rules/${i}`;
    checkNames(rule, place, file);
    for (const [j, parameter] of (rule.parameters ?? []).entries())
      if ((parameter.from === undefined) === (parameter.value === undefined))
        throw new ProfileError(
          file,
          `${place}/parameters/${j}`,
          `${show(parameter)} has ${parameter.from === undefined ? 'neither' : 'both'} "from" ${parameter.from === undefined ? 'nor' : 'and'} "value"; expected one of them`,
        );
    const { source, name, pattern, where } = rule.from;
    refuseTwice(
      placeOfFrom,
      JSON.stringify([source, name, pattern, where?.property, where?.equals]),
      { place: `${place}/from`, shown: show(rule.from), wanted: 'one rule for each source event' },
      file,
    );
    refuseTwice(
      placeOfId,
      mappingRuleId(rule),
      { place: `${place}/id`, shown: show(mappingRuleId(rule)), wanted: 'an id of its own' },
      file,
    );
  }
}

function checkNames({ from }: MappingRule, place: string, file: string): void {
  if ((from.name === undefined) === (from.pattern === undefined))
    throw new ProfileError(
      file,
      `${place}/from`,
      from.name === undefined
        ? `${show(from)} names no event; expected "name" or "pattern"`
        : `${show(from)} has both "name" and "pattern"; expected one of them`,
    );
  if (from.pattern === undefined) return;
  try {
    compilePattern(from.pattern);
  } catch (error) {
    throw new ProfileError(
      file,
      `${place}/from/pattern`,
      `${show(from.pattern)} is not a regular expression: ${(error as Error).message}`,
    );
  }
}

function refuseTwice(
  places: Map<string, string>,
  key: string,
  { place, shown, wanted }: { place: string; shown: string; wanted: string },
  file: string,
): void {
  const first = places.get(key);
  if (first !== undefined)
    throw new ProfileError(file, place, `${shown} stands in ${first} too; expected ${wanted}`);
  places.set(key, place);
}

function checkEndpoints({ endpoints = [] }: Profile, file: string): void {
  const places = new Map<string, string>();
  for (const [i, { vendor, address }] of endpoints.entries())
    refuseTwice(
      places,
      `${vendor} ${address.trim().toLowerCase()}`,
      {
        place: `/endpoints/${i}`,
        shown: `${vendor} ${show(address)}`,
        wanted: 'each endpoint once',
      },
      file,
    );
}
