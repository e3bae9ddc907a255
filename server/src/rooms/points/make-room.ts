import { assert } from '../../kernel/assert.ts';

/** What wallets pay of lines, while a plan is being made: money in the currency's smallest step. */
export type PaidByWallet = {
  /** True for the lines that this wallet may pay. */
  readonly mayPay: (line: number) => boolean;
  readonly paid: Map<number, bigint>;
};

type Step = { readonly from: number; readonly by: PaidByWallet };

/**
 * Lets wallets that have paid already pay other lines instead, each as much as before, so that up to `wanted` more becomes due
 * on lines that the next wallet may pay. So a wallet that ends soon does not take the only lines that a restricted one could
 * have paid (semantics 3.13). Changes `due` and what was paid; gives how much room it made.
 */
export function makeRoom(
  due: Map<number, bigint>,
  before: readonly PaidByWallet[],
  payable: readonly number[],
  wanted: bigint,
): bigint {
  let made = 0n;
  while (made < wanted) {
    const path = findPath(due, before, payable);
    if (!path) break;
    let amount = wanted - made;
    for (const { step, to } of path)
      amount = least(amount, step.by.paid.get(step.from)!, to === path[0].to ? due.get(to)! : amount);
    for (const { step, to } of path) move(step, to, amount);
    const { step: first } = path[path.length - 1];
    const last = path[0].to;
    due.set(first.from, due.get(first.from)! + amount);
    due.set(last, due.get(last)! - amount);
    made += amount;
  }
  return made;
}

/** The steps from a line that something is due on back to one of `starts`: each wallet moves from a line to the next one. */
function findPath(
  due: ReadonlyMap<number, bigint>,
  before: readonly PaidByWallet[],
  starts: readonly number[],
): { step: Step; to: number }[] | undefined {
  const reached = new Map<number, Step | undefined>(starts.map((line) => [line, undefined]));
  const seen = new Set<PaidByWallet>();
  const waiting = [...starts];
  for (let from = waiting.shift(); from !== undefined; from = waiting.shift()) {
    for (const by of before) {
      // All lines of a wallet are reached with its first one.
      if (seen.has(by) || (by.paid.get(from) ?? 0n) === 0n) continue;
      seen.add(by);
      for (const [to, left] of due) {
        if (reached.has(to) || !by.mayPay(to)) continue;
        reached.set(to, { from, by });
        if (left > 0n) return back(reached, to);
        waiting.push(to);
      }
    }
  }
  return undefined;
}

function back(reached: ReadonlyMap<number, Step | undefined>, end: number): { step: Step; to: number }[] {
  const path: { step: Step; to: number }[] = [];
  let to = end;
  for (let step = reached.get(to); step; step = reached.get(to)) {
    path.push({ step, to });
    to = step.from;
  }
  return path;
}

function move({ from, by }: Step, to: number, amount: bigint): void {
  const left = by.paid.get(from)! - amount;
  assert(left >= 0n, 'a wallet moves no more than it has paid');
  if (left === 0n) by.paid.delete(from);
  else by.paid.set(from, left);
  by.paid.set(to, (by.paid.get(to) ?? 0n) + amount);
}

const least = (...amounts: bigint[]): bigint => amounts.reduce((a, b) => (a < b ? a : b));
