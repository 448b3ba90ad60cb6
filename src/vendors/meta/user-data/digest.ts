import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** SHA-256 of a text's UTF-8, as 64 lower-case hex digits. */
export function sha256Hex(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}

/**
 * What a value looks like. `sha256`: 64 hex digits. `suffixed`: with the 2 or 8 characters that
 * Meta's Parameter Builder puts behind (domain facts 4.2). `md5`: 32 hex digits, with or without
 * that suffix, which Meta's libraries pass on unchanged.
 */
export type DigestForm = 'sha256' | 'suffixed' | 'md5';

/** A value that is a hash by its form. */
export interface Digest {
  form: DigestForm;
  /** The hex digits, in lower case, without a suffix. */
  hex: string;
  /** Digits in upper case, or white space around it: Meta asks for lower-case hex and nothing else. */
  irregular: boolean;
}

const DIGEST = /^([a-f0-9]{64}|[a-f0-9]{32})(\.(?:[A-Za-z0-9_-]{8}|[A-Za-z0-9_-]{2}))?$/i;

/** Reads a value as a hash; undefined where it is none by its form. */
export function readDigest(value: string): Digest | undefined {
  const trimmed = value.trim();
  const match = DIGEST.exec(trimmed);
  const [, digits, suffix] = match ?? [];
  if (digits === undefined) return undefined;
  const isShort = digits.length === 32;
  const hex = digits.toLowerCase();
  return {
    form: isShort ? 'md5' : suffix === undefined ? 'sha256' : 'suffixed',
    hex,
    irregular: hex !== digits || trimmed !== value,
  };
}
