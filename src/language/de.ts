import type { ConsentSent } from '../analysis/facts/consent-data.ts';
import type { CopyDifference, DedupNames } from '../analysis/facts/dedup-data.ts';
import type { MappedSource, WrongParameters } from '../analysis/facts/mapping-data.ts';
import { isUnrun } from '../analysis/states/state-reasons.ts';
import type { ParameterMatch } from '../analysis/verdicts.ts';
import { IDENTIFIERS, OTHER_FIELDS } from '../vendors/commanders-act/connector-minimum.ts';
import { RULE_LABELS } from '../vendors/meta/user-data/normalise.ts';
import { askConsent, holdBack, saySources, sourceName } from './consent.ts';
import { fieldName, sayNotes, sayRequirement, systemName } from './match.ts';
import { nameOfField } from './notes.ts';
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

  consent: {
    source: {
      meta: 'Metas fbq("consent")',
      google: 'Google Consent Mode',
      tcf: 'IAB TCF',
      gpp: 'IAB GPP',
      usp: 'US Privacy (USP)',
      trust: 'Commanders Act TRUST',
      onetrust: 'OneTrust',
      cookiebot: 'Cookiebot',
      usercentrics: 'Usercentrics',
      didomi: 'Didomi',
      loyjoy: 'LoyJoy cookieConsent',
      ldu: 'Limited Data Use',
      'loyjoy-opt-in': 'LoyJoy-Opt-in',
    },
    verdict: {
      granted: 'erteilt',
      held: 'gehalten',
      undecided: 'offen',
      denied: 'abgelehnt',
      conflict: 'Widerspruch',
      'no-source': 'keine Quelle',
    },
    item: {
      purpose: (id) => `Zweck ${id}`,
      provider: (id) => (id === '89' ? 'Meta (Anbieter 89)' : `Anbieter ${id}`),
      category: (id) => `Kategorie ${id}`,
      byDefault: (name, value) => `${name} als Vorgabe ${value}`,
      byRegion: (name, parts) =>
        `die Vorgabe für ${name} hängt von der Region des Besuchers ab: ${parts.join(', ')}`,
      inRegions: (value, regions) => `${value} in ${regions}`,
      elsewhere: (value) => `sonst ${value}`,
    },
    note: {
      'no-answer': () => 'das Banner ist noch nicht beantwortet',
      'before-answer': () => 'eingeschaltet, bevor der Besucher entschieden hat',
      stored: () => 'so steht es im Cookie',
      'no-decision': () => 'noch keine Entscheidung',
      'not-required': () => 'hier sei keine Einwilligung nötig, sagt das Tool',
      'not-about': ({ names }) => `nichts über ${say.list(names)}`,
      waits: ({ milliseconds }) => `wartet ${say.duration(milliseconds)} auf ein Update`,
      'gdpr-does-not-apply': () => 'die DSGVO (GDPR) gelte hier nicht, sagt das Tool',
      'gdpr-unknown': () => 'ob die DSGVO (GDPR) gilt, steht noch nicht fest',
      'not-ready': ({ status }) =>
        status === undefined ? 'die CMP ist nicht bereit' : `die CMP ist nicht bereit (${status})`,
      disclosed: ({ vendors }) =>
        say.plural(vendors, { one: '# Anbieter offengelegt', other: '# Anbieter offengelegt' }),
      'no-purpose': () => 'kein Zweck erteilt',
      'additional-consent': () => 'laut Googles Additional-Consent-Liste',
      others: ({ state, isAll }) =>
        `alle ${isAll ? 'Kategorien' : 'anderen'} ${{ granted: 'erteilt', denied: 'abgelehnt', undecided: 'offen' }[state]}`,
      'not-understood': ({ text }) =>
        text === '' ? 'keine Zeichenkette' : `${text} ist nicht zu verstehen`,
      'no-law': () => 'keines seiner Datenschutzgesetze gelte hier, sagt das Tool',
      sections: ({ names }) =>
        names.length === 0 ? 'keine Abschnitte' : `Abschnitte ${say.list(names)}`,
      sale: ({ text, isOptOut }) =>
        `${text}: ${isOptOut ? 'dem Verkauf widersprochen' : 'dem Verkauf nicht widersprochen'}`,
      'no-sale-law': ({ text }) => `${text}: das Gesetz gilt nicht`,
      'no-services': () => 'hat noch keine Dienste genannt',
      'by-page': ({ isGrant }) => (isGrant ? 'von der Seite erteilt' : 'von der Seite widerrufen'),
      limited: ({ options }) =>
        options === ''
          ? 'nicht eingeschränkt'
          : `${options}: wie Meta verarbeiten darf, keine Einwilligung`,
      'answer-unseen': () => 'eine Funktion: ihre Antwort ist nicht zu sehen',
      'loyjoy-boot': ({ isGiven }) => `${isGiven} beim Boot, über LoyJoys eigene Cookies`,
      channel: ({ name }) => `${name}: über einen Kanal, nie über Werbung`,
      silent: () => 'hatte noch nichts gesagt',
      asked: () => 'die Seite fragt es, eine Entscheidung war nicht zu sehen',
      'unknown-source': () => 'eine Quelle, die Event Loupe nicht kennt',
    },
    question: {
      didomi: (known) =>
        `Welche Zwecke oder Anbieter von Didomi stehen für Meta? Es gibt ${say.list(known, 20)}.`,
      gpp: (known) =>
        `Welche Felder der GPP-Abschnitte stehen für Meta?${known.length === 0 ? '' : ` Es gibt ${say.list(known, 20)}.`}`,
      onetrust: (known) =>
        `Welche Gruppe von OneTrust steht für Meta? Es gibt ${say.list(known, 20)}, aber nicht die übliche C0004.`,
      tcf: () =>
        'Welche TCF-Zwecke stehen für Meta, zum Beispiel 1,3,4? Meta steht nicht auf der Anbieterliste des TCF, und die CMP nennt keine Additional-Consent-Liste, auf der es stehen könnte.',
      trust: () =>
        'Welche Kategorie von TRUST ist Facebook? Es ist die, die im Connector unter „User Consent Category“ steht.',
      usercentrics: (known) =>
        `Welcher Dienst oder welche Kategorie von Usercentrics steht für Meta? Es gibt ${say.list(known, 20)}.`,
    },
    holdBack: {
      meta: 'Rufen Sie auf jeder Seite vor init fbq("consent", "revoke") auf, und fbq("consent", "grant"), sobald der Besucher eingewilligt hat und fbevents.js geladen ist.',
      google:
        'Der Consent Mode hält das Pixel nicht zurück: Verlangen Sie in den Einwilligungseinstellungen seines Tags ad_storage und ad_user_data, oder sperren Sie das Pixel mit fbq("consent", "revoke").',
      tcf: 'Laden Sie das Pixel im Callback von __tcfapi("addEventListener", 2, …), sobald eventStatus tcloaded oder useractioncomplete ist und die Einwilligung für Meta vorliegt.',
      gpp: 'Lesen Sie vor jedem Event __gpp("ping") und halten Sie das Pixel zurück, wo ein Abschnitt widerspricht.',
      usp: 'Lesen Sie vor jedem Event __uspapi("getUSPData") und halten Sie das Pixel zurück, wenn dem Verkauf widersprochen wurde.',
      trust:
        'Lösen Sie das Tag des Pixels in cact("consent.onReady") und cact("consent.onUpdate") aus, wenn die Kategorie von Facebook an ist. Für die eigenen Events von Commanders Act füllen Sie im Connector „User Consent Category“ aus.',
      onetrust:
        'Geben Sie dem Skript des Pixels type="text/plain" und die Klasse seiner Gruppe (optanon-category-C0004), oder lösen Sie sein Tag bei OneTrustGroupsUpdated aus, wenn die Gruppe aktiv ist.',
      cookiebot:
        'Geben Sie dem Skript des Pixels type="text/plain" und data-cookieconsent="marketing", oder lösen Sie sein Tag bei CookiebotOnAccept aus, wenn Cookiebot.consent.marketing true ist.',
      usercentrics:
        'Geben Sie dem Skript des Pixels type="text/plain" und data-usercentrics mit dem Namen des Dienstes, oder lösen Sie sein Tag aus, wenn der Dienst eine Einwilligung hat.',
      didomi:
        'Lösen Sie das Tag des Pixels bei Didomis consent.changed aus, wenn sein Anbieter oder Zweck erlaubt ist.',
      loyjoy:
        'Fragen Sie den Besucher, bevor das Event gesendet wird: cookieConsent im Boot-Aufruf sagt Nein.',
    },
  },

  match: {
    note: {
      'sign-up-instead': () => 'die heutige Seite von Commanders Act bildet stattdessen sign_up ab',
      'complete-registration-instead': () =>
        'eine ältere Seite von Commanders Act bildet stattdessen complete_registration ab und reicht sign_up unverändert durch',
      'hashed-by-page': () => 'die Seite gibt den Hash selbst',
      'value-of-today': () => 'der heutige Name; eine ältere Seite von Commanders Act sagt amount',
      revenue: () => 'die Bibliothek von Commanders Act macht aus revenue amount',
      'mapped-since': () => 'eine ältere Seite von Commanders Act bildet es nicht ab',
      'value-identifier': () =>
        'Segments Einstellung valueIdentifier nimmt das andere von price und value, und dem Event fehlt es',

      clash: ({ rules }) => `es trifft auf ${say.list(rules)}`,
      'server-unseen': () =>
        'was der Server weitergibt, ist hier nicht zu sehen: sein Hit verließ den Browser unter diesem Namen',
      'destination-unseen': () =>
        'im Browser gehört kein Meta-Event dazu; was eine Destination auf dem Server sendet, ist hier nicht zu sehen',
      'no-hit': () => 'im Log ist kein Hit dazu',
      'hit-without-trigger': () =>
        'im Log ist ein Hit dieses Namens; zu welchem Trigger er gehört, ist nicht bekannt',
      unequal: ({ to, expected, sent }) =>
        `aus ${say.plural(expected, { one: '# Event dieser Seite', other: '# Events dieser Seite' })} soll ${to} werden, gesendet ${say.plural(sent, { one: 'wurde #', other: 'wurden #' })}: welches wozu gehört, ist nicht bekannt`,
      'meta-unused': () => 'die Seite nutzt Meta nicht',
      'by-order': () =>
        'durch die Regel und die Reihenfolge auf der Seite verbunden, nicht durch die Kette',

      overridden: () => 'die Seite setzt es selbst für Meta, anstelle der üblichen Eigenschaft',
      'lost-behind-call': () => 'im Pixel-Aufruf, nicht in seinem Hit',
      'changed-before-call': () => 'vor dem Pixel-Aufruf geändert',
      'changed-behind-call': () => 'zwischen dem Pixel-Aufruf und seinem Hit geändert',
      default: () => 'eine Vorgabe: Einstellungen können es anders sagen',
      'sent-as-content-ids': () => 'als content_ids gesendet',
      items: ({ lost, added, changed }) =>
        [
          ...(lost.length > 0 ? [`verloren: ${say.list(lost, 5)}`] : []),
          ...(added.length > 0 ? [`hinzugekommen: ${say.list(added, 5)}`] : []),
          ...changed
            .slice(0, 5)
            .map(
              ({ id, field, expected, actual }) =>
                `${id}: ${field} ${expected}, gesendet ${actual}`,
            ),
        ].join('; '),
      'in-collector-hit': ({ collector }) => `so steht es im Hit an ${de.system[collector]}`,
      'not-in-pixel-copy': () => 'die Kopie des Pixels hat es nicht',

      'hash-list-empty': () => 'die Liste ist leer',
      'hash-empty': () => 'es ist leer',
      'hash-not-all': ({ missing, known }) =>
        `von ${say.plural(known, { one: '# Wert', other: '# Werten' })}, die die Seite kannte, ${missing === 1 ? 'fehlt' : 'fehlen'} ${say.number(missing)} in dem, was gesendet wurde`,
      'hash-unknown': () =>
        'es ist wohlgeformt; wessen Hash es ist, lässt sich ohne den Klartext nicht sagen',
      'hash-agrees': ({ rules }) =>
        `gleich, wie ${say.list(rules.map((rule) => RULE_LABELS[rule]))} normalisiert`,
      'hash-agrees-apart': () => 'jeder Wert ist gleich, aber nach verschiedenen Regeln',
      'hash-irregular': () =>
        'Meta verlangt hexadezimale Ziffern in Kleinschreibung und nichts darum herum',
      'hash-other-encoding': () =>
        'es kann ein SHA-256 in Base64 sein: Meta verlangt 64 hexadezimale Ziffern in Kleinschreibung',
      'hash-not-needed': () => 'gesendet, wie es ist',
      'hash-not-needed-unknown': () =>
        'gesendet, wie es ist; was die Seite kannte, ist hier nicht bekannt',
      'hash-no-field': ({ field }) => `${field} ist kein Feld von user_data, das hier bekannt ist`,
      'hash-unwanted': ({ field }) =>
        `mit einem Hash kann Meta hier nichts anfangen (${nameOfField(field, de.match.field)}): ${field} wird gesendet, wie es ist`,
      'hash-not-the-known': () => 'es ist nicht das, was die Seite kannte',
      'hash-in-the-clear': ({ field }) =>
        `im Klartext gesendet, wo ein SHA-256 hingehört (${nameOfField(field, de.match.field)})`,
      'hash-recommended': () =>
        'gesendet, wie es ist; Meta nimmt eine externe ID so an und empfiehlt ihren SHA-256',
      'hash-md5': () =>
        'der Form nach ein MD5; Meta verlangt SHA-256, und Metas Bibliotheken geben dies unverändert weiter',
      'hash-md5-of-known': () =>
        'es ist der MD5 dessen, was die Seite kannte; Meta verlangt SHA-256, und Metas Bibliotheken geben dies unverändert weiter',
      'hash-twice': ({ field }) =>
        `der Hash wurde noch einmal gehasht: Senden Sie den SHA-256 des Wertes selbst (${nameOfField(field, de.match.field)})`,
      'hash-of-other-form': ({ form }) =>
        `der SHA-256 des Textes ${de.match.form[form]}; Meta schreibt für eine externe ID keine Form vor, aber seine Bibliotheken hashen sie in Kleinschreibung ohne Leerraum: Der des Pixels wäre ein anderer`,
      'hash-not-normalised': ({ field, form }) =>
        `der SHA-256 des Textes ${de.match.form[form]}: so normalisiert keine Bibliothek von Meta (${nameOfField(field, de.match.field)})`,
      'hash-never-sent': ({ field }) =>
        `keine Bibliothek von Meta würde diesen Wert überhaupt senden (${nameOfField(field, de.match.field)})`,
      'hash-not-of-known': ({ field }) =>
        `es ist nach keiner Regel von Metas Bibliotheken der Hash dessen, was die Seite kannte (${nameOfField(field, de.match.field)})`,

      'own-name': () =>
        'auf diesen Namen ist kein Standard-Event abgebildet: Er geht unverändert hinaus, als eigenes Event',
      refused: () => 'keine Bibliothek von Meta sendet einen solchen Wert',
      'by-request': () => 'der Server nimmt es aus der Anfrage',
      'by-library': ({ cookie }) => `die Bibliothek ergänzt es, wenn das Cookie ${cookie} da ist`,
      unseen: () => 'der Wert war nicht zu sehen',
      contradicted: ({ values: [one, other] }) =>
        `${one.path} ist ${one.value} und ${other.path} ist ${other.value}: welches zählt, ist nicht dokumentiert`,
      'not-contents': ({ lacking }) =>
        `nicht contents, denn ${say.list(lacking, 3)} ${lacking.length === 1 ? 'fehlt' : 'fehlen'}: die heutige Seite von Commanders Act verlangt von jedem Artikel product.id, quantity und product.price; eine ältere sendet contents in jedem Fall`,
      'no-name': () => 'das Event hat keinen Namen',
      'no-event-id': () =>
        'integrations.facebook.event_id fehlt: Meta kann dieses Event nicht von der Kopie des Pixels unterscheiden',
      'purchase-without': ({ parameter }) => `Meta verlangt ${parameter} bei einem Purchase`,
      'id-by-library': () =>
        'die Bibliothek setzt tC.uniqueEventId in integrations.facebook.event_id ein; der Hit zeigt es',
      'own-id': ({ ownId }) =>
        `eventId ${ownId} der Konfiguration wird die eigene ID des Events, nicht die, die Meta sieht`,
      'two-ids': ({ ownId, metaId }) =>
        `die eigene ID des Events ist ${ownId}, Meta sieht aber ${metaId} (integrations.facebook.event_id): eventID des Pixels muss diese sein`,
    },
    requirement: {
      identifier({ sure, possible }) {
        const there =
          sure.length > 0
            ? say.list(sure)
            : possible.length > 0
              ? `vielleicht ${say.list(possible)}`
              : 'es ist keines da';
        return `Mindestens eines von ${say.list(IDENTIFIERS, 5)} muss da sein: ${there}.`;
      },
      'other-fields'({ met, sure, possible }) {
        const list = sure.length === 0 ? 'keine' : say.list(sure, 20);
        const more = possible.length === 0 ? '' : `; vielleicht ${say.list(possible, 20)}`;
        const reading =
          met === 'unclear'
            ? ` Ob die übrigen von ${say.list(IDENTIFIERS, 5)} zählen, ist nicht dokumentiert.`
            : '';
        return `Mindestens ${say.number(OTHER_FIELDS)} andere Felder von user_data müssen da sein. Da sind: ${list}${more}.${reading}`;
      },
      'personal-data'({ met, fields }) {
        const wanted = 'Nur Käufe mit personenbezogenen Daten (E-Mail, Telefon …) werden gesendet';
        if (met === true) return `${wanted}: ${say.list(fields)}.`;
        return met === 'unclear'
          ? `${wanted}. Da ist ${say.list(fields, 10)}; ob das genügt, ist nicht dokumentiert.`
          : `${wanted}: Es sind keine da.`;
      },
      consent({ consent }) {
        const { isManaged, wanted, given, isAdded } = consent;
        if (isManaged)
          return 'Sie regeln die Einwilligung selbst: Der Connector prüft keine Kategorie.';
        const there = isAdded
          ? 'user.consent_categories steht nicht im Aufruf; die Bibliothek ergänzt es.'
          : given.length === 0
            ? 'user.consent_categories ist leer oder fehlt.'
            : `user.consent_categories ist ${say.list(given, 10)}.`;
        return wanted === undefined
          ? `Nur Events mit Einwilligung werden gesendet. ${there} Welche Kategorie für Meta steht, ist nicht bekannt.`
          : `Nur Events mit Einwilligung werden gesendet: Kategorie ${wanted} muss angegeben sein. ${there}`;
      },
      combination({ met, fields }) {
        if (met === true) return 'Meta nimmt diese Kombination von Feldern an.';
        const only = `Meta lehnt ein Event ab, dessen user_data nur ${fields.join(' + ')} ist`;
        return met === 'unclear'
          ? `${only}. Hier ist es ein Teil davon.`
          : `${only}: Das passt auf zu viele Menschen.`;
      },
    },
    field: {
      em: 'E-Mail-Adresse',
      ph: 'Telefonnummer',
      fn: 'Vorname',
      ln: 'Nachname',
      ge: 'Geschlecht',
      db: 'Geburtsdatum',
      ct: 'Ort',
      st: 'Bundesland',
      zp: 'Postleitzahl',
      country: 'Land',
      external_id: 'externe ID',
      client_ip_address: 'IP-Adresse des Browsers',
      client_user_agent: 'User-Agent des Browsers',
      fbc: 'Klick-ID',
      fbp: 'Browser-ID',
      subscription_id: 'Abo-ID',
      lead_id: 'Lead-ID',
      fb_login_id: 'Facebook-Login-ID',
      madid: 'mobile Werbe-ID',
      anon_id: 'Installations-ID',
      ctwa_clid: 'WhatsApp-Klick-ID',
      page_id: 'Seiten-ID',
    },
    form: {
      'with-plus': 'mit dem Pluszeichen',
      'with-zeros': 'mit den führenden Nullen',
      'as-it-is': 'wie er ist, mit Leerraum am Rand und Großbuchstaben',
      trimmed: 'ohne Leerraum am Rand, aber nicht in Kleinschreibung',
      'lower-case': 'in Kleinschreibung, aber mit Leerraum am Rand',
      'trimmed-lower-case': 'ohne Leerraum am Rand und in Kleinschreibung, sonst nichts',
      'upper-case': 'in Großschreibung',
      'without-space': 'ohne Leerraum, aber nicht in Kleinschreibung',
    },
    refusal: {
      empty: 'es ist leer',
      'no-address': 'es ist keine E-Mail-Adresse',
      'no-digit': 'es enthält keine Ziffer',
      'no-letter': 'es enthält keinen Buchstaben',
      'no-latin-letter': 'es enthält keinen Buchstaben von a bis z',
      'no-first-letter': 'es beginnt nicht mit einem Buchstaben von a bis z',
      'too-short': 'es hat weniger als zwei Zeichen',
      'no-gender': 'es ist weder männlich noch weiblich',
      'no-gender-word': 'es ist kein Wort, das die Bibliothek für ein Geschlecht kennt',
      'no-date': 'es ist kein Datum',
      'throws-no-address': 'das SDK wirft einen Fehler: es ist keine E-Mail-Adresse',
      'throws-no-country': 'das SDK wirft einen Fehler: es ist kein Code nach ISO 3166-1',
      'throws-phone-length': 'das SDK wirft einen Fehler: eine Telefonnummer hat 7 bis 16 Zeichen',
    },
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

function sent({ vendor, names }: ConsentSent, t: Words): string {
  const what = names.length === 0 ? 'Ein Event' : t.say.list(names.map(t.say.quote));
  const verb = names.length > 1 ? 'gingen' : 'ging';
  const systems: Readonly<Record<string, string>> = t.system;
  return vendor === 'meta'
    ? `${what} ${verb} an Meta`
    : `${what} ${verb} an ${systems[vendor] ?? vendor} und von dort weiter an Meta`;
}

function events(count: number, t: Words): string {
  return t.say.plural(count, { one: '# Event', other: '# Events' });
}

const fixesInTools = {
  gtm: 'Verlangen Sie in den erweiterten Einstellungen des Tags unter „Einwilligungseinstellungen“ ad_storage und ad_user_data, oder lösen Sie das Tag beim Ereignis des Consent-Tools aus.',
  'consent-tool':
    'Lassen Sie das Consent-Tool das Skript des Pixels sperren, bis seine Kategorie an ist: type="text/plain" mit dem Attribut oder der Klasse des Tools.',
  code: 'Rufen Sie auf jeder Seite über init fbq("consent", "revoke") auf, und fbq("consent", "grant"), sobald der Besucher eingewilligt hat.',
} as const;

/** UTF-16 units of a warning of Meta's library. */
const PRINTED_UNITS = 400;

/** How to see that a mapping is mended. */
const LOOK_AT_MATCH =
  'Gehen Sie den Schritt noch einmal und öffnen Sie das Event in der Ansicht „Mapping“: Das Ergebnis ist „matched“, und bei jedem Parameter steht, was gesendet wurde.';

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
  'dedup/no-server-events': {
    title: 'Keine Server-Events in dieser Sitzung',
    message: () =>
      'Diese Sitzung enthält keine Server-Events, deshalb lassen sich Paare nicht prüfen.',
    fix: () =>
      'Wenn Ihr Server Events an die Conversions API sendet, importieren Sie sie oder starten Sie event-loupe tap.',
    why: 'Event Loupe sieht von jedem Paar nur die Hälfte des Browsers. Ein Event, das Meta doppelt zählt, sieht hier richtig aus.',
    confirm:
      'Nach dem Import zählt die Ansicht Deduplizierung Kopien in beiden Spalten, Browser und Server. Der Events Manager zeigt zu jedem Event, ob Meta es vom Browser, vom Server oder von beiden bekommt.',
  },
  'dedup/no-event-id': {
    title: 'Ein Event hat keine Event-ID',
    message({ eventName, pixelId, side, count, other, otherId }, t) {
      if (otherId !== undefined)
        return `Die Kopie ${SIDE_OF[side]} von ${eventName} hat keine Event-ID, die ${SIDE_OF[other === 'browser' ? 'browser' : 'server']} hat ${t.say.quote(otherId)}. Meta kann an der ID nicht erkennen, dass es ein Event ist.`;
      const isSeen = other === 'browser' || other === 'server';
      const too = isSeen
        ? `${SIDE[other]} sendet dieses Event auch`
        : `ein Hit von ${t.system[other]} trägt es vielleicht auch zu Meta`;
      return `${capital(SIDE[side])} hat ${eventName} ${times(count, t)}${toPixel(pixelId)} ohne Event-ID gesendet, und ${too}.`;
    },
    fix: ({ side }) =>
      side === 'browser'
        ? 'Übergeben Sie fbq die ID des Servers als viertes Argument:'
        : 'Senden Sie die ID des Browsers als event_id.',
    why: 'Ohne gemeinsame ID bleibt Meta nur der Eventname mit fbp oder external_id. Das gelingt nur, wenn die Kopie des Browsers zuerst ankommt und beide dieselbe Person nennen; sonst zählt das Event doppelt.',
    confirm:
      'Lösen Sie das Event noch einmal aus. Die Ansicht Deduplizierung zeigt es als eine gepaarte Zeile. Im Events Manager zeigen die Details des Events, welcher Anteil eine Event-ID trägt.',
    fixes: {
      gtm: 'Füllen Sie das Feld Event ID des Pixel-Tags mit der Variable, die das Server-Tag als event_id sendet.',
      'commanders-act':
        'Übergeben Sie tC.uniqueEventId als eventID, gelesen nach cact("trigger", …).',
      segment:
        'Ordnen Sie messageId in der Conversions-API-Destination der Event-ID zu. Das Pixel von Segment sendet dieselbe.',
      server:
        'Nehmen Sie die ID aus der Anfrage des Browsers oder auf beiden Seiten die Bestellnummer, und senden Sie sie als event_id.',
    },
  },
  'dedup/event-id-empty': {
    title: 'Die Event-ID ist leer',
    message: ({ eventName, side }) =>
      side === 'browser'
        ? `Die eventID von ${eventName} ist leer: Der Hit trägt eid= und keine ID.`
        : `Der Server hat ${eventName} mit leerer event_id gesendet.`,
    fix: ({ side }) =>
      side === 'browser'
        ? 'Erzeugen Sie die ID, bevor fbq aufgerufen wird. Lassen Sie die Option weg, wo es keine gibt.'
        : 'Senden Sie die ID des Browsers. Lassen Sie event_id weg, wo es keine gibt.',
    why: 'Eine leere ID ist keine: Meta kann dieses Event nicht von seiner anderen Kopie unterscheiden und zählt beide.',
    confirm:
      'Im Netzwerk-Panel hat die Anfrage an facebook.com/tr einen Wert für eid. Die Ansicht Deduplizierung zeigt die ID.',
    fixes: {
      gtm: 'Die Variable im Feld Event ID ist leer, wenn das Tag ausgelöst wird. Prüfen Sie ihren Wert in der Vorschau, und lösen Sie das Tag erst aus, wenn sie gesetzt ist.',
      server: 'Protokollieren Sie den gesendeten Body und suchen Sie, woher event_id kommt.',
    },
  },
  'dedup/event-id-list': {
    title: 'Die Event-ID ist eine Liste',
    message: ({ eventName, side, keys }, t) =>
      side === 'browser'
        ? `Die eventID von ${eventName} ist eine Liste: Der Hit trägt ${t.say.list(keys)} und kein eid. Meta sagt nicht, was davon zählt.`
        : `Der Server hat ${eventName} mit einer Liste als event_id gesendet. Meta nimmt einen Text.`,
    fix: ({ side }) =>
      side === 'browser'
        ? 'Übergeben Sie einen einzelnen Text: {eventID: "…"}.'
        : 'Senden Sie einen einzelnen Text als event_id.',
    why: 'Die andere Kopie hat eine einzelne ID. Eine Liste ist ihr nicht gleich, deshalb zählt Meta beide.',
    confirm:
      'Im Netzwerk-Panel hat die Anfrage an facebook.com/tr den Parameter eid, nicht eid[0]. Die Ansicht Deduplizierung zeigt das Event als gepaart.',
  },
  'dedup/event-id-key': {
    title: 'Die Event-ID steht unter dem falschen Schlüssel',
    message: ({ eventName, side, key }) =>
      side === 'browser'
        ? `Die Event-ID von ${eventName} heißt ${key}. Das Pixel liest nur eventID und event_id, der Hit hat deshalb keine Event-ID.`
        : `Der Server sendet die Event-ID von ${eventName} als ${key}. Die Conversions API liest nur event_id.`,
    fix: ({ side, key }) =>
      side === 'browser'
        ? `Schreiben Sie eventID statt ${key}.`
        : `Benennen Sie ${key} in event_id um.`,
    why: 'Die ID ist da, aber Meta liest sie nicht: Das Event lässt sich nicht von seiner anderen Kopie unterscheiden, und beide zählen.',
    confirm:
      'Im Netzwerk-Panel hat die Anfrage an facebook.com/tr den Parameter eid. Beim Server zeigt das importierte Event in der Ansicht Deduplizierung eine ID.',
  },
  'dedup/event-id-in-custom-data': {
    title: 'Die Event-ID steht zwischen den eigenen Daten',
    message: ({ eventName, side, key, value = '' }, t) =>
      side === 'browser'
        ? `${key} von ${eventName} steht im dritten Argument von fbq. Der Hit trägt es als ${t.say.quote(`cd[${key}]=${value}`)} und hat keine Event-ID.`
        : `Der Server sendet die Event-ID von ${eventName} in custom_data, als ${key}. Das Event selbst hat keine event_id.`,
    fix: ({ side }) =>
      side === 'browser'
        ? 'Setzen Sie sie in ein viertes Argument:'
        : 'Setzen Sie sie neben event_name statt in custom_data, und nennen Sie sie event_id.',
    why: 'Zwischen den eigenen Daten ist die ID nur eine weitere Eigenschaft. Meta dedupliziert nicht danach, das Event zählt doppelt.',
    confirm:
      'Im Netzwerk-Panel hat die Anfrage an facebook.com/tr den Parameter eid statt cd[eventID]. Die Ansicht Deduplizierung zeigt das Event als gepaart.',
    fixes: {
      gtm: 'Nehmen Sie die ID aus den Objekteigenschaften des Pixel-Tags und setzen Sie sie in dessen Feld Event ID.',
    },
  },
  'dedup/automatic-id': {
    title: 'Die Event-ID stammt von Metas eigenem Code',
    message: ({ eventName, pixelId, eventId, count, serverId }, t) =>
      serverId === undefined
        ? `Der Browser hat ${eventName} ${times(count, t)}${toPixel(pixelId)} mit einer ID gesendet, die Metas Code erzeugt hat, ${t.say.quote(eventId.slice(0, 24))} und so weiter, weil die Seite keine gab. Ihr eigener Server kann sie nicht kennen.`
        : `Die Seite gab ${eventName} keine Event-ID, deshalb hat Metas Code eine erzeugt, ${t.say.quote(eventId)}. Die Kopie des Servers hat ${t.say.quote(serverId)}.`,
    fix: () => 'Übergeben Sie die ID des Servers. Sie tritt an die Stelle der automatischen:',
    why: 'Die automatische ID teilt Meta nur mit dem eigenen Conversions API Gateway. Ein Event von Ihrem eigenen Server hat eine andere, und Meta zählt beide.',
    confirm:
      'Lösen Sie das Event noch einmal aus: Im Netzwerk-Panel ist eid der Anfrage an facebook.com/tr Ihre ID, und die Ansicht Deduplizierung zeigt das Event als gepaart.',
    fixes: { gtm: 'Füllen Sie das Feld Event ID des Pixel-Tags.' },
  },
  'dedup/missing-server-copy': {
    title: 'Die Kopie des Servers fehlt',
    message: ({ eventName, pixelId, count }, t) =>
      `Der Browser hat ${eventName} ${times(count, t)}${toPixel(pixelId)} mit einer ID gesendet, die keine Kopie des Servers hat, obwohl der Server dieses Event auch sendet.`,
    fix: () =>
      'Sehen Sie im Log des Servers nach, ob er das Event mit einer anderen ID, an ein anderes Pixel oder gar nicht gesendet hat. Ein Import, in dem es fehlt, sieht genauso aus.',
    why: 'Hat der Server es nicht gesendet, geht die Conversion verloren, wo die Anfrage des Browsers blockiert wird. Hat er es mit einer anderen ID gesendet, zählt Meta es doppelt.',
    confirm:
      'Vergleichen Sie in der Ansicht Deduplizierung die Zeilen, die nur der Browser hat, mit denen, die nur der Server hat. Im Events Manager zeigen die Details des Events, wie viele Browser-Events ein Server-Event mit demselben Schlüssel haben.',
  },
  'dedup/different-ids': {
    title: 'Jede Seite hat eine eigene Event-ID erzeugt',
    message: ({ eventName, browserId, serverId, by }, t) =>
      `Beide Kopien von ${eventName} ${by === 'chain' ? 'kommen von einem Aufruf' : 'gehören zu derselben Bestellung'}, aber die ID ist im Browser ${t.say.quote(browserId)} und auf dem Server ${t.say.quote(serverId)}. Meta zählt beide.`,
    fix: () =>
      'Erzeugen Sie die ID einmal, in der Seite oder auf dem Server, und geben Sie sie der anderen Seite weiter.',
    why: 'Meta hält die Kopien für zwei Events. Conversions und Umsatz sind zu hoch, und die Gebote lernen daraus.',
    confirm:
      'Lösen Sie das Event noch einmal aus. Die Ansicht Deduplizierung zeigt eine gepaarte Zeile mit einer ID.',
    fixes: {
      gtm: 'Erzeugen Sie die ID in einer Variable, nutzen Sie sie im Pixel-Tag und senden Sie sie an den Server-Container mit.',
      shop: 'Lassen Sie ein Plug-in beide Kopien senden. Zwei Plug-ins erzeugen zwei IDs.',
      server:
        'Erzeugen Sie dort keine ID. Nehmen Sie die des Browsers oder auf beiden Seiten die Bestellnummer.',
    },
  },
  'dedup/commanders-act-own-id': {
    title: 'Das Pixel nutzt die eigene Event-ID von Commanders Act',
    message: ({ eventName, ownId, metaId }, t) =>
      `Das Pixel sendet ${eventName} mit ${t.say.quote(ownId)}, der eigenen Event-ID von Commanders Act. Die Kopie des Servers geht mit integrations.facebook.event_id an Meta, und das ist ${t.say.quote(metaId)}. config.eventId ändert daran nichts.`,
    fix: () =>
      'Nutzen Sie tC.uniqueEventId als eventID, gelesen nach dem Trigger, oder setzen Sie integrations.facebook.event_id selbst.',
    why: 'Die beiden Kopien haben verschiedene IDs, deshalb zählt Meta das Event doppelt.',
    confirm:
      'Lösen Sie das Event noch einmal aus: Die Ansicht Deduplizierung zeigt es als gepaart, mit der ID, die der Hit von Commanders Act in integrations.facebook.event_id trägt.',
  },
  'dedup/previous-trigger-id': {
    title: 'Das Pixel nutzt die ID des vorigen Triggers',
    message: ({ eventName, eventId, ownId, isRepeated }, t) =>
      isRepeated
        ? `Das Pixel hat ${eventName} zweimal mit ${t.say.quote(eventId)} gesendet, und zum nächsten Event dieses Namens von Commanders Act, ${t.say.quote(ownId)}, gibt es keine Kopie des Pixels. Der zweite Aufruf hat tC.uniqueEventId wohl gelesen, bevor cact("trigger", …) es gesetzt hatte.`
        : `Das Pixel hat ${eventName} mit ${t.say.quote(eventId)} gesendet, der ID des vorigen Events von Commanders Act; die eigene ist ${t.say.quote(ownId)}. fbq hat tC.uniqueEventId gelesen, bevor cact("trigger", …) es gesetzt hatte.`,
    fix: () => 'Rufen Sie zuerst cact("trigger", …) auf, dann fbq mit {eventID: tC.uniqueEventId}.',
    why: 'Die Kopie des Pixels trifft die Server-Kopie eines anderen Events oder gar keine. Meta verwirft Events, die keine Duplikate sind, und zählt andere doppelt.',
    confirm:
      'Lösen Sie zwei Events nacheinander aus. Die Ansicht Deduplizierung zeigt zwei Zeilen, jede unter ihrer eigenen ID gepaart.',
    fixes: {
      gtm: 'Machen Sie das Tag von Commanders Act zum Einrichtungs-Tag des Pixel-Tags (Erweiterte Einstellungen, Tag-Sequenzierung).',
      'commanders-act':
        'Lösen Sie das Pixel-Tag aus, nachdem das Event gesendet wurde, nicht davor.',
      code: 'Setzen Sie den fbq-Aufruf unter den cact-Aufruf oder in dessen Callback.',
    },
  },
  'dedup/id-reused': {
    title: 'Verschiedene Events haben dieselbe Event-ID',
    message: ({ eventName, eventId, by }, t) =>
      by === 'page'
        ? `${eventName} wird auf mehreren Seiten mit der ID ${t.say.quote(eventId)} gesendet. Meta behält das erste innerhalb von 48 Stunden und verwirft die anderen.`
        : `${eventName} wird noch einmal mit der ID ${t.say.quote(eventId)} gesendet, aber mit anderem Wert in ${by}: zwei Events unter einer ID. Meta behält das erste innerhalb von 48 Stunden und verwirft das andere.`,
    fix: () =>
      'Erzeugen Sie für jedes Event eine neue ID, nicht eine je Seite, Sitzung oder Vorlage.',
    why: 'Meta hält die Events für Kopien eines einzigen und verwirft alle bis auf das erste. Diese Conversions fehlen in den Berichten.',
    confirm:
      'Lösen Sie das Event zweimal mit verschiedenem Inhalt aus. Die Ansicht Deduplizierung zeigt zwei Zeilen mit zwei IDs.',
    fixes: {
      gtm: 'Nutzen Sie eine Variable, die sich mit jedem Event ändert, etwa eine ID aus dem Push in die Datenschicht.',
      shop: 'Nutzen Sie die Bestellnummer nur für Käufe; andere Events brauchen eine eigene ID.',
    },
  },
  'dedup/id-shared': {
    title: 'Mehrere Events teilen sich eine Event-ID',
    message: ({ eventId, names }, t) =>
      `Die ID ${t.say.quote(eventId)} nutzen mehrere Events: ${t.say.list(names)}. Meta unterscheidet sie am Namen, deshalb braucht jedes eine Server-Kopie mit seinem Namen.`,
    fix: () =>
      'Erzeugen Sie je Event eine ID. Setzen Sie vor eine Bestellnummer den Namen des Events.',
    why: 'Das geht gut, solange kein Name unter der ID zweimal vorkommt. Das zweite Event eines Namens wird verworfen.',
    confirm: 'Die Ansicht Deduplizierung zeigt je Event eine eigene ID.',
  },
  'dedup/name-case': {
    title: 'Die Namen der Kopien sind verschieden großgeschrieben',
    message: (data, t) => `${twoNames(data, t)} Groß und klein zählt, deshalb zählt Meta beide.`,
    fix: ({ right }, t) => `Senden Sie von beiden Seiten ${t.say.quote(right)}.`,
    why: 'Meta dedupliziert auch nach dem Namen. Kopien mit verschiedenen Namen sind zwei Events, und die mit dem falschen ist ein eigenes Event.',
    confirm:
      'Lösen Sie das Event noch einmal aus. Die Ansicht Deduplizierung zeigt eine gepaarte Zeile.',
    fixes: {
      server: 'Schreiben Sie das Standard-Event wie Meta: Purchase, AddToCart, ViewContent.',
    },
  },
  'dedup/name-not-mapped': {
    title: 'Eine Kopie trägt den Eventnamen eines anderen Systems',
    message: (data, t) =>
      `${twoNames(data, t)} Der eine ist der Name eines anderen Systems für den anderen und wurde nicht übersetzt. Meta zählt beide.`,
    fix: () =>
      'Übersetzen Sie den Namen vor dem Senden, damit Meta von beiden Seiten denselben bekommt.',
    why: 'Meta dedupliziert auch nach dem Namen. Die Kopie mit dem fremden Namen ist ein eigenes Event, auf das keine Kampagne optimiert.',
    confirm:
      'Lösen Sie das Event noch einmal aus. Die Ansicht Deduplizierung zeigt eine gepaarte Zeile.',
    fixes: {
      gtm: 'Ordnen Sie im Server-Tag den GA4-Namen dem von Meta zu, oder setzen Sie den Eventnamen von Hand.',
      'commanders-act':
        'Setzen Sie integrations.facebook.event_name, wo die Tabelle der Destination den Namen nicht hat.',
      segment: 'Ergänzen Sie den Namen in der Zuordnung der Destination.',
      server:
        'Übersetzen Sie den Namen, bevor die Anfrage entsteht: begin_checkout in InitiateCheckout.',
    },
  },
  'dedup/name-differs': {
    title: 'Eine Event-ID, zwei Eventnamen',
    message: (data, t) =>
      `${twoNames(data, t)} Entweder hat ein Event zwei Namen, und Meta zählt beide, oder eine ID wurde für zwei Events benutzt.`,
    fix: () =>
      'Senden Sie von beiden Seiten einen Namen, oder geben Sie jedem Event eine eigene ID.',
    why: 'Meta dedupliziert auch nach dem Namen. Kopien mit verschiedenen Namen sind zwei Events.',
    confirm:
      'Die Ansicht Deduplizierung zeigt eine gepaarte Zeile, oder zwei Zeilen mit zwei IDs, wenn es zwei Events sind.',
  },
  'dedup/other-pixel': {
    title: 'Die Kopien gingen an verschiedene Pixel',
    message: ({ eventName, eventId, browser, server }, t) =>
      `${eventName} ${t.say.quote(eventId)} ging vom Browser an ${t.say.list(browser.map(pixelOr))} und vom Server an ${pixelOr(server)}. Meta dedupliziert nur innerhalb eines Pixels, deshalb zählt jedes das Event.`,
    fix: () =>
      'Senden Sie beide Kopien an dasselbe Pixel (Dataset), außer wenn jedes für sich zählen soll.',
    why: 'Kein Pixel hat beide Kopien. Wo eine fehlt, geht das Event verloren, und Berichte über beide Pixel zählen es doppelt.',
    confirm:
      'Lösen Sie das Event noch einmal aus. Die Ansicht Deduplizierung zeigt eine gepaarte Zeile mit einem Pixel.',
    fixes: {
      server: 'Vergleichen Sie die ID in der Adresse /{pixel}/events mit der in fbq("init", …).',
    },
  },
  'dedup/outside-window': {
    title: 'Zwischen den Kopien liegen mehr als 48 Stunden',
    message({ eventName, eventId, apart, case: which }, t) {
      const event = `${eventName} ${t.say.quote(eventId)}`;
      if (which === 'event-time')
        return `Nach event_time liegt eine Kopie von ${event} ${t.say.duration(apart)} nach der anderen. Wann Meta sie bekam, ist nicht bekannt; die 48 Stunden zählen vom Empfang der ersten.`;
      if (which === 'one')
        return `${event} wurde mehr als 48 Stunden nach dem ersten mit dieser ID noch einmal gesendet. Meta zählt es noch einmal.`;
      return `Zwischen dem Empfang der Kopien von ${event} liegen ${t.say.duration(apart)}. Meta verwirft eine Kopie nur innerhalb von 48 Stunden nach der ersten und zählt deshalb beide.`;
    },
    fix: ({ case: which }) =>
      which === 'event-time'
        ? 'Starten Sie event-loupe tap, um zu sehen, wann der Server sendet. Senden Sie innerhalb von 48 Stunden.'
        : which === 'one'
          ? 'Senden Sie dasselbe Event nicht noch einmal. Geben Sie einem neuen Event eine eigene ID.'
          : 'Senden Sie die Kopie des Servers innerhalb von 48 Stunden nach der des Browsers.',
    why: 'Nach 48 Stunden kennt Meta die ID nicht mehr. Die späte Kopie ist eine neue Conversion.',
    confirm:
      'Wenn event-loupe tap läuft, zeigt die Ansicht Deduplizierung den Abstand der Kopien, und die Zeile ist gepaart.',
    fixes: {
      server:
        'Senden Sie Events, wenn sie geschehen. Ein nächtlicher oder wöchentlicher Stapel kommt womöglich zu spät.',
    },
  },
  'dedup/clock-skew': {
    title: 'event_time passt nicht zum Zeitpunkt des Events',
    message({ eventName, eventId, difference, from, isZone }, t) {
      const place = difference > 0 ? 'nach' : 'vor';
      const moment =
        from === 'receipt'
          ? 'dem Zeitpunkt, zu dem der Server es sendete'
          : 'der Kopie des Browsers';
      const zone = isZone
        ? ' Volle Stunden sehen nach Ortszeit aus, die als UTC gesendet wurde.'
        : '';
      return `event_time von ${eventName} ${t.say.quote(eventId)} liegt ${t.say.duration(difference)} ${place} ${moment}.${zone}`;
    },
    fix: () =>
      'Setzen Sie event_time auf den Zeitpunkt des Events, in Sekunden UTC, und prüfen Sie die Uhr des Servers.',
    why: 'Mit falscher event_time liegt die Conversion auf einem anderen Tag oder vor dem Klick, der zu ihr führte.',
    confirm:
      'Lösen Sie das Event aus und vergleichen Sie event_time im Vergleich der Kopien mit der Zeit des Browsers.',
    fixes: {
      server:
        'Nehmen Sie die Unix-Zeit des Events selbst, etwa Math.floor(Date.now() / 1000), kein lokales Datum.',
    },
  },
  'dedup/event-time-too-old': {
    title: 'event_time ist für Meta zu alt',
    message: ({ eventName, eventId, age, limit }, t) =>
      `event_time von ${eventName} ${t.say.quote(eventId)} liegt ${t.say.duration(age)} vor dem Zeitpunkt, zu dem der Server es sendete. Meta nimmt höchstens ${t.say.duration(limit)}.`,
    fix: () =>
      'Senden Sie das Event früher, und setzen Sie event_time auf seinen Zeitpunkt in Sekunden UTC.',
    why: 'Wegen eines zu alten Events lehnt Meta die ganze Anfrage ab, und damit bis zu 999 andere.',
    confirm:
      'Wenn event-loupe tap läuft, steht beim Server-Event die Antwort auf die Anfrage. Sie muss 200 sein.',
    fixes: {
      server:
        'Heben Sie fehlgeschlagene Anfragen höchstens einige Tage auf, und lassen Sie zu alte Events weg.',
    },
  },
  'dedup/fallback': {
    title: 'Meta paart die Kopien ohne Event-IDs',
    message: ({ eventName }) =>
      `Die Kopien von ${eventName} haben keine Event-ID. Meta behält eine davon, weil Name und Person gleich sind und die des Browsers zuerst kam, innerhalb von 48 Stunden.`,
    fix: () => 'Geben Sie beiden Kopien eine gemeinsame Event-ID.',
    why: 'Der Ersatz geht nach Person und Name: Tut dieselbe Person innerhalb von 48 Stunden zweimal dasselbe, verwirft Meta auch das zweite Server-Event.',
    confirm:
      'Lösen Sie das Event noch einmal aus. Die Ansicht Deduplizierung zeigt die Zeile mit einer ID.',
  },
  'dedup/fallback-server-first': {
    title: 'Keine der beiden Kopien hat eine Event-ID',
    message({ eventName, case: which }) {
      const both = `Keine der beiden Kopien von ${eventName} hat eine Event-ID. Ohne IDs behält Meta nur dann eine, wenn die des Servers innerhalb von 48 Stunden nach der des Browsers ankommt und dieselbe Person nennt.`;
      if (which === 'server-first')
        return `${both} Hier war der Server zuerst, deshalb zählen beide.`;
      if (which === 'too-late') return `${both} Hier kam sie später, deshalb zählen beide.`;
      return `${both} Ob das so ist, ist hier nicht zu sehen.`;
    },
    fix: () => 'Geben Sie beiden Kopien dieselbe Event-ID. Dann ist die Reihenfolge gleichgültig.',
    why: 'Meta zählt das Event doppelt, sobald der Ersatz über fbp und external_id nicht greift.',
    confirm:
      'Lösen Sie das Event noch einmal aus. Die Ansicht Deduplizierung zeigt eine gepaarte Zeile mit einer ID.',
  },
  'dedup/browser-copy-lost': {
    title: 'Die Kopie des Browsers hat Meta nicht erreicht',
    message: ({ eventName, eventId, how }, t) => {
      const lost = {
        blocked: 'wurde im Browser blockiert',
        failed: 'wurde vom Netz nicht befördert',
        refused: 'wurde von der Antwort abgelehnt',
      }[how];
      return `Die Kopie des Browsers von ${eventName} ${t.say.quote(eventId)} ${lost}. Die des Servers tritt an ihre Stelle.`;
    },
    why: 'Das Event zählt einmal, durch die Kopie des Servers. Daten, die nur die Kopie des Browsers hat, etwa Cookies, fehlen womöglich.',
    confirm:
      'Schalten Sie Werbeblocker und Tracking-Schutz ab und lösen Sie das Event noch einmal aus. Die Ansicht Deduplizierung zeigt beide Kopien.',
  },
  'dedup/server-copy-refused': {
    title: 'Die Kopie des Servers hat Meta nicht erreicht',
    message({ eventName, eventId, status, answer }, t) {
      const event = `${eventName} ${t.say.quote(eventId)}`;
      if (status === undefined)
        return `Die Kopie des Servers von ${event} wurde gesendet, kam aber nicht an.`;
      const said = answer === undefined ? '' : `: ${t.say.quote(answer)}`;
      return `Die Kopie des Servers von ${event} wurde mit Status ${status} abgelehnt${said}.`;
    },
    fix: ({ status }) =>
      status === undefined
        ? 'Prüfen Sie, ob etwas die Anfrage unterwegs blockiert.'
        : 'Lesen Sie die Antwort und berichtigen Sie das Event, das sie nennt. Es kann ein anderes derselben Anfrage sein.',
    why: 'Nur die Kopie des Browsers zählt. Wo der Browser blockiert wird, geht die Conversion verloren; und wegen eines ungültigen Events lehnt Meta die ganze Anfrage ab.',
    confirm:
      'Senden Sie das Event noch einmal, während event-loupe tap läuft. Die Antwort beim Server-Event ist 200, und die Zeile ist gepaart.',
  },
  'dedup/copies-differ': {
    title: 'Die Kopien eines Events sagen Verschiedenes',
    message: ({ eventName, eventId, items }, t) =>
      `Die Kopien von ${eventName} ${t.say.quote(eventId)} unterscheiden sich: ${t.say.list(items.map((item) => copyDifference(item, t)))}. Meta behält eine und verwirft, was die andere sagt.`,
    fix: ({ items }, t) =>
      `Senden Sie ${t.say.list(items.map(({ name }) => name))} von beiden Seiten gleich.`,
    why: 'Welche Kopie Meta behält, hängt davon ab, welche zuerst ankommt. Umsatz und Katalog-Anzeigen folgen der behaltenen.',
    confirm:
      'Öffnen Sie die Zeile in der Ansicht Deduplizierung: Der Vergleich der beiden Kopien zeigt keinen Unterschied mehr.',
    fixes: {
      shop: 'Prüfen Sie, ob eine Seite den Betrag mit Steuer oder Versand sendet und die andere ohne.',
      server: 'Lesen Sie den Betrag aus denselben Bestelldaten, die auch die Seite bekommt.',
    },
  },
  'dedup/server-first': {
    title: 'Die Kopie des Servers kam zuerst an',
    message: ({ count }, t) =>
      `Bei ${pairCount(count, t)} kam die Kopie des Servers zuerst an. Bei gleichen Event-IDs behält Meta eine, gleich welche zuerst kommt. Die Dokumentation von Commanders Act nennt das ein Duplikat; das stimmt nur für Metas Ersatz über fbp und external_id.`,
    why: 'Nichts geht verloren und nichts zählt doppelt. Es steht hier, weil Ratschläge zur Reihenfolge der Kopien verbreitet sind.',
    confirm:
      'Die Zeilen sind in der Ansicht Deduplizierung gepaart, und ihr Abstand sagt, dass der Server früher war.',
  },
  'dedup/pixel-unknown': {
    title: 'Das Pixel einer Kopie ist nicht bekannt',
    message: ({ count }, t) =>
      `Bei ${pairCount(count, t)} ist das Pixel einer Kopie nicht bekannt. Sie gilt für jedes Pixel mit demselben Namen und derselben ID.`,
    fix: () =>
      'Nennen Sie beim Import der Server-Events das Pixel, oder starten Sie event-loupe tap.',
    why: 'Meta dedupliziert innerhalb eines Pixels. Kopien, die an verschiedene Pixel gingen, sähen hier gepaart aus.',
    confirm: 'Nach einem Import mit der ID des Pixels ist der Hinweis fort.',
  },
  'dedup/receipt-unknown': {
    title: 'Der Zeitpunkt des Empfangs ist nicht bekannt',
    message: ({ count }, t) =>
      `Bei ${pairCount(count, t)} hat niemand gesehen, wann Meta die Kopie des Servers bekam, deshalb wurde das Fenster von 48 Stunden nicht geprüft.`,
    fix: () => 'Starten Sie event-loupe tap: Dann ist der Zeitpunkt bekannt.',
    why: 'Kopien, die mehr als 48 Stunden auseinander ankommen, zählen doppelt. Der Zeitpunkt entscheidet auch, welche Meta behält.',
    confirm: 'In einer Sitzung mit tap zeigt die Ansicht Deduplizierung den Abstand der Kopien.',
  },
  'dedup/derived-copy': {
    title: 'Eine Server-Kopie ist nur aus einem Connector-Hit gelesen',
    message: ({ count }, t) =>
      `Bei ${pairCount(count, t)} ist die Kopie des Servers aus einem Hit von Commanders Act oder Segment gelesen. Ob deren Connector zu Meta an ist und dieses Event sendet, ist im Browser nicht zu sehen.`,
    fix: () => 'Sehen Sie im Log des Connectors nach, oder importieren Sie, was Meta bekommen hat.',
    why: 'Das Paar sieht hier richtig aus, auch wenn der Connector abgeschaltet ist oder das Event auslässt.',
    confirm: 'Im Events Manager steht das Event als von Browser und Server empfangen.',
  },

  // ---- consent --------------------------------------------------------------------------------
  'consent/sent-although-denied': {
    title: 'Trotz abgelehnter Einwilligung für Meta gesendet',
    message: (data, t) => {
      const basis = data.isAssumed
        ? ' Dass dies für Meta steht oder für diesen Besucher gilt, ist eine Annahme; das Profil kann sie bestätigen.'
        : '';
      return `${sent(data, t)}, obwohl die Einwilligung abgelehnt war (${saySources(data.sources, t)}).${basis}`;
    },
    fix: ({ sources }, t) =>
      holdBack(sources, t) || 'Senden Sie das Event erst, wenn der Besucher eingewilligt hat.',
    why: 'Der Besucher hat Nein gesagt, und seine Daten gingen trotzdem an Meta. Im größten Teil Europas verstößt das gegen das Recht, und was Meta aus solchen Events lernt, ist nicht verwendbar.',
    confirm:
      'Lehnen Sie im Banner alles ab, laden Sie die Seite neu und gehen Sie dieselben Schritte: Der Netzwerk-Tab zeigt keine Anfrage an facebook.com/tr, und die Ansicht „Einwilligung“ zählt unter „abgelehnt“ nichts.',
    fixes: {
      ...fixesInTools,
      'commanders-act':
        'Setzen Sie die Kategorie von Facebook in den Datenschutzeinstellungen des Tags und in „User Consent Category“ der Destination Facebook Conversions API.',
    },
  },
  'consent/sent-before-decision': {
    title: 'Für Meta gesendet, bevor der Besucher entschieden hatte',
    message: (data, t) =>
      `${sent(data, t)}, bevor es eine Entscheidung gab (${saySources(data.sources, t)}).`,
    fix: ({ sources, isRegionOpen }, t) => {
      const own =
        holdBack(sources, t) || 'Senden Sie das Event erst, wenn der Besucher eingewilligt hat.';
      return isRegionOpen
        ? `${own} Wo Events bis zum Widerspruch gesendet werden dürfen, setzen Sie im Profil consent.region auf "opt-out".`
        : own;
    },
    why: 'Wo die Einwilligung zuerst kommen muss, darf vorher nichts gesendet werden. Sagt der Besucher dann Nein, dürfen Sie das Event auch nicht verwenden.',
    confirm:
      'Löschen Sie die Cookies der Seite, laden Sie sie neu und lassen Sie das Banner stehen: Der Netzwerk-Tab zeigt keine Anfrage an facebook.com/tr, bis Sie zustimmen.',
    fixes: fixesInTools,
  },
  'consent/withdrawn-after-hit': {
    title: 'Die Einwilligung wurde nach dem Senden widerrufen',
    message: ({ sources }, t) =>
      `Hier wurde die Einwilligung widerrufen (${saySources(sources, t)}). Die Events davor hatten eine, als sie gesendet wurden.`,
    why: 'Es erklärt, warum die früheren Events richtig sind und spätere es nicht wären: Ab hier darf nichts mehr an Meta gehen.',
    confirm:
      'In der Ansicht „Einwilligung“ wechselt hier das Band dieser Quelle. Dahinter sollte kein Hit mehr stehen.',
  },
  'consent/no-source': {
    title: 'Auf der Seite fand sich keine Quelle für Einwilligung',
    message: ({ events: count }, t) =>
      `${events(count, t)} ${count === 1 ? 'ging' : 'gingen'} von diesem Dokument an Meta, und nichts darin sagt etwas über Einwilligung. Das ist keine Ablehnung: Vielleicht gibt es kein Consent-Tool, oder eines, das Event Loupe nicht kennt.`,
    fix: () =>
      'Wo die Besucher dieser Seite zuerst einwilligen müssen, bauen Sie ein Consent-Tool ein und lassen Sie es das Pixel zurückhalten.',
    why: 'Ob diese Events eine Einwilligung hatten, ist auf dieser Seite nicht zu erkennen.',
    confirm: 'Die Ansicht „Einwilligung“ nennt jede Quelle, die auf der Seite zu sehen war.',
    fixes: fixesInTools,
  },
  'consent/conflict': {
    title: 'Quellen für Einwilligung widersprechen sich',
    message: ({ events: count, sources }, t) => {
      const sides = sources.map(
        ({ source, state }) => `${sourceName(source, t)} sagt ${t.consent.verdict[state]}`,
      );
      return `${events(count, t)} ${count === 1 ? 'ging' : 'gingen'} an Meta, während sich die Quellen widersprachen: ${t.say.list(sides, 12)}.`;
    },
    fix: () =>
      'Lassen Sie ein Tool entscheiden und seine Entscheidung sofort an die anderen weitergeben. Nennen Sie im Profil unter consent.governs die Quelle, die für Meta gilt.',
    why: 'Eine von ihnen liegt beim Besucher falsch. Entweder gehen Events ohne Einwilligung hinaus, oder es fehlen welche, die erlaubt wären.',
    confirm:
      'Beantworten Sie das Banner noch einmal: In der Ansicht „Einwilligung“ wechseln alle Quellen gleichzeitig in denselben Zustand.',
    fixes: {
      'consent-tool':
        'Schalten Sie die Anbindung an den Google Consent Mode und an TCF im Tool selbst ein, statt die Entscheidung mit einem eigenen Skript weiterzugeben.',
      gtm: 'Aktualisieren Sie den Consent Mode in einem einzigen Tag beim Ereignis des Consent-Tools und entfernen Sie andere Tags, die gtag("consent") aufrufen.',
      code: 'Rufen Sie gtag("consent", "update") und fbq("consent") im selben Callback des Consent-Tools auf.',
    },
  },
  'consent/categories-missing': {
    title: 'Commanders Act erfährt die Einwilligung nicht',
    message: ({ events: count, isMisplaced }, t) => {
      const where = isMisplaced
        ? ' consent_categories steht an der Wurzel des Events; dort sucht Commanders Act nicht.'
        : '';
      return `${events(count, t)} ${count === 1 ? 'ging' : 'gingen'} ohne user.consent_categories an Commanders Act, und TRUST ist nicht auf dieser Seite. Ein Connector mit gesetzter Einwilligungskategorie gibt solche Events nicht an Meta weiter.${where}`;
    },
    fix: () =>
      'Geben Sie in jedem Event user: {consent_categories: […]} mit den IDs mit, denen der Besucher zugestimmt hat, oder nutzen Sie TRUST, das es von selbst tut. Ist „User Consent Category“ im Connector leer, setzen Sie im Profil consent.commandersAct auf "managed".',
    why: 'Die Kopien des Servers erreichen Meta nie, die Events des Pixels stehen allein.',
    confirm:
      'Lösen Sie das Event noch einmal aus und öffnen Sie in Event Loupe seinen Hit an Commanders Act: user.consent_categories nennt die IDs.',
    fixes: {
      'commanders-act':
        'Nutzen Sie das Consent-Banner von Commanders Act (TRUST), oder füllen Sie user.consent_categories in der Datenschicht aus Ihrem eigenen.',
      code: 'cact("trigger", "purchase", {user: {consent_categories: ["1", "3"]}, …}) mit den IDs Ihrer Kategorien.',
    },
  },
  'consent/category-unknown': {
    title: 'Welche Kategorie für Meta steht, ist nicht bekannt',
    message: ({ events: count, source, question }, t) =>
      `${sourceName(source, t)} lässt sich für ${events(count, t)} nicht beurteilen. ${askConsent(question, t)}`,
    fix: ({ source }) => `Beantworten Sie es im Profil unter consent.categories.${source}.`,
    why: 'Manche Kategorien sind an, manche aus. Von der Antwort hängt ab, ob diese Events eine Einwilligung hatten.',
    confirm:
      'Sobald das Profil die Kategorie nennt, zeigt die Ansicht „Einwilligung“ die Quelle als erteilt oder abgelehnt.',
    fixes: {
      'consent-tool':
        'Sehen Sie in den Einstellungen des Tools nach, unter welcher Kategorie, welchem Zweck oder Dienst das Meta-Pixel steht.',
    },
  },
  'consent/google-default-late': {
    title: 'Googles Einwilligungs-Vorgabe kam zu spät',
    message: () =>
      'gtag("consent", "default", …) kam, nachdem schon ein Tag von Google ausgelöst war: Dieses Tag lief ohne die Vorgabe.',
    fix: () =>
      'Setzen Sie die Vorgabe über das Snippet des Containers, vor das erste gtag("config") oder gtag("event").',
    why: 'Tags, die vor der Vorgabe auslösen, verhalten sich, als läge eine Einwilligung vor.',
    confirm:
      'Laden Sie die Seite neu: Im Strom steht die Vorgabe über dem ersten config und event.',
    fixes: {
      gtm: 'Setzen Sie die Vorgabe in einem Tag mit dem Trigger „Consent Initialization - All Pages“.',
      'consent-tool':
        'Laden Sie das Skript des Consent-Tools über dem Snippet des Google Tag Managers, ohne async und defer.',
      code: 'Setzen Sie die Zeile mit gtag("consent", "default", …) an den Anfang des head.',
    },
  },

  // ---- mapping --------------------------------------------------------------------------------
  'mapping/misnamed': {
    title: 'Unter einem anderen Namen an Meta gesendet als vorgesehen',
    message: (data, t) =>
      `${mappedEvent(data, t)} soll bei Meta ${t.say.quote(data.to)} werden. Gesendet wird es als ${t.say.list(data.sent.map((name) => t.say.quote(name)))}.`,
    fix: ({ to, isStandard, isOwn, mappingRule }) => {
      if (isStandard)
        return `Senden Sie es als fbq("track", "${to}", …): Bei Namen von Standard-Events zählt die Groß- und Kleinschreibung.`;
      return isOwn
        ? `Senden Sie es unter dem Namen ${to}, oder ändern Sie die Regel ${mappingRule} im Profil.`
        : `Senden Sie es unter dem Namen ${to}.`;
    },
    why: 'Kampagnen, Zielgruppen und Berichte gehen nach dem Namen. Unter einem anderen fehlt die Conversion dort und erscheint als Event, das niemand nutzt.',
    confirm: `${LOOK_AT_MATCH} Im Events Manager steht es unter „Events testen“ mit dem Namen, den Sie erwarten.`,
    fixes: {
      gtm: 'Wählen Sie im Meta-Tag das Standard-Event aus der Liste, statt einen eigenen Namen einzutippen.',
      'commanders-act':
        'Nutzen Sie die Event-Namen aus der Tabelle von Commanders Act, oder setzen Sie integrations.facebook.event_name im Event.',
      segment:
        'Ordnen Sie das Event in den Einstellungen der Destination Facebook Pixel einem Standard-Event zu; Großbuchstaben und Leerzeichen des Namens zählen.',
      loyjoy:
        'Bilden Sie im Listener jedes Chat-Event an einer Stelle auf seinen Namen bei Meta ab.',
    },
  },
  'mapping/unsent': {
    title: 'Ein Event, das Meta bekommen soll, wurde nicht gesendet',
    message(data, t) {
      switch (data.how) {
        case 'too-few': {
          const { expected, sent, system, to } = data;
          return `Aus ${t.say.plural(expected, { one: '# Event', other: '# Events' })} (${systemName(system, t)}) dieser Seite soll bei Meta ${t.say.quote(to)} werden; gesendet ${t.say.plural(sent, { one: 'wurde #', other: 'wurden #' })}. Welche fehlen, ist nicht bekannt.`;
        }
        case 'trigger-lost':
          return `cact("trigger", "${data.name}") hat keinen Hit an Commanders Act, ein späterer Trigger der Seite aber schon. Der Server kann ${t.say.quote(data.to)} nicht senden.`;
        case 'stopped':
          return `${mappedEvent(data, t)} soll bei Meta ${t.say.quote(data.to)} werden und wurde nicht gesendet: ${t.reason[data.reason]}.`;
        case 'not-called':
          return `${mappedEvent(data, t)} soll bei Meta ${t.say.quote(data.to)} werden. Kein Pixel-Event dieses Namens gehört dazu.`;
      }
    },
    fix(data) {
      switch (data.how) {
        case 'too-few':
          return `Rufen Sie fbq dort auf, wo das Event behandelt wird, damit sich jedes ${data.to} mit seinem Anlass verbinden lässt.`;
        case 'trigger-lost':
          return 'Lösen Sie es aus, sobald der Container geladen ist, oder rufen Sie dann cact("exec") auf: Events, die vorher in der Schlange stehen, gehen verloren.';
        case 'stopped':
          return 'Finden Sie heraus, was die Anfrage aufhält. Der Aufruf selbst ist richtig.';
        case 'not-called': {
          const call = `Rufen Sie fbq("${data.isStandard ? 'track' : 'trackCustom'}", "${data.to}", …) auf, wo dieses Event behandelt wird`;
          return data.isOwn
            ? `${call}, oder ändern Sie die Regel ${data.mappingRule} im Profil.`
            : `${call}. Soll es Meta nicht erreichen, sagen Sie es im Profil mit "to": null.`;
        }
      }
    },
    why: 'Die Seite bemerkt das Event, Meta nicht. In den Berichten fehlen Conversions, und die Gebote lernen ohne sie.',
    confirm: LOOK_AT_MATCH,
    fixes: {
      gtm: 'Wählen Sie im Vorschaumodus links das Event: Das Meta-Tag muss unter „Tags Fired“ stehen. Sonst passt sein Trigger nicht zum Namen des Events.',
      'commanders-act':
        'Sehen Sie im Log der Destination Facebook Conversions API nach, ob das Event ankommt und weitergesendet wird.',
      segment:
        'Prüfen Sie, ob die Destination Facebook Pixel an ist und das Event in ihren Einstellungen zugeordnet ist.',
      loyjoy: 'Ergänzen Sie den fbq-Aufruf im Listener für dieses Chat-Event.',
    },
  },
  'mapping/unexpected': {
    title: 'Gegen die Regeln des Profils an Meta gesendet',
    message(data, t) {
      if (data.how === 'forbidden')
        return `${mappedEvent(data, t)} darf Meta nicht erreichen. Gesendet wird es als ${t.say.list(data.sent.map((name) => t.say.quote(name)))}.`;
      const systems = [...new Set(data.systems.map((system) => systemName(system, t)))];
      return `${t.say.quote(data.to)} wird an Meta gesendet, aber auf dieser Seite ist kein Event (${t.say.either(systems)}), das ${t.say.quote(data.to)} werden soll.`;
    },
    fix: (data) =>
      data.how === 'forbidden'
        ? `Entfernen Sie den fbq-Aufruf dort, wo dieses Event behandelt wird, oder ändern Sie die Regel ${data.mappingRule} im Profil.`
        : 'Der Call Stack zeigt, wer es sendet. Entfernen Sie diesen Aufruf, oder ergänzen Sie im Profil eine Regel für seine Quelle.',
    why: 'Meta zählt etwas, das keine Conversion ist, oder zählt es doppelt. Die Budgets folgen dann falschen Zahlen.',
    confirm:
      'Gehen Sie den Schritt noch einmal: Die Ansicht „Mapping“ zeigt nichts mit dem Ergebnis „unexpected“, und der Netzwerk-Tab keine Anfrage an facebook.com/tr mit diesem Event.',
    fixes: {
      gtm: 'Suchen Sie nach einem zweiten Meta-Tag, dessen Trigger auch bei diesem Event auslöst, in diesem Container oder einem anderen der Seite.',
      shop: 'Ein Plug-in des Shops für Meta sendet das Event womöglich neben Ihrem eigenen Tag. Schalten Sie eines von beiden ab.',
    },
  },
  'mapping/ambiguous-rules': {
    title: 'Regeln des Profils widersprechen sich',
    message: (data, t) =>
      `${mappedEvent(data, t)} trifft auf Regeln, die Verschiedenes verlangen: ${t.say.list(data.mappingRules)}.`,
    fix: () =>
      'Sorgen Sie im Profil dafür, dass ihre Namen, Muster oder Bedingungen einander ausschließen. Ein genauer Name geht vor einem Muster, eine Bedingung vor keiner.',
    why: 'Was aus dem Event werden soll, ist nicht entschieden, deshalb wird daran nichts geprüft.',
    confirm: 'Die Ansicht „Mapping“ zeigt das Event unter einer Regel, mit eigenem Ergebnis.',
  },
  'mapping/parameter-lost': {
    title: 'Parameter eines Events erreichen Meta nicht',
    message: (data, t) =>
      `${mappedEvent(data, t)} hat ${t.say.list(data.items.map(givenParameter), 8)}. ${t.say.quote(data.to)} bei Meta fehlt das.`,
    fix: (data, t) => `Geben Sie ${parameterNames(data, t)} aus dem Quell-Event an Meta weiter.`,
    why: 'Was Meta nicht bekommt, kann es weder berichten noch optimieren: ohne Wert kein ROAS, ohne Produkte keine Katalog-Anzeigen.',
    confirm: LOOK_AT_MATCH,
    fixes: {
      gtm: 'Legen Sie für jeden Parameter eine Datenschichtvariable an und tragen Sie sie im Meta-Tag unter „Object Properties“ ein.',
      'commanders-act':
        'Geben Sie den Eigenschaften die Namen aus der Tabelle von Commanders Act, oder setzen Sie sie unter integrations.facebook.custom_data.',
      segment:
        'Nutzen Sie die Namen aus der E-Commerce-Spezifikation von Segment: Die Destination bildet diese ab.',
      loyjoy:
        'Lesen Sie sie im Listener aus dem Detail des Chat-Events und geben Sie sie an fbq weiter.',
    },
  },
  'mapping/parameter-different': {
    title: 'Parameter eines Events kommen mit anderen Werten an',
    message: (data, t) =>
      `${mappedEvent(data, t)} erreicht Meta mit anderen Werten: ${data.items.map((item) => changedParameter(item, t)).join('; ')}.`,
    fix: (data, t) =>
      `Geben Sie ${parameterNames(data, t)} so an Meta weiter, wie es im Quell-Event steht.`,
    why: 'Umsatz, Währung oder Produkte bei Meta sind nicht die des Shops. Berichte und Katalog-Anzeigen folgen den falschen.',
    confirm: LOOK_AT_MATCH,
    fixes: {
      gtm: 'Prüfen Sie, ob die Variablen des Meta-Tags aus diesem Event lesen und nicht aus einem früheren Push, der noch in der Datenschicht steht.',
      shop: 'Prüfen Sie, ob eine Seite den Betrag mit Steuer oder Versand hat und die andere ohne.',
      code: 'Kopieren Sie die Daten, bevor Sie sie weitergeben: Wer ein Objekt später ändert, ändert auch, was gepusht wurde.',
    },
  },

  // ---- datalayer ------------------------------------------------------------------------------

  // ---- loyjoy ---------------------------------------------------------------------------------

  // ---- connector ------------------------------------------------------------------------------
  'connector/minimum': {
    title: 'Zu wenig Nutzerdaten: Der Connector verwirft das Event',
    message({ name, to, isAnonymous, unmet }, t) {
      const what = name === '' ? 'ein Event ohne Namen' : t.say.quote(name);
      const as = to === undefined ? '' : ` als ${t.say.quote(to)}`;
      const others = isAnonymous
        ? ' Dasselbe gilt für andere Events dieser Seite, die nicht mehr über ihren Besucher sagen.'
        : '';
      return `Laut seiner Dokumentation sendet der Connector von Commanders Act ${what} nicht an Meta${as}. ${unmet.map((one) => sayRequirement(one, t)).join(' ')}${others}`;
    },
    fix: () =>
      'Geben Sie im Event mit, was über den Nutzer bekannt ist: zuerst user.email oder user.phone, dann user.id, user.firstname, user.lastname, user.city, user.zipcode, user.country.',
    why: 'Die Kopie des Servers erreicht Meta nie. Wird auch die des Browsers blockiert, geht die Conversion verloren.',
    confirm:
      'Öffnen Sie in Event Loupe den Hit des Events: In der Vorschau dessen, was der Connector sendet, ist jede Anforderung erfüllt. Das Log der Destination bei Commanders Act zeigt das Event als gesendet.',
    fixes: {
      'commanders-act':
        'Füllen Sie die Nutzer-Eigenschaften der Datenschicht, sobald der Besucher sich angemeldet oder bestellt hat, vor dem Trigger des Events.',
      shop: 'Auf der Dankeseite kennt der Shop E-Mail, Name und Adresse: Schreiben Sie sie in das user-Objekt des Events.',
    },
  },
  'connector/user-data': {
    title: 'Meta kann die Nutzerdaten eines Events nicht zuordnen',
    message({ name, items }, t) {
      const what = name === '' ? 'Ein Event ohne Namen' : t.say.quote(name);
      const values = items.map(
        ({ field, from, notes }) => `${from} (${fieldName(field, t)}): ${sayNotes(notes, t)}.`,
      );
      return `${what} enthält Nutzerdaten, die Meta nicht zuordnen kann. ${values.join(' ')}`;
    },
    fix: () =>
      'Geben Sie unter user.* den Klartext an und lassen Sie den Connector hashen, oder geben Sie den SHA-256 des Textes ohne Leerraum am Rand und in Kleinschreibung an, hexadezimal in Kleinbuchstaben. Hashen Sie nie fbp, fbc, die IP-Adresse oder den User-Agent.',
    why: 'An diesen Werten erkennt Meta die Person. Ein Wert, den es nicht lesen kann, ist so gut wie keiner: Die Qualität der Zuordnung sinkt und mit ihr, was den Anzeigen zugeschrieben wird.',
    confirm:
      'Öffnen Sie in Event Loupe den Hit des Events: Zu seinen user_data wird nichts bemängelt. Im Events Manager steigt die Event Match Quality binnen Tagen.',
    fixes: {
      'commanders-act':
        'Füllen Sie user.email statt user.email_sha256: Commanders Act entfernt Leerraum am Rand, wandelt in Kleinschreibung um und hasht.',
      code: 'Hashen Sie email.trim().toLowerCase() mit SHA-256 und schreiben Sie es hexadezimal.',
    },
  },

  // ---- server ---------------------------------------------------------------------------------
};

function mappedEvent({ system, name }: MappedSource, t: Words): string {
  return `${t.say.quote(name)} (${systemName(system, t)})`;
}

function givenParameter({ from, to, expected = '' }: ParameterMatch): string {
  const name = from === to || from === '' ? to : `${from} (bei Meta ${to})`;
  return `${name} ${expected}`.trim();
}

function changedParameter(
  { to, expected = '', actual = '', notes }: ParameterMatch,
  t: Words,
): string {
  const words = `aus ${to} ${expected} wurde ${actual}`;
  return notes === undefined ? words : `${words} (${sayNotes(notes, t)})`;
}

function parameterNames({ items }: WrongParameters, t: Words): string {
  return t.say.list(
    items.map(({ to }) => to),
    8,
  );
}

/** The sides of a pair, in the nominative and in the genitive. */
const SIDE = { browser: 'der Browser', server: 'der Server' } as const;
const SIDE_OF = { browser: 'des Browsers', server: 'des Servers' } as const;

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function toPixel(pixelId: string): string {
  return pixelId === '' ? '' : ` an Pixel ${pixelId}`;
}

function pixelOr(pixelId: string): string {
  return pixelId === '' ? 'ein unbekanntes Pixel' : `Pixel ${pixelId}`;
}

function times(count: number, t: Words): string {
  return t.say.plural(count, { one: 'einmal', other: '#-mal' });
}

function pairCount(count: number, t: Words): string {
  return t.say.plural(count, { one: 'einem Paar', other: '# Paaren' });
}

function twoNames({ eventId, browserName, serverName }: DedupNames, t: Words): string {
  return `Die Event-ID ${t.say.quote(eventId)} steht im Browser für ${t.say.quote(browserName)} und auf dem Server für ${t.say.quote(serverName)}.`;
}

function copyDifference(item: CopyDifference, t: Words): string {
  if (item.name === 'contents')
    return `in den contents ${SIDE_OF[item.lacks]} ${item.products.length === 1 ? 'fehlt' : 'fehlen'} ${t.say.list(item.products, 5)}`;
  return `${item.name} ist im Browser ${item.browser} und auf dem Server ${item.server}`;
}
