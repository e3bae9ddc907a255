import { refuse, type Ok, type Refusal } from '../../kernel/refusal.ts';
import { referenceBytes, type Family } from '../../platform/lanes/index.ts';
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

/** What the client calls an operation: in its body, else in the Idempotency-Key header. Refuses an operation without name. */
export function nameOperation(
  principal: Principal,
  family: Family,
  inBody: string | undefined,
  inHeader: string | undefined,
): Ok<{ name: Named }> | Refusal<'operation.reference_missing'> {
  const reference = inBody ?? inHeader;
  if (reference === undefined) return refuse('operation.reference_missing');
  return { ok: true, name: { space: spaceOf(principal), family, reference } };
}

/** A code that came with an operation: a repeat of the operation may show it again. */
export const proofBy = ({ space, family, reference }: Named, code: string): PhoneProof => ({
  code,
  usedBy: referenceBytes(`${space}/${family}/${reference}`),
});
