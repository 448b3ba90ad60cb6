import type { Pair, PairOverrides } from '../analysis.ts';
import type { Copy } from './copy.ts';
import type { EvidenceSource } from './evidence.ts';
import { createLedger } from './ledger.ts';
import { compareRows, toPair } from './row.ts';

/**
 * The ledger as it would be if these copies had carried another pixel id or name. Nothing is kept;
 * `why` is left empty. The cost follows the number of copies.
 */
export function pairsUnder(
  copies: readonly Copy[],
  overrides: PairOverrides,
  source: EvidenceSource,
): Pair[] {
  const ledger = createLedger(source);
  for (const copy of copies) ledger.add(override(copy, overrides));
  return ledger
    .settle()
    .come.sort(compareRows)
    .map((row) => toPair(row, []));
}

function override(copy: Copy, { pixelId, eventName }: PairOverrides): Copy {
  const meets = (rule: { from: string; side?: Copy['side'] } | undefined, text: string) =>
    rule !== undefined && rule.from === text && (rule.side ?? copy.side) === copy.side;
  return {
    ...copy,
    ...(pixelId && meets(pixelId, copy.pixelId) ? { pixelId: pixelId.to } : {}),
    ...(eventName && meets(eventName, copy.name) ? { name: eventName.to } : {}),
  };
}
