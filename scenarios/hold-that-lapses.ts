import { byPoints, item, scenario } from '../server/src/app/scenario/index.ts';

/** What a quote or a hold reserves is safe from others until it is used or its time is over. */
export const holdThatLapses = scenario(
  'hold-that-lapses',
  'A hold keeps points from others until its time is over',
  async ({ given, when, then }) => {
    await given.program();
    const lucía = await given.member('Lucía');
    await when.isGiven(lucía, '500');

    const kept = await when.holds(lucía, '400', 900);
    await then.has(lucía, { available: '100', held: '400' });
    await then.isRefused('points.wallet.insufficient', () => when.redeems(lucía, '200'));
    await when.captures(kept, '150');
    await then.has(lucía, { available: '350', held: '0' });

    const forgotten = await when.holds(lucía, '300', 900);
    await then.has(lucía, { available: '50', held: '300' });
    await when.timePasses({ minutes: 16 });
    await then.has(lucía, { available: '350', held: '0' });
    await then.isRefused('points.hold.closed', () => when.captures(forgotten));

    const quote = await when.quotes(lucía, [item('book', '20.00')], { pays: [byPoints('3.00')], hold: true });
    await then.has(lucía, { available: '50', held: '300' });
    await when.buys(lucía, [item('book', '20.00')], { pays: [byPoints('3.00')], reference: quote.reference, quote });
    await then.has(lucía, { available: '67', held: '0' });
  },
);
