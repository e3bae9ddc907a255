import type { Queries } from '../../platform/database/database.ts';
import { wrong, type BornLot, type KeptEntry, type LotKeeper } from '../ledger/index.ts';
import { findWrongLot, pageBornLots, pageTouchedWallets, type BornRow } from './read/verify.ts';

const ACCOUNTS_PER_WALLET = 4n;

const toBorn = (row: BornRow): BornLot => ({
  seq: row.seq,
  n: row.n,
  wallet: row.wallet,
  amount: row.amount,
  earnedAt: row.earned_at,
  activeAt: row.active_at,
  expiresAt: row.expires_at,
  issuer: row.issuer,
  contract: row.contract,
  ...(row.origin_lane !== null && row.origin_seq !== null
    ? { originLane: row.origin_lane, originSeq: row.origin_seq }
    : {}),
});

/** Reads lots for the walk along a lane, and checks of each entry that it did to lots what it posted to their wallets. */
export function lotKeeper(isOurs: (account: bigint) => boolean): LotKeeper {
  return {
    async page(queries, lane, after, upto) {
      const [born, touched] = await Promise.all([
        queries.run(pageBornLots, [lane, after, upto]),
        queries.run(pageTouchedWallets, [lane, after, upto]),
      ]);
      let at = 0;
      const check = (entry: KeptEntry): void => {
        const wallets = touched.slice(at, at + entry.allocations.length).map((one) => one.wallet);
        at += entry.allocations.length;
        checkEntry(entry, wallets, isOurs);
      };
      return { born: born.map(toBorn), check };
    },
  };
}

/** Per wallet: what an entry posted to booked and pending is what it made and took of the wallet's lots. */
function checkEntry(
  { lane, row, postings, allocations, lots }: KeptEntry,
  touched: readonly (bigint | null)[],
  isOurs: (account: bigint) => boolean,
): void {
  if (lots.length === 0 && allocations.length === 0 && postings.length === 0) return;
  const at = { lane, seq: row.seq };
  const left = new Map<bigint, bigint>();
  const add = (wallet: bigint, amount: bigint): unknown => left.set(wallet, (left.get(wallet) ?? 0n) + amount);
  for (const { account, amount } of postings) {
    if (isOurs(account)) continue;
    const place = account % ACCOUNTS_PER_WALLET;
    if (place === 3n)
      wrong(
        at,
        'ledger.posting',
        `account ${account} is nobody's`,
        'an account of a wallet or of the program',
        account,
      );
    // What is owed stands beside the lots.
    if (place !== 2n) add(account - place, amount);
  }
  for (const lot of lots) add(lot.wallet, -lot.amount);
  for (const [number, { lot_seq, lot_n, delta }] of allocations.entries()) {
    const wallet = touched[number];
    if (wallet === null || wallet === undefined)
      return wrong(at, 'ledger.allocation', 'the lot that was touched is not there', `${lot_seq}/${lot_n}`, undefined);
    add(wallet, -delta);
  }
  for (const [wallet, rest] of left) {
    if (rest !== 0n)
      wrong(at, 'ledger.posting', `wallet ${wallet}: the postings are not what happened to its lots`, 0n, rest);
  }
}

const LOT_PAGE = 5_000n;

/** Goes through the lots of a lane up to an entry: each follows from its birth and its allocations, at every moment. */
export async function verifyLots(queries: Queries, lane: number, upto: bigint): Promise<void> {
  for (let after = 0n; after < upto; after += LOT_PAGE) {
    const [found] = await queries.run(findWrongLot, [lane, after, after + LOT_PAGE < upto ? after + LOT_PAGE : upto]);
    if (found)
      wrong(
        { lane, seq: found.seq },
        'points.lot',
        `lot ${found.seq}/${found.n}: ${found.what}`,
        found.expected,
        found.found,
      );
  }
}
