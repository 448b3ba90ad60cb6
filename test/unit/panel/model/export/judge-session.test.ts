import { expect, it } from 'vitest';
import { ENGLISH } from '../../../../../src/language/languages.ts';
import { judgeSession } from '../../../../../src/panel/model/export/judge-session.ts';
import { maskPaced } from '../../../../../src/panel/model/export/mask-paced.ts';
import { createAnalysis } from '../../../../../src/rules/create-analysis.ts';
import { createReport } from '../../../../../src/rules/report.ts';
import { htmlReport } from '../../../../../src/rules/written/html.ts';
import { markdownReport } from '../../../../../src/rules/written/markdown.ts';
import { richSession } from '../../../../session/rich-session.ts';
import { entries } from '../../../../session/session.ts';

const schedule = { now: () => 0, nextTurn: async () => {}, onFrame: () => {} };
const how = { profile: {}, language: ENGLISH, schedule };

it('writes the page that the command writes of the same session', async () => {
  const session = richSession();
  const analysis = createAnalysis();
  analysis.add(session);
  analysis.end();
  const report = createReport(analysis, ENGLISH);
  const judged = await judgeSession(session, 'a.jsonl', how);
  expect(judged.report.findings.length).toBeGreaterThan(5);
  const checked = [{ file: 'a.jsonl', report, entries: session }];
  expect(htmlReport([judged], ENGLISH, 'en')).toBe(htmlReport(checked, ENGLISH, 'en'));
  expect(markdownReport([judged], ENGLISH.words)).toBe(markdownReport(checked, ENGLISH.words));
});

it('has nothing personal in it when the session was masked', async () => {
  const session = entries(`
    page https://shop.example/
    fbq init 1234567890123456
    fbq track Lead {email: "jo.doe@example.com", value: "abc"} {eventID: "jo.doe@example.com"}
  `);
  const plain = await judgeSession(session, 'a', how);
  expect(htmlReport([plain], ENGLISH, 'en')).toContain('jo.doe@example.com');
  const masked = await maskPaced(session, session, {}, async () => {});
  const judged = await judgeSession(masked, 'a', how);
  expect(judged.report.findings.length).toBeGreaterThan(0);
  expect(htmlReport([judged], ENGLISH, 'en')).not.toContain('jo.doe');
  expect(markdownReport([judged], ENGLISH.words)).not.toContain('jo.doe');
});
