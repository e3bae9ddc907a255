import { byAllPoints, item, POINTS, scenario } from '../server/src/app/scenario/index.ts';

/** Points that wait out the time in which goods may come back cannot be spent before, and go before anything else does. */
export const pendingThenReturned = scenario(
  'pending-then-returned',
  'Goods come back while their points still wait',
  async ({ given, when, then }) => {
    await given.program({
      wallets: [{ ...POINTS, activation: { days: 14 } }],
      policy: { negativeBalance: 'only_pending' },
    });
    const mateo = await given.member('Mateo');

    const shoes = await when.buys(mateo, [item('shoes', '80.00'), item('socks', '20.00')]);
    await then.has(mateo, { available: '0', pending: '100' });
    await then.isRefused('points.wallet.insufficient', () =>
      when.buys(mateo, [item('laces', '5.00')], { pays: [{ kind: 'points', points: '1' }] }),
    );

    await when.timePasses({ days: 10 });
    const back = await when.returns(shoes, [['shoes', '1']]);
    await then.answers(back, 'the 80 points of the shoes are taken from what waits', {
      takenBack: [{ points: '80', fromPending: '80', fromBalance: '0' }],
    });
    await then.has(mateo, { available: '0', pending: '20' });

    await when.timePasses({ days: 5 });
    await then.has(mateo, { available: '20', pending: '0' });
    await when.buys(mateo, [item('laces', '5.00')], { pays: [byAllPoints()] });
    await then.has(mateo, { available: '0', pending: '4' });
  },
);
