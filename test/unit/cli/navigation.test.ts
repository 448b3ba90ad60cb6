import { errors, type Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { navigate } from '../../../src/cli/navigation.ts';

/** As a browser answers: with an error, its own error page, or a status. */
interface Answer {
  error?: Error;
  errorPage?: string;
  status?: number;
  asks?: boolean;
}

const pageOf = ({ error, errorPage = 'about:blank', status, asks }: Answer) =>
  ({
    url: () => errorPage,
    goto: async () => {
      if (error) throw error;
      return { status: () => status, headerValue: async () => (asks ? 'Basic' : null) };
    },
  }) as unknown as Page;

const ADDRESS = 'https://who:secret@shop.example/a';

/** What the user is told, or '' where the page is there. */
async function told(answer: Answer): Promise<string> {
  const error = await navigate(pageOf(answer), new URL(ADDRESS)).catch((thrown: Error) => thrown);
  return error?.message ?? '';
}

const chromium = (word: string) => ({ error: new Error(`page.goto: ${word} at ${ADDRESS}\nlog`) });
/** Firefox says it in its error page's address. */
const firefox = (word: string, kind = 'neterror') => ({
  error: new Error('page.goto: NS_ERROR'),
  errorPage: `about:${kind}?e=${word}&u=${ADDRESS}&d=In%20its%20own%20words`,
});

describe('an address that gives no page', () => {
  it.each([
    ['net::ERR_CONNECTION_REFUSED', 'connectionFailure', /nothing answers/],
    ['net::ERR_NAME_NOT_RESOLVED', 'dnsNotFound', /no host of this name/],
    ['net::ERR_CERT_AUTHORITY_INVALID', 'nssBadCert', /--insecure/],
    ['net::ERR_CERT_DATE_INVALID', 'nssBadCert', /--insecure/],
    ['net::ERR_SSL_PROTOCOL_ERROR', 'nssFailure2', /TLS/],
    ['net::ERR_EMPTY_RESPONSE', 'netReset', /closed the connection/],
    ['net::ERR_CONNECTION_TIMED_OUT', 'netTimeout', /does not answer/],
    ['net::ERR_PROXY_CONNECTION_FAILED', 'proxyConnectFailure', /proxy/],
    ['net::ERR_TOO_MANY_REDIRECTS', 'redirectLoop', /redirects/],
    ['net::ERR_UNSAFE_PORT', 'deniedPortAccess', /port/],
  ])('is told in the same words: %s, %s', async (ofChromium, ofFirefox, words) => {
    const text = await told(chromium(ofChromium));
    expect(text).toMatch(words);
    expect(await told(firefox(ofFirefox))).toBe(text);
    expect(text).toMatch(/^https:\/\/shop\.example\/a cannot be loaded: /);
  });

  it('asks for a name and a password', async () => {
    const text = await told(chromium('net::ERR_INVALID_AUTH_CREDENTIALS'));
    expect(text).toMatch(/status 401/);
    // Firefox shows the page behind the question.
    expect(await told({ status: 401, asks: true })).toBe(text);
    expect(await told({ status: 401 })).toBe('');
  });

  it('is recorded where it has a status, whatever is shown', async () => {
    expect(await told({ status: 404 })).toBe('');
    expect(await told(chromium('net::ERR_HTTP_RESPONSE_CODE_FAILURE'))).toBe('');
  });

  it('has the browser’s own word where we know no other', async () => {
    expect(await told(chromium('net::ERR_SOMETHING_NEW'))).toMatch(/: net::ERR_SOMETHING_NEW$/);
    expect(await told(firefox('somethingNew'))).toMatch(/: somethingNew$/);
    const slow = new errors.TimeoutError('page.goto: Timeout 60000ms exceeded.');
    expect(await told({ error: slow })).toMatch(/does not answer/);
  });
});
