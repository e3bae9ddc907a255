import { sealDigest, type Sealable } from './seal.ts';
import type { AllocationRow, EntryRow, PostingRow } from './read/verify.ts';
import type { LotBirth } from './entry.ts';
import { wrong } from './verify-problem.ts';

/** A lot as it was born, from the row that is there now. Whether it was pending shows in its start and the entry's date. */
export type BornLot = Omit<LotBirth, 'isPending'> & { readonly seq: bigint };

/** Everything that belongs to one journal row, as the database has it. */
export type KeptEntry = {
  readonly lane: number;
  readonly row: EntryRow;
  readonly postings: readonly PostingRow[];
  readonly allocations: readonly AllocationRow[];
  readonly lots: readonly BornLot[];
};

/** Checks one journal row by itself: balanced, home row there, and its digest from all its columns. Gives that digest. */
export function verifyEntry({ lane, row, postings, allocations, lots }: KeptEntry): Buffer {
  const at = { lane, seq: row.seq };
  const sums = new Map<number, bigint>();
  for (const { unit, amount } of postings) sums.set(unit, (sums.get(unit) ?? 0n) + amount);
  for (const [unit, sum] of sums)
    if (sum !== 0n) wrong(at, 'ledger.posting', `the postings in unit ${unit} do not balance`, 0n, sum);
  if (!row.home_found)
    wrong(at, 'ledger.journal', 'the home row of this leg is not there', `${row.home_lane}-${row.home_seq}`, undefined);
  if (!row.record_found) wrong(at, 'ledger.journal', 'no body stands where its record should be', undefined, undefined);
  const entry: Sealable = {
    lane,
    seq: row.seq,
    kind: row.kind,
    ...(row.home_lane !== null && row.home_seq !== null ? { home: { lane: row.home_lane, seq: row.home_seq } } : {}),
    occurredAt: row.occurred_at,
    bookedOn: row.booked_on,
    owner: row.owner,
    tenant: row.tenant_id,
    program: row.program,
    outlet: row.outlet,
    terminal: row.terminal,
    rulebook: row.rulebook,
    flags: row.flags,
    postings,
    allocations: allocations.map((one) => ({
      lotSeq: one.lot_seq,
      lotN: one.lot_n,
      delta: one.delta,
      effect: one.effect,
    })),
    lots: lots.map((lot) => ({ ...lot, isPending: lot.activeAt > row.occurred_at })),
    recordBack: row.record_back ?? undefined,
    bodyDigest: row.body_digest ?? undefined,
  };
  const digest = sealDigest(entry, row.recorded_at);
  if (!digest.equals(row.digest)) {
    const what =
      'the digest is not the one of its columns, postings, lots, allocations and body: one of them was changed';
    wrong(at, 'ledger.journal', what, digest, row.digest);
  }
  return digest;
}
