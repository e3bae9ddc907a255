import type { Phone } from '../../../kernel/phone.ts';
import type { Queries } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { Keys } from '../../../platform/keys.ts';
import { phoneKeys } from '../../members/index.ts';

// A member's number as he proved it. Read as text where it stands, since digests of an older key would not meet ours.
const selectPhone = statement<{ phone: string }>(
  'delivery.selectProvedPhone',
  `select phone from members.profile where tenant_id = $1 and member = $2 and lane = $3 and phone_verified and phone is not null`,
);

/** The keys under which this room may have a member's proved phone; none while he has proved none. */
export async function findPhonesOfOwner(
  queries: Queries,
  keys: Keys,
  { tenant, lane, owner }: { readonly tenant: number; readonly lane: number; readonly owner: bigint },
): Promise<Buffer[]> {
  const rows = await queries.run(selectPhone, [tenant, owner, lane]);
  return rows.flatMap((row) => phoneKeys(keys, row.phone as Phone));
}
