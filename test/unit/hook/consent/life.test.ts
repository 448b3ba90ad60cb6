import { describe, expect, it } from 'vitest';
import { createAnalysis } from '../../../../src/rules/create-analysis.ts';
import type { ConsentEntry, Entry, HitEntry } from '../../../../src/session/entry.ts';
import type { Profile } from '../../../../src/session/profile.ts';
import { LIVES } from '../../../session/consent-lives.ts';
import { newVisitor, openLife } from './life-page.ts';

const isMeta = (entry: Entry): entry is HitEntry => entry.kind === 'hit' && entry.vendor === 'meta';

/** The whole life of a tool: two loads by one visitor. */
async function live(tool: string, mode: 'correct' | 'careless'): Promise<Entry[]> {
  const visitor = newVisitor();
  const first = await openLife(visitor, tool, mode);
  for (const id of ['load', 'track', 'accept', 'track', 'reject', 'track', 'accept'])
    await first.click(id);
  const second = await openLife(visitor, tool, mode);
  for (const id of ['load', 'track']) await second.click(id);
  return [...first.entries(), ...second.entries()];
}

describe.each(Object.entries(LIVES))('%s', (tool, life) => {
  const profile: Profile = { consent: { categories: life.categories, region: 'opt-in' } };
  const analyse = (entries: Entry[]) => {
    const analysis = createAnalysis(profile);
    analysis.add(entries);
    return analysis;
  };

  it('a pixel that does not heed it: each event is judged by what the tool said, and what left is found', async () => {
    const entries = await live(tool, 'careless');
    const analysis = analyse(entries);
    const told = entries.flatMap((entry) =>
      entry.kind === 'call' && entry.method === 'track'
        ? [
            `${(entry.args[2] as { content_name: string }).content_name} ${analysis.consent.of(entry.id)[0]?.atCall}`,
          ]
        : [],
    );
    expect(told.filter((line) => !line.startsWith('stored'))).toEqual(life.told);
    for (const line of told.filter((one) => one.startsWith('stored')))
      expect(line).toBe('stored granted');
    expect(entries.filter(isMeta)).toHaveLength(told.length);
    const count = (rule: string, severity: string) =>
      analysis
        .findings()
        .filter((one) => one.rule === `consent/${rule}` && one.severity === severity).length;
    const early = told.filter((line) => line.endsWith('undecided')).length;
    expect(count('sent-before-decision', 'error')).toBe(early);
    expect(count('sent-although-denied', life.isUnfirm ? 'warning' : 'error')).toBe(2);
    expect(count('withdrawn-after-hit', 'info')).toBe(1);
  });

  it('a pixel that heeds it: no finding about consent', async () => {
    const entries = await live(tool, 'correct');
    const analysis = analyse(entries);
    const grave = analysis
      .findings()
      .filter(({ rule, severity }) => rule.startsWith('consent/') && severity !== 'info');
    expect(grave.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([]);
    const held = analysis.consent.all().filter(({ verdict }) => verdict === 'held');
    expect(held.length).toBeGreaterThan(0);
    expect(entries.filter(isMeta).length).toBeGreaterThan(3);
  });

  it('a choice after which nothing is called is seen all the same', async () => {
    const page = await openLife(newVisitor(), tool, 'careless');
    await page.click('load');
    await page.click('accept');
    const before = page.entries().length;
    await page.click('silent');
    const last = page
      .entries()
      .slice(before)
      .findLast((entry): entry is ConsentEntry => entry.kind === 'consent');
    expect(last?.source).toBe(life.source ?? tool);
    const at = analyse(page.entries()).consent.at(last?.id ?? '');
    expect(at[life.source ?? tool]?.state).toBe('denied');
  });
});
