import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { de } from '../../../../../src/language/de.ts';
import { en } from '../../../../../src/language/en.ts';
import { sayNotes } from '../../../../../src/language/match.ts';
import { sha256Hex } from '../../../../../src/vendors/meta/user-data/digest.ts';
import {
  type HashFault,
  type HashJudgement,
  judgeHash,
  judgeHashed,
} from '../../../../../src/vendors/meta/user-data/judge-hash.ts';
import type { NormalisationRule } from '../../../../../src/vendors/meta/user-data/normalise.ts';
import { vectors } from './hash-vectors.json';

const sent = vectors.flatMap(({ field, value, businessSdk, paramBuilder, agree }) => {
  const ofSdk = businessSdk === null || businessSdk.startsWith('THROW') ? null : businessSdk;
  const rows: {
    field: string;
    value: string;
    hash: string;
    rule: NormalisationRule;
    other: NormalisationRule;
    agree: boolean;
  }[] = [];
  if (ofSdk !== null)
    rows.push({ field, value, hash: ofSdk, rule: 'business-sdk', other: 'param-builder', agree });
  if (paramBuilder !== null)
    rows.push({
      field,
      value,
      hash: paramBuilder,
      rule: 'param-builder',
      other: 'business-sdk',
      agree,
    });
  return rows;
});

describe('the recorded vectors', () => {
  test('hold hashes of both libraries', () => {
    expect(sent.filter(({ rule }) => rule === 'business-sdk').length).toBeGreaterThan(38);
    expect(sent.filter(({ rule }) => rule === 'param-builder').length).toBeGreaterThan(40);
  });

  test.each(sent)('$rule: $field $value', ({ field, value, hash, rule, other, agree }) => {
    const judged = judgeHash({ field, sent: hash, plaintext: value });
    const isPlain = field === 'external_id' && rule === 'business-sdk';
    expect(judged.verdict).toBe(isPlain ? 'equal' : 'hashed-equal');
    expect(judged.rules).toContain(rule);
    expect(judged.rules.includes(other)).toBe(agree);
    expect(judged.fault).toBeUndefined();
  });

  test.each(sent.filter(({ hash }) => /^[a-f0-9]{64}$/.test(hash)))(
    'nobody knows whose $hash is without the plain text',
    ({ field, hash }) => {
      for (const form of [hash, `${hash}.AQ`, `${hash}.AQQCAQMC`]) {
        const judged = judgeHash({ field, sent: form });
        expect(judged).toMatchObject({ verdict: 'hashed-unknown', rules: [] });
        expect(judged.fault).toBeUndefined();
      }
    },
  );

  test.each(sent)('the hash of another text is different: $field $value', ({ field, hash }) => {
    expect(judgeHash({ field, sent: hash, plaintext: 'k7@another.example' }).verdict).toBe(
      'different',
    );
  });
});

const JOHN = 'john@x.com';
const SHA = sha256Hex(JOHN);
/** MD5 of john@x.com, of the command md5sum. */
const MD5 = '630ac64beb00ee97959da09887e90bfd';

interface Row {
  field: string;
  sent: string | string[];
  plaintext?: string | string[];
  verdict: HashJudgement['verdict'];
  fault?: HashFault;
  says?: RegExp;
}

const ROWS: readonly Row[] = [
  { field: 'em', sent: `${SHA}.AQ`, plaintext: 'John@X.com', verdict: 'hashed-equal' },
  { field: 'em', sent: `${SHA}.AQQCAQMC`, plaintext: 'John@X.com', verdict: 'hashed-equal' },
  { field: 'em', sent: SHA, plaintext: SHA, verdict: 'hashed-equal' },
  {
    field: 'em',
    sent: SHA.toUpperCase(),
    plaintext: JOHN,
    verdict: 'hashed-equal',
    fault: 'irregular',
    says: /lower-case/,
  },
  { field: 'em', sent: ` ${SHA}`, verdict: 'hashed-unknown', fault: 'irregular' },
  { field: 'em', sent: `${SHA}.abc`, verdict: 'different', fault: 'in-the-clear' },
  {
    field: 'em',
    sent: JOHN,
    plaintext: JOHN,
    verdict: 'different',
    fault: 'in-the-clear',
    says: /e-mail address is sent in the clear/,
  },
  { field: 'ph', sent: '+49170', verdict: 'different', fault: 'in-the-clear' },
  { field: 'em', sent: '', plaintext: JOHN, verdict: 'different', fault: 'empty' },
  { field: 'em', sent: [], verdict: 'different', fault: 'empty' },
  {
    field: 'em',
    sent: sha256Hex(SHA),
    plaintext: JOHN,
    verdict: 'different',
    fault: 'hashed-twice',
  },
  {
    field: 'em',
    sent: sha256Hex(SHA),
    plaintext: SHA,
    verdict: 'different',
    fault: 'hashed-twice',
  },
  {
    field: 'em',
    sent: sha256Hex('John@X.com'),
    plaintext: 'John@X.com',
    verdict: 'different',
    fault: 'not-normalised',
    says: /neither trimmed nor in lower case/,
  },
  {
    field: 'em',
    sent: sha256Hex('John@X.com'),
    plaintext: ' John@X.com',
    verdict: 'different',
    fault: 'not-normalised',
    says: /trimmed, but not in lower case/,
  },
  {
    field: 'em',
    sent: sha256Hex(' john@x.com'),
    plaintext: ' John@X.com',
    verdict: 'different',
    fault: 'not-normalised',
    says: /not trimmed/,
  },
  {
    field: 'ph',
    sent: sha256Hex('+491701234567'),
    plaintext: '+49 170 1234567',
    verdict: 'different',
    fault: 'not-normalised',
    says: /plus sign/,
  },
  {
    field: 'ph',
    sent: sha256Hex('0049170123456'),
    plaintext: '0049 170 123456',
    verdict: 'different',
    fault: 'not-normalised',
    says: /leading zeros/,
  },
  { field: 'em', sent: MD5, verdict: 'hashed-unknown', fault: 'md5' },
  {
    field: 'em',
    sent: MD5,
    plaintext: JOHN,
    verdict: 'different',
    fault: 'md5',
    says: /MD5 of what the page knew/,
  },
  {
    field: 'em',
    sent: 'a'.repeat(32),
    plaintext: JOHN,
    verdict: 'different',
    fault: 'md5',
    says: /^it is an MD5 by its form.*unchanged$/,
  },
  { field: 'em', sent: MD5, plaintext: MD5, verdict: 'hashed-equal', fault: 'md5' },
  {
    field: 'em',
    sent: Buffer.from(SHA, 'hex').toString('base64'),
    verdict: 'different',
    fault: 'other-encoding',
  },
  {
    field: 'em',
    sent: SHA,
    plaintext: 'not an address',
    verdict: 'different',
    says: /no library of Meta would send/,
  },
  {
    field: 'em',
    sent: sha256Hex('jane@x.com'),
    plaintext: JOHN,
    verdict: 'different',
    says: /under any rule/,
  },
  { field: 'external_id', sent: '42', verdict: 'hashed-unknown' },
  { field: 'external_id', sent: '43', plaintext: '42', verdict: 'different' },
  {
    field: 'external_id',
    sent: sha256Hex('User 1'),
    plaintext: 'User 1',
    verdict: 'hashed-equal',
    says: /pixel’s would differ/,
  },
  {
    field: 'fbp',
    sent: 'fb.1.1700000000000.42',
    plaintext: 'fb.1.1700000000000.42',
    verdict: 'equal',
  },
  {
    field: 'fbp',
    sent: 'fb.1.1700000000000.43',
    plaintext: 'fb.1.1700000000000.42',
    verdict: 'different',
  },
  { field: 'fbp', sent: 'fb.1.1700000000000.42', verdict: 'hashed-unknown' },
  ...['client_ip_address', 'client_user_agent', 'fbc', 'fbp'].map(
    (field): Row => ({ field, sent: SHA, verdict: 'different', fault: 'must-not-be-hashed' }),
  ),
  { field: 'lead_id', sent: SHA, verdict: 'hashed-unknown' },
  {
    field: 'lead_id',
    sent: sha256Hex('77'),
    plaintext: '77',
    verdict: 'different',
    fault: 'must-not-be-hashed',
  },
  {
    field: 'subscription_id',
    sent: sha256Hex('s1'),
    plaintext: 's1',
    verdict: 'different',
    fault: 'must-not-be-hashed',
  },
  { field: 'shoe_size', sent: '44', verdict: 'hashed-unknown', says: /no field of user_data/ },
  {
    field: 'em',
    sent: [SHA, sha256Hex('jane@x.com')],
    plaintext: [JOHN, 'Jane@x.com'],
    verdict: 'hashed-equal',
  },
  {
    field: 'em',
    sent: [SHA],
    plaintext: [JOHN, 'jane@x.com'],
    verdict: 'different',
    says: /1 of 2 values/,
  },
  { field: 'em', sent: [SHA, JOHN], plaintext: JOHN, verdict: 'different', fault: 'in-the-clear' },
  { field: 'em', sent: [SHA, SHA], verdict: 'hashed-unknown' },
];

test.each(ROWS)(
  '$field $sent of $plaintext: $verdict $fault',
  ({ verdict, fault, says, ...question }) => {
    const judged = judgeHash(question);
    expect(judged.verdict).toBe(verdict);
    expect(judged.fault).toBe(fault);
    if (says !== undefined) expect(sayNotes(judged.notes, en)).toMatch(says);
    if (verdict === 'different' || verdict === 'hashed-unknown') expect(judged.rules).toEqual([]);
  },
);

test('lists are equal under the rules that all of their values are equal under', () => {
  const rows = ['Paris', 'München'];
  const judged = judgeHash({
    field: 'ct',
    sent: [sha256Hex('paris'), sha256Hex('mnchen')],
    plaintext: rows,
  });
  expect(judged).toMatchObject({ verdict: 'hashed-equal', rules: ['param-builder', 'pixel'] });
  const mixed = judgeHash({
    field: 'ct',
    sent: [sha256Hex('mnchen'), sha256Hex('münchen')],
    plaintext: 'München',
  });
  expect(mixed).toMatchObject({ verdict: 'hashed-equal', rules: [] });
});

test('a parameter has three verdicts', () => {
  expect(judgeHashed('em', 'John@X.com', SHA).verdict).toBe('hashed-equal');
  expect(judgeHashed('em', undefined, SHA).verdict).toBe('hashed-unknown');
  expect(judgeHashed('em', 'jane@x.com', SHA).verdict).toBe('different');
  expect(judgeHashed('external_id', '42', '42').verdict).toBe('hashed-equal');
});

test('whatever is sent, a verdict comes, and equality is never told without the plain text', () => {
  const text = fc.string({ unit: 'binary', maxLength: 80 });
  const field = fc.constantFrom('em', 'ph', 'db', 'ge', 'zp', 'external_id', 'fbp', 'other');
  fc.assert(
    fc.property(field, fc.oneof(text, fc.constant(SHA)), (name, value) => {
      const judged = judgeHash({ field: name, sent: value });
      expect(['different', 'hashed-unknown']).toContain(judged.verdict);
      expect(sayNotes(judged.notes, en)).not.toBe('');
    }),
  );
  fc.assert(
    fc.property(field, text, text, (name, value, plaintext) => {
      const { notes } = judgeHash({ field: name, sent: value, plaintext });
      for (const words of [en, de]) expect(sayNotes(notes, words)).not.toBe('');
    }),
  );
});
