import type { CallEntry } from '../../session/entry.ts';
import { SOURCE_LABELS } from '../../vendors/call-summary.ts';
import type { MappedSystem } from '../../vendors/mapping.ts';
import { isStandardEvent } from '../../vendors/meta/standard-event-names.ts';
import type { ParameterMatch, Severity, StateReason } from '../analysis.ts';
import type { Facts } from '../facts/facts.ts';
import type { Finding } from '../facts/legacy.ts';
import { toldName, toldParameter } from '../facts/told.ts';
import { graver } from '../severity.ts';
import type { Assessment } from './assess.ts';
import type { MetaEvent } from './meta-event.ts';
import type { Rule } from './rules.ts';

const DESIGN_REFERENCE = 'Event Loupe, mapping rules';

/** What people call a system. */
function systemLabel(system: MappedSystem): string {
  if (system === 'commanders-act') return 'Commanders Act';
  return system === 'segment' ? 'Segment' : SOURCE_LABELS[system];
}

/** The user's own rule was broken: an error. A vendor's: a warning. A convention: worth knowing. */
function severityOf(rule: Rule): Severity {
  if (rule.origin === 'profile') return 'error';
  return rule.visibility === 'convention' ? 'info' : 'warning';
}

function referenceOf(rule: Rule): string {
  return `${rule.cites}; rule ${rule.id}`;
}

function eventWords({ source }: Assessment): string {
  return `${systemLabel(source.system)} event ${source.name}`;
}

/** Reasons that are no fault: the event is wanted to wait, or the SDK keeps a repetition back. */
const HARMLESS: ReadonlySet<StateReason> = new Set([
  'library-loading',
  'config-loading',
  'consent-revoked',
  'repeated-page-view',
]);

/** A Meta event came under another name than the rule says. */
export function misnamedFinding(
  facts: Facts,
  assessment: Assessment,
  rule: Rule,
  events: readonly MetaEvent[],
): Finding | undefined {
  // One fault, one finding: a standard name that is spelt otherwise is told of the call.
  if (
    events.length > 0 &&
    events.every(({ call }) => call && toldName(facts, call.id, rule.to ?? ''))
  )
    return undefined;
  const sent = events.flatMap(({ names }) => names).join(', ');
  const expected = rule.to ?? '';
  const fix = isStandardEvent(expected)
    ? `Send it as fbq('track', '${expected}', …): names of standard events are case-sensitive.`
    : `Send it under the name ${expected}, or change the rule ${rule.id}.`;
  return {
    rule: 'mapping/misnamed',
    severity: rule.origin === 'profile' ? 'error' : 'warning',
    entries: [assessment.source.entry, ...events.map(({ id }) => id)],
    message: `The ${eventWords(assessment)} should become ${expected} at Meta; it is sent as ${sent}.`,
    fix,
    reference: `${referenceOf(rule)}; domain facts 2.3: names are case-sensitive`,
  };
}

/** Whether the finding about the call tells, at least as gravely, why the parameter is not right. */
function tellsParameter(
  facts: Facts,
  call: CallEntry | undefined,
  { to, expected, actual }: ParameterMatch,
  severity: Severity,
): boolean {
  if (call === undefined || expected === undefined) return false;
  const fault = toldParameter(facts, call.id, to, { expected, actual });
  return fault !== undefined && graver(fault.severity, severity) === fault.severity;
}

/** Why an event was not sent, in words. */
const REASON_WORDS: Partial<Record<StateReason, string>> = {
  'before-init': 'fbq was called before init, and the SDK drops such an event',
  'bad-pixel-id': 'init names no valid pixel id',
  'unknown-pixel': 'it names a pixel that was not initialised',
  'consent-deadlock': 'the grant waits in the queue behind the revoke',
  'config-failed': "the pixel's configuration did not load",
  'config-blocked': "the pixel's configuration was blocked in the browser",
  'library-failed': "Meta's library did not load",
  'library-blocked': "Meta's library was blocked in the browser",
  'client-blocked': 'its request was blocked in the browser',
  'hit-failed': 'the network did not carry its request',
  'left-too-soon': 'the page was left while it was held',
  'bad-arguments': 'its arguments cannot be written out',
  threw: 'the call threw into the page',
};

/** The event that should have reached Meta did not leave; undefined where that is no fault. */
export function unsentFinding(
  assessment: Assessment,
  rule: Rule,
  { events, reason }: { events: readonly MetaEvent[]; reason?: StateReason | undefined },
): Finding | undefined {
  // One fault, one finding: why a pixel call was not sent is told of the call.
  if (reason !== undefined && (events.length > 0 || HARMLESS.has(reason))) return undefined;
  const to = rule.to ?? '';
  const why =
    reason === undefined
      ? 'no pixel event of that name belongs to it'
      : (REASON_WORDS[reason] ?? reason);
  return {
    rule: 'mapping/unsent',
    severity: severityOf(rule),
    entries: [
      ...new Set([
        assessment.source.entry,
        ...events.flatMap(({ id, proof }) => [id, ...proof]),
        ...assessment.collected.map(({ id }) => id),
      ]),
    ],
    message: `The ${eventWords(assessment)} should become ${to} at Meta and was not sent: ${why}.`,
    fix:
      reason === undefined
        ? `Call fbq('${isStandardEvent(to) ? 'track' : 'trackCustom'}', '${to}', …) where this event is handled, or ${
            rule.origin === 'profile'
              ? `change the rule ${rule.id}.`
              : 'say in event-loupe.json that it must not reach Meta ("to": null).'
          }`
        : 'Remove the reason named above; the call itself is in place.',
    reference: referenceOf(rule),
  };
}

/** Commanders Act: a trigger whose hit never left although a later one's did. */
export function lostTriggerFinding(assessment: Assessment, rule: Rule): Finding {
  const to = rule.to ?? '';
  return {
    rule: 'mapping/unsent',
    severity: severityOf(rule),
    entries: [assessment.source.entry],
    message: `cact('trigger', '${assessment.source.name}') has no hit to Commanders Act, although a later trigger of the page has: the server cannot send ${to}.`,
    fix: "Trigger it once the container has loaded, or call cact('exec') then: events that were queued before are lost.",
    reference: `${referenceOf(rule)}; domain facts 5.1: events queued before the library loads are lost`,
  };
}

/** An event that must not reach Meta did. */
export function forbiddenFinding(
  assessment: Assessment,
  rule: Rule,
  events: readonly MetaEvent[],
): Finding {
  return {
    rule: 'mapping/unexpected',
    severity: 'error',
    entries: [assessment.source.entry, ...events.map(({ id }) => id)],
    message: `The ${eventWords(assessment)} must not reach Meta; it is sent as ${events.flatMap(({ names }) => names).join(', ')}.`,
    fix: `Remove the fbq call from the handler of this event, or change the rule ${rule.id}.`,
    reference: referenceOf(rule),
  };
}

/** A Meta event that rules of the profile expect of a system, and no event of that system is there. */
export function unexpectedFinding(
  event: MetaEvent,
  name: string,
  systems: readonly MappedSystem[],
): Finding {
  return {
    rule: 'mapping/unexpected',
    severity: 'warning',
    entries: [event.id],
    message: `${name} is sent to Meta, and no event of ${[...new Set(systems.map(systemLabel))].join(' or ')} that should become ${name} is on this page.`,
    fix: 'Find out who sends it (see the call stack), and remove it or add a rule for its source.',
    reference: 'The rules of the profile, event-loupe.json',
  };
}

/** Rules of the profile contradict each other about an event. */
export function clashFinding(assessment: Assessment, ids: readonly string[]): Finding {
  return {
    rule: 'mapping/ambiguous-rules',
    severity: 'warning',
    entries: [assessment.source.entry],
    message: `The ${eventWords(assessment)} meets rules that contradict each other: ${ids.join('; ')}.`,
    fix: 'Make their names, patterns or conditions exclude each other in event-loupe.json.',
    reference: DESIGN_REFERENCE,
  };
}

/** More source events than Meta events: some were not sent, and which ones is not known. */
export function tooFewFinding(
  entries: readonly string[],
  counts: { open: number; free: number; name: string; system: MappedSystem },
): Finding {
  const { open, free, name, system } = counts;
  return {
    rule: 'mapping/unsent',
    severity: 'warning',
    entries: [...entries],
    message: `${open} events of ${systemLabel(system)} on this page should become ${name} at Meta; ${free} ${free === 1 ? 'was' : 'were'} sent. Which ones are missing is not known.`,
    fix: `Call fbq where the event is handled, so that each ${name} can be joined to its cause.`,
    reference: 'The rules of the profile, event-loupe.json',
  };
}

/**
 * Parameters that were lost or changed. One finding for each of the two, whatever their number.
 * @param joined.isJoined by the chain, and not by the rule alone
 * @param joined.call the pixel call; what the finding about it tells is not said again
 */
export function parameterFindings(
  facts: Facts,
  assessment: Assessment,
  rule: Rule,
  parameters: readonly ParameterMatch[],
  joined: { isJoined: boolean; proof: readonly string[]; call: CallEntry | undefined },
): Finding[] {
  const findings: Finding[] = [];
  const severity: Severity =
    rule.origin === 'profile' ? 'error' : joined.isJoined ? 'warning' : 'info';
  const entries = [...new Set([assessment.source.entry, ...joined.proof])];
  // A default of the vendor's may be set otherwise; a constant of the user's own rule may not.
  const constants = new Set(
    rule.parameters.filter(({ constant }) => constant !== undefined).map(({ to }) => to),
  );
  const counts = (match: ParameterMatch) =>
    (match.from !== '' || constants.has(match.to)) &&
    !tellsParameter(facts, joined.call, match, severity);
  const lost = parameters.filter((match) => match.verdict === 'missing' && counts(match));
  if (lost.length > 0)
    findings.push({
      rule: 'mapping/parameter-lost',
      severity,
      entries,
      message: `The ${eventWords(assessment)} has ${lost.map(wordsOf).join(', ')}; ${rule.to ?? ''} at Meta lacks it.`,
      fix: `Pass ${lost.map(({ to }) => to).join(', ')} to Meta from the source event.`,
      reference: referenceOf(rule),
    });
  const changed = parameters.filter((match) => match.verdict === 'different' && counts(match));
  if (changed.length > 0)
    findings.push({
      rule: 'mapping/parameter-different',
      severity,
      entries,
      message: `The ${eventWords(assessment)} reaches Meta with other values: ${changed.map(differenceWords).join('; ')}.`,
      fix: `Pass ${changed.map(({ to }) => to).join(', ')} to Meta as the source event has it.`,
      reference: referenceOf(rule),
    });
  return findings;
}

function wordsOf({ from, to, expected }: ParameterMatch): string {
  const name = from === to || from === '' ? to : `${from} (${to} at Meta)`;
  return `${name} ${expected ?? ''}`.trim();
}

function differenceWords({ to, expected, actual, note }: ParameterMatch): string {
  const words = `${to} ${expected ?? ''} became ${actual ?? ''}`;
  return note === undefined ? words : `${words} (${note})`;
}
