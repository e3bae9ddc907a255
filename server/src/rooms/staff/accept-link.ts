import { refuse } from '../../kernel/refusal.ts';
import type { Ok, Refusal } from '../../kernel/refusal.ts';
import { TRIES_PER_ADDRESS } from './limits.ts';
import { hashPassword, refusePassword } from './password.ts';
import type { PasswordRefusal } from './password.ts';
import { refuseTries } from './refuse-tries.ts';
import type { TriesRefusal } from './refuse-tries.ts';
import { digestOfToken } from './session.ts';
import type { Caller } from './session.ts';
import type { StaffDeps } from './staff-deps.ts';
import { findLink, useLink } from './store/link.ts';
import { writePassword } from './store/login.ts';
import { findPersonLocked, updatePerson } from './store/person.ts';
import { endSessionsOf } from './store/session.ts';

export type AcceptLinkOutcome =
  | Ok<{ readonly tenant: string; readonly email: string }>
  | TriesRefusal
  | PasswordRefusal
  | Refusal<'staff.link.unknown'>;

/**
 * Uses up a link and sets the password: whoever was invited begins to work, whoever lost the password is out of all
 * sessions. Refuses a link that does not work, of a person who may not work, and a password that is too weak; the link
 * then works on.
 */
export const acceptLink = async (
  deps: StaffDeps,
  token: string,
  password: string,
  caller: Caller,
): Promise<AcceptLinkOutcome> => {
  const tries = await refuseTries(deps, 'address', caller.address, TRIES_PER_ADDRESS);
  if (tries) return tries;
  const digest = digestOfToken(token);
  // The weak password is refused before the dear hash, and the hash is made before the transaction.
  const known = await deps.database.transaction(async (tx) => {
    const link = await findLink(tx, digest, deps.clock.now());
    const person = link && (await findPersonLocked(tx, link.tenant, link.person));
    return link && person ? { link, person } : undefined;
  });
  if (known === undefined) return refuse('staff.link.unknown');
  const tenant = deps.tenantOf(known.link.tenant);
  if (tenant === undefined) return refuse('staff.link.unknown');
  const weak = refusePassword(password, [known.person.name, known.person.email, tenant.code, tenant.name]);
  if (weak) return weak;
  const kept = await hashPassword(password);
  return deps.database.transaction(async (tx) => {
    const now = deps.clock.now();
    const link = await useLink(tx, digest, now);
    const person = link && (await findPersonLocked(tx, link.tenant, link.person));
    const mayStart = link?.kind === 'invitation' ? person?.state === 'invited' : person?.state === 'active';
    if (!link || !person || !mayStart) return refuse('staff.link.unknown');
    await writePassword(tx, link.tenant, link.person, kept, now);
    if (link.kind === 'invitation') {
      await updatePerson(tx, { ...person, state: 'active' });
      await deps.equipPerson(tx, link.tenant, link.person);
      await deps.raiseRevision(tx);
    }
    await endSessionsOf(tx, link.tenant, link.person, now, 'password');
    await deps.audit(tx, {
      ...{ tenant: link.tenant, by: { person: link.person }, subject: `person ${link.person}` },
      act: link.kind === 'invitation' ? 'staff.person.accepted' : 'staff.password.reset',
    });
    return { ok: true as const, tenant: tenant.code, email: person.email };
  });
};
