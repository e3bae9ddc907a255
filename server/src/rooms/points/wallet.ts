import { INSTANT_NEVER, type Instant } from '../../kernel/instant.ts';

/** A part of a member's master account, in one unit with its own rules of use. All amounts in the unit's smallest step. */
export type Wallet = {
  readonly lane: number;
  readonly wallet: bigint;
  readonly owner: bigint;
  readonly tenant: number;
  readonly program: number;
  readonly walletType: number;
  readonly unit: number;
  readonly booked: bigint;
  readonly pending: bigint;
  readonly held: bigint;
  readonly frozen: bigint;
  readonly owed: bigint;
  /** The next moment at which time alone changes this wallet; never later than the true one. */
  readonly dueAt: Instant;
  /** What expires next, and when: for telling people. What expires is decided by the lots. */
  readonly expiring: bigint;
  readonly expiringAt: Instant;
  readonly state: 'open' | 'frozen' | 'closed';
};

/** What can be spent now: booked less holds, less frozen. */
export const availableOf = (wallet: Wallet): bigint => wallet.booked - wallet.held - wallet.frozen;

/** Whether a wallet has anything that goes with its owner: points, pending ones or debts. What a hold stands on stays. */
export const hasMovable = ({ booked, held, pending, owed }: Wallet): boolean => booked - held + pending + owed > 0n;

/** A wallet that nobody has used yet. */
export function newWallet(
  key: Pick<Wallet, 'lane' | 'wallet' | 'owner' | 'tenant' | 'program' | 'walletType' | 'unit'>,
): Wallet {
  return {
    ...key,
    booked: 0n,
    pending: 0n,
    held: 0n,
    frozen: 0n,
    owed: 0n,
    dueAt: INSTANT_NEVER,
    expiring: 0n,
    expiringAt: INSTANT_NEVER,
    state: 'open',
  };
}
