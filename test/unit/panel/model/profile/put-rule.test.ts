import { describe, expect, it } from 'vitest';
import { NEW_PROFILE_TEXT } from '../../../../../src/panel/model/profile/add-rule.ts';
import { putRule } from '../../../../../src/panel/model/profile/put-rule.ts';
import { formOf } from '../../../../../src/panel/model/profile/rule-form.ts';
import { parseProfile } from '../../../../../src/session/parse-profile.ts';
import type { MappingRule } from '../../../../../src/session/profile.ts';

const TEXT = `{
  // The shop's own
  "mapping": {
    "rules": [
      { "from": { "source": "cact", "name": "buy" }, "to": "Purchase" },
      {
        "id": "quiz", // agreed in May
        "from": { "source": "dataLayer", "name": "quiz" },
        "to": "Lead",
        "parameters": [
          { "from": "score", "to": "value" }, // points
          { "value": "EUR", "to": "currency" },
          { "from": "mail", "to": "user_data.em", "hashed": true }
        ]
      }
    ]
  }
}
`;
const QUIZ = parseProfile(TEXT, 'p').mapping?.rules[1] as MappingRule;
const form = formOf(QUIZ, 1);
const rulesOf = (text: string | undefined) => parseProfile(text ?? '', 'p').mapping?.rules;

describe('a rule written into a profile', () => {
  it('is put at the end where it is new, with its parameters', () => {
    const edited = putRule(NEW_PROFILE_TEXT, formOf(QUIZ));
    expect(rulesOf(edited?.text)).toEqual([QUIZ]);
  });

  it('changes nothing where nothing changed', () => {
    expect(putRule(TEXT, form)?.text).toBe(TEXT);
  });

  it('changes the value that changed, and nothing around it', () => {
    expect(putRule(TEXT, { ...form, to: 'Contact' })?.text).toBe(
      TEXT.replace('"Lead"', '"Contact"'),
    );
    const [score, ...rest] = form.parameters;
    const parameters = [{ ...score, to: 'predicted_ltv' }, ...rest];
    expect(putRule(TEXT, { ...form, parameters })?.text).toBe(
      TEXT.replace('"to": "value"', '"to": "predicted_ltv"'),
    );
  });

  it('takes parameters out, changes others and adds some at once', () => {
    const [score, currency, mail] = form.parameters;
    const { hashed: _, ...plain } = mail ?? { to: '' };
    const parameters = [
      { ...currency, to: 'currency', value: 'CHF' },
      plain,
      { from: 'x', to: 'order_id' },
    ];
    const { text } = putRule(TEXT, { ...form, parameters }) ?? {};
    expect(rulesOf(text)?.[1]).toEqual({
      ...QUIZ,
      parameters: [
        { value: 'CHF', to: 'currency' },
        { from: 'mail', to: 'user_data.em' },
        { from: 'x', to: 'order_id' },
      ],
    });
    expect(text).toContain('// agreed in May');
    expect(score?.from).toBe('score');
  });

  it('loses its list of parameters with the last of them, and gets one with the first', () => {
    const bare = putRule(TEXT, { ...form, parameters: [] })?.text;
    const { parameters: __, ...rest } = QUIZ;
    expect(rulesOf(bare)?.[1]).toEqual(rest);
    const again = putRule(bare ?? '', {
      ...formOf(rest, 1),
      parameters: [{ from: 'score', to: 'value' }],
    });
    expect(rulesOf(again?.text)?.[1]?.parameters).toEqual([{ from: 'score', to: 'value' }]);
  });

  it('that lets nothing through keeps its parameters', () => {
    const { text } = putRule(TEXT, { ...form, isBanned: true }) ?? {};
    expect(text).toBe(TEXT.replace('"Lead"', 'null'));
    const back = putRule(text ?? '', {
      ...formOf(rulesOf(text)?.[1] as MappingRule, 1),
      isBanned: false,
      to: 'Lead',
    });
    expect(back?.text).toBe(TEXT);
  });

  it('that names no Meta event is none, and a text without its place stays', () => {
    expect(putRule(TEXT, { ...form, to: ' ' })).toBeUndefined();
    expect(putRule('{}', form)).toBeUndefined();
  });
});
