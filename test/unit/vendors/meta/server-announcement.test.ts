import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAnnouncements } from '../../../../src/vendors/meta/server-announcement.ts';

const timing = (value: string) => readAnnouncements([{ name: 'Server-Timing', value }]);
const texts = (found: ReturnType<typeof readAnnouncements>) =>
  found.map(({ eventName, eventId }) => `${eventName} ${eventId}`);

describe('what a server announces', () => {
  it.each([
    ['capi;desc="Purchase:abc"', ['Purchase abc']],
    [
      'cache;dur=1, capi;desc="Purchase:abc", capi; dur=3 ; desc="Lead:d:e", db;desc="x:y"',
      ['Purchase abc', 'Lead d:e'],
    ],
    ['CAPI ; DESC = Purchase:abc', ['Purchase abc']],
    ['capi;desc="say \\"hi\\", twice;:1\\\\2"', ['say "hi", twice; 1\\2']],
    ['capi;desc="A:1";desc="B:2"', ['A 1']],
    ['capi;desc="A:1",capi;desc="A:1"', ['A 1']],
    ['capi;desc="A:1, capi;desc=B:2', []],
    ['capi;desc="Purchase"', []],
    ['capi;desc=":abc",capi;desc="A:",capi;desc,capi,;desc="A:1",,=', []],
    ['', []],
  ])('Server-Timing: %s', (value, expected) => {
    expect(texts(timing(value))).toEqual(expected);
  });

  it('reads its own header too, and each event once over all', () => {
    const found = readAnnouncements([
      { name: 'x-event-loupe-capi', value: 'Purchase:abc, Lead: 7' },
      { name: 'X-Event-Loupe-CAPI', value: 'Search:x:y' },
      { name: 'server-timing', value: 'capi;desc="Purchase:abc"' },
      { name: 'server-timing' },
      { name: 'content-type', value: 'A:1' },
    ]);
    expect(texts(found)).toEqual(['Purchase abc', 'Lead 7', 'Search x:y']);
  });

  it('gives back any event that is written as the specification says, and never throws', () => {
    const name = fc
      .string()
      .filter((text) => !text.includes(':') && text.trim() === text && text !== '');
    const id = fc.string().filter((text) => text.trim() === text && text !== '');
    fc.assert(
      fc.property(name, id, fc.string(), (eventName, eventId, noise) => {
        const quoted = `${eventName}:${eventId}`.replace(/[\\"]/g, '\\$&');
        expect(timing(`db;dur=2, capi;desc="${quoted}"`)).toEqual([{ eventName, eventId }]);
        expect(Array.isArray(timing(noise))).toBe(true);
        expect(Array.isArray(timing(`capi;desc=${noise}`))).toBe(true);
      }),
    );
  });

  it('reads no more than a bounded number', () => {
    const many = Array.from({ length: 1_000 }, (_, i) => `capi;desc="A:${i}"`).join(',');
    expect(timing(many)).toHaveLength(50);
  });
});
