import type { Profile } from '../session/profile.ts';
import type { Endpoint } from '../session/wire.ts';
import { parseEndpoint } from './endpoints.ts';

/**
 * The endpoints that a profile adds or mutes, in its order, for `findEndpoint`. What is no address
 * is left out: a profile that was parsed has none such.
 */
export function endpointsOf(profile: Profile): Endpoint[] {
  return (profile.endpoints ?? []).flatMap(({ vendor, address, muted }) => {
    const endpoint = parseEndpoint(vendor, address);
    if (endpoint === undefined) return [];
    return muted === true ? [{ ...endpoint, muted }] : [endpoint];
  });
}
