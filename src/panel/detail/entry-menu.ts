import { canCompare } from '../../diff/entries.ts';
import { type Entry, HIGHLIGHTS } from '../../session/entry.ts';
import type { Panel } from '../model/context.ts';
import { eventNamesOf } from '../model/filter/event-fields.ts';
import { hasWord, toggleWord } from '../model/filter/toggle-word.ts';
import { entryTitle } from '../text/chain-words.ts';
import { t } from '../text/language.ts';
import type { MenuItem } from '../ui/menu.tsx';
import { copyItems } from './copy-menu.tsx';

/** What can be done with an entry where it stands in a list. */
export function entryMenu(panel: Panel, entry: Entry): MenuItem[] {
  const { store } = panel;
  const { id } = entry;
  const remark = store.book().remarks.get(id);
  const [name] = eventNamesOf(entry);
  const words = t().remarks;
  const open = () => {
    store.select(entry);
    store.isDetailOpen.value = true;
  };
  const search = (word: string) => {
    const { value } = store.search;
    store.setSearch(hasWord(value, word) ? value : toggleWord(value, word));
  };
  const items: MenuItem[] = [];
  if (name !== undefined && name !== '') {
    const exactly = /[\s"]/.test(name) ? `"${name.replaceAll('"', '')}"` : name;
    items.push(
      { testId: 'menu-only', label: words.only(name), run: () => search(`event:${exactly}`) },
      { testId: 'menu-hide', label: words.hide(name), run: () => search(`-event:${exactly}`) },
    );
  }
  items.push(
    {
      testId: 'menu-note',
      label: words.editNote,
      run() {
        open();
        store.noting.value = id;
      },
    },
    {
      testId: 'menu-pin',
      label: remark?.pinned ? words.unpin : words.pin,
      run: () => store.remark(id, { pinned: remark?.pinned ? undefined : true }),
    },
    ...HIGHLIGHTS.filter((highlight) => highlight !== remark?.highlight).map((highlight) => ({
      testId: `menu-${highlight}`,
      label: words.highlightAs(words.colour[highlight]),
      run: () => store.remark(id, { highlight }),
    })),
  );
  if (remark?.highlight !== undefined)
    items.push({
      testId: 'menu-no-highlight',
      label: words.noHighlight,
      run: () => store.remark(id, { highlight: undefined }),
    });
  if (canCompare(entry))
    items.push({
      testId: 'menu-compare',
      label: words.compare,
      run() {
        store.compared.value = id;
        store.detailTab.value = 'compare';
        store.notify(t().compare.chooseOther(entryTitle(entry)));
      },
    });
  return [...items, ...copyItems(panel, entry)];
}
