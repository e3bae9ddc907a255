import { assert } from '../../kernel/assert.ts';
import { Fault } from '../../kernel/fault.ts';
import type { Instant } from '../../kernel/instant.ts';
import { FAMILY, referenceBytes, type Family, type Outcome, type ReferenceKey } from '../../platform/lanes/index.ts';
import type { ReturnAnswer, SaleAnswer } from '../../rooms/checkout/index.ts';
import { memberArrival, type EnrolmentAnswer } from '../../rooms/members/index.ts';
import { referenceSpaceOf, type Till } from '../../rooms/partners/index.ts';
import type { House } from '../compose.ts';
import { returnContent, saleContent } from './content.ts';
import type { Place } from './place.ts';
import type { ReplayedReturn, ReplayedSale } from './replayed.ts';

/** Tells the house what happened, as a till tells it after the fact: as notices, through the same operations. */
export type Teller = {
  sale(sale: ReplayedSale): Promise<Outcome<SaleAnswer>>;
  return(goods: ReplayedReturn): Promise<Outcome<ReturnAnswer>>;
  /** A member of the source, by its id there; whoever is known is the same member. */
  member(id: string, outlet: string, occurredAt: Instant): Promise<Outcome<EnrolmentAnswer>>;
};

// A full queue or a database that restarts is waited for: a minute and a half in all.
const TRIES_MAX = 60;
const PAUSE_MS = 1_500;

/** Nothing was booked, and the same will be taken later. */
const NOT_NOW: ReadonlySet<string> = new Set(['operation.not_taken', 'operation.owner_moving']);

export function createTeller(
  { machine, checkout, members, keys, clock }: House,
  { tenant, program, tills }: Place,
): Teller {
  const tillOf = (outlet: string): Till => {
    const till = tills.get(outlet);
    assert(till, `outlet ${outlet} was opened`);
    return till;
  };
  const nameOf = (outlet: string, family: Family, reference: string): ReferenceKey => ({
    tenant,
    space: referenceSpaceOf(tillOf(outlet)),
    family,
    reference: referenceBytes(reference),
  });
  return {
    sale(sale) {
      const { outlet, occurredAt, channel, lines, tenders, attributes, receiptNumber, member } = sale;
      const reference = nameOf(outlet, FAMILY.sale, sale.reference);
      const content = saleContent(sale);
      const input = {
        ...({
          till: tillOf(outlet),
          reference,
          receivedAt: clock.now(),
          manner: 'notice',
          exceptions: [],
          occurredAt,
          channel,
        } as const),
        ...({
          identity: member === undefined ? undefined : { externalId: member },
          isPhoneProved: false,
          lines,
          tenders,
        } as const),
        ...({
          cardsSold: [],
          quote: undefined,
          isOffline: false,
          receiptNumber,
          cashier: undefined,
          attributes,
          raw: undefined,
        } as const),
      };
      return insist(() => machine.submit(checkout.confirm, { tenant, reference, content, input }));
    },
    return(goods) {
      const { outlet, occurredAt, lines } = goods;
      const reference = nameOf(outlet, FAMILY.return, goods.reference);
      const content = returnContent(goods);
      const input = {
        ...({
          till: tillOf(outlet),
          reference,
          content,
          receivedAt: clock.now(),
          manner: 'notice',
          exceptions: [],
          occurredAt,
        } as const),
        ...({
          original: { reference: nameOf(outlet, FAMILY.sale, goods.sale) },
          lines,
          isOffline: false,
          raw: undefined,
        } as const),
      };
      return insist(() => machine.submit(checkout.return, { tenant, reference, content, input }));
    },
    member(id, outlet, occurredAt) {
      const name = { space: referenceSpaceOf(tillOf(outlet)), family: FAMILY.member, reference: `member/${id}` };
      // When it was first seen is no content: whoever replays from the middle sees it first on another day.
      const arrival = memberArrival(keys, name, { externalId: id }, {
        tenant,
        program,
        channel: 'file',
        externalId: id,
        occurredAt,
      } as const);
      return insist(() => machine.submit(members.enrolment, arrival));
    },
  };
}

/**
 * Tells it again while the house is too busy to take it, or nobody knows whether it was booked: the reference makes that harmless.
 * A Fault when it is never taken: to go on would tell the member's next receipt before this one.
 */
async function insist<Answer>(tell: () => Promise<Outcome<Answer>>): Promise<Outcome<Answer>> {
  for (let tries = 1; ; tries++) {
    try {
      const outcome = await tell();
      if (outcome.ok || !NOT_NOW.has(outcome.refusal)) return outcome;
      if (tries >= TRIES_MAX) throw new Fault(`the house does not take it: ${outcome.refusal}`, { retry: 'never' });
    } catch (error) {
      if (!(error instanceof Fault) || error.retry === 'never' || tries >= TRIES_MAX) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}
