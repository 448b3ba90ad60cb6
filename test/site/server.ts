import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readConsentTool } from './consent-tools.ts';
import { makeMistake } from './mistakes.ts';

/** A request that reached one of the shop's vendor endpoints. */
export interface SiteHit {
  /** Milliseconds since the epoch. */
  at: number;
  vendor: 'meta' | 'segment' | 'commanders-act';
  method: string;
  /** Path and query as they arrived. */
  url: string;
  contentType: string;
  /** Query, form or multipart fields; empty for JSON bodies. */
  fields: Record<string, string>;
  /** A JSON body, parsed. */
  json?: unknown;
}

/** The running shop. */
export interface Site {
  /** Without a slash at the end, e.g. `http://127.0.0.1:4173`. */
  url: string;
  port: number;
  /** Every hit so far, in the order of arrival. Grows while the site runs. */
  hits: SiteHit[];
  close(): Promise<void>;
}

export interface SiteOptions {
  /** 0, the default, takes any free port. */
  port?: number;
}

const LOOPBACK = '127.0.0.1';
const PUBLIC = fileURLToPath(new URL('./public', import.meta.url));
const SEGMENT = fileURLToPath(
  new URL('../../node_modules/@segment/analytics-next/dist/umd', import.meta.url),
);

/** The smallest GIF there is: what Meta's endpoint answers with. */
const GIF = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

/** More than any hit of the shop: a longer body is a mistake, not a hit. */
const MAX_BODY_BYTES = 1_000_000;

const TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/**
 * What Meta answers for a pixel without any feature: the pixel is free to send. Its form, a plugin
 * under the pixel's id, is the one the fake SDK in public/vendor/fbevents.js waits for.
 */
export function pixelConfig(pixelId: string): string {
  return [
    '/* FAKE configuration of a Meta Pixel: no features. */',
    `fbq.registerPlugin(${JSON.stringify(pixelId)}, {`,
    '  __fbEventsPlugin: 1,',
    '  plugin: function (fbq, instance, config) {',
    `    instance.configLoaded(${JSON.stringify(pixelId)});`,
    '  },',
    '});',
  ].join('\n');
}

/** The settings that Segment's CDN would answer with, turned to loopback and without metrics. */
function segmentSettings(writeKey: string, apiHost: string): unknown {
  return {
    integrations: {
      'Segment.io': {
        apiKey: writeKey,
        apiHost,
        protocol: 'http',
        versionSettings: { version: '4.4.7', componentTypes: ['browser'] },
      },
    },
    plan: { track: { __default: { enabled: true, integrations: {} } } },
    enabledMiddleware: {},
    // Left out, the library would send its own statistics to Segment.
    metrics: { sampleRate: 0 },
    legacyVideoPluginsEnabled: false,
    remotePlugins: [],
  };
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) throw new RangeError('The body is larger than any hit.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/**
 * The fields that a request carries: query, form or multipart (Firefox's beacon), in their order.
 * @param url path and query
 */
export async function readFields(
  url: string,
  contentType: string,
  body: Buffer,
): Promise<Record<string, string>> {
  const fields: Record<string, string> = {};
  for (const [name, value] of new URL(url, 'http://site').searchParams) fields[name] = value;
  if (/form-urlencoded|multipart/.test(contentType)) {
    const form = await new Response(new Uint8Array(body), {
      headers: { 'content-type': contentType },
    }).formData();
    for (const [name, value] of form) {
      fields[name] = typeof value === 'string' ? value : `[file ${value.name}]`;
    }
  }
  return fields;
}

async function readHit(vendor: SiteHit['vendor'], request: IncomingMessage): Promise<SiteHit> {
  const url = request.url ?? '/';
  const contentType = request.headers['content-type'] ?? '';
  const body = await readBody(request);
  const hit: SiteHit = {
    at: Date.now(),
    vendor,
    method: request.method ?? 'GET',
    url,
    contentType,
    fields: await readFields(url, contentType, body),
  };
  if (body.length > 0 && !/form-urlencoded|multipart/.test(contentType)) {
    hit.json = JSON.parse(body.toString('utf8'));
  }
  return hit;
}

function answer(
  response: ServerResponse,
  status: number,
  type: string,
  body: string | Buffer,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, {
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    ...headers,
  });
  response.end(body);
}

async function answerFile(response: ServerResponse, root: string, path: string): Promise<void> {
  const file = normalize(join(root, path));
  const found = file.startsWith(root + sep) ? await stat(file).catch(() => undefined) : undefined;
  if (!found?.isFile()) {
    answer(response, 404, 'text/plain; charset=utf-8', `Not here: ${path}\n`);
    return;
  }
  response.writeHead(200, {
    'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
    'content-length': found.size,
    // Pages may go into the back/forward cache; `no-store` would keep them out of it.
    'cache-control': 'no-cache',
  });
  createReadStream(file).pipe(response);
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, LOOPBACK, () => resolve((server.address() as AddressInfo).port));
  });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
    // A browser keeps connections open for minutes; the site ends when its caller says so.
    server.closeAllConnections();
  });
}

/**
 * Serves the demo shop on 127.0.0.1 and nothing else: the pages of ./public, the fake vendor SDKs,
 * the real analytics.js out of node_modules, and the endpoints all of them send to. A page of the
 * shop asks no other host for anything.
 *
 * Segment's endpoint listens on a port of its own: the real library then talks to another origin
 * and the browser preflights its requests, as it does with api.segment.io.
 */
export async function startSite(options: SiteOptions = {}): Promise<Site> {
  const hits: SiteHit[] = [];
  let collectorPort = 0;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://site');
    const path = decodeURIComponent(url.pathname);

    if (path === '/tr' || path === '/tr/') {
      hits.push(await readHit('meta', request));
      answer(response, 200, 'image/gif', GIF);
      return;
    }
    if (path === '/cdp/events') {
      hits.push(await readHit('commanders-act', request));
      answer(response, 200, 'text/plain; charset=utf-8', '');
      return;
    }
    if (/^\/v1\/(t|p|i|g|a|s|b|m|track|page|identify|group|alias|screen|batch)$/.test(path)) {
      const cors = {
        'access-control-allow-origin': request.headers.origin ?? '*',
        'access-control-allow-headers': 'authorization, content-type',
        'access-control-allow-methods': 'POST, OPTIONS',
      };
      if (request.method === 'OPTIONS') {
        response.writeHead(204, cors).end();
        return;
      }
      hits.push(await readHit('segment', request));
      answer(response, 200, 'application/json', '{"success":true}', cors);
      return;
    }
    const pixel = /^\/signals\/config\/([1-9][0-9]{0,25})$/.exec(path)?.[1];
    if (pixel !== undefined) {
      answer(response, 200, 'text/javascript; charset=utf-8', pixelConfig(pixel));
      return;
    }
    const writeKey = /^\/vendor\/segment\/v1\/projects\/([\w-]+)\/settings$/.exec(path)?.[1];
    if (writeKey !== undefined) {
      const settings = segmentSettings(writeKey, `${LOOPBACK}:${collectorPort}/v1`);
      answer(response, 200, 'application/json', JSON.stringify(settings));
      return;
    }
    if (/^\/vendor\/segment\/analytics\.js\/v1\/[\w-]+\/analytics\.min\.js$/.test(path)) {
      await answerFile(response, SEGMENT, 'standalone.js');
      return;
    }
    const bundle = /^\/vendor\/segment\/analytics-next\/bundles\/([\w.-]+)$/.exec(path)?.[1];
    if (bundle !== undefined) {
      await answerFile(response, SEGMENT, bundle);
      return;
    }
    const tool = /^\/vendor\/cmp\/([\w-]+)\.js$/.exec(path)?.[1];
    const script = tool === undefined ? undefined : await readConsentTool(tool);
    if (script !== undefined) {
      answer(response, 200, 'text/javascript; charset=utf-8', script);
      return;
    }
    if (path === '/favicon.ico') {
      response.writeHead(204).end();
      return;
    }
    const mistake = url.searchParams.get('mistake');
    if (mistake !== null && path.endsWith('.html')) {
      const text = await readFile(join(PUBLIC, path), 'utf8');
      answer(response, 200, TYPES['.html'] as string, makeMistake(mistake, path, text));
      return;
    }
    await answerFile(response, PUBLIC, path === '/' ? 'index.html' : path);
  }

  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    handle(request, response).catch((error: unknown) => {
      answer(response, 400, 'text/plain; charset=utf-8', `${String(error)}\n`);
    });
  };
  const shop = createServer(listener);
  const collector = createServer(listener);
  collectorPort = await listen(collector, 0);
  const port = await listen(shop, options.port ?? 0).catch(async (error: unknown) => {
    await closeServer(collector);
    throw error;
  });

  return {
    url: `http://${LOOPBACK}:${port}`,
    port,
    hits,
    close: async () => {
      await Promise.all([closeServer(shop), closeServer(collector)]);
    },
  };
}
