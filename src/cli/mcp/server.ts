import { McpServer, ResourceTemplate } from '@modelcontextprotocol/sdk/server/mcp.js';
import type { Language } from '../../language/languages.ts';
import { createReport } from '../../rules/report.ts';
import { rulePages } from '../../rules/rule-page.ts';
import { explainRule } from '../explain.ts';
import { Failure } from '../failure.ts';
import { version } from '../version.ts';
import { answerWith, answerWithFailure, pageOf, writeUntrusted } from './answer.ts';
import { lineOf } from './entry-line.ts';
import type { Sessions } from './opened.ts';
import { createTools, type Recorder, type ToolName } from './tools.ts';

/** A report as a resource has room for; longer ones are read in parts, by tools. */
const REPORT_CHARACTERS = 1_000_000;
/** Entries of the resource of a session. */
const FIRST_ENTRIES = 50;

/** The MCP server over the sessions of a folder, in a language. */
export function createMcpServer(
  sessions: Sessions,
  language: Language,
  record: Recorder,
): McpServer {
  const { words } = language;
  const { mcp: t } = words;
  const server = new McpServer(
    { name: 'event-loupe', version },
    { instructions: `${t.instructions} ${t.notice}` },
  );
  const failureOf = (error: unknown) => {
    if (error instanceof Failure) return error.say(words);
    throw error;
  };

  for (const [name, tool] of Object.entries(createTools(sessions, language, record)))
    server.registerTool(
      name,
      {
        description: t.tool[name as ToolName],
        inputSchema: tool.input.shape,
        annotations: { readOnlyHint: tool.isReadOnly, openWorldHint: !tool.isReadOnly },
      },
      async (given) => {
        try {
          return answerWith(await tool.run(given as never), words);
        } catch (error) {
          return answerWithFailure(failureOf(error), words);
        }
      },
    );

  server.registerResource(
    'rule',
    new ResourceTemplate('event-loupe://rule/{area}/{name}', {
      list: () => ({
        resources: rulePages(language).map(({ id, title }) => ({
          uri: `event-loupe://rule/${id}`,
          name: id,
          description: title,
          mimeType: 'text/markdown',
        })),
      }),
    }),
    { description: t.resource.rule, mimeType: 'text/markdown' },
    ({ href: uri }, { area, name }) => ({
      contents: [
        { uri, mimeType: 'text/markdown', text: explainRule(`${area}/${name}`, language) },
      ],
    }),
  );

  /** A resource for each session, made of what the session holds. */
  const ofSessions = (
    kind: 'session' | 'report',
    write: (file: string) => Promise<string>,
  ): void => {
    server.registerResource(
      kind,
      new ResourceTemplate(`event-loupe://${kind}/{file}`, {
        list: async () => ({
          resources: (await sessions.list()).map((file) => ({
            uri: `event-loupe://${kind}/${encodeURIComponent(file)}`,
            name: `${kind} ${file}`,
            mimeType: 'application/json',
          })),
        }),
      }),
      { description: t.resource[kind], mimeType: 'application/json' },
      async ({ href: uri }, { file }) => ({
        contents: [
          {
            uri,
            mimeType: 'application/json',
            text: await write(decodeURIComponent(String(file))),
          },
        ],
      }),
    );
  };
  ofSessions('session', async (session) => {
    const { analysis } = await sessions.open({ session });
    const entries = pageOf(analysis.log.entries, { limit: FIRST_ENTRIES }, (entry) =>
      lineOf(entry, words),
    );
    return writeUntrusted({ summary: analysis.summary(), entries }, t.notice);
  });
  ofSessions('report', async (session) => {
    const { analysis, isMasked } = await sessions.open({ session });
    const text = writeUntrusted(createReport(analysis, language, isMasked), t.notice);
    if (text.length > REPORT_CHARACTERS) throw new Failure((_, { mcp }) => mcp.longReport(session));
    return text;
  });
  return server;
}
