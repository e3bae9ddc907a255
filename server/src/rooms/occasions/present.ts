import { INSTANT_NEVER, isoFromInstant, type Instant } from '../../kernel/instant.ts';
import { formatQuantity } from '../../kernel/quantity.ts';
import type { Booked } from '../../platform/lanes/index.ts';
import {
  endText,
  pointsText,
  presentBooked,
  presentMember,
  presentWallet,
  type OperationAnswer,
  type WalletAnswer,
} from '../points/index.ts';
import { issuedTexts } from '../promotions/index.ts';
import type { OccasionRecord } from './occasion.ts';
import type { OccasionDeps } from './occasion-deps.ts';

/** Points that an occasion has brought, as they begin and end. */
export type Earned = {
  readonly walletType: string;
  readonly points: string;
  readonly unit: string;
  readonly isPending: boolean;
  readonly activeAt?: string;
  readonly expiresAt?: string;
};

/** What whoever told of an occasion hears: what it brought and by which promotions, and how the wallets stand. */
export type OccasionAnswer = OperationAnswer & {
  readonly name: string;
  readonly member: string;
  readonly earned: readonly Earned[];
  readonly promotions: readonly {
    readonly code: string;
    readonly version: number;
    readonly walletType: string;
    readonly points: string;
  }[];
  readonly coupons?: readonly {
    readonly promotion: string;
    readonly coupon: string;
    readonly count: number;
    readonly codes?: readonly string[];
    readonly validUntil?: string;
  }[];
  readonly stamps?: OccasionRecord['stamps'];
  readonly wallets: readonly WalletAnswer[];
  readonly rulebook: number;
};

type Deps = Pick<OccasionDeps, 'tokens' | 'programs' | 'walletTypes' | 'rulebooks'>;

export const presentEarned = (deps: Deps, { credits }: Pick<OccasionRecord, 'credits'>): Earned[] =>
  credits.map(({ walletType, points, isPending, activeAt, expiresAt }) => {
    const { amount, unit } = pointsText(deps, walletType, points);
    return {
      ...{ walletType: deps.walletTypes.of(walletType).code, points: amount, unit, isPending },
      ...(isPending ? { activeAt: isoFromInstant(activeAt as Instant) } : {}),
      ...endText(expiresAt),
    };
  });

/** The answer to an occasion, from its record alone. */
export function presentOccasion(deps: Deps, record: OccasionRecord, booked: Booked): OccasionAnswer {
  const { basket, coupons, stamps } = record;
  const decimalsOf = (code: string): number => {
    const credit = record.credits.find(({ walletType }) => deps.walletTypes.of(walletType).code === code);
    return credit ? deps.programs.settings().unit(deps.walletTypes.of(credit.walletType).unit).decimals : 0;
  };
  return {
    ...presentBooked(deps, booked),
    name: basket.occasion?.name ?? '',
    member: presentMember(deps, record.member),
    earned: presentEarned(deps, record),
    promotions: record.grants.map(({ promotion, version, wallet, points }) => ({
      ...{ code: promotion, version, walletType: wallet },
      points: formatQuantity(BigInt(points), decimalsOf(wallet)),
    })),
    ...(coupons && { coupons }),
    ...(stamps && { stamps }),
    wallets: record.wallets.map((wallet) => presentWallet(deps, wallet)),
    rulebook: deps.rulebooks.versionOf(record.rulebook) ?? 0,
  };
}

/** The answer with the codes that it issued, for whoever told of it: they stand nowhere, and are told again to a repeat. */
export function withCodes(
  { keys }: Pick<OccasionDeps, 'keys'>,
  { coupons, couponsIssued: issued }: Pick<OccasionRecord, 'coupons' | 'couponsIssued'>,
  { lane, seq }: Booked,
  told: OccasionAnswer,
): OccasionAnswer {
  if (issued === undefined || coupons === undefined) return told;
  return {
    ...told,
    coupons: coupons.map((one) => {
      const codes = issued.find(({ promotion, coupon }) => promotion === one.promotion && coupon === one.coupon);
      if (codes === undefined) return one;
      const { first, count, validUntil } = codes;
      return {
        ...one,
        codes: issuedTexts(keys, { word: one.coupon.toUpperCase(), place: { lane, seq }, first, count }),
        ...(validUntil === INSTANT_NEVER ? {} : { validUntil: isoFromInstant(validUntil as Instant) }),
      };
    }),
  };
}
