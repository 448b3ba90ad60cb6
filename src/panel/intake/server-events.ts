import { type ReadonlySignal, signal } from '@preact/signals';
import { sayFaults, sayTapProblem } from '../../language/input.ts';
import type { Entry, ServerEntry } from '../../session/entry.ts';
import { SERVER_IMPORT_BYTES } from '../../session/limits.ts';
import { followTap, parseTapAddress, TAP_PORT } from '../../session/tap.ts';
import type { Endpoint } from '../../session/wire.ts';
import { readHarFile } from '../../vendors/har/har-file.ts';
import { readFileText } from '../../vendors/meta/server-events/file-bytes.ts';
import { parseServerEvents } from '../../vendors/meta/server-events/import.ts';
import { t } from '../text/language.ts';
import { messageOf } from '../text/message-of.ts';
import { fileKindOf } from './file-kind.ts';
import type { Host } from './host.ts';
import { type FileTarget, openSessionFile } from './open-session-file.ts';

/** Some events of a file cannot be read; what to do with the others is the user's to say. */
export interface ImportQuestion {
  /** How many, which first, and what was expected there. */
  problem: string;
  entries: readonly ServerEntry[];
}

/** Whether server events come from a tap, and if not, why. */
export interface TapState {
  /** `off`: none is followed. `refused`: following ended, see `problem`. */
  status: 'off' | 'connecting' | 'connected' | 'reconnecting' | 'refused';
  /** One sentence. */
  problem?: string | undefined;
}

/** Server events from files, from the clipboard, and from `event-loupe tap`. */
export interface ServerEvents {
  readonly question: ReadonlySignal<ImportQuestion | undefined>;
  readonly tap: ReadonlySignal<TapState>;
  /** The address in the field, as it was connected to last; '' for none. */
  readonly address: ReadonlySignal<string>;
  /**
   * Opens a session file, or adds the server events of a file: its content tells which it is.
   * @param pixelId of server events that do not name theirs
   * @returns what is wrong with it, as the banner says it
   */
  openFile(file: File, pixelId?: string): Promise<string | undefined>;
  /** Answers the question: imports what could be read, or nothing. */
  answer(wanted: boolean): void;
  /** Follows the tap at an address, and keeps it as a setting. @returns what is wrong with the address */
  connect(address: string): Promise<string | undefined>;
  disconnect(): Promise<void>;
  /** Follows the tap of the last time, if there was one. */
  resume(): Promise<void>;
  /** The panel goes away. */
  close(): void;
}

/** What takes the events in. */
export interface ServerEventsTarget extends FileTarget {
  /** Entries as the tap has them. */
  onEntries(entries: Entry[]): void;
  /** @returns how many were not here before */
  addServerEvents(entries: readonly ServerEntry[]): number;
  /** Says in a few words what was done. */
  notify(text: string): void;
}

/** Entries added between two turns of the browser. */
const TURN_ENTRIES = 1_000;

/**
 * Server events for a target. No tap is followed yet.
 * @param nextTurn resolves when the browser had its turn
 * @param endpoints the profile's, by which a HAR's requests are known for hits
 */
export function createServerEvents(
  target: ServerEventsTarget,
  host: Host,
  nextTurn: () => Promise<void>,
  endpoints: () => readonly Endpoint[] = () => [],
): ServerEvents {
  const question = signal<ImportQuestion | undefined>(undefined);
  const tap = signal<TapState>({ status: 'off' });
  const address = signal('');
  let following = new AbortController();

  const add = async (entries: readonly ServerEntry[]) => {
    let added = 0;
    for (let i = 0; i < entries.length; i += TURN_ENTRIES) {
      added += target.addServerEvents(entries.slice(i, i + TURN_ENTRIES));
      await nextTurn();
    }
    target.message.value = undefined;
    target.notify(added === 0 ? t().intake.nothingNew : t().intake.imported(added));
  };

  const importFile = async (file: File, pixelId: string | undefined) => {
    if (file.size > SERVER_IMPORT_BYTES) {
      target.message.value = t().intake.eventsTooLarge(file.name, file.size, SERVER_IMPORT_BYTES);
      return;
    }
    let text: string;
    try {
      const read = readFileText(new Uint8Array(await file.arrayBuffer()));
      if (!read.ok) {
        target.message.value = t().intake.ofFile(file.name, t().input.notText[read.is]);
        return;
      }
      text = read.text;
    } catch (error) {
      target.message.value = t().intake.cannotRead(file.name, messageOf(error));
      return;
    }
    const result = await parseServerEvents(text, {
      name: file.name,
      now: Date.now(),
      nextTurn,
      pixelId,
    });
    const problem = sayFaults(result, t());
    if (problem !== undefined && result.entries.length > 0)
      question.value = { problem, entries: result.entries };
    else if (problem !== undefined) target.message.value = problem;
    else if (result.entries.length === 0)
      target.message.value = t().intake.ofFile(file.name, t().intake.noEvent);
    else await add(result.entries);
  };

  /** Opens the HAR of a visit as a session. @returns false where it has no hits: then it may have server events */
  const openHar = async (file: File): Promise<boolean> => {
    const result = await readHarFile(new Uint8Array(await file.arrayBuffer()), {
      name: file.name,
      endpoints: endpoints(),
      nextTurn,
    });
    if (!result?.entries.some(({ kind }) => kind === 'hit')) return false;
    await target.showFile(file.name, [result.entries]);
    target.message.value = sayFaults(result, t());
    return true;
  };

  const follow = (text: string): boolean => {
    const parsed = parseTapAddress(text);
    if (!parsed) return false;
    following.abort();
    following = new AbortController();
    const { signal: end } = following;
    tap.value = { status: 'connecting' };
    void followTap(
      parsed,
      {
        onEntries: (entries) => {
          if (!end.aborted) target.onEntries(entries);
        },
        onStatus: (status, problem) => {
          if (!end.aborted) tap.value = { status, problem: problem && sayTapProblem(problem, t()) };
        },
      },
      {
        fetch: (url, init) => fetch(url, init),
        wait,
        signal: end,
        since: 'all',
      },
    );
    return true;
  };

  return {
    question,
    tap,
    address,
    async openFile(file, pixelId) {
      question.value = undefined;
      target.message.value = undefined;
      const kind = await fileKindOf(file);
      if (kind === 'session') await openSessionFile(file, target);
      else if (kind !== 'har' || !(await openHar(file))) await importFile(file, pixelId);
      return target.message.value;
    },
    answer(wanted) {
      const asked = question.value;
      question.value = undefined;
      if (asked && wanted) void add(asked.entries);
    },
    async connect(text) {
      if (!follow(text)) return t().intake.tapAddress(`http://127.0.0.1:${TAP_PORT}/#TOKEN`);
      address.value = text.trim();
      try {
        await host.writeTap(address.value);
      } catch (error) {
        target.message.value = t().intake.addressNotKept(messageOf(error));
      }
      return undefined;
    },
    async disconnect() {
      following.abort();
      tap.value = { status: 'off' };
      address.value = '';
      try {
        await host.writeTap('');
      } catch (error) {
        target.message.value = t().intake.settingNotKept(messageOf(error));
      }
    },
    async resume() {
      try {
        const kept = await host.readTap();
        if (kept !== '' && follow(kept)) address.value = kept;
      } catch (error) {
        target.message.value = t().intake.addressNotRead(messageOf(error));
      }
    },
    close: () => following.abort(),
  };
}

/** Resolves after some milliseconds, or when the signal ends. */
function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
  });
}
