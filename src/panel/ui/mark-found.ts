/** As many places are marked at once; a letter alone may be found in all there is. */
const PLACES = 2_000;

/** Of the highlight in the style sheet. */
const NAME = 'found';

/**
 * Marks what patterns find in a part of the document, and again as something else is drawn there.
 * The document stays as it is.
 * @param parts selector of what is looked through
 * @returns what ends it
 */
export function markFound(root: Element, parts: string, patterns: readonly RegExp[]): () => void {
  if (patterns.length === 0) return () => undefined;
  const mark = () => {
    const ranges = rangesIn(root.querySelectorAll(parts), patterns);
    CSS.highlights.set(NAME, new Highlight(...ranges));
  };
  const observer = new MutationObserver(mark);
  observer.observe(root, { childList: true, subtree: true, characterData: true });
  mark();
  return () => {
    observer.disconnect();
    CSS.highlights.delete(NAME);
  };
}

function rangesIn(parts: Iterable<Element>, patterns: readonly RegExp[]): Range[] {
  const ranges: Range[] = [];
  for (const part of parts) {
    const texts = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node; node = texts.nextNode())
      for (const pattern of patterns)
        for (const { 0: found, index } of (node.nodeValue ?? '').matchAll(pattern)) {
          if (found === '') continue;
          if (ranges.length === PLACES) return ranges;
          const range = document.createRange();
          range.setStart(node, index);
          range.setEnd(node, index + found.length);
          ranges.push(range);
        }
  }
  return ranges;
}
