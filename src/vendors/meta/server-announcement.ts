/** An event that the site's own server says it has sent to the Conversions API. */
export interface ServerAnnouncement {
  eventName: string;
  eventId: string;
}

/** A header of an answer as webRequest gives it. */
export interface AnswerHeader {
  name: string;
  /** Absent where the value is no text. */
  value?: string;
}

/** More in one answer are not read: a server that announces sends a few events at a time. */
const ANNOUNCEMENTS = 50;
const METRIC = 'capi';
const OWN_HEADER = 'x-event-loupe-capi';

/**
 * Reads what a server announces: `Server-Timing: capi;desc="<event name>:<event id>"`, several
 * allowed and other metrics ignored, or `x-event-loupe-capi: <event name>:<event id>`. The id is
 * what follows the first colon. Each event is given once. Never throws; what is malformed says
 * nothing.
 */
export function readAnnouncements(headers: readonly AnswerHeader[]): ServerAnnouncement[] {
  const found = new Map<string, ServerAnnouncement>();
  const add = (text: string | undefined) => {
    const colon = text?.indexOf(':') ?? -1;
    if (text === undefined || colon === -1 || found.size >= ANNOUNCEMENTS) return;
    const [eventName, eventId] = [text.slice(0, colon).trim(), text.slice(colon + 1).trim()];
    if (eventName && eventId) found.set(`${eventName}:${eventId}`, { eventName, eventId });
  };
  for (const { name, value } of headers) {
    if (value === undefined) continue;
    const lower = name.toLowerCase();
    if (lower === OWN_HEADER) for (const part of value.split(',')) add(part);
    else if (lower === 'server-timing')
      for (const metric of splitOutsideQuotes(value, ',')) add(descriptionOf(metric));
  }
  return [...found.values()];
}

/** Whether a server is a page's own: its host, one above it or one below it (`www`, `api`). */
export function isOwnServer(pageUrl: string | undefined, url: string): boolean {
  const page = hostOf(pageUrl);
  const server = hostOf(url);
  if (page === undefined || server === undefined) return false;
  return page === server || page.endsWith(`.${server}`) || server.endsWith(`.${page}`);
}

function hostOf(url: string | undefined): string | undefined {
  if (url === undefined || !URL.canParse(url)) return undefined;
  return new URL(url).hostname.replace(/^www\./, '');
}

/** The `desc` of a metric of ours; the first one, as the specification has it for repeated names. */
function descriptionOf(metric: string): string | undefined {
  const [name = '', ...parameters] = splitOutsideQuotes(metric, ';');
  if (name.trim().toLowerCase() !== METRIC) return undefined;
  for (const parameter of parameters) {
    const equals = parameter.indexOf('=');
    if (parameter.slice(0, equals).trim().toLowerCase() === 'desc')
      return unquote(parameter.slice(equals + 1).trim());
  }
  return undefined;
}

/** Undefined for a quoted text that has no end. A bare one is taken as it is. */
function unquote(text: string): string | undefined {
  if (!text.startsWith('"')) return text;
  const match = /^"((?:[^"\\]|\\.)*)"$/.exec(text);
  return match?.[1]?.replace(/\\(.)/g, '$1');
}

/** Splits at a separator that does not stand in a quoted text. */
function splitOutsideQuotes(text: string, separator: string): string[] {
  const parts: string[] = [];
  let isQuoted = false;
  let start = 0;
  for (let i = 0; i < text.length; i += 1) {
    const character = text[i];
    if (isQuoted && character === '\\') i += 1;
    else if (character === '"') isQuoted = !isQuoted;
    else if (character === separator && !isQuoted) {
      parts.push(text.slice(start, i));
      start = i + 1;
    }
  }
  parts.push(text.slice(start));
  return parts;
}
