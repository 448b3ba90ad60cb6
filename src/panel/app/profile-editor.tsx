import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { usePanel } from '../model/context.ts';
import type { Draft, Profiles } from '../model/profile/profiles.ts';
import { siteLabel } from '../model/profile/sites.ts';
import { t } from '../text/language.ts';
import { CloseIcon } from '../ui/icons.tsx';
import { Marked } from '../ui/marked.tsx';

/** The editor of a profile, over everything else, while there is a draft. */
export function ProfileEditor() {
  const { profiles } = usePanel();
  const draft = profiles.draft.value;
  return draft === undefined ? null : <Editor profiles={profiles} draft={draft} />;
}

const MESSAGE_ID = 'profile-message';

function Editor({ profiles, draft }: { profiles: Profiles; draft: Draft }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const isChanged = useSignal(false);
  const { selection, site, file, text } = draft;
  useEffect(() => {
    const opener = document.activeElement;
    dialog.current?.showModal();
    return () => {
      if (opener instanceof HTMLElement) opener.focus();
    };
  }, []);
  useEffect(() => {
    const area = field.current;
    if (!area) return;
    area.focus();
    if (!selection) return;
    area.setSelectionRange(selection.from, selection.to);
    // No browser scrolls a selection into view that a script made.
    const line = area.value.slice(0, selection.from).split('\n').length;
    const lines = area.value.split('\n').length;
    area.scrollTop = (area.scrollHeight * line) / lines - area.clientHeight / 2;
  }, [selection]);
  const kept = profiles.sites.value.get(site)?.text;
  const checked = profiles.checked.value;
  const words = t().profileEditor;
  const rules = checked?.ok ? (checked.profile.mapping?.rules.length ?? 0) : 0;
  return (
    <dialog
      ref={dialog}
      class="profile-editor"
      data-testid="profile-editor"
      aria-label={words.of(siteLabel(site))}
      onCancel={(event) => {
        event.preventDefault();
        // What was typed is not thrown away by one key.
        if (!isChanged.value) profiles.closeEditor();
      }}
      // A second Esc closes it whatever we say.
      onClose={() => profiles.closeEditor()}
    >
      <header class="detail-title">
        <h2>{words.of(siteLabel(site))}</h2>
        <button
          type="button"
          class="icon-button"
          data-testid="close-profile"
          aria-label={words.close}
          title={words.close}
          onClick={() => profiles.closeEditor()}
        >
          <CloseIcon />
        </button>
      </header>
      <p class="hint">
        <Marked text={words.about} />
      </p>
      <textarea
        ref={field}
        class="profile-text"
        data-testid="profile-text"
        aria-label={words.asJson}
        aria-describedby={MESSAGE_ID}
        aria-invalid={checked?.ok === false}
        spellcheck={false}
        autocomplete="off"
        wrap="off"
        value={text}
        onInput={(event) => {
          isChanged.value = true;
          profiles.setText(event.currentTarget.value);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            void profiles.save();
          }
        }}
      />
      <div id={MESSAGE_ID} class="profile-message" role="status" data-testid="profile-message">
        {checked?.ok === false ? (
          <>
            <p class="bad-text">{checked.problem}</p>
            <p class="dim">{kept === undefined ? words.cannotBeSaved : words.staysInForce}</p>
          </>
        ) : (
          <p class="dim">
            {words.valid(file, rules)} {text === kept ? words.isSaved : words.notSaved}
          </p>
        )}
      </div>
      <div class="actions">
        <button
          type="button"
          class="button primary"
          data-testid="save-profile"
          disabled={checked?.ok !== true}
          onClick={() => void profiles.save()}
        >
          {words.save}
        </button>
        <button type="button" class="button" onClick={() => profiles.closeEditor()}>
          {words.cancel}
        </button>
        <span class="space" />
        {kept !== undefined && (
          <button
            type="button"
            class="button"
            data-testid="remove-profile"
            onClick={() => void profiles.remove()}
          >
            {words.remove}
          </button>
        )}
      </div>
    </dialog>
  );
}
