import type { Tx } from '../../platform/database/database.ts';
import { createFollower, waitForLanes, type Follower, type JournalWatch } from '../../platform/followers/index.ts';
import { recordSheet, type KeptOperation } from '../ledger/index.ts';
import { countedOf, type Counted } from './counted.ts';
import type { FraudDeps, RungUp } from './fraud-deps.ts';
import { raiseSignals } from './raise.ts';
import { readWatchedRows } from './read/watched-rows.ts';
import { addCounted, undoReceipts, voidedAmong } from './store/counted.ts';

/** The name of the cursors. */
export const FOLLOWER = 'fraud.signals';

/**
 * Follows the journal: what promotions gave is counted for the hands at which it is watched, in the transaction that moves the cursor. So a
 * receipt counts once however often a process dies, and counts once too when a cursor is set back: it stands there by its place. A void
 * takes its sale out again; a return does not, since a signal speaks of what was done.
 */
export function followJournal(
  deps: FraudDeps,
  watch: JournalWatch,
  follows: (end: { readonly tenant: number }) => boolean,
): Follower {
  return createFollower<KeptOperation>({
    name: FOLLOWER,
    database: deps.database,
    watch,
    follows,
    read: (queries, lane, after, limit) => readWatchedRows(queries, { lane, after, limit }, deps.watches),
    effect: async (tx, rows, lane) => {
      for (const run of runsOf(rows)) {
        if (isVoid(run[0])) await takeBackVoided(deps, tx, run, lane);
        else await countGiving(deps, tx, run);
      }
    },
    ...(deps.onFailure && { onFailure: deps.onFailure }),
  });
}

const isVoid = ({ kind }: KeptOperation): boolean => kind === 'checkout.void';

/** Voids and what gives, each in stretches, in their order: what was voided before the next receipt came does not count beside it. */
function runsOf(rows: readonly KeptOperation[]): [KeptOperation, ...KeptOperation[]][] {
  const runs: [KeptOperation, ...KeptOperation[]][] = [];
  for (const row of rows) {
    const run = runs.at(-1);
    if (run !== undefined && isVoid(run[0]) === isVoid(row)) run.push(row);
    else runs.push([row]);
  }
  return runs;
}

async function countGiving(deps: FraudDeps, tx: Tx, rows: readonly KeptOperation[]): Promise<void> {
  const told = (await Promise.all(rows.map((row) => rungUpBy(deps, row)))).flatMap((one) => one ?? []);
  const voided = await voidedAmong(
    tx,
    told.map(({ rungUp }) => rungUp.receipt),
  );
  const counted = told.flatMap(({ row, rungUp }): Counted[] =>
    voided.has(`${rungUp.receipt.lane}/${rungUp.receipt.seq}`) ? [] : countedOf(deps, row, rungUp),
  );
  await raiseSignals(tx, await addCounted(tx, counted), deps.watches.windowOf, deps.clock.now());
}

/** What a row gave; undefined of one that gave nothing. The sale of a claim is there, since it was claimed. */
async function rungUpBy(
  { receipts, machine }: FraudDeps,
  row: KeptOperation,
): Promise<{ row: KeptOperation; rungUp: RungUp } | undefined> {
  if (row.kind === 'checkout.sale') return { row, rungUp: receipts.bySale(row) };
  if (row.kind !== 'checkout.claim') return undefined;
  const place = receipts.namedBy(row);
  const sale = place && (await machine.look.row(recordSheet, place));
  return sale && { row, rungUp: receipts.byClaim(row, sale) };
}

async function takeBackVoided(
  { receipts }: FraudDeps,
  tx: Tx,
  voids: readonly [KeptOperation, ...KeptOperation[]],
  lane: number,
): Promise<void> {
  const sales = voids.flatMap((row) => receipts.namedBy(row) ?? []);
  if (sales.length === 0) return;
  // Of a sale in another lane either its count is there by now, or whoever counts it later finds that it was voided.
  const elsewhere = new Set(sales.map((sale) => sale.lane).filter((one) => one !== lane));
  await waitForLanes(tx, FOLLOWER, [...elsewhere]);
  await undoReceipts(tx, { tenant: voids[0].tenant, on: voids[0].bookedOn }, sales);
}
