import { postgresFromInstant, type Instant } from '../../../kernel/instant.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { Sheet } from '../../../platform/lanes/index.ts';
import type { LocalDate } from '../../../kernel/local-date.ts';
import type { Card, CardState, CardType, Origin } from '../card.ts';
import type { Effect } from '../effect.ts';
import { suspendedThroughOrigins } from './suspended.ts';

export type CardKey = { readonly lane: number; readonly card: bigint };

type Row = {
  lane: number;
  card: bigint;
  tenant_id: number;
  owner: bigint;
  type: CardType;
  state: CardState;
  reason: string | null;
  last_four: string;
  number_cipher: Buffer;
  may_earn: boolean;
  may_spend: boolean;
  programs: number[];
  issued_at: Instant;
  range: number | null;
  batch: bigint | null;
  serial: number | null;
  pin_digest: Buffer | null;
  valid_until: LocalDate | null;
  pin_failures: number;
  may_view: boolean;
  block_effects: Effect[];
  price_list: string | null;
  profile: bigint | null;
  uses_per_day: number | null;
  spend_per_day: bigint | null;
  counted_on: LocalDate | null;
  uses: number;
  spent: bigint;
  origins: KeptOrigin[] | null;
  successor: bigint | null;
  suspended: Effect[];
};

/** As it stands in its column: JSON has no `bigint`. */
type KeptOrigin = Omit<Origin, 'batch'> & { readonly batch: string };

const loadCards = statement<Row>(
  'cards.loadCards',
  `select held.lane, held.card, held.tenant_id, held.owner, held.type, held.state, held.reason, held.last_four,
          held.number_cipher, held.may_earn, held.may_spend, held.programs, held.issued_at,
          held.range, held.batch, held.serial, held.pin_digest, held.pin_failures, held.may_view, held.block_effects,
          held.price_list, held.profile, held.uses_per_day, held.spend_per_day, held.counted_on, held.uses, held.spent, held.valid_until,
          held.origins, held.successor, ${suspendedThroughOrigins('held')} as suspended
     from unnest($1::int[], $2::bigint[]) as wanted(lane, card)
     join cards.card as held on held.lane = wanted.lane and held.card = wanted.card`,
);

const writeCards = statement(
  'cards.writeCards',
  `insert into cards.card (lane, card, tenant_id, owner, type, state, reason, last_four, number_cipher, may_earn, may_spend,
                           programs, issued_at, range, batch, serial, pin_digest, pin_failures, may_view, block_effects,
                           price_list, profile, uses_per_day, spend_per_day, counted_on, uses, spent, valid_until, origins, successor)
   select lane, card, tenant_id, owner, type, state, reason, last_four, number_cipher, may_earn, may_spend,
          array(select jsonb_array_elements_text(programs)::int), issued_at, range, batch, serial, pin_digest, pin_failures,
          may_view, array(select jsonb_array_elements_text(block_effects)), price_list, profile, uses_per_day, spend_per_day,
          counted_on, uses, spent, valid_until, origins, successor
     from unnest($1::int[], $2::bigint[], $3::int[], $4::bigint[], $5::text[], $6::text[], $7::text[], $8::text[], $9::bytea[],
                 $10::boolean[], $11::boolean[], $12::jsonb[], $13::timestamptz[], $14::int[], $15::bigint[], $16::int[],
                 $17::bytea[], $18::smallint[], $19::boolean[], $20::jsonb[], $21::text[], $22::bigint[], $23::int[],
                 $24::bigint[], $25::date[], $26::int[], $27::bigint[], $28::date[], $29::jsonb[], $30::bigint[])
       as changed(lane, card, tenant_id, owner, type, state, reason, last_four, number_cipher, may_earn, may_spend, programs,
                  issued_at, range, batch, serial, pin_digest, pin_failures, may_view, block_effects, price_list, profile,
                  uses_per_day, spend_per_day, counted_on, uses, spent, valid_until, origins, successor)
   on conflict (lane, card) do update
      set owner = excluded.owner, state = excluded.state, reason = excluded.reason, may_earn = excluded.may_earn,
          may_spend = excluded.may_spend, programs = excluded.programs, pin_digest = excluded.pin_digest,
          pin_failures = excluded.pin_failures, may_view = excluded.may_view, block_effects = excluded.block_effects,
          price_list = excluded.price_list, profile = excluded.profile, uses_per_day = excluded.uses_per_day,
          spend_per_day = excluded.spend_per_day, counted_on = excluded.counted_on, uses = excluded.uses, spent = excluded.spent,
          successor = excluded.successor`,
);

// A card that went to another lane has its row there, written by the same batch: a card is one row.
const deleteCards = statement(
  'cards.deleteCardsGone',
  `delete from cards.card as held using unnest($1::int[], $2::bigint[]) as gone(lane, card)
    where held.lane = gone.lane and held.card = gone.card`,
);

const keptOrigin = (one: Origin): KeptOrigin => ({ ...one, batch: String(one.batch) });

export const cardSheet: Sheet<CardKey, Card> = {
  name: 'cards.card',
  keyOf: ({ lane, card }) => `${lane}/${card}`,
  async load(tx, keys, facts) {
    for (const row of await tx.run(loadCards, [keys.map((key) => key.lane), keys.map((key) => key.card)])) {
      facts.fill(cardSheet, row, {
        lane: row.lane,
        card: row.card,
        tenant: row.tenant_id,
        owner: row.owner,
        type: row.type,
        state: row.state,
        reason: row.reason ?? undefined,
        lastFour: row.last_four,
        numberCipher: row.number_cipher,
        mayEarn: row.may_earn,
        maySpend: row.may_spend,
        programs: row.programs,
        issuedAt: row.issued_at,
        range: row.range ?? undefined,
        batch: row.batch ?? undefined,
        serial: row.serial ?? undefined,
        pinDigest: row.pin_digest ?? undefined,
        validUntil: row.valid_until ?? undefined,
        pinFailures: row.pin_failures,
        mayView: row.may_view,
        blockEffects: row.block_effects,
        priceList: row.price_list ?? undefined,
        profile: row.profile ?? undefined,
        limits: { usesPerDay: row.uses_per_day ?? undefined, spendPerDay: row.spend_per_day ?? undefined },
        counts: { day: row.counted_on ?? undefined, uses: row.uses, spent: row.spent },
        origins: (row.origins ?? []).map((one) => ({ ...one, batch: BigInt(one.batch) })),
        successor: row.successor ?? undefined,
        suspended: row.suspended,
      });
    }
  },
  write(tx, changes) {
    const all = changes.map((change) => change.after);
    const gone = all.filter((row) => row.goneTo !== undefined);
    const rows = all.filter((row) => row.goneTo === undefined);
    return [
      ...(gone.length > 0 ? [tx.run(deleteCards, [gone.map((row) => row.lane), gone.map((row) => row.card)])] : []),
      tx.run(writeCards, [
        rows.map((row) => row.lane),
        rows.map((row) => row.card),
        rows.map((row) => row.tenant),
        rows.map((row) => row.owner),
        rows.map((row) => row.type),
        rows.map((row) => row.state),
        rows.map((row) => row.reason ?? null),
        rows.map((row) => row.lastFour),
        rows.map((row) => row.numberCipher),
        rows.map((row) => row.mayEarn),
        rows.map((row) => row.maySpend),
        rows.map((row) => JSON.stringify(row.programs)),
        rows.map((row) => postgresFromInstant(row.issuedAt)),
        rows.map((row) => row.range ?? null),
        rows.map((row) => row.batch ?? null),
        rows.map((row) => row.serial ?? null),
        rows.map((row) => row.pinDigest ?? null),
        rows.map((row) => row.pinFailures),
        rows.map((row) => row.mayView),
        rows.map((row) => JSON.stringify(row.blockEffects)),
        rows.map((row) => row.priceList ?? null),
        rows.map((row) => row.profile ?? null),
        rows.map((row) => row.limits.usesPerDay ?? null),
        rows.map((row) => row.limits.spendPerDay ?? null),
        rows.map((row) => row.counts.day ?? null),
        rows.map((row) => row.counts.uses),
        rows.map((row) => row.counts.spent),
        rows.map((row) => row.validUntil ?? null),
        rows.map(({ origins }) => (origins.length > 0 ? JSON.stringify(origins.map(keptOrigin)) : null)),
        rows.map((row) => row.successor ?? null),
      ]),
    ];
  },
};
