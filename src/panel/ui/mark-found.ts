/** As many places are marked at once; a letter alone may be found in all there is. */
const PLACES = 500;

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
  let frame: number | undefined;
  const mark = () => {
    frame = undefined;
    const ranges = rangesIn(root.querySelectorAll(parts), patterns);
    CSS.highlights.set(NAME, new Highlight(...ranges));
  };
  const markSoon = () => {
    frame ??= requestAnimationFrame(mark);
  };
  const observer = new MutationObserver(markSoon);
  observer.observe(root, { childList: true, subtree: true, characterData: true });
  root.toggleAttribute('data-marked', true);
  markSoon();
  return () => {
    root.toggleAttribute('data-marked', false);
    observer.disconnect();
    if (frame !== undefined) cancelAnimationFrame(frame);
    CSS.highlights.delete(NAME);
  };
}

/** A range that stays as it is: one that follows the document makes each change of it dearer. */
function rangesIn(parts: Iterable<Element>, patterns: readonly RegExp[]): StaticRange[] {
  const ranges: StaticRange[] = [];
  for (const part of parts) {
    const texts = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node; node = texts.nextNode())
      for (const pattern of patterns)
        for (const { 0: found, index } of (node.nodeValue ?? '').matchAll(pattern)) {
          if (found === '') continue;
          if (ranges.length === PLACES) return ranges;
          const end = index + found.length;
          ranges.push(
            new StaticRange({
              startContainer: node,
              startOffset: index,
              endContainer: node,
              endOffset: end,
            }),
          );
        }
  }
  return ranges;
}
