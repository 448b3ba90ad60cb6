import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type CheckOptions, check } from '../../../src/cli/check.ts';
import { convert, FORMS } from '../../../src/cli/convert.ts';
import { mask } from '../../../src/cli/mask.ts';
import type { Output } from '../../../src/cli/output.ts';
import { FORMATS, type Format } from '../../../src/cli/report/formats.ts';
import { ENGLISH } from '../../../src/language/languages.ts';
import type { Report } from '../../../src/rules/report.ts';
import { serializeSession } from '../../../src/session/file.ts';
import { ORDER, PIXEL } from '../../session/fragments.ts';
import { entries } from '../../session/session.ts';

const folder = mkdtempSync(join(tmpdir(), 'event-loupe-'));
afterAll(() => rmSync(folder, { recursive: true }));
const place = (name: string) => join(folder, name);

const file = place('session.jsonl');
writeFileSync(
  file,
  serializeSession(
    entries(`
      page https://shop.example/danke?email=ada%40home.example
      fbq init ${PIXEL} {em: "ada@home.example", fn: Ada, ln: Lovelace}
      library
      config ${PIXEL}
      fbq track Purchase ${ORDER.replace('}', ', buyer: "ada@home.example"}')}
        > hit ${PIXEL} Purchase cd=${ORDER.replace('}', ', buyer: "ada@home.example"}')}
      fbq track lead {content_name: "Ada Lovelace"}
      dataLayer {event: x, loyalty: KD-77-1}
      console exception "TypeError: no basket of ada@home.example"
      console warning "[Meta Pixel] - ada@home.example is not taken."`),
    'test',
    0,
  ),
);
const server = place('server.json');
writeFileSync(
  server,
  JSON.stringify({
    data: [
      {
        event_name: 'Purchase',
        event_time: 1764000000,
        action_source: 'website',
        user_data: { em: ['ada@home.example'], client_user_agent: 'Mozilla/5.0' },
        custom_data: { value: 34.3, currency: 'EUR', note: 'for Ada Lovelace' },
      },
    ],
  }),
);
const profile = place('event-loupe.json');
writeFileSync(profile, JSON.stringify({ masking: { patterns: ['KD-\\d+-\\d+'] } }));

let printed = '';
const output: Output = {
  language: ENGLISH,
  write: (text) => {
    printed += text;
  },
  writeAll: async (pieces) => {
    for (const piece of pieces) printed += piece;
  },
  remark: () => undefined,
  paint: (text) => text,
};

async function report(
  format: Format,
  session: string,
  isMasked: boolean,
  more: Partial<CheckOptions> = {},
) {
  printed = '';
  const fails = await check(
    {
      sessions: [session],
      profile,
      targets: [{ format, out: '-' }],
      failOn: 'error',
      server: [server],
      skipInvalid: false,
      updateBaseline: false,
      mask: isMasked,
      ...more,
    },
    output,
  );
  return { fails, text: printed };
}

const PERSONAL = /ada|lovelace|home\.example|KD-77/i;

/** What a report says, without the values that it says it of. */
const saidBy = (text: string) => {
  const { summary, findings, matches, pairs, states } = JSON.parse(text) as Report;
  return {
    summary,
    states,
    findings: findings.map(({ rule, severity, entries: ids }) => [rule, severity, ids]),
    matches: matches.map(({ entry, verdict }) => [entry, verdict]),
    pairs: pairs.map(({ verdict, browser, server: copies }) => [verdict, browser, copies]),
  };
};

describe('check --mask', () => {
  it.each(['text', 'json'] as const)(
    'reports nothing personal, and says so, as %s',
    async (format) => {
      const plain = await report(format, file, false);
      const masked = await report(format, file, true);
      expect(plain.text).toMatch(PERSONAL);
      expect(plain.text).not.toMatch(/masked/);
      expect(masked.text).not.toMatch(PERSONAL);
      expect(masked.text).toMatch(/"masked": true|Personal values are masked/);
      expect(masked.fails).toBe(plain.fails);
    },
  );

  it.each(FORMATS)('says nothing personal as %s', async (format) => {
    const plain = await report(format, file, false);
    const masked = await report(format, file, true);
    // JUnit and Markdown may name no value at all; what they name is masked.
    expect([format, PERSONAL.exec(masked.text)?.[0]]).toEqual([format, undefined]);
    expect(masked.text.length).toBeGreaterThan(plain.text.length / 2);
  });

  it('says nothing personal in a baseline and under an assumption', async () => {
    const baseline = place('baseline.json');
    await report('json', file, true, { baseline, updateBaseline: true });
    expect(readFileSync(baseline, 'utf8')).not.toMatch(PERSONAL);
    for (const format of ['text', 'json'] as const) {
      const { text } = await report(format, file, true, { assume: [`pixel=${PIXEL}:9`] });
      expect(text).not.toMatch(PERSONAL);
      expect(text.length).toBeGreaterThan(50);
    }
  });

  it('finds the same', async () => {
    const plain = await report('json', file, false);
    const masked = await report('json', file, true);
    expect(saidBy(masked.text)).toEqual(saidBy(plain.text));
  });
});

describe('convert --mask', () => {
  it.each(FORMS)('writes nothing personal as %s', async (to) => {
    const written = async (isMasked: boolean) => {
      printed = '';
      await convert({ session: file, profile, to, mask: isMasked }, 'test', output);
      return printed;
    };
    expect(await written(false)).toMatch(PERSONAL);
    expect(await written(true)).not.toMatch(PERSONAL);
  });
});

describe('mask', () => {
  it('writes a session that says that it is masked, and in which the same is found', async () => {
    const out = place('masked.jsonl');
    await mask({ session: file, profile, out }, 'test', output);
    const text = readFileSync(out, 'utf8');
    expect(text).not.toMatch(PERSONAL);
    expect(JSON.parse(text.split('\n', 1)[0] ?? '')).toMatchObject({
      kind: 'session',
      masked: true,
    });
    const plain = await report('json', file, false);
    const masked = await report('json', out, false);
    expect(saidBy(masked.text).findings).toEqual(saidBy(plain.text).findings);
  });

  it('gives equal values the same under one secret, whatever the file', async () => {
    const lines = async (secret: string) => {
      process.env.EVENT_LOUPE_MASK_KEY = secret;
      printed = '';
      await mask({ session: file }, 'test', output);
      delete process.env.EVENT_LOUPE_MASK_KEY;
      return printed.split('\n').slice(1);
    };
    expect(await lines('a')).toEqual(await lines('a'));
    expect(await lines('a')).not.toEqual(await lines('b'));
  });
});
