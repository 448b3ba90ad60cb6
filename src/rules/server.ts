import type { Words } from '../language/words.ts';
import type {
  CustomDatum,
  ServerFaults,
  UserFault,
} from '../vendors/meta/server-events/event-faults.ts';
import { ACTION_SOURCES } from '../vendors/meta/server-events/event-rules.ts';
import { LINKS } from './links.ts';
import type { Area } from './rule.ts';

const WHY_REFUSED =
  'One such event makes Meta reject the whole request, with up to 999 other events. They are lost unless the browser’s copies arrive.';
const WHY_MATCH =
  'Meta finds the person by these values. A value it cannot read is as good as none: match quality drops, and so do the conversions attributed to ads.';
const CONFIRM_TAP =
  'Send the event again with event-loupe tap running: it shows without this finding, with status 200.';
const CONFIRM_SENT =
  'Send the event again, import it or run event-loupe tap: the finding is gone. In Events Manager, Test Events shows what Meta received.';

/** What is wrong with an event of the server by itself. */
export const server: Area<'server'> = {
  'server/field-missing': {
    severity: 'error',
    links: [LINKS.metaServerEvent, LINKS.metaCapiParameters, LINKS.metaBaselineMatching],
    text: {
      title: 'The server’s event lacks what Meta requires',
      message({ event, fields, broad }, t) {
        const lacks =
          fields.length === 0
            ? ''
            : ` The server’s ${nameOf(event)} lacks ${t.say.list(fields, 6)}, which Meta requires.`;
        const weak =
          broad === undefined
            ? ''
            : ` user_data of the server’s ${nameOf(event)} has only ${t.say.list(broad, 6)}, which fits many people: Meta treats that as no user data.`;
        return `${lacks}${weak}`.trim();
      },
      fix: ({ fields, broad }, t) =>
        fields.length === 0 || broad !== undefined
          ? 'Send something that identifies the person: em, ph, external_id, fbp, fbc, or the visitor’s IP address with the user agent.'
          : `Send ${t.say.list(fields, 6)} with every event. If only the log leaves it out, import what is really sent.`,
      why: WHY_REFUSED,
      confirm: CONFIRM_TAP,
      fixes: {
        server:
          'For events of a website, pass on the visitor’s user agent, IP address and page address from the request that caused the event.',
      },
    },
  },
  'server/action-source': {
    severity: 'error',
    links: [LINKS.metaActionSource, LINKS.metaServerEvent],
    text: {
      title: 'action_source is not a value Meta accepts',
      message: ({ event, given }, t) =>
        `action_source of the server’s ${nameOf(event)} is ${given}. Meta accepts ${t.say.either(ACTION_SOURCES)}.`,
      fix: ({ meant }) =>
        `Send action_source: "${meant ?? 'website'}"${meant === undefined ? ' for what happens on the site' : ''}.`,
      why: WHY_REFUSED,
      confirm: CONFIRM_TAP,
    },
  },
  'server/event-time': {
    severity: 'error',
    links: [LINKS.metaEventTime, LINKS.metaServerEvent],
    text: {
      title: 'event_time is not a time Meta accepts',
      message({ event, given, wrong, apart = 0, limit = 0 }, t) {
        const what = `event_time of the server’s ${nameOf(event)} is ${given}`;
        switch (wrong) {
          case 'milliseconds':
            return `${what}, which is in milliseconds. Meta expects seconds.`;
          case 'date':
            return `${what}, a date as text. Meta expects seconds since 1970 as a number.`;
          case 'no-time':
            return `${what}, which is not a time. Meta expects seconds since 1970 as a number.`;
          case 'age':
            return `${what}, ${t.say.duration(apart)} before the server sent it. Meta accepts ${t.say.duration(limit)} at most.`;
          case 'future':
            return `${what}, ${t.say.duration(apart)} after the server sent it.`;
        }
      },
      fix: ({ wrong }) =>
        wrong === 'age'
          ? 'Send events when they happen, and drop those that are too old.'
          : 'Send the time of the event in whole seconds, UTC: Math.floor(Date.now() / 1000).',
      why: WHY_REFUSED,
      confirm: CONFIRM_TAP,
    },
  },
  'server/source-url': {
    severity: 'warning',
    links: [LINKS.metaServerEvent],
    text: {
      title: 'event_source_url is not a page address',
      message: ({ event, given }) =>
        `event_source_url of the server’s ${nameOf(event)} is ${given}. Meta expects the full address of the page where it happened, with https:// and the domain.`,
      fix: () => 'Send the address from the visitor’s request, for example its Referer.',
      why: 'Meta compares it with your verified domain, and builds page audiences from it.',
      confirm: CONFIRM_SENT,
      fixes: {
        gtm: 'In the server container, use page_location of the event, not a path.',
      },
    },
  },
  'server/event-name-case': {
    severity: 'warning',
    links: [LINKS.metaStandardEvents, LINKS.metaServerEvent],
    text: {
      title: 'The server’s event name is misspelt',
      message: ({ name, meant }, t) =>
        `The server sends ${t.say.quote(name)}. Meta’s standard event is ${t.say.quote(meant)}; any other spelling is a custom event.`,
      fix: ({ meant }) => `Send event_name: "${meant}".`,
      why: 'Campaigns that optimise for the standard event ignore it, and it does not match the browser’s copy: both count.',
      confirm: CONFIRM_SENT,
    },
  },
  'server/purchase-incomplete': {
    severity: 'error',
    links: [LINKS.metaCustomData],
    text: {
      title: 'The server’s Purchase lacks value or currency',
      message: ({ event, lacks }, t) =>
        `The server’s copy of ${event} has no ${t.say.either(lacks)} in custom_data. Meta requires both for a purchase, and rejects the event.`,
      fix: ({ lacks }, t) =>
        `Send ${t.say.list(lacks.map((name) => `custom_data.${name}`))} of the order: the value as a number, the currency as a three-letter code.`,
      why: WHY_REFUSED,
      confirm: CONFIRM_TAP,
      fixes: {
        gtm: 'In the server container, map value and currency in the tag, or include them in the event from the web container.',
      },
    },
  },
  'server/custom-data': {
    severity: 'warning',
    links: [LINKS.metaCustomData],
    text: {
      title: 'Meta cannot read custom data of the server',
      message: ({ event, items }) =>
        `In custom_data of the server’s ${nameOf(event)}: ${items.map(sayDatum).join('; ')}.`,
      fix: ({ items }) =>
        `Send ${[...new Set(items.map((item) => DATUM_FIX[item.wrong]))].join('; ')}.`,
      why: 'Revenue, value optimisation and catalogue ads rely on these values. What Meta cannot read counts as nothing.',
      confirm: CONFIRM_SENT,
    },
  },
  'server/user-data': {
    severity: 'warning',
    links: [LINKS.metaCustomerInformation, LINKS.metaFbpFbc],
    text: {
      title: 'Meta cannot match user data of the server',
      message: ({ event, items }, t) =>
        `In user_data of the server’s ${nameOf(event)}: ${items.map((item) => sayUser(item, t)).join('; ')}.`,
      fix: ({ items }, t) =>
        `${[...new Set(items.map((item) => USER_FIX[item.wrong](item, t)))].join(' ')}`,
      why: WHY_MATCH,
      confirm: CONFIRM_SENT,
      fixes: {
        server:
          'Normalise first (trim, lower case, phone numbers as digits with the country code), then hash with SHA-256. Meta’s business SDKs do both.',
        gtm: 'In the server container, make sure that an empty variable leaves the field empty: a hash of nothing is sent like any other.',
      },
    },
  },
  'server/test-code': {
    severity: 'info',
    links: [LINKS.metaTestEventCode],
    text: {
      title: 'Server events carry a test code',
      message: ({ code, count }, t) =>
        `${t.say.plural(count, { one: 'One server event carries', other: '# server events carry' })} the test_event_code ${t.say.quote(code)}. Such events show in Test Events, and also count like all others.`,
      fix: () => 'Remove test_event_code before the server goes into production.',
      why: 'Test purchases with the code count as conversions. In production, the code shows every visitor’s events in the test tool.',
      confirm: 'In the request that the server sends, test_event_code is gone.',
    },
  },
};

function nameOf(event: string): string {
  return event === '' ? 'event without a name' : event;
}

function sayDatum({ parameter, given, wrong }: CustomDatum): string {
  switch (wrong) {
    case 'number':
      return `${parameter} is ${given}, which Meta cannot read as a number`;
    case 'negative':
      return `${parameter} is ${given}, but Meta accepts 0 or more`;
    case 'currency':
      return `currency is ${given}, which is not an ISO 4217 code`;
    case 'no-currency':
      return `value is ${given}, but there is no currency`;
    case 'content-type':
      return `content_type is ${given}, not product or product_group`;
    case 'ids':
      return `${parameter} is ${given}, not a list of ids`;
    case 'contents':
      return `contents is ${given}, not a list of objects with id and quantity`;
    case 'content-keys':
      return `products in contents have ${given}, which Meta does not know there`;
    case 'list-as-text':
      return `${parameter} is a list that is written as one text`;
    case 'count':
      return `${parameter} is ${given}, not a whole number`;
    case 'text':
      return `${parameter} is ${given}, not a text`;
    case 'name':
      return `the name “${parameter}” has a space`;
    case 'placeholder':
      return `${parameter} is ${given}, which was not filled in`;
    case 'no-content-type':
      return 'there are products, but no content_type';
    case 'no-products':
      return 'there is a content_type, but no product';
    case 'empty-list':
      return `there is nothing in ${parameter}`;
  }
}

const DATUM_FIX: Readonly<Record<CustomDatum['wrong'], string>> = {
  number: 'amounts as numbers, with a point and without a currency sign',
  negative: 'amounts without a minus sign, and no refunds as purchases',
  currency: 'the currency as a three-letter code',
  'no-currency': 'the currency with every value',
  'content-type': 'content_type "product"',
  ids: 'content_ids as a list of texts',
  contents: 'contents as a list of {id, quantity}',
  'content-keys':
    'in contents only id, quantity, item_price, title, description, brand, category and delivery_category',
  'list-as-text': 'lists as lists, not as JSON text',
  count: 'num_items as a whole number',
  text: 'texts as text',
  name: 'names without spaces',
  placeholder: 'the value itself, or leave the parameter out',
  'no-content-type': 'content_type "product" with the products',
  'no-products': 'content_ids or contents with the content_type',
  'empty-list': 'the products of the order, or leave the list out',
};

function sayUser({ field, wrong, of, meant }: UserFault, t: Words): string {
  switch (wrong) {
    case 'plain':
      return `${field} is plain text where a SHA-256 hash belongs`;
    case 'empty':
      return `${field} is empty`;
    case 'hash-of-nothing':
      return of === '' || of === undefined
        ? `${field} is the hash of an empty text, the same for everybody`
        : `${field} is the hash of the word ${t.say.quote(of)}, the same for everybody`;
    case 'placeholder':
      return `${field} was not filled in: it is a template’s variable or a word for nothing`;
    case 'not-normalised':
      return `${field} is the hash of the text as it is; Meta asks for ${NORMALISED[field] ?? 'it trimmed and in lower case'}`;
    case 'hashed-twice':
      return `${field} is the hash of a hash`;
    case 'other-hash':
      return `${field} is an MD5 or SHA-1 hash, not SHA-256`;
    case 'other-encoding':
      return `${field} is a hash that is not in hexadecimal`;
    case 'irregular':
      return `the hash in ${field} has upper-case letters or spaces`;
    case 'hashed':
      return `${field} is hashed, but Meta needs the value itself`;
    case 'unknown-field':
      return `Meta has no field ${field}; it is called ${meant ?? ''}`;
    case 'no-click-id':
      return `${field} has no click id`;
    case 'other-click-id':
      return `the click id in ${field} is the one of this visit, but changed: in lower case, cut, or written otherwise`;
    case 'form':
      return `${field} does not have the form fb.1.time.id`;
    case 'seconds':
      return `the time in ${field} is in seconds, not milliseconds`;
    case 'program':
      return `${field} is that of a program, not of the visitor’s browser`;
    case 'no-address':
      return `${field} is not an IP address`;
    case 'private-address':
      return `${field} is an address of a private network, not the visitor’s`;
  }
}

/** What Meta asks for before hashing, where it is more than to trim and lower-case. */
const NORMALISED: Readonly<Record<string, string>> = {
  ph: 'digits alone, with the country code',
  db: 'eight digits, YYYYMMDD',
  ge: '“f” or “m”',
  fn: 'it in lower case and without punctuation',
  ln: 'it in lower case and without punctuation',
  ct: 'it in lower case, without spaces and punctuation',
  st: 'two lower-case letters in the United States, and elsewhere for lower case without spaces and punctuation',
  zp: 'it in lower case, without spaces and dashes, and of one in the United States the first five digits alone',
  country: 'two lower-case letters',
};

const HASH = 'Normalise the plain text, then send its SHA-256 as lower-case hex.';
const LEAVE_OUT = 'Leave a field out when it has no value; do not hash nothing.';
const COOKIE =
  'Send fbp and fbc as the cookies _fbp and _fbc hold them; leave fbc out when there was no click.';

const USER_FIX: Readonly<
  Record<
    UserFault['wrong'],
    (item: ServerFaults['server/user-data']['items'][number], t: Words) => string
  >
> = {
  plain: () => HASH,
  empty: () => LEAVE_OUT,
  'hash-of-nothing': () => LEAVE_OUT,
  placeholder: () => LEAVE_OUT,
  'not-normalised': () => HASH,
  'hashed-twice': () => 'Hash once: send an existing hash as it is.',
  'other-hash': () => HASH,
  'other-encoding': () => HASH,
  irregular: () => 'Write the hash in lower case, without spaces.',
  hashed: ({ field }) => `Send ${field} as it is, never hashed.`,
  'unknown-field': ({ field, meant }) => `Rename ${field} to ${meant ?? ''}.`,
  'no-click-id': () => COOKIE,
  'other-click-id': () => COOKIE,
  form: () => COOKIE,
  seconds: () => COOKIE,
  program: ({ field }) =>
    `Pass on the visitor’s own ${field} from the request that caused the event.`,
  'no-address': () => 'Send the visitor’s IP address, IPv4 or IPv6, and nothing else in the field.',
  'private-address': () =>
    'Behind a proxy, read the visitor’s address from the header that the proxy sets, such as X-Forwarded-For.',
};
