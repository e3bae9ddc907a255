import type { Instant } from '../../kernel/instant.ts';
import type { Desk, Operation, Plan } from '../../platform/lanes/index.ts';
import type { JournalEntry } from '../ledger/index.ts';
import { clockAgainst, type Till } from '../partners/index.ts';
import { openBooking, type Booking } from '../points/index.ts';
import type { GiftDeps } from './deps.ts';

/** The till that sends an act, and what its clock said; nothing where it happens now. */
export type ActTill = Till & {
  readonly occurredAt?: Instant | undefined;
  /** Who did it by hand, where a person did: with whoever said yes, where that was needed. */
  readonly by?: string | undefined;
};

/**
 * Opens the entry of an act, dated by the till. What a card may and has is asked now, by the clock of this program: a card that was
 * blocked or emptied a minute ago does not pay for what a till says was an hour ago.
 */
export const openAct = (
  { accounts }: Pick<GiftDeps, 'accounts'>,
  desk: Desk<JournalEntry>,
  till: Pick<ActTill, 'program'> & Partial<ActTill>,
  lane: number,
): Booking => openBooking(desk, accounts, lane, till.occurredAt ?? desk.recordedAt);

/** An operation whose till may say when it happened: refused where that clock is as wrong as no sale may be. Asked before anything else. */
export const byTillClock = <Input extends { readonly till: ActTill }, P extends Plan, Record, Answer>(
  operation: Operation<Input, P, Record, Answer, JournalEntry>,
): Operation<Input, P, Record, Answer, JournalEntry> => ({
  ...operation,
  decide(input, plan, desk) {
    const { till } = input;
    const against =
      till.occurredAt === undefined ? undefined : clockAgainst(till, 'request', till.occurredAt, desk.recordedAt);
    return against ?? operation.decide(input, plan, desk);
  },
});
