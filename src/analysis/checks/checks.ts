import { type CallEntry, type Entry, type HitEntry, numberOf } from '../../session/entry.ts';
import { type PixelCall, readPixelCall } from '../../vendors/meta/call.ts';
import { checkPixelCall } from '../../vendors/meta/checks.ts';
import type { Fault } from '../../vendors/meta/fault.ts';
import { checkPixelHit } from '../../vendors/meta/hit-checks.ts';
import type { Fact } from '../facts/fact.ts';
import type { Context, Part } from '../part.ts';
import { checkBoot, checkListener, oldNameFact, oldNameOf } from './chat.ts';
import { createChatPushes } from './chat-pushes.ts';
import { createConsoleWords } from './console-words.ts';
import { checkPush, listedCommand, listedCommandFact, mayLackEvent } from './data-layer.ts';
import { PixelDocument } from './pixel-documents.ts';
import { callFacts, hitFacts } from './pixel-fact.ts';

/**
 * What is wrong with a call by itself: faults of pixel calls, the same on hits whose call was not seen,
 * and mistakes in pushes and chat listeners.
 */
export function createChecks(context: Context): Part {
  const book = context.facts.book();
  /** Keys in `book` that have something, so that clean calls cost no look-up there. */
  const found = new Set<string>();
  const documents = new Map<string, PixelDocument>();
  /** Pixel calls to judge. */
  let calls: CallEntry[] = [];
  /** Documents whose judged calls may be judged otherwise now. */
  const stale = new Set<PixelDocument>();
  const hits = new Set<string>();
  const rejudge = (hit: string) => hits.add(hit);
  /** Pushes that ran inside another call, which may come later. */
  let pushes: CallEntry[] = [];
  /** Calls whose finding a hit of theirs would disprove. */
  const refutable = new Set<string>();
  /** Pushes whose cause has not come (yet): its id → pushes. */
  const orphans = new Map<string, CallEntry[]>();
  const chatPushes = createChatPushes();
  const consoleWords = createConsoleWords();
  /** Document and old name → the first chat event under it. */
  const oldNames = new Map<string, CallEntry>();
  /** Document and command → the first push of it as a list. */
  const firstListed = new Map<string, CallEntry>();

  const put = (key: string, list: readonly Fact[]) => {
    if (list.length > 0) found.add(key);
    else if (!found.delete(key)) return;
    book.put(key, list);
  };

  const documentFor = (page: string): PixelDocument => {
    let document = documents.get(page);
    if (document === undefined) {
      document = new PixelDocument(rejudge);
      documents.set(page, document);
    }
    return document;
  };

  /** The first push of each command that is a list, once for a document. */
  const addListed = (entry: CallEntry) => {
    const listed = listedCommand(entry);
    if (listed === undefined) return;
    const key = `list ${entry.page} ${listed.command}`;
    const first = firstListed.get(key);
    if (first !== undefined && numberOf(first.id) <= numberOf(entry.id)) return;
    firstListed.set(key, entry);
    const fact = listedCommandFact(entry);
    put(key, fact === undefined ? NOTHING : [fact]);
  };

  const addCall = (entry: CallEntry) => {
    if (orphans.size > 0) {
      for (const push of orphans.get(entry.id) ?? []) pushes.push(push);
      orphans.delete(entry.id);
    }
    switch (entry.source) {
      case 'fbq':
        calls.push(entry);
        return;
      case 'dataLayer':
        if (mayLackEvent(entry)) pushes.push(entry);
        addListed(entry);
        return;
      case 'loyjoy': {
        const list = entry.method === 'boot' ? checkBoot(entry) : checkListener(entry);
        put(entry.id, list);
        const old = oldNameOf(entry);
        if (old === undefined) return;
        const key = `${entry.page} ${old}`;
        const first = oldNames.get(key);
        if (first !== undefined && numberOf(first.id) <= numberOf(entry.id)) return;
        oldNames.set(key, entry);
        put(`old ${key}`, [oldNameFact(entry, old)]);
      }
    }
  };

  /** Whether it is known that the call, or something of its name, reached Meta or another state. */
  const isRefuted = (id: string): boolean => {
    const states = context.statesOf(id);
    if (states.length > 0 && !states.some(({ reason }) => isMissingPixel(reason))) return true;
    return context.nextOf(id).some((next) => context.get(next)?.kind === 'hit');
  };

  const judgeCall = (entry: CallEntry, document: PixelDocument, call: PixelCall) => {
    const number = numberOf(entry.id);
    const faults = checkPixelCall(call, document.before(number));
    document.judged(number);
    if (faults.length === 0) {
      consoleWords.told(entry.id, NOTHING);
      if (found.size > 0) put(entry.id, NOTHING);
      if (refutable.size > 0) refutable.delete(entry.id);
      return;
    }
    refutable.delete(entry.id);
    const kept = faults.filter(({ rule }) => {
      if (!REFUTABLE.has(rule)) return true;
      refutable.add(entry.id);
      return !isRefuted(entry.id);
    });
    consoleWords.told(entry.id, kept);
    // An init that came too late is part of the proof, and so is what the library printed.
    const further = ({ rule, prints }: Fault) => {
      const late = rule === BEFORE_INIT ? document.firstInit() : undefined;
      const printed = consoleWords.of(entry.page, prints);
      return late === undefined ? printed : [late, ...printed];
    };
    put(entry.id, callFacts(entry, kept, further, context.statesOf));
  };

  const judgeCalls = () => {
    // All of them are taken in before one is judged: the init of a call may stand behind it here.
    const read = calls.map((entry) => readPixelCall(entry.args));
    for (const [i, entry] of calls.entries()) {
      const document = documentFor(entry.page);
      if (document.addCall(entry, read[i] as PixelCall)) stale.add(document);
    }
    for (const [i, entry] of calls.entries()) {
      const document = documentFor(entry.page);
      if (!stale.has(document)) judgeCall(entry, document, read[i] as PixelCall);
    }
    calls = [];
    for (const document of stale)
      for (const entry of document.calls) judgeCall(entry, document, readPixelCall(entry.args));
    stale.clear();
  };

  /** Whether the page's own call of this event was seen, and judged instead of its hit. */
  const hasJudgedCall = (hit: HitEntry, eventName: string): boolean => {
    if (context.previousOf(hit.id).some((id) => isPixelCall(context.get(id)))) return true;
    return documents.get(hit.page)?.hasCallOf(eventName) === true;
  };

  const judgeHit = (hit: HitEntry) => {
    const list: Fact[] = [];
    for (const event of hit.events) {
      const eventName = event.eventName ?? '';
      if (hasJudgedCall(hit, eventName)) continue;
      const faults = checkPixelHit(event, hit.marks);
      list.push(...hitFacts(hit, event, faults));
      if (faults.length > 0) documentFor(hit.page).awaitCall(eventName, hit.id);
    }
    put(hit.id, list);
  };

  const judgePush = (push: CallEntry) => {
    const cause = push.cause === undefined ? undefined : context.get(push.cause);
    if (push.cause !== undefined && cause === undefined) {
      const others = orphans.get(push.cause);
      if (others) others.push(push);
      else orphans.set(push.cause, [push]);
    }
    const alone: Fact[] = [];
    for (const fault of checkPush(push, cause?.kind === 'call' ? cause : undefined)) {
      const { chatEvent } = fault;
      if (chatEvent === undefined) alone.push(fault.fact);
      else chatPushes.add(push, { ...fault, chatEvent });
    }
    put(push.id, alone);
  };

  return {
    add(entry, before) {
      switch (entry.kind) {
        case 'call':
          addCall(entry);
          break;
        case 'hit': {
          if (entry.vendor !== 'meta') break;
          hits.add(entry.id);
          if (before?.kind === 'hit' && before.events.length === entry.events.length) break;
          const document = documentFor(entry.page);
          if (document.addOther(entry)) stale.add(document);
          break;
        }
        case 'console':
          consoleWords.add(entry);
          // Its calls have one more proof.
          stale.add(documentFor(entry.page));
          break;
        case 'gap':
        case 'page': {
          if (entry.kind === 'page' && entry.event !== 'start') break;
          const document = documentFor(entry.page);
          if (document.addOther(entry)) stale.add(document);
        }
      }
    },
    settle(changed) {
      judgeCalls();
      for (const id of changed) {
        const entry = context.get(id);
        if (entry?.kind === 'hit' && entry.vendor === 'meta') hits.add(id);
        else if (
          entry?.kind === 'call' &&
          (found.has(id) || refutable.has(id)) &&
          isPixelCall(entry)
        )
          judgeCall(entry, documentFor(entry.page), readPixelCall(entry.args));
      }
      for (const id of hits) {
        const entry = context.get(id);
        if (entry?.kind === 'hit') judgeHit(entry);
      }
      hits.clear();
      for (const push of pushes) judgePush(push);
      pushes = [];
      chatPushes.settle(put);
      consoleWords.settle(put);
    },
    clear() {
      book.clear();
      found.clear();
      documents.clear();
      calls = [];
      stale.clear();
      hits.clear();
      pushes = [];
      refutable.clear();
      orphans.clear();
      oldNames.clear();
      firstListed.clear();
      chatPushes.clear();
      consoleWords.clear();
    },
  };
}

const NOTHING: readonly never[] = [];

const BEFORE_INIT = 'pixel/event-before-init';

/** Rules that say that an event found no pixel: a hit of that very call would prove them wrong. */
const REFUTABLE: ReadonlySet<string> = new Set([BEFORE_INIT, 'pixel/unknown-pixel']);

function isMissingPixel(reason: string | undefined): boolean {
  return reason === 'before-init' || reason === 'unknown-pixel';
}

function isPixelCall(entry: Entry | undefined): boolean {
  return entry?.kind === 'call' && entry.source === 'fbq';
}
