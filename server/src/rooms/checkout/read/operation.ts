import type { Instant } from '../../../kernel/instant.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';

/** A row of the journal as lists and screens show it. */
export type OperationRow = {
  readonly lane: number;
  readonly seq: bigint;
  readonly kind: string;
  readonly occurred_at: Instant;
  readonly recorded_at: Instant;
  readonly booked_on: LocalDate;
  readonly tenant_id: number;
  readonly outlet: number;
  readonly terminal: number;
  readonly rulebook: number;
  readonly flags: number;
};

// A leg is a part of the operation that it names, and not an operation of its own.
const selectOperation = statement<OperationRow>(
  'checkout.selectOperation',
  `select lane, seq, kind, occurred_at, recorded_at, booked_on, tenant_id, outlet, terminal, rulebook, flags
     from ledger.journal
    where lane = $1 and seq = $2 and tenant_id = $3 and home_lane is null`,
);

/** One operation of a tenant by its place. */
export async function findOperation(
  queries: Queries,
  tenant: number,
  place: { lane: number; id: bigint },
): Promise<OperationRow | undefined> {
  const [row] = await queries.run(selectOperation, [place.lane, place.id, tenant]);
  return row;
}

export type OwnerOperationRow = OperationRow & { readonly home_lane: number | null; readonly home_seq: bigint | null };

// Served by journal_of_owner, backwards. An owner's id is nobody else's in any lane; after a move this shows what is in his lane.
const selectOperationsOfOwner = statement<OwnerOperationRow>(
  'checkout.selectOperationsOfOwner',
  `select lane, seq, kind, occurred_at, recorded_at, booked_on, tenant_id, outlet, terminal, rulebook, flags, home_lane, home_seq
     from ledger.journal
    where lane = $1 and owner = $2 and seq < $3 and recorded_at >= $4::timestamptz and tenant_id = $5
      and ($6::int[] is null or outlet = any($6::int[]))
    order by seq desc
    limit $7`,
);

/** Rows of an owner's journal, newest first. `outlets` bounds what the asker may see; `before` is where the page before ended. */
export const listOperationsOfOwner = (
  queries: Queries,
  asked: {
    readonly lane: number;
    readonly owner: bigint;
    readonly before: bigint;
    readonly from: string;
    readonly tenant: number;
    readonly outlets: readonly number[] | null;
    readonly limit: number;
  },
): Promise<OwnerOperationRow[]> =>
  queries.run(selectOperationsOfOwner, [
    asked.lane,
    asked.owner,
    asked.before,
    asked.from,
    asked.tenant,
    asked.outlets,
    asked.limit,
  ]);
