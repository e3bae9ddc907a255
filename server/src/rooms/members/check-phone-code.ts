import { parsePhone, type Phone } from '../../kernel/phone.ts';
import { refuse, type Refusal } from '../../kernel/refusal.ts';
import { phoneKeys } from './identity.ts';
import type { MemberDeps } from './member-deps.ts';
import { codeDigests, type CodePurpose } from './phone-code.ts';
import { tryCode } from './store/phone-code.ts';

/** A code as somebody typed it, and for which operation: a repeat of that one may show it again. */
export type PhoneProof = { readonly code: string; readonly usedBy: Buffer };

/**
 * Uses a one-time code up. Refuses one that is wrong, over its time or tries, or used by another operation; which of them is
 * not told. `usedBy` names the operation, so that its repeat is answered alike.
 */
export async function checkPhoneCode(
  deps: Pick<MemberDeps, 'database' | 'keys' | 'clock' | 'programs'>,
  tenant: number,
  text: string,
  purpose: CodePurpose,
  code: string,
  usedBy: Buffer,
): Promise<{ readonly ok: true } | Refusal<'kernel.phone.malformed' | 'members.code.wrong'>> {
  const parsed = parsePhone(text, deps.programs.settings().tenant(tenant).defaultCountry);
  if (!parsed.ok) return parsed;
  const phone = parsed.value;
  const key = { tenant, phones: phoneKeys(deps.keys, phone), purpose };
  const isRight = await tryCode(
    deps.database,
    key,
    codeDigests(deps.keys, phone, purpose, code),
    usedBy,
    deps.clock.now(),
  );
  return isRight ? { ok: true } : refuse('members.code.wrong');
}

/** Whether the phone of an enrolment is proved: by word of somebody who is believed, or by a code, which must then be right. */
export async function provePhone(
  deps: MemberDeps,
  tenant: number,
  phone: Phone,
  {
    phoneVerified,
    phoneProof,
  }: { readonly phoneVerified?: boolean | undefined; readonly phoneProof?: PhoneProof | undefined },
  purpose: CodePurpose = 'enrol',
): Promise<{ readonly ok: true; readonly isProved: boolean } | Refusal> {
  if (!phoneProof) return { ok: true, isProved: phoneVerified === true };
  const checked = await checkPhoneCode(deps, tenant, phone, purpose, phoneProof.code, phoneProof.usedBy);
  return checked.ok ? { ok: true, isProved: true } : checked;
}
