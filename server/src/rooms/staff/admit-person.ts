import { assert } from '../../kernel/assert.ts';
import { refuse } from '../../kernel/refusal.ts';
import type { Ok, Refusal } from '../../kernel/refusal.ts';
import type { Actor } from '../../platform/audit.ts';
import { hashPassword, refusePassword } from './password.ts';
import type { PasswordRefusal } from './password.ts';
import { sealPersonFields } from './person-fields.ts';
import { readStaffEmail } from './person.ts';
import type { Person, PersonInput } from './person.ts';
import type { StaffDeps } from './staff-deps.ts';
import { writePassword } from './store/login.ts';
import { findPersonByEmail, insertPerson, updatePerson } from './store/person.ts';
import { endSessionsOf } from './store/session.ts';

/** `isFounder`: named when the tenant was opened, before anything stood in it; what that is good for stands at `decideApproval`. */
export type AdmittedInput = PersonInput & { readonly password: string; readonly isFounder?: boolean | undefined };

/**
 * Lets a person in with a password that somebody else chose, without an invitation: for the demo, and for whoever sets
 * up an installation by hand. A person of that address gets the password and works from then on. Refuses an address
 * that is none, a weak password, and somebody who has left.
 */
export const admitPerson = async (
  deps: StaffDeps,
  tenant: number,
  input: AdmittedInput,
  by: Actor,
): Promise<
  Ok<{ readonly person: Person }> | PasswordRefusal | Refusal<'staff.person.email_malformed' | 'staff.person.has_left'>
> => {
  const read = readStaffEmail(input.email);
  if (!read.ok) return read;
  const { isFounder = false } = input;
  assert(!isFounder || (by.person === undefined && by.credential === undefined), 'only the machine names founders');
  const weak = refusePassword(input.password, [input.name, read.email]);
  if (weak) return weak;
  const kept = await hashPassword(input.password);
  return deps.database.transaction(async (tx) => {
    const now = deps.clock.now();
    const { name, language = 'en' } = input;
    const row = { tenant, name, email: read.email, language, state: 'active', madeAt: now } as const;
    const added = await insertPerson(tx, row);
    assert(added !== undefined || !isFounder, 'nobody is there before those whom a tenant is opened with');
    const person = added ?? (await findPersonByEmail(tx, tenant, read.email));
    assert(person !== undefined, 'an address that is taken is somebody of the tenant');
    if (person.state === 'left') return refuse('staff.person.has_left');
    const active: Person = { ...person, state: 'active' };
    await updatePerson(tx, active);
    await writePassword(tx, tenant, person.person, kept, now);
    await endSessionsOf(tx, tenant, person.person, now, 'password');
    await deps.equipPerson(tx, tenant, person.person);
    const sealed = await sealPersonFields(tx, deps.keys, tenant, person.person, { name, email: read.email });
    await deps.raiseRevision(tx);
    const subject = `person ${person.person}`;
    const act = isFounder ? 'staff.person.founded' : 'staff.person.admitted';
    await deps.audit(tx, { tenant, by, act, subject, after: { state: 'active', ...sealed } });
    return { ok: true as const, person: active };
  });
};
