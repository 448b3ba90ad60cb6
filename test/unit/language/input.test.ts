import { expect, it } from 'vitest';
import { de } from '../../../src/language/de.ts';
import {
  sayFaults,
  sayProfileError,
  saySessionError,
  sayTapProblem,
} from '../../../src/language/input.ts';
import { parseSessionLine, SessionFileError } from '../../../src/session/file.ts';
import { ProfileError, parseProfile } from '../../../src/session/parse-profile.ts';
import { parseServerEvents } from '../../../src/vendors/meta/server-events/import.ts';

function sessionProblem(line: string): string {
  try {
    parseSessionLine(line, 3);
  } catch (error) {
    if (error instanceof SessionFileError) return saySessionError(error, de);
    throw error;
  }
  return '';
}

it.each([
  ['x', 'Zeile 3: kein JSON; erwartet wird ein Eintrag einer Sitzung von Event Loupe'],
  ['{"kind":"page","id":5}', 'Zeile 3: /: „at“ fehlt; erwartet wird eine Zahl'],
])('what is wrong with the line %s of a session is said in German', (line, said) => {
  expect(sessionProblem(line)).toBe(said);
});

function profileProblem(text: string): string {
  try {
    parseProfile(text, 'event-loupe.json');
  } catch (error) {
    if (error instanceof ProfileError) return sayProfileError(error, de);
    throw error;
  }
  return '';
}

it.each([
  ['{"layer": []}', '/layer: "layer" ist keine bekannte Einstellung; meinten Sie „layers“?'],
  ['{"layers": 5}', '/layers: erwartet wird eine Liste, gefunden: 5'],
  ['{"layers": [}', 'kein JSON: Zeile 1, Spalte 13: erwartet wird ein Wert'],
])('what is wrong with the profile %s is said in German', (text, said) => {
  expect(profileProblem(text)).toBe(`event-loupe.json: ${said}`);
});

it.each([
  [
    '{"event_name":"A"}\n{"event_name":"B","user_data":[]}',
    '1 von 2 Events nicht lesbar. Zuerst: a.jsonl, Zeile 2, /user_data: erwartet wird ein Objekt, gefunden: eine Liste',
  ],
  ['{"data":{}}', 'a.jsonl, /data: erwartet wird eine Liste von Events, gefunden: ein Objekt'],
])('what is wrong with the server events %s is said in German', async (text, said) => {
  const result = await parseServerEvents(text, { name: 'a.jsonl', now: 0 });
  expect(sayFaults(result, de)).toBe(said);
});

it('why tap is not heard is said in German', () => {
  expect(sayTapProblem({ code: 'no-answer', origin: 'http://127.0.0.1:8790' }, de)).toBe(
    'keine Antwort von http://127.0.0.1:8790: Läuft event-loupe tap?',
  );
});
