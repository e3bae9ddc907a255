import { INSTANT_NEVER, isoFromInstant, type Instant } from '../../kernel/instant.ts';
import { formatQuantity } from '../../kernel/quantity.ts';
import type { Booked } from '../../platform/lanes/index.ts';
import type { CheckoutDeps } from './deps.ts';
import {
  endText,
  pointsText,
  presentBooked,
  presentExceptions,
  presentMember,
  presentOutsidePayment,
  presentWallet,
  type OperationAnswer,
  type OutsideAnswer,
  type WalletAnswer,
} from './present.ts';
import type { KeptException, KeptIssue, SaleRecord } from './record.ts';
import { issuedTexts } from '../promotions/index.ts';
import type { SpendingReason } from '../points/index.ts';
import { versionOfRulebook } from './rulebook-version.ts';

/** What a till is told of a sale: what was earned, spent and why, and how the wallets stand. */
export type SaleAnswer = OperationAnswer & {
  readonly member?: string;
  /** What the till applies because of the card that was shown. */
  readonly priceList?: string;
  readonly total: { readonly amount: string; readonly unit: string };
  readonly earned: readonly {
    readonly walletType: string;
    readonly points: string;
    readonly unit: string;
    readonly isPending: boolean;
    readonly activeAt?: string;
    readonly expiresAt?: string;
  }[];
  readonly spent: readonly {
    readonly walletType: string;
    readonly points: string;
    readonly unit: string;
    readonly paid: string;
    readonly lines: readonly { readonly line: number; readonly paid: string }[];
    readonly uncovered?: string;
    readonly payer?: string;
  }[];
  readonly giftCards?: readonly {
    readonly card: string;
    readonly paid: string;
    readonly amount: string;
    readonly unit: string;
    readonly available: string;
    readonly uncovered?: string;
  }[];
  readonly outsideCards?: readonly (OutsideAnswer & { readonly paid: string })[];
  readonly cardsSold?: readonly {
    readonly line: number;
    readonly card: string;
    readonly amount: string;
    readonly promotional: string;
    readonly unit: string;
  }[];
  readonly promotions: readonly {
    readonly code: string;
    readonly version: number;
    readonly walletType: string;
    readonly points: string;
    readonly lines: readonly { readonly line: number; readonly points: string }[];
  }[];
  readonly discounts?: readonly {
    readonly promotion: string;
    readonly amount: string;
    readonly lines: readonly { readonly line: number; readonly amount: string }[];
  }[];
  readonly gifts?: readonly { readonly promotion: string; readonly sku: string; readonly quantity: string }[];
  readonly coupons?: readonly {
    readonly promotion: string;
    readonly coupon: string;
    readonly count: number;
    /** Told to whoever sold, and to nobody else. */
    readonly codes?: readonly string[];
    readonly validUntil?: string;
  }[];
  readonly couponsUsed?: readonly { readonly coupon: string; readonly lastFour: string; readonly forced?: true }[];
  readonly stamps?: readonly { readonly promotion: string; readonly card: string; readonly count: number }[];
  readonly wallets: readonly WalletAnswer[];
  readonly notPaying?: readonly SpendingReason[];
  readonly rulebook: number;
  readonly exceptions?: readonly KeptException[];
};

/** The answer to a sale, from its record alone. */
export function presentSale(deps: CheckoutDeps, record: SaleRecord, booked: Booked): SaleAnswer {
  const { currency, lines } = record.basket;
  const money = (amount: number): string => formatQuantity(BigInt(amount), currency.decimals);
  const total = lines.reduce((sum, [, , , , , , , gross, discount]) => sum + gross - discount, 0);
  const typeCode = (walletType: number): string => deps.walletTypes.of(walletType).code;
  return {
    ...presentBooked(deps, booked),
    ...(record.member ? { member: presentMember(deps, record.member) } : {}),
    ...(record.priceList === undefined ? {} : { priceList: record.priceList }),
    total: { amount: money(total), unit: currency.code },
    earned: record.credits.map(({ walletType, points, isPending, activeAt, expiresAt }) => {
      const { amount, unit } = pointsText(deps, walletType, points);
      const starts = isPending ? { activeAt: isoFromInstant(activeAt as Instant) } : {};
      return { walletType: typeCode(walletType), points: amount, unit, isPending, ...starts, ...endText(expiresAt) };
    }),
    ...presentGifts(deps, record, money),
    ...presentOutside(deps, record, money),
    spent: record.payments
      .filter(({ gift }) => !gift)
      .map((payment) => {
        const { amount, unit } = pointsText(deps, payment.walletType, payment.points);
        return {
          walletType: typeCode(payment.walletType),
          points: amount,
          unit,
          paid: money(payment.money),
          lines: payment.perLine.map(([line, paid]) => ({ line, paid: money(paid) })),
          ...(payment.uncovered === undefined
            ? {}
            : { uncovered: pointsText(deps, payment.walletType, payment.uncovered).amount }),
          ...(payment.payer ? { payer: presentMember(deps, payment.payer) } : {}),
        };
      }),
    promotions: record.grants.map((grant) => {
      const decimals = decimalsOf(deps, record, grant.wallet);
      return {
        code: grant.promotion,
        version: grant.version,
        walletType: grant.wallet,
        points: formatQuantity(BigInt(grant.points), decimals),
        lines: grant.perLine.map(([line, points]) => ({ line, points: formatQuantity(BigInt(points), decimals) })),
      };
    }),
    ...presentPrices(record, money),
    wallets: record.wallets.map((wallet) => presentWallet(deps, wallet)),
    ...(record.notPaying ? { notPaying: record.notPaying } : {}),
    rulebook: versionOfRulebook(deps, record.rulebook),
    ...presentExceptions(record.exceptions),
  };
}

/**
 * The answer with the codes that the operation issued, for the till that asked: they stand nowhere and are told again to a repeat. Whoever
 * looks the operation up later is not told.
 */
export function withCodes(
  deps: CheckoutDeps,
  record: Pick<SaleRecord, 'coupons' | 'couponsIssued'>,
  { lane, seq }: Booked,
  told: SaleAnswer,
): SaleAnswer {
  const { couponsIssued: issued, coupons } = record;
  if (issued === undefined || coupons === undefined) return told;
  const place = { lane, seq };
  return {
    ...told,
    coupons: coupons.map((one) => {
      const codes = issued.find(({ promotion, coupon }) => promotion === one.promotion && coupon === one.coupon);
      if (codes === undefined) return one;
      const { first, count } = codes;
      return {
        ...one,
        codes: issuedTexts(deps.keys, { word: one.coupon.toUpperCase(), place, first, count }),
        ...endOf(codes),
      };
    }),
  };
}

const endOf = ({ validUntil }: KeptIssue): { readonly validUntil?: string } =>
  validUntil === INSTANT_NEVER ? {} : { validUntil: isoFromInstant(validUntil as Instant) };

/** Cards of other processors that paid, where there are any. */
function presentOutside(
  deps: CheckoutDeps,
  { tenders }: SaleRecord,
  money: (amount: number) => string,
): Pick<SaleAnswer, 'outsideCards'> {
  const paid = tenders.flatMap(({ amount, outside }) =>
    outside ? [{ ...presentOutsidePayment(deps, outside), paid: money(amount) }] : [],
  );
  return paid.length > 0 ? { outsideCards: paid } : {};
}

type GiftParts = Pick<SaleAnswer, 'giftCards' | 'cardsSold'>;

/** Gift cards that paid and gift cards that were sold, where there are any. */
function presentGifts(deps: CheckoutDeps, record: SaleRecord, money: (amount: number) => string): GiftParts {
  const paid = record.payments.flatMap(({ gift, payer, walletType, points, money: of, uncovered }) => {
    if (!gift || !payer) return [];
    const text = (amount: number | string): string => pointsText(deps, walletType, amount).amount;
    return [
      {
        card: deps.tokens.encode('card', payer.lane, BigInt(gift.card)),
        paid: money(of),
        amount: text(points),
        unit: pointsText(deps, walletType, 0).unit,
        available: text(gift.left),
        ...(uncovered === undefined ? {} : { uncovered: text(uncovered) }),
      },
    ];
  });
  const sold = (record.sold ?? []).map(({ line, gift, card, unit, amount, promotional }) => {
    const { code, decimals } = deps.programs.settings().unit(unit);
    return {
      line,
      card: deps.tokens.encode('card', gift.lane, BigInt(card)),
      amount: formatQuantity(BigInt(amount), decimals),
      promotional: formatQuantity(BigInt(promotional), decimals),
      unit: code,
    };
  });
  return { ...(paid.length > 0 ? { giftCards: paid } : {}), ...(sold.length > 0 ? { cardsSold: sold } : {}) };
}

const PIECE_DECIMALS = 3;

/** What promotions did to the price, and what they gave that is not points; absent where nothing. */
function presentPrices(
  { basket, gifts, coupons, stamps, couponsUsed }: SaleRecord,
  money: (amount: number) => string,
): Pick<SaleAnswer, 'discounts' | 'gifts' | 'coupons' | 'stamps' | 'couponsUsed'> {
  const discounts = (basket.priced ?? [])
    .filter(([, , perLine]) => perLine.length > 0)
    .map(([promotion, , perLine]) => ({
      promotion,
      amount: money(perLine.reduce((sum, [, part]) => sum + part, 0)),
      lines: perLine.map(([line, part]) => ({ line, amount: money(part) })),
    }));
  return {
    ...(discounts.length > 0 && { discounts }),
    ...(gifts && {
      gifts: gifts.map((gift) => ({ ...gift, quantity: formatQuantity(BigInt(gift.quantity), PIECE_DECIMALS) })),
    }),
    ...(coupons && { coupons }),
    ...(couponsUsed && {
      couponsUsed: couponsUsed.map(({ word, lastFour, isForced }) => ({
        ...{ coupon: word, lastFour },
        ...(isForced && { forced: isForced }),
      })),
    }),
    ...(stamps && { stamps }),
  };
}

/** Decimals of a wallet type by its code, as this record credited it. */
function decimalsOf(deps: CheckoutDeps, record: SaleRecord, code: string): number {
  for (const { walletType } of record.credits) {
    const type = deps.walletTypes.of(walletType);
    if (type.code === code) return deps.programs.settings().unit(type.unit).decimals;
  }
  return 0;
}
