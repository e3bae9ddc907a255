import { exactJson, parseQuantity } from '../../../kernel/quantity.ts';
import type { Instant } from '../../../kernel/instant.ts';
import type { Operation, Plan } from '../../../platform/lanes/index.ts';
import type { JournalEntry } from '../../ledger/index.ts';
import { bookActivation, prepareActivation } from '../activate-gift.ts';
import { openAct, type ActTill } from '../act-till.ts';
import { closeAct } from '../close-act.ts';
import type { GiftDeps } from '../deps.ts';
import { planActivation, type ActivationPlan, type NewGift } from '../plan-activation.ts';
import { presentGift, type GiftAnswer } from '../present-gift.ts';
import type { GiftRecord } from '../record.ts';

export type Activation = NewGift & {
  readonly till: ActTill;
  readonly receivedAt: Instant;
  /** Decimal text in the currency of the terms; absent where the card has its amount, or starts empty. */
  readonly amount: string | undefined;
  readonly promotional: string | undefined;
};

type Planned = Plan & { readonly activation: ActivationPlan };

/** Turns a sold, inert card into stored value, with its first load. Refuses what `planActivation` and `prepareActivation` do. */
export const activate = (deps: GiftDeps): Operation<Activation, Planned, GiftRecord, GiftAnswer, JournalEntry> => ({
  kind: 'giftcards.activation',
  async resolve(input, look) {
    const found = await planActivation(deps, input.till.program, input, look, deps.clock.now());
    if (!found.ok) return found;
    const { known, lane, wants } = found;
    return { owners: known ? [known] : [], lanes: [lane], wants, activation: found };
  },
  decide({ till, amount, promotional }, { activation }, desk) {
    const { program } = till;
    const { decimals } = deps.giftSettings.termsAt(program.program, activation.terms, desk.recordedAt).unit;
    const read = amount === undefined ? undefined : parseQuantity(amount, decimals);
    if (read && !read.ok) return read;
    const granted = parseQuantity(promotional ?? '0', decimals);
    if (!granted.ok) return granted;
    const asked = { amount: read?.value, promotional: granted.value };
    const when = { at: till.occurredAt ?? desk.recordedAt, from: 'sale' as const };
    const prepared = prepareActivation(deps, program, activation, asked, when, desk);
    if (!prepared.ok) return prepared;
    // From here it succeeds.
    const { gift, load } = prepared;
    const booking = openAct(deps, desk, till, gift.lane);
    bookActivation(deps, booking, program, prepared, till.partner.partner);
    const kept = {
      act: 'activation',
      amount: exactJson(load.amount),
      promotional: exactJson(load.promotional),
    } as const;
    return closeAct(deps, booking, gift, kept, { kind: 'giftcards.activation', till });
  },
  present: (record, booked) => presentGift(deps, record, booked),
});
