import { describe, expect, it } from 'vitest';
import { healthOf, isBare } from '../../../../src/panel/model/health.ts';
import { healthLines } from '../../../../src/panel/text/health-words.ts';
import { createAnalysis } from '../../../../src/rules/create-analysis.ts';
import { entries } from '../../../session/session.ts';

function read(text: string) {
  const analysis = createAnalysis();
  analysis.add(entries(text));
  const health = healthOf({ log: analysis.log, analysis });
  const lines = healthLines(health).map(({ id, tone, text }) => `${id} ${tone}: ${text}`);
  return { health, lines, unsent: analysis.troubles().unsent };
}

describe('what is on a page', () => {
  it('nothing: each says what to do', () => {
    const { health, lines } = read('page https://a.test/');
    expect(isBare(health)).toBe(true);
    expect(lines.map((line) => line.split(':')[0])).toEqual([
      'pixel mute',
      'layer mute',
      'chat mute',
      'commanders-act mute',
      'segment mute',
      'consent mute',
      'server mute',
    ]);
    expect(lines[0]).toContain('fbevents.js is blocked');
  });

  it('a working pixel beside a data layer and server copies', () => {
    const { health, lines } = read(`
      page https://a.test/
      fbq consent grant
      fbq init 1234567890123456
      library
      config 1234567890123456
      dataLayer {event: a}
      dataLayer {event: b}
      fbq track Lead {value: 1, currency: EUR} {eventID: a1}
        > hit 1234567890123456 Lead cd={value: 1, currency: EUR} eid=a1
      server 1234567890123456 Lead id=a1
    `);
    expect(isBare(health)).toBe(false);
    expect(lines).toEqual(
      expect.arrayContaining([
        'pixel 1234567890123456 ok: 1 event sent',
        expect.stringMatching(/^library ok: version /),
        'layer ok: pushes: dataLayer 2',
        expect.stringMatching(/^consent ok: Meta/),
        'server ok: 1 server event',
      ]),
    );
  });

  it('a pixel that sends nothing, since its library was blocked', () => {
    const { lines } = read(`
      page https://a.test/
      fbq init 1234567890123456
      fbq track Lead
      library with {outcome: blocked}
    `);
    expect(lines).toContain('library bad: It did not load, so no pixel can send anything.');
  });

  it('a pixel whose library and configuration nobody asks for, and what was not needed', () => {
    const { lines } = read(`
      page https://a.test/
      fbq init 1234567890123456
      fbq track Lead
      cact trigger purchase {amount: 1}
    `);
    expect(lines).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^pixel 1234567890123456 .*its configuration was not requested/),
        expect.stringMatching(/^library warn: The page has not requested it/),
        'commanders-act ok: 1 call or hit',
        expect.stringMatching(/^segment mute: No analytics call/),
      ]),
    );
    const image = read('hit 1234567890123456 PageView with {initiator: image}').lines;
    expect(image.join()).not.toContain('not requested');
  });

  it('counts as unsent what the strip does: an event for no pixel, and no dropped PageView', () => {
    const { health, lines, unsent } = read(`
      page https://a.test/
      fbq track AddToWishlist
      fbq init 1234567890123456
      library
      config 1234567890123456
      fbq track PageView
        > hit 1234567890123456 PageView
      fbq track PageView
    `);
    expect(health.unsentForNone).toBe(1);
    expect(unsent).toBe(1);
    expect(lines).toEqual(
      expect.arrayContaining([
        'pixel warn: fbq calls for no initialised pixel · 1 not sent',
        'pixel 1234567890123456 ok: 1 event sent',
      ]),
    );
  });

  it('does not take a page with calls of fbq for one without, if they name no pixel', () => {
    const { health, lines } = read(`
      page https://a.test/
      fbq consent revoke
    `);
    expect(isBare(health)).toBe(false);
    expect(lines[0]).toBe('pixel mute: fbq calls for no initialised pixel');
  });

  it('several versions of the library', () => {
    const { lines } = read(`
      hit 1234567890123456 Lead
      hit 1234567890123456 Lead with {events: [{pixelId: "1234567890123456", parameters: {v: "2.9.1"}}]}
    `);
    expect(lines.find((line) => line.startsWith('library'))).toMatch(/^library warn: several/);
  });
});
