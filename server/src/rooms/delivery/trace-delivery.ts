import type { Actor, AuditFacts } from '../../platform/audit.ts';
import type { Tx } from '../../platform/database/database.ts';
import type { DeliveryDeps } from './deps.ts';

/** What somebody who works here did with a card on its way, its offers or its looks; phones only masked, no number, no link. */
export type DeliveryAct = {
  readonly tenant: number;
  readonly act: `delivery.${string}`;
  readonly subject: string;
  readonly before?: AuditFacts;
  readonly after?: AuditFacts;
};

/**
 * Writes an act into the audit chain, last in the transaction in which it was done. Without `by` it is what a holder does by his own phone
 * or link, which is no act of a person or credential.
 */
export const traceDelivery = async (
  { audit }: Pick<DeliveryDeps, 'audit'>,
  tx: Tx,
  by: Actor | undefined,
  act: DeliveryAct,
): Promise<void> => (by === undefined ? undefined : audit?.(tx, { ...act, by }));
