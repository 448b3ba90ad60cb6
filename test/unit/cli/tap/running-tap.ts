import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { poll } from '../../../browser/harness/poll.ts';
import { type RunningCommand, startCommand } from '../command.ts';

/** `event-loupe tap`, the built command, with a state folder of its own. */
export interface RunningTap {
  /** `http://127.0.0.1:PORT`, what a server is pointed at. */
  origin: string;
  /** The same with the token, for the panel. */
  address: string;
  command: RunningCommand;
  /** A folder of its own, with its state in it. */
  folder: string;
  /** Starts it anew on the same port, as a person does who pressed Ctrl-C too early. */
  restart(): Promise<void>;
  /** All that it ever printed. */
  printed(): string;
  close(): Promise<void>;
}

/** Starts a tap on a free port and waits until it listens. */
export async function startTap(
  options: { stateFolder?: string; forward?: string } = {},
): Promise<RunningTap> {
  const folder = mkdtempSync(join(tmpdir(), 'event-loupe-tap-'));
  const forward = options.forward === undefined ? [] : ['--forward', options.forward];
  let earlier = '';
  const start = async (port: string) => {
    const command = startCommand(['tap', '--port', port, ...forward], folder, {
      XDG_STATE_HOME: options.stateFolder ?? folder,
    });
    const found = await poll(
      () => /record --tap: (http:\/\/127\.0\.0\.1:\d+)\/#(\S+)/.exec(command.printed()),
      'tap to print its address',
    );
    return { command, origin: found[1] as string, address: `${found[1]}/#${found[2]}` };
  };
  let run = await start('0');
  return {
    folder,
    get origin() {
      return run.origin;
    },
    get address() {
      return run.address;
    },
    get command() {
      return run.command;
    },
    async restart() {
      earlier += run.command.printed();
      run.command.kill();
      await run.command.result;
      run = await start(new URL(run.origin).port);
    },
    printed: () => earlier + run.command.printed(),
    async close() {
      run.command.interrupt();
      await run.command.result;
      rmSync(folder, { recursive: true });
    },
  };
}
