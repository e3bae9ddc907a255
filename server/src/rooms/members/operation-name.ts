import { refuse, type Ok, type Refusal } from '../../kernel/refusal.ts';
import { oneReference, referenceBytes, type Family } from '../../platform/lanes/index.ts';
import type { Principal } from '../partners/index.ts';
import type { PhoneProof } from './check-phone-code.ts';
import type { Named } from './member-arrival.ts';

/**
 * The space of references of somebody who calls without naming a till: his terminal's, his partner's, or the tenant's, which is
 * 0. Two partners may number their requests alike.
 */
const spaceOf = ({ terminal, partner }: Principal): bigint => {
  if (terminal !== undefined) return 2n * BigInt(terminal) + 1n;
  return partner === undefined ? 0n : 2n * BigInt(partner);
};

/** What may be refused of the name of an operation: those who take one put it into their lists. */
export const NAME_REFUSALS = ['operation.reference_missing', 'operation.reference_differs'] as const;
export type NameRefusal = (typeof NAME_REFUSALS)[number];

/**
 * What the client calls an operation: in its body, or in the Idempotency-Key header. Refuses an operation without name, and one with two
 * that differ: whoever repeats it could mean either.
 */
export function nameOperation(
  principal: Principal,
  family: Family,
  inBody: string | undefined,
  inHeader: string | undefined,
): Ok<{ name: Named }> | Refusal<NameRefusal> {
  const named = oneReference(inBody, inHeader);
  if (!named.ok) return named;
  if (named.reference === undefined) return refuse('operation.reference_missing');
  return { ok: true, name: { space: spaceOf(principal), family, reference: named.reference } };
}

/** A code that came with an operation: a repeat of the operation may show it again. */
export const proofBy = ({ space, family, reference }: Named, code: string): PhoneProof => ({
  code,
  usedBy: referenceBytes(`${space}/${family}/${reference}`),
});
