import { addSeconds } from '../../kernel/instant.ts';
import { parsePhone, type Phone } from '../../kernel/phone.ts';
import { refuse, type Ok, type Refusal } from '../../kernel/refusal.ts';
import { encryptField } from '../../platform/keys.ts';
import { FAMILY, type HolderFound } from '../../platform/lanes/index.ts';
import { findByPhone, holderOf, memberArrival, phoneKey } from '../members/index.ts';
import type { MemberPageDeps } from './deps.ts';
import { cipherContext, csrfOf, digestOfToken, makeToken, noteOfBrowser, SESSION_SECONDS } from './session.ts';
import { dropSessions, insertSession } from './store/session.ts';

type Language = 'en' | 'es';

/** Who tries to come in. */
export type Knock = { readonly tenant: number; readonly phone: string };

/**
 * Sends a code to a phone that a member or a gift card has, and nothing to any other. The answer is the same: also where the phone had
 * too many codes already, which would tell that it is known. Refuses a phone that is none.
 */
export async function sendSignInCode(
  deps: MemberPageDeps,
  { tenant, phone: text }: Knock,
  language: Language,
): Promise<Ok<object> | Refusal<'kernel.phone.malformed'>> {
  const parsed = parsePhone(text, deps.programs.settings().tenant(tenant).defaultCountry);
  if (!parsed.ok) return parsed;
  const known = await findBehind(deps, tenant, parsed.value);
  if (known) await deps.members.sendPhoneCode(tenant, parsed.value, 'sign_in', language);
  return { ok: true };
}

export type SignIn = Knock & {
  readonly code: string;
  /** What the browser calls itself. */
  readonly browser: string;
  /** Its key, where it can keep one: then it shows gift cards. */
  readonly app?: { readonly publicKey: string; readonly platform: 'ios' | 'android' | 'other' } | undefined;
};

export type SignedIn = { readonly token: string; readonly csrf: string; readonly device: string | undefined };

export type SignInOutcome =
  | Ok<{ readonly signedIn: SignedIn }>
  | Refusal<'kernel.phone.malformed' | 'memberpage.signin.wrong' | 'delivery.device.key_malformed'>;

/**
 * Begins a session for the phone whose code is right; a code is good for one. A phone that its member had only told is proved by it.
 * Refuses, as one, a wrong code and a phone that is nobody's.
 */
export async function signIn(deps: MemberPageDeps, input: SignIn): Promise<SignInOutcome> {
  const { tenant } = input;
  const parsed = parsePhone(input.phone, deps.programs.settings().tenant(tenant).defaultCountry);
  if (!parsed.ok) return parsed;
  const phone = parsed.value;
  const token = makeToken();
  const tokenDigest = digestOfToken(token);
  const checked = await deps.members.checkPhoneCode(tenant, phone, 'sign_in', input.code, tokenDigest);
  const known = checked.ok ? await findBehind(deps, tenant, phone) : undefined;
  if (!known) return refuse('memberpage.signin.wrong');
  const { member } = known;
  if (member && !member.isVerified) await proveMember(deps, tenant, member, phone, tokenDigest);
  const registered = input.app && (await deps.delivery.registerDevice({ tenant, phone, member, ...input.app }));
  if (registered && !registered.ok) return registered;
  const at = deps.clock.now();
  await insertSession(deps.database, {
    ...{ tenant, member, tokenDigest, at },
    phoneKey: phoneKey(deps.keys, phone),
    phoneCipher: encryptField(deps.keys, phone, cipherContext(tenant)),
    browser: noteOfBrowser(input.browser),
    device: registered?.device,
    endsAt: addSeconds(at, SESSION_SECONDS),
  });
  await dropSessions(deps.database, addSeconds(at, -SESSION_SECONDS));
  return { ok: true, signedIn: { token, csrf: csrfOf(deps.keys, token), device: registered?.name } };
}

/** Whose phone it is: a member's, or nobody's that holds gift cards. Several who only told it are nobody. */
async function findBehind(
  deps: MemberPageDeps,
  tenant: number,
  phone: Phone,
): Promise<{ readonly member: HolderFound | undefined } | undefined> {
  const { keys, machine, delivery } = deps;
  const [found, holds] = await Promise.all([
    findByPhone(keys, machine.look, tenant, phone, deps.programs.settings().tenant(tenant).defaultCountry),
    delivery.holdsGiftCards(tenant, phone),
  ]);
  const holder = found.ok ? holderOf(found.holders) : undefined;
  const member = holder && !('refusal' in holder) && holder.state === 'active' ? holder : undefined;
  return member || holds ? { member } : undefined;
}

/** The phone answered: from now on it is the member's for certain, and what waited for that proof comes. */
async function proveMember(
  { machine, members, keys, tokens }: MemberPageDeps,
  tenant: number,
  { lane, owner }: HolderFound,
  phone: Phone,
  usedBy: Buffer,
): Promise<void> {
  const member = tokens.encode('mem', lane, owner);
  const input = { tenant, member, channel: 'web', phone, phoneVerified: true } as const;
  const name = { space: 0n, family: FAMILY.followUp, reference: `sign-in/${usedBy.toString('hex')}` };
  await machine.submit(members.change, memberArrival(keys, name, { member, proves: 'phone' }, input));
}
