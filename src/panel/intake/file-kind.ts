import { parse } from 'jsonc-parser';
import type { Profile } from '../../session/profile.ts';
import { isSessionText } from '../../session/session-text.ts';
import { looksLikeHar } from '../../vendors/har/har-file.ts';
import { looksLikeServerEvents } from '../../vendors/meta/server-events/import.ts';

/** What a file is for. */
export type FileKind = 'session' | 'profile' | 'settings' | 'har' | 'events';

/** What a file of settings says that it is. */
export const SETTINGS_KIND = 'event-loupe-settings';

/** As much of a file as tells a session or server events. */
const HEAD_BYTES = 64 * 1024;
/** A larger file is no profile. */
const PROFILE_BYTES = 1024 * 1024;

/** `event-loupe.json`, `event-loupe (1).json`, `event-loupe-shop.json`. */
const PROFILE_NAME = /^event-loupe\b[^/]*\.json$/i;

const PROFILE_KEYS: Readonly<Record<keyof Profile, true>> = {
  $schema: true,
  layers: true,
  endpoints: true,
  mapping: true,
  rules: true,
  consent: true,
  labels: true,
  plans: true,
  masking: true,
};

/** Tells by its content what a file is, whatever it is called; its name counts where that says nothing. */
export async function fileKindOf(file: File): Promise<FileKind> {
  const head = await file.slice(0, HEAD_BYTES).text();
  if (isSettingsText(head)) return 'settings';
  if (isSessionText(head)) return 'session';
  if (looksLikeHar(head)) return 'har';
  if (file.size <= PROFILE_BYTES && isProfileText(await file.text())) return 'profile';
  // One that is being written may have none of its keys right.
  if (PROFILE_NAME.test(file.name) && !head.includes('event_name')) return 'profile';
  const isEvents = looksLikeServerEvents(head) || /\.(?:har|log|txt)$/i.test(file.name);
  return isEvents ? 'events' : 'session';
}

/** Only the first key is looked at, as we write it: a session may speak of settings anywhere. */
function isSettingsText(head: string): boolean {
  return /^\uFEFF?\s*\{\s*"kind"\s*:\s*"([^"]*)"/.exec(head)?.[1] === SETTINGS_KIND;
}

/** An object that has a profile's keys and no other: what is wrong below them, its parser says. */
function isProfileText(text: string): boolean {
  if (!/^\s*(?:\{|\/[/*])/.test(text)) return false;
  const value: unknown = parse(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const keys = Object.keys(value);
  return keys.length > 0 && keys.every((key) => Object.hasOwn(PROFILE_KEYS, key));
}
