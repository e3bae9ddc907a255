import { maskEmail, parseEmail } from '../../kernel/email.ts';
import { maskPhone, parsePhone } from '../../kernel/phone.ts';
import { refuse, type Ok, type Refusal } from '../../kernel/refusal.ts';
import type { NotificationDeps } from './notification-deps.ts';
import { addressKey } from './sealed-content.ts';
import { deleteSuppression, writeSuppression } from './store/suppression.ts';
import type { Suppression, SuppressionReason, SuppressionScope } from './suppression.ts';

export type SuppressionInput = {
  readonly kind: 'email' | 'sms';
  readonly address: string;
  readonly scope: SuppressionScope;
  readonly reason: SuppressionReason;
};

/** Puts an address on the list of those that are sent nothing, or nothing that advertises. */
export async function suppress(
  { database, keys, clock }: Pick<NotificationDeps, 'database' | 'keys' | 'clock'>,
  tenant: number,
  { kind, address, scope, reason }: SuppressionInput,
): Promise<Ok<{ readonly suppression: Suppression }> | Refusal<'kernel.phone.malformed' | 'kernel.email.malformed'>> {
  const phone = kind === 'sms' ? parsePhone(address) : undefined;
  const email = kind === 'email' ? parseEmail(address) : undefined;
  if (phone && !phone.ok) return phone;
  if (email && !email.ok) return email;
  const masked = phone?.ok ? maskPhone(phone.value) : email?.ok ? maskEmail(email.value) : '';
  const text = phone?.ok ? phone.value : email?.ok ? email.value : '';
  const suppression = await writeSuppression(database, {
    ...{ tenant, kind, masked, scope, reason, at: clock.now() },
    addressKey: addressKey(keys, kind, text),
  });
  return { ok: true, suppression };
}

/** Takes an address off the list. */
export async function unsuppress(
  { database }: Pick<NotificationDeps, 'database'>,
  tenant: number,
  suppression: bigint,
): Promise<Ok<object> | Refusal<'notifications.suppression.not_found'>> {
  const isGone = await deleteSuppression(database, tenant, suppression);
  return isGone ? { ok: true } : refuse('notifications.suppression.not_found');
}
