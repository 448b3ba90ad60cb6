import { describe, expect, it } from 'vitest';
import { LOADED, OFF, ON, oneTrust } from '../../../session/fragments.ts';
import { found, HIT, LEAD, of, told } from './judged.ts';

/** A tool's cookie, as it is read where the tool itself is not there. */
const COOKIE = {
  yes: '@400 #old consent onetrust load {stored: "C0001%3A1%2CC0004%3A1", closed: "2026"}',
  no: '@400 #old consent onetrust load {stored: "C0001%3A1%2CC0004%3A0", closed: "2026"}',
  cookiebot:
    '@400 #old consent cookiebot load {cookie: "{stamp:%27x%27%2Cnecessary:true%2Cmarketing:false%2Cver:1}"}',
};
const COOKIEBOT_YES =
  '@500 #cb consent cookiebot change {hasResponse: true, consent: {marketing: true}}';

describe('a cookie without its tool', () => {
  it.each([COOKIE.no, COOKIE.cookiebot])('says no: no error rests on it (%#)', (cookie) => {
    const lines = [LOADED, cookie, LEAD, HIT];
    expect(told(lines)).toEqual(['lead hit denied>denied denied']);
    expect(found(lines)).toEqual([
      ['left-over-cookie', 'info', ['old']],
      ['sent-although-denied', 'warning', ['hit', 'lead', 'old']],
    ]);
    const [said] = Object.values(of(lines).consentAt('hit'));
    expect(said?.said.notes).toEqual([{ code: 'left-over' }]);
    expect(said?.isLeftOver).toBe(true);
  });

  it('says nothing where nobody had answered', () => {
    const open = '@400 #old consent onetrust load {stored: "C0001%3A1%2CC0004%3A0"}';
    const lines = [LOADED, open, LEAD, HIT];
    expect(told(lines)).toEqual(['lead hit no-source>no-source no-source']);
    expect(found(lines).map(([rule]) => rule)).toEqual(['left-over-cookie', 'no-source']);
  });

  it('does not contradict the tool that is there', () => {
    const lines = [LOADED, COOKIE.no, COOKIEBOT_YES, LEAD, HIT];
    expect(told(lines)).toEqual(['lead hit granted>granted granted']);
    expect(found(lines)).toEqual([['left-over-cookie', 'info', ['old']]]);
    expect(of(lines).consentAt('hit')).toMatchObject({
      cookiebot: { counts: true },
      onetrust: { counts: false, isLeftOver: true },
    });
  });

  it('does not answer for a banner that waits, nor for the page’s own word', () => {
    const open = '@500 consent cookiebot change {hasResponse: false, consent: {marketing: false}}';
    expect(told([LOADED, COOKIE.yes, open, LEAD, HIT])[0]).toContain('undecided>undecided');
    const update = '@500 gtag consent update {ad_storage: denied, ad_user_data: denied}';
    expect(told([LOADED, COOKIE.yes, update, LEAD, HIT])[0]).toContain('denied>denied');
  });

  it('counts where the profile says that it governs', () => {
    const profile = { consent: { governs: 'onetrust' as const } };
    const lines = [LOADED, COOKIE.no, COOKIEBOT_YES, LEAD, HIT];
    expect(told(lines, profile)).toEqual(['lead hit denied>denied denied']);
  });

  it('is the visitor’s word where the tool comes after all', () => {
    const lines = [LOADED, COOKIE.no, LEAD, HIT, `@3000 #tool ${oneTrust(OFF)}`];
    expect(found(lines)).toEqual([['sent-although-denied', 'error', ['hit', 'lead', 'old']]]);
    const heard =
      '@3000 dataLayer push {event: OneTrustGroupsUpdated, OnetrustActiveGroups: ",C0001,"}';
    expect(found([LOADED, COOKIE.no, LEAD, HIT, heard])[0]?.[1]).toBe('error');
    const yes = [LOADED, COOKIE.yes, LEAD, HIT, `@3000 ${oneTrust(ON)}`];
    expect(found(yes)).toEqual([]);
  });

  it('is not told where nothing is for Meta', () => {
    expect(found([LOADED, COOKIE.no])).toEqual([]);
  });
});
