import { postgresFromInstant, type Instant } from '../../../kernel/instant.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { Sheet } from '../../../platform/lanes/index.ts';
import type { Card, CardState, CardType } from '../card.ts';

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
};

const loadCards = statement<Row>(
  'cards.loadCards',
  `select held.lane, held.card, held.tenant_id, held.owner, held.type, held.state, held.reason, held.last_four,
          held.number_cipher, held.may_earn, held.may_spend, held.programs, held.issued_at
     from unnest($1::int[], $2::bigint[]) as wanted(lane, card)
     join cards.card as held on held.lane = wanted.lane and held.card = wanted.card`,
);

const writeCards = statement(
  'cards.writeCards',
  `insert into cards.card (lane, card, tenant_id, owner, type, state, reason, last_four, number_cipher, may_earn, may_spend,
                           programs, issued_at)
   select lane, card, tenant_id, owner, type, state, reason, last_four, number_cipher, may_earn, may_spend,
          array(select jsonb_array_elements_text(programs)::int), issued_at
     from unnest($1::int[], $2::bigint[], $3::int[], $4::bigint[], $5::text[], $6::text[], $7::text[], $8::text[], $9::bytea[],
                 $10::boolean[], $11::boolean[], $12::jsonb[], $13::timestamptz[])
       as changed(lane, card, tenant_id, owner, type, state, reason, last_four, number_cipher, may_earn, may_spend, programs,
                  issued_at)
   on conflict (lane, card) do update
      set owner = excluded.owner, state = excluded.state, reason = excluded.reason, may_earn = excluded.may_earn,
          may_spend = excluded.may_spend, programs = excluded.programs`,
);

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
      });
    }
  },
  write(tx, changes) {
    const rows = changes.map((change) => change.after);
    return [
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
      ]),
    ];
  },
};
