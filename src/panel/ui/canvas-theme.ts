import type { Facet } from '../text/describe-entry.ts';

/** The panel's colours, as a canvas needs them. */
export interface CanvasTheme {
  ground: string;
  bar: string;
  line: string;
  lineSoft: string;
  rail: string;
  text: string;
  dim: string;
  accent: string;
  selected: string;
  hover: string;
  bad: string;
  badGround: string;
  warn: string;
  warnGround: string;
  warnMark: string;
  ok: string;
  okGround: string;
  muteGround: string;
  closedGround: string;
  tones: Readonly<Record<Facet, string>>;
  font: string;
  fontStrong: string;
  fontSmall: string;
}

/** Reads the colours in force from the style sheet's variables. */
export function readTheme(element: Element): CanvasTheme {
  const style = getComputedStyle(element);
  const read = (name: string) => style.getPropertyValue(name).trim() || '#888888';
  const family = style.fontFamily || 'sans-serif';
  return {
    ground: read('--ground'),
    bar: read('--bar'),
    line: read('--line'),
    lineSoft: read('--line-soft'),
    rail: read('--rail'),
    text: read('--text'),
    dim: read('--dim'),
    accent: read('--accent'),
    selected: read('--selected'),
    hover: read('--hover'),
    bad: read('--bad'),
    badGround: read('--bad-ground'),
    warn: read('--warn'),
    warnGround: read('--warn-ground'),
    warnMark: read('--warn-mark'),
    ok: read('--ok'),
    okGround: read('--ok-ground'),
    muteGround: read('--mute-ground'),
    closedGround: read('--closed-ground'),
    tones: {
      loyjoy: read('--loyjoy'),
      dataLayer: read('--dataLayer'),
      cact: read('--cact'),
      fbq: read('--fbq'),
      cbq: read('--fbq'),
      analytics: read('--analytics'),
      hit: read('--hit'),
      server: read('--server'),
      consent: read('--consent'),
      console: read('--dim'),
      page: read('--dim'),
      gap: read('--bad'),
    },
    font: `11px ${family}`,
    fontStrong: `600 11px ${family}`,
    fontSmall: `10px ${family}`,
  };
}
