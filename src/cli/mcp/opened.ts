import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { createAnalysis, type JudgedAnalysis } from '../../rules/create-analysis.ts';
import type { Entry } from '../../session/entry.ts';
import type { Profile } from '../../session/profile.ts';
import { maskEntries } from '../../vendors/personal/mask.ts';
import { endpointsOf } from '../../vendors/profile-endpoints.ts';
import { describeFileError, Failure } from '../failure.ts';
import type { Output } from '../output.ts';
import { findProfile, readProfile } from '../profile.ts';
import { readServerEvents } from '../server-events.ts';
import { readEntries } from '../session-input.ts';

/** A session as a tool is given it. */
export interface SessionRef {
  session: string;
  /** Absent: the nearest `event-loupe.json` upwards. */
  profile?: string | undefined;
  /** Files of server events that belong to it. */
  server?: readonly string[] | undefined;
}

/** A session that was read and judged. */
export interface Opened {
  file: string;
  entries: readonly Entry[];
  profile: Profile | undefined;
  analysis: JudgedAnalysis;
  /** What is personal was masked before it was judged. */
  isMasked: boolean;
}

/** The sessions that an agent asks about. */
export interface Sessions {
  /** @throws Failure where a file lies outside the folder, or cannot be read */
  open(ref: SessionRef): Promise<Opened>;
  /** A path inside the folder, as it is on the disk. @throws Failure where it leads out of it */
  placeOf(path: string): Promise<string>;
  /** Session files that lie in the folder itself. */
  list(): Promise<string[]>;
}

/** Sessions that are kept as they were judged: an agent asks many questions about few. */
const KEPT = 3;
const SESSION_FILE = /\.(?:jsonl|har)$/i;

/**
 * Reads sessions of one folder and keeps the last ones.
 * @param maskKey the key under which all that is personal is masked; absent: nothing is
 */
export function createSessions(
  folder: string,
  maskKey: string | undefined,
  output: Output,
): Sessions {
  const kept = new Map<string, Promise<Opened>>();

  const placeOf = async (path: string) => {
    const home = await realpath(folder);
    const wanted = resolve(home, path);
    // A file that is yet to be written has a folder.
    const place = await realpath(wanted).catch(async () =>
      join(await realpath(dirname(wanted)).catch(() => dirname(wanted)), basename(wanted)),
    );
    const way = relative(home, place);
    if (way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way))
      throw new Failure((_, words) => words.mcp.outside(path));
    return place;
  };

  const read = async ({ session, server = [] }: SessionRef, profileFile: string | undefined) => {
    const profile = profileFile === undefined ? undefined : await readProfile(profileFile);
    const byId = new Map<string, Entry>();
    const endpoints = profile ? endpointsOf(profile) : [];
    for await (const batch of readEntries(session, endpoints, output))
      for (const entry of batch) byId.set(entry.id, entry);
    for (const file of server)
      for (const entry of await readServerEvents(file, false, output))
        if (!byId.has(entry.id)) byId.set(entry.id, entry);
    const all = [...byId.values()];
    const entries =
      maskKey === undefined ? all : maskEntries(all, { key: maskKey, ...profile?.masking });
    const analysis = createAnalysis(profile);
    analysis.add(entries);
    analysis.end();
    return { file: session, entries, profile, analysis, isMasked: maskKey !== undefined };
  };

  return {
    placeOf,
    async open(ref) {
      const session = await placeOf(ref.session);
      const server = await Promise.all((ref.server ?? []).map(placeOf));
      const profile =
        ref.profile === undefined ? await findProfile(folder) : await placeOf(ref.profile);
      const files = [session, ...server, ...(profile === undefined ? [] : [profile])];
      const key = JSON.stringify(await Promise.all(files.map(stateOf)));
      let opened = kept.get(key);
      kept.delete(key);
      opened ??= read({ session, server }, profile).then((one) => ({
        ...one,
        file: ref.session,
      }));
      kept.set(key, opened);
      for (const old of kept.keys()) if (kept.size > KEPT) kept.delete(old);
      try {
        return await opened;
      } catch (error) {
        kept.delete(key);
        throw error;
      }
    },
    async list() {
      const files = await readdir(folder, { withFileTypes: true }).catch(() => []);
      return files
        .filter((file) => file.isFile() && SESSION_FILE.test(file.name))
        .map(({ name }) => name)
        .sort();
    },
  };
}

/** A file with what changes when it is written again. */
async function stateOf(file: string): Promise<unknown[]> {
  try {
    const { mtimeMs, size } = await stat(file);
    return [file, mtimeMs, size];
  } catch (error) {
    throw new Failure((t) => t.cannotRead(file, describeFileError(error, t)));
  }
}
