import { describe, expect, it } from 'vitest';
import { createAnalysis } from '../../../../src/rules/create-analysis.ts';
import type { Finding } from '../../../../src/rules/read-finding.ts';
import type { Entry } from '../../../../src/session/entry.ts';
import { RUNS, sessionOf } from '../links/observed-run.ts';

function findingsOf(entries: readonly Entry[]): Finding[] {
  const analysis = createAnalysis();
  for (const entry of entries) {
    analysis.add([entry]);
    analysis.summary(); // settles: what is told must not depend on when it is read
  }
  const found = analysis.findings();
  const atOnce = createAnalysis();
  atOnce.add(entries.toReversed());
  expect(atOnce.findings()).toEqual(found);
  return found;
}

function runOf(name: string): Entry[] {
  const run = RUNS.find((other) => other.name === name);
  if (!run) throw new Error(`no run ${name}`);
  return sessionOf(run);
}

const CAUSES = [
  'pixel/config-failed',
  'pixel/consent-deadlock',
  'pixel/no-hit',
  'pixel/left-too-soon',
];
const causesOf = (entries: readonly Entry[]) =>
  findingsOf(entries).filter(({ rule }) => CAUSES.includes(rule));

describe('why calls were not sent', () => {
  it.each<[string, string[]]>([
    ['cfg_404', ['pixel/config-failed error']],
    // One cause, whatever the number of pixels: the locks are the page's (domain facts 2.3).
    ['two_pixels_one_404', ['pixel/config-failed error']],
    ['consent_revoke_grant', ['pixel/consent-deadlock error']],
    ['consent_revoke', []],
    ['multi_pixel', []],
    ['pageview_twice', []],
    ['init_late', []],
  ])('%s', (name, expected) => {
    const found = causesOf(runOf(name));
    expect(found.map(({ rule, severity }) => `${rule} ${severity}`)).toEqual(expected);
  });

  it('names the request that failed and the calls that it cost', () => {
    const [finding] = causesOf(runOf('cfg_404'));
    expect(finding?.message).toContain('PageView was not sent');
    expect(finding?.message).toContain('/signals/config/123456789012345: HTTP 404');
    expect(finding?.entries).toContain('d0:2');
  });

  it('a call without a hit is told once the session has gone on for five seconds', () => {
    const session = runOf('eventID_both').filter(
      (entry) => entry.kind !== 'hit' || entry.role !== undefined,
    );
    const last = session.at(-1) as Entry;
    const later = (ms: number): Entry => ({
      kind: 'page',
      id: 'd0:99',
      page: 'd0:0',
      at: (session[0]?.at ?? 0) + ms,
      event: 'route',
      url: 'http://shop.example/',
    });
    expect(last.at).toBeLessThan((session[0]?.at ?? 0) + 4_000);
    expect(causesOf([...session, later(4_000)])).toEqual([]);
    const [finding] = causesOf([...session, later(6_000)]);
    expect(finding).toMatchObject({ rule: 'pixel/no-hit', severity: 'warning', entries: ['d0:2'] });
    // With its hit it is nothing.
    expect(causesOf([...runOf('eventID_both'), later(6_000)])).toEqual([]);
  });
});
