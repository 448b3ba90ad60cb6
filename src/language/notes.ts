import type { MatchNote, ParameterNote } from '../analysis/verdicts.ts';
import type { Requirement } from '../vendors/commanders-act/connector-minimum.ts';
import type {
  ConnectorIdNote,
  ConnectorLack,
  ConnectorNote,
} from '../vendors/commanders-act/connector-note.ts';

/** What is to be known of a match, a parameter, or a field that a connector fills. */
export type AnyNote = MatchNote | ParameterNote | ConnectorNote | ConnectorIdNote | ConnectorLack;

/** A note of one code, with its data. */
export type AnyNoteOf<C extends AnyNote['code']> = Extract<AnyNote, { code: C }>;

/** A requirement of one kind. */
export type RequirementOf<I extends Requirement['id']> = Extract<Requirement, { id: I }>;

/** The name of a field of user_data; the field itself where there is none. */
export function nameOfField(field: string, names: Readonly<Record<string, string>>): string {
  return (Object.hasOwn(names, field) ? names[field] : undefined) ?? field;
}
