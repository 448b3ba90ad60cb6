import { compilePattern, mappingRuleId } from './mapping-rule.ts';
import { nearestOf } from './nearest.ts';
import schema from './profile.schema.json';
import validate from './profile.schema.json?validator';
import type { MappingRule, Profile } from './profile.ts';

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

/** Settings have short names; a wrong guess does no harm. */
const LETTERS_PER_SLIP = 4;

/** Values in messages are cut after this many UTF-16 units. */
const SHOWN_UNITS = 80;

/**
 * Parses a profile's text.
 * @param file its name, for messages
 * @throws ProfileError
 */
export function parseProfile(text: string, file: string): Profile {
  let value: unknown;
  try {
    value = JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text);
  } catch (error) {
    throw new ProfileError(file, '', `not JSON: ${(error as Error).message}`);
  }
  return checkProfile(value, file);
}

/**
 * Checks a parsed profile, such as one that was edited in the panel.
 * @param file its name, for messages
 * @throws ProfileError
 */
export function checkProfile(value: unknown, file: string): Profile {
  if (!validate(value)) throw describeSchemaError(value, file);
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

interface Schema {
  items?: Schema;
  additionalProperties?: boolean | Schema;
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  minLength?: number;
  pattern?: string;
  properties?: Record<string, Schema>;
}

function describeSchemaError(value: unknown, file: string): ProfileError {
  const error = validate.errors?.[0];
  if (!error) return new ProfileError(file, '', 'not a profile');
  const { instancePath, params } = error;
  // What is wrong with the file as a whole is at its root.
  const at = instancePath === '' ? '/' : instancePath;
  const found = valueAt(value, instancePath);
  const parent = schemaFor(instancePath);
  switch (error.keyword) {
    case 'additionalProperties': {
      const name = String(params.additionalProperty);
      const known = Object.keys(parent.properties ?? {});
      const near = nearestOf(name, known, LETTERS_PER_SLIP);
      return new ProfileError(
        file,
        `${instancePath}/${escapePointer(name)}`,
        `${show(name)} is not a known setting; ${
          near === undefined ? `expected one of ${known.join(', ')}` : `did you mean "${near}"?`
        }`,
      );
    }
    case 'required': {
      const name = String(params.missingProperty);
      const missing = schemaFor(`${instancePath}/${escapePointer(name)}`);
      return new ProfileError(file, at, `"${name}" is missing; expected ${expectationOf(missing)}`);
    }
    case 'propertyNames':
    case 'enum': {
      // A wrong key is told of the key itself, with the value that holds it as its place.
      const name = typeof params.propertyName === 'string' ? params.propertyName : undefined;
      const key = name ?? wrongPropertyName(value, instancePath);
      if (key === undefined) return describeChoice(file, at, found, parent);
      return describeChoice(file, at, key, DEFINITIONS.consentSource ?? {});
    }
    default:
      return new ProfileError(file, at, `${show(found)} is not ${expectationOf(parent)}`);
  }
}

/** Ajv tells an error in a key with the place of its object: the first key that the schema lacks. */
function wrongPropertyName(value: unknown, path: string): string | undefined {
  if (path !== '/consent/categories') return undefined;
  const found = valueAt(value, path);
  const known = schema.definitions.consentSource.enum;
  return Object.keys(found as object).find((key) => !known.includes(key));
}

function describeChoice(file: string, at: string, found: unknown, parent: Schema): ProfileError {
  const choices = resolve(parent).enum ?? [];
  const names = choices.filter((choice) => typeof choice === 'string');
  const near = typeof found === 'string' ? nearestOf(found, names, LETTERS_PER_SLIP) : undefined;
  const hint = near === undefined ? '' : `; did you mean "${near}"?`;
  return new ProfileError(file, at, `${show(found)} is not ${expectationOf(parent)}${hint}`);
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  boolean: 'true or false',
  null: 'null',
  object: 'an object',
  array: 'a list',
};

/** What a place of the schema takes, in words: `a string or null`. */
function expectationOf(given: Schema): string {
  const place = resolve(given);
  if (place.enum !== undefined)
    return place.enum.length === 1
      ? show(place.enum[0])
      : `one of ${place.enum.map(show).join(', ')}`;
  if (place.const !== undefined) return show(place.const);
  const types = [place.type ?? 'object'].flat();
  const words = types.map((type) => TYPE_WORDS[type] ?? type);
  if (place.pattern !== undefined) return 'a host, or a host with a path';
  if (place.minLength !== undefined && types[0] === 'string')
    words[0] = types.length > 1 ? 'a non-empty string' : 'a string that is not empty';
  return words.join(' or ');
}

const DEFINITIONS: Readonly<Record<string, Schema>> = schema.definitions as Record<string, Schema>;

function resolve(place: Schema): Schema {
  const { $ref } = place;
  return $ref === undefined ? place : (DEFINITIONS[$ref.replace('#/definitions/', '')] ?? {});
}

/** The part of the schema that describes the value at a path of a profile. */
function schemaFor(path: string): Schema {
  let place: Schema = schema as Schema;
  for (const key of path.split('/').slice(1)) {
    const { properties = {}, additionalProperties, items } = resolve(place);
    const name = unescapePointer(key);
    if (Object.hasOwn(properties, name)) place = properties[name] ?? {};
    else if (typeof additionalProperties === 'object') place = additionalProperties;
    else place = items ?? {};
  }
  return resolve(place);
}

function valueAt(value: unknown, path: string): unknown {
  let place = value;
  for (const key of path.split('/').slice(1))
    place = (place as Record<string, unknown>)[unescapePointer(key)];
  return place;
}

function escapePointer(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}

function unescapePointer(key: string): string {
  return decodeURIComponent(key).replaceAll('~1', '/').replaceAll('~0', '~');
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? 'undefined';
  return text.length > SHOWN_UNITS ? `${text.slice(0, SHOWN_UNITS)}…` : text;
}
