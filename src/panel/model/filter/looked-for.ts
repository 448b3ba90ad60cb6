import { splitWords } from './split-words.ts';

/** Keys whose words are to be read as they were typed where an entry is shown; '' stands for none. */
const READ_KEYS = new Set(['', 'name', 'event', 'pixel', 'id', 'page', 'note']);

/** What a search that is valid looks for, as patterns that tell all its places in a text. */
export function lookedForBy(search: string): RegExp[] {
  return [...splitWords(search)].flatMap(({ negated, key = '', text, flags }) => {
    // A letter is everywhere: to mark it tells nothing.
    if (negated || !READ_KEYS.has(key) || text.length < 2) return [];
    if (flags !== undefined) return new RegExp(text, `${flags.replace(/[gy]/g, '')}g`);
    // Of an event's name the case counts.
    return new RegExp(escapePattern(text), key === 'event' ? 'g' : 'gi');
  });
}

/** A pattern that a text meets as it is. */
export function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
