// The pages of the fault schedules, and the server's side of the truth.
import { serve } from './lib.mjs';

const PIXEL = '1234567890';

/** Runs in every page: counts its own calls, and tells the server how many it made. */
function truthScript() {
  const bytes = crypto.getRandomValues(new Uint32Array(3));
  const doc = [...bytes].map((n) => n.toString(36)).join('');
  const query = new URLSearchParams(location.search);
  const truth = {
    doc,
    top: window === top ? doc : (query.get('top') ?? window.inheritedTop ?? ''),
    schedule: query.get('s') ?? window.inheritedSchedule ?? '',
    /** How the document came to be. */
    kind: query.get('kind') ?? window.inheritedKind ?? 'top',
    calls: 0,
    hits: 0,
    /** How often it came back from the cache. */
    returns: 0,
    /** Calls and hits that are made while the page goes away. */
    lastCalls: Number(query.get('last') ?? 0),
    lastHits: Number(query.get('lasthits') ?? 0),
  };
  window.truth = truth;
  if (query.get('own') !== 'late') window.fbq = function fbq() {};
  window.report = () => {
    const said = JSON.stringify({
      doc,
      top: truth.top,
      s: truth.schedule,
      n: truth.calls,
      h: truth.hits,
      r: truth.returns,
      kind: truth.kind,
    });
    navigator.sendBeacon('https://shop.test/truth', said);
  };
  window.addEventListener('pageshow', ({ persisted }) => {
    truth.returns += Number(persisted);
  });
  window.make = (count) => {
    for (let i = 0; i < count; i += 1) {
      window.fbq('trackCustom', 'Siege', { d: doc, n: truth.calls });
      truth.calls += 1;
    }
  };
  window.hit = (how) => {
    const id = `${doc}-${truth.hits}`;
    truth.hits += 1;
    const url = `https://www.facebook.com/tr/?id=${'1234567890'}&ev=Siege&eid=${id}&dl=x`;
    if (how === 'image') {
      window.kept ??= [];
      window.kept.push(new Image());
      window.kept[window.kept.length - 1].src = url;
    } else if (how === 'fetch') fetch(url, { mode: 'no-cors', keepalive: true }).catch(() => {});
    else navigator.sendBeacon(url, '');
  };
  /** Calls every 2 ms for a while, so that something else can happen meanwhile. */
  window.trickle = (times, each) => {
    let left = times;
    const timer = setInterval(() => {
      window.make(each);
      left -= 1;
      if (left <= 0) {
        clearInterval(timer);
        window.report();
      }
    }, 2);
  };
  window.addEventListener('pagehide', () => {
    window.make(truth.lastCalls);
    for (let i = 0; i < truth.lastHits; i += 1) window.hit('beacon');
    window.report();
  });
  window.addFrame = (kind) => {
    const frame = document.createElement('iframe');
    const q = `s=${truth.schedule}&top=${truth.top}&last=${truth.lastCalls}&lasthits=${truth.lastHits}&kind=${kind}`;
    const script = `<script>window.inheritedTop=${JSON.stringify(truth.top)};window.inheritedSchedule=${JSON.stringify(truth.schedule)};window.inheritedKind='${kind}';(${window.truthSource})()</script>`;
    if (kind === 'same') frame.src = `https://shop.test/f.html?${q}`;
    else if (kind === 'cross') frame.src = `https://other.test/f.html?${q}`;
    else if (kind === 'srcdoc') frame.srcdoc = `<body>${script}`;
    document.body.append(frame);
    if (kind === 'written') {
      frame.contentDocument.open();
      frame.contentDocument.write(`<body>${script}`);
      frame.contentDocument.close();
    }
  };
  window.inFrames = (count) => {
    for (let i = 0; i < window.frames.length; i += 1)
      window.frames[i].postMessage({ make: count }, '*');
  };
  window.addEventListener('message', ({ data }) => {
    if (data?.make) {
      window.make(data.make);
      window.report();
    }
  });
  window.dropFrame = () => document.querySelector('iframe')?.remove();
  window.make(Number(query.get('first') ?? 1));
  window.report();
}

const SOURCE = `${truthScript}`;
const html = (title) =>
  `<!doctype html><title>${title}</title><body><p>${title}</p><script>window.truthSource=${JSON.stringify(SOURCE).replaceAll('</', '<\\/')};(${SOURCE.replaceAll('</', '<\\/')})()</script>`;

/** Serves the pages and keeps the truth: per schedule the documents with their counts, and the hits that arrived. */
export async function openSite() {
  /** schedule → doc → {top, n, h, r} */
  const documents = new Map();
  /** eids as they arrived. */
  const arrived = [];
  const server = await serve({
    '/p.html': () => html('page'),
    '/q.html': () => html('other page'),
    '/f.html': () => html('frame'),
    '/truth': ({ body }) => {
      const { doc, top, s, n, h, r, kind } = JSON.parse(body);
      const of = documents.get(s) ?? new Map();
      documents.set(s, of);
      const before = of.get(doc) ?? { top, n: 0, h: 0, r: 0 };
      const [calls, hits, returns] = [
        Math.max(n, before.n),
        Math.max(h, before.h),
        Math.max(r, before.r),
      ];
      of.set(doc, { top, kind, n: calls, h: hits, r: returns });
      return { status: 204 };
    },
    'www.facebook.com/tr/': ({ url }) => {
      arrived.push(url.searchParams.get('eid'));
      return { type: 'image/gif', body: Buffer.from('R0lGODlhAQABAAAAACwAAAAAAQABAAA=', 'base64') };
    },
    '/slow': () => new Promise((done) => setTimeout(() => done('slow'), 400)),
  });
  return { server, documents, arrived, pixel: PIXEL };
}
