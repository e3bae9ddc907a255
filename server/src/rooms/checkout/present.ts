import { INSTANT_NEVER, isoFromInstant, type Instant } from '../../kernel/instant.ts';
import { formatQuantity } from '../../kernel/quantity.ts';
import type { Booked } from '../../platform/lanes/index.ts';
import type { CheckoutDeps } from './deps.ts';
import type { KeptException, KeptOwner, KeptWallet } from './record.ts';

/** A quantity with its unit, as it leaves the house. */
export type Amount = { readonly amount: string; readonly unit: string };

/** A wallet as an answer shows it. */
export type WalletAnswer = {
  readonly walletType: string;
  readonly unit: string;
  readonly available: string;
  readonly booked: string;
  readonly pending: string;
  readonly held: string;
  readonly frozen: string;
  readonly owed: string;
  readonly expiresNext?: { readonly points: string; readonly at: string };
};

/** What every answer to an operation begins with. */
export type OperationAnswer = { readonly operation: string; readonly repeated: boolean; readonly recordedAt: string };

export const presentBooked = (deps: CheckoutDeps, booked: Booked): OperationAnswer => ({
  operation: deps.tokens.encode('op', booked.lane, booked.seq),
  repeated: booked.repeated,
  recordedAt: isoFromInstant(booked.recordedAt),
});

export const presentMember = (deps: CheckoutDeps, { lane, owner }: KeptOwner): string => deps.tokens.encode('mem', lane, BigInt(owner));

/** Points of a wallet type as decimal text in its unit. */
export function pointsText(deps: CheckoutDeps, walletType: number, points: number | bigint): Amount {
  const unit = deps.programs.settings().unit(deps.walletTypes.of(walletType).unit);
  return { amount: formatQuantity(BigInt(points), unit.decimals), unit: unit.code };
}

export function presentWallet(deps: CheckoutDeps, kept: KeptWallet): WalletAnswer {
  const [walletType, booked, pending, held, frozen, owed, expiring, expiringAt] = kept;
  const type = deps.walletTypes.of(walletType);
  const unit = deps.programs.settings().unit(type.unit);
  const text = (amount: number): string => formatQuantity(BigInt(amount), unit.decimals);
  return {
    walletType: type.code,
    unit: unit.code,
    available: text(booked - held - frozen - owed),
    booked: text(booked),
    pending: text(pending),
    held: text(held),
    frozen: text(frozen),
    owed: text(owed),
    ...(expiring > 0 ? { expiresNext: { points: text(expiring), at: isoFromInstant(expiringAt as Instant) } } : {}),
  };
}

/** An end of points, or nothing where they do not end. */
export const endText = (at: number): { expiresAt: string } | Record<never, never> =>
  at === INSTANT_NEVER ? {} : { expiresAt: isoFromInstant(at as Instant) };

export const presentExceptions = (exceptions: readonly KeptException[] | undefined): { exceptions?: readonly KeptException[] } =>
  exceptions ? { exceptions } : {};
