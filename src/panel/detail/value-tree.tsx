import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { formatCode } from '../../language/call-code.ts';
import type { PageValue } from '../../session/value.ts';
import { usePanel } from '../model/context.ts';
import { t } from '../text/language.ts';
import { copyAndTell } from '../ui/copy-button.tsx';
import { ChevronIcon } from '../ui/icons.tsx';
import { countChildren, describeValue, listChildren, longText } from './value-node.ts';

/** Children shown at once; a button shows as many more. */
const PAGE = 100;

/** One visible line of the tree. */
interface Line {
  /** Unique in the tree, and how code reaches the value. */
  path: string;
  label: string;
  value: PageValue;
  level: number;
  children: number;
  isOpen: boolean;
  position: number;
  siblings: number;
  /** Instead of a value: how many more children there are. */
  hidden?: number;
}

/**
 * Values as a tree, one root per argument. Only what is opened is rendered, long lists in pages.
 * Keys: arrows move, open and close, Enter opens, Ctrl+C copies the value.
 */
export function ValueTree(props: {
  label: string;
  roots: readonly { label: string; path: string; value: PageValue }[];
  /** Paths that are open at first. */
  initiallyOpen: readonly string[];
}) {
  const { store } = usePanel();
  const open = useSignal<ReadonlySet<string>>(new Set(props.initiallyOpen));
  const sizes = useSignal<ReadonlyMap<string, number>>(new Map());
  const active = useSignal(props.roots[0]?.path ?? '');
  const tree = useRef<HTMLDivElement>(null);

  const lines: Line[] = [];
  for (const [i, root] of props.roots.entries())
    addLines(lines, { ...root, level: 1, position: i + 1, siblings: props.roots.length });

  function addLines(
    into: Line[],
    node: Pick<Line, 'label' | 'path' | 'value' | 'level' | 'position' | 'siblings'>,
  ) {
    const children = countChildren(node.value);
    const long = longText(node.value) !== undefined;
    const isOpen = (children > 0 || long) && open.value.has(node.path);
    into.push({ ...node, children: long ? 1 : children, isOpen });
    if (!isOpen || long) return;
    const size = sizes.value.get(node.path) ?? PAGE;
    for (const [i, child] of listChildren(node.value, size).entries())
      addLines(into, {
        label: child.label,
        path: node.path + child.step,
        value: child.value,
        level: node.level + 1,
        position: i + 1,
        siblings: children,
      });
    if (children > size)
      into.push({
        label: '',
        path: `${node.path}…`,
        value: null,
        level: node.level + 1,
        children: 0,
        isOpen: false,
        position: size + 1,
        siblings: children,
        hidden: children - size,
      });
  }

  const setOpen = (path: string, isOpen: boolean) => {
    const next = new Set(open.value);
    if (isOpen) next.add(path);
    else next.delete(path);
    open.value = next;
  };
  const showMore = (line: Line) => {
    const parent = line.path.slice(0, -1);
    sizes.value = new Map(sizes.value).set(parent, (sizes.value.get(parent) ?? PAGE) + PAGE);
  };
  const activate = (line: Line | undefined) => {
    if (!line) return;
    active.value = line.path;
    const index = lines.indexOf(line);
    queueMicrotask(() =>
      tree.current?.querySelectorAll<HTMLElement>('[role=treeitem]')[index]?.focus(),
    );
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (!(event.target instanceof HTMLElement) || event.target.role !== 'treeitem') return;
    const index = lines.findIndex((line) => line.path === active.value);
    const line = lines[index];
    if (!line) return;
    if (
      (event.ctrlKey || event.metaKey) &&
      event.key === 'c' &&
      getSelection()?.isCollapsed !== false
    ) {
      void copyAndTell(store, plainText(line.value), t().detail.copied.value);
      event.preventDefault();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    switch (event.key) {
      case 'ArrowDown':
        activate(lines[index + 1]);
        break;
      case 'ArrowUp':
        activate(lines[index - 1]);
        break;
      case 'Home':
        activate(lines[0]);
        break;
      case 'End':
        activate(lines.at(-1));
        break;
      case 'ArrowRight':
        if (line.children > 0 && !line.isOpen) setOpen(line.path, true);
        else if (line.isOpen) activate(lines[index + 1]);
        break;
      case 'ArrowLeft':
        if (line.isOpen) setOpen(line.path, false);
        else activate(lines.slice(0, index).findLast((other) => other.level < line.level));
        break;
      case 'Enter':
      case ' ':
        if (line.hidden !== undefined) showMore(line);
        else if (line.children > 0) setOpen(line.path, !line.isOpen);
        break;
      default:
        return;
    }
    event.preventDefault();
  };

  const hasActive = lines.some((line) => line.path === active.value);
  return (
    <div ref={tree} class="tree" role="tree" aria-label={props.label} onKeyDown={onKeyDown}>
      {lines.map((line, i) => (
        <TreeLine
          key={line.path}
          line={line}
          isActive={hasActive ? line.path === active.value : i === 0}
          onFocus={() => {
            active.value = line.path;
          }}
          onToggle={() => {
            active.value = line.path;
            if (line.hidden !== undefined) showMore(line);
            else if (line.children > 0) setOpen(line.path, !line.isOpen);
          }}
        />
      ))}
    </div>
  );
}

function TreeLine(props: { line: Line; isActive: boolean; onFocus(): void; onToggle(): void }) {
  const { store } = usePanel();
  const { line } = props;
  const { text, tone, note } = describeValue(line.value, line.isOpen);
  const whole = line.isOpen ? longText(line.value) : undefined;
  const words = t().detail;
  const copies = [
    { name: 'value', text: () => plainText(line.value) },
    { name: 'json', text: () => JSON.stringify(line.value, null, 2) },
    { name: 'path', text: () => line.path },
  ] as const;
  return (
    <div
      role="treeitem"
      class="tree-line"
      tabIndex={props.isActive ? 0 : -1}
      aria-level={line.level}
      aria-posinset={line.position}
      aria-setsize={line.siblings}
      aria-expanded={line.children > 0 ? line.isOpen : undefined}
      aria-selected={props.isActive}
      data-testid="value"
      data-path={line.path}
      style={{ '--level': line.level - 1 }}
      onFocus={props.onFocus}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the tree takes the keys */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the tree takes the keys */}
      <div class={tone === 'object' ? 'tree-text one-line' : 'tree-text'} onClick={props.onToggle}>
        <span class={line.isOpen ? 'twisty open' : 'twisty'}>
          {line.children > 0 && <ChevronIcon />}
        </span>
        {line.hidden !== undefined ? (
          <span class="link">{t().ui.showMore(Math.min(PAGE, line.hidden), line.hidden)}</span>
        ) : (
          <>
            <span class="key">{line.label}</span>
            <span class="colon">: </span>
            {whole === undefined && text !== '' && <span class={`value ${tone}`}>{text}</span>}
            {note !== undefined && <span class="value note"> {note}</span>}
          </>
        )}
      </div>
      {line.hidden === undefined && (
        <span class="tree-actions">
          {copies.map(({ name, text: make }) => (
            <button
              key={name}
              type="button"
              class="link"
              tabIndex={props.isActive ? 0 : -1}
              data-testid={`copy-node-${name}`}
              aria-label={words.copy.of[name](line.label)}
              onClick={() => void copyAndTell(store, make(), words.copied[name])}
            >
              {words[name]}
            </button>
          ))}
        </span>
      )}
      {whole !== undefined && <pre class="long-text">{whole}</pre>}
    </div>
  );
}

/** Strings as they are, everything else as code. */
function plainText(value: PageValue): string {
  return typeof value === 'string' ? value : (longText(value) ?? formatCode(value, t()));
}
