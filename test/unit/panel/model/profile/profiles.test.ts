import { signal } from '@preact/signals';
import { describe, expect, it } from 'vitest';
import type { SiteSettings } from '../../../../../src/panel/intake/site-settings.ts';
import { createProfiles } from '../../../../../src/panel/model/profile/profiles.ts';
import { formOf } from '../../../../../src/panel/model/profile/rule-form.ts';
import { createStore } from '../../../../../src/panel/model/store/store.ts';
import { createAnalysis } from '../../../../../src/rules/create-analysis.ts';
import type { Entry } from '../../../../../src/session/entry.ts';
import { makeCall, makePage } from '../../../../session/numbered.ts';
import { createTestSchedule } from '../../schedule.ts';

const SHOP = 'https://shop.example';
const QUIZ = JSON.stringify({
  layers: ['tcLayer'],
  endpoints: [{ vendor: 'meta', address: 'px.shop.example/tr' }],
  mapping: { rules: [{ from: { source: 'dataLayer', name: 'quiz' }, to: 'Lead' }] },
});

const quiz = makeCall(1, { source: 'dataLayer', method: 'push', args: [{ event: 'quiz' }] });

async function start(kept: [string, SiteSettings][] = []) {
  const schedule = createTestSchedule();
  const store = createStore({ createAnalysis, schedule });
  const storage = new Map(kept);
  /** Told when another panel wrote. */
  const others: (() => void)[] = [];
  const sent = { endpoints: [] as string[], layers: [] as string[][] };
  const profiles = createProfiles({
    store,
    host: {
      readSites: async () => new Map(storage),
      async writeSite(site, settings) {
        if (settings === undefined) storage.delete(site);
        else storage.set(site, settings);
      },
      onSitesChanged(listener) {
        others.push(listener);
      },
    },
    connection: {
      setEndpoints(endpoints) {
        sent.endpoints = endpoints.map(({ host, path }) => `${host}${path ?? ''}`);
      },
      setLayers(names) {
        sent.layers.push(names);
      },
    },
    layers: signal(['ownLayer']),
  });
  await profiles.start();
  const settle = async () => {
    await schedule.settle();
    schedule.frame();
    await schedule.settle();
  };
  const feed = async (...entries: Entry[]) => {
    store.onEntries(entries);
    schedule.frame();
    await settle();
  };
  const verdict = () => store.book().analysis.matches.of(quiz.id)[0]?.rule;
  return { store, profiles, storage, others, sent, settle, feed, verdict };
}

describe('profiles in the panel', () => {
  it('are chosen by the site of the page, and told to the connection', async () => {
    const { feed, verdict, sent, profiles } = await start([[SHOP, { text: QUIZ }]]);
    expect(sent).toEqual({ endpoints: [], layers: [] });
    await feed(makePage(0), quiz);
    expect(profiles.inForce.value).toMatchObject({ site: SHOP, from: SHOP });
    expect(verdict()).toBe('dataLayer quiz → Lead');
    expect(sent).toEqual({ endpoints: ['px.shop.example/tr'], layers: [['ownLayer', 'tcLayer']] });
    await feed(makePage(10, { page: 'd:10', url: 'https://pay.example/' }));
    expect(profiles.inForce.value).toMatchObject({ site: 'https://pay.example', from: undefined });
    expect(sent.endpoints).toEqual([]);
    expect(sent.layers.at(-1)).toEqual(['ownLayer']);
  });

  it('are saved for the site, and judge what is there without losing the selection', async () => {
    const { store, profiles, feed, settle, verdict, storage } = await start();
    await feed(makePage(0), quiz);
    store.select(store.get(quiz.id));
    expect(verdict()).toBeUndefined();
    profiles.showRule(formOf({ from: { source: 'dataLayer', name: 'quiz' }, to: 'Lead' }));
    const { text } = profiles.draft.value ?? { text: '' };
    await profiles.save();
    await settle();
    expect(storage.get(SHOP)).toEqual({ text });
    expect(verdict()).toBe('dataLayer quiz → Lead');
    expect(store.selected.value).toBe(store.get(quiz.id));
    expect(profiles.draft.value).toBeUndefined();
  });

  it('stay in force while what is written is none', async () => {
    const { profiles, feed, verdict, storage, settle } = await start([[SHOP, { text: QUIZ }]]);
    await feed(makePage(0), quiz);
    profiles.edit();
    profiles.setText('{"layers": 5}');
    expect(profiles.checked.value).toMatchObject({
      ok: false,
      problem: 'event-loupe.json: /layers: 5 is not a list',
      at: { line: 1, from: 11, to: 12 },
    });
    await profiles.save();
    await settle();
    expect(storage.get(SHOP)?.text).toBe(QUIZ);
    expect(verdict()).toBe('dataLayer quiz → Lead');
    expect(profiles.draft.value?.text).toBe('{"layers": 5}');
  });

  it('take a rule’s level from its finding, judge by it at once, and give it back', async () => {
    const text = '{\n  // ours\n  "layers": ["tcLayer"]\n}\n';
    const { store, profiles, feed, settle, storage } = await start([[SHOP, { text }]]);
    await feed(makePage(0), makeCall(1, { args: ['track', 'Purchase'] }));
    const rules = () =>
      store
        .book()
        .analysis.findings()
        .map(({ rule }) => rule);
    const [rule = ''] = rules();
    const told = (site: string) => `off in ${site}`;
    await profiles.setLevel({ key: rule, level: 'off' }, told);
    await settle();
    expect(storage.get(SHOP)?.text).toBe(
      text.replace('["tcLayer"]', `["tcLayer"],\n  "rules": {\n    "${rule}": "off"\n  }`),
    );
    expect(rules()).not.toContain(rule);
    expect(store.toast.value?.text).toBe('off in shop.example');
    store.toast.value?.action?.run();
    await settle();
    expect(storage.get(SHOP)).toEqual({ text });
    expect(rules()).toContain(rule);
  });

  it('that were written anew since a level was set are not taken back with it', async () => {
    const { store, profiles, feed, settle, storage } = await start();
    await feed(makePage(0));
    await profiles.setLevel({ key: 'log/gap', level: 'off' }, () => 'off');
    await profiles.setLevel({ key: 'log/*', level: 'info' }, () => 'info');
    const { action } = store.toast.value ?? {};
    profiles.edit();
    profiles.setText(QUIZ);
    await profiles.save();
    action?.run();
    await settle();
    expect(storage.get(SHOP)).toEqual({ text: QUIZ });
  });

  it('that are no profile are shown in place of being changed', async () => {
    const { profiles, feed, storage } = await start([[SHOP, { text: '{"layers": 5}' }]]);
    await feed(makePage(0));
    await profiles.setLevel({ key: 'log/gap', level: 'off' }, () => 'off');
    expect(profiles.draft.value?.text).toBe('{"layers": 5}');
    expect(storage.get(SHOP)).toEqual({ text: '{"layers": 5}' });
  });

  it('can be none or another site’s, and the choice is kept', async () => {
    const { profiles, feed, verdict, storage, settle } = await start([
      [SHOP, { text: QUIZ }],
      ['https://other.example', { text: '{}' }],
    ]);
    await feed(makePage(0), quiz);
    await profiles.choose(null);
    await settle();
    expect(verdict()).toBeUndefined();
    expect(storage.get(SHOP)).toEqual({ text: QUIZ, uses: null });
    await profiles.choose('https://other.example');
    await settle();
    expect(profiles.inForce.value.from).toBe('https://other.example');
    profiles.edit();
    expect(profiles.draft.value?.site).toBe('https://other.example');
    await profiles.choose(undefined);
    await settle();
    expect(storage.get(SHOP)).toEqual({ text: QUIZ });
    expect(verdict()).toBe('dataLayer quiz → Lead');
  });

  it('come with a file’s session by its own site, while the page keeps its own', async () => {
    const { store, feed, verdict, sent, settle } = await start([[SHOP, { text: QUIZ }]]);
    await feed(makePage(0, { url: 'https://pay.example/' }));
    await store.showFile('a.jsonl', [[makePage(0), quiz]]);
    await settle();
    expect(verdict()).toBe('dataLayer quiz → Lead');
    expect(sent.endpoints).toEqual([]);
    store.closeFile();
    await feed(makePage(20, { page: 'd:20' }));
    await store.showFile('b.jsonl', [[makePage(0), quiz]]);
    await settle();
    expect(verdict()).toBe('dataLayer quiz → Lead');
  });

  it('are those that another panel saved', async () => {
    const { feed, verdict, storage, others, settle } = await start();
    await feed(makePage(0), quiz);
    storage.set(SHOP, { text: QUIZ });
    for (const tell of others) tell();
    await settle();
    expect(verdict()).toBe('dataLayer quiz → Lead');
  });

  it('are exported as they were written, and removed', async () => {
    const { profiles, feed, storage, settle } = await start([[SHOP, { text: QUIZ }]]);
    await feed(makePage(0));
    expect(profiles.exportText()).toBe(QUIZ);
    profiles.edit();
    await profiles.remove();
    await settle();
    expect(storage.has(SHOP)).toBe(false);
    expect(profiles.exportText()).toBeUndefined();
  });
});
