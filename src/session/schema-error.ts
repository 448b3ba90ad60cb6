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

/** What a place of a schema takes. Values are JSON. */
export type Expectation =
  | { values: string[] }
  | { format: 'host' }
  /** JSON Schema's names of types. `isNonEmpty`: a text must have something in it. */
  | { types: string[]; isNonEmpty?: true };

/** What is wrong with a value; the words stand in the language files. Values are JSON, cut where long. */
export type SchemaFault =
  | { code: 'unknown-setting'; name: string; known: string[]; nearest?: string }
  | { code: 'missing'; name: string; expected?: Expectation }
  | { code: 'unexpected'; found: string; expected: Expectation; nearest?: string }
  | { code: 'unclear' };

/** A fault and its place: a JSON pointer; `/` for the value as a whole. */
export interface PlacedFault {
  path: string;
  fault: SchemaFault;
}

/** Keys and words of a schema are short; a wrong guess does no harm. */
const LETTERS_PER_SLIP = 4;

/** Values in messages are cut after this many UTF-16 units. */
const SHOWN_UNITS = 80;

/**
 * What a validator found wrong first.
 * @param definitions the schema's own, where its `$ref`s point
 */
export function readSchemaError(
  errors: readonly SchemaError[] | null | undefined,
  definitions: Definitions = {},
): PlacedFault {
  const [error] = errors ?? [];
  if (!error) return { path: '/', fault: { code: 'unclear' } };
  const { instancePath, keyword, params, parentSchema, data } = error;
  const path = instancePath === '' ? '/' : instancePath;
  switch (keyword) {
    case 'additionalProperties': {
      const name = String(params.additionalProperty);
      const known = Object.keys(parentSchema.properties ?? {});
      const nearest = nearestOf(name, known, LETTERS_PER_SLIP);
      return {
        path: `${instancePath}/${escapePointer(name)}`,
        fault: {
          code: 'unknown-setting',
          name: show(name),
          known,
          ...(nearest === undefined ? {} : { nearest }),
        },
      };
    }
    case 'required': {
      const name = String(params.missingProperty);
      const missing = parentSchema.properties?.[name];
      return {
        path,
        fault: {
          code: 'missing',
          name,
          ...(missing === undefined ? {} : { expected: expectationOf(missing, definitions) }),
        },
      };
    }
    case 'discriminator': {
      // Which of several shapes a value has is said by one of its properties.
      const tag = String(params.tag);
      const choices = parentSchema.oneOf?.map(({ properties }) => properties?.[tag]?.const) ?? [];
      return {
        path: `${instancePath}/${tag}`,
        fault: unexpected(params.tagValue, { enum: choices }, definitions),
      };
    }
    default:
      return { path, fault: unexpected(data, parentSchema, definitions) };
  }
}

function unexpected(found: unknown, place: Schema, definitions: Definitions): SchemaFault {
  const names = (place.enum ?? []).filter((choice) => typeof choice === 'string');
  const nearest = typeof found === 'string' ? nearestOf(found, names, LETTERS_PER_SLIP) : undefined;
  return {
    code: 'unexpected',
    found: show(found),
    expected: expectationOf(place, definitions),
    ...(nearest === undefined ? {} : { nearest }),
  };
}

function expectationOf({ $ref, ...place }: Schema, definitions: Definitions): Expectation {
  if ($ref !== undefined)
    return expectationOf(definitions[$ref.replace('#/definitions/', '')] ?? {}, definitions);
  if (place.enum !== undefined) return { values: place.enum.map(show) };
  if (place.const !== undefined) return { values: [show(place.const)] };
  if (place.pattern !== undefined) return { format: 'host' };
  const types = [place.type ?? 'object'].flat();
  const isNonEmpty = place.minLength !== undefined && types[0] === 'string';
  return { types, ...(isNonEmpty ? { isNonEmpty } : {}) };
}

function escapePointer(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** A value as it stands in a message: JSON, cut where it is long. */
export function show(value: unknown): string {
  const text = JSON.stringify(value) ?? 'undefined';
  return text.length > SHOWN_UNITS ? `${text.slice(0, SHOWN_UNITS)}…` : text;
}
