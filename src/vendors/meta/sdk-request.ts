/** A request of the pixel's SDK that is no event, but without which there are none. */
export type SdkRequest =
  | { role: 'library' }
  /** Without a pixel: a plugin that a configuration names, and without which nothing leaves either. */
  | { role: 'config'; pixelId?: string };

const LIBRARY = /\/fbevents\.js$/;
const PLUGIN = /\/signals\/plugins\/[\w-]+\.js$/;
const CONFIG = /\/signals\/config\/(\d{1,26})\/?$/;

/**
 * Tells the pixel's library (`/<locale>/fbevents.js`), its configuration
 * (`/signals/config/<pixel id>`) and the plugins that this asks for, by their paths, on any host:
 * `fbq('set', 'cdn', …)` can name another than connect.facebook.net (domain facts 2.2, 3.1).
 * Undefined for everything else; costs two searches in the address.
 */
export function sdkRequestOf(url: string): SdkRequest | undefined {
  if (!url.includes('/fbevents.js') && !url.includes('/signals/')) return undefined;
  const end = url.search(/[?#]/);
  const path = end === -1 ? url : url.slice(0, end);
  if (LIBRARY.test(path)) return { role: 'library' };
  if (PLUGIN.test(path)) return { role: 'config' };
  const pixelId = CONFIG.exec(path)?.[1];
  return pixelId === undefined ? undefined : { role: 'config', pixelId };
}
