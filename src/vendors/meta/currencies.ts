/**
 * The currencies that Meta's SDK takes for valid when it checks a Purchase. Read in three public
 * copies of older releases of fbevents.js; it agrees with what domain facts 2.3 say of 2.9.325: 49
 * codes, with the dead VEF and without BGN, UAH and EGP. A code that is not here may be in a later
 * release: findings say "the list that is known".
 */
const SDK_CURRENCIES: ReadonlySet<string> = new Set(
  (
    'AED ARS AUD BOB BRL CAD CHF CLP CNY COP CRC CZK DKK EUR GBP GTQ HKD HNL HUF IDR ILS INR ' +
    'ISK JPY KRW MOP MXN MYR NIO NOK NZD PEN PHP PLN PYG QAR RON RUB SAR SEK SGD THB TRY TWD ' +
    'USD UYU VEF VND ZAR'
  ).split(' '),
);

/** How many codes the SDK's list has (domain facts 2.3). */
export const SDK_CURRENCY_COUNT: number = SDK_CURRENCIES.size;

/** Whether the SDK takes it for a currency; lower case is accepted (observed: `eur`). */
export function isSdkCurrency(code: string): boolean {
  return SDK_CURRENCIES.has(code) || SDK_CURRENCIES.has(code.toUpperCase());
}

let isoCodes: ReadonlySet<string> | undefined;

/**
 * Whether ISO 4217 knows the code, in any case. Asked of the engine's own table, which keeps
 * withdrawn codes such as DEM: a yes is lenient, a no is certain.
 */
export function isIsoCurrency(code: string): boolean {
  isoCodes ??= new Set(Intl.supportedValuesOf('currency'));
  return isoCodes.has(code.toUpperCase());
}

/**
 * Whether the currency has cents, by the engine's table: the yen has none. A text that is no code
 * says nothing, and may have them.
 */
export function hasCents(code: string): boolean {
  if (!isIsoCurrency(code)) return true;
  const format = new Intl.NumberFormat('en', { style: 'currency', currency: code });
  return format.resolvedOptions().maximumFractionDigits === 2;
}

/** What people write where the code is meant; signs of several currencies ($, ¥) are not here. */
const SIGNS: Readonly<Record<string, string>> = {
  '€': 'EUR',
  EURO: 'EUR',
  EUROS: 'EUR',
  US$: 'USD',
  '£': 'GBP',
  POUND: 'GBP',
  YEN: 'JPY',
};

/** The code that was probably meant by something that is none; undefined where nobody can tell. */
export function probableCurrency(text: string): string | undefined {
  const trimmed = text.trim().toUpperCase();
  if (trimmed !== text.toUpperCase() && isIsoCurrency(trimmed)) return trimmed;
  return Object.hasOwn(SIGNS, trimmed) ? SIGNS[trimmed] : undefined;
}
