import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';

/** One thing that a menu does. */
export interface MenuItem {
  label: string;
  testId: string;
  /** Behind the label, dim. */
  note?: string;
  disabled?: boolean;
  /** Of what is on or off: whether it is on. */
  isOn?: boolean;
  run(): void;
}

/** What in a menu can be chosen. */
const ENABLED = '[role^=menuitem]:enabled';

/** Room that a menu needs below its button, per item; else it stands above. Pixels. */
const ITEM_PX = 26;

/** A button that opens a menu. Arrows go round in it; Esc closes it, as any popover. */
export function MenuButton(props: {
  class: string;
  testId: string;
  /** What a screen reader says, where the button's content is no text. */
  label?: string;
  title?: string;
  disabled?: boolean;
  menuLabel: string;
  items: readonly MenuItem[];
  children: ComponentChildren;
}) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const { items } = props;
  const close = () => {
    document.getElementById(id)?.hidePopover();
    button.current?.focus();
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        class={props.class}
        data-testid={props.testId}
        aria-label={props.label}
        title={props.title}
        aria-haspopup="menu"
        disabled={props.disabled}
        popovertarget={id}
      >
        {props.children}
      </button>
      <div
        id={id}
        class="popover menu"
        popover="auto"
        role="menu"
        tabIndex={-1}
        aria-label={props.menuLabel}
        onBeforeToggle={(event) => {
          const at = button.current?.getBoundingClientRect();
          if (at && event.newState === 'open')
            event.currentTarget.style.inset = besideButton(
              at,
              event.currentTarget,
              items.length * ITEM_PX,
            );
        }}
        onToggle={(event) => {
          if (event.newState === 'open')
            event.currentTarget.querySelector<HTMLElement>(ENABLED)?.focus();
        }}
        onKeyDown={moveInMenu}
      >
        <MenuItems items={items} onRun={close} />
      </div>
    </>
  );
}

/** The lines of a menu. @param props.onRun closes it, before the line does its work */
function MenuItems({ items, onRun }: { items: readonly MenuItem[]; onRun(): void }) {
  return (
    <>
      {items.map(({ label, testId, note, disabled, isOn, run }) => (
        <button
          key={testId}
          type="button"
          role="menuitem"
          {...(isOn !== undefined && { role: 'menuitemcheckbox', 'aria-checked': isOn })}
          class="menu-item"
          data-testid={testId}
          disabled={disabled}
          onClick={() => {
            onRun();
            run();
          }}
        >
          {label}
          {note !== undefined && <span class="count">{note}</span>}
        </button>
      ))}
    </>
  );
}

let isPressed = false;
for (const type of ['pointerdown', 'pointerup', 'pointercancel'] as const)
  globalThis.addEventListener?.(
    type,
    () => {
      isPressed = type === 'pointerdown';
    },
    true,
  );

/**
 * Runs at once, or when the pointer's button is released: Firefox asks for a menu as the button goes
 * down, and closes a popover as it goes up beside it.
 * @returns what takes it back
 */
export function whenReleased(run: () => void): () => void {
  if (!isPressed) {
    run();
    return () => undefined;
  }
  let timer = 0;
  // The mouse's own event comes behind the pointer's.
  const onUp = () => {
    timer = window.setTimeout(run);
  };
  addEventListener('pointerup', onUp, { once: true });
  return () => {
    removeEventListener('pointerup', onUp);
    clearTimeout(timer);
  };
}

/** A menu that was asked for with the right button or the menu key; it stands where that was. */
export function ContextMenu(props: {
  label: string;
  testId: string;
  items: readonly MenuItem[];
  /** CSS pixels in the window. */
  at: { x: number; y: number };
  /** It is still there, with the focus in it unless something else was chosen. */
  onClose(): void;
}) {
  const { label, testId, items, at, onClose } = props;
  const menu = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = menu.current;
    if (!element) return;
    const show = () => {
      if (!element.isConnected) return;
      element.showPopover();
      const { width, height } = element.getBoundingClientRect();
      const left = Math.max(6, Math.min(at.x, innerWidth - width - 6));
      const top = Math.max(6, Math.min(at.y, innerHeight - height - 6));
      element.style.inset = `${top}px auto auto ${left}px`;
      element.querySelector<HTMLElement>(ENABLED)?.focus();
    };
    return whenReleased(show);
  }, [at]);
  return (
    <div
      ref={menu}
      class="popover menu context-menu"
      popover="auto"
      role="menu"
      tabIndex={-1}
      aria-label={label}
      data-testid={testId}
      onToggle={(event) => {
        if (event.newState === 'closed') onClose();
      }}
      onContextMenu={(event) => event.preventDefault()}
      onKeyDown={moveInMenu}
    >
      <MenuItems items={items} onRun={onClose} />
    </div>
  );
}

/**
 * Where a popover that opens stands: under its button and flush with its right edge, as far as the
 * panel reaches, and above it where there is no room. The CSS value of `inset`.
 * @param height about the popover's, in pixels
 */
export function besideButton(
  at: Pick<DOMRect, 'top' | 'right' | 'bottom'>,
  popover: HTMLElement,
  height: number,
): string {
  const right = Math.max(6, Math.min(innerWidth - at.right, innerWidth - widthOf(popover) - 6));
  const isLow = at.bottom + height > innerHeight && at.top > innerHeight / 2;
  if (isLow) return `auto ${right}px ${innerHeight - at.top + 2}px auto`;
  return `${at.bottom + 2}px ${right}px auto auto`;
}

/** How wide a popover will be that is not shown yet. */
function widthOf(popover: HTMLElement): number {
  popover.style.display = 'block';
  const width = popover.offsetWidth;
  popover.style.display = '';
  return width;
}

function moveInMenu(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>(ENABLED)];
  const at = items.indexOf(document.activeElement as HTMLElement);
  const to = {
    ArrowDown: (at + 1) % items.length,
    ArrowUp: (at - 1 + items.length) % items.length,
    Home: 0,
    End: items.length - 1,
  }[event.key];
  if (to === undefined) return;
  items[to]?.focus();
  event.preventDefault();
}
