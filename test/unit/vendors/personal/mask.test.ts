import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../../src/session/entry.ts';
import { userFaults } from '../../../../src/vendors/meta/server-events/user-faults.ts';
import { sha256Hex } from '../../../../src/vendors/meta/user-data/digest.ts';
import { judgeHash } from '../../../../src/vendors/meta/user-data/judge-hash.ts';
import { maskEntries } from '../../../../src/vendors/personal/mask.ts';
import { PIXEL } from '../../../session/fragments.ts';
import {
  type Person,
  PLACES,
  readings,
  sessionOf,
  somebody,
  tracesOf,
} from '../../../session/planted.ts';
import { entries } from '../../../session/session.ts';

const write = JSON.stringify;

const somePlaces = fc.shuffledSubarray(Object.keys(PLACES), { minLength: 1 });

describe('masking', () => {
  it.each(Object.keys(PLACES))('leaves nothing of a person in %s', (place) => {
    fc.assert(
      fc.property(somebody, (person) => {
        const masked = JSON.stringify(maskEntries(sessionOf(person, [place]), { key: 'k' }));
        const text = readings(masked);
        for (const value of tracesOf(person)) expect(text).not.toContain(value);
      }),
      { numRuns: 15 },
    );
  });

  it('keeps equal what was equal, wherever it stands, and different what was different', () => {
    fc.assert(
      fc.property(somebody, somebody, somePlaces, (ada, ben, places) => {
        fc.pre(ada.email.toLowerCase() !== ben.email.toLowerCase());
        const both = [...sessionOf(ada, places), ...sessionOf(ben, places)];
        const addresses = (list: readonly Entry[]) =>
          [
            ...readings(JSON.stringify(list)).matchAll(
              /[^\s"'@/=:?&{},<+]+@[^\s"'@/=:?&{},#>\\]+/g,
            ),
          ].map(([address]) => address);
        const before = new Set(addresses(both));
        const after = new Set(addresses(maskEntries(both, { key: 'k' })));
        expect(after.size).toBe(before.size);
      }),
      { numRuns: 60 },
    );
  });

  it('keeps what a hash is the hash of, under each of Meta’s rules', () => {
    fc.assert(
      fc.property(
        somebody,
        fc.constantFrom<(text: string) => string>(
          (text) => text.trim().toLowerCase(),
          (text) => text,
          (text) => ` ${text}`.toUpperCase(),
          (text) => text.toLowerCase().replace(/[^a-z0-9]/g, ''),
          (text) => sha256Hex(text.trim().toLowerCase()),
        ),
        fc.constantFrom(
          ['em', 'email'],
          ['ph', 'phone'],
          ['fn', 'first'],
          ['ct', 'last'],
          ['external_id', 'token'],
        ),
        fc.constantFrom(
          (text: string) => text,
          (text: string) => `  ${text}`,
          (text: string) => text.toUpperCase(),
        ),
        (person, form, [field = '', key = ''], spelling) => {
          const plain = spelling(person[key as keyof Person]);
          const sent = sha256Hex(form(plain));
          const list = entries(
            `fbq init ${PIXEL} {${field}: ${write(plain)}}\nhit ${PIXEL} Lead ud={${field}: ${write(sent)}}`,
          );
          const [call, hit] = maskEntries(list, { key: 'k' });
          if (call?.kind !== 'call' || hit?.kind !== 'hit') throw new Error('no call and hit');
          const [, , data] = call.args;
          const plaintext = (data as Record<string, string>)[field] ?? '';
          const masked = hit.events[0]?.parameters[`ud[${field}]`] ?? '';
          expect(plaintext).not.toBe(plain);
          const { verdict, fault, rules } = judgeHash({ field, sent, plaintext: plain });
          expect(judgeHash({ field, sent: masked, plaintext })).toMatchObject({ verdict, rules });
          expect(judgeHash({ field, sent: masked, plaintext }).fault).toBe(fault);
        },
      ),
      { numRuns: 100 },
    );
  });

  it.each<[string, unknown]>([
    ['em', sha256Hex('null')],
    ['em', sha256Hex('')],
    ['em', ['ada@home.example']],
    ['em', '{{email}}'],
    ['em', sha256Hex('ada@home.example').toUpperCase()],
    ['ph', '0123456789abcdef0123456789abcdef01234567'],
    ['fn', 'n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg='],
    ['db', '1985-12-10'],
    ['zp', ''],
    ['client_ip_address', '192.168.7.9'],
    ['client_ip_address', '172.31.7.9'],
    ['client_ip_address', '203.0.113.9'],
    ['client_ip_address', '2001:db8::8a2e:370:7334'],
    ['client_ip_address', 'none'],
    ['external_id', 'customer-1789'],
  ])('leaves what is wrong with a server’s %s: %j', (field, value) => {
    const [entry] = maskEntries(
      entries(`server ${PIXEL} Lead user_data={${field}: ${write(value)}}`),
      { key: 'k' },
    );
    if (entry?.kind !== 'server') throw new Error('no server event');
    expect(userFaults(entry.event.user_data, new Map())).toEqual(
      userFaults({ [field]: value }, new Map()),
    );
  });

  it('leaves alone what is nobody’s', () => {
    const list = entries(`
      page https://shop.example/p/logo@2x.png?id=7&utm_source=mail&em=1#top
      fbq init ${PIXEL} {em: "undefined", fn: "{{first name}}", country: de, ge: f}
      fbq track Purchase {value: 34.3, currency: EUR, content_name: "Name tag", content_ids: ["4012345678901"], order_id: "2026-000123"}
      dataLayer {event: sign_up, newsletter_email: true, item_name: House, product: {name: House}, zip: ""}
      consent tcf change {tcString: CPXxRfAPXxRfAAfKABENB-CgAAAAAAAAAAYgAAAAAAAA}`);
    expect(maskEntries(list, { key: 'k' })).toEqual(list);
  });

  it('does not take an event’s name for a person’s', () => {
    const [, call] = maskEntries(
      entries(
        `fbq init ${PIXEL} {fn: Lead, ln: purchase}\nfbq track Lead {content_category: purchase}\ndataLayer {event: purchase}`,
      ),
      { key: 'k' },
    );
    expect(call).toMatchObject({ args: ['track', 'Lead', { content_category: 'purchase' }] });
  });

  it('masks the fields and patterns that it is told, and keeps the fields that it is told', () => {
    const list = entries(
      'dataLayer {event: x, loyalty: {card: AB-1234}, note: "card AB-1234, ticket T-99-7", email: "shop@shop.example", phone: "0251 123456"}',
    );
    const masked = JSON.stringify(
      maskEntries(list, {
        key: 'k',
        fields: ['loyalty.card'],
        keep: ['phone'],
        patterns: ['T-\\d+-\\d+'],
      }),
    );
    expect(masked).not.toMatch(/AB-1234|T-99-7/);
    expect(masked).toContain('0251 123456');
  });

  it('needs the key to say the same', () => {
    const list = entries('dataLayer {event: x, email: "ada@shop.example"}');
    expect(maskEntries(list, { key: 'a' })).toEqual(maskEntries(list, { key: 'a' }));
    expect(maskEntries(list, { key: 'a' })).not.toEqual(maskEntries(list, { key: 'b' }));
  });
});
