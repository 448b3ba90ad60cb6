import type { ParameterSchema } from '../../session/plan.ts';
import { type Plain, plainText } from '../../session/value/plain.ts';
import type { ParameterFault } from '../facts/plan-data.ts';

/** What is wrong with an event's parameters; empty where all are as the plan has them. */
export function parameterFaults(
  parameters: Readonly<Record<string, Plain>>,
  schemas: Readonly<Record<string, ParameterSchema>>,
): ParameterFault[] {
  return Object.entries(schemas).flatMap(([name, { optional, ...schema }]): ParameterFault[] => {
    const value = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
    if (value === undefined) return optional ? [] : [{ name, expected: schema }];
    const broken = Object.entries(schema).filter(
      ([key, wanted]) => !CHECKS[key]?.(value, wanted as never),
    );
    return broken.length === 0
      ? []
      : [{ name, actual: plainText(value), expected: Object.fromEntries(broken) }];
  });
}

/** The number that a text is; NaN where it is none. */
function numberOf(value: Plain): number {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
}

const TYPES: Readonly<Record<string, (value: Plain) => boolean>> = {
  string: (value) => typeof value === 'string',
  number: (value) => Number.isFinite(numberOf(value)),
  integer: (value) => Number.isInteger(numberOf(value)),
  boolean: (value) => value === true || value === false || value === 'true' || value === 'false',
  array: Array.isArray,
  object: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
};

/** A number is the same however it is written; everything else as it stands. */
function isSame(value: Plain, wanted: unknown): boolean {
  return typeof wanted === 'number'
    ? numberOf(value) === wanted
    : plainText(value) === String(wanted);
}

/** JSON Schema's words, each as far as a plan takes it. */
const CHECKS: Readonly<Record<string, (value: Plain, wanted: never) => boolean>> = {
  type: (value, wanted: string) => TYPES[wanted]?.(value) === true,
  const: (value, wanted: unknown) => isSame(value, wanted),
  enum: (value, wanted: unknown[]) => wanted.some((one) => isSame(value, one)),
  pattern: (value, wanted: string) => new RegExp(wanted, 'u').test(plainText(value)),
  minLength: (value, wanted: number) => plainText(value).length >= wanted,
  minimum: (value, wanted: number) => numberOf(value) >= wanted,
  exclusiveMinimum: (value, wanted: number) => numberOf(value) > wanted,
  maximum: (value, wanted: number) => numberOf(value) <= wanted,
  minItems: (value, wanted: number) => Array.isArray(value) && value.length >= wanted,
};
