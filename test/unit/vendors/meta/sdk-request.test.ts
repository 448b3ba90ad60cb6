import { describe, expect, it } from 'vitest';
import { sdkRequestOf } from '../../../../src/vendors/meta/sdk-request.ts';

describe('requests of the SDK that are no events', () => {
  it.each([
    ['https://connect.facebook.net/en_US/fbevents.js', { role: 'library' }],
    ['https://cdn.shop.test/meta/de_DE/fbevents.js?v=1#x', { role: 'library' }],
    [
      'https://connect.facebook.net/signals/config/1234567890?v=2.9.325&r=stable&domain=shop.test',
      { role: 'config', pixelId: '1234567890' },
    ],
    ['https://cdn.shop.test/x/signals/config/12/', { role: 'config', pixelId: '12' }],
    [
      'https://connect.facebook.net/signals/plugins/inferredevents.js?v=2.9.325',
      { role: 'config' },
    ],
    ['https://shop.test/signals/plugins/', undefined],
    ['https://connect.facebook.net/signals/config/', undefined],
    ['https://connect.facebook.net/signals/config/abc', undefined],
    ['https://shop.test/?next=/fbevents.js', undefined],
    ['https://shop.test/my-fbevents.js.html', undefined],
    ['https://www.facebook.com/tr/?id=1', undefined],
  ])('%s', (url, expected) => {
    expect(sdkRequestOf(url)).toEqual(expected);
  });
});
