import type { CopyDifference, DedupNames } from '../analysis/facts/dedup-data.ts';
import { wholeAmounts } from '../language/match.ts';
import type { Words } from '../language/words.ts';
import { isStandardEvent } from '../vendors/meta/standard-events.ts';
import { dedupTwice } from './dedup-twice.ts';
import { LINKS } from './links.ts';
import type { Area } from './rule.ts';

/** Browser and server copies of one event: whether Meta can tell that they are one. */
export const dedup: Area<'dedup'> = {
  ...dedupTwice,
  'dedup/no-server-events': {
    severity: 'info',
    links: [LINKS.metaHelpDeduplication, LINKS.metaUsingTheApi],
    text: {
      title: 'No server events in this session',
      message: () => 'This session has no server events, so pairs cannot be checked.',
      fix: () =>
        'If your server sends events to the Conversions API, import them or run event-loupe tap.',
      why: 'Event Loupe sees the browser’s half of each pair only. An event that Meta counts twice looks right here.',
      confirm:
        'After the import, the Deduplication view counts copies in both columns, Browser and Server. Events Manager shows for each event whether Meta gets it from the browser, the server or both.',
    },
  },

  // ---- A copy without an id, or with one that nobody shares ------------------------------------
  'dedup/no-event-id': {
    severity: 'warning',
    links: [LINKS.metaDeduplication, LINKS.metaEventId],
    code: ({ side, eventName }) =>
      side === 'browser' ? eventCall(eventName, 'eventId') : undefined,
    text: {
      title: 'An event has no event id',
      message({ eventName, pixelId, side, count, other, otherId }, t) {
        if (otherId !== undefined)
          return `The ${side}’s copy of ${eventName} has no event id; the ${other}’s has ${t.say.quote(otherId)}. Without an id on both, Meta cannot tell that they are one event.`;
        const isSeen = other === 'browser' || other === 'server';
        const too = isSeen
          ? `the ${other} sends this event too`
          : `a ${t.system[other]} hit may carry it to Meta too`;
        return `The ${side} sent ${eventName} ${times(count, t)}${toPixel(pixelId)} without an event id, and ${too}.`;
      },
      fix: ({ side }) =>
        side === 'browser'
          ? 'Pass the server’s id as the fourth argument of fbq:'
          : 'Send the browser’s id as event_id.',
      why: 'Without a shared id Meta falls back on the event name with fbp or external_id. That works only if the browser’s copy arrives first and both name the same person; otherwise the event counts twice.',
      confirm:
        'Trigger the event again. The Deduplication view shows it as one row, paired. In Events Manager, the event’s details show which share of the events carries an event id.',
      fixes: {
        gtm: 'Fill the Event ID field of the pixel tag with the variable that the server’s tag sends as event_id.',
        'commanders-act': 'Pass tC.uniqueEventId as eventID, read after cact("trigger", …).',
        segment:
          'Map messageId to the event id in the Conversions API destination. Segment’s pixel sends the same one.',
        server:
          'Take the id from the browser’s request, or use the order number on both sides. Send it as event_id.',
      },
    },
  },
  'dedup/event-id-empty': {
    severity: 'error',
    links: [LINKS.metaDeduplication, LINKS.metaEventId],
    text: {
      title: 'The event id is empty',
      message: ({ eventName, side }) =>
        side === 'browser'
          ? `The eventID of ${eventName} is empty: the hit carries eid= and no id.`
          : `The server sent ${eventName} with an empty event_id.`,
      fix: ({ side }) =>
        side === 'browser'
          ? 'Create the id before you call fbq. Leave the option out when there is none.'
          : 'Send the browser’s id. Leave event_id out when there is none.',
      why: 'An empty id is no id: Meta cannot tell this event from its other copy, and counts both.',
      confirm:
        'In the Network panel, the request to facebook.com/tr has a value for eid. The Deduplication view shows the id and no longer id-missing.',
      fixes: {
        gtm: 'The variable in the Event ID field is empty when the tag fires. Check its value in the preview, and fire the tag after it is set.',
        server: 'Log the body that is sent, and check where event_id comes from.',
      },
    },
  },
  'dedup/event-id-list': {
    severity: 'error',
    links: [LINKS.metaEventId, LINKS.metaDeduplication],
    text: {
      title: 'The event id is a list',
      message: ({ eventName, side, keys }, t) =>
        side === 'browser'
          ? `The eventID of ${eventName} is a list: the hit carries ${t.say.list(keys)} and no eid. Meta does not say which of them counts.`
          : `The server sent ${eventName} with a list as event_id. Meta expects a text.`,
      fix: ({ side }) =>
        side === 'browser' ? 'Pass one text: {eventID: "…"}.' : 'Send one text as event_id.',
      why: 'The other copy has a single id. A list does not match it, so Meta counts both.',
      confirm:
        'In the Network panel, the request to facebook.com/tr has eid, not eid[0]. The Deduplication view shows the event as paired.',
    },
  },
  'dedup/event-id-key': {
    severity: 'error',
    links: [LINKS.metaDeduplication, LINKS.metaEventId],
    text: {
      title: 'The event id has the wrong key',
      message: ({ eventName, side, key }) =>
        side === 'browser'
          ? `The event id of ${eventName} is called ${key}. The pixel reads eventID and event_id only, so the hit has no event id.`
          : `The server sends the event id of ${eventName} as ${key}. The Conversions API only reads event_id.`,
      fix: ({ side, key }) =>
        side === 'browser'
          ? `Write eventID instead of ${key}.`
          : `Send it as event_id, beside event_name, not as ${key}.`,
      why: 'The id is there, but Meta does not read it. The two copies do not match, and both count.',
      confirm:
        'In the Network panel, the request to facebook.com/tr has eid. For the server, the imported event shows an id in the Deduplication view.',
    },
  },
  'dedup/event-id-in-custom-data': {
    severity: 'error',
    links: [LINKS.metaDeduplication, LINKS.metaPixelReference],
    code: ({ side, eventName, value }) =>
      side === 'browser' ? eventCall(eventName, JSON.stringify(value ?? '')) : undefined,
    text: {
      title: 'The event id is inside the custom data',
      message: ({ eventName, side, key, value = '' }, t) =>
        side === 'browser'
          ? `${key} of ${eventName} is in the third argument of fbq. The hit carries it as ${t.say.quote(`cd[${key}]=${value}`)} and has no event id.`
          : `The server sends the event id of ${eventName} inside custom_data, as ${key}. The event itself has no event_id.`,
      fix: ({ side }) =>
        side === 'browser'
          ? 'Move it into a fourth argument:'
          : 'Move it out of custom_data, beside event_name, and call it event_id.',
      why: 'Inside the custom data the id is just another property. Meta does not deduplicate by it, so the event counts twice.',
      confirm:
        'In the Network panel, the request to facebook.com/tr has eid instead of cd[eventID]. The Deduplication view shows the event as paired.',
      fixes: {
        gtm: 'Take the id out of the object properties of the pixel tag and put it into its Event ID field.',
      },
    },
  },
  'dedup/automatic-id': {
    severity: 'warning',
    links: [LINKS.metaConversionsApiGateway, LINKS.metaDeduplication],
    code: ({ eventName }) => eventCall(eventName, 'eventId'),
    text: {
      title: 'Meta’s own code generated the event id',
      message: ({ eventName, pixelId, eventId, count, serverId }, t) =>
        serverId === undefined
          ? `The browser sent ${eventName} ${times(count, t)}${toPixel(pixelId)} with an id that Meta’s code generated (${t.say.quote(eventId.slice(0, 24))} …), because the page gave none. Your own server cannot know it.`
          : `The page gave ${eventName} no event id, so Meta’s code generated one, ${t.say.quote(eventId)}. The server’s copy has ${t.say.quote(serverId)}.`,
      fix: () => 'Pass the server’s id. It replaces the automatic one:',
      why: 'The automatic id is only shared with Meta’s Conversions API Gateway. An event from your own server has another id, and Meta counts both.',
      confirm:
        'Trigger the event again: in the Network panel, eid of the request to facebook.com/tr is your id, and the Deduplication view shows the event as paired.',
      fixes: {
        gtm: 'Fill the Event ID field of the pixel tag.',
      },
    },
  },
  'dedup/missing-server-copy': {
    severity: 'warning',
    links: [LINKS.metaBestPractices, LINKS.metaVerifyingSetup],
    text: {
      title: 'The server’s copy is missing',
      message: ({ eventName, pixelId, count }, t) =>
        `The browser sent ${eventName} ${times(count, t)}${toPixel(pixelId)} with an id that no server copy has, though the server sends this event too.`,
      fix: () =>
        'Check the server’s log: it may have sent the event with another id, to another pixel, or not at all. An incomplete import looks the same.',
      why: 'If the server did not send it, the conversion is lost whenever the browser’s request is blocked. If it sent it with another id, Meta counts it twice.',
      confirm:
        'In the Deduplication view compare the browser-only rows with the server-only ones. In Events Manager, the event’s details show how many browser events have a server event with the same key.',
    },
  },

  // ---- Two ids for one event -------------------------------------------------------------------
  'dedup/different-ids': {
    severity: 'error',
    links: [LINKS.metaDeduplication, LINKS.metaEventId],
    text: {
      title: 'Browser and server made different event ids',
      message: ({ eventName, browserId, serverId, by }, t) =>
        `Both copies of ${eventName} ${by === 'chain' ? 'come from one call' : 'are about the same order'}, but the id is ${t.say.quote(browserId)} in the browser and ${t.say.quote(serverId)} on the server. Meta counts both.`,
      fix: () => 'Create the id once, in the page or on the server, and pass it to the other side.',
      why: 'Meta counts the copies as two events. Conversions and revenue are too high, and bidding learns from them.',
      confirm:
        'Trigger the event again. The Deduplication view shows one row, paired, with one id.',
      fixes: {
        gtm: 'Create the id in one variable, use it in the pixel tag, and send it to the server container.',
        shop: 'Let one plug-in send both copies. Two plug-ins make two ids.',
        server: 'Do not create an id there. Use the browser’s, or the order number on both sides.',
      },
    },
  },
  'dedup/commanders-act-own-id': {
    severity: 'error',
    links: [LINKS.commandersActConversionsApi, LINKS.commandersActJavaScriptSdk],
    text: {
      title: 'The pixel uses Commanders Act’s own event id',
      message: ({ eventName, ownId, metaId }, t) =>
        `The pixel sends ${eventName} with ${t.say.quote(ownId)}, Commanders Act’s own event id. The server’s copy goes to Meta with integrations.facebook.event_id, which is ${t.say.quote(metaId)}. config.eventId does not change that one.`,
      fix: () =>
        'Use tC.uniqueEventId as eventID, read after the trigger, or set integrations.facebook.event_id yourself.',
      why: 'The two copies have different ids, so Meta counts the event twice.',
      confirm:
        'Trigger the event again: the Deduplication view shows one row, would-pair, with the id that the Commanders Act hit carries in integrations.facebook.event_id.',
    },
  },
  'dedup/previous-trigger-id': {
    severity: 'error',
    links: [LINKS.commandersActConversionsApiGtm, LINKS.commandersActConversionsApi],
    text: {
      title: 'The pixel uses the id of the previous trigger',
      message: ({ eventName, eventId, ownId, isRepeated }, t) =>
        isRepeated
          ? `The pixel sent ${eventName} twice with ${t.say.quote(eventId)}, and the next Commanders Act event of that name, ${t.say.quote(ownId)}, has no copy from the pixel. The second call seems to have read tC.uniqueEventId before its cact("trigger", …) had set it.`
          : `The pixel sent ${eventName} with ${t.say.quote(eventId)}, the id of the previous Commanders Act event; its own is ${t.say.quote(ownId)}. fbq read tC.uniqueEventId before cact("trigger", …) had set it.`,
      fix: () => 'Call cact("trigger", …) first, then fbq with {eventID: tC.uniqueEventId}.',
      why: 'The pixel’s copy meets the server’s copy of another event, or none. Meta drops events that are not duplicates, and counts others twice.',
      confirm:
        'Trigger two events in a row. The Deduplication view shows two rows, each would-pair under its own id.',
      fixes: {
        gtm: 'Make the Commanders Act tag the set-up tag of the pixel tag (Advanced settings, Tag sequencing).',
        'commanders-act': 'Fire the pixel tag after the event has been sent, not before.',
        code: 'Put the fbq call below the cact call, or into its callback.',
      },
    },
  },

  // ---- One id for several events ---------------------------------------------------------------
  'dedup/id-reused': {
    severity: 'error',
    links: [LINKS.metaEventId, LINKS.metaDeduplication],
    text: {
      title: 'Different events have the same event id',
      message: ({ eventName, eventId, by }, t) =>
        by === 'page'
          ? `${eventName} is sent with the id ${t.say.quote(eventId)} on several pages. Meta keeps the first within 48 hours and drops the others.`
          : `${eventName} is sent again with the id ${t.say.quote(eventId)} and another ${by}: two events under one id. Meta keeps the first within 48 hours and drops the other.`,
      fix: () => 'Create a new id for each event, not one per page, session or template.',
      why: 'Meta treats the events as copies of one and drops all but the first. Those conversions are missing from reports.',
      confirm:
        'Trigger the event twice with different content. The Deduplication view shows two rows with two ids.',
      fixes: {
        gtm: 'Use a variable that changes with each event, such as an id that the data layer push brings.',
        shop: 'Use the order number for purchases only; other events need their own id.',
      },
    },
  },
  'dedup/id-on-two-pages': {
    severity: 'info',
    links: [LINKS.metaDeduplication, LINKS.metaEventId],
    text: {
      title: 'Two pages send an event with one event id',
      message: ({ eventName, eventId }, t) =>
        `Two pages send ${eventName} with the id ${t.say.quote(eventId)}. Meta counts it once. That is right if both mean the same event, such as a form and its thank-you page.`,
      fix: () => 'If the pages mean two events, create a new id for each.',
      why: 'Meta keeps the first event of a name and id within 48 hours and drops the others. Two different events under one id are counted as one.',
      confirm:
        'Do once what each page is for. The id is the same where the event is the same, and another the next time.',
    },
  },
  'dedup/id-shared': {
    severity: 'info',
    links: [LINKS.metaEventId, LINKS.metaDeduplication],
    text: {
      title: 'Several events share one event id',
      message: ({ eventId, names }, t) =>
        `The id ${t.say.quote(eventId)} is used by several events: ${t.say.list(names)}. Meta tells them apart by their names, so each needs a server copy of its own name.`,
      fix: () => 'Use one id per event. With an order number, put the event’s name before it.',
      why: 'It works as long as no name occurs twice under the id. The second event with the same name is dropped.',
      confirm: 'The Deduplication view shows one id per event.',
    },
  },

  // ---- One id, two keys ------------------------------------------------------------------------
  'dedup/name-case': {
    severity: 'error',
    links: [LINKS.metaDeduplication, LINKS.metaBestPractices],
    text: {
      title: 'The copies’ names are spelt differently',
      message: (data, t) =>
        `${twoNames(data, t)} ${data.isCase ? 'Names are case-sensitive' : 'Spaces count in names'}, so Meta counts both.`,
      fix: ({ right }, t) => `Send ${t.say.quote(right)} from both sides.`,
      why: 'The name is part of what Meta deduplicates by. Copies with different names are two events, and the one with the wrong name is a custom event.',
      confirm: 'Trigger the event again. The Deduplication view shows one row, paired.',
      fixes: {
        server: 'Write the standard event as Meta does: Purchase, AddToCart, ViewContent.',
      },
    },
  },
  'dedup/name-not-mapped': {
    severity: 'error',
    links: [LINKS.metaDeduplication, LINKS.metaStandardEvents],
    text: {
      title: 'One copy has another system’s event name',
      message: (data, t) =>
        `${twoNames(data, t)} One is another system’s name for the other and was not mapped. Meta counts both.`,
      fix: () => 'Map the name before it is sent, so that Meta gets the same name from both sides.',
      why: 'The name is part of what Meta deduplicates by. The copy with the other system’s name is a custom event that no campaign optimises for.',
      confirm: 'Trigger the event again. The Deduplication view shows one row, paired.',
      fixes: {
        gtm: 'In the server tag, map the GA4 name to Meta’s, or set the event name by hand.',
        'commanders-act':
          'Set integrations.facebook.event_name where the destination’s table does not have the name.',
        segment: 'Add the name to the destination’s mapping.',
        server:
          'Translate the name before the request is built: begin_checkout to InitiateCheckout.',
      },
    },
  },
  'dedup/name-differs': {
    severity: 'warning',
    links: [LINKS.metaDeduplication, LINKS.metaEventId],
    text: {
      title: 'One event id, two event names',
      message: (data, t) =>
        `${twoNames(data, t)} Either one event has two names, and Meta counts both, or one id was used for two events.`,
      fix: () => 'Send one name from both sides, or give each event its own id.',
      why: 'The name is part of what Meta deduplicates by. Copies with different names are two events.',
      confirm:
        'The Deduplication view shows one row, paired; or two rows with two ids if they are two events.',
    },
  },
  'dedup/other-pixel': {
    severity: 'warning',
    links: [LINKS.metaDeduplication, LINKS.metaMultiplePixels],
    text: {
      title: 'The copies went to different pixels',
      message: ({ eventName, eventId, browser, server }, t) =>
        `${eventName} ${t.say.quote(eventId)} went from the browser to ${t.say.list(browser.map(pixelOr))} and from the server to ${pixelOr(server)}. Meta deduplicates within one pixel only, so each pixel counts it.`,
      fix: () =>
        'Send both copies to the same pixel (dataset), unless both pixels are meant to count it.',
      why: 'Neither pixel gets both copies. If one copy is missing, its pixel loses the event; reports across both pixels count it twice.',
      confirm:
        'Trigger the event again. The Deduplication view shows one row, paired, with one pixel.',
      fixes: {
        server: 'Compare the id in the address /{pixel}/events with the one in fbq("init", …).',
      },
    },
  },

  // ---- Time ------------------------------------------------------------------------------------
  'dedup/outside-window': {
    severity: 'error',
    links: [LINKS.metaDeduplication, LINKS.metaServerEvent],
    text: {
      title: 'The copies are more than 48 hours apart',
      message({ eventName, eventId, apart, case: which }, t) {
        const event = `${eventName} ${t.say.quote(eventId)}`;
        if (which === 'event-time')
          return `By its event_time, one copy of ${event} comes ${t.say.duration(apart)} after the other. It is unknown when Meta received it; the 48 hours start when the first is received.`;
        if (which === 'one')
          return `${event} was sent again more than 48 hours after the first with this id. Meta counts it again.`;
        return `The copies of ${event} were received ${t.say.duration(apart)} apart. Meta drops a copy only within 48 hours of the first, so it counts both.`;
      },
      fix: ({ case: which }) =>
        which === 'event-time'
          ? 'Run event-loupe tap to see when the server sends. Send within 48 hours.'
          : which === 'one'
            ? 'Do not send the same event again. Give a new event an id of its own.'
            : 'Send the server’s copy within 48 hours of the browser’s.',
      why: 'After 48 hours Meta no longer knows the id. The late copy counts as a new conversion.',
      confirm:
        'With event-loupe tap running, the Deduplication view shows the delay between the copies, and the row is paired.',
      fixes: {
        server: 'Send events when they happen. A nightly or weekly batch may come too late.',
      },
    },
  },
  'dedup/clock-skew': {
    severity: 'warning',
    links: [LINKS.metaEventTime, LINKS.metaServerEvent],
    text: {
      title: 'event_time does not match when the event happened',
      message({ eventName, eventId, difference, from, isZone }, t) {
        const place = difference > 0 ? 'after' : 'before';
        const moment = from === 'receipt' ? 'the server sent it' : 'the browser’s copy';
        const zone = isZone ? ' A difference of whole hours suggests local time sent as UTC.' : '';
        return `event_time of ${eventName} ${t.say.quote(eventId)} is ${t.say.duration(difference)} ${place} ${moment}.${zone}`;
      },
      fix: () =>
        'Set event_time to when the event happened, in UTC seconds, and check the server’s clock.',
      why: 'A wrong event_time puts the conversion on another day, or before the click that led to it.',
      confirm:
        'Trigger the event and compare event_time in the comparison of the copies with the browser’s time.',
      fixes: {
        server:
          'Use the Unix time of the event itself, such as Math.floor(Date.now() / 1000), not a local date.',
      },
    },
  },
  'dedup/event-time-too-old': {
    severity: 'error',
    links: [LINKS.metaEventTime],
    text: {
      title: 'event_time is too old for Meta',
      message: ({ eventName, eventId, age, limit }, t) =>
        `event_time of ${eventName} ${t.say.quote(eventId)} is ${t.say.duration(age)} before the server sent it. Meta accepts ${t.say.duration(limit)} at most.`,
      fix: () => 'Send the event sooner, and set event_time to when it happened, in UTC seconds.',
      why: 'One event that is too old makes Meta reject the whole request, with up to 999 other events.',
      confirm:
        'With event-loupe tap running, the answer to the request is shown with the server event. It must be 200.',
      fixes: {
        server:
          'Retry failed requests for a few days at most, and drop events that have become too old.',
      },
    },
  },
  'dedup/fallback': {
    severity: 'info',
    links: [LINKS.metaDeduplication],
    text: {
      title: 'Meta pairs the copies without event ids',
      message: ({ eventName }) =>
        `The copies of ${eventName} have no event id. Meta still keeps only one, because name and person match and the browser’s copy came first, within 48 hours.`,
      fix: () => 'Give both copies one event id.',
      why: 'The fallback matches by person and name: if the same person does the same thing twice within 48 hours, Meta drops the second server event too.',
      confirm: 'Trigger the event again. The Deduplication view shows the row with an id.',
    },
  },
  'dedup/fallback-server-first': {
    severity: 'warning',
    links: [LINKS.metaDeduplication],
    text: {
      title: 'Neither copy has an event id',
      message({ eventName, case: which }) {
        const both = `Neither copy of ${eventName} has an event id. Without ids Meta keeps one only if the server’s copy is received within 48 hours after the browser’s and names the same person.`;
        if (which === 'server-first') return `${both} Here the server was first, so both count.`;
        if (which === 'too-late') return `${both} Here it came later, so both count.`;
        return `${both} This session does not show whether that is so.`;
      },
      fix: () => 'Give both copies the same event id. Then their order does not matter.',
      why: 'Meta counts the event twice whenever its fallback on fbp and external_id does not apply.',
      confirm: 'Trigger the event again. The Deduplication view shows one row, paired, with an id.',
    },
  },

  // ---- Copies that Meta did not get, or that differ --------------------------------------------
  'dedup/browser-copy-lost': {
    severity: 'info',
    links: [LINKS.metaBestPractices, LINKS.chromeBlockedByClient],
    text: {
      title: 'The browser’s copy did not reach Meta',
      message: ({ eventName, eventId, how }, t) => {
        const lost = {
          blocked: 'was blocked in the browser',
          failed: 'failed in the network',
          refused: 'was rejected by the server',
        }[how];
        return `The browser’s copy of ${eventName} ${t.say.quote(eventId)} ${lost}. The server’s copy replaces it.`;
      },
      why: 'The event counts once, by the server’s copy. Data that only the browser’s copy has, such as cookies, may be missing.',
      confirm:
        'Switch off ad blockers and tracking protection and trigger the event again. The Deduplication view shows both copies.',
    },
  },
  'dedup/server-copy-refused': {
    severity: 'warning',
    links: [LINKS.metaTroubleshooting, LINKS.metaBatch],
    text: {
      title: 'The server’s copy did not reach Meta',
      message({ eventName, eventId, status, answer }, t) {
        const event = `${eventName} ${t.say.quote(eventId)}`;
        if (status === undefined)
          return `The server’s copy of ${event} was sent, but did not arrive.`;
        const said = answer === undefined ? '' : `: ${t.say.quote(answer)}`;
        return `The server’s copy of ${event} was rejected with status ${status}${said}.`;
      },
      fix: ({ status }) =>
        status === undefined
          ? 'Check that nothing blocks the request on its way.'
          : 'Read the response and correct the event it names. That may be another event in the same request.',
      why: 'Only the browser’s copy counts. Where the browser is blocked, the conversion is lost; and one invalid event makes Meta reject the whole request.',
      confirm:
        'Send the event again with event-loupe tap running. The answer shown with the server event is a 200, and the row is paired.',
    },
  },
  'dedup/copies-differ': {
    severity: 'warning',
    links: [LINKS.metaDeduplication, LINKS.metaServerEvent],
    text: {
      title: 'The copies of an event do not match',
      message({ eventName, eventId, items, kept }, t) {
        const which =
          kept === undefined ? 'one of them' : `the ${kept}’s, by the times of receipt,`;
        return `The copies of ${eventName} ${t.say.quote(eventId)} differ: ${t.say.list(
          items.map((item) => copyDifference(item, t)),
          6,
        )}. Meta keeps ${which} and ignores the other.`;
      },
      fix: ({ items }, t) =>
        `Send the same ${t.say.list([...new Set(items.map(({ name }) => name))])} from both sides${items.some((item) => 'inCents' in item) ? `: ${t.say.list(wholeAmounts(items))}, not in cents` : ''}.`,
      why: 'Which copy Meta keeps depends on which arrives first. Revenue and catalogue ads use the one it keeps.',
      confirm: 'Open the row in the Deduplication view: the comparison shows no differences.',
      fixes: {
        shop: 'Check whether one side sends the amount with tax or shipping and the other without.',
        server: 'Read the amount from the same order data that the page gets.',
      },
    },
  },

  // ---- Notes, told once for all rows -----------------------------------------------------------
  'dedup/server-first': {
    severity: 'info',
    links: [LINKS.metaDeduplication, LINKS.commandersActConversionsApi],
    text: {
      title: 'The server’s copy arrived first',
      message: ({ count }, t) =>
        `For ${pairCount(count, t)} the server’s copy arrived first. With equal event ids Meta keeps one, whichever comes first. Commanders Act’s documentation calls this a duplicate; that is only true for Meta’s fallback on fbp and external_id.`,
      why: 'Nothing is lost and nothing counts twice. Event Loupe mentions it because many guides give advice on the order of copies.',
      confirm:
        'The rows are paired in the Deduplication view, and their delay is negative: the server was earlier.',
    },
  },
  'dedup/pixel-unknown': {
    severity: 'info',
    links: [LINKS.metaDeduplication],
    text: {
      title: 'The pixel of a copy is not known',
      message: ({ count }, t) =>
        `For ${pairCount(count, t)} the pixel of one copy is not known. It was matched with any pixel that has the same name and id.`,
      fix: () =>
        'Paste the events under Server events once more, with the pixel’s id beside them, or run event-loupe tap.',
      why: 'Meta deduplicates within one pixel. Copies that went to different pixels would look paired here.',
      confirm: 'Paste the events with the pixel’s id: this finding is gone.',
    },
  },
  'dedup/receipt-unknown': {
    severity: 'info',
    links: [LINKS.metaDeduplication],
    text: {
      title: 'The time of receipt is not known',
      message: ({ count }, t) =>
        `For ${pairCount(count, t)} the time of receipt is unknown, so the 48-hour window was not checked.`,
      fix: () => 'Run event-loupe tap to record the time of receipt.',
      why: 'Copies received more than 48 hours apart count twice. The time also decides which copy Meta keeps.',
      confirm: 'In a session with tap the Deduplication view shows the delay between the copies.',
    },
  },
  'dedup/derived-copy': {
    severity: 'info',
    links: [
      LINKS.commandersActConversionsApi,
      LINKS.segmentFacebookConversionsApi,
      LINKS.segmentConnectionModes,
      LINKS.metaSignalsGatewayPixel,
    ],
    text: {
      title: 'Server copy seen only in a connector’s hit',
      message: ({ count }, t) =>
        `For ${pairCount(count, t)} the server’s copy was read from a hit to Commanders Act, Segment or a Signals Gateway. Whether it goes on to Meta from there, and to which pixel, cannot be seen in the browser.`,
      fix: () => 'Check the connector’s own log, or import what Meta received.',
      why: 'The connector may be switched off, or leave the event out. Such a row says would-pair, not paired: only one of its copies was seen.',
      confirm:
        'In Events Manager the event is listed as received from browser and server. With the server’s events imported, the row says paired.',
    },
  },
};

/**
 * A call with an event id, its custom data left open.
 * @param id code: a name, or a text in quotes
 */
function eventCall(name: string, id: string): string {
  const command = isStandardEvent(name) ? 'track' : 'trackCustom';
  return `fbq("${command}", ${JSON.stringify(name)}, data, {eventID: ${id}});`;
}

function toPixel(pixelId: string): string {
  return pixelId === '' ? '' : ` to pixel ${pixelId}`;
}

function pixelOr(pixelId: string): string {
  return pixelId === '' ? 'an unknown pixel' : `pixel ${pixelId}`;
}

function times(count: number, t: Words): string {
  return t.say.plural(count, { one: 'once', other: '# times' });
}

function pairCount(count: number, t: Words): string {
  return t.say.plural(count, { one: 'one pair', other: '# pairs' });
}

function twoNames({ eventId, browserName, serverName }: DedupNames, t: Words): string {
  return `The event id ${t.say.quote(eventId)} stands for ${t.say.quote(browserName)} in the browser and ${t.say.quote(serverName)} on the server.`;
}

function copyDifference(item: CopyDifference, t: Words): string {
  if ('lacks' in item)
    return `${t.say.list(item.products, 5)} ${item.products.length === 1 ? 'is' : 'are'} missing from the ${item.lacks}’s contents`;
  if ('product' in item)
    return `${item.name} of ${item.product} is ${item.browser} in the browser and ${item.server} on the server`;
  if (!('browser' in item))
    return item.isCase
      ? `${item.name} differs in upper and lower case`
      : `${item.name} is not the same on the server and in the browser`;
  const cents = (side: 'browser' | 'server') =>
    'inCents' in item && item.inCents === side ? ' (100 times as much: probably in cents)' : '';
  return `${item.name} is ${item.browser} in the browser${cents('browser')} and ${item.server} on the server${cents('server')}`;
}
