import type { Email } from '../../kernel/email.ts';
import { parseEmail } from '../../kernel/email.ts';
import type { Instant } from '../../kernel/instant.ts';
import { refuse } from '../../kernel/refusal.ts';
import type { Ok, Refusal } from '../../kernel/refusal.ts';

export type Language = 'en' | 'es';
export type PersonState = 'invited' | 'active' | 'suspended' | 'left';

/** Somebody who works with the program of a tenant. Members are no persons in this sense. */
export type Person = {
  readonly person: bigint;
  readonly tenant: number;
  readonly name: string;
  /** As `readStaffEmail` gives it; unique in the tenant. */
  readonly email: Email;
  readonly language: Language;
  readonly state: PersonState;
  readonly madeAt: Instant;
};

export type PersonInput = {
  readonly name: string;
  readonly email: string;
  readonly language?: Language | undefined;
};

/** The address in lower case: people do not remember how they wrote theirs, and two that differ by case are one desk. */
export const readStaffEmail = (
  text: string,
): Ok<{ readonly email: Email }> | Refusal<'staff.person.email_malformed'> => {
  const parsed = parseEmail(text);
  if (!parsed.ok) return refuse('staff.person.email_malformed');
  return { ok: true, email: parsed.value.toLowerCase() as Email };
};
