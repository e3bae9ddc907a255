import { exactJson } from '../../../kernel/quantity.ts';
import { standingOf } from '../close-act.ts';
import type { GiftDeps } from '../deps.ts';
import type { GiftInput } from '../find-gift.ts';
import { giftOperation, type GiftOperation } from './gift-operation.ts';

/**
 * Says how a gift stands now, what time has done included. To be rehearsed; submitted only where a PIN came with it, so that a wrong
 * one is counted. It books nothing itself.
 */
export const readBalance = (deps: GiftDeps): GiftOperation<GiftInput> =>
  giftOperation(deps, 'giftcards.balance', 'view', (_input, { gift }, desk) => ({
    ok: true,
    lane: gift.lane,
    seq: 0n,
    record: {
      is: 'gift',
      act: 'balance',
      gift: { lane: gift.lane, owner: String(gift.owner) },
      card: String(gift.card),
      unit: gift.unit,
      amount: exactJson(0n),
      standing: standingOf(deps, desk, gift),
    },
  }));
