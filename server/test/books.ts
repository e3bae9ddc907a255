// Holds a house to conservation: whatever was done to it, its books must add up.

import type { Database } from '../src/platform/database/database.ts';
import { verifyJournal } from '../src/rooms/points/index.ts';

/** Each asks for rows that must not exist. */
const WRONGS: Readonly<Record<string, string>> = {
  'the postings of an entry do not sum to nothing': `
    select lane, seq, unit, sum(amount) from ledger.posting group by lane, seq, unit having sum(amount) <> 0`,
  'a wallet does not say what its postings sum to': `
    select wallet.lane, wallet.wallet, wallet.booked, wallet.pending, wallet.owed, posted.booked, posted.pending, posted.owed
      from points.wallet as wallet
     cross join lateral (
       select coalesce(sum(amount) filter (where account = wallet.wallet), 0) as booked,
              coalesce(sum(amount) filter (where account = wallet.wallet + 1), 0) as pending,
              coalesce(-sum(amount) filter (where account = wallet.wallet + 2), 0) as owed
         from ledger.posting
        where lane = wallet.lane and unit = wallet.unit and account between wallet.wallet and wallet.wallet + 2) as posted
     where (wallet.booked, wallet.pending, wallet.owed) is distinct from (posted.booked, posted.pending, posted.owed)`,
  'a wallet does not say what its lots sum to': `
    select wallet.lane, wallet.wallet, wallet.booked, wallet.pending, wallet.held, lots.booked, lots.pending, lots.held
      from points.wallet as wallet
     cross join lateral (
       select coalesce(sum(remaining) filter (where not is_pending), 0) as booked,
              coalesce(sum(remaining) filter (where is_pending), 0) as pending,
              coalesce(sum(held), 0) as held
         from points.lot where lane = wallet.lane and lot.wallet = wallet.wallet) as lots
     where (wallet.booked, wallet.pending, wallet.held) is distinct from (lots.booked, lots.pending, lots.held)`,
  'a wallet does not owe what its debts sum to': `
    select wallet.lane, wallet.wallet, wallet.owed, debts.owed from points.wallet as wallet
     cross join lateral (
       select coalesce(sum(remaining), 0) as owed from points.debt where lane = wallet.lane and debt.wallet = wallet.wallet) as debts
     where wallet.owed <> debts.owed`,
  'a wallet does not hold what its open holds sum to': `
    select wallet.lane, wallet.wallet, wallet.held, holds.held from points.wallet as wallet
     cross join lateral (
       select coalesce(sum(amount), 0) as held from points.hold
        where lane = wallet.lane and hold.wallet = wallet.wallet and hold.state = 'open') as holds
     where wallet.held <> holds.held`,
  'a lot is not what it was less what was taken': `
    select lot.lane, lot.seq, lot.n, lot.amount, lot.remaining, moved.delta from points.lot as lot
     cross join lateral (
       select coalesce(sum(delta), 0) as delta from ledger.allocation
        where lane = lot.lane and lot_seq = lot.seq and lot_n = lot.n) as moved
     where lot.remaining <> lot.amount + moved.delta`,
  'more left one lane for another than arrived': `
    select posting.unit, sum(posting.amount) from ledger.posting
      join ledger.account on account.account = posting.account and account.kind = 'between_lanes'
     group by posting.unit having sum(posting.amount) <> 0`,
  'a lane has a gap': `
    select lane, min(seq), max(seq), count(*) from ledger.journal group by lane having min(seq) <> 1 or max(seq) <> count(*)`,
  'a leg has no home': `
    select leg.lane, leg.seq from ledger.journal as leg
      left join ledger.journal as home on home.lane = leg.home_lane and home.seq = leg.home_seq
     where leg.home_lane is not null and (home.lane is null or home.home_lane is not null)`,
  'a wallet says of its next expiry what its lots do not': `
    select wallet.lane, wallet.wallet, wallet.expiring, wallet.expiring_at, next.points, next.at from points.wallet as wallet
     cross join lateral (
       select coalesce(sum(remaining), 0) as points, coalesce(min(expires_at), 'infinity') as at from points.lot
        where lane = wallet.lane and lot.wallet = wallet.wallet and not is_pending and remaining > 0
          and expires_at < 'infinity' and expires_at = (
            select min(first.expires_at) from points.lot as first
             where first.lane = wallet.lane and first.wallet = wallet.wallet and not first.is_pending and first.remaining > 0)) as next
     where wallet.booked > 0 and (wallet.expiring, wallet.expiring_at) is distinct from (next.points, next.at)
       and not exists (select 1 from points.wallet_type as type
                        where type.wallet_type = wallet.wallet_type and jsonb_exists(type.validity -> 'expiry', 'idle'))`,
  'points that end together have ends of their own, or none at all': `
    select wallet.lane, wallet.wallet, wallet.booked, wallet.expiring_at, wallet.due_at from points.wallet as wallet
      join points.wallet_type as type on type.wallet_type = wallet.wallet_type and jsonb_exists(type.validity -> 'expiry', 'idle')
     where (wallet.booked > 0 and (wallet.expiring_at = 'infinity' or (wallet.due_at > wallet.expiring_at and wallet.booked > wallet.held)))
        or exists (select 1 from points.lot where lane = wallet.lane and lot.wallet = wallet.wallet and expires_at < 'infinity')`,
  'a wallet is looked at again only after time has changed it': `
    select wallet.lane, wallet.wallet, wallet.due_at, lots.due_at as lots_due, holds.due_at as holds_due from points.wallet as wallet
     cross join lateral (
       select min(case when is_pending then active_at else expires_at end) as due_at from points.lot
        where lane = wallet.lane and lot.wallet = wallet.wallet and (is_pending or remaining > held)) as lots
     cross join lateral (
       select min(expires_at) as due_at from points.hold
        where lane = wallet.lane and hold.wallet = wallet.wallet and state = 'open') as holds
     where wallet.due_at > least(lots.due_at, holds.due_at)`,
};

/** Throws with the first rows that are wrong: by plain sums over the tables, then by computing the whole journal again. */
export async function assertBooks({ database }: { readonly database: Database }): Promise<void> {
  for (const [wrong, text] of Object.entries(WRONGS)) {
    const rows = await database.query(text);
    if (rows.length > 0) throw new Error(`${wrong}: ${plain(rows.slice(0, 5))}`);
  }
  const { problem } = await verifyJournal(database);
  if (problem) throw new Error(`the journal computed again differs: ${plain(problem)}`);
}

const plain = (rows: unknown): string =>
  JSON.stringify(rows, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
