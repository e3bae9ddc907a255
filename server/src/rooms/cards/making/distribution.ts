import type { Instant } from '../../../kernel/instant.ts';
import type { Phone } from '../../../kernel/phone.ts';
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

/** What became of one card that should go to a phone. */
export type SentCard = Ok<{ readonly delivery: string; readonly state: string; readonly repeated: boolean }> | Refusal;

/** Slot: how cards that were made are handed out. The room delivery stands above this one and fills it. */
export type Distribution = {
  /** Refuses a program that does not deliver: before a card is made that should have links. */
  against(batch: Omit<BatchToHandOut, 'batch'>): Promise<Refusal | undefined>;
  /** Opens the links of a batch, once: asked again they are those of then, and refused where they were revoked. */
  open(
    batch: BatchToHandOut,
    asked: { readonly by: bigint; readonly hours: number | undefined },
  ): Promise<Ok<{ readonly links: OpenLinks }> | Refusal>;
  /** The links as they are; undefined where none were opened, or they are over. */
  find(batch: BatchToHandOut): Promise<OpenLinks | undefined>;
  /** Ends the links of a batch, or of one card of it. A second time answers as the first. */
  revoke(tenant: number, batch: bigint, serial: number | undefined): Promise<Ok<object> | Refusal>;
  /** Sends an activated card to a phone; a second time is the first. */
  send(
    card: { readonly tenant: number; readonly batch: bigint; readonly serial: number },
    to: { readonly phone: Phone; readonly language: 'en' | 'es' },
  ): Promise<SentCard>;
};
