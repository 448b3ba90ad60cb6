import type { CallEntry } from '../../session/entry.ts';
import { isNothing, propertiesOf, propertyOf } from '../../session/value/read.ts';
import { newNamesOf } from '../../vendors/loyjoy/old-names.ts';
import type { Finding } from '../facts/legacy.ts';

/** Faults of what a page has LoyJoy's chat do. */

const NAMES =
  'domain facts 1.2; seeds "Integrate data from your LoyJoy chat" of 2020 and of 2021 (their tables of events)';

/** What a listener's run shows on its own: that it threw. */
export function checkListener(entry: CallEntry): Finding[] {
  if (entry.threw !== true || entry.method !== 'listener') return [];
  const name = entry.name ?? 'an event';
  // The list's listeners get (type, detail), those of the map get (detail) (domain facts 1.1).
  const isList = entry.args.length > 0 && entry.args[0] === entry.name;
  if (!isNothing(entry.args[isList ? 1 : 0]))
    return [
      {
        rule: 'loyjoy/listener-threw',
        severity: 'warning',
        entries: [entry.id],
        message: `The listener for the chat event "${name}" threw an error: what stands behind that line did not run.`,
        fix: 'Look for the error in the console, and keep one that tracking raises from the rest: try { … } catch (error) { console.error(error); }',
        reference: 'domain facts 1.1',
      },
    ];
  return [
    {
      rule: 'loyjoy/listener-reads-missing-detail',
      severity: 'warning',
      entries: [entry.id],
      message: `The listener for the chat event "${name}" threw an error, and this event came without a detail. A listener that reads a field of it, such as detail.label, throws a TypeError then.`,
      fix: isList
        ? 'Guard it: function (type, detail) { var label = detail && detail.label; … }'
        : 'Guard it: function (detail) { var label = detail && detail.label; … }',
      reference:
        'domain facts 1.1: the detail can be undefined. The seeds guard with obj && …, the GTM snippet of 2022 does not',
    },
  ];
}

/** An event under an old name, as the chat itself calls it; the name, or undefined. */
export function oldNameOf(entry: CallEntry): string | undefined {
  if (entry.method !== 'listener' || entry.name === undefined) return undefined;
  return newNamesOf(entry.name) === undefined ? undefined : entry.name;
}

/** The finding for the first event of a document that came under an old name. */
export function oldNameFinding(entry: CallEntry, name: string): Finding {
  const names = newNamesOf(name) ?? [];
  return {
    rule: 'loyjoy/old-event-name',
    severity: 'info',
    entries: [entry.id],
    message: `The chat event "${name}" has a name of 2020. Today's catalogue calls it ${listed(names)}${names.length > 1 ? ', as far as their meanings tell' : ''}; a site may also have made an event of its own with this name.`,
    fix: `Let listeners know both names: if (${['type === ', ...names.map(() => ' || type === ')]
      .slice(0, names.length + 1)
      .map((part, i) => `${part}"${i === 0 ? name : names[i - 1]}"`)
      .join('')})`,
    reference: NAMES,
  };
}

/** A boot whose map of listeners waits for events under old names. */
export function checkBoot(entry: CallEntry): Finding[] {
  if (entry.method !== 'boot') return [];
  const listeners = propertiesOf(propertyOf(entry.args[1], 'eventListeners'));
  if (listeners === undefined) return [];
  const found: Finding[] = [];
  for (const name of Object.keys(listeners.values)) {
    const names = newNamesOf(name);
    if (names === undefined) continue;
    found.push({
      rule: 'loyjoy/listener-for-old-name',
      severity: 'warning',
      entries: [entry.id],
      message: `A listener waits for the chat event "${name}", a name of 2020. Today's catalogue calls it ${listed(names)}: with a widget of today the listener may never run.`,
      fix: `Listen to ${names.length > 1 ? 'these names' : 'this name'}: eventListeners: {${names.map((one) => `${one}: [function (detail) { … }]`).join(', ')}}`,
      reference: NAMES,
    });
  }
  return found;
}

function listed(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(' or ');
}
