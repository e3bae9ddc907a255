import { addSeconds } from '../../kernel/instant.ts';
import { refuse } from '../../kernel/refusal.ts';
import type { Ok, Refusal } from '../../kernel/refusal.ts';
import type { Actor } from '../../platform/audit.ts';
import type { Tx } from '../../platform/database/database.ts';
import { INVITATION_SECONDS, MAILS_PER_PERSON, RESET_SECONDS, TRIES_PER_ADDRESS } from './limits.ts';
import type { Person } from './person.ts';
import { readStaffEmail } from './person.ts';
import { digestOfToken, makeToken } from './session.ts';
import type { Caller } from './session.ts';
import { refuseTries } from './refuse-tries.ts';
import type { TriesRefusal } from './refuse-tries.ts';
import type { StaffDeps } from './staff-deps.ts';
import { insertLink } from './store/link.ts';
import type { LinkKind } from './store/link.ts';
import { findPerson, findPersonByEmail } from './store/person.ts';

const SECONDS_PER_HOUR = 3_600;
const REFERENCE_LENGTH = 16;

const LINKS = {
  invitation: { template: 'invitation', seconds: INVITATION_SECONDS, page: 'welcome' },
  reset: { template: 'password-reset', seconds: RESET_SECONDS, page: 'new-password' },
} as const;

/** Makes a link and puts the message with it into the queue. Its token stands behind `#`, which no server logs. */
export const mailLink = async (
  deps: StaffDeps,
  tx: Tx,
  person: Person,
  kind: LinkKind,
  inviter: string,
): Promise<void> => {
  const { template, seconds, page } = LINKS[kind];
  const token = makeToken();
  const digest = digestOfToken(token);
  const madeAt = deps.clock.now();
  const { tenant, email, language } = person;
  await insertLink(tx, {
    ...{ digest, tenant, person: person.person, kind, madeAt },
    expiresAt: addSeconds(madeAt, seconds),
  });
  await deps.sendMail(tx, {
    ...{ tenant, language, template, to: email },
    reference: `staff.${kind}.${digest.toString('hex').slice(0, REFERENCE_LENGTH)}`,
    facts: {
      tenant: deps.tenantOf(tenant)?.name ?? '',
      inviter,
      hours: String(seconds / SECONDS_PER_HOUR),
      url: `${deps.portalUrl()}/${page}#${token}`,
    },
  });
};

const nameOf = async (deps: StaffDeps, tx: Tx, tenant: number, by: Actor): Promise<string> => {
  const person = by.person === undefined ? undefined : await findPerson(tx, tenant, by.person);
  return person?.name ?? deps.tenantOf(tenant)?.name ?? '';
};

/** The invitation of somebody who was just added. */
export const inviteBy =
  (deps: StaffDeps, by: Actor) =>
  async (tx: Tx, person: Person): Promise<void> =>
    mailLink(deps, tx, person, 'invitation', await nameOf(deps, tx, person.tenant, by));

/** Sends the invitation again; the earlier link is worth nothing then. Refuses whoever is no longer invited. */
export const resendInvitation = async (
  deps: StaffDeps,
  tenant: number,
  id: bigint,
  by: Actor,
): Promise<
  | Ok<{ readonly person: Person }>
  | Refusal<'staff.person.not_found' | 'staff.person.not_invited' | 'staff.signin.too_many_tries'>
> => {
  const tries = await refuseTries(deps, 'mail', `${tenant}:${id}`, MAILS_PER_PERSON);
  if (tries) return tries;
  return deps.database.transaction(async (tx) => {
    const person = await findPerson(tx, tenant, id);
    if (person === undefined) return refuse('staff.person.not_found');
    if (person.state !== 'invited') return refuse('staff.person.not_invited');
    await inviteBy(deps, by)(tx, person);
    await deps.audit(tx, { tenant, by, act: 'staff.person.invited', subject: `person ${id}` });
    return { ok: true as const, person };
  });
};

/**
 * Sends a link to choose a new password to whoever works here with that address. What it finds is told to nobody; the
 * caller answers before this is done, so that its time tells nothing either.
 */
const sendReset = async (deps: StaffDeps, code: string, email: string): Promise<void> => {
  const tenant = deps.tenantOf(code)?.tenant;
  const read = readStaffEmail(email);
  if (tenant === undefined || !read.ok) return;
  const person = await findPersonByEmail(deps.database, tenant, read.email);
  if (person?.state !== 'active') return;
  if (await refuseTries(deps, 'mail', `${tenant}:${person.person}`, MAILS_PER_PERSON)) return;
  await deps.database.transaction(async (tx) => {
    await mailLink(deps, tx, person, 'reset', '');
    const subject = `person ${person.person}`;
    await deps.audit(tx, { tenant, by: {}, act: 'staff.password.reset_asked', subject });
  });
};

/** The same, behind the answer. Refuses too many calls from one address, known or not, before anything is looked up. */
export const askReset = async (
  deps: StaffDeps,
  { tenant, email }: { readonly tenant: string; readonly email: string },
  caller: Caller,
): Promise<Ok<object> | TriesRefusal> => {
  const tries = await refuseTries(deps, 'address', caller.address, TRIES_PER_ADDRESS);
  if (tries) return tries;
  deps.behind(sendReset(deps, tenant, email));
  return { ok: true };
};
