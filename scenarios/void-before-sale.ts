import { byPoints, item, scenario } from '../server/src/app/scenario/index.ts';

/** A void closes the name of its sale whether the sale has arrived or not; afterwards that sale cannot count. */
export const voidBeforeSale = scenario(
  'void-before-sale',
  'A sale is voided before it arrives, and another one after',
  async ({ given, when, then }) => {
    await given.program();
    const mateo = await given.member('Mateo');
    await when.isGiven(mateo, '300');

    const early = await when.voids('receipt-9');
    await then.answers(early, 'the name is closed', { state: 'closed' });
    await when.timePasses({ minutes: 5 });
    await then.isRefused('operation.voided_before', () =>
      when.buys(mateo, [item('kettle', '40.00')], { reference: 'receipt-9' }),
    );
    await then.has(mateo, { available: '300' });

    await when.buys(mateo, [item('kettle', '40.00')], { reference: 'receipt-10', pays: [byPoints('3.00')] });
    await then.has(mateo, { available: '37' });
    const late = await when.voids('receipt-10');
    await then.answers(late, 'all points go back where they came from', {
      state: 'booked',
      givenBack: [{ points: '300' }],
      takenBack: [{ points: '37' }],
    });
    await then.has(mateo, { available: '300' });
    await then.isRefused('checkout.void.already', () => when.voids('receipt-10'));
  },
);
