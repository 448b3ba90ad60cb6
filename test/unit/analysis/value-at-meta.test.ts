import { describe, expect, it } from 'vitest';
import { diffCopies } from '../../../src/analysis/pairs/diff.ts';
import { createAnalysis } from '../../../src/rules/create-analysis.ts';
import type { HitEntry } from '../../../src/session/entry.ts';
import { connectorPreview } from '../../../src/vendors/commanders-act/connector-preview.ts';
import { PIXEL, READY } from '../../session/fragments.ts';
import { session } from '../../session/session.ts';

/**
 * Commanders Act's documents differ on where `value` comes from. The match, the ledger, the copies
 * side by side and the preview of the connector's event take the same property, and agree.
 */

function readAll(properties: string, pixelValue: string, custom = '{}') {
  const { entries } = session(`${READY}
cact trigger purchase {currency: EUR, ${properties}, integrations: {facebook: {custom_data: ${custom}}}}
#connector cact-hit purchase {currency: EUR, ${properties}, integrations: {facebook: {custom_data: ${custom}, event_id: "1"}}}
fbq track Purchase {value: ${pixelValue}, currency: EUR} {eventID: "1"}
#pixel hit ${PIXEL} Purchase cd={value: ${pixelValue}, currency: EUR} eid=1`);
  const analysis = createAnalysis();
  analysis.add(entries);
  const hit = (vendor: string) =>
    entries.find(
      (entry) => entry.kind === 'hit' && entry.vendor === vendor && !entry.role,
    ) as HitEntry;
  const [match] = analysis.matches.all().filter(({ source }) => source === 'cact');
  const parameter = match?.parameters.find(({ to }) => to === 'value');
  const ledger = analysis.findings().find(({ rule }) => rule === 'dedup/copies-differ');
  const lines = diffCopies({ entry: hit('meta') }, { entry: hit('commanders-act') });
  const [preview] = connectorPreview(hit('commanders-act'), {});
  return {
    parameter,
    ledger,
    line: lines.find(({ name }) => name === 'value')?.verdict,
    preview: preview?.customData.find(({ to }) => to === 'value'),
  };
}

describe('value of a Commanders Act event', () => {
  it.each([
    ['value: 40', '40', 'value', 'equal'],
    ['value: 40', '45', 'value', 'different'],
    ['amount: 45', '45', 'amount', 'equal'],
    ['amount: 45', '40', 'amount', 'different'],
    ['value: 40, amount: 45', '40', 'value', 'equal'],
    ['value: 40, amount: 45', '45', 'value', 'different'],
    ['value: 40, revenue: 45, amount: 45', '40', 'value', 'equal'],
    ['value: "", amount: 45', '45', 'amount', 'equal'],
    ['revenue: 45, amount: 45', '45', 'amount', 'equal'],
  ])(
    '%s beside a pixel value of %s is read from %s and %s',
    (properties, pixelValue, from, verdict) => {
      const { parameter, ledger, line, preview } = readAll(properties, pixelValue);
      expect(parameter).toMatchObject({ from, verdict, actual: pixelValue });
      expect(preview?.from).toBe(from);
      expect(line).toBe(verdict);
      expect(ledger !== undefined).toBe(verdict === 'different');
      if (verdict === 'equal') expect(parameter?.expected).toBe(pixelValue);
      else
        expect(ledger?.data).toMatchObject({
          items: [{ browser: pixelValue, server: parameter?.expected }],
        });
    },
  );

  it('is what the page sets for Meta itself, where it does', () => {
    const { parameter, ledger, line, preview } = readAll('amount: 40', '45', '{value: 45}');
    const from = 'integrations.facebook.custom_data.value';
    expect([parameter, preview]).toMatchObject([{ from, verdict: 'equal' }, { from }]);
    expect([ledger, line]).toEqual([undefined, 'equal']);
  });

  it('names the document that is followed where two properties say different things', () => {
    const { parameter, preview } = readAll('value: 40, amount: 45', '45');
    const contradicted = {
      code: 'contradicted',
      values: [
        { path: 'value', value: '40' },
        { path: 'amount', value: '45' },
      ],
    };
    expect(parameter?.notes).toContainEqual(contradicted);
    expect(preview?.notes).toContainEqual(contradicted);
    expect(readAll('amount: 45', '45').parameter?.notes).toContainEqual({
      code: 'amount-of-older-page',
    });
  });
});
