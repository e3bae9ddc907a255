import { postgresFromInstant } from '../../../kernel/instant.ts';
import type { Instant } from '../../../kernel/instant.ts';
import type { Tx } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';

const endOfPerson = statement(
  'staff.endSessionsOf',
  `update staff.session set ended_at = $3, end_reason = $4 where tenant_id = $1 and person = $2 and ended_at is null`,
);

/** Ends all sessions of the person, from the next request on. */
export const endSessionsOf = async (
  tx: Tx,
  tenant: number,
  person: bigint,
  now: Instant,
  reason: string,
): Promise<void> => {
  await tx.run(endOfPerson, [tenant, person, postgresFromInstant(now), reason]);
};
