import { describe, expect, it } from 'vitest';
import {
  analysed,
  call,
  collected,
  consent,
  fbq,
  found,
  gtag,
  hit,
  OFF,
  ON,
  oneTrust,
  ready,
  told,
} from './entries.ts';

const LEAD = fbq(1_000, 'track', 'Lead');

describe('one source', () => {
  it('says nothing against an event that left with consent', () => {
    const session = [...ready, oneTrust(500, ON), LEAD, hit(1_005)];
    expect(told(session)).toEqual(['d:1000 net:1005 granted>granted granted']);
    expect(found(session)).toEqual([]);
    expect(analysed(session).troubles().withoutConsent).toBe(0);
  });

  it('an event that left although consent was denied is an error, with its proof', () => {
    const session = [...ready, oneTrust(500, OFF), LEAD, hit(1_005)];
    expect(told(session)).toEqual(['d:1000 net:1005 denied>denied denied']);
    expect(found(session)).toEqual([
      ['sent-although-denied', 'error', ['net:1005', 'd:1000', 'd:500']],
    ]);
    const [finding] = analysed(session).findings();
    expect(finding?.message).toContain('OneTrust: C0004 denied');
    expect(finding?.fix).toContain('optanon-category-C0004');
    expect(analysed(session).troubles().withoutConsent).toBe(2);
  });

  it.each([
    [undefined, 'warning'],
    ['opt-in', 'error'],
    ['opt-out', undefined],
  ] as const)('before any decision, region %s: %s', (region, severity) => {
    const session = [...ready, oneTrust(500, OFF, false), LEAD, hit(1_005)];
    const profile = region === undefined ? {} : { consent: { region } };
    expect(told(session, profile)).toEqual(['d:1000 net:1005 undecided>undecided undecided']);
    expect(found(session, profile)).toEqual(
      severity === undefined
        ? []
        : [['sent-before-decision', severity, ['net:1005', 'd:1000', 'd:500']]],
    );
    expect(analysed(session, profile).troubles().withoutConsent).toBe(severity ? 2 : 0);
  });

  it('a tool that loads after the pixel: nobody had decided when the event left', () => {
    const session = [...ready, LEAD, hit(1_005), oneTrust(2_000, ON)];
    expect(told(session)).toEqual(['d:1000 net:1005 undecided>undecided undecided']);
    expect(found(session)[0]).toEqual([
      'sent-before-decision',
      'warning',
      ['net:1005', 'd:1000', 'd:2000'],
    ]);
  });

  it('no source at all is no denial, and is told once for the document', () => {
    const session = [...ready, LEAD, hit(1_005), fbq(2_000, 'track', 'Lead'), hit(2_005)];
    expect(told(session).map((line) => line.split(' ').at(-1))).toEqual(['no-source', 'no-source']);
    expect(found(session)).toEqual([['no-source', 'info', ['net:1005', 'net:2005']]]);
    expect(analysed(session).troubles().withoutConsent).toBe(0);
  });

  it('a denial after the event had left is worth knowing; one on its way is no proof', () => {
    const after = [...ready, oneTrust(500, ON), LEAD, hit(1_005), oneTrust(3_000, OFF)];
    expect(told(after)).toEqual(['d:1000 net:1005 granted>granted granted']);
    expect(found(after)).toEqual([['withdrawn-after-hit', 'info', ['d:3000', 'net:1005']]]);
    const during = [...ready, oneTrust(500, ON), LEAD, oneTrust(1_010, OFF), hit(1_050)];
    expect(told(during)).toEqual(['d:1000 net:1050 granted>granted granted']);
    const before = [...ready, oneTrust(500, ON), oneTrust(990, OFF), LEAD, hit(1_050)];
    expect(told(before)).toEqual(['d:1000 net:1050 denied>denied denied']);
  });

  it('what a blocker stopped did not leave', () => {
    const session = [...ready, oneTrust(500, OFF), LEAD, hit(1_005, { outcome: 'blocked' })];
    expect(found(session)).toEqual([]);
    expect(analysed(session).troubles().withoutConsent).toBe(0);
  });

  it('each document has its own sources', () => {
    const other = { id: 'e:9', page: 'e:0', at: 900 };
    const session = [...ready, { ...oneTrust(500, OFF), ...other }, LEAD, hit(1_005)];
    expect(told(session)).toEqual(['d:1000 net:1005 no-source>no-source no-source']);
  });
});

describe('the lock of the pixel', () => {
  it('held under a revoke and sent after the grant is fine', () => {
    const session = [
      fbq(1, 'consent', 'revoke'),
      fbq(2, 'init', '123456789012345'),
      hit(3, { id: 'net:lib', role: 'library', events: [], endAt: 10 }),
      oneTrust(500, OFF, false),
      LEAD,
      oneTrust(1_900, ON),
      fbq(2_000, 'consent', 'grant'),
      hit(2_050, {
        id: 'net:cfg',
        role: 'config',
        events: [],
        endAt: 2_060,
        url: 'https://connect.facebook.net/signals/config/123456789012345',
      }),
      hit(2_070),
    ];
    expect(told(session)).toEqual(['d:1000 net:2070 denied>granted held']);
    expect(found(session)).toEqual([]);
  });

  it('a word that the SDK refuses changes nothing', () => {
    const session = [...ready, fbq(500, 'consent', 'deny'), LEAD, hit(1_005)];
    expect(told(session)).toEqual(['d:1000 net:1005 no-source>no-source no-source']);
  });

  it('Limited Data Use is shown and never counted', () => {
    const session = [
      ...ready,
      fbq(500, 'dataProcessingOptions', ['LDU'], 1, 1000),
      LEAD,
      hit(1_005),
    ];
    expect(told(session)).toEqual(['d:1000 net:1005 no-source>no-source no-source']);
    expect(analysed(session).consentAt('net:1005')).toEqual({
      ldu: {
        state: 'undecided',
        entry: 'd:500',
        words: 'LDU, 1, 1000: how Meta may process, no consent',
        counts: false,
      },
    });
  });

  it('an opt-in in the chat is never consent to advertising', () => {
    const optIn = call(500, 'loyjoy', ['newsletter_single_opt_in', {}], {
      method: 'listener',
      name: 'newsletter_single_opt_in',
    });
    const session = [...ready, oneTrust(400, OFF), optIn, LEAD, hit(1_005)];
    expect(told(session)).toEqual(['d:1000 net:1005 denied>denied denied']);
    expect(analysed(session).consentAt('d:1000')['loyjoy-opt-in']).toMatchObject({
      state: 'granted',
      counts: false,
    });
  });

  it('LoyJoy’s cookieConsent governs only where the profile says so', () => {
    const boot = call(500, 'loyjoy', ['boot', { process: 'x', cookieConsent: false }]);
    const session = [...ready, boot, LEAD, hit(1_005)];
    expect(told(session)[0]).toContain('no-source');
    expect(told(session, { consent: { governs: 'loyjoy' } })).toEqual([
      'd:1000 net:1005 denied>denied denied',
    ]);
  });
});

describe('several sources', () => {
  const denied = gtag(600, 'consent', 'update', { ad_storage: 'denied', ad_user_data: 'denied' });

  it('contradict each other: both are shown, once for all events', () => {
    const session = [
      ...ready,
      oneTrust(500, ON),
      denied,
      LEAD,
      hit(1_005),
      fbq(1_100, 'track', 'Lead'),
      hit(1_105),
    ];
    expect(told(session)[0]).toBe('d:1000 net:1005 conflict>conflict conflict');
    expect(found(session)).toEqual([
      ['conflict', 'warning', ['net:1005', 'd:600', 'd:500', 'net:1105']],
    ]);
    const [check] = analysed(session).consent();
    expect(check?.sources).toMatchObject({
      onetrust: { state: 'granted', entry: 'd:500', counts: true },
      google: { state: 'denied', entry: 'd:600', counts: true },
    });
  });

  it('the one that governs decides alone', () => {
    const session = [...ready, oneTrust(500, ON), denied, LEAD, hit(1_005)];
    expect(told(session, { consent: { governs: 'onetrust' } })[0]).toContain('granted>granted');
    expect(told(session, { consent: { governs: 'google' } })[0]).toContain('denied>denied');
    expect(told(session, { consent: { governs: 'tcf' } })[0]).toContain('no-source>no-source');
  });

  it('a default that grants does not answer for a banner that waits', () => {
    const session = [
      ...ready,
      gtag(400, 'consent', 'default', { ad_storage: 'granted', ad_user_data: 'granted' }),
      oneTrust(500, OFF, false),
      LEAD,
      hit(1_005),
    ];
    expect(told(session)).toEqual(['d:1000 net:1005 undecided>undecided undecided']);
  });

  it('a tool that has granted is not contradicted by a default that waits for its update', () => {
    const session = [
      ...ready,
      gtag(400, 'consent', 'default', { ad_storage: 'denied', wait_for_update: 500 }),
      oneTrust(500, ON),
      LEAD,
      hit(1_005),
    ];
    expect(told(session)).toEqual(['d:1000 net:1005 granted>granted granted']);
  });

  it('what does not apply here is no contradiction', () => {
    const session = [
      ...ready,
      consent(400, 'usp', { version: 1, uspString: '1---' }),
      consent(450, 'tcf', { gdprApplies: false, eventStatus: 'tcloaded', tcString: '' }),
      LEAD,
      hit(1_005),
    ];
    expect(told(session)[0]).toContain('granted>granted');
    expect(told([...session, oneTrust(460, OFF)])[0]).toContain('denied>denied');
  });
});

describe('a law that does not apply', () => {
  const ping = consent(
    300,
    'tcf',
    { cmpStatus: 'stub', gdprApplies: { $type: 'undefined' } },
    'load',
  );
  const said = (n: number, gdprApplies: boolean) =>
    consent(n, 'tcf', { gdprApplies, eventStatus: 'tcloaded', tcString: gdprApplies ? 'C' : '' });

  it('never did, also for what left before the tool said so', () => {
    const session = [...ready, ping, LEAD, hit(1_005), said(2_000, false)];
    expect(told(session)[0]).toContain('granted>granted');
    expect(found(session)).toEqual([]);
    expect(told([...session, said(3_000, true)])[0]).toContain('undecided>undecided');
    expect(told([...session].reverse())[0]).toContain('granted>granted');
  });
});

describe('Google Consent Mode', () => {
  it('a default after a tag fired is late', () => {
    const late = [
      gtag(100, 'config', 'G-1'),
      gtag(200, 'consent', 'default', { ad_storage: 'denied' }),
    ];
    expect(found(late)).toEqual([['google-default-late', 'warning', ['d:200', 'd:100']]]);
    const early = [
      gtag(100, 'consent', 'default', { ad_storage: 'denied' }),
      gtag(150, 'config', 'G-1'),
      gtag(200, 'consent', 'default', { ad_storage: 'denied', region: ['US-CA'] }),
    ];
    expect(found(early)).toEqual([]);
  });

  it('keeps what an update does not name, and takes the visitor’s word over a default', () => {
    const at = (...more: ReturnType<typeof gtag>[]) =>
      analysed([...ready, ...more, LEAD, hit(1_005)]).consentAt('net:1005').google;
    const fallback = gtag(100, 'consent', 'default', {
      ad_storage: 'denied',
      ad_user_data: 'denied',
      wait_for_update: 500,
    });
    expect(at(fallback)).toMatchObject({
      state: 'undecided',
      words:
        'ad_storage denied by default, ad_user_data denied by default, waits 500 ms for an update',
    });
    const one = gtag(200, 'consent', 'update', { ad_storage: 'granted' });
    expect(at(fallback, one)).toMatchObject({ state: 'undecided' });
    const two = gtag(300, 'consent', 'update', { ad_user_data: 'granted' });
    expect(at(fallback, one, two)).toMatchObject({ state: 'granted' });
    const again = gtag(400, 'consent', 'default', { ad_storage: 'denied' });
    expect(at(fallback, one, two, again)).toMatchObject({ state: 'granted' });
    const no = gtag(500, 'consent', 'update', { ad_user_data: 'denied' });
    expect(at(fallback, one, two, no)).toMatchObject({ state: 'denied' });
    const regional = gtag(200, 'consent', 'default', { ad_storage: 'granted', region: ['US'] });
    expect(at(fallback, regional)).toMatchObject({ state: 'undecided' });
    const other = gtag(100, 'consent', 'default', { analytics_storage: 'denied' });
    expect(at(other)).toMatchObject({ counts: false });
  });
});

describe('the three cases of Commanders Act', () => {
  const profile = { consent: { categories: { trust: '3' } } };
  const decided = (n: number, list: string) =>
    consent(n, 'trust', { cookie: `0@002%7C12%7C3441@${list}@4@1,1,1` });
  const trigger = call(1_000, 'cact', ['trigger', 'purchase', { amount: 1 }]);

  it('TRUST: the event carries what the visitor has agreed to', () => {
    const yes = [decided(500, '1%2C3'), trigger, collected(1_005, '["1","3"]')];
    expect(told(yes, profile)).toEqual(['d:1000 net:1005 granted>granted granted']);
    expect(found(yes, profile)).toEqual([]);
    const no = [decided(500, '1'), trigger, collected(1_005, '["1"]')];
    expect(told(no, profile)).toEqual(['d:1000 net:1005 denied>denied denied']);
    // Commanders Act keeps such an event back from Meta: nobody did anything wrong.
    expect(found(no, profile)).toEqual([]);
    expect(analysed(no, profile).troubles().withoutConsent).toBe(0);
  });

  it('without the category of Facebook there is no verdict, but a question', () => {
    const session = [decided(500, '1%2C3'), trigger, collected(1_005, '["1","3"]')];
    expect(told(session)[0]).toContain('undecided>undecided');
    const [finding] = analysed(session)
      .findings()
      .filter(({ rule }) => rule.startsWith('consent'));
    expect(finding).toMatchObject({ rule: 'consent/category-unknown', severity: 'info' });
    expect(finding?.message).toContain('Which category id is Facebook');
  });

  it('a pixel beside it is judged by TRUST too', () => {
    const session = [...ready, decided(500, '1'), LEAD, hit(1_005)];
    expect(found(session, profile)[0]?.slice(0, 2)).toEqual(['sent-although-denied', 'error']);
    expect(told(session)[0]).toContain('undecided>undecided');
  });

  it.each([undefined, '[]'])('no TRUST: an event with %s as categories', (categories) => {
    const session = [trigger, collected(1_005, categories), collected(1_500, categories)];
    expect(told(session, profile)[0]).toContain('undecided undecided');
    expect(found(session, profile)).toEqual([
      ['categories-missing', 'warning', ['net:1005', 'net:1500']],
    ]);
  });

  it('no TRUST: an empty list after the page asked TRUST is TRUST’s answer', () => {
    const asked = call(100, 'cact', ['consent.onReady', { $type: 'function', name: '' }]);
    const session = [asked, trigger, collected(1_005, '[]')];
    expect(found(session, profile)).toEqual([]);
    expect(told(session, profile)[0]).toContain('denied denied');
  });

  it('no TRUST: categories on the event are enough; at its root they are not seen', () => {
    expect(found([trigger, collected(1_005, '["3"]')], profile)).toEqual([]);
    const misplaced = [trigger, collected(1_005, undefined, { consent_categories: '["3"]' })];
    const [finding] = analysed(misplaced, profile).findings();
    expect(finding?.message).toContain('at its root');
  });

  it('managed by the user: the page’s own sources count, and categories are not wanted', () => {
    const managed = { consent: { commandersAct: 'managed' as const } };
    expect(found([oneTrust(500, ON), trigger, collected(1_005, '[]')], managed)).toEqual([]);
    expect(found([oneTrust(500, OFF), trigger, collected(1_005, '[]')], managed)[0]).toEqual([
      'sent-although-denied',
      'error',
      ['net:1005', 'd:1000', 'd:500'],
    ]);
  });

  it('an event that says yes where the page’s tool says no', () => {
    const session = [oneTrust(500, OFF), trigger, collected(1_005, '["3"]')];
    expect(found(session, profile)[0]?.slice(0, 2)).toEqual(['conflict', 'warning']);
    const governed = { consent: { categories: { trust: '3' }, governs: 'onetrust' as const } };
    const alone = { consent: { governs: 'onetrust' as const } };
    expect(found(session, alone)[0]?.slice(0, 2)).toEqual(['sent-although-denied', 'error']);
    expect(found(session, governed)[0]?.slice(0, 2)).toEqual(['sent-although-denied', 'error']);
  });
});
