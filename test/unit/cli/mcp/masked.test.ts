import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DIFF_FORMATS, diff } from '../../../../src/cli/diff.ts';
import { ENGLISH } from '../../../../src/language/languages.ts';
import type { Entry } from '../../../../src/session/entry.ts';
import { serializeSession } from '../../../../src/session/file.ts';
import { PIXEL } from '../../../session/fragments.ts';
import {
  type Person,
  PLACES,
  readings,
  sessionOf,
  somebody,
  tracesOf,
} from '../../../session/planted.ts';
import { startAgent } from './agent.ts';

const ALL = Object.keys(PLACES);

/** What is left of somebody in a text. */
function leftOf(person: Person, text: string): string[] {
  const plain = readings(text);
  return tracesOf(person).filter((trace) => plain.includes(trace));
}

const write = (entries: readonly Entry[]) => serializeSession([...entries], 'test', 0);

describe('what is personal', () => {
  it('stands in no answer of a tool, and in no resource', async () => {
    await fc.assert(
      fc.asyncProperty(somebody, somebody, async (ada, ben) => {
        const agent = await startAgent({ maskKey: 'k' });
        try {
          const session = 'a.jsonl';
          const entries = sessionOf(ada, ALL);
          writeFileSync(join(agent.folder, session), write(entries));
          writeFileSync(join(agent.folder, 'b.jsonl'), write(sessionOf(ben, ALL)));
          const said: string[] = [];
          const ask = async (tool: string, given: Record<string, unknown>) => {
            const answer = await agent.ask(tool, given);
            expect(answer.isError, `${tool}: ${answer.text}`).toBe(false);
            said.push(answer.text);
            return answer.untrusted;
          };
          await ask('check', { session });
          await ask('list_entries', { session, limit: 50 });
          await ask('diff', { before: session, after: 'b.jsonl', limit: 50 });
          await ask('what_if', { session, assume: [`pixel=${PIXEL}:222222222222222`] });
          const { items } = await ask('list_findings', { session, limit: 50 });
          expect(items.length).toBeGreaterThan(0);
          for (const { id } of items) await ask('explain_finding', { session, finding: id });
          for (const { id } of entries)
            for (const tool of [
              'show_entry',
              'show_chain',
              'show_pair',
              'consent_at',
              'data_layer_at',
            ])
              await ask(tool, { session, entry: id });
          for (const kind of ['session', 'report'])
            said.push((await agent.read(`event-loupe://${kind}/${session}`)).text);
          expect([leftOf(ada, said.join('\n')), leftOf(ben, said.join('\n'))]).toEqual([[], []]);
        } finally {
          await agent.close();
        }
      }),
      { numRuns: 4 },
    );
  });

  it.each(DIFF_FORMATS)(
    'stands in no masked comparison (%s), and equal stays equal',
    async (format) => {
      const folder = mkdtempSync(join(tmpdir(), 'event-loupe-diff-'));
      const place = (name: string) => join(folder, name);
      writeFileSync(place('event-loupe.json'), '{}');
      const compare = async (before: Person, after: Person, mask: boolean) => {
        writeFileSync(place('a.jsonl'), write(sessionOf(before, ALL)));
        writeFileSync(place('b.jsonl'), write(sessionOf(after, ALL)));
        const isChanged = await diff(
          {
            ...{ before: place('a.jsonl'), after: place('b.jsonl'), out: place('out') },
            ...{ profile: place('event-loupe.json'), failOn: 'changed', format, mask },
          },
          {
            language: ENGLISH,
            write: () => undefined,
            writeAll: async () => undefined,
            remark: () => undefined,
            paint: (text) => text,
          },
        );
        return { isChanged, text: readFileSync(place('out'), 'utf8') };
      };
      try {
        await fc.assert(
          fc.asyncProperty(somebody, somebody, async (ada, ben) => {
            fc.pre(ada.email.toLowerCase() !== ben.email.toLowerCase());
            const open = await compare(ada, ben, false);
            const masked = await compare(ada, ben, true);
            expect(leftOf(ada, open.text)).not.toEqual([]);
            expect([leftOf(ada, masked.text), leftOf(ben, masked.text)]).toEqual([[], []]);
            expect((await compare(ada, ada, true)).isChanged).toBe(false);
          }),
          { numRuns: 8 },
        );
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  );
});
