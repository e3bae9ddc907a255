import { parseEmail } from '../../kernel/email.ts';
import { parsePhone } from '../../kernel/phone.ts';
import { refuse, type Ok, type Refusal } from '../../kernel/refusal.ts';
import type { Address, Kind } from './message.ts';

type Given = {
  readonly phone?: string | undefined;
  readonly email?: string | undefined;
  readonly member?: string | undefined;
};

/** The address for a kind among what was given. Refuses one that is missing or malformed. */
export function readAddress(
  kind: Kind,
  { phone, email, member }: Given,
  defaultCountry: string,
):
  | Ok<{ readonly to: Address }>
  | Refusal<'notifications.channel.address_missing' | 'kernel.phone.malformed' | 'kernel.email.malformed'> {
  if (kind === 'sms' && phone !== undefined) {
    const parsed = parsePhone(phone, defaultCountry);
    return parsed.ok ? { ok: true, to: { phone: parsed.value } } : parsed;
  }
  if (kind === 'email' && email !== undefined) {
    const parsed = parseEmail(email);
    return parsed.ok ? { ok: true, to: { email: parsed.value } } : parsed;
  }
  return kind === 'push' && member !== undefined
    ? { ok: true, to: { member } }
    : refuse('notifications.channel.address_missing');
}
