import { useSignal, useSignalEffect } from '@preact/signals';
import { useLayoutEffect } from 'preact/hooks';
import { t } from '../text/language.ts';

const MIN = 220;
const STEP = 24;
/** Below this width the detail stands under the list; the same number is in layout.css. */
const NARROW = '(max-width: 699px)';

/** The bar between list and detail: drag it, or move it with the arrow keys. */
export function Splitter(props: {
  controls: string;
  /** What it was moved to before, in pixels, where the detail stands beside the list and under it. */
  kept: { width?: number; height?: number };
  onMove(kept: { width?: number; height?: number }): void;
}) {
  const { controls, kept } = props;
  const narrow = useSignal(matchMedia(NARROW).matches);
  const size = useSignal<number | undefined>(undefined);
  useSignalEffect(() => {
    const query = matchMedia(NARROW);
    const onChange = () => {
      narrow.value = query.matches;
      size.value = undefined;
    };
    query.addEventListener('change', onChange);
    return () => query.removeEventListener('change', onChange);
  });

  useLayoutEffect(() => {
    const style = document.querySelector('main')?.style;
    if (kept.width !== undefined) style?.setProperty('--detail-width', `${kept.width}px`);
    if (kept.height !== undefined) style?.setProperty('--detail-height', `${kept.height}px`);
  }, [kept]);

  const room = () => {
    const main = document.querySelector('main');
    return (narrow.value ? main?.clientHeight : main?.clientWidth) ?? 0;
  };
  const largest = () => Math.max(MIN, room() - (narrow.value ? 90 : 260));
  const current = () => {
    const detail = document.getElementById(controls);
    return (narrow.value ? detail?.offsetHeight : detail?.offsetWidth) ?? MIN;
  };
  const resize = (to: number) => {
    size.value = Math.round(Math.min(largest(), Math.max(narrow.value ? 120 : MIN, to)));
    props.onMove({ ...kept, [narrow.value ? 'height' : 'width']: size.value });
  };

  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule that can be moved has no element of its own
    <div
      class="splitter"
      role="separator"
      tabIndex={0}
      aria-label={t().ui.splitter}
      aria-orientation={narrow.value ? 'horizontal' : 'vertical'}
      aria-controls={controls}
      aria-valuenow={size.value ?? 440}
      aria-valuemin={MIN}
      aria-valuemax={largest()}
      data-testid="splitter"
      onKeyDown={(event) => {
        const larger = narrow.value ? 'ArrowUp' : 'ArrowLeft';
        const smaller = narrow.value ? 'ArrowDown' : 'ArrowRight';
        if (event.key === larger) resize(current() + STEP);
        else if (event.key === smaller) resize(current() - STEP);
        else if (event.key === 'Home') resize(MIN);
        else if (event.key === 'End') resize(largest());
        else return;
        event.preventDefault();
      }}
      onPointerDown={(event) => {
        const bar = event.currentTarget;
        const from = narrow.value ? event.clientY : event.clientX;
        const start = current();
        bar.setPointerCapture(event.pointerId);
        bar.onpointermove = (move) =>
          resize(start + from - (narrow.value ? move.clientY : move.clientX));
        bar.onpointerup = () => {
          bar.onpointermove = null;
        };
        event.preventDefault();
        bar.focus();
      }}
    />
  );
}
