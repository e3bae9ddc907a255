import { byPoints, item, POINTS, scenario } from '../server/src/app/scenario/index.ts';

/** A lot under a hold does not end before the hold does: what a quote has promised at 23:50 is there at 00:02. */
export const holdOverTheEnd = scenario(
  'hold-over-the-end',
  'Points that are held for a sale outlive their last day until it comes',
  async ({ given, when, then }) => {
    await given.program({
      begins: '2026-01-12T23:50:00+01:00',
      wallets: [{ ...POINTS, expiry: { after: { days: 0 } } }],
    });
    const lucía = await given.member('Lucía');
    await when.isGiven(lucía, '500');

    const book = [item('book', '10.00')];
    const quote = await when.quotes(lucía, book, { pays: [byPoints('3.00')], hold: true });
    await when.timePasses({ minutes: 12 });
    await then.has(lucía, { available: '0', held: '300' });
    const sale = await when.buys(lucía, book, { pays: [byPoints('3.00')], reference: quote.reference, quote });
    await then.answers(sale, 'the held points have paid', { spent: [{ points: '300', paid: '3.00' }] });
    await then.has(lucía, { available: '7', held: '0' });

    const back = await when.returns(sale, 'all');
    await then.answers(back, 'they go back where they came from, and that has ended', {
      givenBack: [{ points: '300', expired: '300' }],
    });
    await then.has(lucía, { available: '0' });
  },
);
