import { nearestOf } from './nearest.ts';

/** The part of a JSON Schema that describes one value. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  minLength?: number;
  pattern?: string;
  properties?: Record<string, Schema>;
  oneOf?: Schema[];
}

type Definitions = Readonly<Record<string, Schema>>;

/** What Ajv's validator says of a value, with the value and the part of the schema at fault (its option `verbose`). */
export interface SchemaError {
  /** JSON pointer; the key at fault is in `propertyName`. */
  instancePath: string;
  keyword: string;
  params: Record<string, unknown>;
  parentSchema: Schema;
  data: unknown;
}

/** What is wrong with a value, in words. */
export interface SchemaProblem {
  /** JSON pointer of the place; `/` for the value as a whole. */
  path: string;
  /** What stands there, and what was expected: `5 is not a string`. */
  problem: string;
}

/** Keys and words of a schema are short; a wrong guess does no harm. */
const LETTERS_PER_SLIP = 4;

/** Values in messages are cut after this many UTF-16 units. */
const SHOWN_UNITS = 80;

/**
 * Says in words what a validator found wrong first.
 * @param definitions the schema's own, where its `$ref`s point
 */
export function describeSchemaError(
  errors: readonly SchemaError[] | null | undefined,
  definitions: Definitions = {},
): SchemaProblem {
  const [error] = errors ?? [];
  if (!error) return { path: '/', problem: 'not what was expected' };
  const { instancePath, keyword, params, parentSchema, data } = error;
  const path = instancePath === '' ? '/' : instancePath;
  switch (keyword) {
    case 'additionalProperties': {
      const name = String(params.additionalProperty);
      const known = Object.keys(parentSchema.properties ?? {});
      const near = nearestOf(name, known, LETTERS_PER_SLIP);
      const hint = near === undefined ? `expected one of ${known.join(', ')}` : didYouMean(near);
      return {
        path: `${instancePath}/${escapePointer(name)}`,
        problem: `${show(name)} is not a known setting; ${hint}`,
      };
    }
    case 'required': {
      const name = String(params.missingProperty);
      const missing = parentSchema.properties?.[name];
      const expected = missing ? `; expected ${expectationOf(missing, definitions)}` : '';
      return { path, problem: `"${name}" is missing${expected}` };
    }
    case 'discriminator': {
      // Which of several shapes a value has is said by one of its properties.
      const tag = String(params.tag);
      const choices = parentSchema.oneOf?.map(({ properties }) => properties?.[tag]?.const) ?? [];
      return {
        path: `${instancePath}/${tag}`,
        problem: describeChoice(params.tagValue, { enum: choices }, definitions),
      };
    }
    default:
      return { path, problem: describeChoice(data, parentSchema, definitions) };
  }
}

function describeChoice(found: unknown, place: Schema, definitions: Definitions): string {
  const names = (place.enum ?? []).filter((choice) => typeof choice === 'string');
  const near = typeof found === 'string' ? nearestOf(found, names, LETTERS_PER_SLIP) : undefined;
  const hint = near === undefined ? '' : `; ${didYouMean(near)}`;
  return `${show(found)} is not ${expectationOf(place, definitions)}${hint}`;
}

function didYouMean(name: string): string {
  return `did you mean "${name}"?`;
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
function expectationOf({ $ref, ...place }: Schema, definitions: Definitions): string {
  if ($ref !== undefined)
    return expectationOf(definitions[$ref.replace('#/definitions/', '')] ?? {}, definitions);
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

function escapePointer(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** A value as it stands in a message: JSON, cut where it is long. */
export function show(value: unknown): string {
  const text = JSON.stringify(value) ?? 'undefined';
  return text.length > SHOWN_UNITS ? `${text.slice(0, SHOWN_UNITS)}…` : text;
}
