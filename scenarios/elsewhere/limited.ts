import { bonus, buys, earn, goods, promotion, type Case, type Promotion } from './case.ts';

type Limit = NonNullable<Promotion['limits']>[number];

const WHITELABEL =
  'https://kbase.whitelabel-loyalty.com/product/loyalty-engine/points/points-earn-spend-and-balance-caps';
const ANTAVO = 'https://docs.antavo.com/v1/docs/point-limitation-scenarios';
const VISTA =
  'https://help.vista.co/hc/en-nz/articles/11371756618265-Limiting-points-earned-for-a-balance-type-in-a-day';

/** Receipts of so much, one after the other, and what each of them earns under these limits. */
const limited = (
  name: string,
  source: string,
  limits: Limit[],
  ...sales: [amount: string, earned: string][]
): Case => ({
  name,
  source,
  promotions: [promotion(1, earn('1', '1.00'), { limits })],
  acts: sales.map(([amount, earned]) => buys([goods('x', amount)], { earned })),
});

export const limitedCases: readonly Case[] = [
  limited(
    'antavo: 50 are left of 1000, the dynamic limit gives them',
    ANTAVO,
    [{ per: 'program', of: 'points', max: '1000', period: 'ever', over: 'clip' }],
    ['950.00', '950'],
    ['100.00', '50'],
  ),
  limited(
    'antavo: 50 are left of 1000, the hard limit gives nothing',
    ANTAVO,
    [{ per: 'program', of: 'points', max: '1000', period: 'ever', over: 'reject' }],
    ['950.00', '950'],
    ['100.00', '0'],
  ),
  limited(
    'antavo: a customer with 20 of 25, the dynamic limit gives 5 of 6',
    ANTAVO,
    [{ per: 'member', of: 'points', max: '25', period: 'ever', over: 'clip' }],
    ['20.00', '20'],
    ['6.00', '5'],
  ),
  limited(
    'antavo: a customer with 20 of 25, the hard limit gives nothing',
    ANTAVO,
    [{ per: 'member', of: 'points', max: '25', period: 'ever', over: 'reject' }],
    ['20.00', '20'],
    ['6.00', '0'],
  ),
  limited(
    'vista: 100 a transaction and 500 a day',
    VISTA,
    [
      { per: 'receipt', of: 'points', max: '100', over: 'clip' },
      { per: 'member', of: 'points', max: '500', period: 'day', over: 'clip' },
    ],
    ...Array.from({ length: 5 }, (): [string, string] => ['150.00', '100']),
    ['150.00', '0'],
  ),
  limited(
    'vista: three transactions a day',
    VISTA,
    [{ per: 'member', of: 'uses', max: '3', period: 'day', over: 'reject' }],
    ...Array.from({ length: 3 }, (): [string, string] => ['10.00', '10']),
    ['10.00', '0'],
  ),
  {
    name: 'whitelabel loyalty: 900 of an earn cap of 1000, and of 200 only 100 are awarded',
    source: WHITELABEL,
    promotions: [promotion(1, earn('1', '1.00')), promotion(2, bonus('100'))],
    caps: [{ code: 'monthly', wallet: 'points', per: 'member', max: '1000', period: 'month', over: 'clip' }],
    acts: [
      buys([goods('x', '800.00')], { earned: '900' }),
      buys([goods('x', '100.00')], { earned: '100', available: '1000' }),
      buys([goods('x', '50.00')], { earned: '0', available: '1000' }),
    ],
  },
  {
    name: 'whitelabel loyalty: points by an action count towards the earn cap as those of a purchase',
    source: WHITELABEL,
    promotions: [promotion(1, earn('1', '1.00')), promotion(2, bonus('200'), { on: 'survey' })],
    caps: [{ code: 'weekly', wallet: 'points', per: 'member', max: '1000', period: { days: 7 }, over: 'clip' }],
    acts: [
      buys([goods('x', '900.00')], { earned: '900' }),
      { tells: 'survey', attributes: {}, expected: { earned: '100', available: '1000' } },
    ],
  },
  {
    name: 'vista: 100 a transaction and 500 a day for a balance, whichever rules earn them',
    source: VISTA,
    promotions: [promotion(1, earn('1', '1.00')), promotion(2, bonus('50'))],
    caps: [
      { code: 'transaction', wallet: 'points', per: 'receipt', max: '100', over: 'clip' },
      { code: 'day', wallet: 'points', per: 'member', max: '500', period: 'day', over: 'clip' },
    ],
    acts: [
      ...Array.from({ length: 5 }, () => buys([goods('x', '80.00')], { earned: '100' })),
      buys([goods('x', '80.00')], { earned: '0', available: '500' }),
    ],
  },
];
