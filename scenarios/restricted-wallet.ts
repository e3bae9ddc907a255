import {
  byAllPoints,
  item,
  POINTS,
  POINT_PER_EURO,
  scenario,
  type Promotion,
} from '../server/src/app/scenario/index.ts';

const giftPoints: Promotion = {
  code: 'gift-points',
  priority: 200,
  firstOn: '2020-01-01',
  conditions: [{ kind: 'first-purchase' }],
  effects: [{ kind: 'fixed-bonus', wallet: 'promo', params: { points: '2000' } }],
};

/** Promotional points pay first, but only where their rules let them; a quote says why they pay no more. */
export const restrictedWallet = scenario(
  'restricted-wallet',
  'Promotional points pay half of a receipt at most, and no tobacco',
  async ({ given, when, then }) => {
    const rules = { exceptCategories: ['tobacco'], sharePercentMax: 50 };
    await given.program({
      wallets: [
        POINTS,
        {
          code: 'promo',
          pays: { points: '100', money: '1.00' },
          spendOrder: 1,
          rules,
          expiry: { after: { days: 30 } },
        },
      ],
      promotions: [POINT_PER_EURO, giftPoints],
    });
    const vera = await given.member('Vera');
    await when.buys(vera, [item('table', '300.00')]);
    await then.has(vera, { available: '300' });
    await then.has(vera, { available: '2000' }, 'promo');

    const cigars = await when.quotes(vera, [item('cigars', '10.00', { category: 'tobacco' })]);
    await then.answers(cigars, 'promotional points pay no tobacco; ordinary points do', {
      spent: [{ walletType: 'points', paid: '3.00' }],
      toPay: { amount: '7.00' },
    });

    const bread = [item('bread', '6.00', { category: 'food/bakery' })];
    const quote = await when.quotes(vera, bread);
    await then.answers(quote, 'they go first, for half of the receipt', {
      spent: [
        { walletType: 'promo', paid: '3.00' },
        { walletType: 'points', paid: '3.00' },
      ],
      toPay: { amount: '0.00' },
    });
    await when.buys(vera, bread, { pays: [byAllPoints()], quote });
    await then.has(vera, { available: '0' });
    await then.has(vera, { available: '1700' }, 'promo');

    await when.timePasses({ days: 31 });
    await then.has(vera, { available: '0' }, 'promo');
  },
);
