import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../../src/session/entry.ts';
import { userFaults } from '../../../../src/vendors/meta/server-events/user-faults.ts';
import { sha256Hex } from '../../../../src/vendors/meta/user-data/digest.ts';
import { judgeHash } from '../../../../src/vendors/meta/user-data/judge-hash.ts';
import { maskEntries } from '../../../../src/vendors/personal/mask.ts';
import { PIXEL } from '../../../session/fragments.ts';
import { entries } from '../../../session/session.ts';

/** Somebody, as sites know them. */
interface Person {
  email: string;
  phone: string;
  first: string;
  last: string;
  street: string;
  token: string;
}

const letters = (min: number, max: number) =>
  fc.string({
    unit: fc.constantFrom(...'bcdfghklmnprtuvwzäöüéBDKMS'),
    minLength: min,
    maxLength: max,
  });
const digits = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: length, maxLength: length });

const somebody: fc.Arbitrary<Person> = fc
  .record({
    first: letters(5, 12),
    last: fc.oneof(
      letters(6, 14),
      fc.tuple(letters(5, 8), letters(5, 8)).map((parts) => parts.join('-')),
    ),
    host: letters(6, 10),
    mark: digits(3),
    phone: digits(9),
    house: digits(2),
    token: fc.string({
      unit: fc.constantFrom(...'abcdefghijkmnpqrstuvwxyz23456789'),
      minLength: 24,
      maxLength: 40,
    }),
  })
  .map(({ first, last, host, mark, phone, house, token }) => ({
    email: `${first.toLowerCase()}.${last}${mark}@${host}.example`,
    phone: `+4917${phone}`,
    first,
    last,
    street: `${last}weg ${house}`,
    token: `x9${token}`,
  }));

const write = JSON.stringify;
const query = (values: Record<string, string>) => new URLSearchParams(values).toString();

/** Where sites leave what they know of somebody: each a line or two of a session. */
const PLACES: Readonly<Record<string, (person: Person) => string>> = {
  init: (p) =>
    `fbq init ${PIXEL} {em: ${write(p.email)}, ph: ${write(p.phone)}, fn: ${write(p.first)}, ln: ${write(p.last)}, ct: ${write(p.last)}}`,
  customData: (p) =>
    `fbq track Lead {email: ${write(p.email)}, customer: {first_name: ${write(p.first)}, lastName: ${write(p.last)}, telephone: ${write(p.phone)}}}`,
  hit: (p) =>
    `hit ${PIXEL} Lead cd={content_name: ${write(`For ${p.email}`)}, customer_last_name: ${write(p.last)}} ud={ph: ${write(p.phone)}} rl=${write(`https://shop.example/?${query({ vorname: p.first, token: p.token })}`)}`,
  matchingInData: (p) =>
    `fbq track Lead {em: ${write(p.email)}, ph: ${write(p.phone.slice(1))}, fn: ${write(p.first)}, ln: ${write(p.last)}}`,
  hashed: (p) =>
    `hit ${PIXEL} Lead ud={em: ${write(sha256Hex(p.email.toLowerCase()))}, ph: ${write(sha256Hex(p.phone.slice(1)))}}`,
  address: (p) =>
    `page https://shop.example/konto/${encodeURIComponent(p.email)}?${query({ email: p.email, next: `/x?${query({ mail_token: p.token, nachname: p.last })}` })}#tel=${encodeURIComponent(p.phone)}`,
  dataLayer: (p) =>
    `dataLayer {event: login, user: {name: ${write(`${p.first} ${p.last}`)}, street: ${write(p.street)}}, raw: ${write(write({ email: p.email, password: p.token }))}}`,
  text: (p) =>
    `dataLayer {event: note, text: ${write(`${p.first} ${p.last}, ${p.email} / ${p.phone}`)}, path: ${write(`/kunden/${p.last}`)}}
     fbq init ${PIXEL} {fn: ${write(p.first)}, ln: ${write(p.last)}}`,
  chat: (p) =>
    `loyjoy sign_up {variables: [{vorname: ${write(p.first)}}, {email: ${write(p.email)}}]}`,
  commandersAct: (p) =>
    `cact-hit purchase {value: 3} user={email: ${write(p.email)}, lastname: ${write(p.last)}, phone: ${write(p.phone)}}`,
  segment: (p) =>
    `analytics identify ${write(p.email)} {name: ${write(`${p.first} ${p.last}`)}, address: {street: ${write(p.street)}}}
     segment-hit Order {total: 3, customerEmail: ${write(p.email)}} context={traits: {lastName: ${write(p.last)}}}`,
  server: (p) =>
    `server ${PIXEL} Lead user_data={em: [${write(p.email)}], fn: ${write(p.first)}, ln: ${write(p.last)}, ph: ${write(p.phone)}} event_source_url=${write(`https://shop.example/?${query({ phone: p.phone })}`)}`,
  title: (p) =>
    `page https://shop.example/ with {title: ${write(`Hello ${p.first} ${p.last}`)}, stack: ${write(`at f (https://shop.example/a.js?${query({ email: p.email })}:1:2)`)}}
     fbq init ${PIXEL} {fn: ${write(p.first)}, ln: ${write(p.last)}}`,
  numbers: (p) =>
    `dataLayer {event: call, phone: ${Number(p.phone)}, note: ${write(p.phone.slice(1))}}`,
  form: (p) =>
    `request POST https://www.facebook.com/tr/ xmlhttprequest ${write(`id=${PIXEL}&ev=Lead&dl=${encodeURIComponent('https://shop.example/')}&if=false&ts=1764000000000&v=2&r=stable&${query({ 'ud[fn]': p.first, 'cd[email]': p.email, 'cd[address]': p.street, 'cd[token]': p.token })}`)}`,
  keys: (p) => `dataLayer {event: tags, by: {${write(p.email)}: yes}}`,
};

/** A text and all that it says once its encodings are taken off. */
function readings(text: string): string {
  let all = text;
  let last = text;
  for (let i = 0; i < 5; i += 1) {
    const next = last.replace(/(?:%[0-9a-f]{2})+/gi, (piece) => {
      try {
        return decodeURIComponent(piece);
      } catch {
        return piece;
      }
    });
    if (next === last) break;
    all += next;
    last = next;
  }
  return `${all}${last.replaceAll('+', ' ')}`.toLowerCase();
}

const sessionOf = (person: Person, places: readonly string[]): Entry[] =>
  entries(places.map((place) => PLACES[place]?.(person)).join('\n'));

const somePlaces = fc.shuffledSubarray(Object.keys(PLACES), { minLength: 1 });

describe('masking', () => {
  it.each(Object.keys(PLACES))('leaves nothing of a person in %s', (place) => {
    fc.assert(
      fc.property(somebody, (person) => {
        const masked = JSON.stringify(maskEntries(sessionOf(person, [place]), { key: 'k' }));
        const text = readings(masked);
        for (const value of [
          ...Object.values(person),
          person.phone.slice(1),
          ...person.last.split('-'),
          sha256Hex(person.email.toLowerCase()),
          sha256Hex(person.phone.slice(1)),
        ])
          expect(text).not.toContain(value.toLowerCase());
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
