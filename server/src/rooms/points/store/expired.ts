import { statement } from '../../../platform/database/sql.ts';
import type { Desk, Sheet } from '../../../platform/lanes/index.ts';
import type { JournalEntry } from '../../ledger/index.ts';
import type { LotKey } from '../lot.ts';

type Expired = LotKey & { readonly amount: bigint };

const loadExpired = statement<{ lane: number; seq: bigint; n: number; amount: bigint }>(
  'points.loadExpired',
  `select wanted.lane, wanted.seq, wanted.n, coalesce(-sum(made.delta), 0)::bigint as amount
     from unnest($1::int[], $2::bigint[], $3::smallint[]) as wanted(lane, seq, n)
     left join ledger.allocation as made
       on made.lane = wanted.lane and made.lot_seq = wanted.seq and made.lot_n = wanted.n and made.effect = 'e'
    group by wanted.lane, wanted.seq, wanted.n`,
);

const keyOf = ({ lane, seq, n }: LotKey): string => `${lane}/${seq}/${n}`;

/** How much of a lot had expired before this batch. Read only: the journal knows. */
const expiredSheet: Sheet<LotKey, Expired> = {
  name: 'points.expired',
  keyOf,
  async load(tx, keys, facts) {
    const rows = await tx.run(loadExpired, [
      keys.map((key) => key.lane),
      keys.map((key) => key.seq),
      keys.map((key) => key.n),
    ]);
    for (const row of rows) facts.fill(expiredSheet, row, row);
  },
};

type Now = Expired & { readonly bySeq: bigint; readonly at: number };

/** What expires in this batch: not in the journal yet, so only in memory. */
const expiredNowSheet: Sheet<Now, Now> = {
  name: 'points.expiredNow',
  keyOf: (key) => `${keyOf(key)}/${key.bySeq}/${key.at}`,
  load: async () => undefined,
};

/** Notes that so much of a lot expires by allocation `at` of entry `bySeq`. */
export function noteExpired(
  desk: Desk<JournalEntry>,
  { lane, seq, n }: LotKey,
  amount: bigint,
  bySeq: bigint,
  at: number,
): void {
  const now: Now = { lane, seq, n, amount, bySeq, at };
  desk.put(expiredNowSheet, now, now);
}

/** How much of these lots has ever expired. */
export function expiredOf(desk: Desk<JournalEntry>, lots: readonly LotKey[]): bigint {
  if (lots.length === 0) return 0n;
  desk.need(expiredSheet, lots);
  const keys = new Set(lots.map(keyOf));
  const before = lots.reduce((sum, lot) => sum + (desk.read(expiredSheet, lot)?.amount ?? 0n), 0n);
  return desk.known(expiredNowSheet).reduce((sum, one) => (keys.has(keyOf(one)) ? sum + one.amount : sum), before);
}
