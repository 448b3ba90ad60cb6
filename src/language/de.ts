import type { RuleTexts } from './rule-text.ts';
import { createSay } from './say.ts';
import type { Words } from './words.ts';

const say = createSay({ locale: 'de', quotes: ['„', '“'], more: (count) => `${count} weitere` });

/** Everything the panel and the reports say, in German. */
export const de: Words = {
  code: 'de',
  name: 'Deutsch',
  say,

  severity: { error: 'Fehler', warning: 'Warnung', info: 'Hinweis' },

  system: {
    fbq: 'Meta-Pixel',
    meta: 'Meta',
    'meta-gateway': 'Conversions API Gateway',
    dataLayer: 'Datenschicht',
    loyjoy: 'LoyJoy',
    cact: 'Commanders Act',
    'commanders-act': 'Commanders Act',
    analytics: 'Segment',
    segment: 'Segment',
  },

  reason: {
    'library-loading': 'Metas Bibliothek lädt noch',
    'config-loading': 'die Konfiguration des Pixels lädt noch',
    'consent-revoked': 'die Einwilligung ist widerrufen',
    'consent-deadlock': 'das grant wartet in der Schlange hinter dem revoke',
    'before-init': 'fbq wurde vor init aufgerufen',
    'bad-pixel-id': 'init nennt keine gültige Pixel-ID',
    'unknown-pixel': 'es nennt ein Pixel, das nicht initialisiert wurde',
    'repeated-page-view': 'ein zweiter PageView derselben Adresse wird verworfen',
    'config-failed': 'die Konfiguration des Pixels wurde nicht geladen',
    'config-blocked': 'die Konfiguration des Pixels wurde im Browser blockiert',
    'library-failed': 'Metas Bibliothek wurde nicht geladen',
    'library-blocked': 'Metas Bibliothek wurde im Browser blockiert',
    'client-blocked': 'die Anfrage wurde im Browser blockiert',
    'hit-failed': 'das Netz hat die Anfrage nicht befördert',
    'left-too-soon': 'die Seite wurde verlassen, während es wartete',
    'bad-arguments': 'die Argumente lassen sich nicht ausschreiben',
    threw: 'der Aufruf warf einen Fehler in die Seite',
  },
};

/** What rules say, in German. */
export const deRules: RuleTexts = {};
