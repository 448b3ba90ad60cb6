import { signal } from '@preact/signals';
import browser from 'webextension-polyfill';
import { ACCESS_PORT, type AccessQuestion, parseAccessChange } from '../../session/access.ts';
import type { BadgeMessage } from '../../session/badge.ts';
import { TAP_SETTING } from '../../session/tap.ts';
import { LAYERS_SETTING } from '../../session/wire.ts';
import type { Host, Theme } from './host.ts';
import { type AccessBrowser, followAccess } from './page-access.ts';
import { parseSiteSettings, type SiteSettings } from './site-settings.ts';

/** Of `devtools.panels`, what only one of the two browsers has. */
interface Panels {
  themeName?: string;
  /** Firefox. */
  onThemeChanged?: { addListener(listener: (name: string) => void): void };
  /** Chromium. */
  setThemeChangeHandler?: (handler: (name: string) => void) => void;
  /** Chromium. */
  openResource?: (url: string, line: number, column?: number) => void;
}

/** One key per site, so that two panels do not write over each other's sites. */
const SITE_PREFIX = 'site:';

/** The same for the filter of each site, which is written with every key. */
const FILTER_PREFIX = 'filter:';

/** Key in `storage.local` of the language that was chosen. */
const LANGUAGE_SETTING = 'language';

/** Key in `storage.local` of what was chosen about how things are shown. */
const PREFERENCES_SETTING = 'preferences';

/** The extension's page, inside DevTools or, as `panel.html?tab=ID`, in a tab of its own. */
export function createDevtoolsHost(): Host {
  const devtools = (browser as Partial<typeof browser>).devtools;
  const panels = devtools?.panels as Panels | undefined;
  const { openResource } = panels ?? {};
  const tabId = devtools?.inspectedWindow.tabId ?? parseTabId(location.search);
  const page = tabId === undefined ? undefined : followAccess(accessBrowser(tabId));
  return {
    tabId,
    access: page?.access ?? signal('open'),
    unwatched: page?.unwatched ?? signal(0),
    allow: page?.allow,
    theme: followTheme(panels),
    reload: devtools ? () => void devtools.inspectedWindow.reload() : undefined,
    // DevTools counts lines and columns from 0.
    openSource: openResource
      ? (url, line, column) => openResource.call(panels, url, line - 1, column - 1)
      : undefined,
    async readLayers() {
      const { [LAYERS_SETTING]: names } = await browser.storage.local.get(LAYERS_SETTING);
      return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : [];
    },
    writeLayers: (names) => browser.storage.local.set({ [LAYERS_SETTING]: names }),
    async readLanguage() {
      const { [LANGUAGE_SETTING]: code } = await browser.storage.local.get(LANGUAGE_SETTING);
      return typeof code === 'string' ? code : '';
    },
    writeLanguage: (code) => browser.storage.local.set({ [LANGUAGE_SETTING]: code }),
    async readPreferences() {
      const { [PREFERENCES_SETTING]: kept } = await browser.storage.local.get(PREFERENCES_SETTING);
      return kept;
    },
    writePreferences: (kept) => browser.storage.local.set({ [PREFERENCES_SETTING]: kept }),
    async readTap() {
      const { [TAP_SETTING]: address } = await browser.storage.local.get(TAP_SETTING);
      return typeof address === 'string' ? address : '';
    },
    writeTap: (address) => browser.storage.local.set({ [TAP_SETTING]: address }),
    async readSites() {
      const sites = new Map<string, SiteSettings>();
      for (const [key, value] of Object.entries(await browser.storage.local.get(null))) {
        const settings = key.startsWith(SITE_PREFIX) ? parseSiteSettings(value) : undefined;
        if (settings) sites.set(key.slice(SITE_PREFIX.length), settings);
      }
      return sites;
    },
    writeSite: (site, settings) =>
      settings === undefined
        ? browser.storage.local.remove(`${SITE_PREFIX}${site}`)
        : browser.storage.local.set({ [`${SITE_PREFIX}${site}`]: settings }),
    onSitesChanged(listener) {
      browser.storage.onChanged.addListener((changes, area) => {
        const names = Object.keys(changes);
        if (area === 'local' && names.some((name) => name.startsWith(SITE_PREFIX))) listener();
      });
    },
    async readFilters() {
      const filters = new Map<string, string>();
      for (const [key, value] of Object.entries(await browser.storage.local.get(null)))
        if (key.startsWith(FILTER_PREFIX) && typeof value === 'string')
          filters.set(key.slice(FILTER_PREFIX.length), value);
      return filters;
    },
    writeFilter: (site, filter) =>
      filter === ''
        ? browser.storage.local.remove(`${FILTER_PREFIX}${site}`)
        : browser.storage.local.set({ [`${FILTER_PREFIX}${site}`]: filter }),
    showErrors(errors) {
      if (tabId === undefined) return;
      const message: BadgeMessage = { type: 'badge', tabId, errors };
      browser.runtime.sendMessage(message).catch(() => {
        // The extension was updated: nobody listens any more.
      });
    },
    version: browser.runtime.getManifest().version,
  };
}

/** Firefox's DevTools keep `tabs` and `permissions` from a panel: there the background is asked. */
function accessBrowser(tabId: number): AccessBrowser {
  return (browser as Partial<typeof browser>).permissions ? ownAccess(tabId) : askedAccess(tabId);
}

function ownAccess(tabId: number): AccessBrowser {
  return {
    urlOf: async () => (await browser.tabs.get(tabId)).url,
    mayRead: (pattern) => browser.permissions.contains({ origins: [pattern] }),
    request: (pattern) => browser.permissions.request({ origins: [pattern] }),
    onLoad: (listener) =>
      browser.tabs.onUpdated.addListener((id, { status, url }) => {
        if (id === tabId && (status !== undefined || url !== undefined)) listener(status);
      }),
    onPermissions(listener) {
      browser.permissions.onAdded.addListener(listener);
      browser.permissions.onRemoved.addListener(listener);
    },
  };
}

function askedAccess(tabId: number): AccessBrowser {
  const ask = (question: AccessQuestion) => browser.runtime.sendMessage(question);
  const onLoad = new Set<(status: string | undefined) => void>();
  const onPermissions = new Set<() => void>();
  const listen = () => {
    const port = browser.runtime.connect({ name: ACCESS_PORT });
    port.onMessage.addListener((message) => {
      const change = parseAccessChange(message);
      if (change?.tabId === tabId) for (const hear of onLoad) hear(change.status);
      if (change && change.tabId === undefined) for (const hear of onPermissions) hear();
    });
    // The background went to sleep, and with it who listened for us.
    port.onDisconnect.addListener(listen);
  };
  listen();
  return {
    async urlOf() {
      const url: unknown = await ask({ type: 'access', ask: 'url', tabId });
      return typeof url === 'string' ? url : undefined;
    },
    mayRead: async (pattern) => (await ask({ type: 'access', ask: 'sites', pattern })) === true,
    async request() {
      await ask({ type: 'access', ask: 'panel', tabId });
      return false;
    },
    onLoad: (listener) => void onLoad.add(listener),
    onPermissions: (listener) => void onPermissions.add(listener),
  };
}

function parseTabId(query: string): number | undefined {
  const text = new URLSearchParams(query).get('tab');
  return text !== null && /^\d+$/.test(text) ? Number(text) : undefined;
}

/** DevTools' own theme; prefers-color-scheme does not follow it in Chromium. */
function followTheme(panels: Panels | undefined) {
  if (panels?.themeName !== undefined) {
    const theme = signal<Theme>(themeOf(panels.themeName));
    const onChange = (name: string) => {
      theme.value = themeOf(name);
    };
    if (panels.onThemeChanged) panels.onThemeChanged.addListener(onChange);
    else panels.setThemeChangeHandler?.(onChange);
    return theme;
  }
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const theme = signal<Theme>(dark.matches ? 'dark' : 'light');
  dark.addEventListener('change', () => {
    theme.value = dark.matches ? 'dark' : 'light';
  });
  return theme;
}

function themeOf(name: string): Theme {
  return name === 'dark' ? 'dark' : 'light';
}
