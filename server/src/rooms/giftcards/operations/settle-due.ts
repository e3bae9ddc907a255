import { refuse } from '../../../kernel/refusal.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { want, type Held, type Operation, type OwnerKey, type Plan } from '../../../platform/lanes/index.ts';
import type { JournalEntry } from '../../ledger/index.ts';
import { accountSheet, foreseeWallets } from '../../points/index.ts';
import type { GiftDeps } from '../deps.ts';
import { settleGift } from '../settle-gift.ts';
import { giftSheet } from '../store/gift.ts';

/** A gift that time has changed. */
export type DueGift = OwnerKey & { readonly receivedAt: Instant };

/** Books what time has done to a gift that nobody has met since: ends, lapses, fees. Doing it twice does nothing. */
export const settleDueGift = (
  deps: Pick<GiftDeps, 'accounts' | 'programs' | 'giftSettings' | 'walletTypes'>,
): Operation<DueGift, Plan & { owner: Held }, { is: 'settled' }, undefined, JournalEntry> => ({
  kind: 'giftcards.settle',
  async resolve({ lane, owner }, look) {
    const held = await look.owner({ lane, owner });
    return held
      ? { owners: [held], wants: [want(accountSheet, held), want(giftSheet, held)], owner: held }
      : refuse('giftcards.card.unknown');
  },
  foresee: (input, { owner }, { peek }) => foreseeWallets([owner], peek, input.receivedAt, false),
  decide(_input, { owner }, desk) {
    settleGift(deps, owner, desk, desk.recordedAt);
    return { ok: true, lane: owner.lane, seq: 0n, record: { is: 'settled' } };
  },
  present: () => undefined,
});
