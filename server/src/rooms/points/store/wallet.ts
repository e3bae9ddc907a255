import type { Instant } from '../../../kernel/instant.ts';
import { instantOf } from '../../../platform/database/instants.ts';
import { statement } from '../../../platform/database/sql.ts';
import { ownerKeyText, type OwnerKey, type Sheet } from '../../../platform/lanes/index.ts';
import type { Wallet } from '../wallet.ts';

/** A member's master account: all wallets of one owner. */
export type MasterAccount = OwnerKey & { readonly wallets: readonly Wallet[] };

type Row = {
  lane: number;
  wallet: bigint;
  owner: bigint;
  tenant_id: number;
  program: number;
  wallet_type: number;
  unit: number;
  booked: bigint;
  pending: bigint;
  held: bigint;
  frozen: bigint;
  owed: bigint;
  due_at: Instant;
  expiring: bigint;
  expiring_at: Instant;
  state: Wallet['state'];
};

const loadWallets = statement<Row>(
  'points.loadWallets',
  `select held.lane, held.wallet, held.owner, held.tenant_id, held.program, held.wallet_type, held.unit, held.booked,
          held.pending, held.held, held.frozen, held.owed, held.due_at, held.expiring, held.expiring_at, held.state
     from unnest($1::int[], $2::bigint[]) as wanted(lane, owner)
     join points.wallet as held on held.lane = wanted.lane and held.owner = wanted.owner
    order by held.wallet`,
);

const insertWallets = statement(
  'points.insertWallets',
  `insert into points.wallet (lane, wallet, owner, tenant_id, program, wallet_type, unit, booked, pending, held, frozen, owed, due_at,
                              expiring, expiring_at, state)
   select lane, wallet, owner, tenant_id, program, wallet_type, unit, booked, pending, held, frozen, owed, ${instantOf('due_at')},
          expiring, ${instantOf('expiring_at')}, state
     from unnest($1::int[], $2::bigint[], $3::bigint[], $4::int[], $5::int[], $6::int[], $7::int[], $8::bigint[], $9::bigint[],
                 $10::bigint[], $11::bigint[], $12::bigint[], $13::bigint[], $14::bigint[], $15::bigint[], $16::text[])
       as added(lane, wallet, owner, tenant_id, program, wallet_type, unit, booked, pending, held, frozen, owed, due_at, expiring,
                expiring_at, state)`,
);

const updateWallets = statement(
  'points.updateWallets',
  `update points.wallet as held
      set booked = changed.booked, pending = changed.pending, held = changed.held, frozen = changed.frozen,
          owed = changed.owed, due_at = ${instantOf('changed.due_at')}, expiring = changed.expiring,
          expiring_at = ${instantOf('changed.expiring_at')}, state = changed.state
     from unnest($1::int[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[],
                 $8::bigint[], $9::bigint[], $10::bigint[], $11::text[])
       as changed(lane, wallet, booked, pending, held, frozen, owed, due_at, expiring, expiring_at, state)
    where held.lane = changed.lane and held.wallet = changed.wallet`,
);

export const accountSheet: Sheet<OwnerKey, MasterAccount> = {
  name: 'points.wallet',
  keyOf: ownerKeyText,
  async load(tx, keys, facts) {
    const found = new Map<string, Wallet[]>(keys.map((key) => [ownerKeyText(key), []]));
    for (const row of await tx.run(loadWallets, [keys.map((key) => key.lane), keys.map((key) => key.owner)])) {
      found.get(ownerKeyText(row))!.push(fromRow(row));
    }
    for (const key of keys) facts.fill(accountSheet, key, { ...key, wallets: found.get(ownerKeyText(key))! });
  },
  write(tx, changes) {
    const added: Wallet[] = [];
    const changed: Wallet[] = [];
    for (const { before, after } of changes) {
      for (const wallet of after.wallets) {
        const known = before?.wallets.find((one) => one.wallet === wallet.wallet);
        if (!known) added.push(wallet);
        else if (known !== wallet) changed.push(wallet);
      }
    }
    return [
      ...(added.length > 0 ? [tx.run(insertWallets, insertColumns(added))] : []),
      ...(changed.length > 0 ? [tx.run(updateWallets, updateColumns(changed))] : []),
    ];
  },
};

const fromRow = (row: Row): Wallet => ({
  lane: row.lane,
  wallet: row.wallet,
  owner: row.owner,
  tenant: row.tenant_id,
  program: row.program,
  walletType: row.wallet_type,
  unit: row.unit,
  booked: row.booked,
  pending: row.pending,
  held: row.held,
  frozen: row.frozen,
  owed: row.owed,
  dueAt: row.due_at,
  expiring: row.expiring,
  expiringAt: row.expiring_at,
  state: row.state,
});

const amountColumns = (rows: readonly Wallet[]): unknown[] => [
  rows.map((row) => row.booked),
  rows.map((row) => row.pending),
  rows.map((row) => row.held),
  rows.map((row) => row.frozen),
  rows.map((row) => row.owed),
  rows.map((row) => row.dueAt),
  rows.map((row) => row.expiring),
  rows.map((row) => row.expiringAt),
  rows.map((row) => row.state),
];

const insertColumns = (rows: readonly Wallet[]): unknown[] => [
  rows.map((row) => row.lane),
  rows.map((row) => row.wallet),
  rows.map((row) => row.owner),
  rows.map((row) => row.tenant),
  rows.map((row) => row.program),
  rows.map((row) => row.walletType),
  rows.map((row) => row.unit),
  ...amountColumns(rows),
];

const updateColumns = (rows: readonly Wallet[]): unknown[] => [
  rows.map((row) => row.lane),
  rows.map((row) => row.wallet),
  ...amountColumns(rows),
];
