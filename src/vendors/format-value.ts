import { type PageValue, parseStandIn, type StandIn } from '../session/value.ts';

/**
 * The arguments of a call on one line, in JavaScript's own notation, separated by blanks.
 * @param limit UTF-16 units after which the text ends in an ellipsis.
 */
export function formatArguments(args: readonly PageValue[], limit: number): string {
  const out = new BoundedText(limit);
  for (const [i, value] of args.entries()) {
    if (out.full) break;
    if (i > 0) out.push(' ');
    writeValue(out, value);
  }
  return out.text;
}

/**
 * One value on one line, e.g. `{value: 101, currency: "EUR"}`.
 * @param limit UTF-16 units after which the text ends in an ellipsis.
 */
export function formatValue(value: PageValue, limit: number): string {
  const out = new BoundedText(limit);
  writeValue(out, value);
  return out.text;
}

/** Collects text up to a limit; once full, writers stop early, so a large value costs little. */
class BoundedText {
  text = '';
  full = false;
  private readonly limit: number;
  constructor(limit: number) {
    this.limit = limit;
  }
  push(part: string): void {
    if (this.full) return;
    if (this.text.length + part.length > this.limit) {
      this.text = `${this.text}${part.slice(0, Math.max(0, this.limit - this.text.length))}…`;
      this.full = true;
    } else this.text += part;
  }
  get room(): number {
    return this.limit - this.text.length;
  }
}

const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;

function writeKey(out: BoundedText, key: string): void {
  out.push(IDENTIFIER.test(key) ? key : quote(out, key));
}

/** Quotes a string, reading no more of it than there is room for. */
function quote(out: BoundedText, text: string): string {
  return JSON.stringify(text.length > out.room + 1 ? text.slice(0, out.room + 1) : text);
}

function writeList(out: BoundedText, values: readonly PageValue[], length: number): void {
  for (const [i, value] of values.entries()) {
    if (out.full) return;
    if (i > 0) out.push(', ');
    writeValue(out, value);
  }
  if (length > values.length) out.push(values.length > 0 ? ', …' : '…');
}

function writeProperties(out: BoundedText, pairs: Iterable<readonly [string, PageValue]>): void {
  let first = true;
  for (const [key, value] of pairs) {
    if (out.full) return;
    if (!first) out.push(', ');
    first = false;
    writeKey(out, key);
    out.push(': ');
    writeValue(out, value);
  }
}

function writeValue(out: BoundedText, value: PageValue): void {
  if (out.full) return;
  if (typeof value === 'string') out.push(quote(out, value));
  else if (typeof value !== 'object' || value === null) out.push(String(value));
  else if (Array.isArray(value)) {
    out.push('[');
    writeList(out, value, value.length);
    out.push(']');
  } else {
    const standIn = parseStandIn(value);
    if (standIn) writeStandIn(out, standIn);
    else {
      out.push('{');
      writeProperties(out, Object.entries(value));
      out.push('}');
    }
  }
}

function writeStandIn(out: BoundedText, value: StandIn): void {
  switch (value.$type) {
    case 'undefined':
      out.push('undefined');
      return;
    case 'number':
      out.push(value.value);
      return;
    case 'bigint':
      out.push(`${value.value}n`);
      return;
    case 'symbol':
      out.push(`Symbol(${value.description})`);
      return;
    case 'function':
      out.push(value.name === '' ? 'ƒ' : `ƒ ${value.name}`);
      return;
    case 'accessor':
      out.push('(getter)');
      return;
    case 'cycle':
      out.push('(cycle)');
      return;
    case 'string':
      out.push(quote(out, value.value));
      out.push('…');
      return;
    case 'cut':
      out.push(`${value.of} …`);
      return;
    case 'unreadable':
      out.push('(unreadable)');
      return;
    case 'date':
      out.push(value.value);
      return;
    case 'regexp':
    case 'url':
      out.push(value.value);
      return;
    case 'error':
      out.push(`${value.name}: ${value.message}`);
      return;
    case 'element':
      out.push(`<${value.value}>`);
      return;
    case 'map':
      out.push(`Map(${value.size}) {`);
      for (const [i, [key, item]] of value.entries.entries()) {
        if (out.full) return;
        if (i > 0) out.push(', ');
        writeValue(out, key);
        out.push(' => ');
        writeValue(out, item);
      }
      out.push('}');
      return;
    case 'set':
      out.push(`Set(${value.size}) {`);
      writeList(out, value.values, value.size);
      out.push('}');
      return;
    case 'arguments':
      out.push('arguments [');
      writeList(out, value.values, value.values.length);
      out.push(']');
      return;
    case 'array':
      out.push('[');
      writeList(out, value.values, value.length);
      out.push(']');
      return;
    case 'entries':
      out.push('{');
      writeProperties(out, value.entries);
      if (value.length > value.entries.length) out.push(', …');
      out.push('}');
      return;
    case 'instance':
      out.push(`${value.of} {`);
      writeProperties(out, Object.entries(value.properties));
      out.push('}');
      return;
    case 'object':
      out.push(value.of);
      return;
  }
}
