import type { ConsentState } from '../../analysis/analysis.ts';
import { sourceLabel, verdictLabel } from './consent-words.ts';
import type { Tone } from './hit-words.ts';
import { t } from './language.ts';

/** A line of the checklist: what it is about, how it is, and what to do where something is missing. */
export interface HealthLine {
  id: string;
  label: string;
  tone: Tone;
  text: string;
}

/** What the lines are made of; `model/health.ts` counts it. */
export interface HealthCounts {
  chatCalls: number;
  layers: ReadonlyMap<string, number>;
  commandersAct: number;
  segment: number;
  pixels: readonly {
    id: string;
    isInitialised: boolean;
    hasConfig: boolean | undefined;
    sent: number;
    unsent: number;
  }[];
  fbqCalls: number;
  unsentForNone: number;
  hasLibrary: boolean | undefined;
  versions: readonly string[];
  consent: ReadonlyMap<string, ConsentState>;
  serverEvents: number;
}

/** Meta's library, by its file's name. */
const LIBRARY = 'fbevents.js';

/** The checklist, the pixels first. */
export function healthLines(health: HealthCounts): HealthLine[] {
  const words = t().health;
  const lines: HealthLine[] = [];
  const put = (id: string, label: string, tone: Tone, text: string) =>
    lines.push({ id, label, tone, text });
  const { pixels, unsentForNone, hasLibrary, versions, layers, consent } = health;
  if (pixels.length === 0 && health.fbqCalls === 0)
    put('pixel', words.pixel, 'mute', words.noPixel);
  else if (pixels.length === 0 || unsentForNone > 0) {
    const parts: string[] = [words.forNone];
    if (unsentForNone > 0) parts.push(words.unsent(unsentForNone));
    put('pixel', words.pixel, unsentForNone > 0 ? 'warn' : 'mute', parts.join(' · '));
  }
  for (const pixel of pixels) {
    const parts: string[] = [words.sent(pixel.sent)];
    if (pixel.unsent > 0) parts.push(words.unsent(pixel.unsent));
    if (!pixel.isInitialised) parts.push(words.noInit);
    if (pixel.hasConfig === false) parts.push(words.noConfig);
    else if (pixel.hasConfig === undefined && pixel.sent === 0) parts.push(words.configUnseen);
    const isBad = pixel.hasConfig === false || (pixel.unsent > 0 && pixel.sent === 0);
    put(`pixel ${pixel.id}`, words.pixelOf(pixel.id), isBad ? 'warn' : 'ok', parts.join(' · '));
  }
  if (hasLibrary === false) put('library', LIBRARY, 'bad', words.noLibrary);
  else if (versions.length > 1) put('library', LIBRARY, 'warn', words.versions(versions));
  else if (versions.length === 1) put('library', LIBRARY, 'ok', words.version(versions[0] ?? ''));
  else if (hasLibrary) put('library', LIBRARY, 'ok', words.loaded);
  // Without an init nothing asks for it, and what sends has it, whatever its address.
  else if (pixels.some((one) => one.isInitialised) && pixels.every(({ sent }) => sent === 0))
    put('library', LIBRARY, 'warn', words.libraryUnseen);
  const pushes = [...layers].map(([name, count]) => `${name} ${t().say.number(count)}`);
  put(
    'layer',
    words.layer,
    layers.size > 0 ? 'ok' : 'mute',
    layers.size > 0 ? words.pushes(pushes) : words.noLayer,
  );
  const { chatCalls, commandersAct, segment, serverEvents } = health;
  put(
    'chat',
    words.chat,
    chatCalls > 0 ? 'ok' : 'mute',
    chatCalls > 0 ? words.calls(chatCalls) : words.noChat,
  );
  const other = (id: string, label: string, count: number, none: string) =>
    put(id, label, count > 0 ? 'ok' : 'mute', count > 0 ? words.entries(count) : none);
  other('commanders-act', words.commandersAct, commandersAct, words.noCommandersAct);
  other('segment', words.segment, segment, words.noSegment);
  put(
    'consent',
    words.consent,
    consent.size > 0 ? 'ok' : 'mute',
    consent.size > 0
      ? [...consent]
          .map(([source, state]) => `${sourceLabel(source)}: ${verdictLabel(state)}`)
          .join(' · ')
      : words.noConsent,
  );
  put(
    'server',
    words.server,
    serverEvents > 0 ? 'ok' : 'mute',
    serverEvents > 0 ? words.copies(serverEvents) : words.noServer,
  );
  return lines;
}
