import { postgresFromInstant, type Instant } from '../../kernel/instant.ts';
import { statement } from '../database/sql.ts';
import type { Sheet } from '../lanes/index.ts';

/** The entry of the quote that reserved. */
export type ReservationKey = { readonly lane: number; readonly seq: bigint };

/** What a quote keeps of pots for its confirm. Without parts: given back, or taken by the confirm. */
export type Reservation = ReservationKey & {
  readonly tenant: number;
  readonly expiresAt: Instant;
  readonly parts: readonly (readonly [pot: string, amount: bigint])[];
};

type Row = { lane: number; seq: bigint; tenant_id: number; pot: string; amount: bigint; expires_at: Instant };

// Locked: a draw that gives lapsed ones back passes by whatever a confirm is about to use.
const loadReservations = statement<Row>(
  'pots.loadReservations',
  `select kept.lane, kept.seq, kept.tenant_id, kept.pot, kept.amount, kept.expires_at
     from unnest($1::int[], $2::bigint[]) as wanted(lane, seq)
     join pots.reservation as kept on kept.lane = wanted.lane and kept.seq = wanted.seq
    order by kept.pot, kept.lane, kept.seq for update of kept`,
);

const addReservations = statement(
  'pots.addReservations',
  `insert into pots.reservation (lane, seq, pot, tenant_id, amount, expires_at)
   select * from unnest($1::int[], $2::bigint[], $3::text[], $4::int[], $5::bigint[], $6::timestamptz[])`,
);

const dropReservations = statement(
  'pots.dropReservations',
  `delete from pots.reservation as kept
    using unnest($1::int[], $2::bigint[]) as done(lane, seq)
    where kept.lane = done.lane and kept.seq = done.seq`,
);

/** Reservations of quotes, by the quote's entry. */
export const reservationSheet: Sheet<ReservationKey, Reservation> = {
  name: 'pots.reservation',
  keyOf: ({ lane, seq }) => `${lane}/${seq}`,
  async load(tx, keys, facts) {
    const found = new Map<string, Reservation>();
    for (const row of await tx.run(loadReservations, [keys.map((key) => key.lane), keys.map((key) => key.seq)])) {
      const text = reservationSheet.keyOf(row);
      const parts = [...(found.get(text)?.parts ?? []), [row.pot, row.amount] as const];
      found.set(text, { lane: row.lane, seq: row.seq, tenant: row.tenant_id, expiresAt: row.expires_at, parts });
    }
    for (const one of found.values()) facts.fill(reservationSheet, one, one);
  },
  write(tx, changes) {
    const ended = changes.filter(({ before, after }) => before !== undefined && after.parts.length === 0);
    const added = changes
      .filter(({ before }) => before === undefined)
      .flatMap(({ after }) => after.parts.map(([pot, amount]) => ({ ...after, pot, amount })));
    return [
      ...(ended.length === 0
        ? []
        : [tx.run(dropReservations, [ended.map(({ after }) => after.lane), ended.map(({ after }) => after.seq)])]),
      ...(added.length === 0
        ? []
        : [
            tx.run(addReservations, [
              added.map((row) => row.lane),
              added.map((row) => row.seq),
              added.map((row) => row.pot),
              added.map((row) => row.tenant),
              added.map((row) => row.amount),
              added.map((row) => postgresFromInstant(row.expiresAt)),
            ]),
          ]),
    ];
  },
};
