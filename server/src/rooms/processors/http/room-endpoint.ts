import { refuse, type Ok, type Refusal } from '../../../kernel/refusal.ts';
import type { Tokens } from '../../../kernel/token.ts';
import { endpointsFor } from '../../../platform/http/endpoint.ts';
import type { Guard } from '../../../platform/guard/index.ts';
import { FAMILY } from '../../../platform/lanes/index.ts';
import { nameOperation, type NameRefusal } from '../../members/index.ts';
import { speaksForTenant, type Principal } from '../../partners/index.ts';
import type { Programs } from '../../programs/index.ts';
import type { Processors } from '../create-processors.ts';
import type { PaymentName } from '../redemption.ts';

/** What the endpoints of this room stand on. */
export type ProcessorRouteDeps = {
  readonly processors: Processors;
  readonly tokens: Tokens;
  readonly programs: Programs;
  readonly guard: Pick<Guard, 'velocity'>;
};

/** An endpoint whose principal is one of a credential. */
export const roomEndpoint = endpointsFor<Principal>();

export const TAGS = ['processors'];

/** Refuses a credential that is bound: processors and what they owe us are the whole tenant's. */
export const refuseBound = (principal: Principal): Refusal<'processors.processor.not_for_bound'> | undefined =>
  speaksForTenant(principal) ? undefined : refuse('processors.processor.not_for_bound');

/** What a caller calls a payment, in its body or as Idempotency-Key. */
export function paymentNameOf(
  principal: Principal,
  inBody: string | undefined,
  inHeader: string | undefined,
): Ok<{ readonly name: PaymentName }> | Refusal<NameRefusal> {
  const named = nameOperation(principal, FAMILY.redeem, inBody, inHeader);
  if (!named.ok) return named;
  const { space, reference } = named.name;
  return { ok: true, name: { tenant: principal.tenant, space, reference } };
}

/** What whoever names a card may be refused. */
export const CARD_REFUSALS = [
  'kernel.card_number.malformed',
  'processors.card.no_range',
  'processors.card.kept_here',
  'processors.card.unknown',
  'processors.processor.not_found',
  'processors.processor.paused',
  'guards.attempts.too_many',
] as const;
