import type { LocalDate } from '../../../kernel/local-date.ts';
import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { HeldState } from '../store/held.ts';

/** What one operation gave in the window of a signal. */
export type SignalReceipt = {
  readonly lane: number;
  readonly seq: bigint;
  readonly receipt_lane: number;
  readonly receipt_seq: bigint;
  readonly counted_on: LocalDate;
  readonly points: bigint;
  readonly money: bigint;
  readonly is_undone: boolean;
  /** Null where it is not held for this signal. */
  readonly state: HeldState | null;
};

const selectReceipts = statement<SignalReceipt>(
  'fraud.selectReceipts',
  `select counted.lane, counted.seq, counted.receipt_lane, counted.receipt_seq, counted.counted_on, counted.points, counted.money,
          counted.is_undone, held.state
     from fraud.signal as signal
     join fraud.counted as counted
       on counted.subject = signal.subject and counted.counted_on between signal.window_from and signal.window_until
      and (signal.from_at is null or counted.counted_at between signal.from_at and signal.until_at)
     left join fraud.hold as own on own.signal = signal.signal and own.lane = counted.lane and own.seq = counted.seq
     left join fraud.held as held on held.lane = own.lane and held.seq = own.seq
    where signal.signal = $1 and (counted.counted_on, counted.lane, counted.seq) > ($2::date, $3::int, $4::bigint)
    order by counted.counted_on, counted.lane, counted.seq
    limit $5`,
);

/** The receipts of a signal by day; `after` is where the page before ended. */
export const readSignalReceipts = (
  queries: Queries,
  signal: bigint,
  after: { readonly on: LocalDate; readonly lane: number; readonly seq: bigint } | undefined,
  limit: number,
): Promise<SignalReceipt[]> =>
  queries.run(selectReceipts, [signal, after?.on ?? '-infinity', after?.lane ?? 0, after?.seq ?? 0n, limit]);
