import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openText, select } from '../../../../../src/panel/model/profile/edit-text.ts';

const put = (text: string, path: (string | number)[], value: unknown) =>
  openText(text)?.put(path, value);

describe('a value put into the text of a profile', () => {
  it('leaves comments, layout and line ends as the author has them', () => {
    const text = `{
    // why
    "mapping": {
        "rules": [
            { "to": "Search" } // ours
            // last
        ]
    }, // end
    "layers": [ "x" ]
}
`;
    expect(put(text, ['mapping', 'rules', 1], { to: null })).toBe(
      text.replace(
        '} // ours\n',
        '}, // ours\n            {\n                "to": null\n            }\n',
      ),
    );
    const windows = '{\r\n\t"layers": [\r\n\t\t"a"\r\n\t]\r\n}\r\n';
    expect(put(windows, ['layers', 1], 'b')).toBe(windows.replace('"a"', '"a",\r\n\t\t"b"'));
  });

  it('makes what is missing on the way, on lines of its own', () => {
    expect(put('{"layers": ["a"]}', ['consent', 'categories', 'tcf'], '1')).toBe(
      '{"layers": ["a"],\n  "consent": {\n    "categories": {\n      "tcf": "1"\n    }\n  }\n}',
    );
    expect(put('', ['mapping', 'rules', 0], 5)).toBe(
      '{\n  "mapping": {\n    "rules": [\n      5\n    ]\n  }\n}\n',
    );
    expect(put('{\n  "layers": [\n    // none yet\n  ]\n}', ['layers', 0], 'a')).toBe(
      '{\n  "layers": [\n    // none yet\n    "a"\n  ]\n}',
    );
  });

  it.each(['', '  ', '\t'])('says the same as before and the new, indented by %j', (indent) => {
    const parts = fc.dictionary(fc.string(), fc.jsonValue());
    fc.assert(
      fc.property(parts, fc.string(), fc.jsonValue(), (before, key, value) => {
        fc.pre(!Object.hasOwn(before, key) && key !== '__proto__');
        const text = JSON.stringify(before, undefined, indent);
        const after = put(text, [key], value) ?? '';
        expect(JSON.parse(after)).toEqual(JSON.parse(JSON.stringify({ ...before, [key]: value })));
      }),
    );
  });

  it('is found, without its quotes', () => {
    const text = '{ "a": [ 1, "two" ] } // three';
    expect(select(text, ['a', 1])).toEqual({ text, from: 13, to: 16 });
    expect(select(text, ['a', 0])).toEqual({ text, from: 9, to: 10 });
    expect(select(text, ['b'])).toEqual({ text, from: text.length, to: text.length });
  });

  it.each(['{', '[]', '5', '{"a": 1,}', '{} {}'])('%s is not opened', (text) => {
    expect(openText(text)).toBeUndefined();
  });
});
