import type { Clock } from '../../platform/clock.ts';
import type { Refusal } from '../../kernel/refusal.ts';
import type { Database } from '../../platform/database/database.ts';
import type { LaneMachine } from '../../platform/lanes/index.ts';
import { createGiftcards } from '../giftcards/index.ts';
import { registerBodyShape, type JournalEntry, type KeptOperation } from '../ledger/index.ts';
import { claimReceipt } from './claim-receipt.ts';
import { confirmSale } from './confirm-sale.ts';
import type { CheckoutDeps } from './deps.ts';
import { keptByQuote } from './kept-by-quote.ts';
import type { OutsideDeps } from './outside/give-up.ts';
import { presentKept } from './present-kept.ts';
import { createQuoteSeal } from './quote-seal.ts';
import { quoteSale } from './quote-sale.ts';
import { rescoreReceipt } from './rescore-receipt.ts';
import { returnGoods } from './return-goods.ts';
import { saleShape } from './sale-shape.ts';
import { voidSale } from './void.ts';

registerBodyShape(saleShape);

export type CheckoutGround = CheckoutDeps & {
  readonly clock: Clock;
  readonly machine: LaneMachine<JournalEntry>;
  /** For reading lists, and for what is paid at other processors; operations go through the machine. */
  readonly database: Database;
  readonly processors: OutsideDeps['processors'];
  readonly onOutsideFailure?: OutsideDeps['onOutsideFailure'];
  /** Slot: uses up the code that was sent to a phone. `usedBy` names the operation, so that its repeat is answered alike. */
  readonly checkPhoneCode: (
    tenant: number,
    phone: string,
    purpose: 'spend',
    code: string,
    usedBy: Buffer,
  ) => Promise<{ readonly ok: true } | Refusal<'kernel.phone.malformed' | 'members.code.wrong'>>;
};

/** The room: its operations over the lane machine. */
export function createCheckout(ground: CheckoutGround) {
  const quotes = createQuoteSeal(ground.keys);
  const deps = { ...ground, quotes };
  return {
    ...deps,
    confirm: confirmSale(deps),
    /** For rehearsing a sale before somebody outside is asked to pay on it. */
    checkSale: confirmSale(deps, 'check'),
    /** Looks at a gift card and counts a wrong PIN. */
    giftBalance: createGiftcards(deps.gifts).balance,
    quote: quoteSale(deps, false),
    quoteAndHold: quoteSale(deps, true),
    return: returnGoods(deps),
    void: voidSale(deps),
    claim: claimReceipt(deps),
    rescore: rescoreReceipt(deps),
    /** Slot of the room points: what a held quote keeps besides points. */
    keptByQuote: keptByQuote(deps),
    /** The answer to an operation of this room as it was given; undefined for an operation of another room. */
    presentKept: (kept: KeptOperation) => presentKept(deps, kept),
  };
}

export type Checkout = ReturnType<typeof createCheckout>;
