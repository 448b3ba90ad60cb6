import { errors, type Page, type Response } from 'playwright-core';
import type { CommandWords } from '../language/words.ts';
import { Failure, firstLine } from './failure.ts';

/** Why an address gave no page, whatever the browser calls it. */
export type NavigationFault = keyof CommandWords['navigationFault'];

/** A page that answers nothing at all is a failure. */
const ANSWER_MS = 60_000;

/**
 * Chromium's words (`net::ERR_…`, net/base/net_error_list.h) and those of Firefox's error page
 * (`about:neterror?e=…`, docshell and toolkit/content/aboutNetError.mjs).
 */
const FAULTS: readonly (readonly [NavigationFault, RegExp])[] = [
  ['refused', /^(?:net::ERR_(?:CONNECTION_REFUSED|ADDRESS_UNREACHABLE)|connectionFailure)$/],
  ['noHost', /^(?:net::ERR_NAME_(?:NOT_RESOLVED|RESOLUTION_FAILED)|dnsNotFound)$/],
  ['certificate', /^(?:net::ERR_CERT_\w+|nssBadCert|certerror)$/],
  ['tls', /^(?:net::ERR_SSL_\w+|net::ERR_BAD_SSL_\w+|nssFailure2)$/],
  [
    'closed',
    /^(?:net::ERR_(?:CONNECTION_(?:RESET|CLOSED|ABORTED)|EMPTY_RESPONSE)|netReset|netInterrupt)$/,
  ],
  ['silent', /^(?:net::ERR_(?:CONNECTION_)?TIMED_OUT|netTimeout)$/],
  ['proxy', /^(?:net::ERR_(?:PROXY|TUNNEL)_CONNECTION_FAILED|proxy(?:Connect|Resolve)Failure)$/],
  ['offline', /^(?:net::ERR_(?:INTERNET_DISCONNECTED|NETWORK_CHANGED)|netOffline)$/],
  ['redirects', /^(?:net::ERR_TOO_MANY_REDIRECTS|redirectLoop)$/],
  ['port', /^(?:net::ERR_UNSAFE_PORT|deniedPortAccess)$/],
  ['login', /^net::ERR_INVALID_AUTH_CREDENTIALS$/],
  [
    'noPage',
    /^(?:net::ERR_ABORTED|NS_BINDING_ABORTED|Download is starting|Protocol error \(browsingContext\.navigate\): unknown error)$/,
  ],
];

/** What Chromium says of an answer with an error and nothing to show: it is recorded as any other. */
const EMPTY_ANSWER = 'net::ERR_HTTP_RESPONSE_CODE_FAILURE';

/** The browser's own word for what went wrong. Firefox says it in the address of its error page alone. */
function wordOf(error: unknown, page: Page): string {
  const { protocol, pathname, searchParams } = new URL(page.url());
  if (protocol === 'about:' && pathname.endsWith('error')) return searchParams.get('e') ?? pathname;
  return firstLine(error)
    .replace(/^page\.goto: /, '')
    .replace(/ at \S+$/, '');
}

/** Which fault a browser's word stands for; undefined where it is none that we know. */
export function navigationFaultOf(word: string): NavigationFault | undefined {
  return FAULTS.find(([, words]) => words.test(word))?.[0];
}

function notLoaded(url: URL, fault: NavigationFault): Failure {
  return new Failure((t) => t.notLoaded(withoutPassword(url), t.navigationFault[fault]));
}

function withoutPassword(url: URL): string {
  const shown = new URL(url);
  shown.username = '';
  shown.password = '';
  return shown.href;
}

/**
 * Loads an address as far as its first bytes. An answer with an error is a page like any other, but
 * for one that asks for a name and a password: Chromium shows nothing of it.
 * @throws Failure that says why it cannot be loaded, in the same words for both browsers
 */
export async function navigate(page: Page, url: URL): Promise<void> {
  let answer: Response | null;
  try {
    answer = await page.goto(url.href, { waitUntil: 'commit', timeout: ANSWER_MS });
  } catch (error) {
    if (error instanceof errors.TimeoutError) throw notLoaded(url, 'silent');
    const word = wordOf(error, page);
    if (word === EMPTY_ANSWER) return;
    const fault = navigationFaultOf(word);
    if (fault !== undefined) throw notLoaded(url, fault);
    throw new Failure((t) => t.notLoaded(withoutPassword(url), word));
  }
  if (answer?.status() === 401 && (await answer.headerValue('www-authenticate')) !== null)
    throw notLoaded(url, 'login');
}
