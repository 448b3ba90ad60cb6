import type { ChosenFile, Panel } from './session.ts';

/** Runs in the panel: what a browser does when files are dropped on an element. */
export function dropInto(selector: string, files: ChosenFile[]): void {
  const target = document.querySelector(selector);
  if (!target) throw new Error(`no element ${selector}`);
  const dataTransfer = new DataTransfer();
  for (const { name, text } of files) dataTransfer.items.add(new File([text], name));
  for (const type of ['dragenter', 'dragover', 'drop'])
    target.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer }));
}

/** Runs in the panel: resolves when it has drawn twice; effects of a drawing run after it. */
function drawnTwice(): Promise<boolean> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve, 0, true)));
  });
}

/**
 * A panel whose actions end when it has drawn what came of them, as a person sees it before the
 * next look. Without it a test may read what stood there before: the browser answers sooner.
 */
export function untilDrawn(panel: Panel): Panel {
  const then =
    <A extends unknown[]>(act: (...args: A) => Promise<void>) =>
    async (...args: A) => {
      await act(...args);
      // An action may load the panel anew, or close it.
      await panel.evaluate(drawnTwice).catch(() => undefined);
    };
  return {
    ...panel,
    click: then(panel.click),
    type: then(panel.type),
    press: then(panel.press),
    wheel: then(panel.wheel),
    drag: then(panel.drag),
    chooseFiles: then(panel.chooseFiles),
    dropFiles: then(panel.dropFiles),
  };
}
