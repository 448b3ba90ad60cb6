import { describe, expect, it } from 'vitest';
import { createAnalysis } from '../../../../src/rules/create-analysis.ts';
import { PIXEL } from '../../../session/fragments.ts';
import { session } from '../../../session/session.ts';

const ARCHIVE = 'page https://shop.example/ with {seen: requests}';
const WATCHED = 'page https://shop.example/ with {tabId: 1}';
const SENT = `hit ${PIXEL} PageView`;

/** What is told of what did not leave, whatever the order in which the session is read. */
function told(text: string): string[] {
  const { entries } = session(text);
  const [analysis, backwards] = [createAnalysis(), createAnalysis()];
  for (const entry of entries) {
    analysis.add([entry]);
    analysis.summary();
  }
  backwards.add(entries.toReversed());
  for (const one of [analysis, backwards]) one.end();
  expect(backwards.findings()).toEqual(analysis.findings());
  return analysis
    .findings()
    .filter(({ rule }) => /blocked|failed/.test(rule))
    .map(({ severity, rule, message }) => `${severity} ${rule}: ${message.split(':')[0]}`);
}

describe('requests that were stopped, and that no call is known for', () => {
  it.each<[string, string, string[]]>([
    [
      'events of an archive',
      `${ARCHIVE}\nlibrary\n${SENT} blocked\nhit ${PIXEL} Lead blocked\nhit ${PIXEL} Contact failed`,
      [
        'warning pixel/hit-blocked: 2 events (PageView and Lead) were not sent',
        'warning pixel/hit-failed: Contact was not sent',
      ],
    ],
    [
      "an image of the page's own",
      `${WATCHED}\n${SENT} blocked`,
      ['warning pixel/hit-blocked: PageView was not sent'],
    ],
    [
      'the library of an archive',
      `${ARCHIVE}\nlibrary blocked`,
      ['warning pixel/library-blocked: What the page called was not sent'],
    ],
    [
      'a configuration of an archive',
      `${ARCHIVE}\nlibrary\nconfig ${PIXEL} failed`,
      ['error pixel/config-failed: What the page called was not sent'],
    ],
    [
      'a library of an archive that came from another address',
      `${ARCHIVE}\nlibrary failed\nlibrary`,
      [],
    ],
    [
      'a library of an archive without which an event left',
      `${ARCHIVE}\nlibrary blocked\n${SENT}`,
      [],
    ],
    ['a library without a call: there is nothing to send', `${WATCHED}\nlibrary blocked`, []],
    ['all was sent', `${ARCHIVE}\nlibrary\nconfig ${PIXEL}\n${SENT}`, []],
    ['cancelled as the page was left: it may have arrived', `${ARCHIVE}\n${SENT} cancelled`, []],
    [
      'of a call, told with it alone',
      `${WATCHED}\nfbq init ${PIXEL}\nlibrary\nconfig ${PIXEL}\nfbq track Lead {} {eventID: l}\nhit ${PIXEL} Lead eid=l blocked`,
      ['warning pixel/hit-blocked: Lead was not sent'],
    ],
  ])('%s', (_what, text, expected) => {
    expect(told(text)).toEqual(expected);
  });
});
