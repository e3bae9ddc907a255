import type { Phone } from '../../../../kernel/phone.ts';
import type { Queries } from '../../../../platform/database/database.ts';
import { statement } from '../../../../platform/database/sql.ts';
import { EXTERNAL_ID } from '../../../members/index.ts';

const selectKnown = statement<{ key: Buffer }>(
  'cards.selectKnownMembers',
  `select name.key from lanes.name as name
    where name.tenant_id = $1 and name.kind = '${EXTERNAL_ID}' and name.key = any ($2::bytea[])`,
);
const selectPhone = statement<{ phone: Phone }>(
  'cards.selectPhoneOfMemberNamed',
  `select known.phone from lanes.name as name
     join members.profile as known on known.tenant_id = name.tenant_id and known.member = name.owner
    where name.tenant_id = $1 and name.kind = '${EXTERNAL_ID}' and name.key = any ($2::bytea[])
      and known.phone_verified and known.phone is not null`,
);

/** Which digests of external ids are a member's, in hexadecimal. */
export const knownMembers = async (
  queries: Queries,
  tenant: number,
  keys: readonly Buffer[],
): Promise<ReadonlySet<string>> =>
  keys.length === 0
    ? new Set()
    : new Set((await queries.run(selectKnown, [tenant, keys])).map(({ key }) => key.toString('hex')));

/** The phone that the member with one of these digests has proved. */
export const phoneOfMemberNamed = async (
  queries: Queries,
  tenant: number,
  keys: readonly Buffer[],
): Promise<Phone | undefined> => (await queries.run(selectPhone, [tenant, keys]))[0]?.phone;
