import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatPowerShell } from '../../../../src/panel/detail/powershell.ts';
import { CONTROL } from '../../../../src/panel/detail/sent-again.ts';
import { makeHit } from '../../../session/numbered.ts';

const isQuote = (character: string | undefined) =>
  character !== undefined && "'‘’‚‛".includes(character);

/**
 * Reads a command as PowerShell does (about_Quoting_Rules, about_Parsing): any single quote opens a
 * string, the next that is not doubled ends it, `+` joins, `[char]N` is a character.
 * @returns its parameters in order; strings are read, all else stands as it is
 */
function read(command: string): string[] {
  const parameters: string[] = [];
  let current = '';
  for (let i = 0; i < command.length; i += 1) {
    const character = command[i] as string;
    const code = command.startsWith('[char]', i) && /\d+/.exec(command.slice(i + 6, i + 12));
    if (isQuote(character)) {
      for (i += 1; !isQuote(command[i]) || isQuote(command[i + 1]); i += 1) {
        if (i >= command.length) throw new Error(`a string without an end: ${command}`);
        if (isQuote(command[i])) i += 1;
        current += command[i];
      }
    } else if (code) {
      current += String.fromCharCode(Number(code[0]));
      i += '[char]'.length + code[0].length - 1;
    } else if (character === ' ') {
      parameters.push(current);
      current = '';
    } else if (!'+()'.includes(character)) current += character;
  }
  return [...parameters, current];
}

const BYTES = '[Text.Encoding]::UTF8.GetBytes';

describe('a hit as a PowerShell command', () => {
  it('asks for the address alone where the request has no body', () => {
    expect(formatPowerShell(makeHit(1, { url: 'https://a.test/tr/?cd[a]=$HOME`id' }))).toBe(
      "Invoke-WebRequest -UseBasicParsing -Uri 'https://a.test/tr/?cd[a]=$HOME`id' -Method 'GET'",
    );
  });

  it('sends a body under its own content type, and an unusual method as it is', () => {
    const body = { kind: 'text', text: '{"a":"it’s\tfine"}' } as const;
    const hit = makeHit(1, { method: 'PURGE', body, contentType: 'application/json' });
    expect(read(formatPowerShell(hit)).slice(-6)).toEqual([
      '-CustomMethod',
      'PURGE',
      '-ContentType',
      'application/json',
      '-Body',
      `${BYTES}${body.text}`,
    ]);
  });

  it('says what of the body is missing, in a remark of one line', () => {
    const hit = makeHit(1, { body: { kind: 'unreadable', reason: 'a\nGet-Item' } });
    expect(formatPowerShell(hit)).toMatch(/^# [^\n]+\nInvoke-WebRequest [^\n]+$/);
  });

  it('is one line in which every text is what was sent, whatever stands in it', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        "'",
        '‘',
        '’',
        '‛',
        '$(id)',
        '`',
        '"',
        '\n',
        '\r',
        '\t',
        '\u001b[2J',
        ' -Uri ',
      ),
      fc.string({ unit: 'binary' }),
    );
    const text = fc.array(piece).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(text, (written) => {
        const hit = makeHit(1, { method: 'POST', body: { kind: 'text', text: written } });
        const command = formatPowerShell(hit);
        expect([CONTROL.test(command), command.includes('\n')]).toEqual([false, false]);
        expect(read(command).at(-1)).toBe(BYTES + written);
      }),
    );
  });
});
