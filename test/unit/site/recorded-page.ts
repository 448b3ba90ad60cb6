import { readFileSync } from 'node:fs';
import vm from 'node:vm';
import { pixelConfig } from '../../site/server.ts';

/**
 * A page of the recordings in a realm of its own, with the demo shop's fake of Meta's SDK in place
 * of the real one. Nothing waits: scripts come when they are delivered.
 */

/** What a run needs. */
export interface RecordedPage {
  href: string;
  userAgent?: string;
  /** Answers 404. */
  isMissing(path: string): boolean;
  /** What the configuration of a pixel says: keys and values. */
  configuration?: Readonly<Record<string, unknown>>;
  /** Plugins that it asks for. */
  plugins?: readonly string[];
  /** Path → the version that is served there. */
  versions?: Readonly<Record<string, string>>;
}

/** What came of it. */
export interface Outcome {
  warnings: string[];
  hits: { endpoint: string; method: string; fields: Record<string, string> }[];
  /** Paths of the scripts that the page and the SDK asked for. */
  scripts: string[];
  /** `fbq.queue` at the end, each call as a list. */
  queue: unknown[][];
}

const SDK = readFileSync(new URL('../../site/public/vendor/fbevents.js', import.meta.url), 'utf8');
const VERSION = '2.9.325';

const BASE_CODE = `!function(f,b,e,v,n,t,s){if(f.fbq)return;n=f.fbq=function(){n.callMethod?
n.callMethod.apply(n,arguments):n.queue.push(arguments)};if(!f._fbq)f._fbq=n;n.push=n;n.loaded=!0;
n.version='2.0';n.queue=[];t=b.createElement(e);t.async=!0;t.src=v;s=b.getElementsByTagName(e)[0];
s.parentNode.insertBefore(t,s)}(window,document,'script','https://connect.facebook.net/en_US/fbevents.js');`;

interface Script {
  src: string;
}

/**
 * Runs the steps one after the other; what they ask for comes before the next.
 * @param steps the page’s code, in which a comment "base code again" is the base code
 */
export function runRecorded(page: RecordedPage, steps: readonly string[]): Outcome {
  const outcome: Outcome = { warnings: [], hits: [], scripts: [], queue: [] };
  const asked: Script[] = [];
  const heard = new Map<string, (() => void)[]>();
  let address = new URL(page.href);
  const go = (url: string | undefined) => {
    if (url !== undefined) address = new URL(url, address);
  };
  const location = {
    get href() {
      return address.href;
    },
    get hostname() {
      return address.hostname;
    },
    get origin() {
      return address.origin;
    },
    set hash(hash: string) {
      address = new URL(`#${hash}`, address);
      for (const listener of heard.get('hashchange') ?? []) listener();
    },
  };
  const ask = (script: Script) => {
    asked.push(script);
    outcome.scripts.push(new URL(script.src).pathname);
  };
  const first = { parentNode: { insertBefore: ask } };
  const fields: [string, string][] = [];
  const realm: Record<string, unknown> = {
    URL,
    location,
    history: {
      pushState: (_state: unknown, _title: string, url?: string) => go(url),
      replaceState: (_state: unknown, _title: string, url?: string) => go(url),
    },
    console: { warn: (text: string) => outcome.warnings.push(text) },
    navigator: { userAgent: page.userAgent ?? 'Mozilla/5.0 Chrome/156.0.0.0 Safari/537.36' },
    screen: { width: 800, height: 600 },
    encodeURIComponent,
    addEventListener(type: string, listener: () => void) {
      heard.set(type, [...(heard.get(type) ?? []), listener]);
    },
    Image: class {
      set src(url: string) {
        const { origin, pathname, searchParams } = new URL(url);
        outcome.hits.push({
          endpoint: origin + pathname,
          method: 'GET',
          fields: Object.fromEntries(searchParams),
        });
      }
    },
  };
  realm.window = realm;
  realm.top = realm;
  const context = vm.createContext(realm);
  const document = {
    referrer: '',
    currentScript: null as Script | null,
    head: { append: ask, appendChild: ask },
    body: { append() {} },
    getElementsByTagName: () => [first],
    createElement: (tag: string) => ({
      tag,
      action: '',
      addEventListener() {},
      remove() {},
      append({ name, value }: { name: string; value: string }) {
        fields.push([name, value]);
      },
      submit() {
        outcome.hits.push({
          endpoint: this.action,
          method: 'POST',
          fields: Object.fromEntries(
            fields.splice(0).map(([name, value]) => [name, String(value)]),
          ),
        });
      },
    }),
  };
  realm.document = document;
  const configure = (pixelId: string) => {
    const set = Object.entries(page.configuration ?? {}).map(
      ([key, value]) => `config.set(${JSON.stringify([pixelId, key, value]).slice(1, -1)});`,
    );
    const plugins = (page.plugins ?? []).map((name) => `fbq.loadPlugin(${JSON.stringify(name)});`);
    const name = JSON.stringify(`${pixelId} settings`);
    return `${plugins.join('')}fbq.registerPlugin(${name},{plugin(fbq,instance,config){${set.join('')}}});${pixelConfig(pixelId)}`;
  };
  const deliver = () => {
    // Of two that are in flight together the order of arrival is not known: here the last is first.
    if (asked.every(({ src }) => src.endsWith('/fbevents.js'))) asked.reverse();
    for (let script = asked.shift(); script !== undefined; script = asked.shift()) {
      const { pathname } = new URL(script.src);
      if (page.isMissing(pathname)) continue;
      document.currentScript = script;
      const pixelId = /^\/signals\/config\/(\d+)$/.exec(pathname)?.[1];
      if (pixelId !== undefined) vm.runInContext(configure(pixelId), context);
      else if (pathname.endsWith('/fbevents.js'))
        vm.runInContext(
          SDK.replace(`'${VERSION}'`, `'${page.versions?.[pathname] ?? VERSION}'`),
          context,
        );
      document.currentScript = null;
    }
  };
  for (const [i, step] of steps.entries()) {
    const code = step.replaceAll('/* base code again */', BASE_CODE);
    vm.runInContext(i === 0 ? `${BASE_CODE}${code}` : code, context);
    deliver();
  }
  const { queue } = (realm.fbq ?? {}) as { queue?: ArrayLike<unknown>[] };
  outcome.queue = Array.from(queue ?? [], (call) => Array.from(call));
  return outcome;
}
