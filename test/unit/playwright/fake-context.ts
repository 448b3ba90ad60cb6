import type { Context, Frame, Page, Request } from '../../../src/playwright/browser.ts';
import type { Said } from '../../../src/playwright/page-relay.ts';

/** A context that follows what Playwright does, without a browser: a test says what happens in it. */
export interface FakeContext extends Context {
  /** The one script that documents get. */
  script: string;
  page: FakePage;
  /** A document of a frame speaks. */
  say(frame: Frame, said: Said): void;
  request(about: Partial<FakeRequest> & { url: string }): FakeRequest;
  answer(request: FakeRequest, status: number, headers?: Record<string, string>): void;
  fail(request: FakeRequest, errorText: string): void;
  close(): void;
}

export interface FakePage extends Page {
  main: Frame & { address: string };
  addFrame(address: string): Frame;
  crash(): void;
}

interface FakeRequest {
  url: string;
  method: string;
  type: string;
  headers: Record<string, string>;
  body: string | undefined;
  from: FakeRequest | undefined;
  frame: Frame | undefined;
}

function createPage(): FakePage {
  let onCrash = (): void => undefined;
  const frameOf = (address: string, parent: Frame | null): Frame & { address: string } => ({
    address,
    url() {
      return this.address;
    },
    parentFrame: () => parent,
    page: () => page,
    evaluate: async () => undefined,
  });
  const main = frameOf('https://shop.example/', null);
  const frames: Frame[] = [main];
  const page: FakePage = {
    main,
    frames: () => frames,
    on: (_, listener) => {
      onCrash = listener;
    },
    addFrame(address) {
      const frame = frameOf(address, main);
      frames.push(frame);
      return frame;
    },
    crash: () => onCrash(),
  };
  return page;
}

/** A context with one page at https://shop.example/. */
export function createFakeContext(): FakeContext {
  const page = createPage();
  const listeners = new Map<string, (about: never) => void>();
  const emit = (event: string, about?: unknown) => listeners.get(event)?.(about as never);
  const wrapped = new Map<FakeRequest, Request>();
  const errors = new Map<FakeRequest, string>();
  const wrap = (one: FakeRequest): Request => {
    const known = wrapped.get(one);
    if (known) return known;
    const request: Request = {
      url: () => one.url,
      method: () => one.method,
      resourceType: () => one.type,
      headers: () => one.headers,
      postDataBuffer: () => (one.body === undefined ? null : Buffer.from(one.body)),
      redirectedFrom: () => (one.from ? wrap(one.from) : null),
      failure: () => ({ errorText: errors.get(one) ?? '' }),
      frame() {
        if (!one.frame) throw new Error('Frame for this navigation request is not available');
        return one.frame;
      },
      serviceWorker: () => null,
    };
    wrapped.set(one, request);
    return request;
  };
  let heard: (source: { page: Page; frame: Frame }, said: string) => void = () => undefined;
  const context: FakeContext = {
    script: '',
    page,
    async addInitScript({ content }) {
      context.script = content;
    },
    async exposeBinding(_, run) {
      heard = run;
    },
    pages: () => [page],
    on(event: string, listener: (about: never) => void) {
      listeners.set(event, listener);
    },
    say: (frame, said) => heard({ page, frame }, JSON.stringify(said)),
    request(about) {
      const one: FakeRequest = {
        method: 'GET',
        type: 'image',
        headers: {},
        body: undefined,
        from: undefined,
        frame: page.main,
        ...about,
      };
      emit('request', wrap(one));
      return one;
    },
    answer: (one, status, headers = {}) =>
      emit('response', { request: () => wrap(one), status: () => status, headers: () => headers }),
    fail(one, errorText) {
      errors.set(one, errorText);
      emit('requestfailed', wrap(one));
    },
    close: () => emit('close'),
  };
  return context;
}
