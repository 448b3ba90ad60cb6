import type { ParameterText } from '../../language/parameter-text.ts';
import {
  type Evidence,
  type ParameterGroup,
  readParameter,
} from '../../vendors/meta/parameters.ts';
import { t } from './language.ts';

/** A parameter of the pixel's hit in words. */
export interface ParameterWords extends Pick<ParameterText, 'label' | 'meaning'> {
  group: ParameterGroup;
  /** Absent where the parameter is not known. */
  evidence?: Evidence;
  /** The part of the label that the key says: `e-mail` of `ud[em]`. */
  key?: string;
  /** What the value says: `sendBeacon`, a date, the names of bits. */
  reading?: string;
}

/** Says what a parameter of the pixel means; one that is not known gets its own name as label. */
export function parameterWords(name: string, value: string): ParameterWords {
  const words = t().parameter;
  const { known, group, evidence, reading, bits } = readParameter(name, value);
  if (known === undefined) return { label: name, meaning: words.unknown, group };
  const text: ParameterText =
    known.kind === 'parameter' ? words.known[known.name] : words.family[known.name];
  const said: ParameterWords = { label: text.label, meaning: text.meaning, group };
  if (evidence !== undefined) said.evidence = evidence;
  if (known.kind === 'family' && known.key !== '') {
    said.key = known.field === undefined ? known.key : words.field[known.field];
    said.label = words.ofKey(text.label, said.key);
  }
  const { values = {} } = text;
  const whole = bits !== undefined && bits.length > 0 ? bits.join(', ') : reading;
  const inWords = whole ?? (Object.hasOwn(values, value) ? values[value] : undefined);
  if (inWords !== undefined) said.reading = inWords;
  return said;
}
