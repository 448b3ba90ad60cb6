import { describe, expect, it } from 'vitest';
import {
  isIsoCurrency,
  isSdkCurrency,
  probableCurrency,
  SDK_CURRENCY_COUNT,
} from '../../../../src/vendors/meta/currencies.ts';
import {
  isInSdkTable,
  isStandardEvent,
  nearStandardEvent,
  PARAMETER_TYPES,
  STANDARD_EVENTS,
} from '../../../../src/vendors/meta/standard-events.ts';
import { canMean, probableNumber } from '../../../../src/vendors/meta/written-number.ts';

/** Domain facts 2.4. */
const NAMES =
  'AddPaymentInfo AddToCart AddToWishlist CompleteRegistration Contact CustomizeProduct Donate FindLocation InitiateCheckout Lead PageView Purchase Schedule Search StartTrial SubmitApplication Subscribe ViewContent'.split(
    ' ',
  );

describe('standard events', () => {
  it('are the 18 of the SDK, and only Purchase requires something', () => {
    expect(Object.keys(STANDARD_EVENTS)).toEqual(NAMES);
    expect(NAMES.filter((name) => (STANDARD_EVENTS[name]?.required.length ?? 0) > 0)).toEqual([
      'Purchase',
    ]);
    expect(STANDARD_EVENTS.Purchase?.required.toSorted()).toEqual(['currency', 'value']);
  });

  it('name only parameters that have a type', () => {
    const named = Object.values(STANDARD_EVENTS).flatMap(({ parameters }) => parameters);
    expect(named.filter((name) => !Object.hasOwn(PARAMETER_TYPES, name))).toEqual([]);
  });

  it.each(NAMES)('%s is found by every spelling and misspells nothing itself', (name) => {
    expect(isInSdkTable(name)).toBe(true);
    expect(isStandardEvent(name)).toBe(true);
    expect(isStandardEvent(name.toLowerCase())).toBe(false);
    expect(nearStandardEvent(name)).toBeUndefined();
    const snake = name.replace(/(?!^)([A-Z])/g, '_$1').toLowerCase();
    for (const spelling of [
      name.toLowerCase(),
      name.toUpperCase(),
      snake,
      snake.replaceAll('_', ' '),
    ])
      if (spelling !== name) expect(nearStandardEvent(spelling)).toEqual({ name, by: 'spelling' });
    const plural = `${name}${/(?:ch|s)$/.test(name) ? 'es' : 's'}`;
    expect(nearStandardEvent(plural)).toEqual({ name, by: 'plural' });
  });

  it.each([
    ['Purchas', 'Purchase'],
    ['ViewContnet', 'ViewContent'],
    ['AddToCard', 'AddToCart'],
    ['Serch', 'Search'],
    ['product_tester', undefined],
    ['newsletter_single_opt_in', undefined],
    ['view_item', 'ViewContent'],
    ['begin_checkout', 'InitiateCheckout'],
    ['Order Completed', 'Purchase'],
    ['sign_up', 'CompleteRegistration'],
    ['Searches', 'Search'],
    ['RecommendationSeen', undefined],
    ['Load', undefined],
    ['', undefined],
    ['x'.repeat(10_000), undefined],
    ['constructor', undefined],
  ])('%s is near %s', (name, nearest) => {
    expect(nearStandardEvent(name)?.name).toBe(nearest);
  });
});

describe('currencies', () => {
  it('knows what domain facts 2.3 say of the list', () => {
    expect(SDK_CURRENCY_COUNT).toBe(49);
    for (const code of ['EUR', 'eur', 'USD', 'VEF']) expect(isSdkCurrency(code)).toBe(true);
    for (const code of ['BGN', 'UAH', 'EGP', 'EURO', '']) expect(isSdkCurrency(code)).toBe(false);
  });

  it('tells codes of ISO 4217 from others', () => {
    for (const code of ['BGN', 'UAH', 'EGP', 'MAD', 'eur']) expect(isIsoCurrency(code)).toBe(true);
    for (const code of ['EURO', 'XX', '', '€', 'E U R']) expect(isIsoCurrency(code)).toBe(false);
  });

  it.each([
    ['€', 'EUR'],
    ['Euro', 'EUR'],
    [' usd', 'USD'],
    // Of Canada, of Australia …: another currency would falsify the value.
    ['$', undefined],
    ['XX', undefined],
    ['EUR', undefined],
    ['constructor', undefined],
  ])('%s is probably %s', (text, code) => {
    expect(probableCurrency(text)).toBe(code);
  });
});

describe('numbers in texts', () => {
  it.each([
    ['1.234', 1234, true],
    ["1'234'567", 1_234_567, true],
    ['0.123', 123, false],
    ['0,500', 500, false],
    ['0,500', 0.5, true],
    ['000.500', 500, false],
  ])('%s can mean %s: %s', (text, number, can) => {
    expect(canMean(text, number)).toBe(can);
  });

  it.each([
    ['9,99', 9.99],
    ['€ 9.90', 9.9],
    ['1.234,50 €', 1234.5],
    ['1,234.50', 1234.5],
    ['1\u00a0234,50 €', 1234.5],
    ['CHF 1’234.50', 1234.5],
    ['29,-', 29],
    ['1.234', undefined],
    ['1,234,567', undefined],
    ['0,500', 0.5],
    ['0.123', 0.123],
    ['01.234,50', undefined],
    ['abc', undefined],
    ['', undefined],
    [9.9, undefined],
  ])('%s holds %s', (text, number) => {
    expect(probableNumber(text)).toBe(number);
  });
});
