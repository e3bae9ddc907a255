import type { Unit } from '../../kernel/quantity.ts';
import { refuse } from '../../kernel/refusal.ts';
import type { Refusal } from '../../kernel/refusal.ts';
import type { Zone } from '../../kernel/zone.ts';
import type { Policy } from './policy.ts';

/** A loyalty program of a tenant. `zone` is the calendar of expiry, tiers and campaigns; outlets have their own. */
export type Program = {
  readonly program: number;
  readonly tenant: number;
  readonly code: string;
  readonly name: string;
  readonly zone: Zone;
  /** The money in which receipts of the program are kept. */
  readonly currency: Unit;
  readonly state: 'open' | 'closed';
  readonly policy: Policy;
};

/** Refuses a closed program: no sale, no new outlet, no new settings. What is in the books stays readable. */
export const refuseClosed = (program: Program): Refusal<'programs.program.closed'> | undefined =>
  program.state === 'closed' ? refuse('programs.program.closed', { program: program.code }) : undefined;
