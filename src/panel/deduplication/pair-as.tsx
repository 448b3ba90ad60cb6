import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { Pair, PairOverrides } from '../../analysis/analysis.ts';
import { usePanel } from '../model/context.ts';
import { focusView } from '../model/store/view.ts';
import { t } from '../text/language.ts';

/** Names and ids offered; more are typed. */
const OFFERED = 200;

type Side = 'both' | 'browser' | 'server';
type Rule = NonNullable<PairOverrides['pixelId']>;

/** Reads a pixel id or a name as another one, on both sides or one. Nothing of the session changes. */
export function PairAs({ pairs }: { pairs: readonly Pair[] }) {
  const { ledger, store } = usePanel();
  const words = t().deduplication;
  const before = ledger.overrides.peek();
  const fromName = useSignal(before?.eventName?.from ?? '');
  const toName = useSignal(before?.eventName?.to ?? '');
  const fromPixel = useSignal(before?.pixelId?.from ?? '');
  const toPixel = useSignal(before?.pixelId?.to ?? '');
  const side = useSignal<Side>(before?.eventName?.side ?? before?.pixelId?.side ?? 'both');
  const offered = useMemo(() => offersOf(pairs), [pairs]);

  const apply = () => {
    const rule = (from: string, to: string): Rule | undefined =>
      to === '' || from === to
        ? undefined
        : { from, to, ...(side.value === 'both' ? {} : { side: side.value }) };
    const eventName = fromName.value === '' ? undefined : rule(fromName.value, toName.value.trim());
    const pixelId = rule(fromPixel.value, toPixel.value.trim());
    if (eventName === undefined && pixelId === undefined) {
      store.notify(words.nothingToPair);
      return;
    }
    ledger.overrides.value = {
      ...(eventName ? { eventName } : {}),
      ...(pixelId ? { pixelId } : {}),
    };
  };

  return (
    <form
      id="pair-as"
      class="pair-as"
      aria-label={words.pairAs}
      onSubmit={(event) => {
        event.preventDefault();
        apply();
      }}
    >
      <label>
        {words.pairEvent}{' '}
        <input
          class="text"
          list="pair-as-names"
          data-testid="pair-as-name-from"
          placeholder={words.example('purchase')}
          value={fromName.value}
          onInput={(event) => {
            fromName.value = event.currentTarget.value;
          }}
        />
      </label>
      <label>
        {words.as}{' '}
        <input
          class="text"
          list="pair-as-names"
          data-testid="pair-as-name-to"
          placeholder={words.example('Purchase')}
          value={toName.value}
          onInput={(event) => {
            toName.value = event.currentTarget.value;
          }}
        />
      </label>
      <label>
        {words.andPixel}{' '}
        <select
          class="text"
          data-testid="pair-as-pixel-from"
          value={fromPixel.value}
          onChange={(event) => {
            fromPixel.value = event.currentTarget.value;
          }}
        >
          {!offered.pixels.includes('') && <option value="">{words.choose}</option>}
          {offered.pixels.map((pixel) => (
            <option key={pixel} value={pixel}>
              {pixel || words.notKnown}
            </option>
          ))}
        </select>
      </label>
      <label>
        {words.as}{' '}
        <input
          class="text"
          list="pair-as-pixels"
          data-testid="pair-as-pixel-to"
          value={toPixel.value}
          onInput={(event) => {
            toPixel.value = event.currentTarget.value;
          }}
        />
      </label>
      <label>
        {words.ofSide}{' '}
        <select
          class="text"
          data-testid="pair-as-side"
          value={side.value}
          onChange={(event) => {
            side.value = event.currentTarget.value as Side;
          }}
        >
          {(['both', 'browser', 'server'] as const).map((each) => (
            <option key={each} value={each}>
              {words.sides[each]}
            </option>
          ))}
        </select>
      </label>
      <button type="submit" class="button small" data-testid="pair-as-apply">
        {words.pair}
      </button>
      <button
        type="button"
        class="link"
        data-testid="to-what-if"
        title={words.wholeSessionTitle}
        onClick={() => {
          store.view.value = 'compare';
          focusView(document, 'compare');
        }}
      >
        {words.wholeSession}
      </button>
      <datalist id="pair-as-names">
        {offered.names.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <datalist id="pair-as-pixels">
        {offered.pixels.map((pixel) => (
          <option key={pixel} value={pixel} />
        ))}
      </datalist>
    </form>
  );
}

function offersOf(pairs: readonly Pair[]): { names: string[]; pixels: string[] } {
  const names = new Set<string>();
  const pixels = new Set<string>();
  for (const { eventName, pixelId } of pairs) {
    if (names.size < OFFERED) names.add(eventName);
    if (pixels.size < OFFERED) pixels.add(pixelId);
  }
  return { names: [...names].sort(), pixels: [...pixels].sort() };
}

/** Says over the ledger that it is not what was sent. */
export function PairAsBanner({ overrides }: { overrides: PairOverrides }) {
  const { ledger } = usePanel();
  const words = t().deduplication;
  return (
    <p class="assumed" data-testid="assumed" role="status">
      <b>{words.assumed}</b> {overrideWords(overrides)}.
      <button
        type="button"
        class="link"
        data-testid="pair-as-reset"
        onClick={() => {
          ledger.overrides.value = undefined;
        }}
      >
        {words.backToSent}
      </button>
    </p>
  );
}

function overrideWords({ eventName, pixelId }: PairOverrides): string {
  const parts: string[] = [];
  const words = t().deduplication;
  if (eventName) parts.push(words.eventAs(eventName.from, eventName.to, eventName.side));
  if (pixelId) parts.push(words.pixelAs(pixelId.from, pixelId.to, pixelId.side));
  return parts.join(', ');
}
