import { describe, expect, it } from 'vitest';
import { createAnalysis } from '../../../../src/rules/create-analysis.ts';
import type { CallEntry, HitEntry } from '../../../../src/session/entry.ts';
import { RUNS, sessionOf } from './observed-run.ts';

/**
 * What the recorded runs say of calls that made no hit (domain facts 2.3). By run: state and reason
 * of each pixel call in its order. A run that is not named here sent everything that it called.
 */
const UNSENT: Record<string, string[]> = {
  no_init_track: ['not-sent before-init'],
  pageview_twice: ['sent', 'not-sent repeated-page-view'],
  trackSingle_uninit: ['not-sent unknown-pixel'],
  init_bad_id: ['not-sent bad-pixel-id'],
  init_late: ['not-sent before-init'],
  consent_revoke: ['held consent-revoked'],
  consent_revoke_grant: ['held consent-deadlock', 'held consent-deadlock'],
  consent_after: ['held consent-revoked', 'held consent-revoked'],
  // The plugins that the configuration names did not load in the recorder's network.
  adv_matching_plain: ['not-sent config-failed'],
  adv_matching_hashed: ['not-sent config-failed'],
  adv_matching_bad: ['not-sent config-failed'],
  first_party_cookies: ['not-sent config-failed'],
  prohibited: ['not-sent config-failed'],
  button_click: ['not-sent config-failed'],
  cfg_404: ['not-sent config-failed'],
  two_pixels_one_404: ['not-sent config-failed', 'not-sent config-failed'],
};

describe('the recorded runs of the real SDK', () => {
  it('are all here', () => {
    expect(RUNS).toHaveLength(60);
    for (const name of Object.keys(UNSENT)) expect(RUNS.map((run) => run.name)).toContain(name);
  });

  it.each(RUNS)('$name', (run) => {
    const session = sessionOf(run);
    const analysis = createAnalysis();
    analysis.add(session);
    const calls = session.filter((entry): entry is CallEntry => entry.kind === 'call');
    const hits = session.filter(
      (entry): entry is HitEntry => entry.kind === 'hit' && entry.role === undefined,
    );
    expect(hits).toHaveLength(run.hits.length);

    const states = calls.flatMap(({ id }) => analysis.states.of(id));
    const words = states.map(({ state, reason }) => [state, reason].filter(Boolean).join(' '));
    const expected = UNSENT[run.name] ?? states.map(() => 'sent');
    expect(words).toEqual(expected);
    if (/fbq\('track(Custom|Single|SingleCustom)?'/.test(run.js))
      expect(states.length).toBeGreaterThan(0);

    // Every hit has exactly one call, of the same document, and agrees with it in pixel and name.
    const linked = states.flatMap((state) => state.hits.map((hit) => ({ state, hit })));
    expect(linked.map(({ hit }) => hit).sort()).toEqual(hits.map(({ id }) => id).sort());
    for (const { state, hit } of linked) {
      const sent = hits.find(({ id }) => id === hit);
      const made = calls.find(({ id }) => id === state.entry);
      expect(sent?.page).toBe(made?.page);
      expect(sent?.events[0]?.pixelId).toBe(state.pixelId);
      expect(sent?.events[0]?.eventName ?? '').toBe(state.eventName);
    }
    expect(analysis.chains.ambiguities()).toEqual([]);
    const chained = analysis.chains.all().flatMap(({ links }) => links);
    expect(chained.map(({ to }) => to).sort()).toEqual(hits.map(({ id }) => id).sort());
  });

  it('says how many calls wait behind a lock that cannot open', () => {
    const run = RUNS.find(({ name }) => name === 'consent_revoke_grant');
    const session = sessionOf(run as (typeof RUNS)[number]);
    const analysis = createAnalysis();
    analysis.add(session);
    const track = session.find((entry) => entry.kind === 'call' && entry.method === 'track');
    // init, both tracks and the grant: only the revoke was taken out of the queue (facts 9).
    expect(analysis.states.of(track?.id ?? '')[0]?.waiting).toBe(4);
  });
});
