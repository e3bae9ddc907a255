import type { Refusal } from '../../../kernel/refusal.ts';
import type { Arrival, Outcome } from '../../../platform/lanes/index.ts';
import { askAsTill } from '../../giftcards/index.ts';
import type { Checkout } from '../create-checkout.ts';
import { checkPins } from './check-pins.ts';
import type { ReturnAnswer } from '../present-return.ts';
import type { Return } from '../return.ts';

type Told = Outcome<ReturnAnswer>;

/** Submits goods that come back; where they name a gift card by its number, under the limit of wrong ones that the till has. */
export const submitReturn = (checkout: Checkout, arrival: Arrival<Return>): Promise<Told> =>
  asGuarded(checkout, arrival, () => checkout.machine.submit(checkout.return, arrival));

/** What the return would do. A wrong PIN of a named card is counted all the same. */
export const rehearseReturn = (checkout: Checkout, arrival: Arrival<Return>): Promise<Told> =>
  asGuarded(checkout, arrival, async () => {
    const { onto } = arrival.input;
    const shown = onto && 'gift' in onto ? [onto] : [];
    return (await checkPins(checkout, arrival.input, shown)) ?? checkout.machine.rehearse(checkout.return, arrival);
  });

/** Does `work` for goods that come back; where they name a gift card by its number, under the limit of wrong ones that the till has. */
export async function asGuarded<Done extends { readonly ok: boolean }>(
  { gifts }: Checkout,
  { input: { onto, manner, till } }: Arrival<Return>,
  work: () => Promise<Done>,
): Promise<Done | Refusal<'guards.attempts.too_many'>> {
  const shows = onto && ('newCard' in onto || onto.gift.number !== undefined);
  return shows && manner === 'request' ? askAsTill(gifts, till, work) : work();
}
