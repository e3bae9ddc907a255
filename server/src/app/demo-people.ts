import { randomBytes } from 'node:crypto';
import { assert } from '../kernel/assert.ts';
import type { House } from './compose.ts';
import { standardRoles } from './rights/standard-roles.ts';

/** Somebody who may sign in to the portal of the demo. The second factor is a code that goes to the outbox. */
export type DemoPerson = { readonly email: string; readonly password: string; readonly role: string };

const PEOPLE = [
  { name: 'Ana Torres', email: 'ana@demo.example', role: 'administrator' },
  { name: 'Bruno Vidal', email: 'bruno@demo.example', role: 'program-manager' },
] as const;

const PASSWORD_BYTES = 15;

/** Gives the demo tenant its roles and two people, since what moves value needs two; each with a password of its own. */
export async function openDemoPeople({ staff }: House, tenant: number): Promise<readonly DemoPerson[]> {
  for (const role of standardRoles(staff.permissions)) {
    const defined = await staff.defineRole(tenant, role, {});
    assert(defined.ok, `the demo role was refused: ${JSON.stringify(defined)}`);
  }
  // Whoever tries the demo has no authenticator of three days' age; its codes come to the outbox. Its key is for trying the API, so that it may what
  // its scopes say; people are held to their bounds.
  const policy = {
    ...{ approvalNeedsPerson: true, approvalNeedsAuthenticator: false, newcomerHours: 0 },
    credentialsAreBound: false,
  };
  await staff.setPolicy(tenant, policy, {}, 'demo');
  const people: DemoPerson[] = [];
  for (const { name, email, role } of PEOPLE) {
    const password = randomBytes(PASSWORD_BYTES).toString('base64url');
    const admitted = await staff.admitPerson(tenant, { name, email, password }, {});
    assert(admitted.ok, 'the demo person is admitted');
    const where = { scope: 'tenant', place: '' } as const;
    const granted = await staff.grantRole(tenant, { person: admitted.person.person, role, where }, {});
    assert(granted.ok || granted.refusal === 'staff.grant.exists', 'the demo person has its role');
    people.push({ email, password, role });
  }
  return people;
}
