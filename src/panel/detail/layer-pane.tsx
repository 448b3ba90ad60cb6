import type { CallEntry, Entry } from '../../session/entry.ts';
import { mergeDataLayer } from '../../vendors/google/data-layer-model.ts';
import { useBook } from '../model/context.ts';
import type { Book } from '../model/store/book.ts';
import { t } from '../text/language.ts';
import { Section } from '../ui/section.tsx';
import { EntryLinks } from './entry-link.tsx';
import { ValueTree } from './value-tree.tsx';

/** What a push's data layer held right after it, as Google Tag Manager merges its pushes. */
export function LayerPane({ entry }: { entry: Entry }) {
  const book = useBook();
  if (entry.kind !== 'call') return null;
  const { values, pushes, unmerged } = mergeDataLayer(pushesUpTo(entry, book));
  const words = t().layerPane;
  return (
    <Section title={words.title(entry.layer ?? 'dataLayer')} testId="layer-state">
      <p class="dim">{words.merged(pushes)}</p>
      <ValueTree
        label={words.title(entry.layer ?? 'dataLayer')}
        roots={Object.entries(values).map(([label, value]) => ({ label, path: label, value }))}
        initiallyOpen={[]}
      />
      {unmerged.length > 0 && (
        <>
          <p>{words.unmerged(unmerged.length)}</p>
          <EntryLinks
            ids={[...new Set(unmerged.map(({ entry: id }) => id))]}
            testId="layer-unmerged"
          />
        </>
      )}
    </Section>
  );
}

/** The pushes of an entry's data layer in its document, itself the last. */
function pushesUpTo(entry: CallEntry, { log }: Book): CallEntry[] {
  const pushes: CallEntry[] = [];
  for (const one of log.entries) {
    const isAlike =
      one.kind === 'call' &&
      one.source === 'dataLayer' &&
      one.page === entry.page &&
      one.layer === entry.layer;
    if (isAlike) pushes.push(one);
    if (one.id === entry.id) break;
  }
  return pushes;
}
