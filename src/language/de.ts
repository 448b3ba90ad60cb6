import type { ConsentSent } from '../analysis/facts/consent-data.ts';
import { askConsent, holdBack, saySources, sourceName } from './consent.ts';
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
      'left-over': () =>
        'Rest in einem Cookie: das Tool selbst war auf dieser Seite nicht zu sehen',
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
      all: ({ state }) =>
        ({
          granted: 'alles wurde angenommen',
          denied: 'alles, was sich ablehnen lässt, wurde abgelehnt',
          undecided: 'nichts ist entschieden',
        })[state],
      others: ({ state }) =>
        `alle anderen ${{ granted: 'erteilt', denied: 'abgelehnt', undecided: 'offen' }[state]}`,
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
  'consent/left-over-cookie': {
    title: 'Ein Einwilligungs-Cookie ohne sein Tool',
    message: ({ source, state, counts }, t) =>
      `Ein Cookie von ${sourceName(source, t)} sagt ${t.consent.verdict[state]}, aber das Tool selbst war auf dieser Seite nicht zu sehen. ${
        counts
          ? 'Sonst sagt keine Quelle etwas, deshalb zählt das Cookie, ohne Beleg, dass es noch gilt.'
          : 'Andere Quellen entscheiden; das Cookie zählt nicht.'
      }`,
    fix: ({ source }, t) =>
      `Gibt es ${sourceName(source, t)} auf der Website nicht mehr, löschen Sie sein Cookie. Soll es hier sein, laden Sie sein Skript auch auf dieser Seite.`,
    why: 'Skripte, die das alte Cookie noch lesen, folgen einer Entscheidung, die der Besucher nicht mehr ändern kann.',
    confirm:
      'Suchen Sie das Cookie unter „Anwendung“, „Cookies“, und das Skript des Tools im Netzwerk-Tab.',
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

  // ---- datalayer ------------------------------------------------------------------------------

  // ---- loyjoy ---------------------------------------------------------------------------------

  // ---- connector ------------------------------------------------------------------------------

  // ---- server ---------------------------------------------------------------------------------
};
