import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { check, parseSession } from '../../src/cli/library.ts';
import { ENGLISH, LANGUAGES } from '../../src/language/languages.ts';
import { judgeSession } from '../../src/panel/model/export/judge-session.ts';
import { judge } from '../../src/playwright/attach.ts';
import { createReport } from '../../src/rules/report.ts';
import { parseProfile } from '../../src/session/parse-profile.ts';
import { runCommand } from './cli/command.ts';
import { startAgent } from './cli/mcp/agent.ts';

const schedule = { now: () => 0, nextTurn: async () => {}, onFrame: () => {} };

/** What is never met, and what no session can say before it is over. */
const PROFILE = JSON.stringify({
  mapping: { rules: [{ from: { source: 'dataLayer', name: 'never' }, to: 'Lead' }] },
  consent: { region: 'opt-in' },
  plans: { buy: { steps: [{ event: 'Search' }, { event: '*', times: 0 }] } },
});

it.each(
  ['plain-pixel', 'commanders-act', 'segment'].flatMap((golden) =>
    Object.keys(LANGUAGES).map((code) => [golden, code] as const),
  ),
)('%s has the same findings in panel, check, Playwright and MCP: %s', async (golden, code) => {
  const language = LANGUAGES[code] ?? ENGLISH;
  const agent = await startAgent({ language: code });
  const file = join(agent.folder, 'session.jsonl');
  writeFileSync(file, readFileSync(join(import.meta.dirname, `../site/golden/${golden}.jsonl`)));
  writeFileSync(join(agent.folder, 'event-loupe.json'), PROFILE);
  const profile = parseProfile(PROFILE, 'profile');
  const entries = await parseSession(file);

  const printed = await runCommand(
    ['check', file, '--format', 'json', '--lang', code, '--profile', 'event-loupe.json'],
    agent.folder,
  );
  const bytes = JSON.stringify(JSON.parse(printed.stdout).findings);
  expect(bytes).toMatch(/mapping\/none-met.*plan\/missing/s);

  const panel = await judgeSession(entries, 'a', { profile, language, schedule });
  expect(JSON.stringify(panel.report.findings)).toBe(bytes);
  const inPlaywright = createReport(judge(profile, entries), language);
  expect(JSON.stringify(inPlaywright.findings)).toBe(bytes);
  const asLibrary = check(entries, { profile, language: code === 'de' ? 'de' : 'en' });
  expect(JSON.stringify(asLibrary.findings)).toBe(bytes);
  const reported = await agent.read('event-loupe://report/session.jsonl');
  expect(JSON.stringify(reported.untrusted.findings)).toBe(bytes);
  await agent.close();
});
