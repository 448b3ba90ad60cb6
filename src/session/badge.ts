/** What a panel asks the background to show on the toolbar's icon: Firefox's DevTools have no `action`. */
export interface BadgeMessage {
  type: 'badge';
  tabId: number;
  /** Findings that are errors; 0 takes the number away. */
  errors: number;
}

/** A message as it came; undefined for anything else. */
export function parseBadge(value: unknown): BadgeMessage | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { type, tabId, errors } = value as Record<string, unknown>;
  if (type !== 'badge' || typeof tabId !== 'number' || typeof errors !== 'number') return undefined;
  return { type, tabId, errors };
}

/** The number in the four characters that an icon has room for; '' for none. */
export function badgeText(errors: number): string {
  if (errors < 1) return '';
  return errors > 999 ? '999+' : String(errors);
}
