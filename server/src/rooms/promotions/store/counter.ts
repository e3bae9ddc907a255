import type { LocalDate } from '../../../kernel/local-date.ts';
import { statement } from '../../../platform/database/sql.ts';
import { ownerKeyText, type OwnerKey, type Sheet } from '../../../platform/lanes/index.ts';

/** What was used of a limit of an owner's own in a period; of one of his cards where `card` is not 0. */
export type Counter = {
  readonly card: bigint;
  readonly program: number;
  readonly promotion: string;
  readonly limited: string;
  readonly from: LocalDate;
  readonly until: LocalDate;
  readonly amount: bigint;
};

/** All that an owner has used. */
export type Counters = OwnerKey & { readonly tenant: number; readonly counters: readonly Counter[] };

type Row = Omit<Counter, 'from' | 'until'> & OwnerKey & { tenant_id: number; from_on: LocalDate; until_on: LocalDate };

const loadCounters = statement<Row>(
  'promotions.loadCounters',
  `select kept.lane, kept.owner, kept.tenant_id, kept.card, kept.program, kept.promotion, kept.limited, kept.from_on, kept.until_on,
          kept.amount
     from unnest($1::int[], $2::bigint[]) as wanted(lane, owner)
     join promotions.counter as kept on kept.lane = wanted.lane and kept.owner = wanted.owner
    order by kept.lane, kept.owner, kept.card, kept.program, kept.promotion, kept.limited, kept.from_on`,
);

const writeCounters = statement(
  'promotions.writeCounters',
  `insert into promotions.counter (lane, owner, tenant_id, card, program, promotion, limited, from_on, until_on, amount)
   select * from unnest($1::int[], $2::bigint[], $3::int[], $4::bigint[], $5::int[], $6::text[], $7::text[], $8::date[], $9::date[],
                        $10::bigint[])
   on conflict (lane, owner, card, program, promotion, limited, from_on) do update set amount = excluded.amount`,
);

/** The counters of an owner, all of them with him. */
export const counterSheet: Sheet<OwnerKey, Counters> = {
  name: 'promotions.counter',
  keyOf: ownerKeyText,
  async load(tx, keys, facts) {
    const found = new Map<string, Counters & { counters: Counter[] }>();
    for (const { lane, owner, tenant_id, from_on, until_on, ...rest } of await tx.run(loadCounters, [
      keys.map((key) => key.lane),
      keys.map((key) => key.owner),
    ])) {
      const text = ownerKeyText({ lane, owner });
      const known = found.get(text) ?? { lane, owner, tenant: tenant_id, counters: [] as Counter[] };
      known.counters.push({ ...rest, from: from_on, until: until_on });
      found.set(text, known);
    }
    for (const one of found.values()) facts.fill(counterSheet, one, one);
  },
  write(tx, changes) {
    const rows = changes.flatMap(({ before, after }) =>
      after.counters
        .filter((counter) => !before?.counters.includes(counter))
        .map((counter) => ({ ...counter, lane: after.lane, owner: after.owner, tenant: after.tenant })),
    );
    if (rows.length === 0) return [];
    return [
      tx.run(writeCounters, [
        rows.map((row) => row.lane),
        rows.map((row) => row.owner),
        rows.map((row) => row.tenant),
        rows.map((row) => row.card),
        rows.map((row) => row.program),
        rows.map((row) => row.promotion),
        rows.map((row) => row.limited),
        rows.map((row) => row.from),
        rows.map((row) => row.until),
        rows.map((row) => row.amount),
      ]),
    ];
  },
};

const dropEnded = statement<{ lane: number }>(
  'promotions.dropCounters',
  `delete from promotions.counter where ctid = any(array(
     select ctid from promotions.counter where until_on < $1 order by until_on limit $2)) returning lane`,
);

export { dropEnded as dropEndedCounters };
