import { isDefined } from '../global.ts';
import {
  type AnyFunction,
  apply,
  bare,
  define,
  getPrototypeOf,
  isArray,
  isObject,
  keys,
  PromisePrototype,
  rawDescriptorOf,
  win,
} from '../natives.ts';
import { itemAt, lengthOf } from '../wrap.ts';
import { readCookies } from './cookies.ts';
import { between, callerOf, globalOf, propertyOf, textOf } from './read.ts';
import { hasSpoken, nothingTold, tell } from './told.ts';

/**
 * What each consent tool says, by the getters that it documents for everybody (domain facts 5.3,
 * 8). Nothing is called before the tool is there, and nothing that only a stub would queue.
 */

const tcf = nothingTold('tcf');
const gpp = nothingTold('gpp');
const usp = nothingTold('usp');
const trust = nothingTold('trust');
const oneTrust = nothingTold('onetrust');
const cookiebot = nothingTold('cookiebot');
const usercentrics = nothingTold('usercentrics');
const didomi = nothingTold('didomi');

/** The function that we listen to; a stub's is replaced by the tool's own. */
let tcfApi: AnyFunction | undefined;
let gppApi: AnyFunction | undefined;
let tcfStatus = '';

/** A callback for a tool's own code, into which nothing of ours is ever thrown. */
function quietly(hear: (data: unknown) => void): (data: unknown) => void {
  return (data) => {
    try {
      hear(data);
    } catch {
      // A trap of the page's proxy, the tool's own error, or the page's stack is used up.
    }
  };
}

/** What the TC data says that can change: not our listener's number. */
function tcfKey(data: unknown): string {
  // A plain getTCData may leave the status out.
  tcfStatus = textOf(data, 'eventStatus') || tcfStatus;
  return `${textOf(data, 'tcString')}|${tcfStatus}|${textOf(data, 'gdprApplies')}|${textOf(data, 'addtlConsent')}`;
}

const onTcData = quietly((data) => {
  if (isObject(data)) tell(tcf, data, textOf(data, 'eventStatus') || 'change', tcfKey(data));
});

/** A stub answers a ping at once and queues everything else, so it is asked for nothing else. */
function readTcf(): void {
  const api = globalOf('__tcfapi') as AnyFunction;
  if (typeof api !== 'function') return;
  const onPing = quietly((ping) => {
    const status = textOf(ping, 'cmpStatus');
    if (status === 'loaded' || (status === '' && propertyOf(ping, 'cmpLoaded') === true)) {
      if (tcfApi !== api) {
        tcfApi = api;
        apply(api, win, ['addEventListener', 2, onTcData]);
      } else apply(api, win, ['getTCData', 2, onPeek, [1]]);
    } else if (tcfApi === undefined && isObject(ping)) tell(tcf, ping, 'change');
  });
  // The page's listeners may have been told before ours. One vendor only: a thousand are slow.
  const onPeek = quietly((data) => {
    if (isObject(data) && tcfKey(data) !== tcf.last) apply(api, win, ['getTCData', 2, onTcData]);
  });
  apply(api, win, ['ping', 2, onPing]);
}

function readGpp(): void {
  const api = globalOf('__gpp') as AnyFunction;
  if (typeof api !== 'function') return;
  const onPing = quietly((data) => {
    if (!isObject(data)) return;
    tell(gpp, data, 'change');
    if (textOf(data, 'cmpStatus') !== 'loaded' || gppApi === api) return;
    gppApi = api;
    apply(api, win, ['addEventListener', onEvent]);
  });
  const onEvent = quietly((event) => {
    const data = propertyOf(event, 'pingData');
    if (isObject(data)) tell(gpp, data, textOf(event, 'eventName') || 'change');
  });
  apply(api, win, ['ping', onPing]);
}

function readUsp(event: string): void {
  const api = globalOf('__uspapi') as AnyFunction;
  if (typeof api !== 'function') return;
  const onData = quietly((data) => {
    if (isObject(data)) tell(usp, data, event);
  });
  apply(api, win, ['getUSPData', 1, onData]);
}

/** TRUST keeps its decision in a cookie; to ask `cact` would put a command into the page's queue. */
function readTrust(event: string, cookies: string): void {
  const cookie = between(cookies, ' TC_PRIVACY=', ';');
  if (cookie !== undefined) tell(trust, { cookie }, event);
}

function readOneTrust(event: string, cookies: string): void {
  let groups = globalOf('OnetrustActiveGroups');
  if (typeof groups !== 'string') groups = globalOf('OptanonActiveGroups');
  const cookie = between(cookies, ' OptanonConsent=', ';');
  if (typeof groups !== 'string' && cookie === undefined) return;
  const stored = cookie === undefined ? undefined : between(`&${cookie}`, '&groups=', '&');
  const closed = between(cookies, ' OptanonAlertBoxClosed=', ';');
  tell(oneTrust, { groups, stored, closed }, event);
}

function readCookiebot(event: string, cookies: string): void {
  const tool = globalOf('Cookiebot');
  const consent = propertyOf(tool, 'consent');
  const cookie = between(cookies, ' CookieConsent=', ';');
  if (isObject(consent))
    tell(
      cookiebot,
      {
        hasResponse: propertyOf(tool, 'hasResponse'),
        declined: propertyOf(tool, 'declined'),
        consent: {
          preferences: propertyOf(consent, 'preferences'),
          statistics: propertyOf(consent, 'statistics'),
          marketing: propertyOf(consent, 'marketing'),
          method: propertyOf(consent, 'method'),
        },
        cookie,
      },
      event,
    );
  else if (cookie !== undefined) tell(cookiebot, { cookie }, event);
}

const DATA = { writable: true, enumerable: true, configurable: true };

/** Of each service of version 2 what is about consent: the whole of it is a page of legal text. */
function servicesOf(list: object): unknown[] {
  const services: unknown[] = [];
  for (let i = 0; i < lengthOf(list); i += 1) {
    const service = itemAt(list, i);
    const value = {
      id: propertyOf(service, 'id'),
      name: propertyOf(service, 'name'),
      categorySlug: propertyOf(service, 'categorySlug'),
      isEssential: propertyOf(service, 'isEssential'),
      consent: propertyOf(service, 'consent'),
    };
    define(services, i, bare({ value, ...DATA }));
  }
  return services;
}

/** The same of the services of version 3, which has them by their ids. */
function servicesById(from: unknown): object | undefined {
  if (!isObject(from)) return undefined;
  const services = {};
  const ids = keys(from);
  for (let i = 0; i < ids.length; i += 1) {
    const id = ids[i] as string;
    const service = propertyOf(from, id);
    const value = {
      name: propertyOf(service, 'name'),
      category: propertyOf(service, 'category'),
      essential: propertyOf(service, 'essential'),
      consent: propertyOf(service, 'consent'),
    };
    define(services, id, bare({ value, ...DATA }));
  }
  return services;
}

const { then } = PromisePrototype;

function readUsercentrics(event: string): void {
  const second = globalOf('UC_UI');
  if (callerOf(second, 'isInitialized')?.() === true) {
    const services = callerOf(second, 'getServicesBaseInfo')?.();
    if (isArray(services)) tell(usercentrics, { services: servicesOf(services) }, event);
  }
  const details = callerOf(globalOf('__ucCmp'), 'getConsentDetails')?.();
  const onDetails = quietly((value) => {
    if (isObject(value))
      tell(
        usercentrics,
        {
          consent: propertyOf(value, 'consent'),
          categories: propertyOf(value, 'categories'),
          services: servicesById(propertyOf(value, 'services')),
        },
        event,
      );
  });
  if (!isObject(details)) return;
  // A promise that fails has told us nothing, and is not ours to report.
  if (getPrototypeOf(details) === PromisePrototype) apply(then, details, [onDetails, () => {}]);
  else onDetails(details);
}

function readDidomi(event: string): void {
  const tool = globalOf('Didomi');
  const required = callerOf(tool, 'isConsentRequired')?.();
  const status = callerOf(tool, 'getUserConsentStatusForAll')?.();
  if (isObject(status)) {
    tell(didomi, { status, required }, event);
    return;
  }
  // What stands in its place calls all off that nobody has decided.
  const current = callerOf(tool, 'getCurrentUserStatus')?.();
  if (!isObject(current)) return;
  const isOpen = callerOf(tool, 'shouldUserStatusBeCollected')?.();
  const purposes = propertyOf(current, 'purposes');
  const vendors = propertyOf(current, 'vendors');
  tell(didomi, { status: { purposes, vendors }, required, isOpen }, event);
}

/** A tool that may be there. */
interface Reader {
  read(event: string, cookies: string): void;
  /** The globals that it shows itself by. */
  name: string;
  otherName: string;
  /** Whether a cookie tells its decision, before it has loaded too. */
  keepsCookie: boolean;
  wasThere: boolean;
}

function reader(read: Reader['read'], name: string, otherName = '', keepsCookie = false): Reader {
  return { read, name, otherName, keepsCookie, wasThere: false };
}

const readers = [
  reader(readTcf, '__tcfapi'),
  reader(readGpp, '__gpp'),
  reader(readUsp, '__uspapi'),
  reader(readTrust, '', '', true),
  reader(readOneTrust, 'OnetrustActiveGroups', 'OptanonActiveGroups', true),
  reader(readCookiebot, 'Cookiebot', '', true),
  reader(readUsercentrics, 'UC_UI', '__ucCmp'),
  reader(readDidomi, 'Didomi'),
];
/** The cookies of which all is told. */
let toldCookies = '';

/** Globals of the tools that keep a decision in a cookie, one of which each has before it writes; TRUST comes with Commanders Act's container. */
const WRITERS = [
  'OneTrust',
  'OneTrustStub',
  'OnetrustActiveGroups',
  'OptanonActiveGroups',
  'OptanonWrapper',
  'Cookiebot',
  'CookieConsent',
];

function hasWriter(): boolean {
  if (isDefined('tC') || isDefined('cact')) return true;
  for (let i = 0; i < WRITERS.length; i += 1) if (isThere(WRITERS[i] as string)) return true;
  return false;
}

function isThere(name: string): boolean {
  return name !== '' && rawDescriptorOf(win, name) !== undefined;
}

/**
 * Reads every source that is there, or was before. A tool without its globals can say something else
 * only by a cookie: most pages have one tool or none, and pay for little more than the look.
 * @param event what made us look
 * @param isUsed the page uses a hooked API: then a decision stored in a cookie matters even before
 *   its tool has loaded
 */
export function readAll(event: string, isUsed: boolean): void {
  const withCookies = isUsed || hasSpoken;
  const cookies = withCookies ? readCookies(hasWriter) : '';
  const haveChanged = withCookies && cookies !== toldCookies;
  let told = cookies;
  for (let i = 0; i < readers.length; i += 1) {
    const tool = readers[i] as Reader;
    const wasThere = tool.wasThere;
    tool.wasThere = isThere(tool.name) || isThere(tool.otherName);
    if (!tool.wasThere && !wasThere && !(haveChanged && tool.keepsCookie)) continue;
    try {
      tool.read(event, cookies);
    } catch {
      told = ''; // the tool's own error, it was not ready to be asked; or the page's stack is used up
    }
  }
  if (withCookies) toldCookies = told;
}
