import { readFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';

/** Firefox refused a Marionette command; `message` is Firefox's own. */
export class MarionetteError extends Error {
  override name = 'MarionetteError';
}

/**
 * A client of Marionette, Firefox's own remote protocol: the way to install an add-on without a
 * prompt, and the only way into the toolbox.
 */
export interface Marionette {
  /** Runs one command and gives its result. @throws MarionetteError */
  send(command: string, parameters?: Record<string, unknown>): Promise<unknown>;
  close(): void;
}

/** What Firefox must be told in its profile: it chooses a port that is free, and writes it there. */
export const MARIONETTE_PREFERENCES = { 'marionette.port': 0 };
const PORT_FILE = 'MarionetteActivePort';

async function openSocket(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', reject);
  });
  return socket;
}

/** Waits for Firefox to listen, and to say where; it does so a second or two after it starts. */
async function openSocketBefore(profile: string, deadlineAt: number): Promise<Socket> {
  for (;;) {
    try {
      // One that is still being written is a port where nobody listens.
      return await openSocket(Number(await readFile(join(profile, PORT_FILE), 'utf8')));
    } catch (error) {
      if (Date.now() > deadlineAt) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

interface Waiting {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

/**
 * Cuts the stream into messages: each is its length in bytes as digits, a colon, then JSON.
 * @returns a function that takes the next bytes
 */
function createMessageReader(onMessage: (message: unknown) => void): (bytes: Buffer) => void {
  let buffered = Buffer.alloc(0);
  return (bytes) => {
    buffered = Buffer.concat([buffered, bytes]);
    for (;;) {
      const colon = buffered.indexOf(':');
      if (colon < 0) return;
      const end = colon + 1 + Number(buffered.subarray(0, colon).toString());
      if (buffered.length < end) return;
      onMessage(JSON.parse(buffered.subarray(colon + 1, end).toString()));
      buffered = buffered.subarray(end);
    }
  };
}

/**
 * Connects to a Firefox that was started with `--marionette` and `MARIONETTE_PREFERENCES`.
 * @param profile the folder of its profile
 * @param timeoutMs how long Firefox may take to listen
 */
export async function connectMarionette(profile: string, timeoutMs = 30_000): Promise<Marionette> {
  const socket = await openSocketBefore(profile, Date.now() + timeoutMs);
  const waiting = new Map<number, Waiting>();
  let lastId = 0;
  const fail = (error: Error) => {
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  socket.on('error', fail);
  socket.on('close', () => fail(new MarionetteError('Firefox closed the connection')));
  socket.on(
    'data',
    createMessageReader((message) => {
      // The first message is a greeting, an object; every answer is [1, id, error, result].
      if (!Array.isArray(message)) return;
      const [, id, error, result] = message;
      const waiter = waiting.get(id);
      waiting.delete(id);
      if (error) waiter?.reject(new MarionetteError(`${error.error}: ${error.message}`));
      else waiter?.resolve(result);
    }),
  );
  return {
    send(command, parameters = {}) {
      lastId += 1;
      const id = lastId;
      const text = JSON.stringify([0, id, command, parameters]);
      return new Promise((resolve, reject) => {
        if (socket.destroyed) {
          reject(new MarionetteError('Firefox closed the connection'));
          return;
        }
        waiting.set(id, { resolve, reject });
        socket.write(`${Buffer.byteLength(text)}:${text}`);
      });
    },
    close: () => socket.destroy(),
  };
}
