import type { SessionFileError } from '../session/file.ts';
import type { ProfileError } from '../session/parse-profile.ts';
import type { Expectation, PlacedFault, SchemaFault } from '../session/schema-error.ts';
import type { TapProblem } from '../session/tap.ts';
import type { Expected, Fault, Found, Place } from '../vendors/meta/server-events/fault.ts';
import { sayByCode } from './by-code.ts';
import type { Words } from './words.ts';

/** Why a session file cannot be read: `line 3: /id: "d:1" stands on an earlier line too; …`. */
export function saySessionError({ line, fault }: SessionFileError, t: Words): string {
  const { session } = t.input;
  const problem =
    fault.code === 'not-an-entry'
      ? sayPlacedFault(fault.problem, t)
      : sayByCode(session.fault, fault);
  return session.at(line, problem);
}

function sayPlacedFault({ path, fault }: PlacedFault, t: Words): string {
  return `${path}: ${saySchemaFault(fault, t)}`;
}

/** Why a profile cannot be read: `event-loupe.json: /layers: 5 is not a list`. */
export function sayProfileError({ file, path, fault }: ProfileError, t: Words): string {
  const problem = sayProfileFault(fault, t);
  return path === '' ? `${file}: ${problem}` : `${file}: ${path}: ${problem}`;
}

function sayProfileFault(fault: ProfileError['fault'], t: Words): string {
  switch (fault.code) {
    case 'unknown-setting':
    case 'missing':
    case 'unexpected':
    case 'unclear':
      return saySchemaFault(fault, t);
    case 'not-json': {
      const { line, column } = fault.place;
      const { profile, place, profileSyntax } = t.input;
      const wanted: Readonly<Record<string, string>> = profileSyntax;
      return profile['not-json'](
        place.lineColumn(line, column),
        wanted[fault.expected] ?? profileSyntax.value,
      );
    }
    default:
      return sayByCode(t.input.profile, fault);
  }
}

function saySchemaFault(fault: SchemaFault, t: Words): string {
  const { schema } = t.input;
  switch (fault.code) {
    case 'unclear':
      return schema.unclear;
    case 'unknown-setting': {
      const { name, known, nearest } = fault;
      return schema.unknownSetting(
        name,
        nearest === undefined
          ? schema.expected(schema.oneOf(known.join(', ')))
          : schema.didYouMean(nearest),
      );
    }
    case 'missing': {
      const { name, expected } = fault;
      return schema.missing(
        name,
        expected === undefined ? undefined : schema.expected(sayExpectation(expected, t)),
      );
    }
    case 'unexpected': {
      const { found, expected, nearest } = fault;
      const said = schema.unexpected(found, sayExpectation(expected, t));
      return nearest === undefined ? said : `${said}; ${schema.didYouMean(nearest)}`;
    }
  }
}

function sayExpectation(expected: Expectation, t: Words): string {
  const { schema } = t.input;
  if ('values' in expected) {
    const { values } = expected;
    return values.length === 1 ? (values[0] ?? '') : schema.oneOf(values.join(', '));
  }
  if ('format' in expected) return schema.host;
  const { types, isNonEmpty } = expected;
  const names: Readonly<Record<string, string>> = schema.type;
  const words = types.map((type) => names[type] ?? type);
  if (isNonEmpty) words[0] = types.length > 1 ? schema.nonEmptyOr : schema.nonEmpty;
  return words.join(schema.or);
}

/**
 * What of server events cannot be read, with the first place and what was expected there; undefined
 * where all could be read. `3 of 40 events cannot be read. First: events.json, /data/2/event_time:
 * expected whole seconds since 1970, found 1763712000000, which looks like milliseconds`.
 */
export function sayFaults(
  { entries, faults }: { entries: readonly unknown[]; faults: readonly Fault[] },
  t: Words,
): string | undefined {
  const [first] = faults;
  if (!first) return undefined;
  const bad = faults.reduce((sum, { events }) => sum + events, 0);
  const total = entries.length + bad;
  const said = sayFault(first, t);
  if (total <= 1) return said;
  if (bad === 0) return faults.length === 1 ? said : t.input.partsUnread(faults.length, said);
  return t.input.eventsUnread(bad, total, said);
}

/** What stands in the place of what was expected: `/data: expected a list of events, found an object`. */
export function sayFault(
  { place, expected, found }: Pick<Fault, 'place' | 'expected' | 'found'>,
  t: Words,
): string {
  const where = place
    .map((step) => sayPlace(step, t))
    .filter((step) => step !== '')
    .join(', ');
  const said = t.input.said(sayExpected(expected, t), sayFound(found, t));
  return where === '' ? said : `${where}: ${said}`;
}

function sayPlace(step: Place, t: Words): string {
  const { place } = t.input;
  if (typeof step === 'string') return step;
  if ('pointer' in step) return place.inText(step.pointer, step.line, step.column);
  if ('wholeLine' in step) return place.wholeLine(step.wholeLine);
  return 'column' in step ? place.lineColumn(step.line, step.column) : place.line(step.line);
}

function sayExpected(expected: Expected, t: Words): string {
  const { input } = t;
  switch (expected.code) {
    case 'json':
      return input.json[expected.wanted];
    case 'item':
      return expected.isLikeOthers
        ? input.likeOthers(input.item[expected.kind])
        : input.item[expected.kind];
    case 'types':
      return expected.types.map((type) => input.type[type]).join(input.schema.or);
    default:
      return sayByCode(input.expected, expected);
  }
}

function sayFound(found: Found, t: Words): string {
  switch (found.code) {
    case 'type':
      return t.input.type[found.type];
    case 'item':
      return t.input.item[found.kind];
    default:
      return sayByCode(t.input.found, found);
  }
}

/** Why a tap is not heard, in one sentence. */
export function sayTapProblem(problem: TapProblem, t: Words): string {
  return sayByCode(t.input.tap, problem);
}
