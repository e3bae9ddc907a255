import type { Instant } from '../../kernel/instant.ts';
import { refuse, type Refusal } from '../../kernel/refusal.ts';
import { OwnerMoved, want, type Operation, type Plan, type ReferenceKey } from '../../platform/lanes/index.ts';
import { FLAG, type JournalEntry } from '../ledger/index.ts';
import { memberSheet } from '../members/index.ts';
import type { Till } from '../partners/index.ts';
import {
  foreseeWallets,
  isErased,
  keepWallet,
  noteExpiring,
  settleOwner,
  walletsOf,
  type AdjustmentReason,
} from '../points/index.ts';
import { adjudicate } from '../promotions/index.ts';
import { bookingAtReceipt, openBookings } from './bookings.ts';
import type { CheckoutDeps } from './deps.ts';
import { earningsOf } from './earn.ts';
import { appendEntry } from './entry.ts';
import { basketWithout, grantedOf, type PointsByType } from './keep-points.ts';
import { findSale, ownersOfSale, wantsOfReturn, type FoundSale } from './plan-return.ts';
import {
  basketFor,
  buyersBasket,
  decidedFirst,
  decidedLast,
  quantitiesOf,
  type PointsDecided,
} from './points-decided.ts';
import { withClock } from './prepare-sale.ts';
import { presentRescore, type RescoreAnswer } from './present-rescore.ts';
import { keepGrantOf } from './record.ts';
import type { RescoreRecord } from './rescore-record.ts';
import { nothingReturned } from './return-progress.ts';
import { claimSheet } from './store/claim.ts';
import { returnedSheet, type Rescored, type Returned } from './store/returned.ts';
import { takePointsBack } from './take-points-back.ts';

/** A receipt whose points shall be decided again. */
export type RescoreOfReceipt = {
  readonly till: Till;
  readonly receivedAt: Instant;
  readonly occurredAt: Instant;
  readonly original: { readonly reference: ReferenceKey } | { readonly lane: number; readonly seq: bigint };
  /** The version of the rulebook; the one in force now where it is left out. */
  readonly version: number | undefined;
  readonly reason: AdjustmentReason;
  /** Who asked by hand, and who said yes where that was needed. */
  readonly by: string;
  readonly raw: string | undefined;
};

export type RescorePlan = Plan & { readonly found: FoundSale };

/**
 * Decides the points of a receipt again, by another version of the rulebook than its own, and books the difference to what it gave: rules
 * that came after it, or were corrected since, act on it because somebody asks, never by themselves. On the facts that were kept, for what
 * has not come back; prices, stamps, coupons and what counts for tiers stay. Asked again it finds no difference, so nothing is given twice.
 * Refuses, in this order: an unknown receipt, a till's clock, a void, nobody who earns, an unknown version, and no difference.
 */
export const rescoreReceipt = (
  deps: CheckoutDeps,
): Operation<RescoreOfReceipt, RescorePlan, RescoreRecord, RescoreAnswer, JournalEntry> => ({
  kind: 'checkout.rescore',
  async resolve(input, look) {
    const known = 'reference' in input.original ? await look.reference(input.original.reference) : input.original;
    const found =
      known && (!('outcome' in known) || known.outcome === 'b')
        ? await findSale(look, input.till.program, known)
        : undefined;
    if (!found) return refuse('checkout.sale.unknown');
    const owners = await ownersOfSale(look, found);
    return { owners, found, wants: [...wantsOfReturn(found, owners), want(claimSheet, found)] };
  },
  foresee: (input, plan, { peek }) => foreseeWallets(plan.owners, peek, input.receivedAt, true),
  decide(given, { found }, desk) {
    const input = withClock({ ...given, manner: 'request' as const, exceptions: [] }, desk.recordedAt);
    if ('ok' in input) return input;
    // Between resolve and the lock the receipt may have found its member.
    if ((desk.read(claimSheet, found) !== undefined) !== (found.claim !== undefined)) throw new OwnerMoved();
    const before = desk.read(returnedSheet, found) ?? nothingReturned(found);
    if (before.isVoided) return refuse('checkout.sale.voided');
    const { member } = found;
    const { member: buyer } = buyersBasket(found);
    if (!member || buyer === undefined || !desk.read(memberSheet, member) || isErased(desk, member))
      return refuse('checkout.rescore.nobody_earns');
    const { program } = input.till;
    const rulebook =
      input.version === undefined
        ? deps.rulebooks.rulebookAt(program.program, desk.recordedAt)
        : deps.rulebooks.ofVersion(program.program, input.version);
    if (!rulebook) return refuse('promotions.rulebook.not_found', { version: String(input.version) });

    const standing = standingOf(decidedLast(deps, found, before), before);
    const rest = basketWithout(basketFor(found, rulebook.rulebook), quantitiesOf(before.lines));
    const grants = rest.lines.length === 0 ? [] : adjudicate(rulebook, rest).grants;
    const kept = grants.map(keepGrantOf);
    const points = grantedOf(kept);
    const wallets = [...new Set([...standing.keys(), ...points.keys()])];
    if (wallets.every((code) => (standing.get(code) ?? 0n) === (points.get(code) ?? 0n)))
      return refuse('checkout.rescore.nothing_changes', { version: String(rulebook.version) });

    // From here it succeeds.
    deps.tiers.settle(member, program, desk, desk.recordedAt);
    settleOwner(deps, member, desk, desk.recordedAt);
    const bookings = openBookings(deps, desk, member, desk.recordedAt);
    const { home } = bookings;
    bookingAtReceipt(deps, bookings, { lane: found.lane, owner: found.sale.owner });
    // Dated by the purchase: what would have expired since is born with its true end.
    const credits = earningsOf(deps.walletTypes, program, grants, found.sale.occurredAt).map((earning) => ({
      ...{ walletType: earning.type.walletType, points: Number(earning.points), isPending: earning.activeAt > home.at },
      ...{ activeAt: earning.activeAt, expiresAt: earning.expiresAt },
    }));
    const first = decidedFirst(deps, found);
    const { back, lost } = takePointsBack(
      deps,
      input,
      found,
      // Of each wallet once: what it gave before, and gives no more, is to be taken back too.
      {
        grants: [...kept, ...wallets.flatMap((code) => (points.has(code) ? [] : [nothingOf(code)]))],
        credits: [...credits, ...first.credits],
        origin: first.origin,
      },
      home,
      { ...before, kept: Object.fromEntries([...standing].map(([code, all]) => [code, Number(all)])) },
      points,
      0n,
    );
    const { lane, seq } = home;
    const rescored: Rescored = {
      ...{ rulebook: rulebook.rulebook, grants: kept, credits, returned: before.lines },
      by: [...(before.rescored?.by ?? []), [lane, String(seq)]],
    };
    desk.put(returnedSheet, found, {
      ...before,
      ...{ lost, rescored, kept: Object.fromEntries(wallets.map((code) => [code, Number(points.get(code) ?? 0n)])) },
    });
    noteExpiring(home, member);
    const record: RescoreRecord = {
      is: 'rescore',
      original: { lane: found.lane, seq: String(found.seq) },
      member: { lane: member.lane, owner: String(member.owner) },
      ...{ rulebook: rulebook.rulebook, reason: input.reason, by: input.by, grants: kept, back },
      ...(Object.keys(before.lines).length > 0 ? { returned: before.lines } : {}),
      points: wallets.map((code) => [code, Number(standing.get(code) ?? 0n), Number(points.get(code) ?? 0n)]),
      wallets: walletsOf(desk, member)
        .filter((one) => one.program === program.program)
        .map(keepWallet),
    };
    const common = { till: input.till, rulebook: rulebook.rulebook, flags: FLAG.late };
    for (const leg of bookings.legs.values())
      appendEntry(leg.booking, { ...common, kind: 'checkout.leg', owner: leg.owner, home: { lane, seq } });
    appendEntry(home, { ...common, kind: 'checkout.rescore', owner: member.owner, record, raw: input.raw });
    return { ok: true, lane, seq, record };
  },
  present: (record, booked) => presentRescore(deps, record, booked),
});

/** The points that the receipt stands for now: as decided last, less what came back since. */
const standingOf = ({ grants }: PointsDecided, { kept }: Returned): PointsByType =>
  kept === undefined
    ? grantedOf(grants)
    : new Map(Object.entries(kept).map(([code, points]) => [code, BigInt(points)]));

const nothingOf = (wallet: string): RescoreRecord['grants'][number] => ({
  ...{ promotion: '', version: 0, effect: 0, wallet, points: 0, perLine: [] },
});

/** What asking for it may refuse besides what every message may. */
export const RESCORE_REFUSALS = [
  'checkout.sale.unknown',
  'checkout.sale.voided',
  'checkout.rescore.nobody_earns',
  'checkout.rescore.nothing_changes',
  'promotions.rulebook.not_found',
] as const satisfies readonly Refusal['refusal'][];
