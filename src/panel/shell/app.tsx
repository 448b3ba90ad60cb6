import { useSignalEffect } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Detail } from '../detail/detail.tsx';
import { Findings } from '../findings/findings.tsx';
import { Stream } from '../stream/stream.tsx';
import { CountStrip } from '../toolbar/count-strip.tsx';
import { FilterBar } from '../toolbar/filter-bar.tsx';
import { Toolbar } from '../toolbar/toolbar.tsx';
import { usePanel } from './context.ts';
import { DropTarget } from './drop-target.tsx';
import { bindKeys } from './keys.ts';
import { Message } from './message.tsx';
import { Splitter } from './splitter.tsx';
import { StatusBar } from './status-bar.tsx';
import { Toast } from './toast.tsx';

/** The whole panel. */
export function App() {
  const { store, host } = usePanel();
  useSignalEffect(() => {
    document.documentElement.dataset.theme = host.theme.value;
  });
  useEffect(() => bindKeys(document, store), [store]);
  const hasDetail =
    store.view.value === 'stream' && store.isDetailOpen.value && store.selected.value !== undefined;
  return (
    <DropTarget>
      <Toolbar />
      {store.view.value === 'stream' && (
        <>
          <FilterBar />
          <CountStrip />
        </>
      )}
      <Message />
      <main class="split" data-detail={hasDetail}>
        {store.view.value === 'stream' ? <Stream /> : <Findings />}
        {hasDetail && <Splitter controls="detail" />}
        {hasDetail && store.selected.value && <Detail entry={store.selected.value} />}
      </main>
      <StatusBar />
      <Toast />
    </DropTarget>
  );
}
