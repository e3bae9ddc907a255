import { postgresFromInstant, type Instant } from '../../../kernel/instant.ts';
import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import { FAMILY, referenceSheet, type ReferenceKey, type Sheet } from '../../../platform/lanes/index.ts';

/** A return that came before its sale. `input` is what decide will need, as plain JSON. */
export type ParkedReturn = {
  readonly sale: ReferenceKey;
  readonly reference: Buffer;
  readonly content: Buffer;
  readonly input: unknown;
  readonly parkedAt: Instant;
  readonly state: 'parked' | 'applied' | 'exception';
};

/** The returns that wait for one sale; also those that were listed as exceptions because it did not come in time. */
export type ParkedReturns = { readonly sale: ReferenceKey; readonly waiting: readonly ParkedReturn[] };

type Row = {
  tenant_id: number;
  space: bigint;
  sale_reference: Buffer;
  reference: Buffer;
  content: Buffer;
  input: unknown;
  parked_at: Instant;
  state: ParkedReturn['state'];
};

const loadParked = statement<Row>(
  'checkout.loadParkedReturns',
  `select held.tenant_id, held.space, held.sale_reference, held.reference, held.content, held.input, held.parked_at, held.state
     from unnest($1::int[], $2::bigint[], $3::bytea[]) as wanted(tenant_id, space, sale_reference)
     join checkout.parked_return as held using (tenant_id, space, sale_reference)
    where held.state in ('parked', 'exception')
    order by held.parked_at`,
);

const writeParked = statement(
  'checkout.writeParkedReturns',
  `insert into checkout.parked_return (tenant_id, space, sale_reference, reference, content, input, parked_at, state)
   select * from unnest($1::int[], $2::bigint[], $3::bytea[], $4::bytea[], $5::bytea[], $6::jsonb[], $7::timestamptz[], $8::text[])
   on conflict (tenant_id, space, sale_reference, reference) do update set state = excluded.state`,
);

// Reads the whole table, which has a row per return that ever came before its sale: a few of a thousand returns, and once in
// a quarter of an hour. What a batch is about to apply is locked, and is left to it.
const listParked = statement<{ seq: bigint }>(
  'checkout.listParkedReturns',
  `with late as (
     select held.tenant_id, held.space, held.sale_reference, held.reference, named.lane, named.seq
       from checkout.parked_return as held
       join lanes.reference as named
         on named.tenant_id = held.tenant_id and named.space = held.space and named.family = $7::"char" and named.reference = held.reference
       join ledger.journal as row on row.lane = named.lane and row.seq = named.seq
      where held.state = 'parked' and held.tenant_id = $1 and row.program = $2 and held.parked_at < $3::timestamptz
      limit $4
        for update of held skip locked),
   given_up as (
     update checkout.parked_return as held set state = 'exception'
       from late
      where held.tenant_id = late.tenant_id and held.space = late.space and held.sale_reference = late.sale_reference
        and held.reference = late.reference
     returning late.lane, late.seq)
   insert into checkout.exception (lane, seq, n, tenant_id, code, facts, noted_at)
   select lane, seq, (select coalesce(max(noted.n) + 1, 0) from checkout.exception as noted where noted.lane = given_up.lane and noted.seq = given_up.seq),
          $1, 'checkout.return.sale_never_came', $6::jsonb, $5::timestamptz
     from given_up
   returning seq`,
);

/** Lists at most `limit` returns of a program that have been parked since before a moment as exceptions; gives how many. */
export const listParkedBefore = async (
  queries: Queries,
  waiting: { tenant: number; program: number; before: Instant; notedAt: Instant; days: number },
  limit: number,
): Promise<number> => {
  const { tenant, program, before, notedAt, days } = waiting;
  const [since, at] = [postgresFromInstant(before), postgresFromInstant(notedAt)];
  const facts = JSON.stringify({ days: String(days) });
  return (await queries.run(listParked, [tenant, program, since, limit, at, facts, FAMILY.return])).length;
};

export const parkedSheet: Sheet<ReferenceKey, ParkedReturns> = {
  name: 'checkout.parked_return',
  keyOf: (key) => referenceSheet.keyOf(key),
  async load(tx, keys, facts) {
    const found = new Map<string, ParkedReturn[]>(keys.map((key) => [referenceSheet.keyOf(key), []]));
    const rows = await tx.run(loadParked, [
      keys.map((key) => key.tenant),
      keys.map((key) => key.space),
      keys.map((key) => key.reference),
    ]);
    for (const row of rows) {
      const sale: ReferenceKey = {
        tenant: row.tenant_id,
        space: row.space,
        family: FAMILY.sale,
        reference: row.sale_reference,
      };
      const { reference, content, input, parked_at: parkedAt, state } = row;
      found.get(referenceSheet.keyOf(sale))?.push({ sale, reference, content, input, parkedAt, state });
    }
    for (const key of keys) facts.fill(parkedSheet, key, { sale: key, waiting: found.get(referenceSheet.keyOf(key))! });
  },
  write(tx, changes) {
    const rows = changes.flatMap(({ before, after }) => after.waiting.filter((one) => !before?.waiting.includes(one)));
    if (rows.length === 0) return [];
    return [
      tx.run(writeParked, [
        rows.map((row) => row.sale.tenant),
        rows.map((row) => row.sale.space),
        rows.map((row) => row.sale.reference),
        rows.map((row) => row.reference),
        rows.map((row) => row.content),
        rows.map((row) => JSON.stringify(row.input)),
        rows.map((row) => postgresFromInstant(row.parkedAt)),
        rows.map((row) => row.state),
      ]),
    ];
  },
};
