/**
 * The page that `event-loupe record` opens inside the extension. It listens to every other tab, so
 * that what a click opens in a new one is recorded too, and hands what it heard to the command.
 */
import browser from 'webextension-polyfill';
import { languageFor } from '../../language/languages.ts';
import { createDocuments } from '../../recording/documents.ts';
import type { Entry } from '../../session/entry.ts';
import type { Profile } from '../../session/profile.ts';
import { endpointsOf } from '../../vendors/profile-endpoints.ts';
import { browserTransport } from './browser-transport.ts';
import { type Connection, connect } from './connection.ts';

/** What `event-loupe record` reads through the browser's remote protocol. */
export interface Recorder {
  /** Up to `limit` entries, oldest first, as JSON lines, each handed out once; '' when there are no more. */
  take(limit: number): string;
  /** True once the tabs that were open are listened to. */
  ready: boolean;
}

declare global {
  var recorder: Recorder | undefined;
}

const { words } = languageFor(navigator.languages);
document.documentElement.lang = words.code;
document.title = words.intake.recording;
for (const place of document.querySelectorAll('p')) place.textContent = words.intake.recordingText;

/** The command checked it before it opened this page. */
const profile: Profile = JSON.parse(new URLSearchParams(location.search).get('profile') ?? '{}');
const layers = profile.layers ?? [];
const endpoints = endpointsOf(profile);
const waiting: Entry[] = [];
const documents = createDocuments();
const connections = new Map<number, Connection>();

function follow(tabId: number | undefined): void {
  if (tabId === undefined || connections.has(tabId)) return;
  const listener = {
    onEntries: (entries: Entry[]) => {
      // Not push(...entries): a burst has more entries than a call may have arguments.
      for (const entry of entries) waiting.push(entry);
    },
    onStatus: () => {},
  };
  connections.set(
    tabId,
    connect(tabId, listener, {
      transport: browserTransport,
      layers,
      endpoints,
      documents,
    }),
  );
}

const tape: Recorder = {
  take(limit) {
    return waiting
      .splice(0, limit)
      .map((entry) => JSON.stringify(entry))
      .join('\n');
  },
  ready: false,
};
globalThis.recorder = tape;

browser.tabs.onCreated.addListener((tab) => follow(tab.id));
// A tab that was closed is followed on: its last hits come after it is gone.
const own = await browser.tabs.getCurrent();
for (const { id } of await browser.tabs.query({})) if (id !== own?.id) follow(id);
tape.ready = true;
