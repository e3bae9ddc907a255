import type { Email } from '../../kernel/email.ts';
import type { Tx } from '../../platform/database/database.ts';
import type { Language } from './person.ts';

/** A message to a person, by template and facts; who sends it also words it. */
export type Mail = {
  readonly tenant: number;
  /** Unique in the tenant, so that a repeated send is one message. */
  readonly reference: string;
  readonly to: Email;
  readonly language: Language;
  readonly template: 'invitation' | 'password-reset' | 'sign-in-code';
  readonly facts: Readonly<Record<string, string>>;
};

/** Slot: puts a message into the queue, in the transaction that has a reason for it. */
export type SendMail = (tx: Tx, mail: Mail) => Promise<void>;
