import { item, POINT_PER_EURO, scenario } from '../server/src/app/scenario/index.ts';

/** Spend 100, get 500: the bonus goes with the very piece that takes the basket under 100, at the rules of then. */
export const thresholdBonusAndReturn = scenario(
  'threshold-bonus-and-return',
  'The bonus for 100 euros goes when the basket falls under 100',
  async ({ given, when, then }) => {
    await given.program({
      promotions: [
        POINT_PER_EURO,
        {
          code: 'spend-100',
          priority: 200,
          firstOn: '2026-01-01',
          lastOn: '2026-01-31',
          conditions: [{ kind: 'min-basket', params: { min: '100.00', base: 'net' } }],
          effects: [{ kind: 'fixed-bonus', wallet: 'points', params: { points: '500' } }],
        },
      ],
    });
    const vera = await given.member('Vera');

    const small = await when.buys(vera, [item('plates', '99.99')]);
    await then.didNotFire(small, 'spend-100', '100.00');
    const sale = await when.buys(vera, [
      item('plates', '60.00'),
      item('glasses', '30.00'),
      item('spoons', '20.00', { quantity: '2' }),
    ]);
    await then.fired(sale, ['base-earn', 'spend-100']);
    await then.has(vera, { available: '709' });

    await when.timePasses({ months: 1 });
    await when.returns(sale, [['spoons', '1']]);
    await then.has(vera, { available: '699' });
    const back = await when.returns(sale, [['spoons', '1']]);
    await then.answers(back, 'with the second spoon 90.00 are left: 10 and the bonus go', {
      takenBack: [{ points: '510' }],
    });
    await then.has(vera, { available: '189' });
    await when.returns(sale, 'all');
    await then.has(vera, { available: '99' });
  },
);
