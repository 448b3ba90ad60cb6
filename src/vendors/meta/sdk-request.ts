/** A request of the pixel's SDK that is no event, but without which there are none. */
export type SdkRequest = { role: 'library' } | { role: 'config'; pixelId: string };

const LIBRARY = /\/fbevents\.js$/;
const CONFIG = /\/signals\/config\/(\d{1,26})\/?$/;

/**
 * Tells the pixel's library (`/<locale>/fbevents.js`) and its configuration
 * (`/signals/config/<pixel id>`) by their paths, on any host: `fbq('set', 'cdn', …)` can name
 * another than connect.facebook.net (domain facts 2.2, 3.1). Undefined for everything else; costs
 * two searches in the address.
 */
export function sdkRequestOf(url: string): SdkRequest | undefined {
  if (!url.includes('/fbevents.js') && !url.includes('/signals/config/')) return undefined;
  const end = url.search(/[?#]/);
  const path = end === -1 ? url : url.slice(0, end);
  if (LIBRARY.test(path)) return { role: 'library' };
  const pixelId = CONFIG.exec(path)?.[1];
  return pixelId === undefined ? undefined : { role: 'config', pixelId };
}
