import { describe, expect, it } from 'vitest';
import { suppose } from '../../../src/cli/suppose.ts';
import { ENGLISH } from '../../../src/language/languages.ts';
import { createAnalysis } from '../../../src/rules/create-analysis.ts';
import type { Profile } from '../../../src/session/profile.ts';
import { session } from '../../session/session.ts';

const PIXEL = '123456789012345';
const TRUST: Profile = { consent: { categories: { trust: '3' }, region: 'opt-in' } };
const given = (list: string) => `consent trust {cookie: "0@002|12|3441@${list}@4@1,1,1"}`;

/** What would become of a session: its events by name, rules that come and go. */
async function under(text: string, assume: string[], profile: Profile = TRUST) {
  const { entries, nameOf } = session(text);
  const analysis = createAnalysis(profile);
  analysis.add(entries);
  analysis.end();
  const result = await suppose({ file: 'f', entries, analysis }, assume, { language: ENGLISH });
  return {
    ...result,
    fates: result.changed.map(({ entry, fate }) => `${nameOf(entry)} ${fate}`),
    came: result.findings.came.map(({ rule }) => rule),
    went: result.findings.went.map(({ rule }) => rule),
  };
}

/** A page on which the visitor agrees after a moment, and the tool's answer is passed on. */
const AGREED = `
  page https://shop.example/
  consent trust {cookie: ""}
  fbq consent revoke
  fbq init ${PIXEL}
  library
  config ${PIXEL}
  #early fbq track ViewContent
  +2s ${given('1%2C3')}
  fbq consent grant
  +1s #late fbq track Lead
    > hit ${PIXEL} Lead
`;

describe('a session under another decision', () => {
  it('has no consent where the visitor says no, and Meta’s library keeps it back', async () => {
    const { fates, changed, events } = await under(AGREED, ['consent.trust.3=denied']);
    expect(events).toBe(2);
    expect(fates).toContain('late be-held');
    expect(changed.find(({ event }) => event === 'Lead')).toMatchObject({
      before: { state: 'sent', consent: 'granted' },
      after: { state: 'sent', consent: 'denied' },
    });
    expect((await under(AGREED, ['consent=denied'])).fates).toEqual(fates);
  });

  it('must be kept back by the page where nothing locks the pixel', async () => {
    const open = AGREED.replace(/fbq consent \w+/g, '// nothing');
    const { fates, came, went } = await under(open, ['consent.trust.3=denied']);
    expect(fates).toEqual(['late lack-consent']);
    expect(came).toEqual(['consent/sent-although-denied']);
    expect(went).toEqual([]);
  });

  it('is sent where the visitor says yes', async () => {
    const refused = `
      page https://shop.example/
      ${given('1')}
      fbq consent revoke
      fbq init ${PIXEL}
      library
      config ${PIXEL}
      #held fbq track Lead
    `;
    expect((await under(refused, ['consent.trust.3=granted'])).fates).toEqual(['held go']);
    expect((await under(refused, ['consent.trust=granted'])).fates).toEqual(['held go']);
    expect((await under(refused, ['consent.trust.3=denied'])).fates).toEqual([]);
  });

  it('is no fault any more where it was one', async () => {
    const broken = `
      page https://shop.example/
      ${given('1')}
      fbq init ${PIXEL}
      library
      config ${PIXEL}
      #sent fbq track Lead
        > hit ${PIXEL} Lead
    `;
    const { fates, went, came } = await under(broken, ['consent.trust.3=granted']);
    expect([fates, went, came]).toEqual([
      ['sent have-consent'],
      ['consent/sent-although-denied'],
      [],
    ]);
  });

  it('stays as it was before the visitor decided', async () => {
    const early = `
      page https://shop.example/
      consent trust {cookie: ""}
      fbq init ${PIXEL}
      library
      config ${PIXEL}
      #early fbq track ViewContent
        > hit ${PIXEL} ViewContent
      +2s ${given('1%2C3')}
      +1s #late fbq track Lead
        > hit ${PIXEL} Lead
    `;
    expect((await under(early, ['consent.trust.3=denied'])).fates).toEqual(['late lack-consent']);
  });

  it.each<[string, string, string, Profile]>([
    ['tcf', 'consent onetrust {groups: ",C0001,C0004,"}', 'consent.onetrust.C0004', {}],
    [
      'cookiebot',
      'consent cookiebot {hasResponse: true, consent: {marketing: true}}',
      'consent.cookiebot',
      {},
    ],
    [
      'google',
      'gtag consent update {ad_storage: granted, ad_user_data: granted}',
      'consent.google',
      {},
    ],
    [
      'one signal',
      'gtag consent update {ad_storage: granted, ad_user_data: granted}',
      'consent.google.ad_storage',
      {},
    ],
    ['meta', 'fbq consent grant', 'consent.meta', {}],
  ])('of %s', async (_, says, name, profile) => {
    const text = `
      page https://shop.example/
      ${says}
      fbq init ${PIXEL}
      library
      config ${PIXEL}
      #sent fbq track Lead
        > hit ${PIXEL} Lead
    `;
    const { fates } = await under(text, [`${name}=denied`], profile);
    expect(fates).toEqual([name === 'consent.meta' ? 'sent be-held' : 'sent lack-consent']);
  });

  it('follows what Commanders Act’s events carry', async () => {
    const text = `
      page https://shop.example/
      ${given('1%2C3')}
      #sent cact trigger purchase {value: 3, user: {consent_categories: ["1", "3"]}}
        > cact-hit purchase {value: 3, user: {consent_categories: ["1", "3"]}}
    `;
    expect((await under(text, ['consent.trust.3=denied'])).fates).toEqual(['sent lack-consent']);
  });
});

describe('a session under another pixel or profile', () => {
  const PAIRED = `
    page https://shop.example/
    fbq init ${PIXEL}
    library
    config ${PIXEL}
    #sent fbq track Lead {} {eventID: a1}
      > hit ${PIXEL} Lead eid=a1
    server 999999999999999 Lead id=a1
  `;
  it('is paired with what another pixel’s server sent', async () => {
    const { changed, went } = await under(PAIRED, ['pixel=999999999999999'], {});
    expect(changed).toEqual([
      expect.objectContaining({
        before: expect.objectContaining({ pair: 'pixel-mismatch' }),
        after: expect.objectContaining({ pair: 'paired' }),
      }),
    ]);
    expect(went).toContain('dedup/other-pixel');
    expect((await under(PAIRED, [`pixel=${PIXEL}:999999999999999`], {})).changed).toEqual(changed);
  });

  it.each([
    ['consent.trust.9=denied', /consent\.trust, consent\.trust\.3/],
    ['consent.didomi=denied', /consent\.trust/],
    ['consent.trust.3=maybe', /consent\.trust\.3=denied/],
    ['pixel=1:2', /pixel=123456789012345:/],
    ['pixel=x', /pixel=OLD:NEW/],
    ['nothing', /--assume nothing/],
    ['=', /--assume =/],
  ])('%s is refused with what the session has', async (assumption, expected) => {
    await expect(under(AGREED, [assumption])).rejects.toThrow(expected);
  });

  it('of a session that has nothing says so', async () => {
    await expect(under('page https://shop.example/', ['consent=denied'])).rejects.toThrow(
      /no consent source, no pixel/,
    );
  });
});
