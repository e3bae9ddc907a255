import { maskPhone, parsePhone } from '../../kernel/phone.ts';
import type { Queries } from '../../platform/database/database.ts';
import type { Receipt } from './channels/channel.ts';
import type { NotificationDeps } from './notification-deps.ts';
import type { Queue } from './claim.ts';
import { addressKey, addressKeys } from './sealed-content.ts';
import { applyReceipt } from './store/part.ts';
import { deleteSuppressionOf, writeSuppression } from './store/suppression.ts';
import { wishOf } from './suppression.ts';

/** Keeps what the other side tells of a message of the tenant. A receipt twice is one. */
export async function noteReceipt(
  { database, clock }: Pick<NotificationDeps, 'database' | 'clock'>,
  tenant: number,
  receipt: Receipt,
): Promise<void> {
  await database.transaction((tx) => applyReceipt(tx, tenant, receipt, clock.now()));
}

/** A person answered by SMS: STOP ends all messages to the number, START takes that back. Anything else is not kept. */
export async function noteReply(
  { database, clock, keys }: Pick<NotificationDeps, 'clock' | 'keys'> & { readonly database: Queries },
  { tenant }: Pick<Queue, 'tenant'>,
  from: string,
  text: string,
): Promise<void> {
  const wish = wishOf(text);
  const parsed = parsePhone(from.startsWith('+') ? from : `+${from}`);
  if (wish === undefined || !parsed.ok) return;
  const phone = parsed.value;
  if (wish === 'start') {
    const known = addressKeys(keys, 'sms', phone);
    await deleteSuppressionOf(database, { tenant, kind: 'sms', keys: known, reason: 'opted_out' });
    return;
  }
  await writeSuppression(database, {
    ...{ tenant, kind: 'sms', scope: 'all', reason: 'opted_out' },
    addressKey: addressKey(keys, 'sms', phone),
    masked: maskPhone(phone),
    at: clock.now(),
  });
}
