import { formatCallCode, formatCode } from '../../language/call-code.ts';
import type { JudgedAnalysis } from '../../rules/create-analysis.ts';
import type { CallEntry, Entry, HitEntry } from '../../session/entry.ts';
import { type Panel, usePanel } from '../model/context.ts';
import { t } from '../text/language.ts';
import { copyAndTell } from '../ui/copy-button.tsx';
import { CopyIcon } from '../ui/icons.tsx';
import { MenuButton, type MenuItem } from '../ui/menu.tsx';
import { formatCurl } from './curl.ts';
import { eventStory } from './event-story.ts';
import { formatPowerShell } from './powershell.ts';
import { copyStory, saveStory } from './share-story.ts';

/** The ways in which an entry can be copied. Their texts are made when they are asked for. */
export function CopyMenu({ entry }: { entry: Entry }) {
  const { copy } = t().detail;
  return (
    <MenuButton
      class="icon-button"
      testId="copy-menu"
      label={copy.menu}
      title={copy.menu}
      menuLabel={copy.menu}
      items={copyItems(usePanel(), entry)}
    >
      <CopyIcon />
    </MenuButton>
  );
}

/** The same as lines of a menu. */
export function copyItems(panel: Panel, entry: Entry): MenuItem[] {
  const { store } = panel;
  const { copy, copied } = t().detail;
  const item = (testId: string, label: string, what: string, make: () => string): MenuItem => ({
    testId,
    label,
    run: () => void copyAndTell(store, make(), what),
  });
  const items: MenuItem[] = [];
  if (entry.kind === 'call')
    items.push(
      item('copy-value', copy.value, copied.arguments, () => formatArgumentsText(entry)),
      item('copy-code', copy.code, copied.call, () => formatCallCode(entry, t())),
    );
  if (entry.kind === 'hit') {
    if (entry.events.length > 0)
      items.push(item('copy-value', copy.value, copied.parameters, () => formatParameters(entry)));
    items.push(
      item('copy-curl', copy.curl, copied.curl, () => formatCurl(entry)),
      item('copy-powershell', copy.powershell, copied.powershell, () => formatPowerShell(entry)),
    );
  }
  const tell = (analysis: JudgedAnalysis) => [eventStory(entry.id, analysis) ?? []].flat();
  items.push(item('copy-json', copy.json, copied.entry, () => JSON.stringify(entry, null, 2)));
  items.push(
    {
      testId: 'copy-markdown',
      label: copy.markdown,
      run: () => void copyStory(panel, tell, copied.markdown),
    },
    {
      testId: 'save-event',
      label: copy.report,
      run: () => void saveStory(panel, tell),
    },
  );
  return items;
}

/** The parameters as JSON: of one event as they are, of several as a list. */
function formatParameters({ events }: HitEntry): string {
  const all = events.map(({ parameters }) => parameters);
  return JSON.stringify(all.length === 1 ? all[0] : all, null, 2);
}

/** The arguments as an expression: one as it is, several as a list. */
function formatArgumentsText(entry: CallEntry): string {
  const [first] = entry.args;
  return entry.args.length === 1 && first !== undefined
    ? formatCode(first, t())
    : formatCode(entry.args, t());
}
