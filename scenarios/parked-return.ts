import { item, scenario } from '../server/src/app/scenario/index.ts';

/** A return may come before its sale, from a till that was offline: it waits, and is decided right after the sale. */
export const parkedReturn = scenario(
  'parked-return',
  'A return arrives before its sale and waits for it',
  async ({ given, when, then }) => {
    await given.program();
    const lucía = await given.member('Lucía');

    const back = await when.returnsUnknown('receipt-77', [{ line: 2, quantity: '1' }]);
    await then.answers(back, 'it waits', { state: 'parked' });
    await then.has(lucía, { available: '0' });

    await when.timePasses({ hours: 2 });
    const sale = await when.buys(lucía, [item('chair', '50.00'), item('cushion', '15.00')], {
      reference: 'receipt-77',
    });
    await then.answers(sale, 'the sale earns for both', { earned: [{ points: '65' }] });
    await then.has(lucía, { available: '50' });
    await then.isRefused('checkout.return.too_much', () => when.returns(sale, [['cushion', '1']]));
  },
);
