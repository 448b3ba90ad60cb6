import { htmlReport } from '../../rules/written/html.ts';
import { markdownReport } from '../../rules/written/markdown.ts';
import { storySection } from '../../rules/written/story.ts';
import type { Entry } from '../../session/entry.ts';
import { REPORT_RECORDING_BYTES } from '../../session/limits.ts';
import { sessionStory } from '../detail/event-story.ts';
import { type Panel, usePanel } from '../model/context.ts';
import { judgeSession } from '../model/export/judge-session.ts';
import { offer, readied } from '../model/export/offer.ts';
import { nameFile, writeFile } from '../model/export/write-file.ts';
import { writeHar } from '../model/export/write-har.ts';
import { language, t } from '../text/language.ts';
import { messageOf } from '../text/message-of.ts';
import { copyAndTell } from '../ui/copy-button.tsx';
import { ChevronIcon, ExportIcon } from '../ui/icons.tsx';
import { MenuButton } from '../ui/menu.tsx';

/** One thing that can be exported. */
interface Choice {
  id:
    | 'report-html'
    | 'report-markdown'
    | 'session-all'
    | 'session-shown'
    | 'session-plain'
    | 'har-all'
    | 'har-shown'
    | 'har-plain';
  count: number;
  of: 'entries' | 'hits';
  run(): Promise<void>;
}

/**
 * The session file with one click, and the other choices next to it. What is personal in them is
 * masked, unless the choice says that it is not.
 */
export function ExportButtons() {
  const panel = usePanel();
  const { store } = panel;
  const { entries, facets } = store.counts.value;
  const words = t().exports;
  return (
    <span class="button-pair">
      <button
        type="button"
        class="icon-button"
        data-testid="export"
        aria-label={words.session}
        title={words.sessionTitle(entries)}
        disabled={entries === 0}
        onClick={() => void exportSession(panel, store.book().log.entries, true)}
      >
        <ExportIcon />
      </button>
      <MenuButton
        class="icon-button caret"
        testId="export-more"
        label={words.more}
        title={words.more}
        disabled={entries === 0}
        menuLabel={words.title}
        items={choicesOf(panel, facets.get('hit') ?? 0).map(({ id, count, of, run }) => ({
          label: words.choice[id],
          testId: `export-${id}`,
          note: words[of](count),
          disabled: count === 0,
          run: () => void run(),
        }))}
      >
        <ChevronIcon />
      </MenuButton>
    </span>
  );
}

function choicesOf(panel: Panel, hits: number): Choice[] {
  const { store } = panel;
  const { entries: shown } = store.shown.value;
  const choices: Choice[] = [
    {
      id: 'session-all',
      count: store.counts.value.entries,
      of: 'entries',
      run: () => exportSession(panel, store.book().log.entries, true),
    },
    {
      id: 'har-all',
      count: hits,
      of: 'hits',
      run: () => exportHar(panel, store.book().log.entries, true),
    },
  ];
  if (store.isFiltered.value) {
    choices.splice(1, 0, {
      id: 'session-shown',
      count: shown.length,
      of: 'entries',
      run: () => exportSession(panel, shown, true),
    });
    choices.push({
      id: 'har-shown',
      count: shown.reduce((n, { kind }) => (kind === 'hit' ? n + 1 : n), 0),
      of: 'hits',
      run: () => exportHar(panel, shown, true),
    });
  }
  choices.push(
    {
      id: 'report-html',
      count: store.counts.value.entries,
      of: 'entries',
      run: () => saveReport(panel),
    },
    {
      id: 'report-markdown',
      count: store.counts.value.entries,
      of: 'entries',
      run: () => copyReport(panel),
    },
    {
      id: 'session-plain',
      count: store.counts.value.entries,
      of: 'entries',
      run: () => exportSession(panel, store.book().log.entries, false),
    },
    {
      id: 'har-plain',
      count: hits,
      of: 'hits',
      run: () => exportHar(panel, store.book().log.entries, false),
    },
  );
  return choices;
}

function exportSession(panel: Panel, entries: readonly Entry[], isMasked: boolean): Promise<void> {
  const { host, schedule } = panel;
  const make = async () =>
    writeFile(
      await readied(panel, entries, isMasked),
      `event-loupe ${host.version}`,
      Date.now(),
      isMasked,
      schedule.nextTurn,
    );
  return offer(panel, '.jsonl', make, isMasked);
}

/** The session as a report is made of it: masked, and judged as it then is. */
async function judged(panel: Panel) {
  const { store, schedule } = panel;
  const { log, profile } = store.book();
  const file = nameFile(store.book().latestUrl(), Date.now());
  const entries = await readied(panel, log.entries, true);
  return judgeSession(entries, file, { profile, language: language.value, schedule });
}

function saveReport(panel: Panel): Promise<void> {
  return offer(panel, '.html', async () => {
    const { words } = language.value;
    const one = await judged(panel);
    const generator = `event-loupe ${panel.host.version}`;
    const file = await writeFile(one.entries, generator, Date.now(), true, panel.schedule.nextTurn);
    const recording = file.size <= REPORT_RECORDING_BYTES ? await file.text() : undefined;
    const more = [storySection(sessionStory(one.analysis, recording))];
    const page = htmlReport([one], language.value, words.code, more);
    return new Blob([page], { type: 'text/html' });
  });
}

async function copyReport(panel: Panel): Promise<void> {
  try {
    const text = markdownReport([await judged(panel)], language.value.words);
    await copyAndTell(panel.store, text, t().exports.theReport);
  } catch (error) {
    panel.store.message.value = t().exports.failed(messageOf(error));
  }
}

function exportHar(panel: Panel, entries: readonly Entry[], isMasked: boolean): Promise<void> {
  const { store, host, schedule } = panel;
  const book = store.book();
  const make = async () => {
    const pages = entries.flatMap((entry) => book.pageOf(entry) ?? []);
    const ready = await readied(panel, [...new Set([...entries, ...pages])], isMasked);
    const starts = new Map(
      ready.flatMap((entry) => (entry.kind === 'page' ? [[entry.id, entry]] : [])),
    );
    return writeHar(ready, {
      version: host.version,
      isMasked,
      pageOf: (entry) => starts.get(book.pageOf(entry)?.id ?? ''),
      nextTurn: schedule.nextTurn,
    });
  };
  return offer(panel, '.har', make, isMasked);
}
