/**
 * One of our own texts with its `**strong**` words and its `code`, so that a language can put them
 * where they belong in its sentence. Not for what a page or a file says: its marks are its own.
 */
export function Marked({ text }: { text: string }) {
  return <>{text.split(/(\*\*[^*]+\*\*|`[^`]+`)/).map(render)}</>;
}

function render(part: string) {
  if (part.startsWith('**') && part.length > 4) return <b>{part.slice(2, -2)}</b>;
  if (part.startsWith('`') && part.length > 2) return <code>{part.slice(1, -1)}</code>;
  return part;
}
