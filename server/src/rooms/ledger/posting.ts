import { assert } from '../../kernel/assert.ts';

/** One signed amount on one ledger account, in the smallest step of its unit. Plus is what the program owes the holder. */
export type Posting = { readonly account: bigint; readonly unit: number; readonly amount: bigint };

// Wallets of an owner are numbered by fours behind his id (lanes.owner_id itself steps by 4096), so each leaves three numbers
// free behind it: its ledger accounts need no rows.
export const bookedAccount = (wallet: bigint): bigint => wallet;
export const pendingAccount = (wallet: bigint): bigint => wallet + 1n;
/** What the member owes stands here as a minus. */
export const owedAccount = (wallet: bigint): bigint => wallet + 2n;

/** A posting of `amount` to one account against another; nothing when the amount is zero. A negative amount is a bug. */
export function transferPostings(from: bigint, to: bigint, unit: number, amount: bigint): Posting[] {
  assert(amount >= 0n, 'a movement moves a positive amount');
  if (amount === 0n) return [];
  return [
    { account: from, unit, amount: -amount },
    { account: to, unit, amount },
  ];
}

/** Adds postings on the same account together, so that an entry says each account once; zero sums drop out. */
export function gatherPostings(postings: readonly Posting[]): Posting[] {
  if (postings.length <= 2) return postings.filter((one) => one.amount !== 0n);
  const gathered = new Map<bigint, Posting>();
  for (const one of postings) {
    const known = gathered.get(one.account);
    gathered.set(one.account, known ? { ...known, amount: known.amount + one.amount } : one);
  }
  return [...gathered.values()].filter((one) => one.amount !== 0n);
}

/** Every entry sums to zero in every unit. */
export function assertBalanced(postings: readonly Posting[]): void {
  if (postings.length === 0) return;
  const first = postings[0].unit;
  let sum = 0n;
  let rest: Map<number, bigint> | undefined;
  for (const { unit, amount } of postings) {
    if (unit === first) sum += amount;
    else (rest ??= new Map()).set(unit, (rest.get(unit) ?? 0n) + amount);
  }
  assert(sum === 0n, `postings in unit ${first} sum to ${sum}`);
  if (rest) for (const [unit, of] of rest) assert(of === 0n, `postings in unit ${unit} sum to ${of}`);
}
