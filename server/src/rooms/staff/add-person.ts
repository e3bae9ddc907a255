import { refuse } from '../../kernel/refusal.ts';
import type { Ok, Refusal } from '../../kernel/refusal.ts';
import type { Actor } from '../../platform/audit.ts';
import type { Tx } from '../../platform/database/database.ts';
import { sealPersonFields } from './person-fields.ts';
import { readStaffEmail } from './person.ts';
import type { Person, PersonInput } from './person.ts';
import type { StaffDeps } from './staff-deps.ts';
import { insertPerson } from './store/person.ts';

export type AddPersonOutcome =
  | Ok<{ readonly person: Person }>
  | Refusal<'staff.person.email_malformed' | 'staff.person.email_taken'>;

/**
 * Adds a person who has yet to accept the invitation. Refuses an address that is none, then one that somebody of the
 * tenant has. `also` runs in the same transaction, before the trace.
 */
export const addPerson = async (
  deps: StaffDeps,
  tenant: number,
  input: PersonInput,
  by: Actor,
  also: (tx: Tx, person: Person) => Promise<void> = async () => undefined,
): Promise<AddPersonOutcome> => {
  const read = readStaffEmail(input.email);
  if (!read.ok) return read;
  return deps.database.transaction(async (tx) => {
    const person = await insertPerson(tx, {
      tenant,
      name: input.name,
      email: read.email,
      language: input.language ?? 'en',
      state: 'invited',
      madeAt: deps.clock.now(),
    });
    if (person === undefined) return refuse('staff.person.email_taken');
    await also(tx, person);
    const { name, email } = person;
    const sealed = await sealPersonFields(tx, deps.keys, tenant, person.person, { name, email });
    const subject = `person ${person.person}`;
    await deps.audit(tx, { tenant, by, act: 'staff.person.added', subject, after: { state: person.state, ...sealed } });
    return { ok: true as const, person };
  });
};
