import type { Tx } from '../../platform/database/database.ts';
import type { DeliveryDeps } from './deps.ts';
import { TEMPLATES } from './message.ts';
import { languageOfHolder } from './read/language-of-holder.ts';
import { openPhone } from './sealed-phone.ts';
import type { Holding } from './store/holding.ts';
import { findSetting } from './store/setting.ts';

/** Tells who gave a card, in his language, that it was claimed: who did not give it learns it so. Whom it went to is not told. */
export async function tellGiver(deps: DeliveryDeps, tx: Tx, giver: Holding, link: bigint): Promise<void> {
  const kept = await findSetting(tx, giver.tenant, giver.program);
  if (!kept) return;
  await deps.notifications.enqueue(tx, {
    tenant: giver.tenant,
    reference: `delivery.given.${link}`,
    kind: 'sms',
    to: { phone: openPhone(deps.keys, giver.tenant, giver.phoneCipher) },
    template: TEMPLATES.given,
    facts: { tenant: kept.setting.brand },
    language: await languageOfHolder(tx, giver),
  });
}
