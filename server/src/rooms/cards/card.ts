import type { Instant } from '../../kernel/instant.ts';

export type CardType = 'discount' | 'bonus' | 'multi' | 'gift';
export type CardState = 'active' | 'blocked' | 'replaced' | 'expired' | 'destroyed';

/** A medium that shows who is buying. Its number is kept as a keyed digest for look-up and encrypted for print. */
export type Card = {
  readonly lane: number;
  readonly card: bigint;
  readonly tenant: number;
  /** The master account that it stands for. Several cards may stand for one. */
  readonly owner: bigint;
  readonly type: CardType;
  readonly state: CardState;
  readonly reason: string | undefined;
  readonly lastFour: string;
  readonly numberCipher: Buffer;
  readonly mayEarn: boolean;
  readonly maySpend: boolean;
  /** Empty: every program of the tenant. */
  readonly programs: readonly number[];
  readonly issuedAt: Instant;
};
