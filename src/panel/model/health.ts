import { CONSENT_VERDICTS, type ConsentState, isUnsent } from '../../analysis/verdicts.ts';
import { pixelCallOf, pixelIdText } from '../../vendors/meta/call.ts';
import type { Book } from './store/book.ts';

/** One pixel of the session. */
export interface PixelHealth {
  id: string;
  isInitialised: boolean;
  /** Whether its configuration was requested, and came. Undefined: no request for it was seen. */
  hasConfig: boolean | undefined;
  sent: number;
  /** Calls that were not sent, or wait. */
  unsent: number;
}

/** What of all that the tool knows is there. */
export interface Health {
  chatCalls: number;
  /** Pushes by data layer. */
  layers: ReadonlyMap<string, number>;
  /** Calls and hits. */
  commandersAct: number;
  segment: number;
  pixels: readonly PixelHealth[];
  /** Of any command. */
  fbqCalls: number;
  /** Events that were not sent, or wait, while no pixel was there that they are for. */
  unsentForNone: number;
  /** Whether fbevents.js was requested, and came. Undefined: no request for it was seen. */
  hasLibrary: boolean | undefined;
  /** Versions of fbevents.js that hits were sent by. */
  versions: readonly string[];
  /** Consent sources that spoke, with what they say at last. */
  consent: ReadonlyMap<string, ConsentState>;
  serverEvents: number;
}

/** Looks through a session once. */
export function healthOf({ log, analysis }: Pick<Book, 'log' | 'analysis'>): Health {
  const layers = new Map<string, number>();
  const pixels = new Map<string, PixelHealth>();
  const versions = new Set<string>();
  const counts = { chat: 0, commandersAct: 0, segment: 0, server: 0, fbq: 0, unsentForNone: 0 };
  let hasLibrary: boolean | undefined;
  const pixel = (id: string): PixelHealth => {
    const known = pixels.get(id);
    if (known) return known;
    const fresh = { id, isInitialised: false, hasConfig: undefined, sent: 0, unsent: 0 };
    pixels.set(id, fresh);
    return fresh;
  };
  for (const entry of log.entries) {
    if (entry.kind === 'server') counts.server += 1;
    else if (entry.kind === 'call')
      switch (entry.source) {
        case 'loyjoy':
          counts.chat += 1;
          break;
        case 'dataLayer': {
          const layer = entry.layer ?? 'dataLayer';
          layers.set(layer, (layers.get(layer) ?? 0) + 1);
          break;
        }
        case 'cact':
          counts.commandersAct += 1;
          break;
        case 'analytics':
          counts.segment += 1;
          break;
        case 'fbq': {
          const call = pixelCallOf(entry);
          const id = call?.command === 'init' ? pixelIdText(call.pixel) : undefined;
          if (id !== undefined) pixel(id).isInitialised = true;
          counts.fbq += 1;
          for (const state of analysis.states.of(entry.id)) {
            if (!isUnsent(state)) continue;
            if (state.pixelId === undefined) counts.unsentForNone += 1;
            else pixel(state.pixelId).unsent += 1;
          }
        }
      }
    else if (entry.kind === 'hit') {
      if (entry.vendor === 'commanders-act') counts.commandersAct += 1;
      if (entry.vendor === 'segment') counts.segment += 1;
      if (entry.vendor !== 'meta') continue;
      const hasCome = entry.outcome !== 'blocked' && entry.outcome !== 'failed';
      if (entry.role === 'library') hasLibrary = hasLibrary || hasCome;
      const id = entry.role === 'config' ? /\/config\/(\d+)/.exec(entry.url)?.[1] : undefined;
      if (id !== undefined) pixel(id).hasConfig = pixel(id).hasConfig || hasCome;
      for (const { pixelId, parameters } of entry.events) {
        if (parameters.v !== undefined) versions.add(parameters.v);
        if (pixelId !== undefined && hasCome) pixel(pixelId).sent += 1;
      }
    }
  }
  const consent = new Map<string, ConsentState>();
  for (const { sources } of analysis.consent.stretches())
    for (const [source, { state, counts: isCounted }] of Object.entries(sources))
      if (isCounted && CONSENT_VERDICTS.includes(state)) consent.set(source, state);
  return {
    chatCalls: counts.chat,
    layers,
    commandersAct: counts.commandersAct,
    segment: counts.segment,
    pixels: [...pixels.values()],
    fbqCalls: counts.fbq,
    unsentForNone: counts.unsentForNone,
    hasLibrary,
    versions: [...versions],
    consent,
    serverEvents: counts.server,
  };
}

/** Whether there is nothing at all to look at. */
export function isBare(health: Health): boolean {
  const { chatCalls, layers, commandersAct, segment, pixels, fbqCalls, serverEvents } = health;
  const pixel = pixels.length + fbqCalls;
  return chatCalls + layers.size + commandersAct + segment + pixel + serverEvents === 0;
}
