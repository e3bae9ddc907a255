import { postgresFromInstant, type Instant } from '../../../kernel/instant.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { Sheet } from '../../../platform/lanes/index.ts';
import type { Debt } from '../debt.ts';

type DebtKey = { readonly lane: number; readonly seq: bigint; readonly n: number };
type Row = DebtKey & { wallet: bigint; amount: bigint; remaining: bigint; owed_since: Instant };

const loadOpenDebts = statement<Row>(
  'points.loadOpenDebts',
  `select debt.lane, debt.seq, debt.n, debt.wallet, debt.amount, debt.remaining, debt.owed_since
     from unnest($1::int[], $2::bigint[]) as wanted(lane, wallet)
     join points.debt as debt on debt.lane = wanted.lane and debt.wallet = wanted.wallet and debt.remaining > 0`,
);

const writeDebts = statement(
  'points.writeDebts',
  `insert into points.debt (lane, seq, n, wallet, amount, remaining, owed_since)
   select * from unnest($1::int[], $2::bigint[], $3::smallint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::timestamptz[])
   on conflict (lane, seq, n) do update set remaining = excluded.remaining`,
);

/** Debts are only ever loaded through their wallet. */
export const debtSheet: Sheet<DebtKey, Debt> = {
  name: 'points.debt',
  keyOf: ({ lane, seq, n }) => `${lane}/${seq}/${n}`,
  load: async () => undefined,
  write(tx, changes) {
    const rows = changes.map((change) => change.after);
    return [
      tx.run(writeDebts, [
        rows.map((row) => row.lane),
        rows.map((row) => row.seq),
        rows.map((row) => row.n),
        rows.map((row) => row.wallet),
        rows.map((row) => row.amount),
        rows.map((row) => row.remaining),
        rows.map((row) => postgresFromInstant(row.owedSince)),
      ]),
    ];
  },
};

/** Loads the open debts of a wallet; they are then found in memory. */
export const openDebtSheet: Sheet<{ lane: number; wallet: bigint }, true> = {
  name: 'points.openDebts',
  keyOf: ({ lane, wallet }) => `${lane}/${wallet}`,
  async load(tx, keys, facts) {
    for (const row of await tx.run(loadOpenDebts, [keys.map((key) => key.lane), keys.map((key) => key.wallet)])) {
      const { owed_since, ...rest } = row;
      const debt: Debt = { ...rest, owedSince: owed_since };
      facts.fill(debtSheet, debt, debt);
    }
    for (const key of keys) facts.fill(openDebtSheet, key, true);
  },
};
