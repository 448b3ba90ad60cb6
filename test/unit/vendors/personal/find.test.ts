import { describe, expect, it } from 'vitest';
import { personalIn, personalInAddress } from '../../../../src/vendors/personal/find.ts';

describe('what is personal in properties', () => {
  it.each<[unknown, string[]]>([
    [{ buyer: 'ada@shop.example' }, ['buyer email']],
    [{ note: 'call +49 (171) 234-5678 today' }, ['note phone']],
    [
      { customer: { firstName: 'Ada', telephone: '0171 2345678' } },
      ['customer.firstName name', 'customer.telephone phone'],
    ],
    [{ user: { name: 'Ada Lovelace' } }, ['user.name name']],
    [{ shipping_address: 'Hafenweg 22, Munster' }, ['shipping_address address']],
    [{ geburtsdatum: '10.12.1985' }, ['geburtsdatum birth']],
    [{ iban: 'DE02 1203 0000 0000 2020 51' }, ['iban bank']],
    [{ access_token: 'abcdefgh12345678' }, ['access_token token']],
    [{ x: 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln' }, ['x token']],
    [
      { em: 'ada@shop.example', ph: '0171 2345678', fn: 'Ada', ln: 'Lovelace' },
      ['em email', 'ph phone', 'fn name', 'ln name'],
    ],
    [
      { user_data: { em: 'ada@shop.example', fn: 'Ada' } },
      ['user_data.em email', 'user_data.fn name'],
    ],
    [{ phone: 491712345678 }, ['phone phone']],
    [{ items: '[{"engraving":"for ada@shop.example"}]' }, ['items.engraving email']],
  ])('finds it in %j', (value, places) => {
    expect(personalIn(value).map(({ path, is }) => `${path} ${is}`)).toEqual(places);
  });

  it.each([
    { content_name: 'Phone case', content_category: 'mobile', content_ids: ['4012345678901'] },
    { newsletter_email: true, email: 'yes', phone: 'true', name: 'Ada' },
    { zip: '48143', city: 'Munster', country: 'de' },
    { order_id: '2026-000123', transaction_id: '+12', value: 34.3, predicted_ltv: 491712345678 },
    { image: 'logo@2x.png', mention: '@shop', version: 'lib@1.2.3' },
    {
      email: 'a1'.repeat(32),
      nachname: 'b2'.repeat(32),
      fn: 'c3'.repeat(32),
      phone: '12'.repeat(32),
      first_name: '{{first name}}',
      last_name: 'undefined',
    },
    { currency: 'EUR', status: true, search_string: 'token ring adapter' },
  ])('finds nothing in %j', (value) => {
    expect(personalIn(value)).toEqual([]);
  });
});

describe('what is personal in an address', () => {
  it.each([
    ['https://s.example/?email=ada%40shop.example', ['email email']],
    ['https://s.example/?vorname=Ada&plz=48143', ['vorname name']],
    ['https://s.example/reset?token=0123456789abcdef', ['token token']],
    ['https://s.example/u/ada%40shop.example/orders', [' email']],
    ['https://s.example/#access_token=0123456789abcdef&x=1', ['access_token token']],
    ['https://s.example/?user%5Bphone%5D=%2B491712345678', ['user[phone] phone']],
  ])('finds it in %s', (address, places) => {
    expect(personalInAddress(address).map(({ path, is }) => `${path} ${is}`)).toEqual(places);
  });

  it.each([
    'https://s.example/?utm_source=mail&utm_medium=email&fbclid=IwAR0abcDEF123&gclid=Cj0KCQ',
    'https://s.example/p/logo@2x.png?v=1.2.3&size=10x20#top',
    'https://s.example/?fn=callback&ln=de&em=1',
    'https://s.example/?q=phone&email=&name=house&id=4711&zip=48143&sid=12',
    'https://s.example/%E0%A4%A?x=%',
    '',
  ])('finds nothing in %s', (address) => {
    expect(personalInAddress(address)).toEqual([]);
  });
});
