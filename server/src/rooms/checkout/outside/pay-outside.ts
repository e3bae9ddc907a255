import { addSeconds } from '../../../kernel/instant.ts';
import { formatQuantity } from '../../../kernel/quantity.ts';
import { refuse, type Ok, type Refusal } from '../../../kernel/refusal.ts';
import type { Arrival, ReferenceKey } from '../../../platform/lanes/index.ts';
import type { Sale, Tender } from '../sale.ts';
import { openOutsideTender } from '../store/outside-tender.ts';
import { giveUp, paymentNameOf, type OutsideDeps } from './give-up.ts';
import { OUTSIDE_KIND, withTenders, type OutsidePlace, type OutsideUse } from './outside-tender.ts';

/** As long as a till may try again before what its sale has paid outside is undone. */
export const GIVE_UP_SECONDS = 600;
/** More than one attempt in one go: the one before was found to be undone, or was for another amount. */
const ATTEMPTS_MAX = 3;

type Paid = Ok<{ readonly use: OutsideUse; readonly amount: bigint }>;

/** A sale with what other processors' cards have paid, and the attempts that are to be given up if it is not booked. */
export type PaidOutside = { readonly arrival: Arrival<Sale>; readonly attempts: readonly bigint[] };

/**
 * Lets the cards of other processors pay, one after the other, and gives the sale with their payments as tenders. Refuses for the
 * first that does not pay; a certain no undoes those before it, an unknown leaves them for the till that comes again. Of a notice
 * nothing is refused: what did not pay is money of the till's, and listed.
 */
export async function payOutside(
  deps: OutsideDeps,
  arrival: Arrival<Sale> & { readonly reference: ReferenceKey },
  places: readonly OutsidePlace[],
): Promise<(Ok<object> & PaidOutside) | Refusal> {
  const { input: sale, reference } = arrival;
  const instead = new Map<number, Tender>();
  const attempts: bigint[] = [];
  const exceptions: Refusal[] = [];
  for (const place of places) {
    const paid = await payOne(deps, sale, reference, place);
    if (paid.ok) {
      attempts.push(paid.use.tender);
      instead.set(place.at, { kind: OUTSIDE_KIND, amount: paid.amount, outside: paid.use });
      continue;
    }
    if (sale.manner === 'request') {
      if (!isUncertain(paid)) for (const tender of attempts) await giveUp(deps, reference.tenant, tender);
      return paid;
    }
    exceptions.push(refuse('checkout.tender.outside_not_paid', { reason: paid.refusal }));
    instead.set(place.at, { kind: 'gift_card', amount: place.wanted === 'most' ? 0n : place.wanted });
  }
  const input = { ...withTenders(sale, instead), exceptions: [...sale.exceptions, ...exceptions] };
  return { ok: true, arrival: { ...arrival, input }, attempts };
}

const UNCERTAIN: ReadonlySet<string> = new Set([
  'checkout.tender.outside_unknown',
  'processors.payment.not_asked',
  'processors.processor.paused',
]);

/** Whether the same sale may come again and go on where it stopped. */
const isUncertain = ({ refusal }: Refusal): boolean => UNCERTAIN.has(refusal);

async function payOne(
  deps: OutsideDeps,
  sale: Sale,
  reference: ReferenceKey,
  { at, number, pin, wanted, short }: OutsidePlace,
): Promise<Paid | Refusal> {
  if (wanted === 'most') return refuse('checkout.tender.outside_needs_amount');
  const { tenant } = reference;
  const { currency } = sale.till.program;
  if (!(await deps.processors.undoes(tenant, number))) return refuse('processors.processor.reads_only');
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
    const now = deps.clock.now();
    const opened = await openOutsideTender(
      deps.database,
      { ...reference, at },
      { now, dueAt: addSeconds(now, GIVE_UP_SECONDS) },
    );
    const { tender } = opened;
    const asked = await deps.processors.redeem(paymentNameOf(tenant, tender), {
      card: number,
      amount: formatQuantity(wanted, currency.decimals),
      currency: currency.code,
      ...{ pin, short },
    });
    if (!asked.ok) {
      if (isUncertain(asked)) return asked;
      const isOfAnother = asked.refusal === 'operation.reference_reused' || asked.refusal === 'operation.voided_before';
      // A sale stands on the attempt, with another amount or card: what is told now is another message under its name.
      if (!(await giveUp(deps, tenant, tender))) return refuse('operation.reference_reused');
      if (isOfAnother) continue;
      return asked;
    }
    const { redemption } = asked;
    switch (redemption.state) {
      case 'approved': {
        const processor = await deps.processors.codeOf(redemption.processor);
        return { ok: true, amount: redemption.amount, use: { tender, payment: redemption.redemption, processor } };
      }
      case 'declined':
        await giveUp(deps, tenant, tender);
        return refuse('processors.payment.declined', { reason: redemption.reason });
      case 'asking':
      case 'unknown':
      case 'reversing':
        return refuse('checkout.tender.outside_unknown');
      default:
        // It is certain by now that nothing was paid: the card is asked anew.
        if (!(await giveUp(deps, tenant, tender))) return refuse('operation.reference_reused');
    }
  }
  return refuse('checkout.tender.outside_unknown');
}
