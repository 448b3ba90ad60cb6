import { describe, expect, it } from 'vitest';
import { createLog } from '../../../src/analysis/log.ts';
import type { Frame } from '../../../src/playwright/browser.ts';
import { followTabs } from '../../../src/playwright/tabs.ts';
import type { Entry, HitEntry } from '../../../src/session/entry.ts';
import type { Endpoint } from '../../../src/session/wire.ts';
import { createFakeContext } from './fake-context.ts';

const PIXEL = 'https://www.facebook.com/tr/?id=123456789012345&ev=Purchase&cd[value]=34.3';

function start(endpoints: Endpoint[] = []) {
  const context = createFakeContext();
  const log = createLog();
  const tabs = followTabs(context, endpoints, (entries) => log.add(entries));
  const hits = () => log.entries.filter((entry): entry is HitEntry => entry.kind === 'hit');
  /** A document of a frame begins, and calls what is given. */
  const load = (frame: Frame, key: string, calls: object[] = [], at = 1) => {
    const top = frame.parentFrame() === null;
    const first = { id: 0, at, kind: 'page', event: 'start', url: frame.url(), top };
    const lines = calls.map((call, n) => JSON.stringify({ id: n + 1, at: at + 1, ...call }));
    const batches = [`0 1\n${JSON.stringify(first)}`];
    if (lines.length > 0) batches.push(`1 ${lines.length}\n${lines.join('\n')}`);
    tabs.onSaid(frame, JSON.stringify({ document: key, top, next: lines.length + 1, batches }));
  };
  return { context, tabs, log, hits, load };
}

describe('what documents say', () => {
  it('becomes entries of their tab, each once', () => {
    const { context, log, load } = start();
    const call = {
      kind: 'call',
      source: 'fbq',
      method: 'track',
      args: ['track', 'Lead'],
      phase: 'live',
    };
    load(context.page.main, 'one', [call]);
    load(context.page.main, 'one', [call]);
    expect(log.entries).toMatchObject([
      { id: 'one:0', kind: 'page', page: 'one:0', tabId: 1, frameId: 0 },
      { id: 'one:1', kind: 'call', page: 'one:0' },
    ]);
  });

  it('is told as not whole where the page crashed, and not where it was left', () => {
    const { context, log, tabs, load } = start();
    load(context.page.main, 'one');
    tabs.onSaid(
      context.page.main,
      JSON.stringify({ document: 'one', top: true, next: 1, left: true, batches: [] }),
    );
    load(context.page.main, 'two', [], 5);
    context.page.crash();
    const gaps = log.entries.filter(({ kind }) => kind === 'gap');
    expect(gaps).toMatchObject([{ page: 'two:0', reason: 'no-goodbye' }]);
  });
});

describe('a document that another followed', () => {
  it('is not known to its end unless it said goodbye, itself or through the next', () => {
    const { context, log, load, tabs } = start();
    const { main } = context.page;
    load(main, 'one');
    load(main, 'two', [], 5);
    const push = { id: 1, at: 9, kind: 'call', source: 'dataLayer', method: 'push', args: [] };
    const batches = [`1 1\n${JSON.stringify({ ...push, phase: 'live' })}`];
    tabs.onSaid(main, JSON.stringify({ document: 'one', top: true, next: 2, left: true, batches }));
    load(main, 'three', [], 10);
    tabs.end();
    tabs.end();
    expect(log.entries.filter(({ kind }) => kind === 'call')).toMatchObject([{ id: 'one:1' }]);
    expect(log.entries.filter(({ kind }) => kind === 'gap')).toMatchObject([
      { page: 'two:0', reason: 'no-goodbye' },
    ]);
  });
});

describe('what a page sends', () => {
  it('is a hit of the document that sent it, told again with its answer', () => {
    const { context, hits, tabs, load } = start();
    load(context.page.main, 'one');
    const request = context.request({ url: PIXEL });
    expect([hits()[0]?.outcome, tabs.pending()]).toEqual(['pending', 1]);
    context.answer(request, 200);
    expect(tabs.pending()).toBe(0);
    expect(hits()).toMatchObject([
      {
        page: 'one:0',
        vendor: 'meta',
        transport: 'image',
        outcome: 'done',
        status: 200,
        events: [{ eventName: 'Purchase', pixelId: '123456789012345' }],
      },
    ]);
  });

  it('of a frame belongs to its document, and to the page where the frame never spoke', () => {
    const { context, hits, load } = start();
    load(context.page.main, 'one');
    const speaking = context.page.addFrame('https://pay.example/');
    load(speaking, 'two', [], 2);
    context.request({ url: PIXEL, frame: speaking });
    context.request({ url: PIXEL, frame: context.page.addFrame('https://mute.example/') });
    expect(hits().map(({ page }) => page)).toEqual(['two:0', 'one:0']);
  });

  it.each([
    ['net::ERR_BLOCKED_BY_CLIENT', 'blocked'],
    ['net::ERR_ABORTED', 'cancelled'],
    ['NS_BINDING_ABORTED', 'cancelled'],
    ['net::ERR_NAME_NOT_RESOLVED', 'failed'],
  ])('ends as the browser says: %s', (error, outcome) => {
    const { context, hits, load } = start();
    load(context.page.main, 'one');
    context.fail(context.request({ url: PIXEL }), error);
    expect(hits()).toMatchObject([{ outcome, error }]);
  });

  it('is two hits where the answer sends the browser on, one where the browser goes on by https', () => {
    const { context, hits, load } = start();
    load(context.page.main, 'one');
    const first = context.request({ url: PIXEL });
    context.answer(first, 302, { location: '/tr/?id=123456789012345&ev=Again' });
    context.answer(
      context.request({
        url: 'https://www.facebook.com/tr/?id=123456789012345&ev=Again',
        from: first,
      }),
      200,
    );
    expect(hits().map(({ outcome }) => outcome)).toEqual(['redirected', 'done']);

    const plain = PIXEL.replace('https:', 'http:');
    const upgraded = context.request({ url: plain });
    context.answer(upgraded, 307, { location: PIXEL, 'non-authoritative-reason': 'HSTS' });
    context.answer(context.request({ url: PIXEL, from: upgraded }), 200);
    expect(hits().slice(2)).toMatchObject([{ url: PIXEL, outcome: 'done' }]);
  });

  it('by POST is read: text, and a form in parts', () => {
    const { context, hits, load } = start();
    load(context.page.main, 'one');
    const url = 'https://www.facebook.com/tr/';
    context.request({ url, method: 'POST', type: 'ping', body: 'id=123456789012345&ev=Lead' });
    const boundary = 'xyz';
    const part = (field: string, value: string) =>
      `--${boundary}\r\nContent-Disposition: form-data; name="${field}"\r\n\r\n${value}\r\n`;
    context.request({
      url,
      method: 'POST',
      type: 'fetch',
      headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
      body: `${part('id', '123456789012345')}${part('ev', 'Search')}--${boundary}--\r\n`,
    });
    context.request({ url, method: 'POST', type: 'ping' });
    expect(hits().map(({ events, transport }) => [transport, events[0]?.eventName])).toEqual([
      ['beacon', 'Lead'],
      ['fetch', 'Search'],
      ['beacon', undefined],
    ]);
    expect(hits()[2]?.body?.kind).toBe('unreadable');
  });

  it('goes to endpoints that calls name, and to those of the profile', () => {
    const { context, hits, load } = start([
      { vendor: 'meta', host: 'own.example', path: '/px', source: 'profile' },
    ]);
    context.request({ url: 'https://learned.example/px?id=123456789012345' });
    expect(hits()).toEqual([]);
    const args = ['set', 'endpoint', 'https://learned.example/px'];
    load(context.page.main, 'one', [
      { kind: 'call', source: 'fbq', method: 'set', args, phase: 'live' },
    ]);
    context.request({ url: 'https://learned.example/px?id=123456789012345' });
    context.request({ url: 'https://own.example/px?id=123456789012345' });
    expect(hits().length).toBe(2);
  });

  it('before its tab is there is kept as nobody’s, and nothing is thrown', () => {
    const { context, hits } = start();
    context.request({
      url: PIXEL,
      type: 'document',
      frame: undefined,
      headers: { referer: 'https://shop.example/' },
    });
    expect(hits().length).toBe(1);
  });

  it('is told with what the site’s server says that it sent itself', () => {
    const { context, log, load } = start();
    load(context.page.main, 'one');
    const buy = context.request({
      url: 'https://shop.example/checkout',
      method: 'POST',
      type: 'fetch',
    });
    context.answer(buy, 200, { 'server-timing': 'capi;desc="Purchase:order-1"' });
    const events = log.entries.filter((entry: Entry) => entry.kind === 'server');
    expect(events).toMatchObject([{ event: { event_name: 'Purchase', event_id: 'order-1' } }]);
  });
});
