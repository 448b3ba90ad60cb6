import type { JudgedAnalysis } from '../../rules/create-analysis.ts';
import { findingStories } from '../detail/event-story.ts';
import { copyStory, saveStory } from '../detail/share-story.ts';
import { usePanel } from '../model/context.ts';
import { type FactGroup, groupFacts, readBlocks } from '../model/findings/group-facts.ts';
import { focusView } from '../model/store/view.ts';
import { language, t } from '../text/language.ts';
import { MoreIcon } from '../ui/icons.tsx';
import { MenuButton } from '../ui/menu.tsx';

/** Findings of a group that are told with their events. */
const TOLD = 5;

/** The first findings of a group and their events, as the masked session has them. */
function storiesOf({ rule, severity, title }: FactGroup) {
  return (analysis: JudgedAnalysis) => {
    const group = groupFacts(analysis.facts, language.value).find(
      (one) => one.rule === rule && one.severity === severity,
    );
    const blocks = group ? readBlocks(group, TOLD, language.value) : [];
    return findingStories(title, blocks, (group?.facts.length ?? 0) - TOLD, analysis);
  };
}

/** Copy, save, filter and mute. */
export function GroupActions({ group }: { group: FactGroup }) {
  const panel = usePanel();
  const { store, profiles } = panel;
  const { rule, title } = group;
  const words = t().findings;
  return (
    <MenuButton
      class="icon-button"
      testId="finding-actions"
      label={`${words.actions}: ${title}`}
      title={words.actions}
      menuLabel={words.actions}
      items={[
        {
          testId: 'copy-finding',
          label: words.copyMarkdown,
          run: () => void copyStory(panel, storiesOf(group), words.asMarkdown),
        },
        {
          testId: 'save-finding',
          label: words.saveReport,
          run: () => void saveStory(panel, storiesOf(group)),
        },
        {
          testId: 'filter-finding',
          label: words.showEvents,
          run() {
            store.view.value = 'stream';
            store.clearFilter();
            store.setSearch(`rule:${rule}`);
            setTimeout(() => focusView(document, 'stream'));
          },
        },
        {
          testId: 'mute-finding',
          label: words.mute,
          run: () =>
            void profiles.setLevel({ key: rule, level: 'off' }, (site) =>
              t().level.done(title, t().level.name.off, site),
            ),
        },
      ]}
    >
      <MoreIcon />
    </MenuButton>
  );
}
