import { usePanel } from '../model/context.ts';
import { download } from '../model/export/write-file.ts';
import { ruleEditorOf } from '../model/mapping/rule-editor.ts';
import { PROFILE_FILE, siteLabel } from '../model/profile/sites.ts';
import { t } from '../text/language.ts';
import { FileButton } from '../ui/file-button.tsx';
import { ExportIcon, ImportIcon } from '../ui/icons.tsx';

/** Values of the picker that are no site. */
const OWN = 'own';
const NONE = 'none';

/** Which profile is in force, and what can be done with it. */
export function ProfileBar() {
  const panel = usePanel();
  const { profiles, store } = panel;
  const words = t().profile;
  const { site, from, problem } = profiles.inForce.value;
  const sites = profiles.sites.value;
  const { text, uses } = sites.get(site) ?? {};
  const others = [...sites].filter(
    ([other, { text: kept }]) => other !== site && kept !== undefined,
  );
  const chosen = uses === undefined ? OWN : uses === null ? NONE : `site:${uses}`;
  const exportProfile = () => {
    const kept = profiles.exportText();
    if (kept === undefined) return;
    download(new Blob([kept], { type: 'application/json' }), PROFILE_FILE);
    store.notify(words.exported(PROFILE_FILE));
  };
  return (
    <fieldset class="profile-bar" data-testid="profile-bar" data-from={from}>
      <legend class="offscreen">{words.label}</legend>
      <label>
        <span>{words.label}</span>{' '}
        <select
          class="text"
          data-testid="profile-picker"
          value={chosen}
          onChange={(event) => {
            const { value } = event.currentTarget;
            void profiles.choose(
              value === OWN ? undefined : value === NONE ? null : value.slice('site:'.length),
            );
          }}
        >
          <option value={OWN}>
            {text === undefined ? words.noneYet(siteLabel(site)) : words.own(siteLabel(site))}
          </option>
          {text !== undefined || chosen === NONE ? (
            <option value={NONE}>{words.none}</option>
          ) : null}
          {others.map(([other]) => (
            <option key={other} value={`site:${other}`}>
              {words.of(siteLabel(other))}
            </option>
          ))}
        </select>
      </label>
      <button
        type="button"
        class="button small"
        data-testid="edit-profile"
        onClick={() => profiles.edit()}
      >
        {from === undefined && text === undefined ? words.write : words.edit}
      </button>
      <button
        type="button"
        class="button small"
        data-testid="new-rule"
        onClick={() => ruleEditorOf(panel).openNew()}
      >
        {words.newRule}
      </button>
      <FileButton
        class="icon-button"
        testId="import-profile"
        fieldTestId="import-profile-file"
        accept=".json,application/json"
        label={words.import}
        title={words.importTitle(PROFILE_FILE)}
        onFiles={([file]) => void profiles.openFile(file)}
      >
        <ImportIcon />
      </FileButton>
      <button
        type="button"
        class="icon-button"
        data-testid="export-profile"
        aria-label={words.export}
        title={words.exportTitle(PROFILE_FILE)}
        disabled={from === undefined}
        onClick={exportProfile}
      >
        <ExportIcon />
      </button>
      {problem !== undefined && (
        <span class="bad-text" role="alert" data-testid="profile-problem">
          {words.notInForce(problem)}
        </span>
      )}
    </fieldset>
  );
}
