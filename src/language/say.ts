/** The forms of a phrase by number, as `Intl.PluralRules` names them; `#` stands for the number. */
export interface Forms {
  zero?: string;
  one?: string;
  two?: string;
  few?: string;
  many?: string;
  other: string;
}

/** Numbers, times and lists as a language writes them. */
export interface Say {
  /** BCP 47, for `lang` and for `Intl`. */
  readonly locale: string;
  number(value: number): string;
  /** With exactly so many decimals: numbers in a column, or beside each other on an axis. */
  fixed(value: number, decimals: number): string;
  /** An amount as it was given, with the language's decimal sign; a text that is no plain number stays as it is. */
  amount(text: string): string;
  /** The form for this number, with the number in it. */
  plural(count: number, forms: Forms): string;
  /** `a, b and c`; after `limit` of them how many more there are. */
  list(items: readonly string[], limit?: number): string;
  /** Several alternatives: `a, b or c`. */
  either(items: readonly string[]): string;
  /** A text of the page's in the language's quotation marks; a long one is cut. */
  quote(text: string, units?: number): string;
  /** A length of time, two units at most: `49 hr 5 min`, `800 ms`, `0.4 ms`. The sign is left out. */
  duration(milliseconds: number): string;
  /** `12.3 MB`. */
  bytes(count: number): string;
  percent(share: number): string;
  /** Day and time of day, in the reader's time zone. */
  moment(at: number): string;
}

/** An amount that a machine can read. */
const AMOUNT = /^-?\d+(?:\.\d+)?$/;

/** UTF-16 units of a quoted text. */
const QUOTED_UNITS = 80;

/** What differs between languages and `Intl` does not know. */
export interface Habits {
  locale: string;
  quotes: readonly [string, string];
  /** `3 more`, at the end of a list that was cut. */
  more(count: string): string;
}

/** The formatters of a language. They are made when they are first used: that costs milliseconds. */
export function createSay({ locale, quotes, more }: Habits): Say {
  const numbers = lazily(() => new Intl.NumberFormat(locale));
  const plurals = lazily(() => new Intl.PluralRules(locale));
  const percents = lazily(
    () => new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 }),
  );
  const moments = lazily(
    () => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' }),
  );
  const lists = lazily(() => new Intl.ListFormat(locale, { type: 'conjunction' }));
  const choices = lazily(() => new Intl.ListFormat(locale, { type: 'disjunction' }));
  const units = new Map<string, Intl.NumberFormat>();
  const unit = (value: number, name: string, digits = 0) => {
    let format = units.get(name);
    if (format === undefined) {
      format = new Intl.NumberFormat(locale, {
        ...(name !== 'second' && { style: 'unit', unit: name, unitDisplay: 'short' }),
        maximumFractionDigits: digits,
      });
      units.set(name, format);
    }
    // As axes and the log write it, in every language: Intl says `sec` and `Sek.`.
    return name === 'second' ? `${format.format(value)} s` : format.format(value);
  };
  let decimalSign: string | undefined;
  const number = (value: number) => numbers().format(value);
  const decimalFormats = new Map<number, Intl.NumberFormat>();

  return {
    locale,
    number,
    fixed(value, decimals) {
      let format = decimalFormats.get(decimals);
      if (format === undefined) {
        format = new Intl.NumberFormat(locale, {
          minimumFractionDigits: decimals,
          maximumFractionDigits: decimals,
        });
        decimalFormats.set(decimals, format);
      }
      return format.format(value);
    },
    amount(text) {
      if (!AMOUNT.test(text)) return text;
      // Digits stay as they were given: no separators of thousands, no rounding.
      decimalSign ??= new Intl.NumberFormat(locale).formatToParts(0.5)[1]?.value ?? '.';
      return text.replace('.', decimalSign);
    },
    plural: (count, forms) =>
      (forms[plurals().select(count)] ?? forms.other).replaceAll('#', number(count)),
    list(items, limit = 4) {
      if (items.length <= limit) return lists().format(items);
      return lists().format([...items.slice(0, limit), more(number(items.length - limit))]);
    },
    either: (items) => choices().format(items),
    quote(text, units = QUOTED_UNITS) {
      const cut = text.length > units ? `${text.slice(0, units - 1)}…` : text;
      return `${quotes[0]}${cut}${quotes[1]}`;
    },
    duration(milliseconds) {
      const ms = Math.abs(milliseconds);
      if (ms < 10) return unit(Math.round(ms * 10) / 10, 'millisecond', 1);
      if (ms < 1_000) return unit(Math.round(ms), 'millisecond', 1);
      if (ms < 60_000) return unit(Math.round(ms / 100) / 10, 'second', 1);
      const [large, small, size] =
        ms < 3_600_000
          ? (['minute', 'second', 60_000] as const)
          : ms < 86_400_000 * 3
            ? (['hour', 'minute', 3_600_000] as const)
            : (['day', 'hour', 86_400_000] as const);
      const whole = Math.floor(ms / size);
      const rest = Math.floor((ms % size) / (small === 'hour' ? 3_600_000 : size / 60));
      const words = unit(whole, large);
      return rest === 0 ? words : `${words} ${unit(rest, small)}`;
    },
    bytes(count) {
      if (count < 1_000) return unit(count, 'byte');
      if (count < 1_000_000) return unit(count / 1_000, 'kilobyte', 1);
      return unit(count / 1_000_000, 'megabyte', 1);
    },
    percent: (share) => percents().format(share),
    moment: (at) => moments().format(at),
  };
}

function lazily<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
