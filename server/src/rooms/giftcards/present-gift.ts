import { isoFromInstant, type Instant } from '../../kernel/instant.ts';
import { formatQuantity } from '../../kernel/quantity.ts';
import type { Booked } from '../../platform/lanes/index.ts';
import { presentBooked, type KeptAmount, type OperationAnswer, type PresentDeps } from '../points/index.ts';
import type { GiftAct, GiftRecord, GiftStanding } from './record.ts';

export type GiftBalance = {
  readonly state: GiftStanding['state'];
  readonly currency: string;
  readonly booked: string;
  readonly available: string;
  readonly promotional: string;
  readonly held: string;
  readonly awaiting: string;
  readonly owed: string;
  readonly expiresNext?: { readonly amount: string; readonly at: string };
};

export type GiftAnswer = OperationAnswer & {
  readonly act: GiftAct;
  readonly card: string;
  readonly amount: string;
  readonly currency: string;
  readonly promotional?: string;
  /** Present where less was taken than was asked. */
  readonly asked?: string;
  readonly foreign?: {
    readonly amount: string;
    readonly currency: string;
    readonly rate: { readonly of: string; readonly per: string };
  };
  readonly original?: string;
  readonly expired?: string;
  readonly undoneInAll?: string;
  readonly hold?: string;
  readonly expiresAt?: string;
  readonly awaitsConfirmation?: true;
  readonly to?: string;
  readonly insteadOf?: string;
  readonly movedTo?: readonly string[];
  readonly balance: GiftBalance;
};

type PresentGiftDeps = Pick<PresentDeps, 'tokens' | 'programs'>;

/** How a gift stands, in its currency. */
export function presentStanding({ programs }: PresentGiftDeps, unit: number, standing: GiftStanding): GiftBalance {
  const { code, decimals } = programs.settings().unit(unit);
  const text = (amount: KeptAmount): string => formatQuantity(BigInt(amount), decimals);
  const { state, expiring, expiringAt } = standing;
  return {
    state,
    currency: code,
    booked: text(standing.booked),
    available: text(standing.available),
    promotional: text(standing.promotional),
    held: text(standing.held),
    awaiting: text(standing.awaiting),
    owed: text(standing.owed),
    ...(BigInt(expiring) > 0n
      ? { expiresNext: { amount: text(expiring), at: isoFromInstant(expiringAt as Instant) } }
      : {}),
  };
}

/** The answer to any operation on a gift, from its record alone. */
export function presentGift(deps: PresentGiftDeps, record: GiftRecord, booked: Booked): GiftAnswer {
  const { tokens, programs } = deps;
  const { code, decimals } = programs.settings().unit(record.unit);
  const text = (amount: KeptAmount): string => formatQuantity(BigInt(amount), decimals);
  const { promotional, asked, foreign, of, expired, undone, endsAt, to, insteadOf, movedTo } = record;
  return {
    ...presentBooked(deps, booked),
    act: record.act,
    card: tokens.encode('card', record.gift.lane, BigInt(record.card)),
    amount: text(record.amount),
    currency: code,
    ...(promotional === undefined ? {} : { promotional: text(promotional) }),
    ...(asked === undefined ? {} : { asked: text(asked) }),
    ...(foreign ? { foreign: presentForeign(deps, foreign, code, decimals) } : {}),
    ...(of ? { original: tokens.encode('op', of.lane, BigInt(of.seq)) } : {}),
    ...(expired === undefined ? {} : { expired: text(expired) }),
    ...(undone === undefined ? {} : { undoneInAll: text(undone) }),
    ...(record.act === 'hold' ? { hold: tokens.encode('hold', booked.lane, booked.seq) } : {}),
    ...(endsAt === undefined ? {} : { expiresAt: isoFromInstant(endsAt as Instant) }),
    ...(record.awaits ? { awaitsConfirmation: true } : {}),
    ...(to ? { to: tokens.encode('card', to.lane, BigInt(to.card)) } : {}),
    ...(insteadOf === undefined ? {} : { insteadOf: tokens.encode('card', record.gift.lane, BigInt(insteadOf)) }),
    ...(movedTo ? { movedTo: movedTo.map(({ lane, card }) => tokens.encode('card', lane, BigInt(card))) } : {}),
    balance: presentStanding(deps, record.unit, record.standing),
  };
}

function presentForeign(
  { programs }: PresentGiftDeps,
  { unit, amount, numerator, denominator }: NonNullable<GiftRecord['foreign']>,
  code: string,
  decimals: number,
): NonNullable<GiftAnswer['foreign']> {
  const other = programs.settings().unit(unit);
  return {
    amount: formatQuantity(BigInt(amount), other.decimals),
    currency: other.code,
    rate: {
      of: `${formatQuantity(BigInt(numerator), decimals)} ${code}`,
      per: `${formatQuantity(BigInt(denominator), other.decimals)} ${other.code}`,
    },
  };
}
