import type { Email } from '../../../kernel/email.ts';
import type { Instant } from '../../../kernel/instant.ts';
import type { Phone } from '../../../kernel/phone.ts';
import type { Actor } from '../../../platform/audit.ts';
import type { Ok, Refusal } from '../../../kernel/refusal.ts';

/** The batch whose cards are handed out, and whose program says how. */
export type BatchToHandOut = {
  readonly tenant: number;
  readonly batch: bigint;
  /** Of the range, or of who asks; undefined where neither is bound to one. */
  readonly program: number | undefined;
};

/** What is handed out of one card: nothing of its number or PIN. Those of a gift card open nothing before it is activated. */
export type CardLinks = {
  readonly url: string;
  readonly apple: string | undefined;
  readonly google: string | undefined;
};

/** The links of a batch; one row for all of them, so that a million cost no more than one. */
export type OpenLinks = { readonly expiresAt: Instant; readonly of: (serial: number) => CardLinks };

/** Who opens, lists, sends or takes links back. */
export type HandsOut = Actor & { readonly credential: bigint };

/** How a card's link ended; `used`: somebody has taken the card into use without it. */
export type LinkEnd = 'claimed' | 'declined' | 'revoked' | 'used';

/** That a batch has links. */
export type LinksAbout = {
  readonly state: 'open' | 'over' | 'revoked';
  readonly openedAt: Instant;
  readonly expiresAt: Instant;
  readonly revokedAt: Instant | undefined;
  readonly openedBy: { readonly credential: bigint; readonly person: bigint | undefined };
  /** How many were ended one by one, and how. */
  readonly ended: Readonly<Partial<Record<LinkEnd, number>>>;
};

/** The links of a batch, page by page. */
export type ListedLinks = LinksAbout & {
  /** Undefined where those of the batch are over. */
  readonly of: (serial: number) => CardLinks | undefined;
  /** Of serials `from` to `to` those whose link has ended. */
  readonly ends: (from: number, to: number) => Promise<ReadonlyMap<number, LinkEnd>>;
};

/** What became of one card that should go to a person: a delivery, of a gift card, or a message with its link. */
export type SentCard =
  | Ok<{
      readonly delivery?: string | undefined;
      readonly message?: string | undefined;
      readonly state: string;
      readonly repeated: boolean;
    }>
  | Refusal;

/** To whom a link goes. */
export type LinkReceiver = { readonly phone: Phone } | { readonly email: Email };

/** Slot: how cards that were made are handed out. The room delivery stands above this one and fills it. */
export type Distribution = {
  /** Refuses a program that does not deliver: before a card is made that should have links. */
  against(batch: Omit<BatchToHandOut, 'batch'>): Promise<Refusal | undefined>;
  /** Opens the links of a batch, once: asked again they are those of then, and refused where they were revoked. */
  open(
    batch: BatchToHandOut,
    asked: { readonly by: HandsOut; readonly hours: number | undefined },
  ): Promise<Ok<{ readonly links: OpenLinks }> | Refusal>;
  /** The links as they are; undefined where none were opened, or they are over. */
  find(batch: BatchToHandOut): Promise<OpenLinks | undefined>;
  /** That a batch has links, since when and by whom; undefined where it never had. */
  about(tenant: number, batch: bigint): Promise<LinksAbout | undefined>;
  /** Its links for who lists them, which is kept in the audit; undefined where it never had any. */
  list(batch: BatchToHandOut, by: HandsOut): Promise<ListedLinks | undefined>;
  /** Ends the links of a batch, or of one card of it. A second time answers as the first. */
  revoke(
    tenant: number,
    batch: bigint,
    what: { readonly serial: number | undefined; readonly by: HandsOut },
  ): Promise<Ok<object> | Refusal>;
  /** Sends the link of one card by SMS or e-mail; a second time under the reference is the first. */
  sendLink(
    card: BatchToHandOut & { readonly serial: number },
    to: {
      readonly receiver: LinkReceiver;
      readonly language: 'en' | 'es';
      readonly reference: string;
      readonly by: HandsOut;
    },
  ): Promise<SentCard>;
  /** Sends an activated gift card, or the link of another card, to a phone; a second time is the first. */
  send(
    card: BatchToHandOut & { readonly serial: number },
    to: { readonly phone: Phone; readonly language: 'en' | 'es'; readonly by: HandsOut },
  ): Promise<SentCard>;
};
