import { createAssembly } from '../recording/assembly.ts';
import { createDocuments } from '../recording/documents.ts';
import { createHitRecorder } from '../recording/hit-recorder.ts';
import { createHitStreams, type HitStream } from '../recording/hit-streams.ts';
import type { RequestDetails } from '../recording/request-details.ts';
import { parseBatch } from '../session/batch.ts';
import type { Entry } from '../session/entry.ts';
import { makeKey } from '../session/key.ts';
import type { Endpoint } from '../session/wire.ts';
import { createLearnedEndpoints } from '../vendors/endpoints.ts';
import type { Context, Frame, Page, Request } from './browser.ts';
import type { Said } from './page-relay.ts';

/** The tabs of a context, and what became of their documents and requests. */
export interface Tabs {
  /** A document has said something. Whatever it is, nothing is thrown: the page would see it. */
  onSaid(frame: Frame, said: string): void;
  /** Nothing more comes of the documents that others have followed. */
  end(): void;
  /** Requests that have left and not ended. */
  pending(): number;
}

/** Hits that belong to no tab, as the browser's extension API counts them. */
const NO_TAB = -1;

/** A stream's lines are handed on at once, so there is nothing that could outlive this process. */
const NO_STORAGE = {
  get: async () => ({}),
  set: async () => undefined,
  remove: async () => undefined,
};

/**
 * Follows every tab of a context, and makes entries as the panel does of what an extension hears.
 * @param own the profile's endpoints
 */
export function followTabs(
  context: Context,
  own: readonly Endpoint[],
  onEntries: (entries: readonly Entry[]) => void,
): Tabs {
  const learned = createLearnedEndpoints();
  const everywhere = createDocuments();
  const tabs = new Map<Page, number>();
  const assemblies = new Map<number, ReturnType<typeof createAssembly>>();
  /** The documents that have spoken, of the tab. */
  const documents = new Map<Page, Set<string>>();
  /** Frames of documents: what one left is said by another. */
  const framesOf = new Map<string, number>();
  /** Those of tabs, in order. */
  const tops = new Map<Page, Set<string>>();
  const frames = new Map<Frame, number>();
  /** A redirected request keeps its number. */
  const requests = new WeakMap<Request, string>();
  const open = new Set<string>();
  let requestCount = 0;

  const assemblyOf = (tab: number) => {
    let assembly = assemblies.get(tab);
    if (!assembly) {
      assembly = createAssembly(
        {
          onEntries(entries) {
            for (const entry of entries) if (entry.kind === 'page' && tab > 0) entry.tabId = tab;
            learned.learn(entries);
            onEntries(entries);
          },
          // A binding is in order and whole: what was never written cannot be asked for.
          askAgain: () => undefined,
        },
        everywhere,
      );
      assemblies.set(tab, assembly);
    }
    return assembly;
  };
  const tabOf = (page: Page): number => {
    let tab = tabs.get(page);
    if (tab === undefined) {
      tab = tabs.size + 1;
      tabs.set(page, tab);
      const own = tab;
      // A page that is left or closed is not heard to its last word (docs/playwright.md).
      page.on('crash', () => {
        for (const key of documents.get(page) ?? []) assemblyOf(own).onGone(key);
      });
    }
    return tab;
  };
  const numberOf = (frame: Frame): number => {
    if (frame.parentFrame() === null) return 0;
    const known = frames.get(frame) ?? frames.size + 1;
    frames.set(frame, known);
    return known;
  };

  const streams = createHitStreams({
    storage: NO_STORAGE,
    makeKey,
    onLine(stream: HitStream, batch) {
      const tab = 'tabId' in stream.owner ? stream.owner.tabId : NO_TAB;
      const { key } = stream;
      assemblyOf(tab).onBatch({
        type: 'entries',
        stream: 'hits',
        document: key,
        first: 0,
        ...batch,
      });
    },
  });
  const recorder = createHitRecorder({
    streams,
    endpointsOf: () => [...own, ...learned.all],
    // Playwright shows no body of a Blob, and none at all in Firefox as it comes from Mozilla.
    showsBodies: false,
  });

  const idOf = (request: Request): string => {
    const before = request.redirectedFrom();
    const id = requests.get(request) ?? (before ? idOf(before) : `r${++requestCount}`);
    requests.set(request, id);
    return id;
  };
  const detailsOf = (request: Request): RequestDetails => {
    const frame = frameOf(request);
    const parent = frame?.parentFrame() ?? null;
    const body = request.postDataBuffer();
    const contentType = request.headers()['content-type'];
    const isDocument = request.resourceType() === 'document';
    const sender = (isDocument && parent ? parent : frame)?.url();
    const documentUrl = sender ?? request.serviceWorker()?.url() ?? request.headers().referer;
    return {
      requestId: idOf(request),
      url: request.url(),
      method: request.method(),
      type: isDocument ? (parent ? 'sub_frame' : 'main_frame') : request.resourceType(),
      tabId: frame ? tabOf(frame.page()) : NO_TAB,
      frameId: frame ? numberOf(frame) : NO_TAB,
      parentFrameId: parent ? numberOf(parent) : NO_TAB,
      timeStamp: Date.now(),
      ...(body && { requestBody: { raw: [{ bytes: Uint8Array.from(body).buffer }] } }),
      ...(contentType !== undefined && { contentType }),
      ...(documentUrl !== undefined && { documentUrl, originUrl: documentUrl }),
    };
  };

  context.on('request', (request) => {
    open.add(idOf(request));
    recorder.onBeforeRequest(detailsOf(request));
  });
  // The head of an answer is its end: Chromium tells no other where the page reads no more of it.
  context.on('response', (response) => {
    const request = response.request();
    const { location, 'non-authoritative-reason': own, ...others } = response.headers();
    const about = { ...detailsOf(request), statusCode: response.status() };
    const responseHeaders = Object.entries(others).map(([name, value]) => ({ name, value }));
    recorder.onAnswer({ ...about, responseHeaders });
    if (location === undefined || about.statusCode < 300 || about.statusCode > 399) {
      open.delete(idOf(request));
      recorder.onCompleted(about);
      return;
    }
    const { url } = about;
    const redirectUrl = URL.canParse(location, url) ? new URL(location, url).href : location;
    // Chromium says so where the answer is its own, and goes on by https.
    recorder.onBeforeRedirect({ ...about, redirectUrl, ip: own === undefined ? 'server' : null });
  });
  context.on('requestfailed', (request) => {
    open.delete(idOf(request));
    recorder.onErrorOccurred({ ...detailsOf(request), error: request.failure()?.errorText ?? '' });
  });

  return {
    onSaid(frame, text) {
      const { document, top, next, left, batches } = JSON.parse(text) as Said;
      const page = frame.page();
      const assembly = assemblyOf(tabOf(page));
      const about = { document, first: 0 };
      const known = documents.get(page) ?? new Set();
      documents.set(page, known.add(document));
      const frameId = framesOf.get(document) ?? numberOf(frame);
      framesOf.set(document, frameId);
      if (top) tops.set(page, (tops.get(page) ?? new Set()).add(document));
      assembly.onDocument({
        type: 'document',
        ...about,
        next,
        top,
        late: false,
        frameId,
        ...(left && { left: 'whole' }),
      });
      for (const batch of batches.map(parseBatch))
        if (batch) assembly.onBatch({ type: 'entries', ...about, ...batch });
    },
    end() {
      // Left for another site: in Chromium nobody has its last words.
      for (const [page, keys] of tops)
        for (const key of [...keys].slice(0, -1))
          if (!assemblyOf(tabOf(page)).hasLeft(key)) assemblyOf(tabOf(page)).onGone(key);
    },
    pending: () => open.size,
  };
}

/** The frame that a request belongs to; undefined where Playwright knows none. */
function frameOf(request: Request): Frame | undefined {
  if (request.serviceWorker()) return undefined;
  try {
    return request.frame();
  } catch {
    return undefined; // it loads a tab that is not there yet
  }
}
