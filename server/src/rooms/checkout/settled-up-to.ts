import type { Instant } from '../../kernel/instant.ts';
import type { Sale } from './sale.ts';

/** Up to when time has worked on the wallets: a request knows now; a notice speaks of its own moment, so that replay in order gives history. */
export const settledUpTo = (sale: Pick<Sale, 'manner' | 'occurredAt'>, recordedAt: Instant): Instant =>
  sale.manner === 'notice' && sale.occurredAt < recordedAt ? sale.occurredAt : recordedAt;
