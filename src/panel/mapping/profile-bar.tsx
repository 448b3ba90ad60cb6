import { useRef } from 'preact/hooks';
import { usePanel } from '../model/context.ts';
import { download } from '../model/export/write-file.ts';
import { PROFILE_FILE, siteLabel } from '../model/profile/sites.ts';
import { ExportIcon, ImportIcon } from '../ui/icons.tsx';

/** Values of the picker that are no site. */
const OWN = 'own';
const NONE = 'none';

/** Which profile is in force, and what can be done with it. */
export function ProfileBar() {
  const { profiles, store } = usePanel();
  const input = useRef<HTMLInputElement>(null);
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
    store.notify(`${PROFILE_FILE} exported`);
  };
  return (
    <fieldset class="profile-bar" data-testid="profile-bar" data-from={from}>
      <legend class="offscreen">Profile</legend>
      <label>
        <span>Profile</span>{' '}
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
            {text === undefined
              ? `${siteLabel(site)}: none yet`
              : `this site’s: ${siteLabel(site)}`}
          </option>
          {text !== undefined || chosen === NONE ? <option value={NONE}>none</option> : null}
          {others.map(([other]) => (
            <option key={other} value={`site:${other}`}>
              of {siteLabel(other)}
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
        {from === undefined && text === undefined ? 'Write one…' : 'Edit…'}
      </button>
      <input
        ref={input}
        type="file"
        class="offscreen"
        data-testid="import-profile-file"
        accept=".json,application/json"
        tabIndex={-1}
        aria-hidden="true"
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? [];
          if (file) void profiles.openFile(file);
          event.currentTarget.value = '';
        }}
      />
      <button
        type="button"
        class="icon-button"
        data-testid="import-profile"
        aria-label="Import a profile"
        title={`Import a profile (${PROFILE_FILE}) for this site, or drop one on the panel`}
        onClick={() => input.current?.click()}
      >
        <ImportIcon />
      </button>
      <button
        type="button"
        class="icon-button"
        data-testid="export-profile"
        aria-label="Export the profile"
        title={`Export the profile in force as ${PROFILE_FILE}, for your repository and event-loupe check`}
        disabled={from === undefined}
        onClick={exportProfile}
      >
        <ExportIcon />
      </button>
      {problem !== undefined && (
        <span class="bad-text" role="alert" data-testid="profile-problem">
          Not in force: {problem}
        </span>
      )}
    </fieldset>
  );
}
