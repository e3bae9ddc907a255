import { byPoints, item, POINT_PER_EURO, scenario } from '../server/src/app/scenario/index.ts';

const MIN = { min: '10.00', base: 'net' };

/** The first story to read: points are earned, wait, pay, and go both ways when goods come back. */
export const earnAndSpend = scenario(
  'earn-and-spend',
  'Lucía earns, waits, spends and takes goods back',
  async ({ given, when, then }) => {
    await given.program({
      begins: '2026-01-12T10:00:00+01:00',
      promotions: [
        POINT_PER_EURO,
        {
          code: 'double-dairy',
          priority: 200,
          firstOn: '2020-01-01',
          effects: [
            {
              kind: 'multiplier',
              wallet: 'points',
              params: { factor: '2', per: 'receipt', lines: { categories: ['food/dairy'] } },
            },
          ],
        },
        {
          code: 'welcome',
          priority: 300,
          firstOn: '2020-01-01',
          conditions: [{ kind: 'first-purchase' }, { kind: 'min-basket', params: MIN }],
          effects: [{ kind: 'fixed-bonus', wallet: 'points', params: { points: '200' }, activation: { days: 14 } }],
        },
      ],
    });
    const lucía = await given.member('Lucía');

    const first = await when.buys(lucía, [
      item('bread', '30.00', { category: 'food/bakery' }),
      item('cheese', '20.00', { category: 'food/dairy' }),
    ]);
    await then.fired(first, ['base-earn', 'double-dairy', 'welcome']);
    await then.has(lucía, { available: '70', pending: '200' });

    await when.timePasses({ days: 15 });
    await then.has(lucía, { available: '270', pending: '0' });

    const second = await when.buys(lucía, [item('wine', '8.00', { quantity: '2' })], { pays: [byPoints('2.00')] });
    await then.answers(second, 'the points have paid 2.00, and earn nothing themselves', {
      spent: [{ points: '200', paid: '2.00' }],
      earned: [{ points: '6' }],
    });
    await then.didNotFire(second, 'welcome', 'purchases before this one: 1');
    await then.has(lucía, { available: '76', pending: '0' });

    const back = await when.returns(second, [['wine', '1']]);
    await then.answers(back, 'half of the points that paid come back, and half of what was earned goes', {
      givenBack: [{ points: '100' }],
      takenBack: [{ points: '3', writtenOff: '0' }],
    });
    await then.has(lucía, { available: '173' });
  },
);
