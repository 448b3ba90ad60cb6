import { expect, it } from 'vitest';
import { parseWireEntry } from '../../../src/session/wire-entry.ts';

const line = {
  kind: 'call',
  id: 3,
  at: 1_000,
  source: 'fbq',
  method: 'track',
  args: ['track', 'Lead'],
  phase: 'live',
};

it('a line of a document becomes its entry', () => {
  const { id, ...rest } = line;
  expect(parseWireEntry('d', JSON.stringify(line))).toEqual({
    number: id,
    entry: { ...rest, id: 'd:3', page: 'd:0' },
  });
});

it('a page cannot say what only a person adds to an entry', () => {
  const forged = { ...line, note: 'all is well', highlight: 'green', pinned: true };
  expect(parseWireEntry('d', JSON.stringify(forged))).toEqual(
    parseWireEntry('d', JSON.stringify(line)),
  );
});
