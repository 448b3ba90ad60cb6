import { type ParseError, parse, printParseErrorCode, stripComments } from 'jsonc-parser';
import { isEndless } from './endless-pattern.ts';
import { READ_DEPTH } from './limits.ts';
import { compilePattern, mappingRuleId } from './mapping-rule.ts';
import { isDeeper } from './nesting.ts';
import schema from './profile.schema.json';
import validate from './profile.schema.json?validator';
import type { MappingRule, Profile } from './profile.ts';
import { readSchemaError, type Schema, type SchemaFault, show } from './schema-error.ts';
import { placeOf, type TextPlace } from './text-place.ts';

/** Why a profile cannot be read; the words stand in the language files. Values are JSON. */
export type ProfileFault =
  | SchemaFault
  /** `expected`: the parser's name of the error, as jsonc-parser has it. */
  | { code: 'not-json'; place: TextPlace; expected: string }
  | { code: 'too-deep'; depth: number }
  /** In the words of the engine. */
  | { code: 'unparsable'; why: string }
  /** A parameter needs one of `from` and `value`. */
  | { code: 'from-and-value' | 'no-from-nor-value'; found: string }
  /** A rule needs one of `name` and `pattern`. */
  | { code: 'name-and-pattern' | 'no-name-nor-pattern'; found: string }
  | { code: 'no-pattern'; found: string; why: string }
  /** See `isEndless`. */
  | { code: 'endless-pattern'; found: string }
  /** Stands at an earlier place, too. */
  | { code: 'twice'; what: Unique; found: string; first: string };

/** What a profile has once: a source event's rule, a rule's id, an endpoint. */
type Unique = 'rule' | 'id' | 'endpoint';

/** A profile that cannot be read. */
export class ProfileError extends Error {
  override name = 'ProfileError';
  readonly file: string;
  /** JSON pointer of the place; empty for the file as a whole. */
  readonly path: string;
  readonly fault: ProfileFault;
  constructor(file: string, path: string, fault: ProfileFault) {
    super(`${file}: ${path}: ${fault.code}`);
    this.file = file;
    this.path = path;
    this.fault = fault;
  }
}

/**
 * Parses a profile's text: JSON, which may have comments.
 * @param file its name, for messages
 * @throws ProfileError
 */
export function parseProfile(text: string, file: string): Profile {
  const plain = text.startsWith('\uFEFF') ? text.slice(1) : text;
  // Comments become blanks, and `JSON.parse` does the rest: a key `__proto__` is a key to it.
  const bare = stripComments(plain, ' ');
  // The parser that places faults calls itself for what is inside.
  const fault = isDeeper(bare, READ_DEPTH)
    ? { code: 'too-deep' as const, depth: READ_DEPTH }
    : syntaxFault(plain);
  if (fault !== undefined) throw new ProfileError(file, '', fault);
  return checkProfile(JSON.parse(bare), file);
}

/** Where a text stops being JSON with comments, and what was expected there; undefined where it is. */
function syntaxFault(text: string): ProfileFault | undefined {
  const faults: ParseError[] = [];
  try {
    parse(text, faults);
  } catch (error) {
    // The parser calls itself for what is inside: it cannot go down for ever.
    return { code: 'unparsable', why: (error as Error).message };
  }
  const [fault] = faults;
  return (
    fault && {
      code: 'not-json',
      place: placeOf(text, fault.offset),
      expected: printParseErrorCode(fault.error),
    }
  );
}

/**
 * Checks a parsed profile, such as one that was edited in the panel.
 * @param file its name, for messages
 * @throws ProfileError
 */
export function checkProfile(value: unknown, file: string): Profile {
  if (!validate(value)) {
    const definitions = schema.definitions as Record<string, Schema>;
    const { path, fault } = readSchemaError(validate.errors, definitions);
    throw new ProfileError(file, path, fault);
  }
  const profile = value as Profile;
  checkEndpoints(profile, file);
  checkRules(profile.mapping?.rules ?? [], file);
  for (const [i, pattern] of (profile.masking?.patterns ?? []).entries())
    checkPattern(pattern, `/masking/patterns/${i}`, file);
  for (const [name, { steps }] of Object.entries(profile.plans ?? {}))
    for (const [i, { parameters = {} }] of steps.entries())
      for (const [parameter, { pattern }] of Object.entries(parameters))
        if (pattern !== undefined)
          checkPattern(pattern, `/plans/${name}/steps/${i}/parameters/${parameter}/pattern`, file);
  return profile;
}

function checkPattern(pattern: string, place: string, file: string): void {
  let compiled: RegExp;
  try {
    compiled = compilePattern(pattern);
  } catch (error) {
    throw new ProfileError(file, place, {
      code: 'no-pattern',
      found: show(pattern),
      why: (error as Error).message,
    });
  }
  if (isEndless(compiled))
    throw new ProfileError(file, place, { code: 'endless-pattern', found: show(pattern) });
}

function checkRules(rules: readonly MappingRule[], file: string): void {
  const placeOfId = new Map<string, string>();
  const placeOfFrom = new Map<string, string>();
  for (const [i, rule] of rules.entries()) {
    const place = `/mapping/rules/${i}`;
    checkNames(rule, place, file);
    for (const [j, parameter] of (rule.parameters ?? []).entries())
      if ((parameter.from === undefined) === (parameter.value === undefined))
        throw new ProfileError(file, `${place}/parameters/${j}`, {
          code: parameter.from === undefined ? 'no-from-nor-value' : 'from-and-value',
          found: show(parameter),
        });
    const { source, name, pattern, where } = rule.from;
    refuseTwice(
      placeOfFrom,
      JSON.stringify([source, name, pattern, where?.property, where?.equals]),
      { place: `${place}/from`, found: show(rule.from), what: 'rule' },
      file,
    );
    refuseTwice(
      placeOfId,
      mappingRuleId(rule),
      { place: `${place}/id`, found: show(mappingRuleId(rule)), what: 'id' },
      file,
    );
  }
}

function checkNames({ from }: MappingRule, place: string, file: string): void {
  if ((from.name === undefined) === (from.pattern === undefined))
    throw new ProfileError(file, `${place}/from`, {
      code: from.name === undefined ? 'no-name-nor-pattern' : 'name-and-pattern',
      found: show(from),
    });
  if (from.pattern !== undefined) checkPattern(from.pattern, `${place}/from/pattern`, file);
}

function refuseTwice(
  places: Map<string, string>,
  key: string,
  { place, found, what }: { place: string; found: string; what: Unique },
  file: string,
): void {
  const first = places.get(key);
  if (first !== undefined)
    throw new ProfileError(file, place, { code: 'twice', what, found, first });
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
        found: `${vendor} ${show(address)}`,
        what: 'endpoint',
      },
      file,
    );
}
