/**
 * What is used of Playwright. Its own types differ from release to release, and a suite has the
 * release that it has: anything of this shape will do.
 */

/** A frame of a page. */
export interface Frame {
  url(): string;
  parentFrame(): Frame | null;
  page(): Page;
  evaluate(run: () => unknown): Promise<unknown>;
}

/** A tab. */
export interface Page {
  frames(): Frame[];
  on(event: 'crash', listener: () => void): unknown;
}

/** A service worker. */
export interface Worker {
  url(): string;
}

/** A request of a page, a frame or a service worker. */
export interface Request {
  url(): string;
  method(): string;
  resourceType(): string;
  headers(): Record<string, string>;
  postDataBuffer(): Uint8Array | null;
  redirectedFrom(): Request | null;
  failure(): { errorText: string } | null;
  /** @throws where there is none: a service worker's, or one that loads a tab that is not there yet */
  frame(): Frame;
  serviceWorker(): Worker | null;
}

/** The head of an answer. */
export interface Response {
  request(): Request;
  status(): number;
  headers(): Record<string, string>;
}

/** A browser context: what a test's pages live in. */
export interface Context {
  /** Null where the context is a browser's own. */
  browser?(): { browserType(): { name(): string } } | null;
  addInitScript(script: { content: string }): Promise<unknown>;
  exposeBinding(
    name: string,
    run: (source: { page: Page; frame: Frame }, said: string) => void,
  ): Promise<unknown>;
  pages(): Page[];
  on(event: 'request' | 'requestfailed', listener: (request: Request) => void): unknown;
  on(event: 'response', listener: (response: Response) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
}

/** A test's own information, for what is to be kept with its result. */
export interface TestInfo {
  attachments: { name: string; contentType: string; path?: string; body?: unknown }[];
  annotations?: { type: string; description?: string }[];
  outputPath(...parts: string[]): string;
}
