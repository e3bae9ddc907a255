import { randomBytes } from 'node:crypto';
import { assert } from '../kernel/assert.ts';
import { refuse, type Refusal } from '../kernel/refusal.ts';
import { SCOPES } from '../rooms/partners/index.ts';
import type { House } from './compose.ts';
import { standardRoles } from './rights/standard-roles.ts';

// What whoever has the machine does by hand. It stands in the audit chain as done by the program itself, so nobody made these people:
// two of them may approve for each other.
const PASSWORD_BYTES = 15;

/** Opens a tenant with the roles that one begins with. Refuses what `programs.openTenant` refuses. */
export async function openTenantByHand(
  house: Pick<House, 'programs' | 'staff'>,
  input: { readonly code: string; readonly name: string; readonly defaultCountry: string },
) {
  const opened = await house.programs.openTenant(input);
  if (opened.ok) await defineStandardRoles(house, opened.tenant.tenant);
  return opened;
}

/** Gives the tenant the standard roles that it does not have; an opening that was cut off is taken up here. */
async function defineStandardRoles({ staff }: Pick<House, 'staff'>, tenant: number): Promise<void> {
  const there = new Set((await staff.listRoles(tenant)).map(({ code }) => code));
  for (const role of standardRoles(staff.permissions).filter(({ code }) => !there.has(code))) {
    const defined = await staff.defineRole(tenant, role, {});
    assert(defined.ok, `a standard role was refused: ${JSON.stringify(defined)}`);
  }
}

export type AdmittedByHand = { readonly ok: true; readonly email: string; readonly password: string };

/**
 * Lets somebody sign in to the portal with a role in the whole tenant and a new password, which is given here and never again. For
 * somebody who is there already it is a new password: a way back in for whoever has the machine. Refuses what `staff.admitPerson` and
 * `staff.grantRole` refuse.
 */
export async function admitByHand(
  house: Pick<House, 'staff'>,
  tenant: number,
  person: { readonly email: string; readonly name: string; readonly role: string; readonly language: 'en' | 'es' },
): Promise<AdmittedByHand | Refusal> {
  const { email, name, role, language } = person;
  await defineStandardRoles(house, tenant);
  // Asked before anybody is let in: a person with a password and no role would be half of what was wanted.
  if ((await house.staff.findRole(tenant, role)) === undefined) return refuse('staff.role.not_found', { role });
  const password = randomBytes(PASSWORD_BYTES).toString('base64url');
  const admitted = await house.staff.admitPerson(tenant, { name, email, language, password }, {});
  if (!admitted.ok) return admitted;
  const where = { scope: 'tenant', place: '' } as const;
  const granted = await house.staff.grantRole(tenant, { person: admitted.person.person, role, where }, {});
  if (!granted.ok && granted.refusal !== 'staff.grant.exists') return granted;
  return { ok: true, email: admitted.person.email, password };
}

/** Issues a credential of the whole tenant. Without scopes it may do everything. Refuses what `partners.issueCredential` refuses. */
export const issueByHand = (
  { partners }: Pick<House, 'partners'>,
  tenant: number,
  { name, scopes }: { readonly name: string; readonly scopes: readonly string[] },
) => partners.issueCredential(tenant, { name, scopes: scopes.length > 0 ? scopes : [...SCOPES] });
