import { postgresFromInstant, type Instant } from '../../../kernel/instant.ts';
import type { Queries, Tx } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { CardPlace } from '../delivery.ts';

/** Who has a card on his phone. */
export type Holding = CardPlace & {
  readonly holding: bigint;
  readonly tenant: number;
  readonly program: number;
  readonly phoneKey: Buffer;
  readonly phoneCipher: Buffer;
  readonly member: { readonly lane: number; readonly owner: bigint } | undefined;
  readonly delivery: bigint | undefined;
  readonly link: bigint | undefined;
  /** The place in stock that the card was claimed from, by the link that it was made with. */
  readonly made?: { readonly batch: bigint; readonly serial: number } | undefined;
  readonly isSettled: boolean;
  readonly heldFrom: Instant;
};

type Row = {
  holding: bigint;
  tenant_id: number;
  program: number;
  card_lane: number;
  card: bigint;
  card_owner: bigint;
  phone_key: Buffer;
  phone_cipher: Buffer;
  member_lane: number | null;
  member: bigint | null;
  delivery: bigint | null;
  link: bigint | null;
  made_batch: bigint | null;
  made_serial: number | null;
  is_settled: boolean;
  held_from: Instant;
};

const COLUMNS = `holding, tenant_id, program, card_lane, card, card_owner, phone_key, phone_cipher, member_lane, member, delivery,
          link, made_batch, made_serial, is_settled, held_from`;

const insertRow = statement<Row>(
  'delivery.insertHolding',
  // $1 tenant, $2 program, $3 lane, $4 card, $5 owner, $6 phone key, $7 phone cipher, $8 member lane, $9 member, $10 delivery,
  // $11 link, $12 settled, $13 from, $14 batch, $15 serial
  `insert into delivery.holding (tenant_id, program, card_lane, card, card_owner, phone_key, phone_cipher, member_lane, member,
                                 delivery, link, is_settled, held_from, made_batch, made_serial)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13::timestamptz, $14, $15)
   on conflict do nothing
   returning ${COLUMNS}`,
);

const endRow = statement<Row>(
  'delivery.endHolding',
  `update delivery.holding set held_until = $2::timestamptz where holding = $1 and held_until = 'infinity' returning ${COLUMNS}`,
);

const selectOfCard = statement<Row>(
  'delivery.selectHoldingOfCard',
  `select ${COLUMNS} from delivery.holding where card_lane = $1 and card = $2 and held_until = 'infinity'`,
);

const selectOfOwner = statement<Row>(
  'delivery.selectHoldingsOfOwner',
  `select ${COLUMNS} from delivery.holding where card_lane = $1 and card_owner = $2 and held_until = 'infinity'`,
);

// Backwards by the links that gave it, each by its key.
const selectChain = statement<Row>(
  'delivery.selectChainOfOwner',
  `with recursive chain as (
     select 1 as n, held.* from delivery.holding as held
      where held.card_lane = $1 and held.card_owner = $2 and held.held_until = 'infinity'
     union all
     select chain.n + 1, before.* from chain
       join delivery.link as given on given.link = chain.link
       join delivery.holding as before on before.holding = given.holding
      where chain.n < 20
   )
   select ${COLUMNS} from chain order by n`,
);

const selectOfLink = statement<Row>(
  'delivery.selectHoldingOfLink',
  `select ${COLUMNS} from delivery.holding where link = $1 and held_until = 'infinity'`,
);

const selectOfCardLink = statement<Row>(
  'delivery.selectHoldingOfCardLink',
  `select ${COLUMNS} from delivery.holding where made_batch = $1 and made_serial = $2 and held_until = 'infinity'`,
);

const moveRow = statement(
  'delivery.moveHolding',
  `update delivery.holding set card = $3 where card_lane = $1 and card = $2 and held_until = 'infinity' and is_settled`,
);

const selectOne = statement<Row>(
  'delivery.selectHolding',
  `select ${COLUMNS} from delivery.holding where holding = $1 and held_until = 'infinity'`,
);

const selectOfPhone = statement<Row>(
  'delivery.selectHoldingsOfPhone',
  `select ${COLUMNS} from delivery.holding
    where tenant_id = $1 and phone_key = any($2::bytea[]) and held_until = 'infinity' order by holding desc limit 100`,
);

const selectUnsettled = statement<Row>(
  'delivery.selectUnsettled',
  `select ${COLUMNS} from delivery.holding where not is_settled and held_until = 'infinity' order by holding limit $1`,
);

const settleRow = statement(
  'delivery.settleHolding',
  `update delivery.holding set is_settled = true, card_lane = $2, card = $3, card_owner = $4
    where holding = $1 and not is_settled and held_until = 'infinity'`,
);

const fromRow = (row: Row): Holding => ({
  holding: row.holding,
  tenant: row.tenant_id,
  program: row.program,
  lane: row.card_lane,
  card: row.card,
  owner: row.card_owner,
  phoneKey: row.phone_key,
  phoneCipher: row.phone_cipher,
  member: row.member_lane === null || row.member === null ? undefined : { lane: row.member_lane, owner: row.member },
  delivery: row.delivery ?? undefined,
  link: row.link ?? undefined,
  made:
    row.made_batch === null || row.made_serial === null
      ? undefined
      : { batch: row.made_batch, serial: row.made_serial },
  isSettled: row.is_settled,
  heldFrom: row.held_from,
});

/** Gives the card to a phone; undefined where another has it. */
export async function insertHolding(tx: Tx, row: Omit<Holding, 'holding'>): Promise<Holding | undefined> {
  const rows = await tx.run(insertRow, [
    ...[row.tenant, row.program, row.lane, row.card, row.owner, row.phoneKey, row.phoneCipher],
    ...[row.member?.lane ?? null, row.member?.owner ?? null, row.delivery ?? null, row.link ?? null, row.isSettled],
    ...[postgresFromInstant(row.heldFrom), row.made?.batch ?? null, row.made?.serial ?? null],
  ]);
  return rows[0] && fromRow(rows[0]);
}

/** Ends it; false where it had ended. */
export const endHolding = async (tx: Tx, holding: bigint, at: Instant): Promise<boolean> =>
  (await tx.run(endRow, [holding, postgresFromInstant(at)])).length === 1;

export const findHoldingOfCard = async (
  queries: Queries,
  place: { readonly lane: number; readonly card: bigint },
): Promise<Holding | undefined> => {
  const [row] = await queries.run(selectOfCard, [place.lane, place.card]);
  return row && fromRow(row);
};

/** Who holds the gift of an owner, whatever number it has by now. */
export const findHoldingsOfOwner = async (
  queries: Queries,
  owner: { readonly lane: number; readonly owner: bigint },
): Promise<Holding[]> => (await queries.run(selectOfOwner, [owner.lane, owner.owner])).map(fromRow);

/** Who holds a gift and through whose hands it came, the last twenty, the holder of now first; none where nobody holds it. */
export const findChainOfOwner = async (
  queries: Queries,
  owner: { readonly lane: number; readonly owner: bigint },
): Promise<Holding[]> => (await queries.run(selectChain, [owner.lane, owner.owner])).map(fromRow);

/** Who holds what a link gave. */
export const findHoldingOfLink = async (queries: Queries, link: bigint): Promise<Holding | undefined> => {
  const [row] = await queries.run(selectOfLink, [link]);
  return row && fromRow(row);
};

/** Who claimed a card by the link that it was made with. */
export const findHoldingOfCardLink = async (queries: Queries, batch: bigint, serial: number) => {
  const [row] = await queries.run(selectOfCardLink, [batch, serial]);
  return row && fromRow(row);
};

/** The card in the place of another: it is held as that was. */
export const moveHolding = (queries: Queries, from: { readonly lane: number; readonly card: bigint }, to: bigint) =>
  queries.run(moveRow, [from.lane, from.card, to]);

/** The holding while it lasts. */
export const findHolding = async (queries: Queries, holding: bigint): Promise<Holding | undefined> => {
  const [row] = await queries.run(selectOne, [holding]);
  return row && fromRow(row);
};

export const findHoldingsOfPhone = async (
  queries: Queries,
  tenant: number,
  phoneKeys: readonly Buffer[],
): Promise<Holding[]> => (await queries.run(selectOfPhone, [tenant, phoneKeys])).map(fromRow);

export const findUnsettled = async (queries: Queries, most: number): Promise<Holding[]> =>
  (await queries.run(selectUnsettled, [most])).map(fromRow);

/** Notes that the card has its new number; from now on it is shown. */
export const settleHolding = (queries: Queries, holding: bigint, card: CardPlace): Promise<unknown> =>
  queries.run(settleRow, [holding, card.lane, card.card, card.owner]);
