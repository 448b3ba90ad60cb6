import { describe, expect, it } from 'vitest';
import { readFile } from '../../../../src/panel/intake/read-file.ts';
import { nameFile, writeFile } from '../../../../src/panel/model/export/write-file.ts';
import { IMPORT_BYTES } from '../../../../src/session/limits.ts';
import { makeCall, makeGap, makePage } from '../../../session/numbered.ts';

async function problemOf(content: BlobPart, name = 'a.jsonl'): Promise<string> {
  const result = await readFile(new File([content], name));
  if (result.ok) throw new Error('it was read');
  return result.problem;
}

describe('a session file', () => {
  it('comes back as it went', async () => {
    const entries = [
      makePage(0),
      ...Array.from({ length: 2500 }, (_, i) => makeCall(i + 1)),
      makeGap(9999),
    ];
    let turns = 0;
    const blob = await writeFile(entries, 'test', 1, false, async () => {
      turns += 1;
    });
    expect(turns).toBe(3);
    const result = await readFile(new File([blob], 'a.jsonl'));
    expect(result.ok && result.batches.flat()).toEqual(entries);
  });

  it('says what is wrong, with name and line', async () => {
    const good = JSON.stringify(makeCall(1));
    expect(await problemOf(`${good}\n{"kind":`)).toMatch(/^a\.jsonl: line 2: not JSON/);
    expect(await problemOf('')).toMatch(/^a\.jsonl: .*empty/);
    expect(await problemOf('{"kind":"session","version":99}')).toMatch(/line 1: .*version 99/);
    expect(await problemOf(`${good}\n\n{"kind":"call","id":"d:2"}`)).toMatch(/line 3: /);
    expect(await problemOf(new Uint8Array([0xff, 0xfe, 0x00]), 'x.png')).toMatch(
      /^x\.png: not UTF-8/,
    );
  });

  it('is not even opened when it is too large', async () => {
    const file = new File([], 'big.jsonl');
    Object.defineProperty(file, 'size', { value: IMPORT_BYTES + 1 });
    Object.defineProperty(file, 'stream', {
      value: () => {
        throw new Error('opened');
      },
    });
    const result = await readFile(file);
    expect(result.ok ? '' : result.problem).toMatch(/^big\.jsonl has 128 MB; .*up to 128 MB/);
  });

  it('is named after page and time', () => {
    const at = new Date(2026, 10, 21, 10, 42, 7).getTime();
    expect(nameFile('https://shop.example:8443/x', at)).toBe(
      'event-loupe-shop.example-8443-2026-11-21-104207.jsonl',
    );
    expect(nameFile('', at)).toBe('event-loupe-2026-11-21-104207.jsonl');
    expect(nameFile('', at, false)).toBe('event-loupe-2026-11-21-104207-unmasked.jsonl');
  });
});
