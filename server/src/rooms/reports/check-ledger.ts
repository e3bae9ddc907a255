import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import { compareWithLedger, readLanesToCheck } from './read/ledger-check.ts';
import { writeLedgerCheck } from './store/ledger-check.ts';

// Some tenths of a second: a comparison holds up nobody.
const ROWS_PER_STRETCH = 50_000n;

/** What was found wrong, for the log. */
export type LedgerDifference = {
  readonly lane: number;
  readonly after: bigint;
  readonly upto: bigint;
  readonly difference: string;
};

/**
 * Compares lines with the ledger, lane by lane, from where the last comparison ended to where the lines stand: operations, and every
 * figure of every unit. What differs is noted and told; totals say so from then on.
 */
export async function checkLedger(
  { database, clock }: { readonly database: Database; readonly clock: Clock },
  isStopping: () => boolean = () => false,
): Promise<readonly LedgerDifference[]> {
  const found: LedgerDifference[] = [];
  for (const { lane, tenant, checked, followed } of await readLanesToCheck(database)) {
    for (let after = checked; after < followed && !isStopping();) {
      const upto = after + ROWS_PER_STRETCH < followed ? after + ROWS_PER_STRETCH : followed;
      const differences = await compareWithLedger(database, lane, after, upto);
      const difference = differences
        .map(({ unit, ledger, lines }) => `unit ${unit}: ledger ${ledger}, lines ${lines}`)
        .join('; ');
      await writeLedgerCheck(database, { lane, tenant, upto, at: clock.now(), difference });
      if (difference !== '') found.push({ lane, after, upto, difference });
      after = upto;
    }
  }
  return found;
}
