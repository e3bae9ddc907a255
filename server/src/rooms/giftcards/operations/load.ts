import { exactJson, parseQuantity } from '../../../kernel/quantity.ts';
import { refuse } from '../../../kernel/refusal.ts';
import { openAct } from '../act-till.ts';
import { closeAct } from '../close-act.ts';
import type { GiftDeps } from '../deps.ts';
import type { GiftInput } from '../find-gift.ts';
import { bookReload, reloadAgainst } from '../load-value.ts';
import { giftOperation, type GiftOperation } from './gift-operation.ts';

export type LoadInput = GiftInput & {
  readonly amount: string;
  readonly promotional: string | undefined;
  /** In the books at once, to be spent only when confirmed. */
  readonly awaits: boolean;
};

/**
 * Adds value to an active card. Refuses terms without reloading, nothing at all, a load too small or too large, and a balance beyond its bound.
 */
export const load = (deps: GiftDeps): GiftOperation<LoadInput> =>
  giftOperation(deps, 'giftcards.load', 'load', (input, met, desk) => {
    const { terms } = met;
    if (!terms.content.reload) return refuse('giftcards.load.not_allowed');
    const amount = parseQuantity(input.amount, terms.unit.decimals);
    if (!amount.ok) return amount;
    const promotional = parseQuantity(input.promotional ?? '0', terms.unit.decimals);
    if (!promotional.ok) return promotional;
    const asked = { amount: amount.value, promotional: promotional.value };
    if (asked.amount + asked.promotional === 0n) return refuse('giftcards.amount.zero');
    const { program, partner } = input.till;
    const when = { at: input.till.occurredAt ?? desk.recordedAt, from: 'sale' as const };
    const against = reloadAgainst(deps, met, program, asked, when, desk);
    if (against) return against;
    // From here it succeeds.
    const booking = openAct(deps, desk, input.till, met.gift.lane);
    const used = bookReload(deps, booking, met, program, asked, { issuer: partner.partner, awaits: input.awaits });
    const kept = {
      act: 'load',
      amount: exactJson(asked.amount),
      promotional: exactJson(asked.promotional),
      ...(input.awaits ? { awaits: true as const } : {}),
    } as const;
    return closeAct(deps, booking, used, kept, { kind: 'giftcards.load', till: input.till });
  });
