import { createAssembly } from '../../recording/assembly.ts';
import type { Documents } from '../../recording/documents.ts';
import type { Entry } from '../../session/entry.ts';
import { parsePanelMessage } from '../../session/envelopes.ts';
import { RETURN_MS } from '../../session/limits.ts';
import type {
  AttachMessage,
  DocumentMessage,
  Endpoint,
  EndpointsMessage,
  PanelMessage,
  ReplayMessage,
  SpokenFrame,
} from '../../session/wire.ts';
import { createLearnedEndpoints } from '../../vendors/endpoints.ts';
import { createAbsence, LOST_BEFORE_MS } from './absence.ts';
import { createEnrichment } from './enrichment.ts';
import { createListedHits } from './listed-hits.ts';
import type { PanelPort, Transport } from './transport.ts';
import { createWitness } from './witness.ts';

/** `reload`: the tab's page was loaded before Event Loupe was there and cannot be heard. */
export type ConnectionStatus = 'connecting' | 'live' | 'reload';

export interface ConnectionListener {
  /**
   * Called with parsed entries, gaps included, as batches arrive. A hit comes again under its id
   * when more of it is known; the later form takes the place of the earlier.
   */
  onEntries(entries: Entry[]): void;
  onStatus(status: ConnectionStatus): void;
}

export interface Connection {
  /** Follows other data layers from now on. */
  setLayers(names: string[]): void;
  /** Takes the profile's endpoints, besides those that are learned from calls. */
  setEndpoints(endpoints: Endpoint[]): void;
  close(): void;
}

/**
 * What a document said as it went away has arrived by then, by whichever way; and one whose
 * connection ended without a word would have come back.
 */
const LEFT_MS = 1_000;

/**
 * Listens to a tab. Comes back by itself when the background's worker dies, and asks for what
 * it missed.
 * @param options.documents shared by those who follow several tabs
 */
export function connect(
  tabId: number,
  listener: ConnectionListener,
  options: {
    transport: Transport;
    layers: string[];
    endpoints?: Endpoint[];
    documents?: Documents;
  },
): Connection {
  const { transport } = options;
  const openedAt = transport.now();
  let { layers, endpoints: own = [] } = options;
  const learned = createLearnedEndpoints();
  let port: PanelPort | undefined;
  let closed = false;
  /** The page on screen was there before the extension: it must be loaded again. */
  let isLate = false;
  /** Messages heard of each document. */
  const heard = new Map<string, number>();
  /** What the page on screen has said of itself. */
  let page: DocumentMessage | undefined;
  /** Is due once the page on screen has answered: it may be busy. */
  let judgeLater: (() => void) | undefined;
  /** When the latest background began. */
  let began = 0;
  /** Documents that said goodbye a moment ago. */
  const leaving = new Set<string>();

  const inForce = () => [...own, ...learned.all];
  const enrichment = createEnrichment(inForce);
  const witness = createWitness(inForce);
  const listed = createListedHits(() => own.filter(({ muted }) => muted));
  const assembly = createAssembly(
    {
      onEntries(entries) {
        for (const entry of entries)
          if (entry.kind === 'page') {
            entry.tabId = tabId;
            if (entry.event === 'start' || entry.event === 'return') absence.onTurn(entry.at);
          } else if (entry.kind === 'hit') {
            witness.onHit(entry);
            listed.onHit(entry);
          }
        listener.onEntries(enrichment.take(entries));
        // Calls name hosts that nobody knows: what goes there from now on is a hit.
        if (learned.learn(entries)) sendEndpoints();
      },
      askAgain(document, from) {
        port?.postMessage({ type: 'replay', document, from } satisfies ReplayMessage);
      },
    },
    options.documents,
  );

  const onAnswer = () => {
    judgeLater?.();
    judgeLater = undefined;
  };

  /** @param lost how many hits; undefined where nobody knows what was lost */
  const tellAway = (at: number, lost: number | undefined) => {
    if (closed) return;
    const id = `away${Math.round(at).toString(36)}`;
    const about = { id: `${id}:gap0`, page: `${id}:0`, at, reason: 'background-gone' } as const;
    const size = lost === undefined ? { from: 0 } : { from: 0, to: lost - 1 };
    listener.onEntries([{ kind: 'gap', ...about, ...size }]);
  };

  const absence = createAbsence({
    now: transport.now,
    after: transport.after,
    missing: witness.missing,
    tell: tellAway,
  });

  const attach = () =>
    port?.postMessage({
      type: 'attach',
      tabId,
      openedAt,
      wantsLists: listed.isCounting,
      have: assembly.have(),
      layers,
      endpoints: inForce(),
    } satisfies AttachMessage);

  const sendEndpoints = () =>
    port?.postMessage({
      type: 'endpoints',
      endpoints: inForce(),
    } satisfies EndpointsMessage);

  const open = () => {
    const opened = transport.open();
    port = opened;
    opened.onMessage.addListener((received) => {
      const message = parsePanelMessage(received);
      if (!message || closed || port !== opened) return;
      absence.end();
      onMessage(message);
    });
    opened.onDisconnect.addListener(() => {
      if (closed || port !== opened) return;
      listener.onStatus('connecting');
      // Of what was before it opened, the pages tell.
      absence.begin(Math.max(openedAt, transport.now() - LOST_BEFORE_MS));
      open(); // starts the worker again
      // Documents that went while nobody listened say nothing more.
      for (const document of leaving) assembly.doubt(document);
      for (const document of Object.keys(assembly.have())) giveUpSoon(document, RETURN_MS);
    });
    attach();
  };

  /**
   * What a document still owes is lost, unless it speaks again soon: a relay that comes back after
   * the worker's death is away for a moment, and then sends everything.
   */
  const giveUpSoon = (document: string, ms: number) => {
    const spoken = heard.get(document);
    if (assembly.hasLeft(document)) leaving.add(document);
    transport.after(ms, () => {
      if (closed || heard.get(document) !== spoken) return;
      leaving.delete(document);
      assembly.onGone(document);
    });
  };

  /** Frames of the page on screen that spoke before, and do not answer: what they called is lost. */
  const missFrames = (frames: readonly SpokenFrame[]) => {
    const { since: began = 0, away = [] } = page ?? {};
    const isOfPage = ({ since, pageOrigin }: SpokenFrame) =>
      pageOrigin === undefined
        ? since >= began && !away.some(([from, to]) => since > from && since < to)
        : pageOrigin === page?.pageOrigin;
    if (!closed) for (const frame of frames.filter(isOfPage)) assembly.onMissed(frame);
  };

  /** Hits of before this panel that left as an earlier background was ended. */
  const missHits = (since: number) => {
    const times = listed.takeMissing(since);
    const at = times.at(-1);
    if (at !== undefined) tellAway(at, times.length);
  };

  const onMessage = (message: PanelMessage) => {
    if (message.type === 'document' || message.type === 'entries' || message.type === 'stream')
      heard.set(message.document, (heard.get(message.document) ?? 0) + 1);
    switch (message.type) {
      case 'document':
        if (message.top) {
          isLate = message.late;
          listener.onStatus(isLate ? 'reload' : 'live');
        }
        assembly.onDocument(message);
        if (message.top && !message.left && cameAt(message) >= cameAt(page)) {
          page = message;
          onAnswer();
        }
        if (message.left) {
          giveUpSoon(message.document, LEFT_MS);
          absence.onTurn(message.at ?? transport.now());
        }
        break;
      case 'entries':
        // Hits come of a page that cannot be heard, too.
        if (message.stream === 'hits') {
          if (message.first > 0) listed.onDropped(message.document, message.first);
        } else if (!isLate) listener.onStatus('live');
        assembly.onBatch(message);
        if (assembly.hasLeft(message.document)) giveUpSoon(message.document, LEFT_MS);
        break;
      case 'requests':
        assembly.onRequests(message);
        break;
      case 'listed':
        listed.onList(message);
        break;
      case 'stream':
        assembly.onStream(message);
        break;
      case 'gone':
        giveUpSoon(message.document, LEFT_MS);
        break;
      case 'loaded':
        attach();
        break;
      case 'frames':
        began = message.since;
        if (began <= openedAt) absence.cancel();
        judgeLater = () =>
          transport.after(RETURN_MS, () => {
            missFrames(message.frames);
            if (began === message.since) missHits(Math.min(message.since, openedAt));
          });
        if (page) onAnswer();
        break;
      case 'attached':
        listener.onStatus(message.reached && !isLate ? 'live' : 'reload');
        break;
    }
  };

  listener.onStatus('connecting');
  // No background may run, and what a page says of before is all that is known of it.
  absence.begin(openedAt);
  transport.watchNetwork((request) => {
    witness.onRequest(request);
    listed.onRequest(request);
    if (!transport.seesMore) return;
    const better = enrichment.observe(request);
    if (better.length > 0) listener.onEntries(better);
  });
  open();
  return {
    setLayers(names) {
      layers = names;
      attach();
    },
    setEndpoints(endpoints) {
      own = endpoints;
      sendEndpoints();
    },
    close() {
      closed = true;
      port?.disconnect();
    },
  };
}

/** When a page was shown last. */
function cameAt(page: DocumentMessage | undefined): number {
  return page?.away?.at(-1)?.[1] ?? page?.since ?? 0;
}
