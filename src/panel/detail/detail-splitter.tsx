import { usePanel } from '../model/context.ts';
import { Splitter } from '../ui/splitter.tsx';

/** The bar beside a detail; where it stands is kept, and the same in every view. */
export function DetailSplitter({ controls }: { controls: string }) {
  const { detailSize } = usePanel().preferences;
  return (
    <Splitter
      controls={controls}
      kept={detailSize.value}
      onMove={(size) => {
        detailSize.value = size;
      }}
    />
  );
}
