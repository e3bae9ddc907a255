import { postgresFromInstant, type Instant } from '../../../kernel/instant.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { Facts, Sheet } from '../../../platform/lanes/index.ts';
import type { Hold } from '../hold.ts';

type HoldKey = { readonly lane: number; readonly seq: bigint; readonly n: number };
type Row = HoldKey & {
  wallet: bigint;
  amount: bigint;
  expires_at: Instant;
  state: Hold['state'];
  parts: [seq: string, n: number, amount: string][];
};

const COLUMNS = 'hold.lane, hold.seq, hold.n, hold.wallet, hold.amount, hold.expires_at, hold.state, hold.parts';

const loadHolds = statement<Row>(
  'points.loadHolds',
  `select ${COLUMNS}
     from unnest($1::int[], $2::bigint[]) as wanted(lane, seq)
     join points.hold as hold on hold.lane = wanted.lane and hold.seq = wanted.seq`,
);

const loadOpenHolds = statement<Row>(
  'points.loadOpenHolds',
  `select ${COLUMNS}
     from unnest($1::int[], $2::bigint[]) as wanted(lane, wallet)
     join points.hold as hold on hold.lane = wanted.lane and hold.wallet = wanted.wallet and hold.state = 'open'`,
);

const writeHolds = statement(
  'points.writeHolds',
  `insert into points.hold (lane, seq, n, wallet, amount, expires_at, state, parts)
   select lane, seq, n, wallet, amount, expires_at, state, parts
     from unnest($1::int[], $2::bigint[], $3::smallint[], $4::bigint[], $5::bigint[], $6::timestamptz[], $7::text[], $8::jsonb[])
       as changed(lane, seq, n, wallet, amount, expires_at, state, parts)
   on conflict (lane, seq, n) do update set state = excluded.state`,
);

export const holdSheet: Sheet<HoldKey, Hold> = {
  name: 'points.hold',
  keyOf: ({ lane, seq, n }) => `${lane}/${seq}/${n}`,
  async load(tx, keys, facts) {
    for (const row of await tx.run(loadHolds, [keys.map((key) => key.lane), keys.map((key) => key.seq)]))
      fill(facts, row);
  },
  write(tx, changes) {
    const rows = changes.map((change) => change.after);
    return [
      tx.run(writeHolds, [
        rows.map((row) => row.lane),
        rows.map((row) => row.seq),
        rows.map((row) => row.n),
        rows.map((row) => row.wallet),
        rows.map((row) => row.amount),
        rows.map((row) => postgresFromInstant(row.expiresAt)),
        rows.map((row) => row.state),
        rows.map((row) => JSON.stringify(row.parts.map((part) => [String(part.seq), part.n, String(part.amount)]))),
      ]),
    ];
  },
};

const fill = (facts: Facts, row: Row): void => {
  const { expires_at, parts, ...rest } = row;
  const hold: Hold = {
    ...rest,
    expiresAt: expires_at,
    parts: parts.map(([seq, n, amount]) => ({ seq: BigInt(seq), n, amount: BigInt(amount) })),
  };
  facts.fill(holdSheet, hold, hold);
};

/** Loads the open holds of a wallet; they are then found in memory. */
export const openHoldSheet: Sheet<{ lane: number; wallet: bigint }, true> = {
  name: 'points.openHolds',
  keyOf: ({ lane, wallet }) => `${lane}/${wallet}`,
  async load(tx, keys, facts) {
    for (const row of await tx.run(loadOpenHolds, [keys.map((key) => key.lane), keys.map((key) => key.wallet)]))
      fill(facts, row);
    for (const key of keys) facts.fill(openHoldSheet, key, true);
  },
};
