import {
  DECODED_UNITS,
  Fields,
  isBinary,
  isJsonObject,
  type JsonObject,
  readForm,
  readMultipart,
  readUrlEncoded,
  startTally,
  type Tally,
} from './fields.ts';
import type { Mark } from './marks.ts';
import type { Address, ObservedRequest } from './request.ts';

/**
 * A request opened for decoding. Everything is read on demand: most requests of a page are nobody's
 * hit, and finding that out must cost nothing.
 */
export class Reading {
  readonly request: ObservedRequest;
  readonly address: Address;
  readonly tally: Tally = startTally();
  private jsonValue: { value: unknown } | undefined;

  constructor(request: ObservedRequest, address: Address) {
    this.request = request;
    this.address = address;
  }

  mark(mark: Mark): void {
    this.tally.marks.add(mark);
  }

  get marks(): Mark[] {
    return this.tally.marks.size === 0 ? [] : [...this.tally.marks];
  }

  /**
   * What the body said is not known, so that nothing is missing for sure. A POST without a body
   * counts: Chromium shows none for a Blob beacon (facts/platform.md, Network).
   */
  get unreadable(): boolean {
    const { body, method } = this.request;
    return body === undefined ? /^post$/i.test(method) : body.kind === 'unreadable';
  }

  /** The parameters of the address. */
  query(): Fields {
    const fields = new Fields(this.tally);
    readUrlEncoded(this.address.query, fields);
    return fields;
  }

  /** Parameters of the address, then those of a form body in any of its encodings. */
  form(): Fields {
    const fields = this.query();
    const { body, contentType } = this.request;
    if (body === undefined) {
      // A beacon may carry everything in its address; then an empty body is nothing odd.
      if (this.unreadable && this.address.query === '') this.mark('no-body');
    } else if (body.kind === 'unreadable') this.mark('body-unreadable');
    else if (body.kind === 'form') readForm(body.fields, fields);
    else if (body.text !== '') this.readText(body.text, contentType, fields);
    return fields;
  }

  private readText(text: string, contentType: string | undefined, fields: Fields): void {
    if (isMultipart(text, contentType)) readMultipart(text, contentType, fields);
    else if (isBinary(text)) this.mark('binary-body');
    else if (isJsonLike(text)) this.mark('unknown-body');
    else readUrlEncoded(text, fields);
  }

  /** Text that may be JSON, or undefined: cheap, for a look before parsing. */
  jsonText(): string | undefined {
    const { body } = this.request;
    if (body?.kind === 'text') return isJsonLike(body.text) ? body.text : undefined;
    return body?.kind === 'form' ? jsonInForm(body.fields) : undefined;
  }

  /** The body's JSON, or undefined with a mark that says why there is none. */
  json(): unknown {
    this.jsonValue ??= { value: this.parse() };
    return this.jsonValue.value;
  }

  private parse(): unknown {
    const { body } = this.request;
    if (body === undefined) return this.unreadable ? this.refuse('no-body') : undefined;
    if (body.kind === 'unreadable') return this.refuse('body-unreadable');
    const text = this.jsonText();
    if (text === undefined) return this.refuse(wrongBody(body));
    if (text.length > DECODED_UNITS) return this.refuse('too-long');
    try {
      return JSON.parse(text.charCodeAt(0) === BYTE_ORDER_MARK ? text.slice(1) : text);
    } catch {
      // Cut off or never JSON: the engine's own message differs between browsers, the mark does not.
      return this.refuse('bad-json');
    }
  }

  private refuse(mark: Mark): undefined {
    this.mark(mark);
    return undefined;
  }

  /** The body's JSON where it is one object. */
  jsonObject(): JsonObject | undefined {
    const value = this.json();
    return isJsonObject(value) ? value : undefined;
  }
}

function wrongBody(body: { kind: 'text'; text: string } | { kind: 'form' }): Mark {
  if (body.kind === 'form') return 'unknown-body';
  return isBinary(body.text) ? 'binary-body' : 'bad-json';
}

const BYTE_ORDER_MARK = 0xfeff;
const OBJECT_START = 0x7b;
const LIST_START = 0x5b;

/** Whether a text may be JSON: looks at the first character that is no white space. */
export function isJsonLike(text: string): boolean {
  const first = text.slice(0, 64).trimStart().charCodeAt(0);
  return first === OBJECT_START || first === LIST_START;
}

/** Whether a body is a form in parts. */
export function isMultipart(text: string, contentType: string | undefined): boolean {
  if (contentType !== undefined && /^\s*multipart\/form-data/i.test(contentType)) return true;
  return text.startsWith('--') && /content-disposition:\s*form-data/i.test(text.slice(0, 1_000));
}

/**
 * JSON sent under the content type of a form: the browser parses it into one field whose name is
 * the text up to the first `=`. With an `&` in the text it cannot be put together again.
 */
export function jsonInForm(fields: Record<string, string[]>): string | undefined {
  const names = Object.keys(fields);
  const [name] = names;
  if (name === undefined || names.length !== 1 || !isJsonLike(name)) return undefined;
  const values = fields[name] ?? [];
  if (values.length > 1) return undefined;
  const [value = ''] = values;
  return value === '' ? name : `${name}=${value}`;
}
