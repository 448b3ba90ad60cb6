import { describe, expect, it } from 'vitest';
import { groupParameters } from '../../../../src/panel/detail/parameter-groups.ts';
import { richSession } from '../../../session/rich-session.ts';

function titles(vendor: string, parameters: Record<string, string>) {
  return groupParameters(vendor, parameters).map(
    (section) => `${section.title}: ${section.parameters.map(({ label }) => label).join(', ')}`,
  );
}

describe('the parameters of a hit', () => {
  it('of the pixel are in parts, each with its meaning and what the value says', () => {
    const parameters = {
      'cd[value]': '101',
      id: '1234',
      'ud[em]': 'a'.repeat(64),
      o: '4126',
      dl: 'https://shop.example/',
      dpo: 'LDU',
      zzz: '1',
      'id (2)': '5678',
    };
    expect(titles('meta', parameters)).toEqual([
      'Event: Pixel id, Pixel id',
      'Event data: value',
      'User data: Advanced matching: e-mail',
      'Page: Page address',
      'Privacy: Data processing options',
      'Technical: Options',
      'Not known: zzz',
    ]);
    const technical = groupParameters('meta', parameters).find(
      ({ title }) => title === 'Technical',
    );
    expect(technical?.parameters[0]?.reading).toBe(
      'AUTO_CONFIG, CONFIG_LOADING, DEFINE_PROPERTY, SEND_BEACON, FIRST_PARTY_COOKIES',
    );
  });

  it.each([
    [
      'meta-gateway',
      {
        event_name: 'Lead',
        'custom_data.value': '1',
        'fb.pixel_id': '1',
        'fb.fbp': 'x',
        'website_context.location': 'y',
      },
      ['Event: event_name, fb.pixel_id', 'Event data: value', 'User data: fbp', 'Page: location'],
    ],
    [
      'commanders-act',
      {
        event_name: 'purchase',
        amount: '1',
        'user.email': 'x',
        'user.consent_categories[0]': '1',
        'context.page.url': 'y',
        tc_s: '4',
        'integrations.facebook.event_id': 'e',
      },
      [
        'Event: event_name, integrations.facebook.event_id',
        'Event data: amount',
        'User data: user.email',
        'Page: context.page.url',
        'Privacy: user.consent_categories[0]',
        'Technical: tc_s',
      ],
    ],
    [
      'segment',
      {
        event: 'Order Completed',
        'properties.revenue': '1',
        anonymousId: 'a',
        'context.page.url': 'y',
        writeKey: 'w',
      },
      [
        'Event: event',
        'Event data: revenue',
        'User data: anonymousId',
        'Page: url',
        'Technical: writeKey',
      ],
    ],
    ['of-tomorrow', { x: '1' }, ['Event data: x']],
  ] as const)('of %s are in parts', (vendor, parameters, expected) => {
    expect(titles(vendor, parameters)).toEqual(expected);
  });

  it('are all there, once, as they were sent', () => {
    for (const entry of richSession()) {
      if (entry.kind !== 'hit') continue;
      for (const { parameters } of entry.events) {
        const shown = groupParameters(entry.vendor, parameters).flatMap(
          (section) => section.parameters,
        );
        expect(Object.fromEntries(shown.map(({ name, value }) => [name, value]))).toEqual(
          parameters,
        );
        expect(shown).toHaveLength(Object.keys(parameters).length);
      }
    }
  });
});
