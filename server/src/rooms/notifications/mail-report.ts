import type { Tx } from '../../platform/database/database.ts';
import type { NotificationDeps } from './notification-deps.ts';
import { messageNamed } from './pack.ts';
import { readMailReport, type MailReport } from './read-mail-report.ts';
import { whenSigned, type Callback, type CallbackOutcome } from './receipt-callback.ts';
import { failBounced, findMailedTo, type MailedTo } from './store/bounced.ts';
import { writeSuppression } from './store/suppression.ts';

/**
 * Takes a bounce or a complaint that the tenant's mailbox hands on. It is about the e-mail whose Message-ID it returns, or
 * to whose own address it came, and so about the address of that: what it says of addresses itself is believed nowhere. Any other mail is taken and means nothing.
 */
export async function acceptMailReport(deps: NotificationDeps, callback: Callback): Promise<CallbackOutcome> {
  return whenSigned(
    deps,
    callback,
    'email',
    (settings) => {
      const secret = settings.protocol === 'smtp' ? settings.reports?.secret : undefined;
      return secret === undefined ? undefined : { secret, settings };
    },
    async (tx, tenant) => {
      const report = await readMailReport(Buffer.from(callback.body));
      if (report) await noteReport(deps, tx, tenant, report);
    },
  );
}

async function noteReport(deps: NotificationDeps, tx: Tx, tenant: number, report: MailReport): Promise<void> {
  const found = await findReported(deps, tx, tenant, report);
  if (found === undefined) return;
  const { message, ...mailed } = found;
  const at = deps.clock.now();
  const suppress = (reason: 'bounced' | 'complained'): Promise<unknown> =>
    writeSuppression(tx, { ...mailed, tenant, kind: 'email', scope: 'all', reason, at });
  if (report.is === 'complaint') return void (await suppress('complained'));
  if (report.means === 'later') return;
  if (report.means === 'gone') await suppress('bounced');
  await failBounced(tx, { tenant, message }, `bounced_${report.status.replaceAll('.', '_')}`, at);
}

/** The e-mail that a report is about: the first of its names that is one of ours. A server on the way may have given it another Message-ID. */
async function findReported(
  deps: NotificationDeps,
  tx: Tx,
  tenant: number,
  { names }: MailReport,
): Promise<(MailedTo & { readonly message: bigint }) | undefined> {
  for (const name of names) {
    const message = messageNamed(deps, name);
    const mailed = message === undefined ? undefined : await findMailedTo(tx, tenant, message);
    if (message !== undefined && mailed !== undefined) return { ...mailed, message };
  }
  return undefined;
}
