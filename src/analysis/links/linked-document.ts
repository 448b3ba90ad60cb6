import type { CallEntry, HitEntry, PageEntry } from '../../session/entry.ts';
import type { Evidence } from '../analysis.ts';
import { append } from '../ordered.ts';
import { CollectionLinks } from './collection-links.ts';
import { PixelLinks, type PixelLinksListener } from './pixel-links.ts';

/** What documents tell the links of the session, and ask of them. */
export interface LinksOfSession {
  link(from: string, to: string, evidence: Evidence): void;
  unlink(from: string, to: string): void;
  onState(call: string): void;
  /** The latest form of a hit. */
  hit(id: string): HitEntry | undefined;
  /** The page that a document's tab went on to, if it did. */
  leftBy(page: string): string | undefined;
}

/** A document's part in the links. There may be a hundred thousand of them, most with few entries. */
export class LinkedDocument implements PixelLinksListener {
  readonly page: string;
  /** Its addresses, by time. */
  addresses: readonly PageEntry[] = NO_ADDRESSES;
  calls: CallEntry[] = NO_CALLS;
  pixel: PixelLinks;
  /** Calls that were not sent, as of the last `settle`. */
  unsent = 0;
  withheld = 0;
  private readonly session: LinksOfSession;
  private collected: CollectionLinks | undefined = undefined;

  constructor(page: string, session: LinksOfSession) {
    this.page = page;
    this.session = session;
    this.pixel = new PixelLinks(this);
  }

  /** Its calls of other libraries and their hits; made for the first of them. */
  get collection(): CollectionLinks {
    this.collected ??= new CollectionLinks(this.session);
    return this.collected;
  }

  /** The same, where there are any. */
  get collectionIfAny(): CollectionLinks | undefined {
    return this.collected;
  }

  /** Puts an address into its place. */
  addAddress(entry: PageEntry): void {
    let at = this.addresses.length;
    while (at > 0 && (this.addresses[at - 1] as PageEntry).at > entry.at) at -= 1;
    this.addresses = this.addresses.toSpliced(at, 0, entry);
  }

  addCall(entry: CallEntry): void {
    this.calls = append(this.calls, entry);
  }

  link(from: string, to: string, evidence: Evidence): void {
    this.session.link(from, to, evidence);
  }

  unlink(from: string, to: string): void {
    this.session.unlink(from, to);
  }

  onState(call: string): void {
    this.session.onState(call);
  }

  hit(id: string): HitEntry | undefined {
    return this.session.hit(id);
  }

  urlAt(at: number): string {
    let url = '';
    for (const address of this.addresses) if (address.at <= at || url === '') url = address.url;
    return url;
  }

  leftBy(): string | undefined {
    return this.session.leftBy(this.page);
  }

  isWatched(): boolean {
    // A page entry gets its tab from who records the tab's requests too.
    return this.addresses.some(({ tabId }) => tabId !== undefined);
  }
}

const NO_ADDRESSES: readonly PageEntry[] = [];
const NO_CALLS: CallEntry[] = [];
