import { isSamePerson } from '../../vendors/meta/deduplication.ts';
import { type Fact, subject } from '../facts/fact.ts';
import { type Content, differenceOf } from './content.ts';
import { type Copy, isDerived } from './copy.ts';
import { idLikeness, idShape, isOneId, togetherAlike } from './id-shape.ts';
import { compareRows, firstOf, type Row } from './row.ts';

/** Whether the ids of browser and server have anything in common, pixel by pixel. */
export interface UnrelatedIds {
  /** @param isAlone a row of the browser that may lack the server's copy, and has no other fault */
  add(row: Row, isAlone: boolean): void;
  remove(row: Row, isAlone: boolean): void;
  settle(): void;
  /** The fact that stands for the browser's row in place of one of its own. */
  factOf(row: Row): Fact<'dedup/ids-unrelated'> | undefined;
}

/** What is told of changes. */
export interface UnrelatedListener {
  contentOf(copy: Copy): Content;
  found(key: string, facts: readonly Fact[]): void;
  /** What is said of these rows has changed. */
  turned(rows: Iterable<Row>): void;
}

/** Milliseconds between the browser's copy and the time of the server's: one event, if anything. Our choice. */
const NEAR = 5 * 60_000;
/** Rows of a pixel that are looked at. */
const LOOKED_AT = 50;
/** With more server events of a name around one of the browser's than this, they may be anybody's. */
const FEW = 2;

/** Rows by time. */
class RowList {
  readonly rows: Row[] = [];

  add(row: Row): void {
    const last = this.rows.at(-1);
    if (last === undefined || compareRows(last, row) < 0) this.rows.push(row);
    else this.rows.splice(this.placeOf(row), 0, row);
  }

  delete(row: Row): void {
    const place = this.rows.indexOf(row, Math.max(0, this.placeOf(row) - 1));
    if (place !== -1) this.rows.splice(place, 1);
  }

  /** Rows within `NEAR` of a time. */
  near(at: number): Row[] {
    const found: Row[] = [];
    for (let i = this.placeAt(at - NEAR); i < this.rows.length; i += 1) {
      const row = this.rows[i] as Row;
      if (firstOf(row).at > at + NEAR) break;
      found.push(row);
      if (found.length > FEW * LOOKED_AT) break;
    }
    return found;
  }

  private placeAt(at: number): number {
    return this.search((row) => firstOf(row).at < at);
  }

  private placeOf(row: Row): number {
    return this.search((other) => compareRows(other, row) < 0);
  }

  private search(isBefore: (row: Row) => boolean): number {
    let low = 0;
    let high = this.rows.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isBefore(this.rows[middle] as Row)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

interface PixelIds {
  /** The browser's rows that lack the server's copy. */
  readonly alone: RowList;
  /** Name → the server's rows that lack the browser's. */
  readonly servers: Map<string, RowList>;
  /** Name → how many rows have an id that both sides have. */
  readonly agreed: Map<string, number>;
  fact: Fact<'dedup/ids-unrelated'> | undefined;
}

/** No rows. */
export function createUnrelatedIds(listener: UnrelatedListener): UnrelatedIds {
  const pixels = new Map<string, PixelIds>();
  let dirty = new Set<string>();

  const pixelOf = (pixelId: string): PixelIds => {
    let pixel = pixels.get(pixelId);
    if (pixel === undefined) {
      pixel = { alone: new RowList(), servers: new Map(), agreed: new Map(), fact: undefined };
      pixels.set(pixelId, pixel);
    }
    return pixel;
  };

  const serversOf = (pixelId: string, name: string): RowList => {
    const { servers } = pixelOf(pixelId);
    let list = servers.get(name);
    if (list === undefined) {
      list = new RowList();
      servers.set(name, list);
    }
    return list;
  };

  const change = (row: Row, isAlone: boolean, by: 1 | -1) => {
    const { pixelId, eventName, eventId, browser, server } = row;
    if (eventId === '' || !(isAlone || isOfServer(row) || isAgreed(row))) return;
    // A server's row of an unknown pixel may be of any.
    if (pixelId === '') for (const id of pixels.keys()) dirty.add(id);
    dirty.add(pixelId);
    if (browser.length > 0 && server.length > 0) {
      const { agreed } = pixelOf(pixelId);
      const count = (agreed.get(eventName) ?? 0) + by;
      if (count > 0) agreed.set(eventName, count);
      else agreed.delete(eventName);
      return;
    }
    const list = isAlone ? pixelOf(pixelId).alone : serversOf(pixelId, eventName);
    if (by === 1) list.add(row);
    else list.delete(row);
  };

  const factAbout = (pixelId: string, pixel: PixelIds): PixelIds['fact'] => {
    const { alone, agreed } = pixel;
    if (alone.rows.length === 0) return undefined;
    const met = meetings(alone, (name) => [
      ...(pixelId === '' ? [] : [pixels.get('')?.servers.get(name)]),
      pixel.servers.get(name),
    ]);
    const found = agreed.size === 0 ? met : met.filter((one) => isOneInTwoForms(one, agreed));
    const [first] = found;
    if (first === undefined || (found.length < 2 && !first.isStrong)) return undefined;
    const names = new Set(found.map(({ browser }) => browser.eventName));
    const rows =
      agreed.size === 0 ? alone.rows : alone.rows.filter((row) => names.has(row.eventName));
    return makeFact(pixelId, rows, found);
  };

  /** Where other events agree, the import may lack this one's copy: then the ids have to show it. */
  const isOneInTwoForms = (
    { browser, server, isStrong }: Meeting,
    agreed: ReadonlyMap<string, number>,
  ) =>
    isStrong &&
    !agreed.has(browser.eventName) &&
    idLikeness(browser.eventId, server.eventId) !== 'none';

  const meetings = (
    { rows }: RowList,
    serversFor: (name: string) => (RowList | undefined)[],
  ): Meeting[] => {
    const taken = new Set<Row>();
    const found: Meeting[] = [];
    for (const browser of rows.slice(0, LOOKED_AT)) {
      const near = serversFor(browser.eventName)
        .flatMap((list) => list?.near(firstOf(browser).at) ?? [])
        .filter((row) => !taken.has(row));
      const judged = near.map((server) => ({
        browser,
        server,
        likeness: likenessOf(browser, server),
      }));
      const by = (wanted: Likeness) => judged.find(({ likeness }) => likeness === wanted);
      const best = by('person') ?? (near.length > FEW ? undefined : (by('amount') ?? by('time')));
      if (best === undefined) continue;
      taken.add(best.server);
      found.push({
        browser,
        server: best.server,
        isStrong: best.likeness !== 'time' || isOneId(browser.eventId, best.server.eventId),
      });
    }
    return found;
  };

  /** What speaks for it that two rows are one event; undefined where something speaks against it. */
  const likenessOf = (browser: Row, server: Row): Likeness | undefined => {
    const a = listener.contentOf(firstOf(browser));
    const b = listener.contentOf(firstOf(server));
    const difference = differenceOf(a, b);
    if (difference !== undefined && difference !== 'page') return undefined;
    const isFbpOther =
      a.person.fbp !== undefined && b.person.fbp !== undefined && a.person.fbp !== b.person.fbp;
    if (isFbpOther) return undefined;
    if (isSamePerson(a.person, b.person)) return 'person';
    const value = Number(a.properties.value ?? 0);
    return value > 0 && b.properties.value !== undefined ? 'amount' : 'time';
  };

  return {
    add: (row, isAlone) => change(row, isAlone, 1),
    remove: (row, isAlone) => change(row, isAlone, -1),
    settle() {
      for (const pixelId of dirty) {
        const pixel = pixelOf(pixelId);
        const fact = factAbout(pixelId, pixel);
        if (fact === undefined && pixel.fact === undefined) continue;
        pixel.fact = fact;
        listener.found(`ids\0${pixelId}`, fact === undefined ? [] : [fact]);
        listener.turned(pixel.alone.rows);
      }
      dirty = new Set();
    },
    factOf({ pixelId, eventName }) {
      const pixel = pixels.get(pixelId);
      if (pixel?.fact === undefined || pixel.agreed.size === 0) return pixel?.fact;
      return pixel.fact.data.events.includes(eventName) ? pixel.fact : undefined;
    },
  };
}

/** Nothing but the time, the same amount as well, the same person as well. */
type Likeness = 'time' | 'amount' | 'person';

/** A row of each side that may be one event. */
interface Meeting {
  browser: Row;
  server: Row;
  /** The same person, the same amount, or one id in two forms. */
  isStrong: boolean;
}

function isOfServer({ browser, server, verdict }: Row): boolean {
  const [first] = server;
  return (
    browser.length === 0 &&
    verdict === 'server-only' &&
    first !== undefined &&
    !isDerived(first) &&
    first.clock !== 'import'
  );
}

/** Both sides have sent the id, whatever else is wrong. */
function isAgreed({ browser, server, cause }: Row): boolean {
  return (
    browser.length > 0 && server.some((copy) => !isDerived(copy)) && cause?.type !== 'evidence'
  );
}

/** Rows of each side that are named as proof. */
const SHOWN = 2;

function makeFact(
  pixelId: string,
  alone: readonly Row[],
  found: readonly Meeting[],
): Fact<'dedup/ids-unrelated'> {
  const [first] = found as [Meeting];
  const likenesses = new Set(
    found.map(({ browser, server }) => idLikeness(browser.eventId, server.eventId)),
  );
  const idOf = (row: Row) => ({ id: row.eventId, shape: idShape(row.eventId, firstOf(row).at) });
  /** Name → its first row, which would speak for its name. */
  const firsts = new Map<string, Row>();
  for (const row of alone) if (!firsts.has(row.eventName)) firsts.set(row.eventName, row);
  const shown = found.slice(0, SHOWN);
  return {
    rule: 'dedup/ids-unrelated',
    entries: [
      ...shown.map(({ browser }) => firstOf(browser).entry),
      ...shown.map(({ server }) => firstOf(server).entry),
    ],
    data: {
      pixelId,
      events: [...new Set(found.map(({ browser }) => browser.eventName))],
      count: found.length,
      browser: idOf(first.browser),
      server: idOf(first.server),
      likeness: togetherAlike(likenesses),
    },
    about: [...firsts.values()].map((row) => subject(firstOf(row).entry, 'event-id')),
  };
}
