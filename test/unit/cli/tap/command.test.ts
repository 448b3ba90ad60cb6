import { readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCommand } from '../command.ts';
import { startTap } from './running-tap.ts';

describe('event-loupe tap', () => {
  it('says where it is, keeps its word over restarts in a file of the user alone, and ends on Ctrl-C', async () => {
    const tap = await startTap();
    const [, word] = tap.address.split('#');
    expect(tap.printed()).toContain('dry run');
    const file = join(tap.folder, 'event-loupe', 'tap-token');
    expect(readFileSync(file, 'utf8').trim()).toBe(word);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(dirname(file)).mode & 0o777).toBe(0o700);
    const index = await fetch(tap.origin);
    expect(await index.text()).toContain('sends nothing to Meta');
    const { address } = tap;
    await tap.restart();
    expect(tap.address).toBe(address);
    tap.command.interrupt();
    expect((await tap.command.result).status).toBe(0);
    await tap.close();
  });

  it('goes on without a file when it cannot write one', async () => {
    const tap = await startTap({ stateFolder: '/dev/null' });
    expect(tap.printed()).toMatch(
      /event-loupe: the token cannot be kept \(.+\); it holds for this run/,
    );
    await tap.close();
  });

  it('says in one line that the port is in use, and gives 2', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as { port: number };
    const tap = await startTap();
    const result = await runCommand(['tap', '--port', String(port)], tap.folder, {
      XDG_STATE_HOME: tap.folder,
    });
    expect(result).toEqual({
      status: 2,
      stdout: '',
      stderr: `event-loupe: port ${port} is in use: is another tap running? Choose another port with --port\n`,
    });
    other.close();
    await tap.close();
  });

  it.each([
    [['--port', '70000'], '--port: expected a number from 0 to 65535'],
    [['--port', 'x'], '--port: expected a number from 0 to 65535'],
    [['--forward', 'graph'], '--forward graph: expected an address like https://example.org'],
    [
      ['--forward', 'https://a.test', '--dry-run'],
      '--forward and --dry-run cannot be used together',
    ],
  ])('%j gives 2 and one line', async (args, message) => {
    const { status, stdout, stderr } = await runCommand(['tap', ...args], '.');
    expect([status, stdout, stderr]).toEqual([2, '', `event-loupe: ${message}\n`]);
  });

  it('is in the help', async () => {
    expect((await runCommand(['--help'], '.')).stdout).toContain('event-loupe tap');
    const { stdout } = await runCommand(['tap', '--help'], '.');
    for (const option of ['--port', '--forward', '--dry-run']) expect(stdout).toContain(option);
  });
});
