import { md5 } from '@noble/hashes/legacy.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { NOTHING } from '../meta/server-events/user-faults.ts';
import { sha256Hex } from '../meta/user-data/digest.ts';
import { isHashedField } from '../meta/user-data/fields.ts';
import { hashedTexts } from '../meta/user-data/judge-hash.ts';
import { isNobody, type PersonalKind } from './kind.ts';
import type { Pseudonym } from './pseudonym.ts';

/** The field of `user_data` that a kind of value is hashed for. */
const FIELDS: Readonly<Partial<Record<PersonalKind, readonly string[]>>> = {
  email: ['em'],
  phone: ['ph'],
  name: ['fn', 'ln'],
  address: ['ct', 'zp'],
  birth: ['db'],
  id: ['external_id'],
};

/** Words that programs hash where there is nobody; Meta's pixel makes addresses of them. */
const NOBODY = [...NOTHING, 'true', 'unknown'];

/** Hashes of personal values, and what stands in their place. */
export interface Hashes {
  /** A plain value: its hashes become those of its pseudonym. */
  learn(kind: PersonalKind, text: string, userField?: string): void;
  /** What stands for a hash, in hex and lower case. */
  of(hex: string): string;
}

/** Hashes under one key. */
export function createHashes(key: string, pseudonym: Pseudonym): Hashes {
  const known = new Map<string, string>();
  const learned = new Set<string>();

  const put = (plain: string, masked: string) => {
    for (const digest of [sha256Hex, (text: string) => bytesToHex(md5(utf8ToBytes(text)))])
      if (!known.has(digest(plain))) known.set(digest(plain), digest(masked));
    const twice = sha256Hex(sha256Hex(plain));
    if (!known.has(twice)) known.set(twice, sha256Hex(sha256Hex(masked)));
  };
  for (const word of NOBODY) for (const text of [word, `${word}@gmail.com`]) put(text, text);

  return {
    learn(kind, text, userField) {
      const fields = userField === undefined ? (FIELDS[kind] ?? []) : [userField];
      const masked = isNobody(text) ? text : pseudonym(kind, text);
      for (const field of fields) {
        const name = `${field} ${text}`;
        if (!isHashedField(field) || learned.has(name)) continue;
        learned.add(name);
        const after = hashedTexts(field, masked);
        for (const [i, plain] of hashedTexts(field, text).entries()) {
          const there = after[i];
          if (plain !== undefined && there !== undefined) put(plain, there);
        }
        // What is no address gets one from the pixel before it is hashed.
        if (field === 'em' && !text.includes('@'))
          put(`${text.trim().toLowerCase()}@gmail.com`, `${masked.trim().toLowerCase()}@gmail.com`);
      }
    },
    of(hex) {
      const there = known.get(hex) ?? sha256Hex(`${key}\n${hex}`).slice(0, hex.length);
      return there;
    },
  };
}
