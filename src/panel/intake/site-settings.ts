/** What is kept for one site. */
export interface SiteSettings {
  /** The site's own profile, as its author wrote it. */
  text?: string;
  /** Another site whose profile is in force here; null for none. Absent: the site's own. */
  uses?: string | null;
}

/** Settings as they came from storage; undefined where they are none. */
export function parseSiteSettings(value: unknown): SiteSettings | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { text, uses } = value as { text?: unknown; uses?: unknown };
  const settings: SiteSettings = {};
  if (typeof text === 'string') settings.text = text;
  if (typeof uses === 'string' || uses === null) settings.uses = uses;
  return Object.keys(settings).length > 0 ? settings : undefined;
}
