import type { Connection, Database } from '../../platform/database/database.ts';
import {
  LaneWalk,
  readAccountKinds,
  readLaneEnds,
  verifyCrossings,
  verifyNames,
  verifyReferences,
  verifyStrays,
  WeighedSum,
  Wrong,
  type LaneTotals,
  type Problem,
  type SignedHeads,
  type UnitTotals,
} from '../ledger/index.ts';
import { lotKeeper, verifyLots } from './verify-lots.ts';
import { verifyWallets } from './verify-wallets.ts';

export type VerifyOptions = {
  /** Only this lane, or only the lanes of this tenant; what must hold over all lanes is then left out. */
  readonly lane?: number;
  readonly tenant?: string;
  /** Heads that were signed before: the chain must still pass through them. */
  readonly signed?: SignedHeads;
  readonly onProgress?: (done: bigint, total: bigint, lane: number) => void;
};

export type LaneVerified = LaneTotals & { readonly tenant: string; readonly wallets: bigint };
export type Verified = {
  readonly problem: Problem | undefined;
  readonly lanes: readonly LaneVerified[];
  readonly units: ReadonlyMap<number, UnitTotals>;
  readonly references: bigint;
};

const SESSION = { applicationName: 'tallystick journal verify', idleInTransactionTimeoutMs: 60_000 };

/**
 * Computes the whole journal again from nothing and compares it with every row there is: digests, chains, numbering, balance of
 * postings, lots at every moment, wallets, holds, debts, legs and references. Works beside a running program, in constant memory.
 * Gives the first row that is wrong; without one, `problem` is undefined and the totals are proved.
 */
export async function verifyJournal(database: Database, options: VerifyOptions = {}): Promise<Verified> {
  const connection = await database.connection(SESSION);
  const lanes: LaneVerified[] = [];
  const units = new Map<number, UnitTotals>();
  try {
    const references = await verifyAll(connection, options, lanes, units);
    return { problem: undefined, lanes, units, references };
  } catch (error) {
    if (!(error instanceof Wrong)) throw error;
    return { problem: error.problem, lanes, units, references: 0n };
  } finally {
    connection.destroy();
  }
}

async function verifyAll(
  connection: Connection,
  options: VerifyOptions,
  done: LaneVerified[],
  units: Map<number, UnitTotals>,
): Promise<bigint> {
  const { lane: only, tenant, signed, onProgress } = options;
  const ends = await connection.run(readLaneEnds, [only, tenant]);
  const accounts = await readAccountKinds(connection);
  const lots = lotKeeper((account) => accounts.has(account));
  const crossings = new WeighedSum();
  const total = ends.reduce((sum, end) => sum + end.upto, 0n);
  let entries = 0n;
  for (const { lane, tenant: code, upto } of ends) {
    const onEntries = (count: number): void => onProgress?.((entries += BigInt(count)), total, lane);
    const walk = new LaneWalk({
      lane,
      accounts,
      lots,
      units,
      crossings,
      crossingsUpTo: upto,
      signed: signed?.get(lane) ?? new Map(),
      onEntries,
    });
    await walk.walk(connection, upto);
    await verifyLots(connection, lane, upto);
    const wallets = await verifyNow(connection, walk, lane);
    walk.close();
    done.push({ ...walk.totals, tenant: code, wallets });
  }
  if (only !== undefined || tenant !== undefined) return 0n;
  for (const [lane] of signed ?? []) if (!ends.some((end) => end.lane === lane)) throw new Wrong(laneGone(lane));
  await verifyCrossings(connection, crossings);
  await verifyNames(connection);
  return verifyReferences(connection);
}

/**
 * Compares what may change meanwhile. One snapshot for the lane's newest rows and its wallets: the rows before were walked already,
 * so it lasts as long as reading the wallets does, seconds for a million.
 */
async function verifyNow(connection: Connection, walk: LaneWalk, lane: number): Promise<bigint> {
  await connection.begin({ isolation: 'repeatable read', readOnly: true });
  const upto = await verifyStrays(connection, lane);
  await walk.walk(connection, upto);
  const wallets = await verifyWallets(connection, lane, upto, walk.posted);
  await connection.rollback();
  return wallets;
}

const laneGone = (lane: number): Problem => ({
  lane,
  seq: 0n,
  table: 'lanes.lane',
  what: 'heads of this lane were signed',
  expected: `lane ${lane}`,
  found: 'nothing',
});
