import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Server, serve } from './harness/server.ts';
import { launch, type Session } from './harness/session.ts';

const PAGES = fileURLToPath(new URL('../pages', import.meta.url));

describe.each(['chromium', 'firefox'] as const)('the hook is invisible in %s', (browser) => {
  let server: Server;
  let withExtension: Session;
  let without: Session;

  beforeAll(async () => {
    server = await serve({}, { folder: PAGES });
    withExtension = await launch(browser, { server });
    without = await launch(browser, { server, extension: null });
  });
  afterAll(async () => {
    await Promise.all([withExtension?.close(), without?.close()]);
    await server?.close();
  });

  const look = async (session: Session): Promise<Record<string, unknown>> => {
    await session.page.goto('https://shop.test/invisible.html');
    return session.page.evaluate('window.ready');
  };

  it('return values, errors, own keys, identity, order and queues are as without it', async () => {
    const expected = await look(without);
    expect(Object.keys(expected).length).toBeGreaterThan(30);
    expect(await look(withExtension)).toEqual(expected);
  });
});
