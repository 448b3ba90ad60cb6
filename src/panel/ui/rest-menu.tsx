import { useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';
import { MenuButton, type MenuItem } from './menu.tsx';

/** A part of a line, as it stands in the menu where the line has no room for it. */
export interface LinePart extends MenuItem {
  /** What the part's element has as its `data-part`. */
  part: string;
  /** What it says is wrong: it is to be seen that there is such a one. */
  isBad?: boolean;
}

/**
 * A menu at the end of a line, with those of its parts that have no room. The line wraps and is as
 * high as one part, so what is wrapped is out of sight; `data-unseen` marks it.
 */
export function RestMenu(props: {
  line: RefObject<HTMLElement | null>;
  parts: readonly LinePart[];
  testId: string;
  label: string;
  menuLabel: string;
}) {
  const { line, parts, testId, label, menuLabel } = props;
  const unseen = useSignal<readonly string[]>([]);
  const ids = parts.map(({ part }) => part).join();

  useEffect(() => {
    const element = line.current;
    if (!element) return;
    const measure = () => {
      const next = partsBelow(element);
      if (next.join() !== unseen.peek().join()) unseen.value = next;
    };
    // Words, counts and the line itself may take more room or less.
    const sizes = new ResizeObserver(measure);
    sizes.observe(element);
    for (const part of element.children) sizes.observe(part);
    return () => sizes.disconnect();
  }, [ids, line, unseen]);

  const rest = parts.filter(({ part }) => unseen.value.includes(part));
  if (rest.length === 0) return null;
  const state = rest.some(({ isOn }) => isOn) ? 'on' : rest.some(({ isBad }) => isBad) ? 'bad' : '';
  return (
    <MenuButton
      class={`icon-button rest-menu ${state}`}
      testId={testId}
      label={label}
      title={label}
      menuLabel={menuLabel}
      items={rest}
    >
      »
    </MenuButton>
  );
}

/** Marks the parts that are not seen, or not whole. @returns their names */
function partsBelow(line: HTMLElement): string[] {
  const parts = [...line.querySelectorAll<HTMLElement>('[data-part]')].filter(
    // What is not displayed takes no room and is no part of the line.
    ({ offsetHeight }) => offsetHeight > 0,
  );
  const top = Math.min(...parts.map(({ offsetTop }) => offsetTop));
  const right = line.offsetLeft + line.offsetWidth;
  return parts.flatMap((part) => {
    // The first is not wrapped, however little room there is.
    const isUnseen = part.offsetTop > top || part.offsetLeft + part.offsetWidth > right + 1;
    part.toggleAttribute('data-unseen', isUnseen);
    return isUnseen ? [part.dataset.part as string] : [];
  });
}
