import { describe, expect, it } from 'vitest';
import { createAnalysis } from '../../../../src/rules/create-analysis.ts';
import { LOADED, OFF, ON, oneTrust, PIXEL } from '../../../session/fragments.ts';
import { makeHit, makePage } from '../../../session/numbered.ts';
import { session } from '../../../session/session.ts';
import { found, HIT, LEAD, of, told } from './judged.ts';

describe('one source', () => {
  it('says nothing against an event that left with consent', () => {
    const lines = [LOADED, `@500 #on ${oneTrust(ON)}`, LEAD, HIT];
    expect(told(lines)).toEqual(['lead hit granted>granted granted']);
    expect(found(lines)).toEqual([]);
    expect(of(lines).troubles().withoutConsent).toBe(0);
  });

  it('an event that left although consent was denied is an error, with its proof', () => {
    const lines = [LOADED, `@500 #off ${oneTrust(OFF)}`, LEAD, HIT];
    expect(told(lines)).toEqual(['lead hit denied>denied denied']);
    expect(found(lines)).toEqual([['sent-although-denied', 'error', ['hit', 'lead', 'off']]]);
    const [finding] = of(lines).findings();
    expect(finding?.message).toBe(
      '“Lead” was sent to Meta although consent was denied (OneTrust: C0004 “Targeting” denied).',
    );
    expect(finding?.fix).toContain('optanon-category-C0004');
    expect(of(lines).troubles().withoutConsent).toBe(1);
  });

  it('events are counted, not entries, alike in the strip, the filter and the table', () => {
    const two = [`@1010 fbq track Contact`, `@1015 #hit2 hit ${PIXEL} Contact`];
    const analysis = of([LOADED, `@500 #off ${oneTrust(OFF)}`, LEAD, HIT, ...two]);
    expect(analysis.troubles().withoutConsent).toBe(2);
    const ids = analysis.log.entries.filter(({ id }) => analysis.consent.isMissing(id));
    expect(ids.map(({ kind }) => kind)).toEqual(['hit', 'hit']);
    const [row] = analysis.consent.tally();
    expect([row?.counts.denied, row?.missing.denied]).toEqual([2, 2]);
  });

  const USP = '@500 #off consent usp {version: 1, uspString: "1YYN"}';
  const usGpp = (more = '') =>
    `@500 #off consent gpp {cmpStatus: loaded, signalStatus: ready, applicableSections: [7], parsedSections: {usnat: {SaleOptOut: 1, SharingOptOut: 2${more}}}}`;

  it.each([
    ['an opt-out of sale', USP, '', 'warning', 1],
    ['the same, limited', USP, ' dpo=LDU', 'info', 0],
    ['a section of the United States, limited', usGpp(), ' dpo=LDU', 'info', 0],
    ['an empty limit', USP, ' dpo=""', 'warning', 1],
    ['a refusal, limited', `@500 #off ${oneTrust(OFF)}`, ' dpo=LDU', 'error', 1],
  ])('%s', (_what, tool, limit, severity, withoutConsent) => {
    const lines = [LOADED, tool, LEAD, `${HIT}${limit}`];
    expect(found(lines)).toEqual([['sent-although-denied', severity, ['hit', 'lead', 'off']]]);
    expect(of(lines).troubles().withoutConsent).toBe(withoutConsent);
    const [finding] = of(lines).findings();
    expect(finding?.message.includes('Limited Data Use')).toBe(severity === 'info');
  });

  it('a hit whose events nobody read is limited by nothing', () => {
    const lines = [LOADED, USP, '@1005 #hit request POST https://www.facebook.com/tr/ ping'];
    expect(found(lines)).toEqual([['sent-although-denied', 'warning', ['hit', 'off']]]);
  });

  it('no error rests on a hit whose document nobody knows for sure', () => {
    for (const joinedBy of ['origin', 'maker']) {
      const lines = [
        LOADED,
        `@500 #off ${oneTrust(OFF)}`,
        LEAD,
        `${HIT} with {joinedBy: ${joinedBy}}`,
      ];
      expect(found(lines)).toEqual([['sent-although-denied', 'warning', ['hit', 'lead', 'off']]]);
      expect(of(lines).findings()[0]?.message).toContain('may have been a frame');
    }
  });

  it.each([
    [undefined, 'warning'],
    ['opt-in', 'error'],
    ['opt-out', undefined],
  ] as const)('before any decision, region %s: %s', (region, severity) => {
    const lines = [LOADED, `@500 #off ${oneTrust(OFF, false)}`, LEAD, HIT];
    const profile = region === undefined ? {} : { consent: { region } };
    expect(told(lines, profile)).toEqual(['lead hit undecided>undecided undecided']);
    expect(found(lines, profile)).toEqual(
      severity === undefined ? [] : [['sent-before-decision', severity, ['hit', 'lead', 'off']]],
    );
    expect(of(lines, profile).troubles().withoutConsent).toBe(severity ? 1 : 0);
  });

  it('a tool that loads after the pixel: nobody had decided when the event left', () => {
    const lines = [LOADED, LEAD, HIT, `@2000 #on ${oneTrust(ON)}`];
    expect(told(lines)).toEqual(['lead hit undecided>undecided undecided']);
    expect(found(lines)[0]).toEqual(['sent-before-decision', 'warning', ['hit', 'lead', 'on']]);
  });

  it('no source at all is no denial, and is told once for the document', () => {
    const lines = [LOADED, LEAD, HIT, '@2000 fbq track Lead', `@2005 #hit2 hit ${PIXEL} Lead`];
    expect(told(lines).map((line) => line.split(' ').at(-1))).toEqual(['no-source', 'no-source']);
    expect(found(lines)).toEqual([['no-source', 'info', ['hit', 'hit2']]]);
    expect(of(lines).troubles().withoutConsent).toBe(0);
  });

  it('says nothing of a document that nobody heard, until it speaks', () => {
    const elsewhere = makeHit(9, { page: 'unheard:0' });
    const analysis = createAnalysis();
    const rules = () => analysis.findings().map(({ rule }) => rule);
    analysis.add([elsewhere]);
    const { consent } = analysis;
    const verdicts = () => [
      consent.of(elsewhere.id).map(({ verdict }) => verdict),
      consent.all().length,
      consent.tally().length,
      consent.verdictOf(elsewhere.id),
      [...consent.unwatched()],
    ];
    expect(rules()).not.toContain('consent/no-source');
    expect(verdicts()).toEqual([[], 0, 0, undefined, [elsewhere.id]]);
    analysis.add([{ ...makePage(0), id: 'unheard:0', page: 'unheard:0' }]);
    expect(rules()).toContain('consent/no-source');
    expect(verdicts()).toEqual([['no-source'], 1, 1, 'no-source', []]);
  });

  it('a denial after the event had left is worth knowing; one on its way is no proof', () => {
    const after = [LOADED, `@500 #on ${oneTrust(ON)}`, LEAD, HIT, `@3000 #off ${oneTrust(OFF)}`];
    expect(told(after)).toEqual(['lead hit granted>granted granted']);
    expect(found(after)).toEqual([['withdrawn-after-hit', 'info', ['off', 'hit']]]);
    const during = [
      LOADED,
      `@500 #on ${oneTrust(ON)}`,
      LEAD,
      `@1010 #off ${oneTrust(OFF)}`,
      `@1050 #hit hit ${PIXEL} Lead`,
    ];
    expect(told(during)).toEqual(['lead hit granted>granted granted']);
    const before = [
      LOADED,
      `@500 #on ${oneTrust(ON)}`,
      `@990 #off ${oneTrust(OFF)}`,
      LEAD,
      `@1050 #hit hit ${PIXEL} Lead`,
    ];
    expect(told(before)).toEqual(['lead hit denied>denied denied']);
  });

  it('what a blocker stopped did not leave', () => {
    const lines = [LOADED, `@500 #off ${oneTrust(OFF)}`, LEAD, `${HIT} blocked`];
    expect(found(lines)).toEqual([]);
    expect(of(lines).troubles().withoutConsent).toBe(0);
  });

  it('each document has its own sources', () => {
    const lines = [LOADED, 'in e', `@900 ${oneTrust(OFF)}`, 'in d', LEAD, HIT];
    expect(told(lines)).toEqual(['lead hit no-source>no-source no-source']);
  });
});

describe('the lock of the pixel', () => {
  it('held under a revoke and sent after the grant is fine', () => {
    const lines = [
      'fbq consent revoke',
      `fbq init ${PIXEL}`,
      'library',
      `@500 ${oneTrust(OFF, false)}`,
      LEAD,
      `@1900 ${oneTrust(ON)}`,
      '@2000 fbq consent grant',
      `@2050 config ${PIXEL}`,
      `@2070 #hit hit ${PIXEL} Lead`,
    ];
    expect(told(lines)).toEqual(['lead hit denied>granted held']);
    expect(found(lines)).toEqual([]);
  });

  it('a word that the SDK refuses changes nothing', () => {
    const lines = [LOADED, '@500 fbq consent deny', LEAD, HIT];
    expect(told(lines)).toEqual(['lead hit no-source>no-source no-source']);
  });

  it('Limited Data Use is shown and never counted', () => {
    const lines = [LOADED, '@500 #ldu fbq dataProcessingOptions [LDU] (1) (1000)', LEAD, HIT];
    expect(told(lines)).toEqual(['lead hit no-source>no-source no-source']);
    expect(of(lines).consentAt('hit')).toEqual({
      ldu: {
        state: 'undecided',
        entry: 'd:2',
        said: { items: [], notes: [{ code: 'limited', options: 'LDU, 1, 1000' }] },
        counts: false,
      },
    });
  });

  it('an opt-in in the chat is never consent to advertising', () => {
    const optIn = '@500 loyjoy newsletter_single_opt_in {}';
    const lines = [LOADED, `@400 #off ${oneTrust(OFF)}`, optIn, LEAD, HIT];
    expect(told(lines)).toEqual(['lead hit denied>denied denied']);
    expect(of(lines).consentAt('lead')['loyjoy-opt-in']).toMatchObject({
      state: 'granted',
      counts: false,
    });
  });

  it('LoyJoy’s cookieConsent governs only where the profile says so', () => {
    const boot = '@500 loyjoy.boot boot {process: x, cookieConsent: false}';
    const lines = [LOADED, boot, LEAD, HIT];
    expect(told(lines)[0]).toContain('no-source');
    expect(told(lines, { consent: { governs: 'loyjoy' } })).toEqual([
      'lead hit denied>denied denied',
    ]);
  });
});

describe('several sources', () => {
  const denied = '@600 #google gtag consent update {ad_storage: denied, ad_user_data: denied}';

  it('contradict each other: both are shown, once for all events', () => {
    const lines = [
      LOADED,
      `@500 #on ${oneTrust(ON)}`,
      denied,
      LEAD,
      HIT,
      '@1100 fbq track Lead',
      `@1105 #hit2 hit ${PIXEL} Lead`,
    ];
    expect(told(lines)[0]).toBe('lead hit conflict>conflict conflict');
    expect(found(lines)).toEqual([['conflict', 'warning', ['hit', 'google', 'on', 'hit2']]]);
    const [check] = of(lines).consent.all();
    expect(check?.sources).toMatchObject({
      onetrust: { state: 'granted', entry: 'd:2', counts: true },
      google: { state: 'denied', entry: 'd:3', counts: true },
    });
  });

  it('a default of the page does not speak against a no of the tool', () => {
    const lines = [
      '@400 gtag consent default {ad_storage: granted, ad_user_data: granted}',
      LOADED,
      `@500 #off ${oneTrust(OFF)}`,
      LEAD,
      HIT,
    ];
    expect(found(lines)[0]?.slice(0, 2)).toEqual(['sent-although-denied', 'error']);
  });

  it('a no that is assumed against the page’s own grant is worth knowing', () => {
    const tcf =
      'consent tcf change {gdprApplies: true, eventStatus: tcloaded, tcString: CP, purpose: {consents: {"1": true}}, addtlConsent: "1~"}';
    const lines = [LOADED, `@500 ${tcf}`, '@600 fbq consent grant', LEAD, HIT];
    expect(found(lines)[0]?.slice(0, 2)).toEqual(['conflict', 'info']);
  });

  it('the one that governs decides alone', () => {
    const lines = [LOADED, `@500 #on ${oneTrust(ON)}`, denied, LEAD, HIT];
    expect(told(lines, { consent: { governs: 'onetrust' } })[0]).toContain('granted>granted');
    expect(told(lines, { consent: { governs: 'google' } })[0]).toContain('denied>denied');
    expect(told(lines, { consent: { governs: 'tcf' } })[0]).toContain('no-source>no-source');
  });

  it('a default that grants does not answer for a banner that waits', () => {
    const lines = [
      LOADED,
      '@400 gtag consent default {ad_storage: granted, ad_user_data: granted}',
      `@500 #off ${oneTrust(OFF, false)}`,
      LEAD,
      HIT,
    ];
    expect(told(lines)).toEqual(['lead hit undecided>undecided undecided']);
  });

  it('a tool that has granted is not contradicted by a default that waits for its update', () => {
    const lines = [
      LOADED,
      '@400 gtag consent default {ad_storage: denied, wait_for_update: 500}',
      `@500 #on ${oneTrust(ON)}`,
      LEAD,
      HIT,
    ];
    expect(told(lines)).toEqual(['lead hit granted>granted granted']);
  });

  it('what does not apply here is no contradiction', () => {
    const before = [
      LOADED,
      '@400 consent usp {version: 1, uspString: "1---"}',
      '@450 consent tcf {gdprApplies: false, eventStatus: tcloaded, tcString: ""}',
    ];
    expect(told([...before, LEAD, HIT])[0]).toContain('granted>granted');
    expect(told([...before, `@460 ${oneTrust(OFF)}`, LEAD, HIT])[0]).toContain('denied>denied');
  });
});

describe('a law that does not apply', () => {
  const ping = '@300 consent tcf load {cmpStatus: stub, gdprApplies: undefined}';
  const said = (at: number, applies: boolean) =>
    `@${at} consent tcf {gdprApplies: ${applies}, eventStatus: tcloaded, tcString: "${applies ? 'C' : ''}"}`;

  it('never did, also for what left before the tool said so', () => {
    const lines = [LOADED, ping, LEAD, HIT, said(2_000, false)];
    expect(told(lines)[0]).toContain('granted>granted');
    expect(found(lines)).toEqual([]);
    expect(told([...lines, said(3_000, true)])[0]).toContain('undecided>undecided');
    const whole = session(lines.join('\n'));
    const backwards = { ...whole, entries: whole.entries.toReversed() };
    expect(told(backwards)[0]).toContain('granted>granted');
  });
});

describe('Google Consent Mode', () => {
  it('a default after a tag fired is late', () => {
    const late = [
      '@100 #g100 gtag config G-1',
      '@200 #g200 gtag consent default {ad_storage: denied}',
    ];
    expect(found(late)).toEqual([['google-default-late', 'warning', ['g200', 'g100']]]);
    const early = [
      '@100 gtag consent default {ad_storage: denied}',
      '@150 #g150 gtag config G-1',
      '@200 gtag consent default {ad_storage: denied, region: ["US-CA"]}',
    ];
    expect(found(early)).toEqual([]);
  });

  it('keeps what an update does not name, and takes the visitor’s word over a default', () => {
    const at = (...more: string[]) => of([LOADED, ...more, LEAD, HIT]).consentAt('hit').google;
    const fallback =
      '@100 gtag consent default {ad_storage: denied, ad_user_data: denied, wait_for_update: 500}';
    expect(at(fallback)).toMatchObject({
      state: 'undecided',
      said: {
        items: [
          { name: 'ad_storage', state: 'denied', isDefault: true },
          { name: 'ad_user_data', state: 'denied', isDefault: true },
        ],
        notes: [{ code: 'waits', milliseconds: 500 }],
      },
    });
    const one = '@200 gtag consent update {ad_storage: granted}';
    expect(at(fallback, one)).toMatchObject({ state: 'undecided' });
    const two = '@300 gtag consent update {ad_user_data: granted}';
    expect(at(fallback, one, two)).toMatchObject({ state: 'granted' });
    const again = '@400 gtag consent default {ad_storage: denied}';
    expect(at(fallback, one, two, again)).toMatchObject({ state: 'granted' });
    const no = '@500 gtag consent update {ad_user_data: denied}';
    expect(at(fallback, one, two, no)).toMatchObject({ state: 'denied' });
    const regional = '@200 gtag consent default {ad_storage: granted, region: ["US"]}';
    expect(at(fallback, regional)).toMatchObject({ state: 'undecided' });
    const other = '@100 gtag consent default {analytics_storage: denied}';
    expect(at(other)).toMatchObject({ counts: false });
  });
});

describe('Consent Mode by region', () => {
  const lines = [
    LOADED,
    '@100 #all gtag consent default {ad_storage: granted, ad_user_data: granted}',
    '@150 #eea gtag consent default {ad_storage: denied, ad_user_data: denied, region: [DE, FR]}',
    LEAD,
    HIT,
  ];

  it.each([
    [undefined, 'info'],
    ['opt-in', 'warning'],
  ] as const)('where the default hangs on the visitor, region %s: %s', (region, severity) => {
    const profile = region === undefined ? {} : { consent: { region } };
    expect(told(lines, profile)).toEqual(['lead hit undecided>undecided undecided']);
    expect(found(lines, profile).map(([rule, grade]) => [rule, grade])).toEqual([
      ['sent-before-decision', severity],
    ]);
    expect(of(lines, profile).troubles().withoutConsent).toBe(severity === 'info' ? 0 : 1);
  });
});

describe('the three cases of Commanders Act', () => {
  const profile = { consent: { categories: { trust: '3' } } };
  const decided = (n: number, list: string) =>
    `@${n} consent trust {cookie: "0@002%7C12%7C3441@${list}@4@1,1,1"}`;
  const trigger = '@1000 #lead cact trigger purchase {amount: 1}';
  const collected = (categories: string, at = 1_005) =>
    `@${at} #${at === 1_005 ? 'hit' : 'hit2'} cact-hit purchase {user: {consent_categories: ${categories}}}`;

  it('TRUST: the event carries what the visitor has agreed to', () => {
    const yes = [decided(500, '1%2C3'), trigger, collected('["1", "3"]')];
    expect(told(yes, profile)).toEqual(['lead hit granted>granted granted']);
    expect(found(yes, profile)).toEqual([]);
    const no = [decided(500, '1'), trigger, collected('["1"]')];
    expect(told(no, profile)).toEqual(['lead hit denied>denied denied']);
    // Commanders Act keeps such an event back from Meta: nobody did anything wrong.
    expect(found(no, profile)).toEqual([]);
    expect(of(no, profile).troubles().withoutConsent).toBe(0);
    const [row] = of(no, profile).consent.tally();
    expect([row?.counts.denied, row?.missing.denied]).toEqual([1, 0]);
  });

  it('without the category of Facebook there is no verdict, but a question', () => {
    const lines = [decided(500, '1%2C3'), trigger, collected('["1", "3"]')];
    expect(told(lines)[0]).toContain('undecided>undecided');
    const [finding] = of(lines)
      .findings()
      .filter(({ rule }) => rule.startsWith('consent'));
    expect(finding).toMatchObject({ rule: 'consent/category-unknown', severity: 'info' });
    expect(finding?.message).toContain('Which category of TRUST is Facebook');
  });

  it('a pixel beside it is judged by TRUST too', () => {
    const lines = [LOADED, decided(500, '1'), LEAD, HIT];
    expect(found(lines, profile)[0]?.slice(0, 2)).toEqual(['sent-although-denied', 'error']);
    expect(told(lines)[0]).toContain('undecided>undecided');
  });

  it.each(['undefined', '[]'])('no TRUST: an event with %s as categories', (categories) => {
    const lines = [trigger, collected(categories), collected(categories, 1_500)];
    expect(told(lines, profile)[0]).toContain('undecided undecided');
    expect(found(lines, profile)).toEqual([['categories-missing', 'warning', ['hit', 'hit2']]]);
  });

  it('no TRUST: an empty list after the page asked TRUST is TRUST’s answer', () => {
    const asked = '@100 cact consent.onReady (function(""))';
    const lines = [asked, trigger, collected('[]')];
    expect(found(lines, profile)).toEqual([]);
    expect(told(lines, profile)[0]).toContain('denied denied');
  });

  it('no TRUST: categories on the event are enough; at its root they are not seen', () => {
    expect(found([trigger, collected('["3"]')], profile)).toEqual([]);
    const misplaced = [trigger, '@1005 cact-hit purchase {consent_categories: ["3"]}'];
    const finding = of(misplaced, profile)
      .findings()
      .find(({ rule }) => rule === 'consent/categories-missing');
    expect(finding?.message).toContain('at the event’s root');
  });

  it('managed by the user: the page’s own sources count, and categories are not wanted', () => {
    const managed = { consent: { commandersAct: 'managed' as const } };
    expect(found([`@500 #on ${oneTrust(ON)}`, trigger, collected('[]')], managed)).toEqual([]);
    expect(found([`@500 #off ${oneTrust(OFF)}`, trigger, collected('[]')], managed)[0]).toEqual([
      'sent-although-denied',
      'error',
      ['hit', 'lead', 'off'],
    ]);
  });

  it('an event that says yes where the page’s tool says no', () => {
    const lines = [`@500 #off ${oneTrust(OFF)}`, trigger, collected('["3"]')];
    expect(found(lines, profile)[0]?.slice(0, 2)).toEqual(['conflict', 'warning']);
    const governed = { consent: { categories: { trust: '3' }, governs: 'onetrust' as const } };
    const alone = { consent: { governs: 'onetrust' as const } };
    expect(found(lines, alone)[0]?.slice(0, 2)).toEqual(['sent-although-denied', 'error']);
    expect(found(lines, governed)[0]?.slice(0, 2)).toEqual(['sent-although-denied', 'error']);
  });
});

describe('a frame that says nothing of consent', () => {
  const frame = (address = 'https://form.example/f') =>
    `@900 frame f ${address}\n@905 fbq init ${PIXEL}`;
  const page = 'page d https://shop.example/';

  it.each([
    ['no', OFF, true, 'warning', 'says denied (OneTrust)'],
    ['yes', ON, true, 'info', 'says granted (OneTrust)'],
    ['no answer yet', OFF, false, 'info', 'says undecided (OneTrust)'],
  ])('the page around it says %s', (_what, groups, decided, severity, words) => {
    const lines = [page, `@500 #tool ${oneTrust(groups, decided)}`, frame(), LEAD, HIT];
    expect(told(lines)).toEqual(['lead hit no-source>no-source no-source']);
    expect(found(lines)).toEqual([['no-source', severity, ['hit', 'tool']]]);
    expect(of(lines).findings()[0]?.message).toContain(words);
  });

  it.each([
    ['', 'warning'],
    [' dpo=LDU', 'info'],
  ])(
    'the page around it says no to a sale, and the event has the limit “%s”',
    (limit, severity) => {
      const usp = '@500 #tool consent usp {version: 1, uspString: "1YYN"}';
      const lines = [page, usp, frame(), LEAD, `${HIT}${limit}`];
      expect(found(lines)).toEqual([['no-source', severity, ['hit', 'tool']]]);
      const [finding] = of(lines).findings();
      expect(finding?.message.includes('carries Limited Data Use')).toBe(limit !== '');
      expect(finding?.fix?.includes('privacy team')).toBe(limit !== '');
    },
  );

  it('where the page around it says yes, the frame may stay', () => {
    const lines = [page, `@500 ${oneTrust(ON)}`, frame(), LEAD, HIT];
    expect(of(lines).findings()[0]?.fix).not.toContain('Load the frame');
  });

  it('nothing is said of a page that has no source either, or of one that came later', () => {
    const other = '@2000 page e https://shop.example/two';
    for (const lines of [
      [page, frame(), LEAD, HIT],
      [page, frame(), LEAD, HIT, other, `@2500 ${oneTrust(OFF)}`],
    ]) {
      expect(found(lines)).toEqual([['no-source', 'info', ['hit']]]);
      expect(of(lines).findings()[0]?.message).toContain('from this document');
    }
  });

  /** A frame of the first page, after the visitor went to another one and back. */
  const BACK = [
    page,
    `@100 #tool ${oneTrust(OFF)}`,
    '@200 page e https://shop.example/two',
    `@300 ${oneTrust(ON)}`,
    'in d',
    '@500 return',
    frame(),
    LEAD,
    HIT,
  ];

  it('the page around it may be one that came back', () => {
    expect(found(BACK)).toEqual([['no-source', 'warning', ['hit', 'tool']]]);
  });

  it.each([[[page, `@500 ${oneTrust(OFF)}`, frame(), LEAD, HIT]], [BACK]])(
    'says the same in whatever order entries come',
    (lines) => {
      const { entries: all } = session(lines.join('\n'));
      const messagesOf = (given: typeof all) => {
        const analysis = createAnalysis();
        for (const one of given) {
          analysis.add([one]);
          analysis.findings();
        }
        return analysis
          .findings()
          .map(({ rule, message }) => `${rule} ${message}`)
          .sort();
      };
      const rotated = all.map((_, i) => messagesOf([...all.slice(i), ...all.slice(0, i)]));
      for (const messages of rotated) expect(messages).toEqual(messagesOf(all));
      expect(messagesOf([...all].reverse())).toEqual(messagesOf(all));
    },
  );
});
