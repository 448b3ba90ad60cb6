import { readFileSync } from 'node:fs';
import vm from 'node:vm';
import { pixelConfig } from '../../site/server.ts';

/**
 * A page in a realm of its own with the demo shop's fake of Meta's SDK: what it prints and the hits
 * that leave.
 */

/** What running code on the page gave. */
export interface Run {
  /** The parameters of each hit, as a server reads them. */
  hits: Record<string, string>[];
  /** What the SDK printed. */
  warnings: string[];
}

/** A page after the SDK has loaded. */
export interface FakePage {
  run(code: string): Run;
}

const SDK = new vm.Script(
  readFileSync(new URL('../../site/public/vendor/fbevents.js', import.meta.url), 'utf8'),
);

const STUB = `window.fbq = window._fbq = function () {
  fbq.callMethod ? fbq.callMethod.apply(fbq, arguments) : fbq.queue.push(arguments);
};
fbq.push = fbq;
fbq.queue = [];`;

/**
 * Opens a page.
 * @param before code of the page, before the one that is asked about
 */
export function openPage(before = ''): FakePage {
  let run: Run = { hits: [], warnings: [] };
  const realm: Record<string, unknown> = {
    URL,
    console: { warn: (text: string) => run.warnings.push(text) },
    location: {
      href: 'https://shop.example/',
      hostname: 'shop.example',
      origin: 'https://shop.example',
    },
    history: { pushState() {}, replaceState() {} },
    addEventListener() {},
    navigator: { userAgent: 'Chrome' },
    screen: { width: 800, height: 600 },
    encodeURIComponent,
    Image: class {
      set src(url: string) {
        run.hits.push(Object.fromEntries(new URL(url).searchParams));
      }
    },
  };
  realm.window = realm;
  realm.top = realm;
  const context = vm.createContext(realm);
  const posted: { name: string; value: string }[] = [];
  realm.document = {
    referrer: '',
    currentScript: { src: 'https://connect.facebook.net/en_US/fbevents.js' },
    // A configuration comes when its script stands in the page.
    head: {
      append({ src }: { src: string }) {
        const id = /\/config\/(\d+)/.exec(src)?.[1];
        if (id !== undefined) vm.runInContext(pixelConfig(id), context);
      },
    },
    body: { append() {} },
    createElement: (tag: string) => ({
      tag,
      addEventListener() {},
      remove() {},
      append(input: { name: string; value: string }) {
        posted.push(input);
      },
      submit() {
        run.hits.push(
          Object.fromEntries(posted.splice(0).map(({ name, value }) => [name, String(value)])),
        );
      },
    }),
  };
  vm.runInContext(STUB, context);
  SDK.runInContext(context);
  vm.runInContext(before, context);
  return {
    run(code) {
      run = { hits: [], warnings: [] };
      vm.runInContext(code, context);
      return run;
    },
  };
}
