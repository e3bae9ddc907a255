import { INSTANT_NEVER, isoFromInstant, type Instant } from '../../kernel/instant.ts';
import { formatQuantity } from '../../kernel/quantity.ts';
import type { Tokens } from '../../kernel/token.ts';
import type { Booked } from '../../platform/lanes/index.ts';
import type { Programs } from '../programs/index.ts';
import { isIdleType } from './idle.ts';
import { keptAvailableOf, type KeptAmount, type KeptOwner, type KeptWallet } from './kept-wallet.ts';
import type { WalletTypes } from './wallet-types.ts';

/** What presenting stands on: names of things, units, wallet types. */
export type PresentDeps = {
  readonly tokens: Tokens;
  readonly programs: Pick<Programs, 'settings'>;
  readonly walletTypes: WalletTypes;
};

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

export const presentBooked = ({ tokens }: Pick<PresentDeps, 'tokens'>, booked: Booked): OperationAnswer => ({
  operation: tokens.encode('op', booked.lane, booked.seq),
  repeated: booked.repeated,
  recordedAt: isoFromInstant(booked.recordedAt),
});

export const presentMember = ({ tokens }: Pick<PresentDeps, 'tokens'>, { lane, owner }: KeptOwner): string =>
  tokens.encode('mem', lane, BigInt(owner));

/** Points of a wallet type as decimal text in its unit. */
export function pointsText(deps: PresentDeps, walletType: number, points: KeptAmount | bigint): Amount {
  const unit = deps.programs.settings().unit(deps.walletTypes.of(walletType).unit);
  return { amount: formatQuantity(BigInt(points), unit.decimals), unit: unit.code };
}

/** A wallet with its amounts in its unit, as it stood when it was kept: of a frozen one nothing is available. */
export function presentWallet(deps: PresentDeps, kept: KeptWallet): WalletAnswer {
  const [walletType, booked, pending, held, frozen, owed, expiring, expiringAt] = kept;
  const type = deps.walletTypes.of(walletType);
  const unit = deps.programs.settings().unit(type.unit);
  const text = (amount: KeptAmount): string => formatQuantity(BigInt(amount), unit.decimals);
  return {
    walletType: type.code,
    unit: unit.code,
    available: formatQuantity(keptAvailableOf(kept), unit.decimals),
    booked: text(booked),
    pending: text(pending),
    held: text(held),
    frozen: text(frozen),
    owed: text(owed),
    // What ends together is all that there is, whatever has come and gone since its end was set.
    ...(BigInt(isIdleType(type) ? booked : expiring) > 0n && expiringAt !== INSTANT_NEVER
      ? {
          expiresNext: {
            points: text(isIdleType(type) ? booked : expiring),
            at: isoFromInstant(expiringAt as Instant),
          },
        }
      : {}),
  };
}

/** An end of points, or nothing where they do not end. */
export const endText = (at: number): { expiresAt: string } | Record<never, never> =>
  at === INSTANT_NEVER ? {} : { expiresAt: isoFromInstant(at as Instant) };
