import { describe, expect, it } from 'vitest';
import type { PageValue } from '../../../../src/session/value.ts';
import {
  askedEventName,
  COMMANDS,
  eventIdOf,
  hitNameOf,
  namedPixelId,
  pixelCommandOf,
  readPixelCall,
  sendsPixelEvent,
  splitPixelCall,
} from '../../../../src/vendors/meta/call.ts';

const PIXEL = '123456789012345';
const data = { value: 1 };
const options = { eventID: 'e1' };
const passed = (...values: PageValue[]): PageValue => ({ $type: 'arguments', values });

describe('an event of the pixel', () => {
  it.each<[string, PageValue[], Partial<ReturnType<typeof readPixelCall>>]>([
    ['track', ['track', 'Lead', data, options], { isLegacy: false }],
    ['one list', [['track', 'Lead', data, options]], { isLegacy: true }],
    ['one arguments object', [passed('track', 'Lead', data, options)], { isLegacy: false }],
    [
      'a list with holes',
      [{ $type: 'array', values: ['track', 'Lead', data, options], length: 9 }],
      { isLegacy: true },
    ],
    ['trackCustom', ['trackCustom', 'Lead', data, options], {}],
    ['trackWebchat', ['trackWebchat', 'Lead', data, options], {}],
    ['reportLead', ['reportLead', data, options], { command: 'report', isLegacy: true }],
    ['reportLead in a list', [['reportLead', data, options]], { command: 'report' }],
    [
      'trackSingle',
      ['trackSingle', PIXEL, 'Lead', data, options],
      { pixel: PIXEL, isForOnePixel: true },
    ],
    [
      'trackSingleCustom in an arguments object',
      [passed('trackSingleCustom', PIXEL, 'Lead', data, options)],
      { pixel: PIXEL, isForOnePixel: true },
    ],
    [
      'trackShopify, which names a pixel and goes to all',
      ['trackShopify', PIXEL, 'Lead', data, options, {}],
      { pixel: PIXEL, isForOnePixel: false },
    ],
    [
      'trackSingleSystem, behind a category',
      ['trackSingleSystem', 'automatic', PIXEL, 'Lead', data, options],
      { pixel: PIXEL, isForOnePixel: true },
    ],
    [
      'trackSingleGeneric, with the way of tracking',
      ['trackSingleGeneric', PIXEL, 'Lead', data, 1, options],
      { pixel: PIXEL, isForOnePixel: true },
    ],
  ])('%s', (_, args, more) => {
    const call = readPixelCall(args);
    expect(call).toMatchObject({ isEvent: true, name: 'Lead', eventName: 'Lead', data, options });
    expect(call).toMatchObject(more);
    expect(call.data).toBe(data); // not a copy
    expect(eventIdOf(call)).toBe('e1');
    expect(sendsPixelEvent(args)).toBe(true);
    expect(pixelCommandOf(args)).toBe(call.command);
    expect(splitPixelCall(args)).toMatchObject({ command: call.command, name: 'Lead' });
  });

  it('has no event id where send is called: it ignores its options', () => {
    expect(eventIdOf(readPixelCall(['send', 'Lead', data, options]))).toBe('');
  });

  // Recorded runs: eventID_odd, eventID_nested, options_not_object.
  it.each<[PageValue, string | undefined]>([
    [{ eventID: 'a', event_id: 'b' }, 'a'],
    [{ event_id: 'b' }, 'b'],
    [{ eventID: 12345 }, '12345'],
    [{ eventID: true }, 'true'],
    [{ eventID: '' }, ''],
    [{ eventID: null }, ''],
    [{ eventID: { eventID: 'in' } }, 'in'],
    [{ eventID: { event_id: 'in2' } }, 'in2'],
    [{ eventID: ['a', 'b'] }, undefined],
    [{ eventID: { $type: 'accessor' } }, undefined],
    [{ $type: 'instance', of: 'Options', properties: { eventID: 'a' } }, 'a'],
    [{ eventId: 'a' }, ''],
    ['a', ''],
    [['a'], ''],
  ])('is sent for options %j with the id %j', (given, id) => {
    expect(eventIdOf(readPixelCall(['track', 'Lead', {}, given]))).toBe(id);
  });

  // Recorded runs: event_names, custom_event_name_in_data.
  it.each<[PageValue[], string]>([
    [['track', 'CustomEvent', { event: 'foo' }], 'foo'],
    [['track', 'CustomEvent', {}], 'CustomEvent'],
    [['trackCustom', 'CustomEvent', { event: 'foo' }], 'CustomEvent'],
    [['trackCustom', ''], ''],
    [['track', 7], '7'],
    [['track', { name: 'Lead' }], ''],
    [['trackShopify', 'Purchase', { value: 1 }, options], ''],
  ])('%j is sent as %j', (args, name) => {
    expect(hitNameOf(readPixelCall(args))).toBe(name);
  });

  it('is not the page’s where the SDK tracks for itself', () => {
    const own = ['trackSingleSystem', 'automatic', PIXEL, 'SubscribedButtonClick'];
    expect(askedEventName(readPixelCall(own))).toBeUndefined();
  });
});

describe('another command of the pixel', () => {
  it.each<[PageValue[], PageValue | undefined]>([
    [['init', PIXEL, {}], PIXEL],
    [[['init', PIXEL]], PIXEL],
    [[passed('init', PIXEL)], PIXEL],
    [['optOut', PIXEL, 'AutomaticSetup'], PIXEL],
    [['gateCheck', 'name', null, null, PIXEL], PIXEL],
    [['skipOpenbridge', PIXEL], PIXEL],
    [['set', 'agent', 'x', PIXEL], PIXEL],
    [['set', 'openbridge', PIXEL, 'https://a.example/'], PIXEL],
    [['set', 'autoConfig', false, PIXEL], PIXEL],
    [['set', 'endpoint', 'https://a.example/'], undefined],
    [['set'], undefined],
    [['consent', 'grant'], undefined],
  ])('%j names the pixel %j', (args, pixel) => {
    expect(readPixelCall(args)).toMatchObject({ isEvent: false, pixel });
  });

  it.each<[PageValue[], string | undefined]>([
    [['init', 123], '123'],
    [['trackSingle', 123, 'Lead'], undefined],
    [['trackSingle', '123', 'Lead'], '123'],
    [['init', 'abc'], undefined],
    [['init', '0123'], undefined],
  ])('%j is for the pixel %j', (args, pixelId) => {
    expect(namedPixelId(readPixelCall(args))).toBe(pixelId);
  });

  it('keeps what stands behind it', () => {
    expect(readPixelCall([passed('consent', 'grant')]).rest).toEqual(['grant']);
    expect(readPixelCall([{}, 1])).toMatchObject({ command: undefined, rest: [1] });
    expect(readPixelCall([])).toMatchObject({ command: undefined, rest: [] });
  });

  it.each(['gateCheck', 'skipOpenbridge', 'disabledExtensions', 'trackSingleGeneric', 'getPixel'])(
    '%s is one that the SDK knows',
    (command) => expect(COMMANDS.has(command)).toBe(true),
  );

  // Recorded runs: unknown_commands, event_name_as_command.
  it.each(['enable', 'pageView', 'identify', 'Track', 'event', 'get', 'Purchase', 'report'])(
    '%s is none',
    (command) => {
      expect(COMMANDS.has(command)).toBe(false);
      expect(readPixelCall([command, 'Lead']).isEvent).toBe(false);
    },
  );
});
