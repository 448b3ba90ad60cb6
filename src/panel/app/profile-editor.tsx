import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { usePanel } from '../model/context.ts';
import type { Draft, Profiles } from '../model/profile/profiles.ts';
import { siteLabel } from '../model/profile/sites.ts';
import { t } from '../text/language.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Marked } from '../ui/marked.tsx';

/** The editor of a profile, over everything else, while there is a draft. */
export function ProfileEditor() {
  const { profiles } = usePanel();
  const draft = profiles.draft.value;
  return draft === undefined ? null : <Editor profiles={profiles} draft={draft} />;
}

const MESSAGE_ID = 'profile-message';

function Editor({ profiles, draft }: { profiles: Profiles; draft: Draft }) {
  const field = useRef<HTMLTextAreaElement>(null);
  const isChanged = useSignal(false);
  const { selection, site, file, text } = draft;
  useEffect(() => {
    const area = field.current;
    if (!area) return;
    area.focus();
    if (selection) selectPart(area, selection);
  }, [selection]);
  const kept = profiles.sites.value.get(site)?.text;
  const checked = profiles.checked.value;
  const words = t().profileEditor;
  const rules = checked?.ok ? (checked.profile.mapping?.rules.length ?? 0) : 0;
  return (
    <Dialog
      class="profile-editor"
      testId="profile-editor"
      closeTestId="close-profile"
      title={words.of(siteLabel(site))}
      closeLabel={words.close}
      isChanged={isChanged.value}
      onClose={() => profiles.closeEditor()}
    >
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
            <p class="bad-text">
              {checked.problem}{' '}
              <button
                type="button"
                class="link"
                data-testid="profile-fault"
                onClick={() => {
                  if (!field.current) return;
                  field.current.focus();
                  selectPart(field.current, checked.at);
                }}
              >
                {words.showLine(checked.at.line)}
              </button>
            </p>
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
    </Dialog>
  );
}

/** Selects a part of a field's text and brings it into view: no browser scrolls by itself to it. */
function selectPart(area: HTMLTextAreaElement, { from, to }: { from: number; to: number }): void {
  area.setSelectionRange(from, to);
  const line = area.value.slice(0, from).split('\n').length;
  const lines = area.value.split('\n').length;
  area.scrollTop = (area.scrollHeight * line) / lines - area.clientHeight / 2;
}
