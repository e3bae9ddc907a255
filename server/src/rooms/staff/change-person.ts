import { refuse } from '../../kernel/refusal.ts';
import type { Ok, Refusal } from '../../kernel/refusal.ts';
import type { Actor } from '../../platform/audit.ts';
import { sealPersonFields } from './person-fields.ts';
import type { Language, Person, PersonState } from './person.ts';
import type { StaffDeps } from './staff-deps.ts';
import { findPersonLocked, updatePerson } from './store/person.ts';
import { endSessionsOf } from './store/session.ts';

/** What is left out stays. A person becomes active by accepting the invitation, not by this. */
export type PersonChange = {
  readonly name?: string | undefined;
  readonly language?: Language | undefined;
  readonly state?: 'active' | 'suspended' | 'left' | undefined;
  readonly reason?: string | undefined;
};

export type ChangePersonOutcome =
  | Ok<{ readonly person: Person }>
  | Refusal<'staff.person.not_found' | 'staff.person.is_oneself' | 'staff.person.has_left' | 'staff.person.not_active'>;

// Suspended before the invitation was accepted, somebody goes on being invited.
const refuseState = (
  from: PersonState,
  to: PersonChange['state'],
): Refusal<'staff.person.has_left' | 'staff.person.not_active'> | undefined => {
  if (from === 'left' && to !== 'left') return refuse('staff.person.has_left');
  if (from === 'invited' && to === 'active') return refuse('staff.person.not_active');
  return undefined;
};

/**
 * Renames a person, suspends, lets work again, or says that it has left, which is for ever. Who is suspended or gone is
 * out of all sessions at once, and the person's credentials are refused within a second. Refuses an unknown person, a
 * change of one's own state, a return of one who left, and making an invited one active.
 */
export const changePerson = async (
  deps: StaffDeps,
  tenant: number,
  id: bigint,
  change: PersonChange,
  by: Actor,
): Promise<ChangePersonOutcome> =>
  deps.database.transaction(async (tx) => {
    const person = await findPersonLocked(tx, tenant, id);
    if (person === undefined) return refuse('staff.person.not_found');
    if (change.state !== undefined && change.state !== person.state) {
      if (by.person === id) return refuse('staff.person.is_oneself');
      const refusal = refuseState(person.state, change.state);
      if (refusal) return refusal;
    } else if (person.state === 'left') return refuse('staff.person.has_left');
    const changed: Person = {
      ...person,
      name: change.name ?? person.name,
      language: change.language ?? person.language,
      state: change.state ?? person.state,
    };
    await updatePerson(tx, changed);
    const stops = changed.state !== person.state && changed.state !== 'active';
    if (stops) await endSessionsOf(tx, tenant, id, deps.clock.now(), changed.state);
    const sealed =
      changed.name === person.name
        ? undefined
        : await sealPersonFields(tx, deps.keys, tenant, id, { before: person.name, after: changed.name });
    if (changed.state !== person.state) await deps.raiseRevision(tx);
    await deps.audit(tx, {
      ...{ tenant, by, act: 'staff.person.changed', subject: `person ${id}`, reason: change.reason },
      before: { state: person.state, language: person.language },
      after: { state: changed.state, language: changed.language, ...(sealed && { name: sealed }) },
    });
    return { ok: true as const, person: changed };
  });
