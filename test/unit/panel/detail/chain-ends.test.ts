import { describe, expect, it } from 'vitest';
import type { Pair, PixelState } from '../../../../src/analysis/analysis.ts';
import { chainEnds, serverCopies } from '../../../../src/panel/detail/chain-ends.ts';
import type { Entry } from '../../../../src/session/entry.ts';
import { makeCall, makeHit } from '../../../session/numbered.ts';
import { makeAnswers } from '../answers.ts';

const call = makeCall(1);
const arrived = makeHit(2);
const blocked = makeHit(3, {
  outcome: 'blocked',
  status: undefined,
  error: 'net::ERR_BLOCKED_BY_CLIENT',
});
const get = (id: string): Entry | undefined => [call, arrived, blocked].find((e) => e.id === id);
const state = (more: Partial<PixelState>): PixelState => ({
  entry: call.id,
  pixelId: '1234',
  state: 'sent',
  hits: [],
  proof: [],
  ...more,
});
const endsWith = (...states: PixelState[]) =>
  chainEnds(
    [call.id],
    makeAnswers({ states: { of: (id) => (id === call.id ? states : []) } }),
    get,
  );

describe('the end of a chain', () => {
  it('is not mentioned where every hit is known and arrived', () => {
    expect(chainEnds([call.id, arrived.id], makeAnswers(), get)).toEqual([]);
    expect(endsWith(state({ hits: [arrived.id] }))).toEqual([]);
  });

  it.each([
    [
      { state: 'not-sent', reason: 'before-init' },
      'bad',
      /^No hit for pixel 1234\. No pixel was there/,
    ],
    [
      { state: 'not-sent', reason: undefined },
      'bad',
      /^No hit for pixel 1234\. Why is not known\.$/,
    ],
    [
      { state: 'not-sent', pixelId: undefined, reason: 'bad-pixel-id' },
      'bad',
      /^No hit\. The init call names/,
    ],
    [
      { state: 'held', reason: 'consent-revoked' },
      'mute',
      /^No hit for pixel 1234 yet\. Consent is revoked/,
    ],
    [{ state: 'held', reason: 'consent-deadlock' }, 'bad', /waits for good/],
    [{ state: 'called' }, 'mute', /no reason why there is none\.$/],
  ] as const)('names the reason of %j', (more, tone, text) => {
    const [end] = endsWith(state({ ...more, proof: ['d:9'] }));
    expect(end).toMatchObject({ tone, proof: ['d:9'] });
    expect(end?.text).toMatch(text);
  });

  it('names a hit that did not arrive, with the browser’s own word', () => {
    const [end] = chainEnds([call.id, blocked.id], makeAnswers(), get);
    expect(end?.text).toMatch(/did not arrive.*ad blocker.*ERR_BLOCKED_BY_CLIENT/);
    expect(end?.proof).toEqual([blocked.id]);
  });

  it('does not say of a hit that was answered that it did not arrive', () => {
    const refused = makeHit(4, { status: 500 });
    const [end] = chainEnds([refused.id], makeAnswers(), () => refused);
    expect(end?.text).toBe('The hit arrived and was not taken. The server failed: status 500.');
  });

  it('says of a hit that it was left alone, from both sides', () => {
    const answers = makeAnswers({
      chains: { ambiguities: () => [{ entry: arrived.id, candidates: [call.id, 'd:7'] }] },
    });
    expect(chainEnds([arrived.id], answers, get)).toEqual([
      {
        tone: 'warn',
        text: 'This hit could belong to 2 calls; it was left alone.',
        proof: [call.id, 'd:7'],
      },
    ]);
    expect(chainEnds([call.id], answers, get)).toEqual([
      {
        tone: 'warn',
        text: 'A hit could belong to this call or to another one; it was left alone.',
        proof: [arrived.id, 'd:7'],
      },
    ]);
    expect(chainEnds([blocked.id], answers, get)).toHaveLength(1);
  });
});

it('adds the server copies that pair with a chain and are not in it', () => {
  const pair: Pair = {
    pixelId: '1',
    eventName: 'Lead',
    eventId: 'x',
    verdict: 'paired',
    browser: [arrived.id],
    server: ['s:1', call.id],
    why: [],
  };
  const copies = serverCopies([call.id, arrived.id], makeAnswers({ pairs: { of: () => [pair] } }));
  expect(copies).toEqual([{ id: 's:1', pair }]);
});
