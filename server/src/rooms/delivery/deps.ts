import type { Instant } from '../../kernel/instant.ts';
import type { Ok, Refusal } from '../../kernel/refusal.ts';
import type { Tokens } from '../../kernel/token.ts';
import type { Audit } from '../../platform/audit.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database, Queries } from '../../platform/database/database.ts';
import type { Guard } from '../../platform/guard/index.ts';
import type { Keys } from '../../platform/keys.ts';
import type { LookUp } from '../../platform/lanes/index.ts';
import type { CodePurpose } from '../members/index.ts';
import type { Notifications } from '../notifications/index.ts';
import type { Partners } from '../partners/index.ts';
import type { Programs } from '../programs/index.ts';
import type { CardPlace, Platform } from './delivery.ts';
import type { MemberCardSlot } from './member-card-slot.ts';

/** What a gift card says of itself to somebody who may see it. `number` is for barcode and pass, and for nothing else. */
export type GiftCard = CardPlace & {
  readonly program: number;
  readonly number: string;
  readonly masked: string;
  readonly state: 'active' | 'inactive' | 'blocked' | 'expired' | 'closed';
  /** What can be spent, as decimal text of the unit. */
  readonly balance: string;
  readonly unit: string;
  readonly expiresAt?: Instant | undefined;
};

/** A card that a code showed. */
export type Shown = Pick<CardPlace, 'lane' | 'card'> & { readonly code: bigint };

/** What this room needs of gift cards. */
export type GiftCardSlot = {
  /** By the number that a till read. */
  find(tenant: number, number: string): Promise<CardPlace | undefined>;
  show(tenant: number, place: Pick<CardPlace, 'lane' | 'card'>): Promise<GiftCard | undefined>;
  /** The card, when number and PIN are right. A wrong PIN counts in the card's own lane; which of them was wrong is not told. */
  showByPin(tenant: number, number: string, pin: string | undefined): Promise<GiftCard | undefined>;
  /**
   * Gives the card's value another number, so that who gave it away cannot spend it any more. Once per reference: a repeat gives
   * the place of the first time.
   */
  renumber(tenant: number, place: CardPlace, reference: string): Promise<Ok<{ readonly card: CardPlace }> | Refusal>;
  /** Keeps that a till has seen the code of a card's phone, so that it may pay with the card once; `code` twice is one. */
  keepProof(
    proof: Shown & { readonly tenant: number; readonly terminal: number; readonly at: Instant },
  ): Promise<unknown>;
  /** Makes what tills have seen worthless, where it has not paid yet. */
  endProofs(queries: Queries, shown: readonly Shown[], at: Instant): Promise<unknown>;
  /** Forgets what tills saw before a moment. */
  forgetProofs(before: Instant): Promise<unknown>;
};

/** What this room needs of sales, which stand on its own storey. */
export type SaleSlot = {
  isVoided(place: { readonly lane: number; readonly seq: bigint }): Promise<boolean>;
};

/** What is known of a member's app. */
export type Reach = { readonly app: 'active' | 'inactive' | 'absent'; readonly platform: Platform | '' };

/** What this room needs of push subscriptions. */
export type ReachSlot = (tenant: number, member: string) => Promise<Reach>;

/** One-time codes to phones, kept by the room members. */
export type PhoneCodes = {
  sendPhoneCode(
    tenant: number,
    phone: string,
    purpose: CodePurpose,
  ): Promise<Ok<{ readonly expiresAt: Instant }> | Refusal>;
  checkPhoneCode(
    tenant: number,
    phone: string,
    purpose: CodePurpose,
    code: string,
    usedBy: Buffer,
  ): Promise<{ readonly ok: true } | Refusal>;
};

/** What this room stands on. */
export type DeliveryDeps = {
  readonly database: Database;
  readonly keys: Keys;
  readonly tokens: Tokens;
  readonly clock: Clock;
  readonly guard: Guard;
  readonly programs: Programs;
  readonly partners: Partners;
  readonly notifications: Notifications;
  readonly look: LookUp;
  readonly phoneCodes: PhoneCodes;
  readonly giftCards: GiftCardSlot;
  readonly memberCards: MemberCardSlot;
  readonly sales: SaleSlot;
  readonly reach: ReachSlot;
  readonly audit?: Audit | undefined;
};
