import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { addressOfPage } from '../address.ts';
import { maskKey } from '../mask.ts';
import type { Output } from '../output.ts';
import { createSessions } from './opened.ts';
import { createMcpServer } from './server.ts';

export interface McpOptions {
  /** Answers have what is personal as it was recorded. */
  unmasked: boolean;
}

/** Where the built extensions are, and what writes the files. */
export interface Recording {
  extensions: string;
  generator: string;
}

/**
 * Serves sessions of the working folder to an agent, over standard input and output, until the agent
 * goes or the signal comes.
 */
export async function mcp(
  { unmasked }: McpOptions,
  { extensions, generator }: Recording,
  output: Output,
  signal: AbortSignal,
): Promise<void> {
  // Standard output is the protocol's: what is remarked goes to standard error.
  const sessions = createSessions(process.cwd(), unmasked ? undefined : maskKey(), output);
  const server = createMcpServer(sessions, output.language, async ({ url, idleMs, ...options }) => {
    const { record } = await import('../record.ts');
    return record(
      {
        ...options,
        url: addressOfPage(url),
        until: { idleMs },
        extensions,
        insecure: false,
        headed: false,
        browserArgs: [],
      },
      generator,
      { ...output, progress: undefined },
      signal,
    );
  });
  const transport = new StdioServerTransport();
  const ended = new Promise<void>((resolve) => {
    server.server.onclose = resolve;
    // The SDK's transport does not tell that nobody writes any more.
    process.stdin.once('end', resolve);
    process.stdin.once('close', resolve);
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  await server.connect(transport);
  await ended;
  await server.close();
}
