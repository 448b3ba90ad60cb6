import { expect, it } from 'vitest';
import { fileKindOf } from '../../../../src/panel/intake/file-kind.ts';

const RULE = '{"from": {"source": "cact", "name": "a"}, "to": "Lead"}';

it.each([
  ['shop.json', `{"mapping": {"rules": [${RULE}]}}`, 'profile'],
  ['profile.txt', `// ours\n{"layers": ["a"], /* and */ "rules": {"dedup/*": "off"}}`, 'profile'],
  ['mine.json', '{"kind": "event-loupe-settings", "version": 1, "layers": []}', 'settings'],
  ['half.json', '{"consent": {"governs": ', 'profile'],
  ['event-loupe.json', '{"mappings": 1}', 'profile'],
  ['event-loupe (1).json', 'not JSON', 'profile'],
  ['event-loupe.json', '{"data": [{"event_name": "Lead"}]}', 'events'],
  ['event-loupe.json', '{"kind":"session","version":1}', 'session'],
  ['events.json', '[{"event_name": "Lead"}]', 'events'],
  ['a.har', '{"log": {"entries": []}}', 'har'],
  ['visit.json', '{"log": {"entries": []}}', 'har'],
  ['server.log', 'sent event_name=Lead', 'events'],
  ['anything', '{"kind":"call","id":"a:1"}', 'session'],
  ['empty.json', '{}', 'events'],
])('%s with %s is for: %s', async (name, text, kind) => {
  expect(await fileKindOf(new File([text], name))).toBe(kind);
});
