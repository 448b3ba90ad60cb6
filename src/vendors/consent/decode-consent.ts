import type { ConsentEntry } from '../../session/entry.ts';
import type { ConsentSource } from '../../session/profile.ts';
import type { PageValue } from '../../session/value.ts';
import { readCookiebot } from './cookiebot.ts';
import { readDidomi } from './didomi.ts';
import { readOneTrust } from './onetrust.ts';
import { type ConsentReading, noted } from './reading.ts';
import { readTcf } from './tcf.ts';
import { readTrust } from './trust.ts';
import { readGpp, readUsp } from './us-privacy.ts';
import { readUsercentrics } from './usercentrics.ts';

type Reader = (value: PageValue, category: string | undefined) => ConsentReading;

/** Sources whose readings are entries of their own. */
const READERS: Readonly<Partial<Record<ConsentSource, Reader>>> = {
  tcf: readTcf,
  gpp: readGpp,
  usp: readUsp,
  trust: readTrust,
  onetrust: readOneTrust,
  cookiebot: readCookiebot,
  usercentrics: readUsercentrics,
  didomi: readDidomi,
};

/**
 * What a source said, seen from Meta. Never throws, whatever the page or a file put there.
 * @param category the profile's word for what stands for Meta at this source
 */
export function decodeConsent(
  source: ConsentEntry['source'],
  value: PageValue,
  category: string | undefined,
): ConsentReading {
  const read = Object.hasOwn(READERS, source) ? READERS[source as ConsentSource] : undefined;
  return (
    read?.(value, category) ?? { ...noted('undecided', { code: 'unknown-source' }), applies: false }
  );
}
