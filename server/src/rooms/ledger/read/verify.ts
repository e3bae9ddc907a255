import type { Instant } from '../../../kernel/instant.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { Effect } from '../entry.ts';
import type { JournalColumns } from './record.ts';

// Everything here pages by (lane, seq) over rows that are never changed, so no transaction is held while millions are read.

/** Where each asked lane stands, all in one snapshot: an operation over several lanes is in it whole or not at all. */
export const readLaneEnds = statement<{ lane: number; tenant: string; upto: bigint }>(
  'ledger.readLaneEnds',
  `select lane.lane, tenant.code as tenant,
          coalesce((select max(batch.upto) from lanes.lane_batch as batch where batch.lane = lane.lane), 0) as upto
     from lanes.lane as lane
     join programs.tenant as tenant using (tenant_id)
    where ($1::int is null or lane.lane = $1) and ($2::text is null or tenant.code = $2)
    order by lane.lane`,
);

/** What stands in a lane's tables outside of 1 … its last number; in one snapshot with that number. */
export const readStrays = statement<{ table: string; seq: bigint; upto: bigint }>(
  'ledger.readStrays',
  `with ends as (select coalesce(max(batch.upto), 0) as upto from lanes.lane_batch as batch where batch.lane = $1)
   select found."table", found.seq, ends.upto
     from ends
    cross join lateral (
      select 'ledger.journal' as "table", (select max(seq) from ledger.journal where lane = $1) as seq
      union all select 'ledger.allocation', (select max(seq) from ledger.allocation where lane = $1)
      union all select 'ledger.journal', (select min(seq) from ledger.journal where lane = $1 and seq < 1)
      union all select 'ledger.allocation', (select min(seq) from ledger.allocation where lane = $1 and seq < 1)) as found
    where found.seq is not null and (found.seq > ends.upto or found.seq < 1)
    limit 1`,
);

export type BatchRow = { upto: bigint; head: Buffer; at: Instant; enclosed: Buffer | null; raw_digest: Buffer | null };

/** A lane's batches in order, with the digest of the raw messages where they are still kept. */
export const pageBatches = statement<BatchRow>(
  'ledger.pageBatches',
  `select batch.upto, batch.head, batch.at, batch.enclosed, sha256(raw.messages) as raw_digest
     from lanes.lane_batch as batch
     left join ledger.raw_message as raw
       on raw.recorded_on = (batch.at at time zone 'UTC')::date and raw.lane = batch.lane and raw.upto = batch.upto
    where batch.lane = $1 and batch.upto > $2
    order by batch.upto limit $3`,
);

export type EntryRow = Omit<JournalColumns, 'lane'> & {
  home_lane: number | null;
  home_seq: bigint | null;
  home_found: boolean;
  record_back: number | null;
  record_found: boolean;
  digest: Buffer;
  body_digest: Buffer | null;
};

/** Journal rows after $2 up to $3, each with the digest of its body, and whether the home row that a leg names, and the body that its record is in, are there. */
export const pageEntries = statement<EntryRow>(
  'ledger.pageEntries',
  `select held.seq, held.kind, held.occurred_at, held.recorded_at, held.booked_on, held.owner, held.home_lane, held.home_seq,
          held.home_seq is null or exists (
            select 1 from ledger.journal as home
             where home.lane = held.home_lane and home.seq = held.home_seq and home.home_seq is null) as home_found,
          held.tenant_id, held.program, held.outlet, held.terminal, held.rulebook, held.flags, held.digest,
          held.record_back,
          coalesce(held.record_back, 0) = 0 or exists (
            select 1 from ledger.journal as holder
             where holder.lane = held.lane and holder.seq = held.seq - held.record_back and holder.body is not null) as record_found,
          sha256(held.body) as body_digest
     from ledger.journal as held
    where held.lane = $1 and held.seq > $2 and held.seq <= $3
    order by held.seq`,
);

export type PostingRow = { seq: bigint; account: bigint; unit: number; amount: bigint };

export const pagePostings = statement<PostingRow>(
  'ledger.pagePostings',
  `select seq, account, unit, amount from ledger.posting where lane = $1 and seq > $2 and seq <= $3 order by seq, n`,
);

export type AllocationRow = { seq: bigint; lot_seq: bigint; lot_n: number; delta: bigint; effect: Effect };

export const pageAllocations = statement<AllocationRow>(
  'ledger.pageAllocations',
  `select seq, lot_seq, lot_n, delta, effect from ledger.allocation where lane = $1 and seq > $2 and seq <= $3 order by seq, n`,
);

/** Every account of a program's side; few. */
export const readAllAccounts = statement<{ account: bigint; unit: number; kind: string }>(
  'ledger.readAllAccounts',
  `select account, unit, kind from ledger.account`,
);

export const readUnitNames = statement<{ unit: number; code: string; decimals: number; tenant: string }>(
  'ledger.readUnitNames',
  `select unit.unit, unit.code, unit.decimals, tenant.code as tenant
     from programs.unit as unit join programs.tenant as tenant using (tenant_id) order by unit.unit`,
);

/** Finds the operation whose legs do not cancel each other; asked only when it is known that there is one. */
export const findOpenCrossing = statement<{ lane: number; seq: bigint; unit: number; amount: bigint }>(
  'ledger.findOpenCrossing',
  `select coalesce(held.home_lane, held.lane) as lane, coalesce(held.home_seq, held.seq) as seq, posted.unit,
          sum(posted.amount)::bigint as amount
     from ledger.posting as posted
     join ledger.account as account on account.account = posted.account and account.kind = 'between_lanes'
     join ledger.journal as held on held.lane = posted.lane and held.seq = posted.seq
    group by 1, 2, 3
   having sum(posted.amount) <> 0
    order by 1, 2 limit 1`,
);

export type ReferenceRow = {
  tenant_id: number;
  space: bigint;
  family: string;
  reference: Buffer;
  outcome: string;
  lane: number;
  seq: bigint;
  is_found: boolean;
};

/** References in the order of their key, each with whether the row that it names is there. */
export const pageReferences = statement<ReferenceRow>(
  'ledger.pageReferences',
  `select known.tenant_id, known.space, known.family::text as family, known.reference, known.outcome::text as outcome, known.lane, known.seq,
          exists (select 1 from ledger.journal as held
                   where held.lane = known.lane and held.seq = known.seq and held.tenant_id = known.tenant_id) as is_found
     from lanes.reference as known
    where (known.tenant_id, known.space, known.family, known.reference) > ($1, $2, $3::text::"char", $4)
    order by known.tenant_id, known.space, known.family, known.reference limit $5`,
);

/** A name or phone of the directory whose owner is not where it says. One look over the directory, which is not paged: it has no order of change. */
export const findLostName = statement<{ table: string; tenant_id: number; lane: number; owner: bigint }>(
  'ledger.findLostName',
  `(select 'lanes.name' as "table", known.tenant_id, known.lane, known.owner
      from lanes.name as known
      left join lanes.owner as held on held.lane = known.lane and held.owner = known.owner and held.tenant_id = known.tenant_id
     where held.owner is null limit 1)
   union all
   (select 'lanes.phone', known.tenant_id, known.lane, known.owner
      from lanes.phone as known
      left join lanes.owner as held on held.lane = known.lane and held.owner = known.owner and held.tenant_id = known.tenant_id
     where held.owner is null limit 1)
   limit 1`,
);

/** Heads of all lanes as they are now, for signing. */
export const readHeadsToSign = statement<{ lane: number; upto: bigint; head: Buffer }>(
  'ledger.readHeadsToSign',
  `select lane.lane, last.upto, last.head
     from lanes.lane as lane
    cross join lateral (
      select batch.upto, batch.head from lanes.lane_batch as batch where batch.lane = lane.lane order by batch.upto desc limit 1) as last
    order by lane.lane`,
);
