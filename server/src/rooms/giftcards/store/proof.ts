import { postgresFromInstant, type Instant } from '../../../kernel/instant.ts';
import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { Sheet } from '../../../platform/lanes/index.ts';

/** A card at a till. */
export type ProofKey = { readonly lane: number; readonly card: bigint; readonly terminal: number };

/** What a till has seen of a card's phone: proofs that have not paid yet, and those with which this batch pays. */
export type Proofs = ProofKey & {
  readonly open: readonly { readonly proof: bigint; readonly provedAt: Instant }[];
  readonly used: readonly { readonly proof: bigint; readonly usedAt: Instant }[];
};

type Row = ProofKey & { proof: bigint; proved_at: Instant };

const loadProofs = statement<Row>(
  'giftcards.loadProofs',
  `select held.lane, held.card, held.terminal, held.proof, held.proved_at
     from unnest($1::int[], $2::bigint[], $3::int[]) as wanted(lane, card, terminal)
     join giftcards.proof as held
       on held.lane = wanted.lane and held.card = wanted.card and held.terminal = wanted.terminal and held.used_at is null
    order by held.proof`,
);

const useProofs = statement(
  'giftcards.useProofs',
  `update giftcards.proof as held set used_at = coalesce(held.used_at, used.at)
     from unnest($1::int[], $2::bigint[], $3::bigint[], $4::timestamptz[]) as used(lane, card, proof, at)
    where held.lane = used.lane and held.card = used.card and held.proof = used.proof`,
);

const insertProof = statement(
  'giftcards.insertProof',
  `insert into giftcards.proof (lane, card, proof, tenant_id, terminal, proved_at)
   values ($1, $2, $3, $4, $5, $6::timestamptz) on conflict (lane, card, proof) do nothing`,
);

const deleteOld = statement<{ proof: bigint }>(
  'giftcards.deleteOldProofs',
  `delete from giftcards.proof where (lane, card, proof) in
     (select lane, card, proof from giftcards.proof where proved_at < $1::timestamptz order by proved_at limit 5000)
   returning proof`,
);

/** The proofs of a card at a till; absent where there are none. */
export const proofSheet: Sheet<ProofKey, Proofs> = {
  name: 'giftcards.proof',
  keyOf: ({ lane, card, terminal }) => `${lane}/${card}/${terminal}`,
  async load(tx, keys, facts) {
    const rows = await tx.run(loadProofs, [
      keys.map((key) => key.lane),
      keys.map((key) => key.card),
      keys.map((key) => key.terminal),
    ]);
    for (const held of Map.groupBy(rows, proofSheet.keyOf).values()) {
      const { lane, card, terminal } = held[0]!;
      const open = held.map(({ proof, proved_at: provedAt }) => ({ proof, provedAt }));
      facts.fill(proofSheet, held[0]!, { lane, card, terminal, open, used: [] });
    }
  },
  write(tx, changes) {
    const used = changes.flatMap(({ after }) => after.used.map((one) => ({ ...after, ...one })));
    return [
      tx.run(useProofs, [
        used.map((one) => one.lane),
        used.map((one) => one.card),
        used.map((one) => one.proof),
        used.map((one) => postgresFromInstant(one.usedAt)),
      ]),
    ];
  },
};

/** A proof as it is written when a till has seen a card on its phone. */
export type NewProof = ProofKey & { readonly tenant: number; readonly proof: bigint; readonly provedAt: Instant };

/** Keeps that a till saw a card; a second time, under the same `proof`, it is the same. */
export const keepProof = (queries: Queries, row: NewProof): Promise<unknown> =>
  queries.run(insertProof, [
    row.lane,
    row.card,
    row.proof,
    row.tenant,
    row.terminal,
    postgresFromInstant(row.provedAt),
  ]);

/** Makes proofs worthless that have not paid yet. */
export const endProofs = (
  queries: Queries,
  proofs: readonly (Omit<ProofKey, 'terminal'> & { readonly proof: bigint })[],
  now: Instant,
): Promise<unknown> =>
  queries.run(useProofs, [
    proofs.map((one) => one.lane),
    proofs.map((one) => one.card),
    proofs.map((one) => one.proof),
    proofs.map(() => postgresFromInstant(now)),
  ]);

/** Forgets proofs from before a moment; gives how many. */
export const forgetProofs = async (queries: Queries, before: Instant): Promise<number> =>
  (await queries.run(deleteOld, [postgresFromInstant(before)])).length;
