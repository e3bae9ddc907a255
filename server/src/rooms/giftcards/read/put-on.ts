import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { OwnerKey } from '../../../platform/lanes/index.ts';

// Served by journal_of_owner and the keys of wallets, lots and allocations: whatever puts value on a card stands in its journal, at home or
// as a leg of what stands elsewhere in its lane. Gone is a load that was undone (cancelled), and what went to another card and stayed there.
const selectPutOn = statement<{ amount: bigint }>(
  'giftcards.selectPutOn',
  `with lines as (
     select seq from ledger.journal where lane = $1 and owner = $2
     union
     select home_seq from ledger.journal where lane = $1 and owner = $2 and home_lane = $1
   ), lots as (
     select lot.seq, lot.n, lot.amount
       from points.wallet as held
       join lines on true
       join points.lot as lot on lot.lane = held.lane and lot.seq = lines.seq and lot.wallet = held.wallet
      where held.lane = $1 and held.owner = $2 and held.wallet_type = $3
   ), gone as (
     select sum(made.delta) as amount
       from lots
       join ledger.allocation as made on made.lane = $1 and made.lot_seq = lots.seq and made.lot_n = lots.n
       join ledger.journal as line on line.lane = made.lane and line.seq = made.seq
      where made.effect = 'c'
         or (made.effect = 't' and line.kind in ('giftcards.transfer', 'giftcards.merge', 'giftcards.follow')
             and not exists (select from giftcards.aftermath as since
                              where since.lane = made.lane and since.seq = made.seq and since.state = 'voided'))
   )
   select (coalesce((select sum(amount) from lots), 0) + coalesce((select amount from gone), 0))::bigint as amount`,
);

/**
 * What was paid in for a gift and neither undone nor moved to another card, in its smallest step: what is on it, and what was spent,
 * taken as fee, paid out or has ended.
 */
export const findPutOn = async (queries: Queries, { lane, owner }: OwnerKey, walletType: number): Promise<bigint> =>
  (await queries.run(selectPutOn, [lane, owner, walletType]))[0]?.amount ?? 0n;
