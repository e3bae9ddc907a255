import type { Instant } from '../../kernel/instant.ts';
import type { Desk } from '../../platform/lanes/index.ts';
import type { JournalEntry } from '../ledger/index.ts';
import type { Member } from './member.ts';
import type { Channel } from './profile.ts';

/** What joining has brought, as the enrolment keeps it: the entry that booked it, in the member's lane, and its points. */
export type KeptWelcome = {
  readonly lane: number;
  readonly seq: string;
  readonly credits: readonly {
    readonly walletType: number;
    readonly points: number;
    readonly isPending: boolean;
    readonly activeAt: number;
    readonly expiresAt: number;
  }[];
};

/** What of it is told. */
export type Welcome = {
  readonly operation: string;
  readonly earned: readonly {
    readonly walletType: string;
    readonly points: string;
    readonly unit: string;
    readonly isPending: boolean;
    readonly activeAt?: string;
    readonly expiresAt?: string;
  }[];
};

/** What this room needs of the room occasions, which stands above it; filled where the server is put together. */
export type WelcomeSlot = {
  /** A member has joined a program: books what that brings, in the batch under way. Undefined where it brings nothing. */
  joined(
    desk: Desk<JournalEntry>,
    member: Member,
    of: { readonly program: number; readonly channel: Channel; readonly at: Instant },
  ): KeptWelcome | undefined;
  present(kept: KeptWelcome): Welcome;
};
