import { randomBytes } from 'node:crypto';
import { assert } from '../kernel/assert.ts';
import { parseEmail } from '../kernel/email.ts';
import { refuse, type Refusal } from '../kernel/refusal.ts';
import { SCOPES } from '../rooms/partners/index.ts';
import type { House } from './compose.ts';
import { standardRoles } from './rights/standard-roles.ts';

// What whoever has the machine does by hand. It stands in the audit chain as done by the program itself, so nobody made these people:
// two of them may approve for each other.
const PASSWORD_BYTES = 15;

export type AdmittedByHand = { readonly ok: true; readonly email: string; readonly password: string };

/** Whom a tenant is opened with. */
export type Founder = { readonly email: string; readonly name: string; readonly language: 'en' | 'es' };

/**
 * Opens a tenant with the roles that one begins with, and lets its founders in as administrators, each with a password that is given
 * here and never again. Two of them may approve for each other from the first hour: when a tenant is opened nothing stands in it yet
 * that a made-up second person could take, and afterwards nobody becomes a founder. Refuses what `programs.openTenant` and
 * `staff.admitPerson` refuse; an address that is none before anything is opened.
 */
export async function openTenantByHand(
  house: Pick<House, 'programs' | 'staff'>,
  input: { readonly code: string; readonly name: string; readonly defaultCountry: string },
  founders: readonly Founder[] = [],
) {
  const named = new Map<string, Founder>();
  for (const founder of founders) {
    const read = parseEmail(founder.email);
    if (!read.ok) return refuse('staff.person.email_malformed');
    named.set(read.value.toLowerCase(), founder);
  }
  const opened = await house.programs.openTenant(input);
  if (!opened.ok) return opened;
  const { tenant } = opened.tenant;
  await defineStandardRoles(house, tenant);
  const admitted: AdmittedByHand[] = [];
  for (const founder of named.values()) {
    const one = await letIn(house, tenant, { ...founder, role: 'administrator', isFounder: true });
    if (!one.ok) return one;
    admitted.push(one);
  }
  return { ...opened, founders: admitted };
}

/** Gives the tenant the standard roles that it does not have; an opening that was cut off is taken up here. */
async function defineStandardRoles({ staff }: Pick<House, 'staff'>, tenant: number): Promise<void> {
  const there = new Set((await staff.listRoles(tenant)).map(({ code }) => code));
  for (const role of standardRoles(staff.permissions).filter(({ code }) => !there.has(code))) {
    const defined = await staff.defineRole(tenant, role, {});
    assert(defined.ok, `a standard role was refused: ${JSON.stringify(defined)}`);
  }
}

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
  await defineStandardRoles(house, tenant);
  const { role } = person;
  // Asked before anybody is let in: a person with a password and no role would be half of what was wanted.
  if ((await house.staff.findRole(tenant, role)) === undefined) return refuse('staff.role.not_found', { role });
  return letIn(house, tenant, person);
}

async function letIn(
  house: Pick<House, 'staff'>,
  tenant: number,
  { role, ...person }: Founder & { readonly role: string; readonly isFounder?: boolean },
): Promise<AdmittedByHand | Refusal> {
  const password = randomBytes(PASSWORD_BYTES).toString('base64url');
  const admitted = await house.staff.admitPerson(tenant, { ...person, password }, {});
  if (!admitted.ok) return admitted;
  const where = { scope: 'tenant', place: '' } as const;
  const granted = await house.staff.grantRole(tenant, { person: admitted.person.person, role, where }, {});
  if (!granted.ok && granted.refusal !== 'staff.grant.exists') return granted;
  return { ok: true, email: admitted.person.email, password };
}

/**
 * Issues a credential of the whole tenant, of a person where one is named by address: it then acts as that person, and may approve as
 * he may. Without scopes it may do everything. Refuses an address of nobody here, and what `partners.issueCredential` refuses.
 */
export async function issueByHand(
  { partners, staff }: Pick<House, 'partners' | 'staff'>,
  tenant: number,
  asked: { readonly name: string; readonly scopes: readonly string[]; readonly person?: string | undefined },
) {
  const { name } = asked;
  const scopes = asked.scopes.length > 0 ? asked.scopes : [...SCOPES];
  if (asked.person === undefined) return partners.issueCredential(tenant, { name, scopes });
  const person = await staff.findPersonByEmail(tenant, asked.person);
  if (person === undefined) return refuse('partners.credential.person_not_found');
  return partners.issueCredential(tenant, { name, scopes, person: person.person });
}
