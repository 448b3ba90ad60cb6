import { batch, computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import type { Plan } from '../../../session/plan.ts';
import type { Profile } from '../../../session/profile.ts';
import { endpointsOf } from '../../../vendors/profile-endpoints.ts';
import type { Connection } from '../../intake/connection.ts';
import type { Host } from '../../intake/host.ts';
import type { SiteSettings } from '../../intake/site-settings.ts';
import { t } from '../../text/language.ts';
import { messageOf } from '../../text/message-of.ts';
import type { Store } from '../store/store.ts';
import { addPlan } from './add-plan.ts';
import { NEW_PROFILE_TEXT } from './add-rule.ts';
import type { EditedText } from './edit-text.ts';
import { putRule } from './put-rule.ts';
import type { RuleForm } from './rule-form.ts';
import { type LevelChange, setLevel } from './set-level.ts';
import { setValue, type ValuePath } from './set-value.ts';
import {
  type Checked,
  checkText,
  createProfileCache,
  PROFILE_FILE,
  profileOf,
  type Sites,
  siteLabel,
  siteOf,
} from './sites.ts';

/** A profile's text on its way to be saved. */
export interface Draft {
  /** The site whose profile it is to be. */
  site: string;
  /** The file's name, in messages. */
  file: string;
  text: string;
  /** UTF-16 offsets of what to look at first. */
  selection?: { from: number; to: number };
}

/** What the panel shows of the profile in force on the session on screen. */
export interface InForce {
  /** The site of what is on screen. */
  site: string;
  /** The site whose profile it is; undefined where there is none. */
  from: string | undefined;
  profile: Profile;
  /** Why the kept text is no profile any more. */
  problem?: string;
}

/** The profiles of all sites, and the one that is being edited. */
export interface Profiles {
  readonly sites: ReadonlySignal<Sites>;
  readonly inForce: ReadonlySignal<InForce>;
  readonly draft: ReadonlySignal<Draft | undefined>;
  /** What the parser says of the draft. */
  readonly checked: ReadonlySignal<Checked | undefined>;
  /** Chooses for the site on screen: its own (undefined), none (null), or another site's. */
  choose(uses: string | null | undefined): Promise<void>;
  /** Opens the editor with the profile in force, or with one to fill in. */
  edit(): void;
  /** Opens the editor with a rule put into that profile, as its form has it. */
  showRule(form: RuleForm): void;
  /**
   * Writes a rule into that profile and puts it in force, with a way back.
   * @returns false where the text takes none: then the editor shows it
   */
  saveRule(form: RuleForm): Promise<boolean>;
  /**
   * Writes one thing into that profile and puts it in force, with a way back.
   * @param value undefined takes it away
   * @param what what is said of it, before where it was saved
   */
  setValue(path: ValuePath, value: string | undefined, what: string): Promise<void>;
  /** Opens the editor with a plan put into that profile. */
  makePlan(name: string, plan: Plan): void;
  /**
   * Writes a rule's level into that profile and puts it in force, with a way back. Where the text
   * is no profile, the editor shows it.
   * @param told what is said when it is done
   */
  setLevel(change: LevelChange, told: (site: string) => string): Promise<void>;
  /** Opens the editor with a file's text. @returns what is wrong, as the banner says it */
  openFile(file: File): Promise<string | undefined>;
  setText(text: string): void;
  /** Saves the draft, if it is a profile, and puts it in force. */
  save(): Promise<void>;
  /** Forgets the profile that is being edited. */
  remove(): Promise<void>;
  closeEditor(): void;
  /** The text of the profile in force, as it is exported. */
  exportText(): string | undefined;
}

/** A profile is a few kilobytes; what is longer than this is some other file. */
const MOST_BYTES = 5_000_000;

/**
 * Chooses the profile for what is on screen and for the inspected page, by their sites, and keeps
 * the analyses and the connection to it.
 * @param connection to the inspected page, where there is one
 * @param layers the setting that holds for every site
 */
export function createProfiles(options: {
  store: Store;
  host: Pick<Host, 'readSites' | 'writeSite' | 'onSitesChanged'>;
  connection: Pick<Connection, 'setEndpoints' | 'setLayers'> | undefined;
  layers: ReadonlySignal<readonly string[]>;
}): Profiles & { start(): Promise<void> } {
  const { store, host, connection, layers } = options;
  const parse = createProfileCache();
  const sites = signal<Sites>(new Map());
  const draft = signal<Draft | undefined>(undefined);
  const checked = computed(() => {
    const { value } = draft;
    return value && checkText(value.text, value.file);
  });
  const site = computed(() => {
    void store.counts.value;
    void store.openFile.value;
    return siteOf(store.book().latestUrl());
  });
  const liveSite = computed(() => {
    void store.counts.value;
    void store.openFile.value;
    return siteOf(store.live().latestUrl());
  });
  const inForce = computed<InForce>(() => ({
    site: site.value,
    ...profileOf(sites.value, site.value, parse),
  }));
  const liveProfile = computed(() => profileOf(sites.value, liveSite.value, parse).profile);

  const fail = (error: unknown) => {
    store.message.value = t().profile.notKept(messageOf(error));
  };

  const read = async () => {
    try {
      sites.value = await host.readSites();
    } catch (error) {
      store.message.value = t().profile.notRead(messageOf(error));
    }
  };

  const put = async (of: string, settings: SiteSettings) => {
    const isEmpty = settings.text === undefined && settings.uses === undefined;
    await host.writeSite(of, isEmpty ? undefined : settings);
    const next = new Map(sites.peek());
    if (isEmpty) next.delete(of);
    else next.set(of, settings);
    sites.value = next;
  };

  /** Keeps a site's text: what was saved is what is meant, so a site that used another's uses its own now. */
  const putText = async (of: string, text: string) => {
    const { uses } = sites.peek().get(of) ?? {};
    const isOwn = of === inForce.peek().site || uses === undefined;
    await put(of, isOwn ? { text } : { text, uses });
  };

  const textInForce = () => {
    const { from } = inForce.peek();
    return from === undefined ? undefined : sites.peek().get(from)?.text;
  };

  const startDraft = (): Draft => {
    const { site: here, from = here } = inForce.peek();
    const text = sites.peek().get(from)?.text ?? NEW_PROFILE_TEXT;
    return { site: from, file: PROFILE_FILE, text };
  };

  /** The text that edits go into: that of the profile in force, else the site's own. */
  const textToEdit = () => {
    const { site: here, from = here } = inForce.peek();
    return sites.peek().get(from)?.text;
  };

  /** Opens the editor with a part put into the text, and that part chosen. */
  const draftWith = (edit: (text: string) => EditedText | undefined) => {
    const start = startDraft();
    const edited = edit(start.text);
    draft.value =
      edited === undefined
        ? start
        : { ...start, text: edited.text, selection: { from: edited.from, to: edited.to } };
  };

  /**
   * Keeps a text that a button made, with a way back. Where it is no profile, the editor shows the
   * one that is in force.
   */
  const write = async (
    text: string | undefined,
    told: (site: string) => string,
  ): Promise<boolean> => {
    const { site: here, from = here } = inForce.peek();
    const before = sites.peek().get(from);
    if (text === undefined || !checkText(text, PROFILE_FILE).ok) {
      draft.value = startDraft();
      return false;
    }
    const undo = async () => {
      // What was written since is not thrown away.
      if (sites.peek().get(from)?.text !== text) return;
      try {
        await put(from, before ?? {});
      } catch (error) {
        fail(error);
      }
    };
    try {
      await putText(from, text);
      store.notify(told(siteLabel(from)), { label: t().undo, run: () => void undo() });
    } catch (error) {
      fail(error);
    }
    return true;
  };

  return {
    sites,
    inForce,
    draft,
    checked,
    async start() {
      await read();
      // Another panel's profile is this one's, too.
      host.onSitesChanged(() => void read());
      effect(() => {
        const { profile } = inForce.value;
        // Another session of the same site has an analysis of its own.
        void store.openFile.value;
        void store.judgeBy(profile, store.book());
      });
      effect(() => {
        const profile = liveProfile.value;
        void store.judgeBy(profile, store.live());
      });
      effect(() => {
        connection?.setEndpoints(endpointsOf(liveProfile.value));
      });
      let followed = layers.peek().join();
      effect(() => {
        const names = [...new Set([...layers.value, ...(liveProfile.value.layers ?? [])])];
        // Following them is a new attachment: not for nothing.
        if (names.join() === followed) return;
        followed = names.join();
        connection?.setLayers(names);
      });
    },
    async choose(uses) {
      const { site: here } = inForce.peek();
      const { text } = sites.peek().get(here) ?? {};
      const settings: SiteSettings = {};
      if (text !== undefined) settings.text = text;
      if (uses !== undefined && uses !== here) settings.uses = uses;
      try {
        await put(here, settings);
      } catch (error) {
        fail(error);
      }
    },
    edit() {
      draft.value = startDraft();
    },
    showRule(form) {
      draftWith((text) => putRule(text, form));
    },
    saveRule(form) {
      return write(putRule(textToEdit() ?? NEW_PROFILE_TEXT, form)?.text, t().ruleEditor.saved);
    },
    makePlan(name, plan) {
      draftWith((text) => addPlan(text, name, plan));
    },
    async setValue(path, value, what) {
      await write(setValue(textToEdit() ?? '', path, value), (site) =>
        t().profile.valueSaved(what, site),
      );
    },
    async setLevel(change, told) {
      await write(setLevel(textToEdit() ?? '', change), told);
    },
    async openFile(file) {
      const { site: here } = inForce.peek();
      const refuse = (problem: string) => {
        store.message.value = problem;
        return problem;
      };
      if (file.size > MOST_BYTES)
        return refuse(t().profile.tooLarge(file.name, file.size, PROFILE_FILE));
      try {
        draft.value = { site: here, file: file.name, text: await file.text() };
      } catch (error) {
        return refuse(t().intake.cannotRead(file.name, messageOf(error)));
      }
      return undefined;
    },
    setText(text) {
      const before = draft.peek();
      if (before) draft.value = { site: before.site, file: before.file, text };
    },
    async save() {
      const { value } = draft;
      if (!value || checked.peek()?.ok !== true) return;
      try {
        await putText(value.site, value.text);
        draft.value = undefined;
        store.notify(t().profile.saved(siteLabel(value.site)));
      } catch (error) {
        fail(error);
      }
    },
    async remove() {
      const { value } = draft;
      if (!value) return;
      try {
        const { uses } = sites.peek().get(value.site) ?? {};
        await put(value.site, uses === undefined ? {} : { uses });
        batch(() => {
          draft.value = undefined;
          store.notify(t().profile.removed(siteLabel(value.site)));
        });
      } catch (error) {
        fail(error);
      }
    },
    closeEditor() {
      draft.value = undefined;
    },
    exportText: textInForce,
  };
}
