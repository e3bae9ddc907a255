import { postgresFromInstant, type Instant } from '../../../kernel/instant.ts';
import { statement } from '../../../platform/database/sql.ts';
import { ownerKeyText, type OwnerKey, type Sheet } from '../../../platform/lanes/index.ts';
import type { Gift } from '../gift.ts';

type Row = {
  lane: number;
  gift: bigint;
  card: bigint;
  tenant_id: number;
  program: number;
  unit: number;
  fee_due_at: Instant;
  activated_at: Instant;
  terms: string;
  state: Gift['state'];
  survivor_lane: number | null;
  survivor: bigint | null;
};

const loadGifts = statement<Row>(
  'giftcards.loadGifts',
  `select held.lane, held.gift, held.card, held.tenant_id, held.program, held.unit, held.fee_due_at,
          held.activated_at, held.terms, held.state, held.survivor_lane, held.survivor
     from unnest($1::int[], $2::bigint[]) as wanted(lane, gift)
     join giftcards.gift as held on held.lane = wanted.lane and held.gift = wanted.gift`,
);

const writeGifts = statement(
  'giftcards.writeGifts',
  `insert into giftcards.gift (lane, gift, card, tenant_id, program, unit, fee_due_at, activated_at, terms, state, survivor_lane, survivor)
   select * from unnest($1::int[], $2::bigint[], $3::bigint[], $4::int[], $5::int[], $6::int[], $7::timestamptz[], $8::timestamptz[],
                        $9::text[], $10::text[], $11::int[], $12::bigint[])
   on conflict (lane, gift) do update
      set card = excluded.card, fee_due_at = excluded.fee_due_at, terms = excluded.terms,
          activated_at = excluded.activated_at, state = excluded.state,
          survivor_lane = excluded.survivor_lane, survivor = excluded.survivor`,
);

/** Gifts by their owner. */
export const giftSheet: Sheet<OwnerKey, Gift> = {
  name: 'giftcards.gift',
  keyOf: ownerKeyText,
  async load(tx, keys, facts) {
    const rows = await tx.run(loadGifts, [keys.map((key) => key.lane), keys.map((key) => key.owner)]);
    for (const row of rows) {
      const gift: Gift = {
        lane: row.lane,
        owner: row.gift,
        tenant: row.tenant_id,
        program: row.program,
        unit: row.unit,
        terms: row.terms,
        state: row.state,
        card: row.card,
        feeDueAt: row.fee_due_at,
        activatedAt: row.activated_at,
        ...(row.survivor_lane === null || row.survivor === null
          ? {}
          : { survivor: { lane: row.survivor_lane, owner: row.survivor } }),
      };
      facts.fill(giftSheet, gift, gift);
    }
  },
  write(tx, changes) {
    const rows = changes.map((change) => change.after);
    return [
      tx.run(writeGifts, [
        rows.map((row) => row.lane),
        rows.map((row) => row.owner),
        rows.map((row) => row.card),
        rows.map((row) => row.tenant),
        rows.map((row) => row.program),
        rows.map((row) => row.unit),
        rows.map((row) => postgresFromInstant(row.feeDueAt)),
        rows.map((row) => postgresFromInstant(row.activatedAt)),
        rows.map((row) => row.terms),
        rows.map((row) => row.state),
        rows.map((row) => row.survivor?.lane ?? null),
        rows.map((row) => row.survivor?.owner ?? null),
      ]),
    ];
  },
};
