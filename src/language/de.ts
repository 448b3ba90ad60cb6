import { isUnrun } from '../analysis/states/state-reasons.ts';
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

  gap: {
    limit: 'die Seite hat mehr gesendet, als Event Loupe bis zum Öffnen des Panels aufhebt',
    'document-gone': 'die Seite war fort, bevor sie noch einmal erfragt werden konnten',
    unreadable: 'sie ließen sich nicht schreiben oder lesen',
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

  effect({ sdk, state, reason, isHit }, prints) {
    if (isHit) return 'Der Aufruf hinter diesem Hit wurde nicht gesehen.';
    const hasRun = state !== 'held' && !isUnrun(reason);
    const printed = prints === undefined ? undefined : say.quote(prints, PRINTED_UNITS);
    const words = [
      printed === undefined
        ? hasRun && sdk !== 'unknown'
          ? 'Metas Bibliothek gibt keine Warnung aus.'
          : ''
        : hasRun
          ? `Metas Bibliothek gibt aus: ${printed}`
          : `Wenn er läuft, gibt Metas Bibliothek aus: ${printed}`,
    ];
    const why = reason === undefined ? '' : `: ${de.reason[reason]}`;
    if (state === 'sent') words.push('Das Event wurde trotzdem gesendet.');
    else if (state === 'held') words.push(`Es wartet${why}.`);
    else if (state === 'not-sent') words.push(`Es wird nicht gesendet${why}.`);
    else if (sdk === 'dropped') words.push('Die Bibliothek verwirft es.');
    else if (sdk === 'ignored') words.push('Der Aufruf bleibt ohne Wirkung.');
    return words.filter((part) => part !== '').join(' ');
  },
};

/** UTF-16 units of a warning of Meta's library. */
const PRINTED_UNITS = 400;

/** What rules say, in German. */
export const deRules: RuleTexts = {
  // ---- log ------------------------------------------------------------------------------------
  'log/gap': {
    title: 'Einträge gingen verloren',
    message: ({ lost, reason }, t) =>
      `${t.say.plural(lost, { one: '# Eintrag ging verloren', other: '# Einträge gingen verloren' })}: ${t.gap[reason]}.`,
    fix: () =>
      'Schließen Sie nicht daraus, dass auf dieser Seite ein Event fehlt. Öffnen Sie zuerst die DevTools und laden Sie die Seite dann neu.',
    why: 'Was in der Lücke geschah, steht in keiner Liste, Kette oder Zahl dieser Sitzung. Ein Event, das zu fehlen scheint, kann gesendet worden sein.',
    confirm:
      'Laden Sie die Seite bei geöffneten DevTools neu. Die Leiste sagt „0 verloren“, wenn alles angekommen ist, was die Seite gesendet hat.',
  },

  // ---- page -----------------------------------------------------------------------------------
  'page/read-before-definition': {
    title: 'Die Seite liest einen Namen, den nichts definiert hat',
    message: ({ name, isBare }) =>
      isBare
        ? `Die Seite liest ${name}, bevor es definiert ist. Ohne Event Loupe wirft diese Zeile „ReferenceError: ${name} is not defined“, und der Rest der Funktion läuft nicht.`
        : `Ein Skript liest ${name}, bevor es definiert ist. Als window.${name} ist das harmlos; als bloßer Name wirft es ohne Event Loupe einen ReferenceError. Sein Quelltext war nicht lesbar.`,
    fix: ({ name }) =>
      `Definieren Sie den Namen vorher, oder prüfen Sie ihn mit typeof ${name} !== 'undefined'. Für eine Datenschicht:`,
    why: 'Event Loupe wartet hinter den Namen, die das Tracking nutzt. Ein Zugriff, der bei Ihren Besuchern einen Fehler wirft, ergibt deshalb undefined, solange die DevTools offen sind. Bei den Besuchern bricht die Funktion dort ab, und was sie messen sollte, fehlt.',
    confirm:
      'Öffnen Sie die Seite in einem Fenster ohne die Erweiterung und suchen Sie in der Konsole nach dem ReferenceError.',
    fixes: {
      code: 'Setzen Sie die Zeile, die den Namen anlegt, über das erste Skript, das ihn liest, oder schreiben Sie typeof name !== "undefined" davor.',
      gtm: 'Setzen Sie das Snippet des Google Tag Managers, das die Datenschicht anlegt, über die Skripte, die hineinschreiben.',
    },
  },

  // ---- pixel ----------------------------------------------------------------------------------

  // ---- dedup ----------------------------------------------------------------------------------

  // ---- consent --------------------------------------------------------------------------------

  // ---- mapping --------------------------------------------------------------------------------

  // ---- datalayer ------------------------------------------------------------------------------

  // ---- loyjoy ---------------------------------------------------------------------------------

  // ---- connector ------------------------------------------------------------------------------

  // ---- server ---------------------------------------------------------------------------------
};
