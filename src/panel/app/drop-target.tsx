import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { usePanel } from '../model/context.ts';
import { openFiles } from '../model/open-files.ts';
import { t } from '../text/language.ts';

/** Lets session files, server events and profiles be dropped anywhere on the panel. */
export function DropTarget({ children }: { children: ComponentChildren }) {
  const panel = usePanel();
  const isOver = useSignal(false);
  /** Enter and leave come for every element under the pointer; only their balance tells. */
  const depth = useRef(0);
  const end = () => {
    depth.current = 0;
    isOver.value = false;
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping has its button in the toolbar
    <div
      class="panel"
      onDragEnter={(event) => {
        if (!hasFile(event)) return;
        event.preventDefault();
        depth.current += 1;
        isOver.value = true;
      }}
      onDragOver={(event) => {
        if (hasFile(event)) event.preventDefault();
      }}
      onDragLeave={(event) => {
        if (!hasFile(event)) return;
        depth.current -= 1;
        if (depth.current <= 0) end();
      }}
      onDrop={(event) => {
        const files = [...(event.dataTransfer?.files ?? [])];
        end();
        if (files.length === 0) return;
        event.preventDefault();
        void openFiles(files, panel);
      }}
    >
      {children}
      {isOver.value && (
        <div class="drop" data-testid="drop">
          <p>{t().app.drop}</p>
        </div>
      )}
    </div>
  );
}

function hasFile(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') ?? false;
}
