import { describe, expect, it } from 'vitest';
import { LANGUAGES, type Language } from '../../../src/language/languages.ts';
import { judge, type Loupe } from '../../../src/playwright/attach.ts';
import { loupeMatchers, type MatcherResult } from '../../../src/playwright/matchers.ts';
import { createReport } from '../../../src/rules/report.ts';
import type { Entry } from '../../../src/session/entry.ts';
import type { Profile } from '../../../src/session/profile.ts';
import { entries } from '../../session/session.ts';

/** A recording that is over: the pages are quiet. */
function recorded(session: string, profile: Profile = {}, code = 'en'): Loupe {
  const all = entries(session);
  const language = LANGUAGES[code] as Language;
  const report = async () => createReport(judge(profile, all), language);
  return {
    profile,
    language,
    session: async (): Promise<Entry[]> => all,
    report,
    quiet: async () => undefined,
    finish: async () => undefined,
  };
}

const state = { isNot: false, timeout: 0 };
const negated = { isNot: true, timeout: 0 };
const said = ({ pass, message }: MatcherResult) => [pass, message()] as const;

const SHOP = `page https://shop.example/
fbq init 123456789012345
library
config 123456789012345
fbq track Purchase {value: 34.3, currency: EUR} {eventID: o-1}
  > hit 123456789012345 Purchase cd={value: 34.3, currency: EUR} eid=o-1`;

describe('toHaveSent', () => {
  const { toHaveSent } = loupeMatchers;
  const shop = recorded(SHOP);

  it('passes where such an event left', async () => {
    expect((await toHaveSent.call(state, shop, 'Purchase')).pass).toBe(true);
    expect((await toHaveSent.call(state, shop, 'Purchase', { value: 34.3 })).pass).toBe(true);
    expect((await toHaveSent.call(state, shop, 'Purchase', {}, { times: 1 })).pass).toBe(true);
    expect((await toHaveSent.call(state, shop, 'Lead', {}, { times: 0 })).pass).toBe(true);
    expect(said(await toHaveSent.call(negated, shop, 'Purchase'))).toEqual([
      true,
      '“Purchase” was sent, and should not have been.',
    ]);
  });

  it('says what was sent in its place', async () => {
    expect(said(await toHaveSent.call(state, shop, 'Lead'))).toEqual([
      false,
      '“Lead” was not sent as expected.\nSent: Purchase.',
    ]);
    expect(
      said(await toHaveSent.call(state, shop, 'Purchase', { value: 30, content_ids: ['a'] })),
    ).toEqual([
      false,
      '“Purchase” was not sent as expected.\nPurchase was sent with value 34.3; expected 30.\nPurchase was sent without content_ids; expected ["a"].',
    ]);
    expect(said(await toHaveSent.call(state, shop, 'Purchase', {}, { times: 2 }))).toEqual([
      false,
      '“Purchase” should have been sent 2 times; it was once.',
    ]);
    expect(said(await toHaveSent.call(state, shop, 'Purchase', {}, { vendor: 'segment' }))).toEqual(
      [false, '“Purchase” was not sent as expected.\nNo event was sent.'],
    );
  });

  it('says so in German', async () => {
    expect(said(await toHaveSent.call(state, recorded(SHOP, {}, 'de'), 'Lead'))).toEqual([
      false,
      '„Lead“ wurde nicht wie erwartet gesendet.\nGesendet: Purchase.',
    ]);
  });
});

describe('toHaveSentNothing', () => {
  const { toHaveSentNothing } = loupeMatchers;
  it('passes where no event left', async () => {
    const quiet = recorded('page https://shop.example/\nfbq init 123456789012345\nlibrary');
    expect((await toHaveSentNothing.call(state, quiet)).pass).toBe(true);
  });
  it('fails where one did, or where nobody knows', async () => {
    expect(said(await toHaveSentNothing.call(state, recorded(SHOP)))).toEqual([
      false,
      'No event should have been sent.\nSent: Purchase.',
    ]);
    const unread = recorded(
      'page https://shop.example/\nrequest POST https://www.facebook.com/tr/ ping',
    );
    expect(said(await toHaveSentNothing.call(state, unread))).toEqual([
      false,
      'No event should have been sent.\nNo event was sent.\n1 request was sent whose content the browser did not show.',
    ]);
  });
});

describe('toHaveNoFindings', () => {
  const { toHaveNoFindings } = loupeMatchers;
  const wrong = SHOP.replaceAll('track Purchase', 'track purchase').replaceAll(
    'Purchase cd',
    'purchase cd',
  );
  it('holds the level, and the profile', async () => {
    expect((await toHaveNoFindings.call(state, recorded(SHOP))).pass).toBe(true);
    const found = await toHaveNoFindings.call(state, recorded(wrong));
    expect([found.pass, found.message()]).toEqual([
      false,
      expect.stringMatching(
        /^Expected no finding of level error or above; there is 1:\nerror pixel\/event-name-case: .*\n {2}fix: /s,
      ),
    ]);
    const off = { rules: { 'pixel/event-name-case': 'off' as const } };
    expect((await toHaveNoFindings.call(state, recorded(wrong, off))).pass).toBe(true);
  });
});

describe('toBePaired', () => {
  const { toBePaired } = loupeMatchers;
  const event = {
    event_name: 'Purchase',
    event_id: 'o-1',
    event_time: 1_795_000_000,
    action_source: 'website',
    custom_data: { value: 34.3, currency: 'EUR' },
  };
  it('passes where both copies are there under one id', async () => {
    const session = SHOP.replace('page', 'start 2026-11-18T11:06:40Z\npage');
    const result = await toBePaired.call(state, recorded(session), 'Purchase', { data: [event] });
    expect(said(result)).toEqual([true, 'Not every copy of “Purchase” is paired.']);
  });
  it('says why not', async () => {
    const other = await toBePaired.call(state, recorded(SHOP), 'Purchase', [
      { ...event, event_id: 'o-2' },
    ]);
    expect(other.pass).toBe(false);
    expect(other.message()).toMatch(/^Not every copy of “Purchase” is paired\.\nPurchase o-/);
    expect(said(await toBePaired.call(state, recorded(SHOP), 'Lead', []))).toEqual([
      false,
      'Not every copy of “Lead” is paired.\nNo copy of “Lead” was seen, of browser or server.',
    ]);
    await expect(toBePaired.call(state, recorded(SHOP), 'Purchase', 'nonsense')).rejects.toThrow();
  });
});

describe('toMeetPlan', () => {
  const { toMeetPlan } = loupeMatchers;
  const plans = { buy: { on: 'elsewhere.example', steps: [{ event: 'Purchase', times: 1 }] } };
  it('holds the session against one plan, wherever that begins', async () => {
    expect((await toMeetPlan.call(state, recorded(SHOP, { plans }), 'buy')).pass).toBe(true);
    const none = recorded('page https://shop.example/', { plans });
    expect(said(await toMeetPlan.call(state, none, 'buy'))).toEqual([
      false,
      'The plan “buy” is not met.\nPlan “buy”, step 1 (“Purchase”): It was not sent.',
    ]);
    await expect(toMeetPlan.call(state, none, 'by')).rejects.toThrow(/it has buy\./);
  });
});
