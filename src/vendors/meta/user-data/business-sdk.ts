import type { HashedField } from './fields.ts';
import { type Outcome, toHash } from './outcome.ts';
import { isCountryCode } from './regions.ts';

/**
 * How facebook-nodejs-business-sdk 24.0.1 normalises user_data (its source; domain facts 4.2). It
 * leaves names and dates as they are but for case and outer white space, and external ids wholly.
 */
export function normaliseForBusinessSdk(field: HashedField, value: string): Outcome {
  if (field === 'external_id') return { do: 'keep', text: value };
  const text = value.trim().toLowerCase();
  if (text === '') return { do: 'refuse', why: 'empty' };
  if (/^(?:[a-f0-9]{64}|[a-f0-9]{32})$/.test(text)) return { do: 'keep', text };
  switch (field) {
    case 'em':
      return toHash(isEmail(text) ? text : undefined, 'throws-no-address');
    case 'ph':
      return normalisePhone(text);
    case 'fn':
    case 'ln':
    case 'db':
      return { do: 'hash', text };
    case 'ge':
      return toHash(genderOf(text), 'no-gender');
    case 'ct':
    case 'st':
      return normalisePlace(text);
    case 'zp': {
      const [start = ''] = text.replace(/\s/g, '').split('-', 1);
      return toHash(start.length < 2 ? undefined : start, 'too-short');
    }
    case 'country':
      return toHash(isCountryCode(text) ? text : undefined, 'throws-no-country');
  }
}

const LOCAL_PART = /^[-!#$%&'*+/0-9=?^_a-z{|}~](?:\.?[-!#$%&'*+/0-9=?^_a-z`{|}~])*$/;
const DOMAIN = /^[a-z0-9](?:-*\.?[a-z0-9])*\.[a-z](?:-?[a-z0-9])+$/;

/** The e-mail-validator that the SDK asks: no characters beyond ASCII, lengths of RFC 5321. */
function isEmail(text: string): boolean {
  if (text.length > 254) return false;
  const [local = '', domain, more] = text.split('@');
  return (
    domain !== undefined &&
    more === undefined &&
    local.length <= 64 &&
    LOCAL_PART.test(local) &&
    DOMAIN.test(domain) &&
    domain.split('.').every((label) => label.length <= 63)
  );
}

const US_NUMBER = /^1\(?\d{3}\)?\d{7}$/;
const OTHER_NUMBER = /^\d{1,4}\(?\d{2,3}\)?\d{4,}$/;

/** Leading zeros go only where what is behind them reads like an international number. */
function normalisePhone(text: string): Outcome {
  const bare = text.replace(/[-@#<>'",; ()+a-z]/g, '');
  const national = bare.replace(/^0{0,2}/, '');
  const isInternational =
    !national.startsWith('0') &&
    (national.startsWith('1') ? US_NUMBER : OTHER_NUMBER).test(national);
  const number = isInternational ? national : bare;
  return toHash(
    number.length < 7 || number.length > 16 ? undefined : number,
    'throws-phone-length',
  );
}

function genderOf(text: string): string | undefined {
  const letters = text.replace(/[^a-z]/g, '');
  if (letters === 'female' || letters === 'f') return 'f';
  return letters === 'male' || letters === 'm' ? 'm' : undefined;
}

/** What is left may be nothing: the SDK then hashes the empty text. */
function normalisePlace(text: string): Outcome {
  return { do: 'hash', text: text.replace(/[0-9\s().-]/g, '') };
}
