import type { Decided, Desk } from '../../platform/lanes/index.ts';
import {
  countStamps,
  issueCodes,
  keepBasket,
  keepGiven,
  keepGrantOf,
  type Earning,
  type KeptCredit,
} from '../checkout/index.ts';
import type { JournalEntry } from '../ledger/index.ts';
import {
  accrue,
  appendEntry,
  keepWallet,
  noteActivity,
  noteExpiring,
  openBooking,
  settleOwner,
  walletOfType,
  walletsOf,
  type Booking,
} from '../points/index.ts';
import { isOwnOccasion, takeRoom, usagesOf } from '../promotions/index.ts';
import type { OccasionDecided } from './decide-occasion.ts';
import { OCCASION_KIND, type OccasionAsked, type OccasionRecord } from './occasion.ts';
import type { OccasionDeps } from './occasion-deps.ts';

/** Books what an occasion brings; nothing is refused from here on. The entry is dated by the occasion. A rehearsal takes nothing of limits. */
export function bookOccasion(
  deps: OccasionDeps,
  { asked, rulebook, answering, basket, decided, earnings, place }: OccasionDecided,
  desk: Desk<JournalEntry>,
  takes: 'room' | 'nothing' = 'room',
): Decided<OccasionRecord> {
  const { program, member, outlet, partner, credential, card, year, at } = asked;
  const { grants, coupons, stamps } = decided;
  const booking = openBooking(desk, deps.accounts, member.lane, at);
  const { lane, seq } = booking;
  const credits = earnings.map((earning) => credit(booking, asked, earning));
  noteExpiring(booking, member);
  // What the program sees by itself is nothing that the member did: it keeps no points alive.
  if (!isOwnOccasion(basket.occasion?.name ?? '')) noteActivity(deps, member, program, desk, at);
  settleOwner(deps, member, desk, desk.recordedAt);
  countStamps(member, stamps, desk);
  const isReal = takes === 'room';
  const limited = isReal ? takeRoom(desk, answering, usagesOf({ grants, coupons, stamps, priced: [] }), place) : [];
  const issued = isReal ? issueCodes(deps, desk, program.program, coupons, { place: { lane, seq }, member, at }) : [];
  const record: OccasionRecord = {
    is: 'occasion',
    basket: keepBasket(basket),
    member: { lane: member.lane, owner: String(member.owner) },
    ...(card === undefined ? {} : { card: String(card) }),
    rulebook,
    ...(year === undefined ? {} : { year }),
    ...(limited.length > 0 ? { limited } : {}),
    grants: grants.map(keepGrantOf),
    ...keepGiven({ gifts: [], coupons, stamps }),
    ...(issued.length > 0 ? { couponsIssued: issued } : {}),
    credits,
    wallets: walletsOf(desk, member)
      .filter((one) => one.program === program.program)
      .map(keepWallet),
  };
  const till = { program, outlet, partner, credential };
  appendEntry(booking, { kind: OCCASION_KIND, owner: member.owner, till, rulebook, record, raw: asked.raw });
  deps.tiers.balanceMoved(member, program, desk);
  return { ok: true, lane, seq, record };
}

/** Credits what the occasion brings as a lot of the member's. */
function credit(booking: Booking, { member, partner }: OccasionAsked, earning: Earning): KeptCredit {
  const { type, points, activeAt, expiresAt, fund } = earning;
  accrue(booking, walletOfType(booking.desk, member, type), {
    ...{ amount: points, earnedAt: booking.at, activeAt, expiresAt },
    issuer: fund?.contract.partner ?? partner?.partner ?? 0,
    ...(fund ? { contract: fund.contract.contract } : {}),
  });
  return {
    ...{ walletType: type.walletType, points: Number(points), isPending: activeAt > booking.at, activeAt, expiresAt },
    ...(fund ? { fund: [fund.contract.partner, fund.contract.contract] as const } : {}),
  };
}
