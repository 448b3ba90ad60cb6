/**
 * Runs in the page's own world, before the page's first script. It must be invisible: see
 * ARCHITECTURE.md for the few traces that cannot be avoided.
 */
import { endConsentTask, lookBeforeCall, lookForTools, watchConsent } from './consent/watch.ts';
import { listenToReads, recheckTraps, trapGlobal } from './global.ts';
import { addListener, apply, doc, indexOf, slice, win } from './natives.ts';
import { openOutbox } from './outbox.ts';
import { watchProxies } from './proxies.ts';
import { documentUrl, noteRead, tellReads } from './reads.ts';
import { listenToCalls, recordPage } from './record.ts';
import { analyticsSource, endAnalyticsTask } from './sources/analytics.ts';
import { cactSource, caReadySource, tcSource } from './sources/commanders-act.ts';
import { watchLayer, watchTagManager } from './sources/data-layer.ts';
import { fbqSource, tellQueues } from './sources/fbq.ts';
import { loyJoySource } from './sources/loyjoy.ts';

let url = documentUrl(doc);

/** A single-page application has moved on: the next calls belong to another address. */
function noteRoute(): void {
  const current = documentUrl(doc);
  if (current === url) return;
  url = current;
  recordPage('route', url, '');
}

watchProxies();
openOutbox({
  beforeFlush() {
    endConsentTask();
    tellQueues();
    tellReads();
    endAnalyticsTask();
    recheckTraps();
  },
  onReturn: () => recordPage('return', documentUrl(doc), ''),
  onLayers(names) {
    for (let start = 0; start < names.length; ) {
      const end = indexOf(names, '\n', start);
      const stop = end < 0 ? names.length : end;
      watchLayer(slice(names, start, stop));
      start = stop + 1;
    }
  },
});
listenToReads(noteRead);
listenToCalls(lookBeforeCall);

trapGlobal('fbq', fbqSource);
trapGlobal('_fbq', fbqSource);
trapGlobal('cbq', fbqSource);
trapGlobal('_cbq', fbqSource);
watchLayer('dataLayer');
trapGlobal('cact', cactSource);
trapGlobal('caReady', caReadySource);
trapGlobal('tC', tcSource);
trapGlobal('analytics', analyticsSource);
trapGlobal('LoyJoy', loyJoySource);
watchTagManager();
watchConsent();

// The Navigation API tells of pushState without wrapping it.
if ('navigation' in win) apply(addListener, win.navigation, ['currententrychange', noteRoute]);
function onLoaded(): void {
  recheckTraps();
  lookForTools();
  tellQueues();
}
apply(addListener, doc, ['DOMContentLoaded', onLoaded]);
apply(addListener, win, ['load', onLoaded]);
