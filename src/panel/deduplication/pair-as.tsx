import { type Signal, useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { Pair, PairOverrides } from '../../analysis/analysis.ts';
import { usePanel } from '../model/context.ts';
import { focusView } from '../model/store/view.ts';
import { t } from '../text/language.ts';

/** Names and ids offered; more are typed. */
const OFFERED = 200;

const NAMES_ID = 'pair-as-names';
const PIXELS_ID = 'pair-as-pixels';

const SIDES = ['both', 'browser', 'server'] as const;
type Side = (typeof SIDES)[number];
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
      <Typed
        label={words.pairEvent}
        value={fromName}
        testId="pair-as-name-from"
        list={NAMES_ID}
        placeholder={words.example('purchase')}
      />
      <Typed
        label={words.as}
        value={toName}
        testId="pair-as-name-to"
        list={NAMES_ID}
        placeholder={words.example('Purchase')}
      />
      <Chosen
        label={words.andPixel}
        value={fromPixel}
        testId="pair-as-pixel-from"
        options={[
          ...(offered.pixels.includes('') ? [] : [['', words.choose] as const]),
          ...offered.pixels.map((pixel) => [pixel, pixel || words.notKnown] as const),
        ]}
      />
      <Typed label={words.as} value={toPixel} testId="pair-as-pixel-to" list={PIXELS_ID} />
      <Chosen
        label={words.ofSide}
        value={side}
        testId="pair-as-side"
        options={SIDES.map((each) => [each, words.sides[each]] as const)}
      />
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
      <Offers id={NAMES_ID} values={offered.names} />
      <Offers id={PIXELS_ID} values={offered.pixels} />
    </form>
  );
}

interface FieldProps<T extends string> {
  label: string;
  value: Signal<T>;
  testId: string;
}

/** A field that offers what the ledger has, and takes anything. */
function Typed(props: FieldProps<string> & { list: string; placeholder?: string }) {
  const { label, value, testId, list, placeholder } = props;
  return (
    <label>
      {label}{' '}
      <input
        class="text"
        list={list}
        data-testid={testId}
        placeholder={placeholder}
        value={value.value}
        onInput={(event) => {
          value.value = event.currentTarget.value;
        }}
      />
    </label>
  );
}

/** A choice of some values, each with its word. */
function Chosen<T extends string>(
  props: FieldProps<T> & { options: readonly (readonly [T, string])[] },
) {
  const { label, value, testId, options } = props;
  return (
    <label>
      {label}{' '}
      <select
        class="text"
        data-testid={testId}
        value={value.value}
        onChange={({ currentTarget }) => {
          const chosen = options.find(([each]) => each === currentTarget.value);
          if (chosen) value.value = chosen[0];
        }}
      >
        {options.map(([each, word]) => (
          <option key={each} value={each}>
            {word}
          </option>
        ))}
      </select>
    </label>
  );
}

function Offers({ id, values }: { id: string; values: readonly string[] }) {
  return (
    <datalist id={id}>
      {values.map((value) => (
        <option key={value} value={value} />
      ))}
    </datalist>
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
