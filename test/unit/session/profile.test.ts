import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { en } from '../../../src/language/en.ts';
import { sayProfileError } from '../../../src/language/input.ts';
import { compilePattern, mappingRuleId } from '../../../src/session/mapping-rule.ts';
import { checkProfile, ProfileError, parseProfile } from '../../../src/session/parse-profile.ts';
import schema from '../../../src/session/profile.schema.json';
import type { Profile } from '../../../src/session/profile.ts';

const FILE = 'event-loupe.json';

const whole: Profile = {
  $schema: './profile.schema.json',
  layers: ['shopLayer'],
  endpoints: [
    { vendor: 'meta-gateway', address: 'capi.shop.example' },
    { vendor: 'segment', address: 'https://*.shop.example/v1/*', muted: true },
  ],
  mapping: {
    rules: [
      {
        id: 'order',
        from: { source: 'dataLayer', name: 'order', where: { property: 'paid', equals: true } },
        to: 'Purchase',
        parameters: [
          { from: 'total', to: 'value' },
          { value: 'EUR', to: 'currency' },
          { from: 'mail', to: 'user_data.em', hashed: true },
        ],
      },
      { from: { source: 'loyjoy', pattern: 'newsletter_.*' }, to: null },
    ],
  },
  consent: {
    governs: 'trust',
    categories: { trust: '3', onetrust: 'C0004' },
    region: 'opt-in',
    commandersAct: 'managed',
  },
};

/** The problem that a profile's text has; empty where it has none. */
function problemOf(value: unknown): string {
  try {
    parseProfile(typeof value === 'string' ? value : JSON.stringify(value), FILE);
    return '';
  } catch (error) {
    expect(error).toBeInstanceOf(ProfileError);
    return sayProfileError(error as ProfileError, en);
  }
}

const rule = { from: { source: 'cact', name: 'a' }, to: 'Lead' };
const rules = (...list: unknown[]) => ({ mapping: { rules: list } });

describe('a profile', () => {
  it('may say everything or nothing', () => {
    expect(parseProfile(JSON.stringify(whole), FILE)).toEqual(whole);
    expect(parseProfile(`\uFEFF${JSON.stringify(whole)}`, FILE)).toEqual(whole);
    expect(parseProfile('{}', FILE)).toEqual({});
  });

  it('is JSON to us where it is to the browser, and the other way round', () => {
    const broken = fc
      .tuple(
        fc.json(),
        fc.nat(),
        fc.constantFrom('', '"', '{', ']', ',', ':', '\\', '\n', '0', '-'),
      )
      .map(([json, at, put]) => {
        const place = at % (json.length + 1);
        return json.slice(0, place) + put + json.slice(place + 1);
      });
    fc.assert(
      fc.property(broken, (text) => {
        let isJson = true;
        try {
          JSON.parse(text);
        } catch {
          isJson = false;
        }
        const problem = problemOf(text);
        fc.pre(!/\/[/*]/.test(text));
        expect(problem.includes('not JSON')).toBe(!isJson);
      }),
      { numRuns: 1_000 },
    );
    expect(problemOf('['.repeat(200_000))).toContain('deeper in each other than the 200 levels');
  });

  it('may have comments', () => {
    const text = `// ours\n{ /* data */ "layers": ["a//b", "/* c */"] // layers\n}\n`;
    expect(parseProfile(text, FILE)).toEqual({ layers: ['a//b', '/* c */'] });
  });

  it.each<[string, unknown, string]>([
    ['text that is no JSON', '{"layers": [', `${FILE}: not JSON: line 1, column 13: expected "]"`],
    [
      'a comma too many',
      '{\n  // ours\n  "layers": [],\n}',
      `${FILE}: not JSON: line 4, column 1: expected a name in double quotes`,
    ],
    [
      'a missing comma',
      '{"layers": [] "mapping"',
      `${FILE}: not JSON: line 1, column 15: expected ","`,
    ],
    [
      'two profiles',
      '{} {}',
      `${FILE}: not JSON: line 1, column 4: expected nothing after the profile`,
    ],
    ['a comment without an end', '{} /* x', `${FILE}: not JSON: line 1, column 4: expected "*/"`],
    ['nothing', '', `${FILE}: not JSON: line 1, column 1: expected a value`],
    ['a key that is every object’s', '{"__proto__": {"layers": ["a"]}}', `${FILE}: /__proto__: `],
    ['a list', [], `${FILE}: /: [] is not an object`],
    ['null', 'null', `${FILE}: /: null is not an object`],
    ['a wrong type', { layers: 'a' }, `${FILE}: /layers: "a" is not a list`],
    [
      'a wrong item',
      { layers: ['a', 5] },
      `${FILE}: /layers/1: 5 is not a string that is not empty`,
    ],
    ['an empty name', { layers: [''] }, `${FILE}: /layers/0: "" is not a string that is not empty`],
    [
      'the wrong type of a target',
      rules(rule, rule, { ...rule, to: 5 }),
      `${FILE}: /mapping/rules/2/to: 5 is not a non-empty string or null`,
    ],
    [
      'a key that is nearly known',
      { maping: {} },
      `${FILE}: /maping: "maping" is not a known setting; did you mean "mapping"?`,
    ],
    [
      'an unknown key deep inside',
      rules({ ...rule, from: { source: 'cact', nmae: 'a' } }),
      `${FILE}: /mapping/rules/0/from/nmae: "nmae" is not a known setting; did you mean "name"?`,
    ],
    [
      'a key that is like none',
      { xyz: 1 },
      `${FILE}: /xyz: "xyz" is not a known setting; expected one of $schema, layers, endpoints, mapping, rules, consent`,
    ],
    [
      'a wrong value under a key with a percent sign',
      { consent: { categories: { '5%': 5 } } },
      `${FILE}: /consent/categories`,
    ],
    ['a key with signs', { 'a/b~': 1 }, `${FILE}: /a~1b~0: `],
    [
      'a missing key',
      rules({ from: rule.from }),
      `${FILE}: /mapping/rules/0: "to" is missing; expected a non-empty string or null`,
    ],
    ['missing rules', { mapping: {} }, `${FILE}: /mapping: "rules" is missing; expected a list`],
    [
      'an unknown source',
      rules({ from: { source: 'datalayer', name: 'a' }, to: 'Lead' }),
      `${FILE}: /mapping/rules/0/from/source: "datalayer" is not one of "loyjoy", "dataLayer", "cact", "analytics"; did you mean "dataLayer"?`,
    ],
    [
      'no name',
      rules({ from: { source: 'cact' }, to: 'Lead' }),
      `${FILE}: /mapping/rules/0/from: {"source":"cact"} names no event; expected "name" or "pattern"`,
    ],
    [
      'name and pattern',
      rules({ from: { source: 'cact', name: 'a', pattern: 'b' }, to: 'Lead' }),
      'has both "name" and "pattern"; expected one of them',
    ],
    [
      'a broken pattern',
      rules({ from: { source: 'cact', pattern: '(' }, to: 'Lead' }),
      `${FILE}: /mapping/rules/0/from/pattern: "(" is not a regular expression: `,
    ],
    [
      'a pattern that is whole only in brackets',
      rules({ from: { source: 'cact', pattern: 'a)(b' }, to: 'Lead' }),
      '/pattern: "a)(b" is not a regular expression',
    ],
    [
      'one event in two rules',
      rules(rule, { ...rule, id: 'x', to: 'Purchase' }),
      `${FILE}: /mapping/rules/1/from: {"source":"cact","name":"a"} stands in /mapping/rules/0/from too; expected one rule for each source event`,
    ],
    [
      'one id twice',
      rules({ ...rule, id: 'x' }, { from: { source: 'cact', name: 'b' }, id: 'x', to: 'Lead' }),
      `${FILE}: /mapping/rules/1/id: "x" stands in /mapping/rules/0/id too`,
    ],
    [
      'a parameter from nowhere',
      rules({ ...rule, parameters: [{ to: 'value' }] }),
      `${FILE}: /mapping/rules/0/parameters/0: {"to":"value"} has neither "from" nor "value"; expected one of them`,
    ],
    [
      'a parameter from two places',
      rules({ ...rule, parameters: [{ to: 'value', from: 'a', value: 1 }] }),
      'has both "from" and "value"',
    ],
    [
      'a constant that is none',
      rules({ ...rule, parameters: [{ to: 'value', value: [] }] }),
      `${FILE}: /mapping/rules/0/parameters/0/value: [] is not a string or a number or true or false`,
    ],
    [
      'an address that is none',
      { endpoints: [{ vendor: 'meta', address: 'a b' }] },
      `${FILE}: /endpoints/0/address: "a b" is not a host, or a host with a path`,
    ],
    [
      'an endpoint twice',
      {
        endpoints: [
          { vendor: 'meta', address: 'a.test' },
          { vendor: 'meta', address: 'A.test' },
        ],
      },
      `${FILE}: /endpoints/1: meta "A.test" stands in /endpoints/0 too; expected each endpoint once`,
    ],
    [
      'muted as no',
      { endpoints: [{ vendor: 'meta', address: 'a.test', muted: false }] },
      'false is not true',
    ],
    [
      'an unknown consent source',
      { consent: { governs: 'one-trust' } },
      `${FILE}: /consent/governs: "one-trust" is not one of "meta"`,
    ],
    [
      'a category of an unknown source',
      { consent: { categories: { trust: '1', cookie_bot: 'x' } } },
      `${FILE}: /consent/categories: "cookie_bot" is not one of "meta"`,
    ],
    ['an unknown region', { consent: { region: 'EU' } }, '"EU" is not one of "opt-in", "opt-out"'],
    ['an unknown management', { consent: { commandersAct: 'x' } }, '"x" is not "managed"'],
  ])(
    'with %s is refused with its place, the value and what was expected',
    (_what, value, message) => {
      expect(problemOf(value)).toContain(message);
    },
  );

  it('tells a near word where there is one', () => {
    expect(problemOf({ consent: { governs: 'one-trust' } })).toContain('did you mean "onetrust"?');
    expect(problemOf({ consent: { categories: { cookie_bot: 'x' } } })).toContain(
      'did you mean "cookiebot"?',
    );
  });

  it('gives no error of our own for anything that JSON can say', () => {
    const keys = fc.constantFrom(
      ...['layers', 'endpoints', 'mapping', 'rules', 'from', 'to', 'name', 'pattern', 'source'],
      ...['consent', 'categories', 'parameters', 'value', '__proto__', 'toString', 'a/b', ''],
    );
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 5 },
        fc.constantFrom<unknown>(null, true, 5, '', 'cact', '(', 'Lead'),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.array(fc.tuple(keys, tie('value')), { maxLength: 4 }).map((pairs) => {
          const text = pairs.map(
            ([key, inside]) => `${JSON.stringify(key)}:${JSON.stringify(inside)}`,
          );
          return JSON.parse(`{${text.join(',')}}`) as unknown;
        }),
      ),
    }));
    fc.assert(
      fc.property(value, (given) => {
        const problem = problemOf(given);
        if (problem !== '') expect(problem.startsWith(`${FILE}: `)).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it('that is parsed is one that the shipped schema takes', () => {
    const validate = new Ajv({ allowUnionTypes: true }).compile(schema);
    expect(validate(checkProfile(whole, FILE))).toBe(true);
  });
});

describe('a mapping rule', () => {
  it('has an id made from its names', () => {
    const ids = [...(whole.mapping?.rules ?? []), rule as never].map(mappingRuleId);
    expect(ids).toEqual(['order', 'loyjoy /newsletter_.*/ → nothing', 'cact a → Lead']);
    expect(
      mappingRuleId({
        from: { source: 'cact', name: 'a', where: { property: 'b', equals: 1 } },
        to: 'Lead',
      }),
    ).toBe('cact a where b = 1 → Lead');
  });

  it('has a pattern for the whole name', () => {
    const pattern = compilePattern('order|purchase');
    expect(['order', 'purchase', 'orders', 'a purchase'].map((name) => pattern.test(name))).toEqual(
      [true, true, false, false],
    );
  });
});
