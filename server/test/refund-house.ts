// A house whose tills give the money of a return onto a gift card.

import { giftTerms, giftTill, makeGiftHouse, type GiftHouse } from './gift-house.ts';

type Answered = { status: number; body: Record<string, never> & { code?: string } };

/** Cards that begin with 6014 have a PIN, those with 6015 take one load, those with 6016 little; wrong cards may be shown often. */
export async function makeRefundHouse(): Promise<GiftHouse> {
  const gifts = await makeGiftHouse({ attempts: { terminal: { max: 10_000, seconds: 60 } } });
  await gifts.set('pin', 'EUR', giftTerms('6014', { pin: 'needed' }));
  await gifts.set('once', 'EUR', giftTerms('6015', { reload: false }));
  await gifts.set('small', 'EUR', giftTerms('6016', { loadMin: '1.00', loadMax: '10.00', balanceMax: '12.00' }));
  return gifts;
}

/** What a till does in such a house. `at` is asked each time: the house is there only once a test runs. */
export const refundTill = (at: () => GiftHouse) => {
  let count = 0;
  const { card: sold, available } = giftTill(at);
  const card = (amount = '5.00', prefix = '6012', over: object = {}): Promise<string> => sold(amount, over, prefix);
  const post = (what: string, body: object): Promise<Answered> =>
    at().house.request(`POST ${what}`, {
      ...(what.endsWith('/quote') ? {} : { reference: `m-${++count}` }),
      occurredAt: new Date().toISOString(),
      ...body,
    }) as never;
  return {
    card,
    available,
    post,
    /** A lamp for 30 and a cup for 20, paid by 20 of a card of somebody's and 30 in cash. */
    async soldFor(reference: string): Promise<string> {
      const payer = await card('20.00');
      const { status } = await post('/v1/sales', {
        reference,
        currency: 'EUR',
        member: { card: at().house.people[0].card },
        lines: [
          { line: 1, sku: 'lamp', amount: '30.00' },
          { line: 2, sku: 'cup', amount: '20.00' },
        ],
        tenders: [
          { kind: 'gift_card', amount: '20.00', card: { number: payer } },
          { kind: 'cash', amount: '30.00' },
        ],
      });
      if (status !== 201) throw new Error(`it is not sold: ${status}`);
      return payer;
    },
    returned: (original: string, toGiftCard: object | undefined, over: object = {}): Promise<Answered> =>
      post('/v1/returns', { original: { reference: original }, lines: 'all', toGiftCard, ...over }),
  };
};
