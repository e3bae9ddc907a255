import { item, scenario } from '../server/src/app/scenario/index.ts';

/** A receipt without a member earns nobody anything, until its buyer claims it: once, in time, for what is left of it. */
export const claimAForgottenCard = scenario(
  'claim-a-forgotten-card',
  'Mateo forgot his card and claims the receipt later',
  async ({ given, when, then }) => {
    await given.program({ policy: { claimWithinDays: 30 } });
    const mateo = await given.member('Mateo');
    const vera = await given.member('Vera');

    const sale = await when.buys(undefined, [item('coat', '120.00'), item('scarf', '30.00')]);
    await then.answers(sale, 'nobody earns', { earned: [] });
    await when.timePasses({ days: 2 });
    await when.returns(sale, [['scarf', '1']]);

    await when.timePasses({ days: 3 });
    const claim = await when.claims(mateo, sale);
    await then.answers(claim, 'what came back meanwhile does not earn', { earned: [{ points: '120' }] });
    await then.has(mateo, { available: '120' });
    await then.isRefused('checkout.claim.twice', () => when.claims(vera, sale));

    const late = await when.buys(undefined, [item('hat', '25.00')]);
    await when.timePasses({ days: 31 });
    await then.isRefused('checkout.claim.too_late', () => when.claims(mateo, late));

    await when.returns(sale, 'all');
    await then.has(mateo, { available: '0' });
  },
);
