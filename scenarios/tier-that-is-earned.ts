import { item, POINT_PER_EURO, scenario, type Promotion } from '../server/src/app/scenario/index.ts';

const doubleForGold: Promotion = {
  code: 'gold',
  priority: 200,
  firstOn: '2020-01-01',
  conditions: [{ kind: 'tier-in', params: { tiers: ['gold'] } }],
  effects: [{ kind: 'multiplier', wallet: 'points', params: { factor: '2', per: 'receipt' } }],
};

/** A tier is reached by spending, multiplies from the next receipt on, is lost by a return, and ends with its period. */
export const tierThatIsEarned = scenario(
  'tier-that-is-earned',
  'Lucía reaches gold by spending, loses it by a return, reaches it again, and leaves it when its year is over',
  async ({ given, when, then }) => {
    await given.program({ begins: '2026-03-02T10:00:00+01:00', promotions: [POINT_PER_EURO, doubleForGold] });
    await given.tiers({
      metric: 'spend',
      window: { per: 'year' },
      validity: 'end_of_next_period',
      grace: { days: 10, roundTo: 'month' },
      levels: [
        { code: 'bronze', name: 'Bronze', threshold: '0' },
        { code: 'gold', name: 'Gold', threshold: '500.00', benefits: { lounge: true } },
      ],
    });
    const lucía = await given.member('Lucía');
    await then.standsIn(lucía, { tier: 'bronze', next: { tier: 'gold', missing: '500.00' } });

    const coat = await when.buys(lucía, [item('coat', '480.00')]);
    await then.standsIn(lucía, { tier: 'bronze', counted: '480.00', next: { missing: '20.00' } });
    const bread = await when.buys(lucía, [item('bread', '20.00')]);
    await then.answers(bread, 'the purchase that reaches gold earns by the tier before it', {
      earned: [{ points: '20' }],
    });
    await then.standsIn(lucía, {
      tier: 'gold',
      name: 'Gold',
      benefits: { lounge: true },
      until: '2027-12-31T23:00:00.000000Z',
    });
    const shirt = await when.buys(lucía, [item('shirt', '30.00')]);
    await then.answers(shirt, 'the next one earns as gold', { earned: [{ points: '60' }] });

    await when.timePasses({ days: 3 });
    await when.returns(coat, 'all');
    await then.standsIn(lucía, { tier: 'bronze', counted: '50.00' });
    await then.has(lucía, { available: '80' });

    await when.buys(lucía, [item('table', '450.00')]);
    await then.standsIn(lucía, { tier: 'gold' });
    await when.itIs('2028-01-20T10:00:00+01:00');
    await then.standsIn(lucía, { tier: 'gold', graceUntil: '2028-01-31T23:00:00.000000Z' });
    await when.itIs('2028-02-01T00:00:00+01:00');
    await then.standsIn(lucía, { tier: 'bronze' });
    await when.buys(lucía, [item('bread', '3.00')]);
    await then.tierChanges(lucía, [
      'bronze > gold reached',
      'gold > bronze returned',
      'bronze > gold reached',
      'gold > bronze ended',
    ]);
  },
);
