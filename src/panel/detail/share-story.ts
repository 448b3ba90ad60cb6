import type { JudgedAnalysis } from '../../rules/create-analysis.ts';
import { type Story, storyMarkdown, storyPage } from '../../rules/written/story.ts';
import type { Panel } from '../model/context.ts';
import { maskedAnalysis, offer } from '../model/export/offer.ts';
import { language, t } from '../text/language.ts';
import { messageOf } from '../text/message-of.ts';
import { copyAndTell } from '../ui/copy-button.tsx';

/** What is to be told, of the session as it is once it is masked. */
export type Tell = (analysis: JudgedAnalysis) => readonly Story[];

/** Copies stories as Markdown. @param what what was copied, behind “Copied” */
export async function copyStory(
  panel: Pick<Panel, 'store' | 'schedule'>,
  tell: Tell,
  what: string,
): Promise<void> {
  try {
    const text = storyMarkdown(tell(await maskedAnalysis(panel)));
    await copyAndTell(panel.store, text, what);
  } catch (error) {
    panel.store.message.value = t().exports.failed(messageOf(error));
  }
}

/** Saves stories as a page that opens anywhere. */
export function saveStory(panel: Pick<Panel, 'store' | 'schedule'>, tell: Tell): Promise<void> {
  return offer(panel, '.html', async () => {
    const page = storyPage(tell(await maskedAnalysis(panel)), language.value.words.code);
    return new Blob([page], { type: 'text/html' });
  });
}
