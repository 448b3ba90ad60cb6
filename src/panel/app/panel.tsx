import { signal } from '@preact/signals';
import { createAnalysis } from '../../rules/create-analysis.ts';
import { endpointsOf } from '../../vendors/profile-endpoints.ts';
import { browserTransport } from '../intake/browser-transport.ts';
import { connect } from '../intake/connection.ts';
import { createDevtoolsHost } from '../intake/devtools-host.ts';
import { createServerEvents } from '../intake/server-events.ts';
import { createLedgerState } from '../model/deduplication/ledger-state.ts';
import { createRulePane } from '../model/findings/rule-pane.ts';
import {
  createPreferences,
  type Kept,
  keepPreferences,
  parseKept,
  restoreStore,
} from '../model/preferences.ts';
import { createProfiles } from '../model/profile/profiles.ts';
import { keepSiteFilter } from '../model/site-filter.ts';
import { createBrowserSchedule } from '../model/store/schedule.ts';
import { createStore } from '../model/store/store.ts';
import { t } from '../text/language.ts';
import { messageOf } from '../text/message-of.ts';
import { followErrors } from './error-badge.ts';
import { mount } from './mount.tsx';

const place = document.getElementById('panel');
if (!place) throw new Error('panel.html has no element #panel');

const host = createDevtoolsHost();
const schedule = createBrowserSchedule();
const store = createStore({ createAnalysis, schedule });
let kept: Kept = {};
let filters: ReadonlyMap<string, string> = new Map();
const layers = signal<readonly string[]>([]);
const languageCode = signal('');
try {
  layers.value = await host.readLayers();
  languageCode.value = await host.readLanguage();
  kept = parseKept(await host.readPreferences());
  filters = await host.readFilters();
} catch (error) {
  store.message.value = t().settings.notRead(messageOf(error));
}
const preferences = createPreferences(kept);
restoreStore(store, kept);
const tellNotKept = (error: unknown) => {
  store.message.value = t().settings.notKept(messageOf(error));
};
keepPreferences(preferences, store, (chosen) => {
  host.writePreferences(chosen).catch(tellNotKept);
});
keepSiteFilter(store, filters, (site, filter) => {
  host.writeFilter(site, filter).catch(tellNotKept);
});
// Without a tab, session files can still be looked at.
const connection =
  host.tabId === undefined
    ? undefined
    : connect(host.tabId, store, {
        transport: browserTransport,
        layers: [...layers.value],
      });
if (!connection) store.status.value = 'none';
const profiles = createProfiles({ store, host, connection, layers });
await profiles.start();
const serverEvents = createServerEvents(store, host, schedule.nextTurn, () =>
  endpointsOf(profiles.inForce.value.profile),
);
void serverEvents.resume();
mount(place, {
  store,
  host,
  schedule,
  serverEvents,
  profiles,
  preferences,
  ledger: createLedgerState(),
  rulePane: createRulePane(store),
  layers,
  languageCode,
  async setLanguage(code) {
    await host.writeLanguage(code);
    languageCode.value = code;
  },
  async setLayers(names) {
    await host.writeLayers(names);
    layers.value = names;
  },
});
followErrors(store, host, 500);
addEventListener('pagehide', () => {
  host.showErrors(0);
  connection?.close();
  serverEvents.close();
});
