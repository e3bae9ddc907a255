import type { Queries } from '../../platform/database/database.ts';
import { WeighedSum, wrong } from '../ledger/index.ts';
import { findStrayLot, findWrongBalance, findWrongHold, pageWallets } from './read/verify.ts';

const WALLET_PAGE = 2_000;

/**
 * Goes through the wallets of a lane: each follows from its lots, holds and debts, and all of them together from what was posted to
 * their accounts. Needs one snapshot with the walk that gave `posted`. Gives how many there are.
 */
export async function verifyWallets(queries: Queries, lane: number, upto: bigint, posted: WeighedSum): Promise<bigint> {
  const [stray] = await queries.run(findStrayLot, [lane, upto]);
  if (stray)
    wrong(
      { lane, seq: stray.seq },
      'points.lot',
      `lot ${stray.seq}/${stray.n} was made by no entry of the lane`,
      `at most ${upto}`,
      stray.seq,
    );
  const balances = new WeighedSum();
  let count = 0n;
  for (let after = 0n; ;) {
    const page = await queries.run(pageWallets, [lane, after, WALLET_PAGE]);
    if (page.length === 0) break;
    for (const { wallet, unit, booked, pending, owed, what, expected, found } of page) {
      if (what !== null) wrong({ lane, seq: wallet }, 'points.wallet', `wallet ${wallet}: ${what}`, expected, found);
      const key = [BigInt(lane), BigInt(unit)] as const;
      if (booked !== 0n) balances.add(key[0], wallet, key[1], booked);
      if (pending !== 0n) balances.add(key[0], wallet + 1n, key[1], pending);
      if (owed !== 0n) balances.add(key[0], wallet + 2n, key[1], -owed);
    }
    const last = page.at(-1)!.wallet;
    const [held] = await queries.run(findWrongHold, [lane, after, last]);
    if (held)
      wrong(
        { lane, seq: held.seq },
        'points.hold',
        `lot ${held.seq}/${held.n} does not hold what the open holds say`,
        held.expected,
        held.found,
      );
    count += BigInt(page.length);
    after = last;
    if (page.length < WALLET_PAGE) break;
  }
  if (balances.total !== posted.total) {
    const [found] = await queries.run(findWrongBalance, [lane]);
    const {
      wallet,
      what,
      expected,
      found: balance,
    } = found ?? { wallet: 0n, what: 'some balance', expected: undefined, found: undefined };
    wrong(
      { lane, seq: wallet },
      'points.wallet',
      `wallet ${wallet}: ${what} is not what was posted to it`,
      expected,
      balance,
    );
  }
  return count;
}
