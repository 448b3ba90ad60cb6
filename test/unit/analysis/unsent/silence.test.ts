import { describe, expect, it } from 'vitest';
import { createAnalysis } from '../../../../src/rules/create-analysis.ts';
import type { Finding } from '../../../../src/rules/read-finding.ts';
import { OFF, ON, OTHER_PIXEL, oneTrust, PIXEL } from '../../../session/fragments.ts';
import { session } from '../../../session/session.ts';

/** Sessions in which something does not leave, and nobody says so: what is told of them. */

/** Loud findings and those of the pixel; the same in whatever order the entries come. */
function findingsOf(text: string): Finding[] {
  const { entries } = session(text);
  const analysis = createAnalysis();
  for (const entry of entries) {
    analysis.add([entry]);
    analysis.summary();
  }
  const backwards = createAnalysis();
  backwards.add(entries.toReversed());
  expect(backwards.findings()).toEqual(analysis.findings());
  return analysis
    .findings()
    .filter(({ rule, severity }) => severity !== 'info' || rule.startsWith('pixel/'));
}

const told = (text: string) => findingsOf(text).map(({ rule, severity }) => `${rule} ${severity}`);

/** A document whose requests were recorded. */
const PAGE = 'page https://shop.example/ with {tabId: 1}';
const LATER = '+6s dataLayer {event: later}';
const WAITING = `fbq init ${PIXEL}\nfbq track PageView`;

describe('a library that nobody asks for', () => {
  it('in a recording that ends before five seconds: told at its end, with less weight', () => {
    const endOf = (text: string) => {
      const analysis = createAnalysis();
      analysis.add(session(text).entries);
      expect(analysis.findings().filter(({ rule }) => rule.startsWith('pixel/'))).toEqual([]);
      analysis.end();
      return analysis.findings().map(({ rule, severity }) => `${rule} ${severity}`);
    };
    expect(endOf(`${PAGE}\n${WAITING}`)).toContain('pixel/library-not-asked warning');
    expect(endOf(`${PAGE}\n${oneTrust(OFF)}\n${WAITING}`)).toContain(
      'pixel/library-not-asked info',
    );
    const asked = endOf(`${PAGE}\n${WAITING}\nlibrary pending`);
    expect(asked.filter((line) => line.startsWith('pixel/library'))).toEqual([]);
  });

  it('forgotten: every event is named, and the init', () => {
    const [finding, ...others] = findingsOf(
      `${PAGE}\n${WAITING}\nfbq track AddToCart {} {eventID: a1}\n${LATER}`,
    );
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      rule: 'pixel/library-not-asked',
      severity: 'error',
      entries: ['d:2', 'd:3', 'd:1'],
      data: { count: 2, events: ['PageView', 'AddToCart'], isHeldBack: false },
    });
  });

  it('the page was left like that: no time has to pass', () => {
    const left = 'page e https://shop.example/two with {tabId: 1}';
    expect(told(`${PAGE}\n${WAITING}\n+800ms ${left}`)).toEqual(['pixel/library-not-asked error']);
  });

  it('a consent tool holds it back: as it should be', () => {
    expect(told(`${PAGE}\n${oneTrust(OFF, false)}\n${WAITING}\n${LATER}`)).toEqual([
      'pixel/library-not-asked info',
    ]);
  });

  it('the visitor has agreed, and still nobody asks', () => {
    expect(
      told(`${PAGE}\n${oneTrust(OFF, false)}\n${WAITING}\n+2s ${oneTrust(ON)}\n${LATER}`),
    ).toContain('pixel/library-not-asked error');
  });

  it('under a name of its own: it asks for a configuration all the same', () => {
    const hit = `hit ${PIXEL} PageView`;
    expect(told(`${PAGE}\n${WAITING}\nconfig ${PIXEL}\n${hit}\n${LATER}`)).toEqual([]);
    // The configuration answered from memory: the hit is proof enough.
    expect(told(`${PAGE}\n${WAITING}\n${hit}\n${LATER}`)).toEqual([]);
  });

  it('another page of the site asked for it: it may have come from memory', () => {
    const first = `page z https://shop.example/one with {tabId: 1}\n${WAITING}\nlibrary\nconfig ${PIXEL}\nhit ${PIXEL} PageView`;
    expect(told(`${first}\n${PAGE}\n${WAITING}\n${LATER}`)).toEqual(['pixel/no-hit warning']);
  });

  it('its host is not there: that is another fault', () => {
    const wrong =
      'library with {url: "https://connect.facebook.com/en_US/fbevents.js", outcome: failed, status: undefined, error: "net::ERR_NAME_NOT_RESOLVED"}';
    expect(told(`${PAGE}\n${WAITING}\n${wrong}\n${LATER}`)).toEqual(['pixel/library-failed error']);
  });

  it('requests were not recorded: nothing is claimed', () => {
    expect(told(`page https://shop.example/\n${WAITING}\n${LATER}`)).toEqual([]);
  });
});

describe('a base code laid again over the first', () => {
  const first = `${PAGE}\nfbq init ${PIXEL}\nfbq track PageView`;

  it('before the library: the first queue is gone', () => {
    const text = `${first}
      fbq init ${OTHER_PIXEL}
      fbq track Lead {} {eventID: n1}
      library
      config ${OTHER_PIXEL}
      hit ${OTHER_PIXEL} Lead eid=n1`.replaceAll(/^ +/gm, '');
    const [finding, ...others] = findingsOf(`${text}\n${LATER}`);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      rule: 'pixel/stub-laid-again',
      severity: 'error',
      data: { count: 2, events: ['PageView', 'Lead'] },
    });
    expect(finding?.entries.slice(0, 3)).toEqual(['d:2', 'd:4', 'd:3']);
  });

  it('the same pixel in both: what stood before the second init is lost', () => {
    const text = `${first}\nfbq init ${PIXEL}\nfbq track Lead {} {eventID: n1}\nlibrary\nconfig ${PIXEL}\nhit ${PIXEL} Lead eid=n1`;
    expect(told(`${text}\n${LATER}`)).toEqual([
      'pixel/duplicate-pixel-id warning',
      'pixel/stub-laid-again error',
    ]);
  });

  it('after the library: the first pixel gets nothing more', () => {
    const text = `${first}
      library
      config ${PIXEL}
      hit ${PIXEL} PageView
      +1s library
      fbq init ${OTHER_PIXEL}
      config ${OTHER_PIXEL}
      +1s fbq track Contact
      hit ${OTHER_PIXEL} Contact`.replaceAll(/^ +/gm, '');
    expect(told(`${text}\n${LATER}`)).toEqual([
      'pixel/library-twice info',
      'pixel/stub-laid-again error',
    ]);
  });

  it('a second copy that begins with its test takes nothing away', () => {
    const text = `${first}
      fbq init ${OTHER_PIXEL}
      fbq track Lead
      library
      config ${PIXEL}
      config ${OTHER_PIXEL}
      hit ${PIXEL} PageView
      hit ${PIXEL} Lead
      hit ${OTHER_PIXEL} Lead`.replaceAll(/^ +/gm, '');
    expect(told(`${text}\n${LATER}`)).toEqual([]);
  });

  it('two versions of the library', () => {
    const text = `${first}
      library
      config ${PIXEL}
      hit ${PIXEL} PageView v=2.9.325
      +1s library
      +1s fbq track Lead
      hit ${PIXEL} Lead v=2.9.252`.replaceAll(/^ +/gm, '');
    expect(findingsOf(`${text}\n${LATER}`)).toMatchObject([
      {
        rule: 'pixel/library-twice',
        severity: 'warning',
        data: { versions: ['2.9.325', '2.9.252'] },
      },
    ]);
  });
});

describe('a pixel that stays locked', () => {
  const start = `${PAGE}\nfbq consent revoke\n${WAITING}\nlibrary`;

  it('although the visitor has agreed', () => {
    expect(findingsOf(`${start}\n+1s ${oneTrust(ON)}\n${LATER}`)).toMatchObject([
      {
        rule: 'pixel/grant-missing',
        severity: 'warning',
        entries: ['d:3', 'd:1'],
        data: { events: ['PageView'], isAgreed: true },
        code: 'fbq("consent", "grant");',
      },
    ]);
  });

  it('by a revoke behind the grant', () => {
    const race = `${PAGE}\n${oneTrust(ON)}\nfbq consent grant\nfbq consent revoke\n${WAITING}\nlibrary`;
    expect(told(`${race}\n${LATER}`)).toEqual(['pixel/grant-missing warning']);
  });

  it.each([
    ['the visitor has refused', oneTrust(OFF)],
    ['the banner is open', oneTrust(OFF, false)],
    ['the page has a moment to pass it on', `+5800ms ${oneTrust(ON)}`],
    ['it is opened', `${oneTrust(ON)}\nfbq consent grant\nconfig ${PIXEL}\nhit ${PIXEL} PageView`],
  ])('as it should be: %s', (_why, more) => {
    expect(told(`${start}\n${more}\n${LATER.replace('+6s', '@6s')}`)).toEqual([]);
  });

  it('and nobody says what the visitor wants', () => {
    expect(told(`${start}\n${LATER}`)).toEqual(['pixel/grant-missing info']);
  });

  it('a word that the pixel does not know is told as one', () => {
    expect(told(`${start}\n${oneTrust(ON)}\nfbq consent granted\n${LATER}`)).toEqual([
      'pixel/consent-word error',
    ]);
  });
});

describe('PageViews of a router', () => {
  const start = `${PAGE}
fbq init ${PIXEL}
fbq track PageView {} {eventID: pv-1}
library
config ${PIXEL}
hit ${PIXEL} PageView eid=pv-1`;
  const route = '+1s route https://shop.example/two';
  const own = `hit ${PIXEL} PageView dl=https://shop.example/two`;
  const call = 'fbq track PageView {} {eventID: pv-2}';

  it.each([
    ['the hit is seen first', `${own}\n${call}`],
    ['the call is seen first', `${call}\n${own}`],
  ])('the library sends its own, without an id: %s', (_, both) => {
    const found = findingsOf(`${start}\n${route}\n${both}\n${LATER}`);
    expect(found).toMatchObject([
      {
        rule: 'pixel/page-view-dropped',
        severity: 'warning',
        data: { swallowed: 1, lost: 0, repeated: 0, ids: ['pv-2'] },
      },
    ]);
    expect(found[0]?.code).toContain('allowDuplicatePageViews');
  });

  it('nobody is told to give an id to what no call of the page made', () => {
    const server = `server.import ${PIXEL} PageView id=pv-1`;
    const found = findingsOf(`${start}\n${route}\n${own}\n${call}\n${server}\n${LATER}`);
    expect(found.map(({ rule }) => rule)).toEqual(['pixel/page-view-dropped']);
  });

  it('the library’s own are off, and the router’s are dropped: nothing leaves', () => {
    expect(findingsOf(`${start}\n${route}\n${call}\n${LATER}`)).toMatchObject([
      { rule: 'pixel/page-view-dropped', severity: 'warning', data: { lost: 1, ids: [] } },
    ]);
  });

  it('with both settings each route has its own', () => {
    const hit = `hit ${PIXEL} PageView dl=https://shop.example/two eid=pv-2`;
    expect(told(`${start}\n${route}\n${call}\n${hit}\n${LATER}`)).toEqual([]);
  });

  it('without ids one for each route leaves, whosever it is', () => {
    expect(told(`${start}\n${route}\nfbq track PageView\n${own}\n${LATER}`)).toEqual([]);
    expect(told(`${start}\n${route}\n${own}\n${LATER}`)).toEqual([]);
  });

  it('a plugin calls it a second time on one page: the library keeps one', () => {
    expect(
      findingsOf(`${start}\nfbq track PageView\nfbq trackCustom PageView\n${LATER}`),
    ).toMatchObject([
      { rule: 'pixel/page-view-dropped', severity: 'info', data: { repeated: 2 } },
      { rule: 'pixel/standard-event-as-custom', severity: 'info' },
    ]);
  });

  it('trackSingle is not held to one', () => {
    const single = `fbq trackSingle ${PIXEL} PageView`;
    const hit = `hit ${PIXEL} PageView tm=1`;
    expect(told(`${start}\n${single}\n${hit}\n${single}\n${hit}\n${LATER}`)).toEqual([
      'dedup/sent-twice warning',
    ]);
  });
});

describe('what the pixel’s settings may forbid', () => {
  const ready = `${PAGE}\nfbq init ${PIXEL}\nlibrary\nconfig ${PIXEL}`;

  it('the website or the browser: nothing leaves', () => {
    expect(findingsOf(`${ready}\nfbq track PageView\nfbq track Lead\n${LATER}`)).toMatchObject([
      { rule: 'pixel/no-hit', data: { pattern: 'nothing', events: ['PageView', 'Lead'] } },
    ]);
  });

  it('one event: all but this leave', () => {
    const text = `${ready}\nfbq track Lead\nhit ${PIXEL} Lead\nfbq track Purchase {value: 1, currency: EUR}\n${LATER}`;
    expect(findingsOf(text)).toMatchObject([
      { rule: 'pixel/no-hit', data: { pattern: 'some-names', events: ['Purchase'] } },
    ]);
  });

  it('a plugin that does not come locks the page', () => {
    const plugin = `config ${PIXEL} with {url: "https://connect.facebook.net/signals/plugins/prohibitedpixels.js?v=2.9.325", status: 404}`;
    expect(told(`${ready}\n${plugin}\nfbq track Lead\n${LATER}`)).toEqual([
      'pixel/config-failed error',
    ]);
  });
});

describe('an init without an event', () => {
  const ready = `${PAGE}\nfbq init ${PIXEL}\nlibrary\nconfig ${PIXEL}`;

  it('is told once there was time for one', () => {
    expect(told(`${ready}\n${LATER}`)).toEqual(['pixel/init-without-event warning']);
    expect(told(`${ready}\n+2s dataLayer {event: later}`)).toEqual([]);
  });

  it('not where an event is called, and be it late', () => {
    expect(told(`${ready}\n${LATER}\nfbq track Lead\nhit ${PIXEL} Lead`)).toEqual([]);
  });
});

it('a hit that was given up may have arrived: both are said', () => {
  const text = `${PAGE}\nfbq init ${PIXEL}\nlibrary\nconfig ${PIXEL}\nfbq track Lead\nhit ${PIXEL} Lead cancelled`;
  const [finding] = findingsOf(text);
  expect(finding).toMatchObject({ rule: 'pixel/hit-cancelled', severity: 'info' });
  expect(finding?.message).toContain('may or may not have received it');
});

describe('a name that never comes', () => {
  const at = (place: string) => `stack: "Error\\n    at f (${place}:1:487)"`;

  it.each([
    ['in the page itself', `read fbq unknown with {${at('https://shop.example/')}}`, 'warning'],
    [
      'in a script of its own',
      `read fbq unknown with {${at('https://shop.example/a.js')}}`,
      'info',
    ],
    ['as the bare name', 'read fbq bare', 'warning'],
  ])('%s', (_, read, severity) => {
    const analysis = createAnalysis();
    analysis.add(session(`${PAGE}\n${read}`).entries);
    expect(analysis.findings()).toMatchObject([{ rule: 'page/read-before-definition', severity }]);
  });

  it('comes later after all', () => {
    const analysis = createAnalysis();
    analysis.add(
      session(`${PAGE}\nread fbq unknown with {${at('https://shop.example/')}}\n${WAITING}`)
        .entries,
    );
    expect(analysis.findings()[0]).toMatchObject({ severity: 'info' });
  });
});
