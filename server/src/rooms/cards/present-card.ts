import { isoFromInstant, type Instant } from '../../kernel/instant.ts';
import type { Refusal } from '../../kernel/refusal.ts';
import type { Tokens } from '../../kernel/token.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Keys } from '../../platform/keys.ts';
import type { LookUp } from '../../platform/lanes/index.ts';
import type { Programs } from '../programs/index.ts';
import type { Card, CardState } from './card.ts';
import type { CardSettings } from './settings.ts';

/**
 * To be awaited before a number is taken that no range has: another process may have opened one since the settings were read. Fails closed:
 * whoever cannot ask the database takes no number.
 */
export type KnowRange = (tenant: number, number: string) => Promise<void>;

/**
 * Slot: why blocking a card of value would block nothing, with the card that has its value now; undefined where it would. The room giftcards
 * stands above this one and fills it.
 */
export type ValueGone = (look: LookUp, card: Pick<Card, 'lane' | 'owner'>) => Promise<Refusal | undefined>;

/** What the room stands on. */
export type CardDeps = {
  readonly database: Database;
  readonly keys: Keys;
  readonly tokens: Tokens;
  readonly programs: Programs;
  /** The ranges. */
  readonly settings: () => CardSettings;
  readonly knowRange: KnowRange;
  readonly valueGone?: ValueGone | undefined;
};

/** What is kept of a change of a card: never a number. */
export type CardRecord = {
  readonly card: { readonly lane: number; readonly card: string };
  readonly owner: string;
  readonly state: CardState;
  readonly reason?: string;
  /** The card that stands in its place from now on. */
  readonly replacedBy?: string;
  /** The card that was named; it gave way to the one that was changed. */
  readonly insteadOf?: { readonly lane: number; readonly card: string };
  /** Which credential asked for it. */
  readonly by?: string;
};

export type CardAnswer = {
  readonly card: string;
  readonly member: string;
  readonly state: CardState;
  readonly reason?: string;
  readonly replacedBy?: string;
  readonly insteadOf?: string;
  readonly recordedAt: string;
};

/** The answer to any change of a card, from its record. */
export const presentCard =
  ({ tokens }: Pick<CardDeps, 'tokens'>) =>
  (record: CardRecord, { recordedAt }: { readonly recordedAt: Instant }): CardAnswer => ({
    card: tokens.encode('card', record.card.lane, BigInt(record.card.card)),
    member: tokens.encode('mem', record.card.lane, BigInt(record.owner)),
    state: record.state,
    ...(record.reason !== undefined && { reason: record.reason }),
    ...(record.replacedBy !== undefined && {
      replacedBy: tokens.encode('card', record.card.lane, BigInt(record.replacedBy)),
    }),
    ...(record.insteadOf && {
      insteadOf: tokens.encode('card', record.insteadOf.lane, BigInt(record.insteadOf.card)),
    }),
    recordedAt: isoFromInstant(recordedAt),
  });
