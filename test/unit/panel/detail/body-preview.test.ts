import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatJson, previewBody } from '../../../../src/panel/detail/body-preview.ts';

const text = (body: string) => ({ kind: 'text' as const, text: body });
const PARTS = [
  '--x',
  'Content-Disposition: form-data; name="ev"',
  '',
  'Lead',
  '--x',
  'Content-Disposition: form-data; name="cd[value]"',
  '',
  '34.3',
  '--x--',
  '',
].join('\r\n');

it.each([
  ['a form', 'ev=Lead&cd%5Bvalue%5D=34.3', 'application/x-www-form-urlencoded; charset=UTF-8'],
  ['a form that a beacon sent as text', 'ev=Lead&cd%5Bvalue%5D=34.3', 'text/plain;charset=UTF-8'],
  ['a form without a type', 'ev=Lead&cd[value]=34.3', undefined],
  ['a form in parts', PARTS, 'multipart/form-data; boundary=x'],
])('reads %s as fields', (_, body, contentType) => {
  expect(previewBody(text(body), contentType)).toEqual({
    as: 'form',
    fields: { ev: 'Lead', 'cd[value]': '34.3' },
  });
});

it('reads the fields that the browser had parsed, and each value of a name', () => {
  expect(previewBody({ kind: 'form', fields: { id: ['1', '2'], ev: ['Lead'] } })).toEqual({
    as: 'form',
    fields: { id: '1', 'id (2)': '2', ev: 'Lead' },
  });
});

it.each([
  ['as text', text('{"event":"Lead","list":[1,{}],"none":[]}'), 'text/plain'],
  [
    'under the type of a form',
    text('{"event":"Lead","list":[1,{}],"none":[]}'),
    'application/x-www-form-urlencoded',
  ],
  [
    'that the browser took for a form',
    { kind: 'form' as const, fields: { '{"event":"Lead","list":[1,{}],"none":[]}': [''] } },
    undefined,
  ],
])('breaks JSON %s into lines', (_, body, contentType) => {
  expect(previewBody(body, contentType)).toEqual({
    as: 'json',
    text: '{\n  "event": "Lead",\n  "list": [\n    1,\n    {}\n  ],\n  "none": []\n}',
  });
});

it.each([
  ['words', 'hello = you', undefined],
  ['words under another type', 'a=b', 'application/octet-stream'],
  ['JSON that was cut off', '{"event":"Le', 'application/json'],
  ['bytes under the type of a form', 'a=\u0000b', 'application/x-www-form-urlencoded'],
  ['nothing', '', 'application/x-www-form-urlencoded'],
])('leaves %s as text', (_, body, contentType) => {
  expect(previewBody(text(body), contentType)).toBeUndefined();
});

it('keeps long numbers, keys that come twice, and what stands in texts', () => {
  const json = '{"id":12345678901234567890, "a":1.0,"a":"x, {y}: \\"[\\" \\\\"}';
  expect(formatJson(json)).toBe(
    '{\n  "id": 12345678901234567890,\n  "a": 1.0,\n  "a": "x, {y}: \\"[\\" \\\\"\n}',
  );
});

it('breaks lines as JSON.stringify does', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(undefined, 1, '\t'), (value, space) => {
      const written = JSON.stringify(value, null, space);
      expect(formatJson(written)).toBe(JSON.stringify(value, null, 2));
    }),
  );
});
