import { describe, expect, it } from 'vitest';
import { metaDestinations } from '../../../../src/vendors/segment/destinations.ts';
import { entry } from '../../../session/session.ts';

/** What a hit of the event says, decoded from the body that analytics-next would send. */
function said(body: object) {
  const hit = entry(
    'hit',
    `request POST https://api.segment.io/v1/t fetch ${JSON.stringify({
      type: 'track',
      event: 'Order Completed',
      messageId: 'ajs-next-1',
      anonymousId: 'a-1',
      writeKey: 'k',
      context: {},
      properties: {},
      ...body,
    })}`,
  );
  return metaDestinations(hit.events[0]?.parameters ?? {});
}

const list = (bundled: string[], unbundled: string[] = [], integrations: object = {}) => ({
  _metadata: { bundled, unbundled, bundledIds: ['5f'] },
  integrations,
});
const PIXEL = 'Facebook Pixel';
const SERVER = 'Facebook Conversions API (Actions)';

describe('where Segment runs its destinations for Meta, as its hit says it', () => {
  it.each([
    ['nothing is said', {}, false, false],
    ['the pixel in the browser', list([PIXEL, 'Segment.io']), true, false],
    ['the Conversions API on the server', list(['Segment.io'], [SERVER]), false, true],
    ['both, as Segment advises', list([PIXEL, 'Segment.io'], [SERVER]), true, true],
    ['the older name', list([], ['Facebook Pixel Server-Side']), false, true],
    ['the classic one', list([], ['Facebook Conversions API']), false, true],
    [
      'others of Facebook',
      list([], ['Facebook Custom Audiences', 'Facebook App Events']),
      false,
      false,
    ],
    ['others', list(['Google Analytics'], ['Amplitude']), false, false],
    ['the event switches the pixel off', list([PIXEL], [], { [PIXEL]: false }), false, false],
    [
      'the event switches the server off',
      list([PIXEL], [SERVER], { [SERVER]: false }),
      true,
      false,
    ],
    ['the event switches all off', list([PIXEL], [SERVER], { All: false }), false, false],
    ['all but one', list([PIXEL], [SERVER], { All: false, [SERVER]: true }), false, true],
    ['options for it', list([PIXEL], [], { [SERVER]: { a: 1 } }), true, true],
    ['asked for, no list', { integrations: { All: false, [SERVER]: true } }, false, true],
    ['the pixel asked for, no list', { integrations: { [PIXEL]: true } }, false, false],
    [
      'the pixel asked for, and not on the page',
      list(['Segment.io'], [], { [PIXEL]: true }),
      false,
      true,
    ],
    [
      'a list that is none',
      { _metadata: { bundled: PIXEL, unbundled: [1, null, {}] } },
      false,
      false,
    ],
  ])('%s', (_, body, browser, server) => {
    expect(said(body)).toEqual({ browser, server });
  });
});
