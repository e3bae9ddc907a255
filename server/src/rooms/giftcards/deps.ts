import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Guard } from '../../platform/guard/index.ts';
import type { Keys } from '../../platform/keys.ts';
import type { CardSettings, KnowRange } from '../cards/index.ts';
import type { Accounts } from '../ledger/index.ts';
import type { PresentDeps } from '../points/index.ts';
import type { GiftSettings } from './gift-settings.ts';

/** What the operations of this room stand on: settings in memory, keys and tokens. The database gives ids and lanes to new gifts. */
export type GiftDeps = PresentDeps & {
  readonly keys: Keys;
  readonly clock: Clock;
  readonly database: Database;
  readonly accounts: Accounts;
  readonly giftSettings: GiftSettings;
  /** Ranges of cards: what stock is worth, and whether its PIN must be shown. */
  readonly cardSettings: () => CardSettings;
  /** Before a number is taken that no range has: another process may have opened one. */
  readonly knowRange: KnowRange;
  /** Counts wrong numbers and PINs of tills that are told the exact refusal. */
  readonly guard: Pick<Guard, 'misses'>;
  /**
   * A slot, since delivery stands above: whether a card is on a phone that shows codes of a minute in its place. Then its number,
   * which anybody may have copied, is not taken.
   */
  readonly asksForCode: (card: {
    readonly tenant: number;
    readonly program: number;
    readonly lane: number;
    readonly card: bigint;
  }) => Promise<boolean>;
};
