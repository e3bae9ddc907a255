import { assert } from '../../../kernel/assert.ts';
import { postgresFromInstant } from '../../../kernel/instant.ts';
import type { Instant } from '../../../kernel/instant.ts';
import type { Queries, Tx } from '../../../platform/database/database.ts';
import { statement } from '../../../platform/database/sql.ts';
import type { Grant, GrantScope } from '../grant.ts';
import type { Role } from '../role.ts';

type GrantRow = {
  role_grant: bigint;
  tenant_id: number;
  person: bigint;
  role: number;
  scope: GrantScope;
  place: string;
  valid_until: Instant;
  made_at: Instant;
};

const COLUMNS = 'role_grant, tenant_id, person, role, scope, place, valid_until, made_at';

// $1 tenant, $2 person, $3 role, $4 scope, $5 place, $6 until, $7 made at
const insertRow = statement<{ role_grant: bigint }>(
  'staff.insertGrant',
  `insert into staff.role_grant (tenant_id, person, role, scope, place, valid_until, made_at)
   values ($1, $2, $3, $4, $5, $6, $7)
   on conflict (tenant_id, person, role, scope, place) where ended_at is null do nothing
   returning role_grant`,
);

// One that has run out makes room for the next.
const endLapsed = statement(
  'staff.endLapsedGrants',
  `update staff.role_grant set ended_at = valid_until
   where tenant_id = $1 and person = $2 and ended_at is null and valid_until <= $3`,
);

const selectOfPerson = statement<GrantRow>(
  'staff.selectGrantsOf',
  `select ${COLUMNS} from staff.role_grant
   where tenant_id = $1 and person = $2 and ended_at is null and valid_until > $3 order by role_grant`,
);

const selectOpen = statement<GrantRow>(
  'staff.selectGrantLocked',
  `select ${COLUMNS} from staff.role_grant where tenant_id = $1 and role_grant = $2 and ended_at is null for update`,
);

const endRow = statement(
  'staff.endGrant',
  'update staff.role_grant set ended_at = $3 where tenant_id = $1 and role_grant = $2',
);

/** Gives the new grant's id, or undefined when the person has that role there already. */
export const insertGrant = async (tx: Tx, grant: Omit<Grant, 'grant'>): Promise<bigint | undefined> => {
  const { tenant, person, role, scope, place, validUntil, madeAt } = grant;
  await tx.run(endLapsed, [tenant, person, postgresFromInstant(madeAt)]);
  const times = [postgresFromInstant(validUntil), postgresFromInstant(madeAt)];
  const [row] = await tx.run(insertRow, [tenant, person, role.role, scope, place, ...times]);
  return row?.role_grant;
};

const fromRow = (row: GrantRow, roles: readonly Role[]): Grant => {
  const role = roles.find((one) => one.role === row.role);
  assert(role !== undefined, 'a grant names a role of its tenant');
  return Object.freeze({
    grant: row.role_grant,
    tenant: row.tenant_id,
    person: row.person,
    role,
    scope: row.scope,
    place: row.place,
    validUntil: row.valid_until,
    madeAt: row.made_at,
  });
};

/** What the person has at that moment; `roles` are those of the tenant. */
export const selectGrantsOf = async (
  queries: Queries,
  tenant: number,
  person: bigint,
  now: Instant,
  roles: readonly Role[],
): Promise<readonly Grant[]> =>
  (await queries.run(selectOfPerson, [tenant, person, postgresFromInstant(now)])).map((row) => fromRow(row, roles));

/** The open grant of that id, locked; undefined when the tenant has none. */
export const findGrantLocked = async (
  tx: Tx,
  tenant: number,
  grant: bigint,
  roles: readonly Role[],
): Promise<Grant | undefined> => {
  const [row] = await tx.run(selectOpen, [tenant, grant]);
  return row && fromRow(row, roles);
};

/** Ends the grant. */
export const updateGrantEnded = async (tx: Tx, tenant: number, grant: bigint, now: Instant): Promise<void> => {
  await tx.run(endRow, [tenant, grant, postgresFromInstant(now)]);
};
