import type { Email } from '../../kernel/email.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Phone } from '../../kernel/phone.ts';

/** How a message travels. */
export const KINDS = ['email', 'sms', 'push'] as const;
export type Kind = (typeof KINDS)[number];

/** Languages in which the house has words of its own. */
export const LANGUAGES = ['en', 'es'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Advertising may be refused by a person and everything else still come. */
export const PURPOSES = ['service', 'marketing'] as const;
export type Purpose = (typeof PURPOSES)[number];

/**
 * `queued` waits; `sending` is with a worker; `sent` was taken by the other side, which is not yet the person; `delivered` came in.
 * Over are `failed`, `suppressed` (the person wants none) and `expired` (too late to be of use).
 */
export const STATES = ['queued', 'sending', 'sent', 'delivered', 'failed', 'suppressed', 'expired'] as const;
export type MessageState = (typeof STATES)[number];

/** Whom it goes to. `member` is the member's name outside (`mem_…`): a push goes to all browsers of his that take pushes. */
export type Address = { readonly phone: Phone } | { readonly email: Email } | { readonly member: string };

/** What a template may speak of. Flat: text is escaped where it is put, and nothing of it is read as a template. */
export type Facts = Readonly<Record<string, string | number | boolean>>;

/** A message as lists and other rooms see it: whom it went to only masked. */
export type Message = {
  readonly message: bigint;
  readonly tenant: number;
  readonly reference: string;
  readonly kind: Kind;
  readonly template: string;
  readonly language: Language;
  readonly purpose: Purpose;
  readonly masked: string;
  readonly state: MessageState;
  /** One word why, where a state has a reason. */
  readonly reason: string;
  readonly via: string;
  readonly attempts: number;
  readonly nextAttemptAt: Instant;
  readonly expiresAt: Instant;
  readonly madeAt: Instant;
  readonly stateAt: Instant;
  /** False once address and facts are deleted. */
  readonly isKept: boolean;
  /** Kept, and no secret. */
  readonly canBeResent: boolean;
};

export const REFERENCE_LENGTH_MAX = 200;
export const FACTS_MAX = 50;
export const FACT_LENGTH_MAX = 2_000;

/** How long a message is of use where its sender does not say. */
export const LIFE_SECONDS: Readonly<Record<Kind, number>> = { email: 72 * 3_600, sms: 24 * 3_600, push: 24 * 3_600 };

/** Address and facts are deleted so long after the message was made; those of a secret as soon as they are not needed. */
export const KEEPING_SECONDS = 30 * 86_400;

/** Of an SMS whose fate is unknown, or a message that the other side put off: so many tries in all. */
export const ATTEMPTS_MAX = 12;
