import type { Analysis } from '../analysis/analysis.ts';
import type { ParameterSchema, Plan, PlanStep } from '../session/plan.ts';
import { type Plain, plainText } from '../session/value/plain.ts';
import { type SentEvent, sentEvents } from '../vendors/sent-events.ts';
import { sourcesOf } from '../vendors/source-event.ts';

/** Parameters whose value says what kind of thing it is: a plan keeps it as it was. */
const KEPT = new Set(['currency', 'content_type']);

/** The plan that a session meets: each event that it sent to Meta, how often, after what and with what. */
export function planOf({ log, chains }: Analysis): Plan {
  const byName = new Map<string, SentEvent[]>();
  for (const one of sentEvents(log.entries))
    if (one.vendor === 'meta') byName.set(one.name, [...(byName.get(one.name) ?? []), one]);

  /** How often each source event happened. */
  const openers = new Map<string, number>();
  for (const entry of log.entries)
    if (entry.kind === 'call')
      for (const { name } of sourcesOf(entry)) openers.set(name, (openers.get(name) ?? 0) + 1);
  /** The source event that a hit came of: the first of its chain. */
  const openerOf = (hit: string): string | undefined => {
    for (const id of chains.of(hit)?.entries ?? []) {
      const entry = log.get(id);
      const [source] = entry?.kind === 'call' ? sourcesOf(entry) : [];
      if (source) return source.name;
    }
    return undefined;
  };

  const steps = [...byName].map(([event, all]): PlanStep => {
    const sources = new Set(all.map(({ entry }) => openerOf(entry)));
    const [after] = sources;
    // One of each: with any other number nobody knows which belongs to which.
    const isOneToOne =
      sources.size === 1 && after !== undefined && openers.get(after) === all.length;
    const parameters = parametersOf(all);
    return {
      event,
      ...(isOneToOne && { after }),
      times: isOneToOne ? 1 : all.length,
      ...(Object.keys(parameters).length > 0 && { parameters }),
    };
  });
  return { steps };
}

function parametersOf(all: readonly SentEvent[]): Record<string, ParameterSchema> {
  const own = (one: SentEvent) =>
    Object.keys(one.parameters).filter((name) => Object.hasOwn(one.parameters, `cd[${name}]`));
  const names = [...new Set(all.flatMap(own))];
  return Object.fromEntries(
    names.map((name) => {
      const values: Plain[] = all
        .filter(({ parameters }) => Object.hasOwn(parameters, name))
        .map(({ parameters }) => parameters[name] as Plain);
      const schema = schemaOf(name, values);
      return [name, values.length < all.length ? { ...schema, optional: true } : schema];
    }),
  );
}

/** What all the values have in common. */
function schemaOf(name: string, values: readonly Plain[]): ParameterSchema {
  const texts = values.map(plainText);
  if (values.every(Array.isArray))
    return values.every((list) => list.length > 0)
      ? { type: 'array', minItems: 1 }
      : { type: 'array' };
  if (texts.every((text) => /^-?\d+(?:\.\d+)?$/.test(text)))
    return texts.every((text) => Number(text) > 0)
      ? { type: 'number', exclusiveMinimum: 0 }
      : { type: 'number' };
  if (KEPT.has(name)) {
    const [first = '', ...others] = new Set(texts);
    return others.length === 0 ? { const: first } : { enum: [first, ...others] };
  }
  return texts.every((text) => text !== '') ? { minLength: 1 } : {};
}
