import { useSignal } from '@preact/signals';
import { TAP_ENTRIES } from '../../session/limits.ts';
import { usePanel } from '../model/context.ts';
import { formatCount } from '../text/describe-entry.ts';
import { ServerIcon } from '../ui/icons.tsx';
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
        aria-label="Server events"
        title="Server events: from event-loupe tap, or pasted"
        popovertarget={POPOVER_ID}
      >
        <ServerIcon />
      </button>
      <div id={POPOVER_ID} class="popover" popover="auto" role="dialog" aria-label="Server events">
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
        Run <code>event-loupe tap</code>, point your server at it in place of
        https://graph.facebook.com, and paste the panel's address that it prints. It keeps its last{' '}
        {formatCount(TAP_ENTRIES)} events for a panel that is opened later; what went beyond that is
        shown as lost.
      </p>
      <div class="actions">
        <button type="submit" class="button primary" data-testid="tap-connect">
          {isOn && text.value === undefined ? 'Disconnect' : 'Connect'}
        </button>
        <span class="tap-state" role="status" data-testid="tap-state">
          {problem.value ?? describeTap(tap)}
        </span>
      </div>
    </form>
  );
}

function PasteForm() {
  const { serverEvents } = usePanel();
  const text = useSignal('');
  const take = async () => {
    document.getElementById(POPOVER_ID)?.hidePopover();
    await serverEvents.openText(text.value);
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
        <span>Paste server events</span>
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
      <p class="hint">
        A Conversions API body, events as a list or as lines, a HAR, or a log of the business SDK.
        Access tokens in it are not kept.
      </p>
      <div class="actions">
        <button
          type="submit"
          class="button"
          data-testid="paste-import"
          disabled={text.value.trim() === ''}
        >
          Import
        </button>
      </div>
    </form>
  );
}
