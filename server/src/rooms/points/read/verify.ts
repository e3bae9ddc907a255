import type { Instant } from '../../../kernel/instant.ts';
import { statement } from '../../../platform/database/sql.ts';

export type BornRow = {
  seq: bigint;
  n: number;
  wallet: bigint;
  amount: bigint;
  earned_at: Instant;
  active_at: Instant;
  expires_at: Instant;
  issuer: number;
  contract: number;
  origin_lane: number | null;
  origin_seq: bigint | null;
};

/** What is fixed about the lots of a range of entries. */
export const pageBornLots = statement<BornRow>(
  'points.pageBornLots',
  `select seq, n, wallet, amount, earned_at, active_at, expires_at, issuer, contract, origin_lane, origin_seq
     from points.lot where lane = $1 and seq > $2 and seq <= $3 order by seq, n`,
);

/** The wallet of every lot that a range of entries touched, in the order of their allocations; null where there is no such lot. */
export const pageTouchedWallets = statement<{ seq: bigint; wallet: bigint | null }>(
  'points.pageTouchedWallets',
  `select made.seq, lot.wallet
     from ledger.allocation as made
     left join points.lot as lot on lot.lane = $1 and lot.seq = made.lot_seq and lot.n = made.lot_n
    where made.lane = $1 and made.seq > $2 and made.seq <= $3 order by made.seq, made.n`,
);

export type WrongLot = { seq: bigint; n: number; what: string; expected: string; found: string };

/**
 * The first lot of a range that does not follow from its birth and its allocations: remainder at the end and at every moment, pending,
 * frozen, wallet. One statement, so lots and allocations are of one snapshot while the lane is written to.
 */
export const findWrongLot = statement<WrongLot>(
  'points.findWrongLot',
  `with step as (
     select lot_seq, lot_n, delta, effect, seq * 32768 + n as place, sum(delta) over (partition by lot_seq, lot_n order by seq, n) as running
       from ledger.allocation
      where lane = $1 and lot_seq > $2 and lot_seq <= $3
   ), story as (
     select lot_seq, lot_n, sum(delta) as total, min(running) as lowest, max(running) as highest, bool_or(effect = 'a') as activated,
            coalesce(max(place) filter (where effect = 'f'), -1) > coalesce(max(place) filter (where effect = 'u'), -1) as frozen
       from step group by lot_seq, lot_n
   ), told as (
     select lot.seq, lot.n, lot.amount, lot.remaining, lot.is_pending, lot.is_frozen, lot.amount + coalesce(story.total, 0) as left_over,
            lot.amount + coalesce(story.lowest, 0) as lowest, lot.amount + coalesce(story.highest, 0) as highest,
            lot.active_at > born.occurred_at and not coalesce(story.activated, false) and lot.remaining > 0 as pending,
            coalesce(story.frozen, false) as frozen, lot.wallet, wallet.wallet as known_wallet
       from points.lot as lot
       left join story on story.lot_seq = lot.seq and story.lot_n = lot.n
       left join ledger.journal as born on born.lane = $1 and born.seq = lot.seq and born.seq > $2 and born.seq <= $3
       left join points.wallet as wallet on wallet.lane = $1 and wallet.wallet = lot.wallet
      where lot.lane = $1 and lot.seq > $2 and lot.seq <= $3
   )
   select told.seq, told.n, wrong.what, wrong.expected, wrong.found
     from told
    cross join lateral (values
      (told.known_wallet is null, 'the wallet of the lot is not there', told.wallet::text, 'nothing'),
      (told.lowest < 0, 'the lot was below zero at some moment', '0', told.lowest::text),
      (told.highest > told.amount, 'the lot was above its amount at some moment', told.amount::text, told.highest::text),
      (told.left_over <> told.remaining, 'the remainder is not amount and allocations', told.left_over::text, told.remaining::text),
      (told.pending is distinct from told.is_pending, 'pending does not follow from start, date and activation', told.pending::text, told.is_pending::text),
      (told.frozen <> told.is_frozen, 'frozen does not follow from the allocations', told.frozen::text, told.is_frozen::text)
    ) as wrong(is_wrong, what, expected, found)
    where (told.known_wallet is null or told.lowest < 0 or told.highest > told.amount or told.left_over <> told.remaining
           or told.pending is distinct from told.is_pending or told.frozen <> told.is_frozen)
      and wrong.is_wrong
    order by told.seq, told.n limit 1`,
);

export type WalletRow = {
  wallet: bigint;
  unit: number;
  booked: bigint;
  pending: bigint;
  owed: bigint;
  what: string | null;
  expected: string | null;
  found: string | null;
};

/** Wallets in the order of their number, each with what does not follow from its lots, holds and debts. */
export const pageWallets = statement<WalletRow>(
  'points.pageWallets',
  `with page as (
     select wallet, unit, booked, pending, held, frozen, owed, due_at
       from points.wallet where lane = $1 and wallet > $2 order by wallet limit $3
   ), lots as (
     select lot.wallet, sum(lot.remaining) filter (where not lot.is_pending) as booked, sum(lot.remaining) filter (where lot.is_pending) as pending,
            sum(lot.held) as held, sum(lot.remaining - lot.held) filter (where lot.is_frozen and not lot.is_pending) as frozen,
            min(case when lot.is_pending then lot.active_at when lot.remaining > lot.held then lot.expires_at end) as due_at
       from page join points.lot as lot on lot.lane = $1 and lot.wallet = page.wallet and lot.remaining > 0
      group by lot.wallet
   ), holds as (
     select hold.wallet, sum(hold.amount) as held, min(hold.expires_at) as due_at
       from page join points.hold as hold on hold.lane = $1 and hold.wallet = page.wallet and hold.state = 'open'
      group by hold.wallet
   ), debts as (
     select debt.wallet, sum(debt.remaining) as owed
       from page join points.debt as debt on debt.lane = $1 and debt.wallet = page.wallet and debt.remaining > 0
      group by debt.wallet
   )
   select page.wallet, page.unit, page.booked, page.pending, page.owed, wrong.what, wrong.expected, wrong.found
     from page
     left join lots using (wallet)
     left join holds using (wallet)
     left join debts using (wallet)
     left join lateral (
       select told.what, told.expected::text as expected, told.found::text as found
         from (values
           ('booked is not what remains of its active lots', coalesce(lots.booked, 0), page.booked),
           ('pending is not what remains of its pending lots', coalesce(lots.pending, 0), page.pending),
           ('held is not its open holds', coalesce(holds.held, 0), page.held),
           ('held is not what its lots hold', coalesce(lots.held, 0), page.held),
           ('frozen is not what is free of its frozen lots', coalesce(lots.frozen, 0), page.frozen),
           ('owed is not what remains of its debts', coalesce(debts.owed, 0), page.owed)
         ) as told(what, expected, found)
        where told.expected <> told.found
       union all
       select 'the wallet is looked at later than it falls due', least(lots.due_at, holds.due_at)::text, page.due_at::text
        where page.due_at > least(lots.due_at, holds.due_at)
        limit 1) as wrong on true
    order by page.wallet`,
);

/** The first lot of a range of wallets that does not hold what the open holds say of it. */
export const findWrongHold = statement<{ seq: bigint; n: number; expected: bigint | null; found: bigint | null }>(
  'points.findWrongHold',
  `with part as (
     select (part.item ->> 0)::bigint as seq, (part.item ->> 1)::smallint as n, sum((part.item ->> 2)::bigint)::bigint as amount
       from points.hold as hold
      cross join lateral jsonb_array_elements(hold.parts) as part(item)
      where hold.lane = $1 and hold.wallet > $2 and hold.wallet <= $3 and hold.state = 'open'
      group by 1, 2
   ), kept as (
     select seq, n, held from points.lot where lane = $1 and wallet > $2 and wallet <= $3 and remaining > 0 and held > 0
   )
   select seq, n, part.amount as expected, kept.held as found
     from part full join kept using (seq, n)
    where part.amount is distinct from kept.held
    order by seq, n limit 1`,
);

/** The first of a lane's wallets whose balances are not what was posted to it; reads the whole lane, so only when it is known that there is one. */
export const findWrongBalance = statement<{ wallet: bigint; what: string; expected: bigint; found: bigint }>(
  'points.findWrongBalance',
  `with posted as (
     select account, unit, sum(amount)::bigint as amount from ledger.posting as posting
      where lane = $1 and not exists (select 1 from ledger.account as ours where ours.account = posting.account)
      group by account, unit
   ), balance as (
     select kept.account, kept.unit, kept.amount, kept.what
       from points.wallet as wallet
      cross join lateral (values (wallet.wallet, wallet.unit, wallet.booked, 'booked'), (wallet.wallet + 1, wallet.unit, wallet.pending, 'pending'),
                                 (wallet.wallet + 2, wallet.unit, -wallet.owed, 'owed')) as kept(account, unit, amount, what)
      where wallet.lane = $1 and kept.amount <> 0
   )
   select account - account % 4 as wallet, coalesce(balance.what, 'account ' || account) as what, coalesce(posted.amount, 0) as expected,
          coalesce(balance.amount, 0) as found
     from posted full join balance using (account, unit)
    where coalesce(posted.amount, 0) <> coalesce(balance.amount, 0)
    order by account limit 1`,
);

/** Lots that stand in a lane outside of its numbers. */
export const findStrayLot = statement<{ seq: bigint; n: number }>(
  'points.findStrayLot',
  `select seq, n from points.lot where lane = $1 and (seq < 1 or seq > $2) order by seq, n limit 1`,
);
