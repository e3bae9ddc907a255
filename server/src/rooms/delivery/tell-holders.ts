import type { Tx } from '../../platform/database/database.ts';
import type { FollowedOperation } from '../ledger/index.ts';
import type { DeliveryDeps } from './deps.ts';
import { TEMPLATES } from './message.ts';
import { languageOfHolder } from './read/language-of-holder.ts';
import { openPhone } from './sealed-phone.ts';
import { findChainOfOwner, type Holding } from './store/holding.ts';
import { findSetting } from './store/setting.ts';

type Word = Exclude<keyof typeof TEMPLATES, 'waiting' | 'link'>;

/** Sends who holds or held a card a text, in his language. Once per reference. */
async function tell(deps: DeliveryDeps, tx: Tx, whom: Holding, word: Word, reference: string): Promise<void> {
  const kept = await findSetting(tx, whom.tenant, whom.program);
  if (!kept) return;
  await deps.notifications.enqueue(tx, {
    tenant: whom.tenant,
    reference,
    kind: 'sms',
    to: { phone: openPhone(deps.keys, whom.tenant, whom.phoneCipher) },
    template: TEMPLATES[word],
    facts: { tenant: kept.setting.brand },
    language: await languageOfHolder(tx, whom),
  });
}

/**
 * Tells both sides that a card has changed hands: who gave it and did not mean to learns it so, and so does the owner of a phone by
 * whose code somebody else claimed. Neither is told who the other is.
 */
export async function tellGiven(
  deps: DeliveryDeps,
  tx: Tx,
  { giver, holder, link }: { readonly giver: Holding; readonly holder: Holding | undefined; readonly link: bigint },
): Promise<void> {
  await tell(deps, tx, giver, 'given', `delivery.given.${link}`);
  if (holder) await tell(deps, tx, holder, 'received', `delivery.received.${link}`);
}

/** Blocks of a card, by a till's word or by its id. */
const BLOCKS = new Set(['giftcards.block', 'cards.block']);

/**
 * Tells everybody through whose hands a blocked card went: who has it, and who gave it. Of a card that nobody gave nobody is told:
 * whoever asked for the block knows it, and a stolen phone need not.
 */
export async function tellOfBlocks(deps: DeliveryDeps, tx: Tx, rows: readonly FollowedOperation[]): Promise<void> {
  for (const { kind, lane, owner, seq } of rows) {
    if (!BLOCKS.has(kind)) continue;
    const chain = await findChainOfOwner(tx, { lane, owner });
    if (chain.length < 2) continue;
    const phones = new Set<string>();
    for (const one of chain) {
      const phone = one.phoneKey.toString('hex');
      if (!phones.has(phone)) await tell(deps, tx, one, 'blocked', `delivery.blocked.${lane}.${seq}.${one.holding}`);
      phones.add(phone);
    }
  }
}
