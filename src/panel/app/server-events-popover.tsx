import { useSignal } from '@preact/signals';
import { TAP_ENTRIES } from '../../session/limits.ts';
import { usePanel } from '../model/context.ts';
import { openText } from '../model/open-files.ts';
import { t } from '../text/language.ts';
import { ServerIcon } from '../ui/icons.tsx';
import { Marked } from '../ui/marked.tsx';
import { describeTap } from './tap-status.tsx';

const POPOVER_ID = 'server-events';

/** Opens the popover, and shows by a dot that a tap is listened to. */
export function ServerEventsButton() {
  const { serverEvents } = usePanel();
  const { status } = serverEvents.tap.value;
  return (
    <>
      <button
        type="button"
        class="icon-button server-events"
        data-testid="server-events"
        data-tap={status}
        aria-label={t().serverEvents.title}
        title={t().serverEvents.buttonTitle}
        popovertarget={POPOVER_ID}
      >
        <ServerIcon />
      </button>
      <div
        id={POPOVER_ID}
        class="popover"
        popover="auto"
        role="dialog"
        aria-label={t().serverEvents.title}
      >
        <TapForm />
        <PasteForm />
      </div>
    </>
  );
}

function TapForm() {
  const { serverEvents } = usePanel();
  const text = useSignal<string | undefined>(undefined);
  const problem = useSignal<string | undefined>(undefined);
  const tap = serverEvents.tap.value;
  const isOn = tap.status !== 'off' && tap.status !== 'refused';
  const connect = async () => {
    problem.value = await serverEvents.connect(text.value ?? serverEvents.address.value);
    if (problem.value === undefined) text.value = undefined;
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void (isOn && text.value === undefined ? serverEvents.disconnect() : connect());
      }}
    >
      <label class="field">
        <span>event-loupe tap</span>
        <input
          type="text"
          class="text"
          data-testid="tap-address"
          placeholder="http://127.0.0.1:8790/#…"
          spellcheck={false}
          autocomplete="off"
          value={text.value ?? serverEvents.address.value}
          onInput={(event) => {
            text.value = event.currentTarget.value;
          }}
        />
      </label>
      <p class="hint">
        <Marked text={t().serverEvents.tapHint(TAP_ENTRIES)} />
      </p>
      <div class="actions">
        <button type="submit" class="button primary" data-testid="tap-connect">
          {isOn && text.value === undefined
            ? t().serverEvents.disconnect
            : t().serverEvents.connect}
        </button>
        <span class="tap-state" role="status" data-testid="tap-state">
          {problem.value ?? describeTap(tap)}
        </span>
      </div>
    </form>
  );
}

function PasteForm() {
  const panel = usePanel();
  const text = useSignal('');
  const pixel = useSignal('');
  const problem = useSignal<string | undefined>(undefined);
  const words = t().serverEvents;
  const take = async () => {
    problem.value = await openText(text.value, panel, pixel.value.trim() || undefined);
    // What could not be read stays to be mended.
    if (problem.value !== undefined) return;
    document.getElementById(POPOVER_ID)?.hidePopover();
    text.value = '';
  };
  return (
    <form
      class="bound"
      onSubmit={(event) => {
        event.preventDefault();
        void take();
      }}
    >
      <label class="field">
        <span>{t().serverEvents.paste}</span>
        <textarea
          class="text tall"
          data-testid="paste-events"
          rows={4}
          placeholder={'{"data": [{"event_name": …}]}'}
          spellcheck={false}
          value={text.value}
          onInput={(event) => {
            text.value = event.currentTarget.value;
          }}
        />
      </label>
      <label class="field">
        <span>{words.pixel}</span>
        <input
          type="text"
          class="text"
          data-testid="paste-pixel"
          inputMode="numeric"
          pattern="\s*\d+\s*"
          title={words.pixelHint}
          placeholder={words.pixelHint}
          spellcheck={false}
          autocomplete="off"
          value={pixel.value}
          onInput={(event) => {
            pixel.value = event.currentTarget.value;
          }}
        />
      </label>
      {problem.value !== undefined && (
        <p class="form-problem" role="alert" data-testid="paste-problem">
          {problem.value}
        </p>
      )}
      <p class="hint">{t().serverEvents.pasteHint}</p>
      <div class="actions">
        <button
          type="submit"
          class="button"
          data-testid="paste-import"
          disabled={text.value.trim() === ''}
        >
          {t().serverEvents.import}
        </button>
      </div>
    </form>
  );
}
