import { maskEmail, parseEmail } from '../../kernel/email.ts';
import { maskPhone, parsePhone } from '../../kernel/phone.ts';
import { refuse, type Ok, type Refusal } from '../../kernel/refusal.ts';
import { PROGRAM_ITSELF, type Actor } from '../../platform/audit.ts';
import type { NotificationDeps } from './notification-deps.ts';
import { addressKey } from './sealed-content.ts';
import { deleteSuppression, selectSuppressedKeys, writeSuppression } from './store/suppression.ts';
import { traceSetting } from './trace-setting.ts';
import type { Suppression, SuppressionReason, SuppressionScope } from './suppression.ts';

export type SuppressionInput = {
  readonly kind: 'email' | 'sms';
  readonly address: string;
  readonly scope: SuppressionScope;
  readonly reason: SuppressionReason;
};

/** Puts an address on the list of those that are sent nothing, or nothing that advertises. */
export async function suppress(
  deps: Deps,
  tenant: number,
  { kind, address, scope, reason }: SuppressionInput,
  by: Actor = PROGRAM_ITSELF,
): Promise<Ok<{ readonly suppression: Suppression }> | Refusal<'kernel.phone.malformed' | 'kernel.email.malformed'>> {
  const { database, keys, clock } = deps;
  const phone = kind === 'sms' ? parsePhone(address) : undefined;
  const email = kind === 'email' ? parseEmail(address) : undefined;
  if (phone && !phone.ok) return phone;
  if (email && !email.ok) return email;
  const masked = phone?.ok ? maskPhone(phone.value) : email?.ok ? maskEmail(email.value) : '';
  const text = phone?.ok ? phone.value : email?.ok ? email.value : '';
  const key = addressKey(keys, kind, text);
  const suppression = await database.transaction(async (tx) => {
    const [before] = await selectSuppressedKeys(tx, tenant, kind, [key]);
    const written = await writeSuppression(tx, {
      ...{ tenant, kind, masked, scope, reason, at: clock.now(), addressKey: key },
    });
    await traceSetting(deps, tx, {
      ...{ tenant, by, act: 'notifications.suppression.set', subject: subjectOf(deps, written.suppression) },
      ...{ before: before && { kind, scope: before.scope }, after: toldOf(written) },
    });
    return written;
  });
  return { ok: true, suppression };
}

/** Takes an address off the list. */
export const unsuppress = (
  deps: Deps,
  tenant: number,
  suppression: bigint,
  by: Actor = PROGRAM_ITSELF,
): Promise<Ok<object> | Refusal<'notifications.suppression.not_found'>> =>
  deps.database.transaction(async (tx) => {
    const gone = await deleteSuppression(tx, tenant, suppression);
    if (gone === undefined) return refuse('notifications.suppression.not_found');
    await traceSetting(deps, tx, {
      ...{ tenant, by, act: 'notifications.suppression.removed', subject: subjectOf(deps, suppression) },
      before: toldOf(gone),
    });
    return { ok: true as const };
  });

type Deps = Pick<NotificationDeps, 'database' | 'keys' | 'clock' | 'tokens' | 'audit'>;

const NO_LANE = 0;
const subjectOf = ({ tokens }: Deps, suppression: bigint): string =>
  `suppression ${tokens.encode('sup', NO_LANE, suppression)}`;
const toldOf = ({ kind, masked, scope, reason }: Suppression) => ({ kind, to: masked, scope, reason });
