import type { Desk } from '../../platform/lanes/index.ts';
import type { JournalEntry } from '../ledger/index.ts';
import { lotsInMemory } from './booking.ts';
import { compareLots, spendableOf } from './lot.ts';
import { openShelf } from './store/lot.ts';
import type { Ending } from './wallet-limits.ts';
import type { Wallet } from './wallet.ts';

/**
 * The points of a wallet that can be spent, by when they end, without the first `taken` ones: as far as the first look at its lots
 * goes. Lots behind that look may be in memory for another operation's sake; they do not count, so that a plan is the same whoever
 * shares its batch.
 */
export function endingsOf(desk: Desk<JournalEntry>, { lane, wallet }: Wallet, taken: bigint): Ending[] {
  const key = { lane, wallet, depth: 0 };
  desk.need(openShelf, [key]);
  const { horizon } = desk.read(openShelf, key)!;
  const seen = lotsInMemory(desk, { lane, wallet })
    .filter((lot) => spendableOf(lot) > 0n && (!horizon || compareLots(lot, horizon) <= 0))
    .sort(compareLots);
  const endings: { points: bigint; endsAt: number }[] = [];
  let skipped = taken;
  for (const lot of seen) {
    const free = spendableOf(lot);
    const points = free > skipped ? free - skipped : 0n;
    skipped -= free - points;
    if (points === 0n) continue;
    const last = endings.at(-1);
    if (last && last.endsAt === lot.expiresAt) last.points += points;
    else endings.push({ points, endsAt: lot.expiresAt });
  }
  return endings;
}
