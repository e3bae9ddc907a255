import { refuse, type Ok, type Refusal } from '../../../kernel/refusal.ts';
import { recordSheet } from '../../ledger/index.ts';
import type { Principal } from '../../partners/index.ts';
import type { Checkout } from '../create-checkout.ts';
import { findOperation, type OperationRow } from '../read/operation.ts';
import { maySee } from './operation-body.ts';

/** One operation with its record, which is undefined where it has none (a settling by time). */
export type OperationFound = OperationRow & { readonly record: unknown };

/** The operation that an id names. One of another tenant, or of an outlet that the credential does not see, is unknown. */
export async function operationOf(
  checkout: Checkout,
  principal: Principal,
  id: string,
): Promise<Ok<{ readonly found: OperationFound }> | Refusal<'checkout.operation.unknown'>> {
  const place = checkout.tokens.decode('op', id);
  const found = place && (await findOperation(checkout.database, principal.tenant, place));
  if (!found || !maySee(checkout, principal, found.outlet)) return refuse('checkout.operation.unknown');
  const kept = await checkout.machine.look.row(recordSheet, found);
  return { ok: true, found: { ...found, record: kept?.record } };
}
