import { item, POINT_PER_EURO, scenario, type Promotion } from '../server/src/app/scenario/index.ts';

const timesFor = (tier: string, factor: string): Promotion => ({
  code: tier,
  priority: 200,
  firstOn: '2020-01-01',
  conditions: [{ kind: 'tier-in', params: { tiers: [tier] } }],
  effects: [{ kind: 'multiplier', wallet: 'points', params: { factor, per: 'receipt' } }],
});

/** A tier multiplies from the day on which the member has it; what was bought before keeps the tier of then. */
export const tierMultiplier = scenario(
  'tier-multiplier',
  'Lucía becomes gold, and only later receipts earn more',
  async ({ given, when, then }) => {
    await given.program({ promotions: [POINT_PER_EURO, timesFor('silver', '1.25'), timesFor('gold', '2')] });
    const lucía = await given.member('Lucía', { tier: 'silver' });
    const mateo = await given.member('Mateo');

    const silver = await when.buys(lucía, [item('coat', '100.00', { quantity: '2' })]);
    await then.fired(silver, ['base-earn', 'silver']);
    await then.has(lucía, { available: '125' });
    const plain = await when.buys(mateo, [item('coat', '100.00')]);
    await then.didNotFire(plain, 'gold', 'tier');
    await then.has(mateo, { available: '100' });

    await when.timePasses({ months: 2 });
    await given.tier(lucía, 'gold');
    await when.buys(lucía, [item('coat', '100.00')]);
    await then.has(lucía, { available: '325' });

    const back = await when.returns(silver, [['coat', '1']]);
    await then.answers(back, 'half of what silver had earned goes, gold or not', { takenBack: [{ points: '63' }] });
    await then.has(lucía, { available: '262' });
    await when.transfers(lucía, mateo, '62');
    await then.has(lucía, { available: '200' });
    await then.has(mateo, { available: '162' });
  },
);
