// @vitest-environment happy-dom
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { DropTarget } from '../../../../src/panel/app/drop-target.tsx';
import { NoEntries } from '../../../../src/panel/app/no-entries.tsx';
import { ServerEventsButton } from '../../../../src/panel/app/server-events-popover.tsx';
import { StatusBar } from '../../../../src/panel/app/status-bar.tsx';
import { openFiles } from '../../../../src/panel/model/open-files.ts';
import { toLines } from '../../../session/rich-session.ts';
import { entries } from '../../../session/session.ts';
import { type Mounted, mountPart } from '../mounted.tsx';

const event = (id: string) =>
  new File([`{"event_name":"Lead","event_id":"${id}","event_time":1795219200}`], `${id}.json`);
const SESSION = new File([toLines(entries('page https://a.test/\nfbq track Lead'))], 'a.jsonl');

const idsOf = ({ panel }: Mounted) =>
  panel.store
    .book()
    .log.entries.flatMap((entry) => (entry.kind === 'server' ? [entry.event.event_id] : []));

describe('several files at once', () => {
  it('are all read when they are dropped', async () => {
    const panel = await mountPart(<DropTarget>here</DropTarget>);
    const transfer = { types: ['Files'], files: [event('a'), event('b')] };
    const drop = new Event('drop', { bubbles: true, cancelable: true });
    Object.defineProperty(drop, 'dataTransfer', { value: transfer });
    panel.place.querySelector('.panel')?.dispatchEvent(drop);
    await expect.poll(() => idsOf(panel)).toEqual(['a', 'b']);
  });

  it('are named while they are read, and nothing else is said of an empty panel', async () => {
    const panel = await mountPart(
      <>
        <NoEntries />
        <StatusBar />
      </>,
    );
    panel.panel.store.status.value = 'none';
    let go = () => {};
    const slow = new File([await SESSION.text()], 'large.jsonl');
    const stream = slow.stream.bind(slow);
    slow.stream = () => {
      const gate = new Promise<void>((resolve) => {
        go = resolve;
      });
      const wait = new TransformStream<Uint8Array, Uint8Array<ArrayBuffer>>({ start: () => gate });
      return stream().pipeThrough(wait);
    };
    const opened = openFiles([slow], panel.panel);
    await expect.poll(() => panel.textOf('empty-reading')).toBe('Reading large.jsonl…');
    expect(panel.textOf('reading')).toBe('Reading large.jsonl…');
    expect(panel.find('empty-none')).toBeUndefined();
    go();
    await opened;
    await expect.poll(() => panel.find('reading')).toBeUndefined();
    expect(panel.panel.store.openFile.value?.name).toBe('large.jsonl');
  });

  it('put server events into the session that comes with them, in whatever order', async () => {
    const panel = await mountPart(null);
    expect(await openFiles([event('a'), SESSION], panel.panel)).toBeUndefined();
    expect(panel.panel.store.openFile.value?.name).toBe('a.jsonl');
    expect(idsOf(panel)).toEqual(['a']);
  });

  it('are read as they are packed, and named without it', async () => {
    const packed = async (file: File) => {
      const bytes = gzipSync(new Uint8Array(await file.arrayBuffer()));
      return new File([bytes], `${file.name}.gz`);
    };
    const panel = await mountPart(null);
    const files = [await packed(SESSION), await packed(event('a'))];
    expect(await openFiles(files, panel.panel)).toBeUndefined();
    expect(panel.panel.store.openFile.value?.name).toBe('a.jsonl');
    expect(idsOf(panel)).toEqual(['a']);
    const cut = new File([(await packed(event('b'))).slice(0, 40)], 'b.json.gz');
    expect(await openFiles([cut, event('c')], panel.panel)).toBe(
      'b.json.gz: a gzip file that is cut or damaged; export it again',
    );
    expect(idsOf(panel)).toEqual(['a', 'c']);
  });

  it('say of each what is wrong, and which could not be shown', async () => {
    const panel = await mountPart(null);
    const bad = new File(['not JSON'], 'bad.json');
    const other = new File([SESSION], 'other.jsonl');
    const problem = await openFiles([bad, SESSION, event('a'), other], panel.panel);
    expect(problem).toContain('bad.json');
    expect(problem).toContain('other.jsonl');
    expect(panel.panel.store.message.value).toBe(problem);
    expect(idsOf(panel)).toEqual(['a']);
  });

  it('put settings in force by their content, and say so', async () => {
    const panel = await mountPart(null);
    const { store, preferences } = panel.panel;
    const text =
      '{"kind": "event-loupe-settings", "version": 1, "view": "findings", "hidden": ["time"]}';
    expect(await openFiles([new File([text], 'mine.json')], panel.panel)).toBeUndefined();
    expect([store.view.value, preferences.hidden.value]).toEqual(['findings', ['time']]);
    expect(store.toast.value?.text).toBe('Settings imported');
    expect(store.message.value).toBeUndefined();
  });

  it('open a profile by its content, whatever it is called', async () => {
    const panel = await mountPart(null);
    const text = '{"layers": ["mine"]}';
    expect(await openFiles([new File([text], 'shop.json')], panel.panel)).toBeUndefined();
    expect(panel.panel.profiles.draft.value?.text).toBe(text);
  });
});

describe('server events that are pasted', () => {
  const paste = async (panel: Mounted, text: string) => {
    const field = panel.find('paste-events') as HTMLTextAreaElement;
    field.value = text;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    field.closest('form')?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
    await panel.settle();
  };

  it('take the pixel that they do not name, also where they were imported without it', async () => {
    const panel = await mountPart(<ServerEventsButton />);
    const text = '{"event_name": "Lead", "event_id": "a", "event_time": 1795219200}';
    const pixels = () =>
      panel.panel.store
        .book()
        .log.entries.map((entry) => (entry.kind === 'server' ? entry.pixelId : ''));
    await paste(panel, text);
    await expect.poll(pixels).toEqual([undefined]);
    const field = panel.find('paste-pixel') as HTMLInputElement;
    field.value = ' 1234567890123456 ';
    field.dispatchEvent(new Event('input', { bubbles: true }));
    await paste(panel, text);
    await expect.poll(pixels).toEqual(['1234567890123456']);
    expect(panel.panel.store.toast.value?.text).toBe('1 server event imported');
  });

  it('stay in the field when they cannot be read, with what is wrong', async () => {
    const panel = await mountPart(<ServerEventsButton />);
    await paste(panel, '{"event_time": 1}');
    await expect
      .poll(() => panel.textOf('paste-problem'))
      .toMatch(/expected Conversions API events/);
    expect((panel.find('paste-events') as HTMLTextAreaElement).value).toBe('{"event_time": 1}');
    await paste(panel, '{"event_name": "Lead", "event_id": "a", "event_time": 1795219200}');
    await expect.poll(() => (panel.find('paste-events') as HTMLTextAreaElement).value).toBe('');
    expect(panel.find('paste-problem')).toBeUndefined();
    expect(idsOf(panel)).toEqual(['a']);
  });
});
