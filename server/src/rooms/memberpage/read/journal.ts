import type { Instant } from '../../../kernel/instant.ts';
import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { OwnerKey } from '../../../platform/lanes/index.ts';

export type JournalRow = {
  /** Which of the owners it is of, by the place in which they were named. */
  readonly of: number;
  readonly seq: bigint;
  readonly kind: string;
  readonly occurred_at: Instant;
  readonly recorded_at: Instant;
  readonly outlet: number;
  readonly home_lane: number | null;
  readonly home_seq: bigint | null;
};

// Served by journal_of_owner, backwards, once for each owner. What only changed a name or a card moves nothing and is no news to a member.
const selectRows = statement<JournalRow>(
  'memberpage.selectJournal',
  // $1 tenant, $2 lanes, $3 owners, $4 before which row of each, $5 how many of each
  `select (asked.n - 1)::int as of, entry.seq, entry.kind, entry.occurred_at, entry.recorded_at, entry.outlet,
          entry.home_lane, entry.home_seq
     from unnest($2::int[], $3::bigint[], $4::bigint[]) with ordinality as asked (lane, owner, before, n)
    cross join lateral (
      select seq, kind, occurred_at, recorded_at, outlet, home_lane, home_seq from ledger.journal
       where tenant_id = $1 and lane = asked.lane and owner = asked.owner and seq < asked.before
         and (kind like 'points.%' or kind like 'checkout.%')
       order by seq desc limit $5) as entry
    order by entry.recorded_at desc, asked.n, entry.seq desc`,
);

/** What happened to the points of some owners, newest first, each before a row of its own: up to so many of each. */
export const listJournal = (
  queries: Queries,
  tenant: number,
  owners: readonly (OwnerKey & { readonly before: bigint })[],
  limit: number,
): Promise<JournalRow[]> =>
  queries.run(selectRows, [
    tenant,
    owners.map(({ lane }) => lane),
    owners.map(({ owner }) => owner),
    owners.map(({ before }) => before),
    limit,
  ]);

/** An owner's wallets and their ledger accounts stand in the numbers behind its own (0003-open-lanes-and-ledger.sql). */
const OWNER_STEP = 4_096n;

export type MovedRow = {
  readonly seq: bigint;
  readonly wallet_type: number;
  readonly unit: number;
  readonly spendable: bigint;
  readonly pending: bigint;
};

const selectMoved = statement<MovedRow>(
  'memberpage.selectMoved',
  // $1 lane, $2 rows, $3 owner, $4 behind its accounts. A wallet's accounts: booked, pending, owed; a debt is what he owes.
  `select made.seq, held.wallet_type, made.unit,
          coalesce(sum(made.amount) filter (where (made.account & 3) = 0), 0)::bigint
            - coalesce(sum(made.amount) filter (where (made.account & 3) = 2), 0)::bigint as spendable,
          coalesce(sum(made.amount) filter (where (made.account & 3) = 1), 0)::bigint as pending
     from ledger.posting as made
     join points.wallet as held on held.lane = made.lane and held.wallet = made.account - (made.account & 3)
    where made.lane = $1 and made.seq = any($2::bigint[]) and made.account >= $3 and made.account < $4
    group by made.seq, held.wallet_type, made.unit
    order by made.seq, held.wallet_type`,
);

/** What rows of a lane did to the wallets of one owner. */
export const findMoved = (queries: Queries, { lane, owner }: OwnerKey, rows: readonly bigint[]): Promise<MovedRow[]> =>
  queries.run(selectMoved, [lane, rows, owner, owner + OWNER_STEP]);
