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

  command: {
    about: 'Folgt Tracking-Events durch eine Seite, ohne DevTools.',
    command: 'Befehl',
    commands: 'Befehle:',
    options: 'Optionen:',
    examples: 'Beispiele:',
    exitStatus:
      'Exit-Status: 0 kein Befund ab der Schwelle; 1 Befunde; 2 die Eingabe oder der Aufruf ist falsch.',
    default: (value) => `(Vorgabe: ${value})`,
    help: 'Diese Hilfe zeigen',
    version: 'Die Version zeigen',
    lang: 'Sprache der Texte',
    record: {
      about: 'Nimmt in eine Sitzungsdatei auf, was eine Seite tut',
      lacks: 'erwartet wird die Adresse einer Seite',
      example: 'Nimmt die Seite auf, bis drei Sekunden lang nichts geschieht',
      options: {
        browser: 'Browser, der benutzt wird',
        out: 'Sitzungsdatei, die geschrieben wird',
        profile:
          'JSON-Datei mit den Einstellungen der Website: Namen ihrer Datenschichten, Endpunkte',
        steps: 'Modul, dessen Default-Export die geladene Playwright-Seite bedient',
        'until-idle': 'Endet, wenn nach Laden und Schritten so viele ms kein Eintrag kam',
        wait: 'Endet so viele ms nach Laden und Schritten',
        'user-agent': 'User-Agent; sonst der des Browsers, ohne das Wort Headless',
        proxy: 'Proxy, etwa http://user:password@host:8080',
        insecure: 'Selbst signierte Zertifikate annehmen',
        tap: 'Auch aufnehmen, was event-loupe tap sieht; die Adresse, die es ausgibt',
        headed: 'Den Browser zeigen',
        'browser-arg': 'Argument für den Browser, als --browser-arg=--name=wert; auch mehrmals',
      },
    },
    check: {
      about: 'Prüft eine Sitzungsdatei und berichtet, was falsch ist',
      lacks: 'erwartet wird eine Sitzungsdatei',
      example: 'Schlägt auch bei Warnungen fehl',
      options: {
        profile: 'JSON-Datei mit den Einstellungen der Website: Zuordnung, Endpunkte, Einwilligung',
        server:
          'Datei mit Server-Events: ein Body der Conversions API, JSON-Zeilen, ein HAR oder ein Log des Business SDK; auch mehrmals',
        'skip-invalid': 'Unlesbare Server-Events auslassen, statt abzubrechen',
        format: 'Format des Berichts',
        out: 'Datei für den Bericht; sonst die Standardausgabe',
        'fail-on': 'Geringste Schwere, bei der der Befehl mit 1 endet',
      },
    },
    tap: {
      about: 'Steht für graph.facebook.com ein und zeigt die Events Ihres Servers',
      example: 'Hört mit, was an Meta geht',
      options: {
        port: 'Port auf 127.0.0.1; 0: irgendein freier',
        forward: 'Anfragen an diesen Server weitergeben, und seine Antworten zurück',
        'dry-run': 'Antworten wie die Graph API und nichts weitergeben, wie ohne --forward',
      },
    },

    noCommand: (names) => `erwartet wird ein Befehl, ${say.either(names)} (siehe --help)`,
    unknownCommand: (given, names) =>
      `unbekannter Befehl „${given}“: erwartet wird ${say.either(names)}`,
    nearCommand: (given, nearest) => `unbekannter Befehl „${given}“: meinten Sie ${nearest}?`,
    unknownOption: (given) => `unbekannte Option ${given} (siehe --help)`,
    nearOption: (given, nearest) => `unbekannte Option ${given}: meinten Sie ${nearest}?`,
    tooMuch: (command, given) => `${command}: „${given}“ ist ein Argument zu viel`,
    noValue: (option) => `${option}: ein Wert fehlt`,
    valueGiven: (option) => `${option} nimmt keinen Wert`,
    twice: (option, times) => `${option} steht ${times} Mal da; erwartet wird es einmal`,
    choice: (option, given, choices) =>
      `${option} ${given}: erwartet wird eines von ${choices.join(', ')}`,
    page: (given) => `die Seite ${given}`,
    address: (what, example) => `${what}: erwartet wird eine Adresse wie ${example}`,
    milliseconds: (option) => `${option}: erwartet wird eine Zahl von Millisekunden`,
    port: (option) => `${option}: erwartet wird eine Zahl von 0 bis 65535`,
    together: (one, other) => `${one} und ${other} gehen nicht zusammen`,
    tapAddress: (option, example) =>
      `${option}: erwartet wird die Adresse, die event-loupe tap ausgibt, wie ${example}`,

    fileError: {
      EACCES: 'Zugriff verweigert',
      EISDIR: 'es ist ein Ordner',
      ENOENT: 'keine solche Datei, kein solcher Ordner',
      ENOSPC: 'kein Platz mehr',
      ENOTDIR: 'ein Teil des Pfads ist kein Ordner',
      EPERM: 'Zugriff verweigert',
      EROFS: 'das Dateisystem ist nur lesbar',
    },
    networkError: {
      ECONNREFUSED: 'dort hört nichts',
      ECONNRESET: 'die Verbindung brach ab',
      ENOTFOUND: 'der Name ist nicht bekannt',
      ETIMEDOUT: 'keine Antwort in der Zeit',
    },
    cannotRead: (file, why) => `${file} ist nicht lesbar: ${why}`,
    cannotWrite: (file, why) => `${file} lässt sich nicht schreiben: ${why}`,
    tooLarge: (file, size, limit) =>
      `${file} hat ${say.bytes(size)}; Server-Events werden bis ${say.bytes(limit)} gelesen`,
    notText: (file) => `${file}: kein Text in UTF-8`,
    noEvent: (file) => `${file}: kein Event darin`,
    skipInvalid: (problem, others) =>
      `${problem}; --skip-invalid liest die anderen ${say.number(others)}`,
    skipped: (problem, others) => `${problem}; die anderen ${say.number(others)} werden gelesen`,
    stepsBroken: (file, why) => `${file} läuft nicht: ${why}`,
    stepsExport: (file) =>
      `${file}: erwartet wird ein Default-Export, der eine Funktion der Seite ist`,
    stepFailed: (file, why) => `${file}: ein Schritt schlug fehl: ${why}`,

    recorded: (file, entries, pages) =>
      `${file}: ${say.plural(entries, { one: '# Eintrag', other: '# Einträge' })} von ${say.plural(pages, { one: '# Seite', other: '# Seiten' })}`,
    noBrowser: (browser, programs, variable) =>
      `kein ${browser} gefunden: installieren Sie ${programs.join(', ')}, oder setzen Sie ${variable} auf den Pfad`,
    noProgram: (variable, program) =>
      `${variable} ist ${program}, und das ist kein ausführbares Programm`,
    noDisplay: '--headed braucht einen Bildschirm, und DISPLAY ist nicht gesetzt',
    notBuilt: (folder) => `in ${folder} ist keine Erweiterung: führen Sie npm run build aus`,
    noStart: (browser, why) => `${browser} startet nicht: ${why}`,
    browserEnded: 'der Browser endete vor der Aufnahme',
    extensionSilent: 'die Erweiterung antwortet nicht',
    notLoaded: (page, why) => `${page} lässt sich nicht laden: ${why}`,
    stillLoading: (page, ms) =>
      `${page} lädt nach ${say.duration(ms)} noch; die Aufnahme geht weiter`,

    tapStarted: (address) =>
      `tap auf ${address}, Probelauf: es antwortet wie die Graph API, nichts geht an Meta`,
    tapForwarding: (address, target) => `tap auf ${address}, gibt weiter an ${target}`,
    tapForServer: (address) => `Ihr Server: nehmen Sie ${address} statt https://graph.facebook.com`,
    tapForPanel: (address) => `das Panel (Server-Events) und record --tap: ${address}`,
    tapEvents: (count) => say.plural(count, { one: '# Event', other: '# Events' }),
    tapNoAnswer: 'keine Antwort',
    tapIsBack: 'tap ist wieder da',
    tapAway: (problem) => `tap: ${problem}; die Aufnahme geht weiter`,
    tapEnded: 'die Verbindung endete',
    tapSilent: (address) => `keine Antwort von ${address}`,
    portInUse: (port) =>
      `Port ${port} ist belegt: läuft ein anderes tap? Wählen Sie mit --port einen anderen`,
    cannotListen: (port, why) => `auf Port ${port} kann nicht gehört werden: ${why}`,
    tokenNotKept: (why) => `das Token lässt sich nicht aufheben (${why}); es gilt für diesen Lauf`,
    requestFailed: (why) => `eine Anfrage schlug fehl: ${why}`,
    connectRefused: (target) =>
      `CONNECT ${target} abgewiesen: richten Sie die Basis-URL Ihres Servers auf tap, nicht seine Proxy-Einstellung`,
    forwardingBroke: (why) => `die Weitergabe brach ab: ${why}`,
    cannotForward: (target, why) => `Weitergabe an ${target} nicht möglich: ${why}`,
  },

  report: {
    pages: (count) => say.plural(count, { one: '# Seite', other: '# Seiten' }),
    calls: (count) => say.plural(count, { one: '# Aufruf', other: '# Aufrufe' }),
    hits: (count) => say.plural(count, { one: '# Hit', other: '# Hits' }),
    serverEvents: (count) => say.plural(count, { one: '# Server-Event', other: '# Server-Events' }),
    chains: (count) => say.plural(count, { one: '# Kette', other: '# Ketten' }),
    lost: (count) =>
      say.plural(count, { one: '# verlorener Eintrag', other: '# verlorene Einträge' }),
    findings: (error, warning, info) =>
      `Befunde: ${say.number(error)} Fehler, ${say.plural(warning, { one: '# Warnung', other: '# Warnungen' })}, ${say.plural(info, { one: '# Hinweis', other: '# Hinweise' })}`,
    severity: { error: 'Fehler', warning: 'Warnung', info: 'Hinweis' },
    fix: (fix) => `Lösung: ${fix}`,
    see: (title, address) => `siehe: ${title}, ${address}`,
    andMore: (count) => `und ${say.number(count)} weitere`,
    unknownAddress: 'unbekannte Adresse',
    frame: (address) => `Frame ${address}`,
    noCalls: 'keine Aufrufe',
    matches: (counts) => `Zuordnungen: ${counts}`,
    sentAs: (names) => `gesendet als ${names}`,
    expected: (value) => `erwartet ${value}`,
    pairs: (counts) => `Paare: ${counts}`,
    noId: 'keine ID',
    unknownPixel: 'unbekanntes Pixel',
    copies: (browser, server) => `Browser ${say.number(browser)}, Server ${say.number(server)}`,
    consent: (counts) => `Einwilligung der Events für Meta: ${counts}`,
    event: 'Event',
    hit: 'Hit',
    nothingLeft: 'nichts ging hinaus',
    hitOf: (id) => `Hit [${id}]`,
    thenAt: (atCall, atHit) => `${atCall}, dann ${atHit}`,
    notCounted: 'nicht gezählt',
    reads: (name) => `liest ${name}`,
    page: {
      start: 'Seite beginnt',
      return: 'Seite kehrt zurück',
      route: 'Seite wechselt die Adresse',
    },
    noName: '(ohne Namen)',
    request: 'Anfrage',
    serverEvent: (name, origin) => `Server-Event ${name} (${origin})`,
    consentEvent: (source, event) => `Einwilligung ${source}: ${event}`,
    gap: (from, to) => `Einträge ${from} bis ${to} verloren`,
  },
};

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
