import type { HitBody } from '../session/entry.ts';
import { HIT_BODY_UNITS } from '../session/limits.ts';
import type { ObservedBody } from './request.ts';

/** The body as it is kept: bounded, and marked where it was cut. */
export function boundBody(body: ObservedBody): HitBody {
  if (body.kind === 'text')
    return body.text.length > HIT_BODY_UNITS
      ? { kind: 'text', text: body.text.slice(0, HIT_BODY_UNITS), cut: true }
      : body;
  if (body.kind === 'unreadable') return body;
  let room = HIT_BODY_UNITS;
  let isCut = false;
  const bound = (name: string, values: string[]): string[] => {
    room -= name.length;
    return values.map((value) => {
      const kept = value.slice(0, Math.max(0, room));
      room -= value.length;
      if (kept !== value) isCut = true;
      return kept;
    });
  };
  const fields = Object.fromEntries(
    Object.entries(body.fields).map(([name, values]) => [name, bound(name, values)]),
  );
  return isCut ? { kind: 'form', fields, cut: true } : body;
}
