import { postgresFromInstant, type Instant } from '../../../kernel/instant.ts';
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

/** The returns that wait for one sale. */
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
    where held.state = 'parked'
    order by held.parked_at`,
);

const writeParked = statement(
  'checkout.writeParkedReturns',
  `insert into checkout.parked_return (tenant_id, space, sale_reference, reference, content, input, parked_at, state)
   select * from unnest($1::int[], $2::bigint[], $3::bytea[], $4::bytea[], $5::bytea[], $6::jsonb[], $7::timestamptz[], $8::text[])
   on conflict (tenant_id, space, sale_reference, reference) do update set state = excluded.state`,
);

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
      const sale: ReferenceKey = { tenant: row.tenant_id, space: row.space, family: FAMILY.sale, reference: row.sale_reference };
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
