/** One line of a call stack. Lines and columns count from 1, as both browsers write them. */
export interface StackFrame {
  /** '' for the top level of a script. */
  functionName: string;
  /** '' where the engine does not say. */
  url: string;
  line: number | undefined;
  column: number | undefined;
}

/**
 * Reads the text of `Error.stack`, of Chromium (`    at f (url:1:2)`) or Firefox (`f@url:1:2`).
 * Lines that are neither (the error's own message) are left out.
 */
export function parseStack(text: string): StackFrame[] {
  const frames: StackFrame[] = [];
  for (const line of text.split('\n')) {
    const frame = parseChromiumLine(line) ?? parseFirefoxLine(line);
    if (frame) frames.push(frame);
  }
  return frames;
}

function parseChromiumLine(line: string): StackFrame | undefined {
  const match = /^\s+at (.+)$/.exec(line);
  if (!match?.[1]) return undefined;
  const what = match[1].trim();
  // `f (place)`; the place itself may have brackets: `eval (eval at f (url:1:1), <anonymous>:1:1)`.
  const open = what.indexOf(' (');
  if (open !== -1 && what.endsWith(')'))
    return { functionName: what.slice(0, open), ...parsePlace(what.slice(open + 2, -1)) };
  return { functionName: '', ...parsePlace(what.replace(/^async /, '')) };
}

function parseFirefoxLine(line: string): StackFrame | undefined {
  const at = findAt(line);
  if (at === -1) return undefined;
  const place = parsePlace(line.slice(at + 1));
  if (place.line === undefined) return undefined;
  // `setTimeout handler*f` and `async*f`: what scheduled it stands before the star.
  const functionName = line.slice(line.lastIndexOf('*', at) + 1, at);
  // `f/<`: a function without a name inside f.
  let end = functionName.length;
  while (end > 0 && '/<'.includes(functionName[end - 1] as string)) end -= 1;
  return { functionName: functionName.slice(0, end), ...place };
}

/** The `@` between name and address: the first one, since an address may hold more. */
function findAt(line: string): number {
  return line.indexOf('@');
}

function parsePlace(text: string): Omit<StackFrame, 'functionName'> {
  // Code made by eval: the place where eval was called says more than `<anonymous>`.
  const evaluated = /^eval at .*?\(([^()]+)\)/.exec(text);
  if (evaluated?.[1]) return parsePlace(evaluated[1]);
  const firefoxEval = /^(.*?) line (\d+) > (?:eval|Function|scriptElement)/.exec(text);
  if (firefoxEval)
    return { url: firefoxEval[1] ?? '', line: Number(firefoxEval[2]), column: undefined };
  const match = /^(.*?):(\d+)(?::(\d+))?$/.exec(text.trim());
  if (!match) return { url: text.trim(), line: undefined, column: undefined };
  return {
    url: match[1] ?? '',
    line: Number(match[2]),
    column: match[3] === undefined ? undefined : Number(match[3]),
  };
}

/** Frames of extensions: our own hook stands on top of every stack. */
export function isExtensionFrame(frame: StackFrame): boolean {
  return /^(chrome|moz)-extension:/.test(frame.url);
}

/** The last part of a script's address, with its line: `checkout.js:12:5`. */
export function nameFrame(frame: StackFrame): string {
  const path = URL.canParse(frame.url) ? new URL(frame.url).pathname : frame.url;
  const file = path.split('/').filter(Boolean).at(-1) ?? frame.url;
  const line = frame.line === undefined ? '' : `:${frame.line}`;
  return `${file}${line}${frame.column === undefined ? '' : `:${frame.column}`}`;
}
