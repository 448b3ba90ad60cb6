import { describe, expect, it } from 'vitest';
import { createMadeFrames } from '../../../src/recording/made-frames.ts';
import type { HitEntry } from '../../../src/session/entry.ts';
import type { RequestsMessage } from '../../../src/session/wire.ts';

const URL = 'https://www.facebook.com/tr/';
const ORIGIN = 'https://shop.test';

function hit(id: string, at: number, more: Partial<HitEntry> = {}): HitEntry {
  return {
    kind: 'hit',
    id,
    page: 'top:0',
    at,
    endAt: at + 30,
    vendor: 'meta',
    method: 'POST',
    url: URL,
    transport: 'fetch',
    events: [],
    initiator: ORIGIN,
    ...more,
  };
}

/** A frame says that requests began at these times, and took 40 ms. */
function says(document: string, times: number[], more: Partial<RequestsMessage> = {}) {
  const requests = times.map((from) => ({ url: URL, from, to: from + 40 }));
  const about = { type: 'requests', document, origin: ORIGIN, since: 0 } as const;
  return { ...about, requests, total: requests.length, ...more } satisfies RequestsMessage;
}

function createTab() {
  const frames = createMadeFrames();
  const now = new Map<string, string>();
  const note = (entry: HitEntry) =>
    now.set(entry.id, [entry.page, entry.joinedBy].join(' ').trim());
  return {
    see: (entry: HitEntry) => {
      frames.place(entry);
      note(entry);
    },
    hear: (message: RequestsMessage) => frames.claim(message).forEach(note),
    get now() {
      return Object.fromEntries(now);
    },
  };
}

describe('hits of frames that a page makes', () => {
  it('belong to the frame that says so, and their later forms too', () => {
    const tab = createTab();
    tab.see(hit('a', 1000));
    tab.see(hit('b', 5000));
    tab.hear(says('frame', [5000]));
    expect(tab.now).toEqual({ a: 'top:0', b: 'frame:0' });
    tab.see(hit('b', 5000, { outcome: 'done' }));
    expect(tab.now.b).toBe('frame:0');
  });

  it('whichever comes first, and said twice', () => {
    const tab = createTab();
    tab.hear(says('frame', [1000]));
    tab.hear(says('frame', [1000]));
    tab.see(hit('a', 1000));
    tab.see(hit('b', 1005));
    expect(tab.now).toEqual({ a: 'frame:0', b: 'top:0' });
  });

  it('are marked where page and frame sent to one address at one time', () => {
    const tab = createTab();
    tab.see(hit('a', 1000));
    tab.see(hit('b', 1010));
    tab.hear(says('frame', [1000]));
    expect(tab.now).toEqual({ a: 'top:0 maker', b: 'top:0 maker' });
  });

  it('are marked where two frames may have sent them', () => {
    const tab = createTab();
    tab.see(hit('a', 1000));
    tab.hear(says('one', [1000]));
    tab.see(hit('b', 1010));
    tab.hear(says('other', [1010]));
    expect(tab.now).toEqual({ a: 'one:0', b: 'other:0' });
    tab.see(hit('c', 9000));
    tab.see(hit('d', 9000));
    tab.see(hit('e', 9000));
    tab.hear(says('one', [9000]));
    tab.hear(says('other', [9000]));
    expect([tab.now.c, tab.now.d, tab.now.e]).toEqual(Array(3).fill('top:0 maker'));
  });

  it('are marked where the frame did not live to say so, and no others', () => {
    const tab = createTab();
    tab.see(hit('long ago', 1000));
    tab.see(hit('awaited', 1990));
    tab.see(hit('of elsewhere', 1990, { initiator: 'https://other.test' }));
    tab.hear(says('frame', [], { left: 2000 }));
    tab.see(hit('last', 2001));
    tab.see(hit('later', 2500));
    expect(tab.now).toEqual({
      'long ago': 'top:0',
      awaited: 'top:0 maker',
      'of elsewhere': 'top:0',
      last: 'top:0 maker',
      later: 'top:0',
    });
  });

  it('are marked where it may have ended as the frame was in the cache', () => {
    const tab = createTab();
    tab.see(hit('told', 1000));
    tab.see(hit('awaited', 1990));
    tab.see(hit('after', 6000));
    // A panel that came later hears it once more, as it is back, and as it goes again.
    tab.hear(says('frame', [1000], { left: 2000, untold: 2000 }));
    expect(tab.now).toEqual({ told: 'frame:0', awaited: 'top:0 maker', after: 'top:0' });
    tab.hear(says('frame', [6000], { total: 2, left: 9000, untold: 2000 }));
    expect(tab.now.after).toBe('frame:0');
    tab.see(hit('awaited', 1990, { outcome: 'done' }));
    expect(tab.now.awaited).toBe('top:0 maker');
  });

  it('are marked where what the frame said was lost', () => {
    const tab = createTab();
    tab.see(hit('a', 1000));
    tab.hear(says('frame', [], { total: 1, left: 9000 }));
    expect(tab.now).toEqual({ a: 'top:0 maker' });
  });

  it('go on with where the answer sent them', () => {
    const tab = createTab();
    const target = 'https://www.facebook.com/privacy_sandbox/pixel/';
    tab.see(hit('a', 1000, { outcome: 'redirected', redirect: target }));
    tab.see(hit('b', 1030, { url: target }));
    tab.hear(says('frame', [1000]));
    expect(tab.now).toEqual({ a: 'frame:0', b: 'frame:0' });
  });
});
