import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { createSessions } from '../../../../src/cli/mcp/opened.ts';
import { createMcpServer } from '../../../../src/cli/mcp/server.ts';
import type { Recorder } from '../../../../src/cli/mcp/tools.ts';
import { ENGLISH, LANGUAGES } from '../../../../src/language/languages.ts';
import { serializeSession } from '../../../../src/session/file.ts';
import { entries } from '../../../session/session.ts';

/** What a tool or a resource said: all of it is under `untrusted`. */
export interface Said {
  notice: string;
  // What a tool answers is checked by each test.
  // biome-ignore lint/suspicious/noExplicitAny: JSON of any shape
  untrusted: any;
  isError: boolean;
  text: string;
}

/** An agent with its server, in a folder of session files. */
export interface Agent {
  client: Client;
  folder: string;
  /** Writes a session file into the folder. */
  write(name: string, session: string): void;
  ask(tool: string, given?: Record<string, unknown>): Promise<Said>;
  read(uri: string): Promise<Said>;
  close(): Promise<void>;
}

/** The SDK's own client, joined to the server in this process. */
export async function startAgent({
  language = 'en',
  maskKey,
  record = async () => ({ entries: 0, pages: 0 }),
}: {
  language?: string;
  maskKey?: string;
  record?: Recorder;
} = {}): Promise<Agent> {
  const folder = mkdtempSync(join(tmpdir(), 'event-loupe-mcp-'));
  // No profile of a folder above.
  writeFileSync(join(folder, 'event-loupe.json'), '{}');
  const chosen = LANGUAGES[language] ?? ENGLISH;
  const sessions = createSessions(folder, maskKey, {
    language: chosen,
    write: () => undefined,
    writeAll: async () => undefined,
    remark: () => undefined,
    paint: (text) => text,
  });
  const server = createMcpServer(sessions, chosen, record);
  const client = new Client({ name: 'test', version: '1' });
  const [here, there] = InMemoryTransport.createLinkedPair();
  await Promise.all([server.connect(there), client.connect(here)]);
  return {
    client,
    folder,
    write: (name, session) =>
      writeFileSync(join(folder, name), serializeSession(entries(session), 'test', 0)),
    async ask(name, given = {}) {
      const result = await client.callTool({ name, arguments: given });
      const [{ text }] = result.content as [{ text: string }];
      return readSaid(text, result.isError === true);
    },
    async read(uri) {
      const [content] = (await client.readResource({ uri })).contents;
      return readSaid(content && 'text' in content ? content.text : '', false);
    },
    async close() {
      await client.close();
      rmSync(folder, { recursive: true });
    },
  };
}

function readSaid(text: string, isError: boolean): Said {
  const said = text.startsWith('{') ? JSON.parse(text) : {};
  return { ...said, isError, text };
}
