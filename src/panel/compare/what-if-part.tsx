import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Assumable } from '../../diff/assumption.ts';
import { FATES, type WhatIf } from '../../diff/what-if.ts';
import { sayStandings } from '../../language/diff.ts';
import type { Finding } from '../../rules/read-finding.ts';
import { EntryLink } from '../detail/entry-link.tsx';
import { EntryList } from '../detail/entry-list.tsx';
import {
  type Assumed,
  isAssumed,
  type Supposition,
  type Suppositions,
  suppositionsOf,
} from '../model/compare/supposition.ts';
import { useBook, usePanel } from '../model/context.ts';
import { siteLabel } from '../model/profile/sites.ts';
import { sourceLabel, verdictLabel } from '../text/consent-words.ts';
import { t } from '../text/language.ts';
import { FoldedLines } from '../ui/folded-lines.tsx';
import { SeverityIcon } from '../ui/severity-icon.tsx';

/** What would have been, had the visitor decided otherwise, or had the pixel or the profile been another. */
export function WhatIfPart() {
  const panel = usePanel();
  const model = suppositionsOf(panel);
  const book = useBook();
  const words = t().compareView;
  const result = model.result.value;
  const isOld =
    result !== undefined && (result.book !== book || result.entries !== book.log.entries.length);
  return (
    <section aria-labelledby="compare-what-if">
      <h2 id="compare-what-if">{words.whatIf}</h2>
      <p>{words.whatIfText}</p>
      <Assumptions model={model} />
      <output data-testid="what-if-sum" data-looking={model.isLooking.value}>
        {model.isLooking.value ? (
          <span class="dim">{words.looking}</span>
        ) : (
          result && t().suppose.counts(result.whatIf.events, result.whatIf.same)
        )}{' '}
        {isOld && !model.isLooking.value && (
          <button type="button" class="link" data-testid="what-if-look" onClick={model.look}>
            {words.lookAgain}
          </button>
        )}
      </output>
      {result && !model.isLooking.value && <Result result={result} />}
    </section>
  );
}

const NOTHING_KNOWN: Assumable = { consent: [], pixels: [] };
const NO_CHOICE = '';
const NO_PROFILE = 'none';

function Assumptions({ model }: { model: Suppositions }) {
  const { profiles } = usePanel();
  useEffect(() => model.known.watch(), [model]);
  const { consent, pixels } = model.known.value.value ?? NOTHING_KNOWN;
  const { site, from } = profiles.inForce.value;
  const assumed = model.assumed.value;
  const words = t().compareView;
  const others = [...profiles.sites.value].filter(
    ([other, { text }]) => other !== (from ?? site) && text !== undefined,
  );
  const { pixel } = assumed;
  return (
    <form class="assumptions" onSubmit={(event) => event.preventDefault()}>
      <label>
        {words.consent}{' '}
        <select
          class="text"
          data-testid="assume-consent"
          value={assumed.consent ?? NO_CHOICE}
          onChange={(event) => model.set({ consent: event.currentTarget.value || undefined })}
        >
          <option value={NO_CHOICE}>{words.asRecorded}</option>
          {consent.length > 0 && <option value="consent">{words.allSources}</option>}
          {consent.map((name) => (
            <option key={name} value={name}>
              {consentLabel(name)}
            </option>
          ))}
        </select>
      </label>
      {assumed.consent !== undefined && (
        <select
          class="text"
          data-testid="assume-state"
          aria-label={words.decision}
          value={assumed.state}
          onChange={(event) => model.set({ state: event.currentTarget.value as Assumed['state'] })}
        >
          {(['denied', 'granted'] as const).map((state) => (
            <option key={state} value={state}>
              {verdictLabel(state)}
            </option>
          ))}
        </select>
      )}
      <label>
        {words.pixel}{' '}
        <select
          class="text"
          data-testid="assume-pixel"
          value={pixel?.from ?? NO_CHOICE}
          onChange={(event) => {
            const id = event.currentTarget.value;
            model.set({ pixel: id === NO_CHOICE ? undefined : { from: id, to: pixel?.to ?? '' } });
          }}
        >
          <option value={NO_CHOICE}>{words.asRecorded}</option>
          {pixels.map((id) => (
            <option key={id} value={id}>
              {id}
            </option>
          ))}
        </select>
      </label>
      {pixel !== undefined && (
        <label>
          {words.becomes}{' '}
          <input
            class="text"
            data-testid="assume-pixel-to"
            inputMode="numeric"
            pattern="[1-9][0-9]*"
            placeholder={words.pixelExample}
            value={pixel.to}
            onChange={(event) => {
              const to = event.currentTarget.value.trim();
              if (/^\d*$/.test(to)) model.set({ pixel: { ...pixel, to } });
            }}
          />
        </label>
      )}
      {(from !== undefined || others.length > 0) && (
        <label>
          {words.profile}{' '}
          <select
            class="text"
            data-testid="assume-profile"
            value={
              assumed.profile === undefined
                ? NO_CHOICE
                : assumed.profile === null
                  ? NO_PROFILE
                  : `site:${assumed.profile}`
            }
            onChange={(event) => {
              const { value } = event.currentTarget;
              const profile =
                value === NO_CHOICE
                  ? undefined
                  : value === NO_PROFILE
                    ? null
                    : value.slice('site:'.length);
              model.set({ profile });
            }}
          >
            <option value={NO_CHOICE}>{words.inForce}</option>
            {from !== undefined && <option value={NO_PROFILE}>{t().profile.none}</option>}
            {others.map(([other]) => (
              <option key={other} value={`site:${other}`}>
                {t().profile.of(siteLabel(other))}
              </option>
            ))}
          </select>
        </label>
      )}
      {isAssumed(assumed) && (
        <button
          type="button"
          class="link"
          data-testid="assume-nothing"
          onClick={() => model.set({ consent: undefined, pixel: undefined, profile: undefined })}
        >
          {words.assumeNothing}
        </button>
      )}
    </form>
  );
}

/** `consent.trust.3` as people call it: `Commanders Act TRUST: 3`. */
function consentLabel(name: string): string {
  const [, source = '', ...category] = name.split('.');
  return [sourceLabel(source), ...(category.length > 0 ? [category.join('.')] : [])].join(': ');
}

const TONES: Readonly<Record<WhatIf['changed'][number]['fate'], string>> = {
  'lack-consent': 'bad',
  'be-held': 'warn',
  go: 'mute',
  'have-consent': 'mute',
  change: 'mute',
};

/** Rows before the rest is folded. */
const SHOWN = 200;

function Result({ result: { whatIf, findings } }: { result: Supposition }) {
  const words = t();
  const showsAll = useSignal(false);
  const { came, went } = findings;
  const changed = FATES.flatMap((fate) => whatIf.changed.filter((one) => one.fate === fate));
  const shown = showsAll.value ? changed : changed.slice(0, SHOWN);
  return (
    <>
      <ul class="compare-list">
        {shown.map((one) => (
          <li key={one.entry} data-testid="what-if-event" data-fate={one.fate}>
            <p>
              <b>{one.event}</b>{' '}
              <span class={`chip ${TONES[one.fate]}`}>{words.suppose.fate[one.fate]}</span>{' '}
              <EntryLink id={one.entry} testId="what-if-entry" tab="consent" />
            </p>
            <p class="dim">{sayStandings(one.before, one.after, words).join(' · ')}</p>
          </li>
        ))}
      </ul>
      {shown.length < changed.length && (
        <FoldedLines
          label={words.compareView.more(changed.length - shown.length)}
          shows={showsAll}
          testId="what-if-more"
        />
      )}
      {came.length > 0 && <FindingLines title={words.compareView.findingsCame} findings={came} />}
      {went.length > 0 && <FindingLines title={words.compareView.findingsWent} findings={went} />}
    </>
  );
}

function FindingLines({ title, findings }: { title: string; findings: readonly Finding[] }) {
  const showsAll = useSignal(false);
  const shown = showsAll.value ? findings : findings.slice(0, SHOWN);
  return (
    <>
      <h3>{title}</h3>
      <ul class="compare-list">
        {shown.map((finding, n) => (
          <li key={`${finding.rule} ${n}`} data-testid="what-if-finding" data-rule={finding.rule}>
            <p>
              <SeverityIcon severity={finding.severity} /> <b>{finding.title}</b>
            </p>
            <p>{finding.message}</p>
            <EntryList ids={finding.entries} testId="what-if-proof" />
          </li>
        ))}
      </ul>
      {shown.length < findings.length && (
        <FoldedLines
          label={t().compareView.more(findings.length - shown.length)}
          shows={showsAll}
          testId="what-if-more-findings"
        />
      )}
    </>
  );
}
