import { addSeconds } from '../../kernel/instant.ts';
import { refuse } from '../../kernel/refusal.ts';
import type { Ok, Refusal } from '../../kernel/refusal.ts';
import { FIRST_STAGE_SECONDS, TRIES_PER_ACCOUNT, TRIES_PER_ADDRESS } from './limits.ts';
import { verifyPassword } from './password.ts';
import { readStaffEmail } from './person.ts';
import { forgetTries, refuseTries } from './refuse-tries.ts';
import type { TriesRefusal } from './refuse-tries.ts';
import { mailCode } from './second-factor.ts';
import { csrfOf, digestOfToken, makeToken, noteOfDevice } from './session.ts';
import type { Caller } from './session.ts';
import type { StaffDeps } from './staff-deps.ts';
import { findLogin } from './store/login.ts';
import { findPersonByEmail } from './store/person.ts';
import { insertSession } from './store/session.ts';

export type SignInInput = { readonly tenant: string; readonly email: string; readonly password: string };

export type SignInOutcome =
  | Ok<{ readonly token: string; readonly csrf: string; readonly secondFactor: 'totp' | 'email' }>
  | TriesRefusal
  | Refusal<'staff.signin.wrong'>;

const NOBODY = { tenant: 0, person: 0n };

/**
 * The first factor. An unknown tenant or address, a wrong password, a person who may not work, and one who never
 * accepted the invitation are one refusal after one time: the same look-ups and the same hash are done for all of them.
 * Tries are counted per account, known or not, and per address, before anything is looked up. A right password begins a
 * session that can do nothing but give its second factor.
 */
export const signIn = async (deps: StaffDeps, input: SignInInput, caller: Caller): Promise<SignInOutcome> => {
  const read = readStaffEmail(input.email);
  const email = read.ok ? read.email : input.email.slice(0, 254).toLowerCase();
  const account = `${input.tenant} ${email}`;
  const tries =
    (await refuseTries(deps, 'address', caller.address, TRIES_PER_ADDRESS)) ??
    (await refuseTries(deps, 'account', account, TRIES_PER_ACCOUNT));
  if (tries) return tries;
  const tenant = deps.tenantOf(input.tenant)?.tenant ?? NOBODY.tenant;
  const person = await findPersonByEmail(deps.database, tenant, email);
  const login = await findLogin(deps.database, tenant, person?.person ?? NOBODY.person);
  const isRight = await verifyPassword(login.password, input.password);
  if (!isRight || person?.state !== 'active') {
    // Behind the answer: what is written of a known person must not be seen in the time.
    if (person !== undefined) deps.behind(noteFailure(deps, tenant, person.person));
    return refuse('staff.signin.wrong');
  }
  const token = makeToken();
  const now = deps.clock.now();
  const { device, digest: deviceDigest } = noteOfDevice(caller.device);
  const secondFactor = login.totpSince === undefined ? 'email' : 'totp';
  await deps.database.transaction(async (tx) => {
    const endsAt = addSeconds(now, FIRST_STAGE_SECONDS);
    const made = { tenant, person: person.person, digest: digestOfToken(token), device, deviceDigest, now, endsAt };
    const session = await insertSession(tx, made);
    if (secondFactor === 'email') await mailCode(deps, tx, { session, tenant, person });
  });
  await forgetTries(deps, 'account', account);
  return { ok: true, token, csrf: csrfOf(deps.keys, token), secondFactor };
};

const noteFailure = (deps: StaffDeps, tenant: number, person: bigint): Promise<void> =>
  deps.database.transaction((tx) =>
    deps.audit(tx, { tenant, by: {}, act: 'staff.signin.failed', subject: `person ${person}` }),
  );
