import { byPoints, item, scenario } from '../server/src/app/scenario/index.ts';

/** Earn 70, spend 50, return the sale: four policies, four endings. A return is never refused for points that are spent. */
export const returnAfterSpending = scenario(
  'return-after-spending',
  'A sale comes back whose points are spent, under each of the four policies',
  async ({ given, when, then }) => {
    await given.program();
    const people = {
      only_pending: await given.member('Ana'),
      within_balance: await given.member('Bruno'),
      unlimited: await given.member('Carla'),
      recover_from_refund: await given.member('Diego'),
    };
    const endings = {
      only_pending: {
        says: 'nothing was pending: all 70 stay with her',
        taken: { leftWithMember: '70' },
        available: '20',
        owed: '0',
      },
      within_balance: {
        says: '20 are taken, 50 are written off',
        taken: { fromBalance: '20', writtenOff: '50' },
        available: '0',
        owed: '0',
      },
      unlimited: {
        says: '20 are taken, 50 are owed',
        taken: { fromBalance: '20', owed: '50' },
        available: '-50',
        owed: '50',
      },
      recover_from_refund: {
        says: '20 are taken, and the worth of 50 is kept from the refund',
        taken: { fromBalance: '20', fromRefund: '50' },
        available: '0',
        owed: '0',
      },
    };
    for (const policy of ['only_pending', 'within_balance', 'unlimited', 'recover_from_refund'] as const) {
      await given.policy({ negativeBalance: policy });
      const person = people[policy];
      const { says, taken, available, owed } = endings[policy];
      const sale = await when.buys(person, [item('radio', '70.00')]);
      await when.buys(person, [item('sweets', '0.50')], { pays: [byPoints('0.50')] });
      await then.has(person, { available: '20' });
      const back = await when.returns(sale, 'all');
      await then.answers(back, says, {
        takenBack: [{ points: '70', ...taken }],
        refund: [{ amount: '70.00' }],
        ...(policy === 'recover_from_refund' ? { deducted: '0.50' } : {}),
      });
      await then.has(person, { available, owed });
    }
    await when.timePasses({ days: 3 });
    await when.buys(people.unlimited, [item('lamp', '60.00')]);
    await then.has(people.unlimited, { available: '10', owed: '0' });
  },
);
