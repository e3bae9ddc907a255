import { formatQuantity } from '../../kernel/quantity.ts';
import type { Booked } from '../../platform/lanes/index.ts';
import type { CheckoutDeps } from './deps.ts';
import {
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
import type { KeptException } from './record.ts';
import type { ClosedRecord, KeptOnto, KeptRefund, ParkedRecord, ReturnRecord } from './return-record.ts';

/** What a till is told of goods that came back. `state` parked: the sale is not here yet; closed: the void came first. */
export type ReturnAnswer = OperationAnswer & {
  readonly state: 'booked' | 'parked' | 'closed';
  readonly original?: string;
  readonly member?: string;
  readonly isWhole?: boolean;
  readonly lines?: readonly { readonly line: number; readonly quantity: string }[];
  readonly takenBack?: readonly {
    readonly walletType: string;
    readonly unit: string;
    readonly points: string;
    readonly fromPending: string;
    readonly fromBalance: string;
    readonly owed: string;
    readonly writtenOff: string;
    readonly fromRefund: string;
    readonly leftWithMember: string;
  }[];
  readonly grantedAgain?: readonly { readonly walletType: string; readonly unit: string; readonly points: string }[];
  readonly givenBack?: readonly {
    readonly walletType: string;
    readonly unit: string;
    readonly points: string;
    readonly expired: string;
  }[];
  readonly giftCards?: readonly {
    readonly card: string;
    readonly unit: string;
    readonly amount: string;
    readonly expired: string;
  }[];
  /** What each tender gets back, in the receipt's currency, before what is deducted for points. */
  readonly refund?: readonly ({
    readonly kind: string;
    readonly amount: string;
    readonly unit: string;
  } & Partial<OutsideAnswer>)[];
  readonly toGiftCard?: {
    readonly card: string;
    readonly isNew: boolean;
    readonly amount: string;
    readonly unit: string;
    readonly available: string;
    readonly instead: readonly { readonly kind: string; readonly amount: string; readonly unit: string }[];
  };
  readonly deducted?: string;
  readonly withheld?: string;
  readonly withheldFor?: readonly string[];
  readonly hasDrifted?: true;
  readonly wallets?: readonly WalletAnswer[];
  readonly exceptions?: readonly KeptException[];
};

const THOUSANDTHS_DECIMALS = 3;

/** The answer to a return or a void, from its record alone. */
export function presentReturn(
  deps: CheckoutDeps,
  record: ReturnRecord | ParkedRecord | ClosedRecord,
  booked: Booked,
): ReturnAnswer {
  const begin = presentBooked(deps, booked);
  if (record.is === 'parked' || record.is === 'closed') return { ...begin, state: record.is };
  const { currency } = record;
  const typeCode = (walletType: number): string => deps.walletTypes.of(walletType).code;
  const points = (walletType: number, amount: number): string => pointsText(deps, walletType, amount).amount;
  const unit = (walletType: number): string => pointsText(deps, walletType, 0).unit;
  return {
    ...begin,
    state: 'booked',
    original: deps.tokens.encode('op', record.original.lane, BigInt(record.original.seq)),
    ...(record.member ? { member: presentMember(deps, record.member) } : {}),
    isWhole: record.isWhole,
    lines: record.lines.map(([line, quantity]) => ({
      line,
      quantity: trimmed(formatQuantity(BigInt(quantity), THOUSANDTHS_DECIMALS)),
    })),
    takenBack: record.back.map((one) => ({
      walletType: typeCode(one.walletType),
      unit: unit(one.walletType),
      points: points(one.walletType, one.points),
      fromPending: points(one.walletType, one.cancelled),
      fromBalance: points(one.walletType, one.taken),
      owed: points(one.walletType, one.owed),
      writtenOff: points(one.walletType, one.writtenOff),
      fromRefund: points(one.walletType, one.recovered),
      leftWithMember: points(one.walletType, one.forgiven),
    })),
    ...(record.regranted.length > 0
      ? {
          grantedAgain: record.regranted.map((one) => ({
            walletType: typeCode(one.walletType),
            unit: unit(one.walletType),
            points: points(one.walletType, one.points),
          })),
        }
      : {}),
    ...(record.restored.some(({ card }) => card !== undefined)
      ? {
          giftCards: record.restored.flatMap(({ card, payer, walletType, points: amount, expired }) =>
            card === undefined || !payer
              ? []
              : [
                  {
                    card: deps.tokens.encode('card', payer.lane, BigInt(card)),
                    unit: unit(walletType),
                    amount: points(walletType, amount),
                    expired: points(walletType, expired),
                  },
                ],
          ),
        }
      : {}),
    givenBack: record.restored
      .filter(({ card }) => card === undefined)
      .map((one) => ({
        walletType: typeCode(one.walletType),
        unit: unit(one.walletType),
        points: points(one.walletType, one.points),
        expired: points(one.walletType, one.expired),
      })),
    refund: record.refund.map((one) => ({
      ...presentRefund(one, currency),
      ...(one.outside ? presentOutsidePayment(deps, one.outside) : {}),
    })),
    ...(record.onto ? { toGiftCard: presentOnto(deps, record.onto, currency) } : {}),
    ...(record.recoveredMoney > 0
      ? { deducted: formatQuantity(BigInt(record.recoveredMoney), currency.decimals) }
      : {}),
    ...(record.withheld ? { withheld: formatQuantity(BigInt(record.withheld), currency.decimals) } : {}),
    ...(record.withheldFor ? { withheldFor: record.withheldFor } : {}),
    ...(record.hasDrifted ? { hasDrifted: true } : {}),
    wallets: record.wallets.map((wallet) => presentWallet(deps, wallet)),
    ...presentExceptions(record.exceptions),
  };
}

type Currency = ReturnRecord['currency'];

const presentRefund = ({ kind, amount }: KeptRefund, { code, decimals }: Currency) => ({
  kind,
  amount: formatQuantity(BigInt(amount), decimals),
  unit: code,
});

function presentOnto(
  { tokens, programs }: CheckoutDeps,
  { gift, card, unit, amount, left, isNew, instead }: KeptOnto,
  currency: Currency,
): NonNullable<ReturnAnswer['toGiftCard']> {
  const { code, decimals } = programs.settings().unit(unit);
  return {
    card: tokens.encode('card', gift.lane, BigInt(card)),
    isNew,
    amount: formatQuantity(BigInt(amount), decimals),
    unit: code,
    available: formatQuantity(BigInt(left), decimals),
    instead: instead.map((one) => presentRefund(one, currency)),
  };
}

/** A quantity of pieces without the zeros that nobody wrote: 2.000 is 2. */
export const trimmed = (text: string): string => text.replace(/\.?0+$/, '');
