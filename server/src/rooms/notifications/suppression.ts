import type { Instant } from '../../kernel/instant.ts';

/** Nothing, or nothing that advertises. */
export type SuppressionScope = 'all' | 'marketing';

/** The person said so (STOP, unsubscribe), the address does not exist, the person told his mailbox that it was spam, or the tenant asked. */
export type SuppressionReason = 'opted_out' | 'bounced' | 'complained' | 'asked';

/** An address that is sent nothing. Which one it is, only its digest knows. */
export type Suppression = {
  readonly suppression: bigint;
  readonly kind: 'email' | 'sms';
  readonly masked: string;
  readonly scope: SuppressionScope;
  readonly reason: SuppressionReason;
  readonly madeAt: Instant;
};

const STOP = /^(stop|stopall|unsubscribe|cancel|end|quit|baja|alto|parar)$/;
const START = /^(start|unstop|alta)$/;

/** What a person means who answers an SMS with one of the words that networks agree on; else nothing is read into it. */
export const wishOf = (text: string): 'stop' | 'start' | undefined => {
  const word = text
    .trim()
    .toLowerCase()
    .replace(/[.!\s]+$/, '');
  if (STOP.test(word)) return 'stop';
  return START.test(word) ? 'start' : undefined;
};
