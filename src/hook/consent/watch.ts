import { addListener, apply, doc, getterOf, win } from '../natives.ts';
import { requestFlush } from '../outbox.ts';
import { endCookieTask, expectChange, listenToCookies } from './cookies.ts';
import { readAll } from './readers.ts';
import { forgetTelling, hasJustSpoken, hasSpoken } from './told.ts';

/**
 * When consent is read. Right before a call that is bound for Meta, since a consent tool's own
 * callback may make it; and whenever something may have changed. A page without a consent tool pays
 * for a few lookups, and has no timer and no observer.
 */

const typeOf = getterOf<string>(Event.prototype, 'type');

/** Events by which the tools say that something has changed (domain facts 8). */
const EVENTS = [
  'OneTrustGroupsUpdated',
  'CookiebotOnConsentReady',
  'CookiebotOnAccept',
  'CookiebotOnDecline',
  'UC_UI_INITIALIZED',
  'UC_UI_CMP_EVENT',
];

let isLooking = false;
let isListening = false;
/** Whether this task's first Meta-bound call has come. */
let isFresh = false;

function look(event: string, isUsed: boolean): void {
  if (isLooking) return; // a tool that calls fbq while it is asked
  isLooking = true;
  try {
    readAll(event, isUsed);
    if (hasSpoken && !isListening) listen();
  } finally {
    isLooking = false;
  }
}

/** A tool says that it has been answered: what it has written in this task counts. */
function onEvent(event: Event): void {
  expectChange();
  endCookieTask();
  look(typeOf(event), true);
}

/** A choice is a click, or shows in a cookie. What follows the listener counts too. */
function onChange(): void {
  expectChange();
  endCookieTask(); // what a click has chosen was written in this very task
  look('change', true);
  requestFlush();
}

function listen(): void {
  isListening = true;
  apply(addListener, win, ['click', onChange]);
  listenToCookies(onChange);
}

/** Before a call that is bound for Meta: once in a task, or a burst would pay for each. Never throws. */
export function lookBeforeCall(): void {
  if (isFresh) return;
  isFresh = true;
  try {
    look('change', true);
  } catch {
    // The page's stack is used up; its call runs all the same.
  }
}

/** The task is over. What was told by it is not looked for again, so that no source can keep us busy. */
export function endConsentTask(): void {
  isFresh = false;
  if (!hasJustSpoken) look('change', hasSpoken);
  endCookieTask();
  forgetTelling();
}

/** A script has loaded, or the document: a consent tool may have come. */
export function lookForTools(): void {
  expectChange();
  look('change', hasSpoken);
  endCookieTask(); // no call has asked for the end of this task, and the next may be a click's
}

/**
 * Waits for consent tools, each of which comes with a script. Their events are heard from the start:
 * before the page's own listeners, so that a tool which answers by a promise answers us first.
 */
export function watchConsent(): void {
  for (let i = 0; i < EVENTS.length; i += 1) apply(addListener, win, [EVENTS[i], onEvent]);
  apply(addListener, doc, ['load', lookForTools, true]);
}
