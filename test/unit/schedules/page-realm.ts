import { fileURLToPath } from 'node:url';
import { build, type Rollup } from 'vite';
import type { Clock } from './clock.ts';
import {
  openShadowRoot,
  PageCustomEvent,
  PageDocumentNode,
  PageElement,
  PageEvent,
  PageMessageEvent,
  PageSubmitEvent,
  PageTarget,
  PageTransition,
} from './page-events.ts';

/** The hook's half that numbers and hands over, as a page has it. */
export interface Outbox {
  send(rest: string): void;
  openOutbox(listeners: {
    beforeFlush(): void;
    onReturn(): void;
    onLayers(names: string): void;
  }): void;
  requestFlush(): void;
}

const NAMES = [
  ...[
    'window',
    'document',
    'location',
    'globalThis',
    'crypto',
    'Date',
    'queueMicrotask',
    'Promise',
  ],
  ...['EventTarget', 'Event', 'CustomEvent', 'SubmitEvent', 'MessageEvent', 'PageTransitionEvent'],
  ...['PerformanceObserver', 'performance', 'self'],
  ...['MessagePort', 'MessageChannel', 'Document', 'Element', 'HTMLElement'],
];

/** A source file with all that it imports, as a function of the names of a page. */
async function compile(file: string, result: string): Promise<(...values: unknown[]) => unknown> {
  const [output] = (await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      lib: { entry: file, formats: ['iife'], name: 'loaded' },
      write: false,
      minify: false,
      target: 'esnext',
    },
  })) as Rollup.RollupOutput[];
  const [chunk] = output?.output ?? [];
  if (!chunk) throw new Error(`nothing was built of ${file}`);
  return new Function(...NAMES, `${chunk.code}\n${result}`) as never;
}

const source = (path: string) => fileURLToPath(new URL(`../../../src/${path}`, import.meta.url));
const [runOutbox, runRelay] = await Promise.all([
  compile(source('hook/outbox.ts'), 'return loaded;'),
  compile(source('relay/relay.iife.ts'), ''),
]);

/** A document's requests that have ended, as far as the browser lists them, and who hears of more. */
export interface EndedRequests {
  ended: object[];
  hearers: ((entries: object[]) => void)[];
}

/** A document's two worlds: the hook's outbox and the relay, as they are built. */
export interface Realm {
  window: PageTarget & {
    top?: unknown;
    parent?: unknown;
    frames?: object[];
    performance?: object;
    /** What the relay leaves there for the frames that are made. */
    eventLoupe?: { tabId: number | undefined };
  };
  document: PageTarget;
  outbox: Outbox;
  /** How many channels its two worlds have made. */
  channels: number;
  /** It takes part in nothing any more. */
  isOver: boolean;
  /** In the back/forward cache: its tasks wait. */
  isFrozen: boolean;
}

export function createRealm(options: {
  clock: Clock;
  url: string;
  origin: string;
  requests: EndedRequests;
  top: boolean;
  /** The window of its tab's page, where that is of its origin. */
  page?: Realm['window'] | undefined;
  /** The window that the frame stands in, as its world sees it. */
  parent?: Realm['window'] | undefined;
  /** `chrome` of the isolated world. */
  api: unknown;
  /** Random numbers for the relay's key. */
  random(): number;
  /** What is told as a task ends, as a consent tool's word is. */
  beforeFlush(): void;
  onReturn(outbox: Outbox): void;
}): Realm {
  const { clock, url, top, api } = options;
  /** Tasks that wait for the document to come back. */
  const waiting: (() => void)[] = [];
  const realm = {
    window: new PageTarget(),
    document: new PageDocumentNode(),
    channels: 0,
    isOver: false,
    isFrozen: false,
  } as unknown as Realm;
  const runTask = (run: () => void) => {
    if (realm.isOver) return;
    if (realm.isFrozen) waiting.push(run);
    else {
      for (const one of waiting.splice(0)) one();
      run();
    }
  };

  class Port extends PageTarget {
    other: Port | undefined;
    lane = { until: 0 };
    isStarted = false;
    early: unknown[] = [];
    postMessage(data: unknown): void {
      clock.soon(3, this.lane, () => runTask(() => this.other?.receive(data)));
    }
    receive(data: unknown): void {
      if (this.isStarted) this.dispatchEvent(new PageMessageEvent('message', { data }));
      else this.early.push(data);
    }
    start(): void {
      this.isStarted = true;
      for (const data of this.early.splice(0)) this.postMessageToSelf(data);
    }
    postMessageToSelf(data: unknown): void {
      clock.soon(1, this.lane, () => runTask(() => this.receive(data)));
    }
    set onmessage(listener: (event: PageEvent) => void) {
      this.addEventListener('message', listener);
      this.start();
    }
  }
  class Channel {
    port1 = new Port();
    port2 = new Port();
    constructor() {
      realm.channels += 1;
      this.port1.other = this.port2;
      this.port2.other = this.port1;
    }
  }

  class Observer {
    waiting: object[] = [];
    constructor(readonly listener: (list: { getEntries(): object[] }) => void) {}
    /** With what has ended before. */
    observe(): void {
      const { ended, hearers } = options.requests;
      const hear = (entries: object[]) => {
        this.waiting.push(...entries);
        clock.soon(1, { until: 0 }, () =>
          runTask(() => {
            const told = this.takeRecords();
            if (told.length > 0) this.listener({ getEntries: () => told });
          }),
        );
      };
      hearers.push(hear);
      hear(ended);
    }
    takeRecords(): object[] {
      return this.waiting.splice(0);
    }
  }

  const performance = {
    now: () => clock.now(),
    // No two documents begin at one.
    timeOrigin: 1_000_000 + clock.now() + options.random() / 1_000,
  };

  /** The hook's way to its microtasks. */
  class Microtasks {
    isPending = true;
    run = (): void => undefined;
    constructor(executor: (resolve: () => void) => void) {
      executor(() => {
        if (!this.isPending) return;
        this.isPending = false;
        clock.microtask(this.run);
      });
    }
    // biome-ignore lint/suspicious/noThenProperty: it stands for Promise
    then(run: () => void): void {
      // The hook's other one is a real promise, that is done.
      if (this.isPending === true) this.run = run;
      else clock.microtask(run);
    }
  }

  const { window, document } = realm;
  window.performance = performance;
  // Of a page of another origin a frame may read nothing.
  window.top = top ? window : (options.page ?? {});
  window.parent = options.parent ?? window;
  window.frames = [];
  options.parent?.frames?.push(window);
  Object.assign(document, {
    readyState: 'loading',
    URL: url,
  });
  const values = [
    window,
    document,
    { href: url },
    { chrome: { ...(api as object), dom: { openOrClosedShadowRoot: openShadowRoot } } },
    {
      getRandomValues(into: Uint32Array) {
        for (let i = 0; i < into.length; i += 1) into[i] = options.random() * 2 ** 32;
        return into;
      },
    },
    { now: () => 1_000_000 + Math.floor(clock.now()) },
    (run: () => void) => clock.microtask(run),
    Microtasks,
    ...[PageTarget, PageEvent, PageCustomEvent, PageSubmitEvent, PageMessageEvent, PageTransition],
    ...[Observer, performance, { origin: options.origin }],
    ...[Port, Channel, PageDocumentNode, PageElement, PageElement],
  ];
  realm.outbox = runOutbox(...values) as Outbox;
  const openOutbox = () =>
    realm.outbox.openOutbox({
      beforeFlush: options.beforeFlush,
      onReturn: () => options.onReturn(realm.outbox),
      onLayers: () => undefined,
    });
  // Either may come first.
  const relayFirst = options.random() < 0.5;
  if (relayFirst) runRelay(...values);
  openOutbox();
  if (!relayFirst) runRelay(...values);
  return realm;
}
