import type { Instant } from '../../kernel/instant.ts';
import type { LocalDate } from '../../kernel/local-date.ts';
import type { Effect } from './effect.ts';

/**
 * The place in stock of a card in whose place another one stands. `byHand`: a person put new plastic in the place of old; otherwise the
 * card was given on and changed its number by that.
 */
export type Origin = {
  readonly range: number;
  readonly batch: bigint;
  readonly serial: number;
  readonly byHand: boolean;
};

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
  /** The range, batch and serial of its own number; undefined for a number that no range has. */
  readonly range: number | undefined;
  readonly batch: bigint | undefined;
  readonly serial: number | undefined;
  readonly pinDigest: Buffer | undefined;
  /** The last day on which it is good, as its stock was made; undefined: for ever. */
  readonly validUntil: LocalDate | undefined;
  /** Wrong PINs in a row. */
  readonly pinFailures: number;
  readonly mayView: boolean;
  /** What a blocked card may not do; empty: what the program's policy says. */
  readonly blockEffects: readonly Effect[];
  /** The price list that the till applies when the card is shown. */
  readonly priceList: string | undefined;
  /** The member whose card it is, where its account is one of its own. Same lane. */
  readonly profile: bigint | undefined;
  readonly limits: CardLimits;
  readonly counts: CardCounts;
  /** The lane to which it went with its member; it is not here any more. Absent for a card that is here. */
  readonly goneTo?: number | undefined;
  /** Where the cards came from in whose place it stands: a block of their range, batch or serial reaches it too. */
  readonly origins: readonly Origin[];
  /** The card that stands in its place; only of a replaced one. */
  readonly successor: bigint | undefined;
  /** Effects of blocks on its range, batch or serial now, and on those of its origins. Read with the card; writing it writes none of them. */
  readonly suspended: readonly Effect[];
};

/** What a card may do in one local day of the outlet; undefined: as much as it likes. */
export type CardLimits = {
  readonly usesPerDay: number | undefined;
  /** In ten-thousandths of a point, the finest step that a points currency has. */
  readonly spendPerDay: bigint | undefined;
};

/** What it has done on the day that was counted last. */
export type CardCounts = { readonly day: LocalDate | undefined; readonly uses: number; readonly spent: bigint };

/** What a card is without a range: no PIN, no limits, nothing counted. */
export const PLAIN_CARD = {
  range: undefined,
  batch: undefined,
  serial: undefined,
  pinDigest: undefined,
  validUntil: undefined,
  pinFailures: 0,
  mayView: true,
  blockEffects: [],
  priceList: undefined,
  profile: undefined,
  limits: { usesPerDay: undefined, spendPerDay: undefined },
  counts: { day: undefined, uses: 0, spent: 0n },
  origins: [],
  successor: undefined,
  suspended: [],
} as const satisfies Partial<Card>;
