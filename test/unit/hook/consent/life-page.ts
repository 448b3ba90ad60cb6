import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import vm from 'node:vm';
import { build, type Rollup } from 'vite';
import { parseBatch } from '../../../../src/session/batch.ts';
import type { Entry, HitEntry, PageEntry } from '../../../../src/session/entry.ts';
import { MEETING, MET, PORT_OFFER } from '../../../../src/session/handshake.ts';
import { parseWireEntry } from '../../../../src/session/wire-entry.ts';
import { decodeRequest } from '../../../../src/vendors/decode.ts';
import { readConsentTool } from '../../../site/consent-tools.ts';
import { pixelConfig } from '../../../site/server.ts';
import {
  asTrusted,
  openShadowRoot,
  PageCustomEvent,
  PageDocumentNode,
  PageElement,
  PageEvent,
  PageMessageEvent,
  PageSubmitEvent,
  PageTarget,
  PageTransition,
} from '../../schedules/page-events.ts';

/**
 * test/pages/consent/life.html in a realm of its own, with the built hook as its first script, the
 * fakes of consent tools and of Meta's SDK, and a relay that keeps what the hook tells. What a
 * browser does to cookies and tasks, the browser tests show.
 */

const PAGE = readFileSync(new URL('../../../pages/consent/life.html', import.meta.url), 'utf8');
const SDK = readFileSync(
  new URL('../../../site/public/vendor/fbevents.js', import.meta.url),
  'utf8',
);
const FOLDER = 'https://shop.test/consent/';

async function buildHook(): Promise<string> {
  const [output] = (await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      lib: {
        entry: fileURLToPath(new URL('../../../../src/hook/hook.iife.ts', import.meta.url)),
        formats: ['iife'],
        name: 'hook',
      },
      write: false,
      minify: false,
      target: 'esnext',
    },
  })) as Rollup.RollupOutput[];
  return `(() => { ${output?.output[0]?.code} })();`;
}
const hook = buildHook();

/** What a visitor's browser keeps between two loads. */
export interface Store {
  cookies: Map<string, string>;
  items: Map<string, string>;
  /** Milliseconds since the epoch. */
  now: number;
  loads: number;
}

/** A visitor who has never been here. */
export function newVisitor(): Store {
  return { cookies: new Map(), items: new Map(), now: Date.UTC(2026, 10, 20, 12), loads: 0 };
}

/** A document that has been opened. */
export interface LifePage {
  /** A visitor's click on a button of the page, by its id, and all that follows from it. */
  click(id: string): Promise<void>;
  /** What an expression is in the page. */
  read(code: string): unknown;
  /** All entries so far: the document's, and the hits that left it. */
  entries(): Entry[];
}

/** Opens the page with a tool (`onetrust`) in a mode, and waits for Meta's SDK. */
export function openLife(
  store: Store,
  tool: string,
  mode: 'correct' | 'careless',
): Promise<LifePage> {
  return openDocument(store, `${FOLDER}life.html?tool=${tool}&mode=${mode}`, PAGE);
}

/** Opens a page of scripts at an address, and waits for what they load. */
export async function openDocument(store: Store, url: string, html: string): Promise<LifePage> {
  store.loads += 1;
  const key = `d${store.loads}`;
  const start: PageEntry = {
    ...{ kind: 'page', id: `${key}:0`, page: `${key}:0`, at: store.now },
    ...{ event: 'start', url, top: true },
  };
  const entries: Entry[] = [start];
  const buttons = new Map<string, PageTarget>();

  class PageDocument extends PageDocumentNode {
    readonly body = { dataset: {}, append() {}, appendChild() {} };
    readonly head = { append: (element: object) => insert(element as Script) };
    readonly readyState = 'complete';
    readonly referrer = '';
    get URL(): string {
      return url;
    }
    get scripts(): object {
      return { length: 0 };
    }
    get currentScript(): object | null {
      return running;
    }
    get cookie(): string {
      return [...store.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    }
    set cookie(text: string) {
      const [name = '', value = ''] = (text.split(';')[0] ?? '').split(/=(.*)/s);
      store.cookies.set(name, value);
    }
    override createElement(): PageElement {
      return Object.assign(new PageElement(), { style: {} });
    }
    getElementById(id: string): PageTarget {
      const button = buttons.get(id) ?? new PageTarget();
      buttons.set(id, button);
      return button;
    }
    getElementsByTagName(): object[] {
      return [{ parentNode: { insertBefore: (element: object) => insert(element as Script) } }];
    }
  }
  class Port extends PageTarget {
    other: Port | undefined;
    postMessage(data: unknown): void {
      this.other?.dispatchEvent(new PageMessageEvent('message', { data }));
    }
    start(): void {}
  }

  // Node shows a realm's global object to its scripts as another object than we hold.
  const targetOf = (target: unknown) => (target === shown ? window : (target as PageTarget));
  class AnyTarget {
    addEventListener(this: PageTarget, type: string, listener: (event: PageEvent) => void): void {
      PageTarget.prototype.addEventListener.call(targetOf(this), type, listener);
    }
    removeEventListener(
      this: PageTarget,
      type: string,
      listener: (event: PageEvent) => void,
    ): void {
      PageTarget.prototype.removeEventListener.call(targetOf(this), type, listener);
    }
    dispatchEvent(this: PageTarget, event: PageEvent): boolean {
      return PageTarget.prototype.dispatchEvent.call(targetOf(this), event);
    }
  }

  const document = new PageDocument();
  const window = new PageTarget() as PageTarget & Record<string, unknown>;
  const send = (address: string, method: string, body?: string) => {
    const asked = {
      ...{ url: address, method, type: method === 'GET' ? 'image' : 'ping' },
      ...(body === undefined ? {} : { body: { kind: 'text' as const, text: body } }),
    };
    const decoded = decodeRequest(asked, []);
    if (decoded === undefined) return;
    const hit: HitEntry = {
      ...{ kind: 'hit', id: `n${key}:${entries.length}`, page: start.id, at: store.now },
      ...{ vendor: decoded.vendor, method, url: address, transport: 'image' },
      ...{ events: decoded.events, outcome: 'done', status: 200, endAt: store.now },
    };
    entries.push(hit);
  };
  Object.assign(window, {
    ...{ window, document, parent: window, top: window, opener: null, frames: {} },
    addEventListener: window.addEventListener.bind(window),
    dispatchEvent: window.dispatchEvent.bind(window),
    location: { href: url, hostname: 'shop.test', search: new URL(url).search },
    history: { pushState() {} },
    screen: { width: 800, height: 600 },
    navigator: {
      userAgent: 'Chrome',
      sendBeacon: (to: string, body: string) => send(to, 'POST', body),
    },
    localStorage: {
      getItem: (name: string) => store.items.get(name) ?? null,
      setItem: (name: string, value: string) => store.items.set(name, value),
    },
    Image: class {
      set src(address: string) {
        send(address, 'GET');
      }
    },
    ...{ URL, URLSearchParams, queueMicrotask, setTimeout, console },
    ...{ EventTarget: AnyTarget, Event: PageEvent, CustomEvent: PageCustomEvent },
    ...{ SubmitEvent: PageSubmitEvent, MessageEvent: PageMessageEvent },
    ...{ PageTransitionEvent: PageTransition, MessagePort: Port, Document: PageDocument },
    ...{ Element: PageElement, HTMLElement: PageElement, HTMLScriptElement: PageElement },
    ...{ Node: PageElement, HTMLCollection: class {} },
  });
  const context = vm.createContext(window);
  const shown: unknown = vm.runInContext('this', context);
  // The visitor's clock, which moves with what the visitor does.
  window.clock = () => store.now;
  vm.runInContext('Date.now = clock; delete globalThis.clock;', context);

  interface Script extends PageElement {
    src: string;
    onload?: () => void;
  }
  let running: object | null = null;
  const run = (code: string, script: object) => {
    running = script;
    vm.runInContext(code, context);
    running = null;
  };
  const codeOf = async (address: string): Promise<string> => {
    if (address.includes('/en_US/fbevents.js')) return SDK;
    const id = /\/signals\/config\/(\d+)/.exec(address)?.[1];
    if (id !== undefined) return pixelConfig(id);
    return (await readConsentTool(/([\w-]+)\.js$/.exec(address)?.[1] ?? '')) ?? '';
  };
  const loading = new Set<Promise<void>>();
  function insert(script: Script): void {
    const load = async () => {
      const code = await codeOf(new URL(script.src, FOLDER).href);
      run(code, script);
      document.dispatchEvent(asTrusted(new PageEvent('load')));
      script.onload?.();
    };
    const own: Promise<void> = load().finally(() => loading.delete(own));
    loading.add(own);
  }
  /** Until nothing is loading and every task has ended. */
  const settle = async () => {
    do {
      await Promise.all(loading);
      await new Promise((resolve) => setImmediate(resolve));
    } while (loading.size > 0);
    store.now += 500;
  };

  run(await hook, {});
  meet(document, Port, (text) => {
    for (const line of parseBatch(text)?.text.split('\n') ?? []) {
      const parsed = parseWireEntry(key, line);
      if (parsed === undefined) throw new Error(`no entry: ${line}`);
      entries.push(parsed.entry);
    }
  });
  for (const [, source, code = ''] of html.matchAll(
    /<script(?: src="([^"]+)")?>([\s\S]*?)<\/script>/g,
  )) {
    const address = new URL(source ?? '', FOLDER).href;
    run(source === undefined ? code : await codeOf(address), { src: address });
    await new Promise((resolve) => setImmediate(resolve));
  }
  await settle();
  return {
    async click(id) {
      const click = asTrusted(new PageEvent('click'));
      buttons.get(id)?.dispatchEvent(click);
      window.dispatchEvent(click);
      await settle();
    },
    read: (code) => vm.runInContext(code, context),
    entries: () => entries,
  };
}

/** The relay's part of the meeting: it offers a port, and keeps what comes by it. */
function meet(
  document: PageTarget,
  Port: new () => PageTarget & { other: unknown },
  keep: (batch: unknown) => void,
): void {
  document.addEventListener(MEETING, (event) => {
    const host = (event as PageSubmitEvent).submitter as PageElement | null;
    const root = host && openShadowRoot(host);
    if (!root) return;
    const [own, theirs] = [new Port(), new Port()];
    own.other = theirs;
    theirs.other = own;
    own.addEventListener('message', (message) => keep((message as PageMessageEvent).data));
    root.dispatchEvent(asTrusted(new PageEvent(MET)));
    root.dispatchEvent(asTrusted(new PageMessageEvent(PORT_OFFER, { ports: [theirs] })));
  });
  document.dispatchEvent(new PageSubmitEvent(MEETING));
}
