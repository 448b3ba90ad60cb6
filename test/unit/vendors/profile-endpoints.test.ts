import { describe, expect, it } from 'vitest';
import { endpointsOf } from '../../../src/vendors/profile-endpoints.ts';

describe("a profile's endpoints", () => {
  it('become endpoints of their vendor, in order, muted or not', () => {
    expect(
      endpointsOf({
        endpoints: [
          { vendor: 'meta-gateway', address: 'https://CAPI.shop.example' },
          { vendor: 'segment', address: '*.shop.example/v1/*', muted: true },
          { vendor: 'meta', address: 'no address' },
        ],
      }),
    ).toEqual([
      { vendor: 'meta-gateway', host: 'capi.shop.example', source: 'profile' },
      { vendor: 'segment', host: '*.shop.example', path: '/v1/*', source: 'profile', muted: true },
    ]);
    expect(endpointsOf({})).toEqual([]);
  });
});
