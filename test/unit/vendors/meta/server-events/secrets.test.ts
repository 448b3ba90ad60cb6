import { expect, it } from 'vitest';
import {
  hideSecrets,
  withoutSecrets,
} from '../../../../../src/vendors/meta/server-events/secrets.ts';

const WORD = 'tOkEn-0123456789-secret';
const TOKEN = `EAA${'b'.repeat(60)}`;

it.each([
  `access_token=${WORD}&a=1`,
  `access_token%3D${WORD}`,
  `access_token%253D${WORD}`,
  `%7B%22access_token%22%3A%22${WORD}%22%7D`,
  `{"access_token": "${WORD}"}`,
  `{'data': [], 'access_token': '${WORD}'}`,
  `['access_token' => '${WORD}']`,
  `access_token: '${WORD}'`,
  `accessToken: "${WORD}"`,
  `Authorization: Bearer ${WORD}`,
])('no secret is left of %s', (text) => {
  expect(hideSecrets(text)).not.toContain(WORD);
  expect(hideSecrets(text)).toContain('[removed]');
});

it('a token of Meta is known by itself, whatever stands before it', () => {
  expect(hideSecrets(`x_${TOKEN}`)).toBe('x_[removed]');
  expect(hideSecrets(`?q%3D${TOKEN}%26`)).toBe('?q%3D[removed]%26');
});

it('the keys of secrets are known in every spelling', () => {
  const value = { accessToken: WORD, 'access-token': WORD, app_secret: WORD, token_count: 3 };
  expect(withoutSecrets(value)).toEqual({ token_count: 3 });
});

it.each([
  'Tokens of thanks: 3 access tokens were sold',
  'secret santa',
  'https://shop.test/?token_count=3',
])('other words stay: %s', (text) => {
  expect(hideSecrets(text)).toBe(text);
});
