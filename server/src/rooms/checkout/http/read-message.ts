import type { Refusal } from '../../../kernel/refusal.ts';
import { instantFromIso, type Instant } from '../../../kernel/instant.ts';
import { oneReference, referenceBytes, type Family, type ReferenceKey } from '../../../platform/lanes/index.ts';
import { referenceSpaceOf, type Principal, type Till } from '../../partners/index.ts';
import type { Checkout } from '../create-checkout.ts';
import type { Manner } from '../sale.ts';
import { invalid } from './invalid.ts';
import type { Read } from './room-endpoint.ts';

/** Who sends a message, and the reference that came beside its body. */
export type Sender = { readonly principal: Principal; readonly clientReference: string | undefined };

/** What every message says beside its business. */
export type MessageFields = {
  readonly reference?: string | undefined;
  readonly manner?: Manner | undefined;
  readonly outlet?: string | undefined;
  readonly terminal?: string | undefined;
  readonly occurredAt: string;
};

export type Message = {
  readonly till: Till;
  readonly exceptions: readonly Refusal[];
  readonly occurredAt: Instant;
  readonly receivedAt: Instant;
  readonly manner: Manner;
  readonly reference: string | undefined;
};

// Before the first point was ever earned, and so far ahead that no end of validity leaves the calendar.
const OCCURRED_FROM = instantFromIso('1990-01-01T00:00:00Z') as Instant;
const OCCURRED_UNTIL = instantFromIso('2100-01-01T00:00:00Z') as Instant;

/**
 * Reads what every message says of itself. Refuses, in this order: two references that differ; a till that may not send it (see
 * resolveTill); a moment that no calendar or program has.
 */
export function readMessage(checkout: Checkout, sender: Sender, body: MessageFields): Read<Message> {
  const named = oneReference(body.reference, sender.clientReference);
  if (!named.ok) return named as Refusal<never>;
  const manner = body.manner ?? 'request';
  const found = checkout.partners.resolveTill(sender.principal, body, manner);
  if (!found.ok) return found;
  const { terminal, outlet, partner, program, credential, exceptions } = found;
  const occurredAt = instantFromIso(body.occurredAt);
  if (occurredAt === undefined || occurredAt < OCCURRED_FROM || occurredAt >= OCCURRED_UNTIL) {
    return invalid('occurredAt', 'Not an instant of the calendar between 1990 and 2100');
  }
  return {
    ok: true,
    till: { terminal, outlet, partner, program, credential },
    exceptions,
    occurredAt,
    receivedAt: checkout.clock.now(),
    manner,
    reference: named.reference,
  };
}

/** The unique name of an operation of a till. */
export const referenceKey = (till: Till, family: Family, reference: string): ReferenceKey => ({
  tenant: till.program.tenant,
  space: referenceSpaceOf(till),
  family,
  reference: referenceBytes(reference),
});
