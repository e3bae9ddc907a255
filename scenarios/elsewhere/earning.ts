import { BASE, bonus, buys, earn, from, goods, once, perItem, promotion, type Case } from './case.ts';

const rounded = (name: string, source: string, rounding: string, amount: string, earned: string): Case => ({
  name,
  source,
  promotions: [promotion(1, earn('1', '1.00', { rounding }))],
  acts: [...once(amount, { earned }), ...once('1.00', { earned: '1' })],
});

const TILLPOINT = 'https://www.tillpoint.com/us/how-to-set-main-rules-loyalty-program';
const COLLECT =
  'http://help.collectapps.io/faqs-and-troubleshooting/beautiful-loyalty-programs-faqs/are-points-for-orders-rounded-up-or-down';
const PUNCHH = 'https://support.punchh.com/hc/en-us/articles/360031245714-What-are-the-available-rounding-rules-';
const SIEBEL =
  'https://docs.oracle.com/cd/G30555_01/books/LoyaltyAdmin/c-Examples-of-How-the-Decimal-Values-for-Points-are-Rounded-oc1135632.html';
const S_GROUP =
  'https://www.s-kanava.fi/asiakasomistaja/sv/artikel/exempel-pa-berakning-av-bonus/1KcDZt6XgcCrAUMg1RgVFR';

const multiplied = (when: string, multiplies: string, amount: string, earned: string): Case => ({
  name: `punchh: one and a half times, rounded ${when}, of ${amount}`,
  source: PUNCHH,
  promotions: [
    promotion(1, earn('1', '1.00', { rounding: 'half_up' })),
    promotion(2, {
      kind: 'multiplier',
      wallet: 'points',
      params: { factor: '1.5', per: 'receipt', multiplies, rounding: 'half_up' },
    }),
  ],
  acts: once(amount, { earned }),
});

// Two promotions give so many percent each; each is rounded to two decimals, and then they are added.
const twoAccruals = (percent: string, earned: string): Case => {
  const credit = { kind: 'wallet-credit', wallet: 'points', params: { percent, rounding: 'half_up' } };
  return {
    name: `siebel: two accruals of ${percent} points`,
    source: SIEBEL,
    hasFinePoints: true,
    promotions: [promotion(1, credit), promotion(2, credit)],
    acts: once('100.00', { earned }),
  };
};

// The rate that a month's amount reaches is paid for all of it, from its first euro.
const cashBack = (amount: string, earned: string): Case => ({
  name: `s group: the rate of ${amount} for all of it`,
  source: S_GROUP,
  hasFinePoints: true,
  promotions: [
    promotion(1, {
      kind: 'tiered-rates',
      wallet: 'points',
      params: {
        step: '100.00',
        rate: 'of_all',
        rounding: 'half_up',
        bands: [
          { from: '450.00', points: '2.5' },
          { from: '500.00', points: '3' },
          { from: '850.00', points: '4.5' },
          { from: '900.00', points: '5' },
        ],
      },
    }),
  ],
  acts: once(amount, { earned }),
});

export const earning: readonly Case[] = [
  {
    name: 'square: a point for every 10, 105 gives 10',
    source: 'https://github.com/square/connect-javascript-sdk/blob/HEAD/docs/LoyaltyProgramAccrualRule.md',
    promotions: [promotion(1, earn('1', '10.00', { steps: 'full' }))],
    acts: once('105.00', { earned: '10' }),
  },
  rounded('tillpoint: up', TILLPOINT, 'ceiling', '0.30', '1'),
  rounded('tillpoint: down', TILLPOINT, 'floor', '0.70', '0'),
  rounded('tillpoint: nearest, below half', TILLPOINT, 'half_up', '0.49', '0'),
  rounded('tillpoint: nearest, half', TILLPOINT, 'half_up', '0.50', '1'),
  rounded('collect: 191.10', COLLECT, 'half_up', '191.10', '191'),
  rounded('collect: 67.70', COLLECT, 'half_up', '67.70', '68'),
  rounded('punchh: floor', PUNCHH, 'floor', '5.76', '5'),
  rounded('punchh: ceiling', PUNCHH, 'ceiling', '2.38', '3'),
  rounded('punchh: round', PUNCHH, 'half_up', '5.76', '6'),
  multiplied('before', 'rounded', '2.38', '3'),
  multiplied('before', 'rounded', '5.76', '9'),
  multiplied('after', 'exact', '2.38', '4'),
  multiplied('after', 'exact', '5.76', '9'),
  twoAccruals('20.158', '40.32'),
  twoAccruals('20.987', '41.98'),
  cashBack('480.00', '12.00'),
  cashBack('500.00', '15.00'),
  cashBack('850.00', '38.25'),
  cashBack('900.00', '45.00'),
  {
    name: 's group: three cents for each litre',
    source: 'https://www.s-kanava.fi/web/s/sv/kysymys?faq=3396919_10810',
    hasFinePoints: true,
    promotions: [promotion(1, perItem('0.03', { steps: 'exact', lines: { categories: ['fuel'] } }))],
    acts: [buys([goods('e95', '72.00', { quantity: '40.000', category: 'fuel' })], { earned: '1.20' })],
  },
  {
    name: 'kroger: groceries once, prescriptions 50, gift cards twice',
    source: 'http://frequentmiler.boardingarea.com/2012/09/25/what-is-a-fuel-point-worth/',
    policy: { giftCardsEarn: 'both' },
    promotions: [
      promotion(1, earn('1', '1.00', { lines: { exceptCategories: ['pharmacy'] } })),
      promotion(2, perItem('50', { lines: { categories: ['pharmacy'] } })),
      promotion(3, earn('2', '1.00', { lines: { kinds: ['gift_card'] }, base: 'net' })),
    ],
    acts: [
      buys(
        [
          goods('groceries', '40.00'),
          goods('pills', '12.00', { quantity: '2', category: 'pharmacy' }),
          goods('gift', '25.00', { kind: 'gift_card' }),
        ],
        { earned: '190' },
      ),
    ],
  },
  {
    name: 'damned pages: goods earn, postage does not',
    source: 'https://damned-pages.eu/discounts-program/',
    promotions: [promotion(1, earn('1', '1.00', { lines: { kinds: ['product'] } }))],
    acts: [buys([goods('lp', '30.00'), goods('post', '15.00', { kind: 'delivery' })], { earned: '30' })],
  },
  {
    name: 'shell: a visit is 10 of fuel or 2 in the shop, once for both',
    source: 'https://www.myautomateapp.co.uk/post/which-fuel-loyalty-scheme-is-best-for-you',
    groups: [{ code: 'visit', evaluate: 'first' }],
    promotions: [
      promotion(1, bonus('1'), { group: 'visit', ...from('10.00', { lines: { categories: ['fuel'] } }) }),
      promotion(2, bonus('1'), { group: 'visit', ...from('2.00', { lines: { categories: ['shop'] } }) }),
    ],
    acts: [
      buys([goods('e95', '10.00', { category: 'fuel' })], { earned: '1' }),
      buys([goods('e95', '9.99', { category: 'fuel' })], { earned: '0' }),
      buys([goods('tea', '2.00', { category: 'shop' })], { earned: '1' }),
      buys([goods('tea', '2.00', { category: 'shop' }), goods('e95', '50.00', { category: 'fuel' })], { earned: '1' }),
    ],
  },
  {
    name: 'odoo: a reward is off before points are counted',
    source: 'https://github.com/odoo/odoo/pull/120131',
    promotions: [
      promotion(1, { kind: 'fixed-discount', params: { amount: '10.00' } }),
      promotion(9, earn('10', '1.00', { lines: { skus: ['A'] } })),
    ],
    acts: [buys([goods('A', '100.00')], { toPay: '90.00', earned: '900' })],
  },
  {
    name: 'pos awesome: 77 points of 5 cents are spent, 82 are earned, 82 are left',
    source: 'https://github.com/yrestom/POS-Awesome/issues/45',
    pays: { points: '20', money: '1.00' },
    has: '77',
    promotions: [BASE],
    acts: [buys([goods('a', '85.85')], { toPay: '82.00', earned: '82', available: '82' }, [{ kind: 'points' }])],
  },
  {
    name: 'rewards labs: what points pay earns nothing',
    source: 'http://rewardslabs.com/support/faq/list/how-reward-with-is-calculated/',
    has: '1000',
    promotions: [BASE],
    acts: [buys([goods('a', '30.00')], { toPay: '20.00', earned: '20' }, [{ kind: 'points', amount: '10.00' }])],
  },
];
