import type { CardNumber } from '../../kernel/card-number.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { WebService } from './web-service.ts';

/** Another company's processor, as a tenant has set it up. */
export type Processor = {
  readonly processor: number;
  readonly tenant: number;
  readonly code: string;
  readonly unit: number;
  readonly service: WebService;
  /** Values of secret headers, encrypted. */
  readonly secrets: Buffer;
  readonly perMinute: number;
  readonly pollHours: number;
  readonly timeoutMs: number;
  readonly state: 'active' | 'paused';
  /** Questions that failed one after the other, and why the last one did. */
  readonly failures: number;
  readonly lastError: string;
  readonly answeredAt: Instant | undefined;
  readonly changedAt: Instant;
};

/** A card that a processor keeps. Its balance is what was told at `balanceAt`: to be shown with its age, never to decide by. */
export type OutsideCard = {
  readonly card: bigint;
  readonly tenant: number;
  readonly processor: number;
  readonly numberCipher: Buffer;
  readonly lastFour: string;
  readonly balance: bigint | undefined;
  readonly balanceAt: Instant | undefined;
  /** Told together with the history that was read up to `toldThrough`. */
  readonly polledBalance: bigint | undefined;
  readonly toldThrough: Instant | undefined;
  readonly failures: number;
};

/** Who keeps the money of a card number: the slot that card ranges fill. Undefined where no range has such numbers. */
export type KeeperOf = (
  tenant: number,
  number: CardNumber,
) => { readonly keeper: 'here' } | { readonly keeper: 'elsewhere'; readonly processor: string } | undefined;
