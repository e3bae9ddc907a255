import {
  BASE,
  bonus,
  bundle,
  buys,
  earn,
  from,
  goods,
  less,
  promotion,
  returns,
  takeAndPay,
  type Act,
  type Case,
} from './case.ts';

const MACYS = 'https://customerservice-macys.com/articles/buy-one-get-one-bogo-returns/';
const PAIR = [goods('dear', '30.00'), goods('cheap', '20.00')];

const one = (line: number): readonly (readonly [number, string])[] => [[line, '1']];

export const returned: readonly Case[] = [
  {
    name: 'nobull: 75 of 100 come back, 25 points stay',
    source: 'https://support.nobullproject.com/hc/en-us/articles/19147370958999-Refunds-Tier-Status',
    promotions: [BASE],
    acts: [
      buys([goods('a', '75.00'), goods('b', '25.00')], { earned: '100' }),
      returns(one(1), { takenBack: '75', available: '25' }),
    ],
  },
  {
    name: 'loyaltylion: one of two at 10, then the other',
    source: 'https://help.loyaltylion.com/en/articles/1965601-refunds-and-returns-on-purchased-products',
    promotions: [BASE],
    acts: [
      buys([goods('a', '20.00', { quantity: '2' })], { earned: '20' }),
      returns(one(1), { available: '10' }),
      returns('all', { available: '0' }),
    ],
  },
  {
    name: 'bon: 60, then 20 of 120',
    source: 'https://bonloyalty.com/docs/set-up-a-loyalty-program/refunded-order',
    promotions: [BASE],
    acts: [
      buys([goods('x', '40.00'), goods('y', '60.00'), goods('z', '20.00')], { earned: '120' }),
      returns(one(2), { takenBack: '60' }),
      returns(one(3), { takenBack: '20', available: '40' }),
    ],
  },
  {
    name: 'mage: 100 and 150 of 500 points',
    source: 'https://help.mageloyalty.com/en/articles/14043934-how-refunds-affect-points',
    promotions: [promotion(1, earn('5', '1.00'))],
    acts: [
      buys([goods('x', '20.00'), goods('y', '30.00'), goods('z', '50.00')], { earned: '500' }),
      returns(one(1), { takenBack: '100', available: '400' }),
      returns(one(2), { takenBack: '150', available: '250' }),
    ],
  },
  {
    name: 'alpha: what is given for the order stays until all of it comes back',
    source:
      'https://help.alphalogic.io/en/articles/12433680-automatically-deduct-points-on-refunded-or-canceled-orders',
    promotions: [promotion(1, bonus('100')), BASE],
    acts: [
      buys([goods('x', '20.00'), goods('y', '30.00')], { earned: '150' }),
      returns(one(1), { takenBack: '20', available: '130' }),
      returns('all', { available: '0' }),
    ],
  },
  {
    name: 'barnes and noble: a stamp for each 10, 31 less 10 has two',
    source:
      'https://help.barnesandnoble.com/hc/en-us/articles/12875414401307-How-Returns-Affect-Stamps-Issuance-and-Rewards-Redemption',
    promotions: [promotion(1, earn('1', '10.00', { steps: 'full' }))],
    acts: [
      buys([goods('x', '21.00'), goods('y', '10.00')], { earned: '3' }),
      returns(one(2), { takenBack: '1', available: '2' }),
    ],
  },
  {
    name: 'rvca: 300 points paid 15 of 100; all comes back, 85 in money and the points',
    source: 'https://rvca.gorgias.help/en-US/what-happens-if-i-return-items-from-a-loyalty-order-587419',
    pays: { points: '20', money: '1.00' },
    has: '300',
    promotions: [BASE],
    acts: [
      buys([goods('x', '75.00'), goods('y', '25.00')], { toPay: '85.00', earned: '85' }, [
        { kind: 'points', amount: '15.00' },
        { kind: 'cash', amount: '85.00' },
      ]),
      returns('all', { refund: '85.00', available: '300' }),
    ],
  },
  {
    name: 'gracious style: what was spent is kept from the refund',
    source: 'http://graciousstyle-content.blogspot.com/2016/03/what-happens-if-i-return-my-purchase.html',
    policy: { negativeBalance: 'recover_from_refund' },
    promotions: [BASE],
    acts: [
      buys([goods('x', '100.00')], { earned: '100' }),
      { spends: '100', expected: { available: '0' } },
      returns('all', { refund: '100.00', deducted: '1.00', available: '0' }),
    ],
  },
  {
    name: 'rediem: the balance goes below zero, and new points fill it first',
    source: 'https://help.rediem.co/en/articles/12399715-refunds-and-loyalty-points',
    policy: { negativeBalance: 'unlimited' },
    promotions: [BASE],
    acts: [
      buys([goods('x', '100.00')], { earned: '100' }),
      { spends: '100', expected: { available: '0' } },
      returns('all', { refund: '100.00', owed: '100' }),
      buys([goods('y', '130.00')], { available: '30', owed: '0' }),
    ],
  },
  {
    name: 'dynamics: 10 off from 50, three pieces come back one by one, no cent is lost',
    source: 'https://blogs.msdn.microsoft.com/retaillife/2017/04/04/retail-discount-rounding-i/',
    promotions: [promotion(1, less('10.00'), from('50.00'))],
    acts: [
      buys([goods('x', '60.00', { quantity: '3' })], { toPay: '50.00' }),
      ...['16.66', '33.33', '50.00'].map((refundedInAll): Act => returns(one(1), { refundedInAll })),
    ],
  },
  {
    name: 'musicmagpie: three for 10, one comes back for a third, all three for 10',
    source: 'https://support.musicmagpie.co.uk/hc/en-gb/articles/360010159160',
    promotions: [promotion(1, bundle('10.00', { lines: {}, pieces: 3 }))],
    acts: [
      buys([goods('a', '5.00'), goods('b', '5.00'), goods('c', '5.00')], { toPay: '10.00' }),
      returns(one(1), { refund: '3.33' }),
      returns('all', { refundedInAll: '10.00' }),
    ],
  },
  {
    name: 'paladin: three of a kind for two, all come back, one by one',
    source:
      'https://portal.paladinpos.com/knowledge-base/how-to-determine-proportionate-effective-percentage-for-bogo-sales/',
    promotions: [promotion(1, takeAndPay(3, 2))],
    acts: [
      buys([goods('a', '41.97', { quantity: '3' })], { toPay: '27.98' }),
      returns(one(1)),
      returns(one(1)),
      returns(one(1), { refundedInAll: '27.98' }),
    ],
  },
  {
    name: "macy's: 30 and 20, one free, are 18 and 12: the dear one comes back first",
    source: MACYS,
    promotions: [promotion(1, takeAndPay(2, 1))],
    acts: [
      buys(PAIR, { toPay: '30.00', discounts: ['12.00', '8.00'] }),
      returns(one(1), { refund: '18.00' }),
      returns('all', { refund: '12.00', refundedInAll: '30.00' }),
    ],
  },
  {
    name: "macy's: 30 and 20, one free: the cheap one comes back first",
    source: MACYS,
    promotions: [promotion(1, takeAndPay(2, 1))],
    acts: [
      buys(PAIR, { toPay: '30.00' }),
      returns(one(2), { refund: '12.00' }),
      returns(one(1), { refund: '18.00', refundedInAll: '30.00' }),
    ],
  },
  {
    name: "macy's: 30 and 20, one at half price, are 24 and 16",
    source: MACYS,
    promotions: [promotion(1, takeAndPay(2, 1, { percent: '50' }))],
    acts: [
      buys(PAIR, { toPay: '40.00', discounts: ['6.00', '4.00'] }),
      returns(one(1), { refund: '24.00' }),
      returns(one(2), { refund: '16.00', refundedInAll: '40.00' }),
    ],
  },
];
