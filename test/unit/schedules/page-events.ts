/**
 * The DOM's events as far as hook and relay use them: classes with getters on prototypes, listeners
 * once each, and `isTrusted` as an own accessor that only the browser can make true.
 */
const trusted = new WeakSet<object>();
const isTrusted: PropertyDescriptor = {
  get(this: object): boolean {
    return trusted.has(this);
  },
};

export class PageEvent {
  readonly #type: string;
  readonly cancelable: boolean;
  defaultPrevented = false;
  isStopped = false;
  constructor(type: string, init: { cancelable?: boolean } = {}) {
    this.#type = type;
    this.cancelable = init.cancelable === true;
    Object.defineProperty(this, 'isTrusted', isTrusted);
  }
  get type(): string {
    return this.#type;
  }
  /** The target of an event that a script asks for here is never an element. */
  get target(): null {
    return null;
  }
  stopImmediatePropagation(): void {
    this.isStopped = true;
  }
  preventDefault(): void {
    if (this.cancelable) this.defaultPrevented = true;
  }
}

/** An event that the browser itself sends. */
export function asTrusted<E extends PageEvent>(event: E): E {
  trusted.add(event);
  return event;
}

export class PageCustomEvent extends PageEvent {
  readonly #detail: unknown;
  constructor(type: string, init: { cancelable?: boolean; detail?: unknown } = {}) {
    super(type, init);
    this.#detail = init.detail;
  }
  get detail(): unknown {
    return this.#detail;
  }
}

export class PageSubmitEvent extends PageEvent {
  readonly #submitter: unknown;
  readonly detail: number;
  constructor(type: string, init: { submitter?: unknown; detail?: number } = {}) {
    super(type);
    this.#submitter = init.submitter ?? null;
    this.detail = init.detail ?? 0;
  }
  get submitter(): unknown {
    return this.#submitter;
  }
}

export class PageMessageEvent extends PageEvent {
  readonly #data: unknown;
  readonly #ports: readonly unknown[];
  constructor(type: string, init: { data?: unknown; ports?: readonly unknown[] } = {}) {
    super(type);
    this.#data = init.data;
    this.#ports = init.ports ?? [];
  }
  get data(): unknown {
    return this.#data;
  }
  get ports(): readonly unknown[] {
    return this.#ports;
  }
}

export class PageTransition extends PageEvent {
  readonly #persisted: boolean;
  constructor(type: string, init: { persisted?: boolean } = {}) {
    super(type);
    this.#persisted = init.persisted === true;
  }
  get persisted(): boolean {
    return this.#persisted;
  }
}

type Listener = (event: PageEvent) => void;

export class PageTarget {
  #listeners: { type: string; listener: Listener; capture: boolean }[] = [];
  /** What is added while an event of its type is heard does not hear it (measured: Chromium). */
  isDeafToAdded = false;
  addEventListener(type: string, listener: Listener, capture = false): void {
    const isSame = (one: { type: string; listener: Listener; capture: boolean }) =>
      one.type === type && one.listener === listener && one.capture === capture;
    if (!this.#listeners.some(isSame))
      this.#listeners = [...this.#listeners, { type, listener, capture }];
  }
  removeEventListener(type: string, listener: Listener, capture = false): void {
    this.#listeners = this.#listeners.filter(
      (one) => one.type !== type || one.listener !== listener || one.capture !== capture,
    );
  }
  /** First the listeners that capture, then the others. */
  dispatchEvent(event: PageEvent): boolean {
    const before = this.#listeners;
    for (const capture of [true, false]) {
      const listeners = this.isDeafToAdded ? before : this.#listeners;
      const due = listeners.filter((one) => one.type === event.type && one.capture === capture);
      for (const { listener } of due) {
        if (event.isStopped) break;
        listener.call(this, event);
      }
    }
    return !event.defaultPrevented;
  }
  /** What `document.open()` does to the window and the document. */
  removeAllListeners(): void {
    this.#listeners = [];
  }
}

const roots = new WeakMap<PageElement, PageTarget>();

export class PageElement extends PageTarget {
  attachShadow(): PageTarget {
    const root = new PageTarget();
    roots.set(this, root);
    return root;
  }
}

/** What an extension may do. */
export function openShadowRoot(element: PageElement): PageTarget | null {
  return roots.get(element) ?? null;
}

export class PageDocumentNode extends PageTarget {
  createElement(): PageElement {
    return new PageElement();
  }
}
