import fc from 'fast-check';
import type { Entry } from '../../src/session/entry.ts';
import { sha256Hex } from '../../src/vendors/meta/user-data/digest.ts';
import { PIXEL } from './fragments.ts';
import { entries } from './session.ts';

/** Somebody, as sites know them. */
export interface Person {
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

export const somebody: fc.Arbitrary<Person> = fc
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
export const PLACES: Readonly<Record<string, (person: Person) => string>> = {
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
    `page account https://shop.example/konto/${encodeURIComponent(p.email)}?${query({ email: p.email, next: `/x?${query({ mail_token: p.token, nachname: p.last })}` })}#tel=${encodeURIComponent(p.phone)}`,
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
    `page hello https://shop.example/ with {title: ${write(`Hello ${p.first} ${p.last}`)}, stack: ${write(`at f (https://shop.example/a.js?${query({ email: p.email })}:1:2)`)}}
     fbq init ${PIXEL} {fn: ${write(p.first)}, ln: ${write(p.last)}}`,
  numbers: (p) =>
    `dataLayer {event: call, phone: ${Number(p.phone)}, note: ${write(p.phone.slice(1))}}`,
  form: (p) =>
    `request POST https://www.facebook.com/tr/ xmlhttprequest ${write(`id=${PIXEL}&ev=Lead&dl=${encodeURIComponent('https://shop.example/')}&if=false&ts=1764000000000&v=2&r=stable&${query({ 'ud[fn]': p.first, 'cd[email]': p.email, 'cd[address]': p.street, 'cd[token]': p.token })}`)}`,
  keys: (p) => `dataLayer {event: tags, by: {${write(p.email)}: yes}}`,
};

/** A text and all that it says once its encodings are taken off. */
export function readings(text: string): string {
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

/** What somebody leaves in those places. */
export const sessionOf = (person: Person, places: readonly string[]): Entry[] =>
  entries(places.map((place) => PLACES[place]?.(person)).join('\n'));

/** All that would give somebody away, in small letters as `readings` has them. */
export function tracesOf(person: Person): string[] {
  return [
    ...Object.values(person),
    person.phone.slice(1),
    ...person.last.split('-'),
    sha256Hex(person.email.toLowerCase()),
    sha256Hex(person.phone.slice(1)),
  ].map((value) => value.toLowerCase());
}
