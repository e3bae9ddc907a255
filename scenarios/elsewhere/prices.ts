import { bundle, buys, earn, from, goods, less, off, once, promotion, takeAndPay, type Case } from './case.ts';

const VOUCHERIFY = 'https://docs.voucherify.io/orchestrate/using-stacking-rules-and-categories';
const DISCOUNT_YARD =
  'https://merchantyard.com/discountyard-guides/how-to-make-percentage-discounts-stack-after-each-others';
const ZUORA =
  'https://docs.zuora.com/en/zuora-billing/set-up-zuora-billing/build-product-and-prices/charge-models---configure-any-pricing/discount-pricing/discount-charge-models/stacked-discounts';
const TALON = 'https://help.talon.one/hc/en-us/articles/360015354580-Using-Cascading-Discounts';
const SHOPIFY = 'https://help.shopify.com/en/manual/sell-in-person/shopify-pos/discount-management/combined-discounts';
const FLEXPRICE = 'https://docs.flexprice.io/docs/invoices/billing-calculation-order';
const DYNAMICS =
  'https://learn.microsoft.com/en-nz/archive/blogs/retaillife/retail-discount-concurrency-control-differences-with-examples';
const DYNAMICS_ROUNDING = 'https://blogs.msdn.microsoft.com/retaillife/2017/04/04/retail-discount-rounding-i/';
const DYNAMICWEB =
  'https://doc.dynamicweb.dev/manual/dynamicweb10/commerce/promotions/discountsv2/discount2_3for2.html';
const SHOES = { lines: { categories: ['shoes'] } };

const stacked = (name: string, source: string, percents: readonly string[], base: string, toPay: string): Case => ({
  name,
  source,
  promotions: percents.map((percent, i) => promotion(i, off(percent, { base }))),
  acts: once('100.00', { toPay }),
});

export const prices: readonly Case[] = [
  {
    name: 'voucherify: 10 % first, and 105 is below 100 for the next',
    source: VOUCHERIFY,
    promotions: [promotion(1, off('10')), promotion(2, off('20'), from('100.00'))],
    acts: once('105.00', { toPay: '94.50' }),
  },
  {
    name: 'voucherify: 20 % first, then 10 % of the rest',
    source: VOUCHERIFY,
    promotions: [promotion(2, off('10')), promotion(1, off('20'), from('100.00'))],
    acts: once('105.00', { toPay: '75.60' }),
  },
  stacked('discountyard: 20 % and 10 % of the first price', DISCOUNT_YARD, ['20', '10'], 'initial', '70.00'),
  stacked('discountyard: 20 % and then 10 %', DISCOUNT_YARD, ['20', '10'], 'running', '72.00'),
  stacked('zuora: 5, 10 and 15 % together', ZUORA, ['5', '10', '15'], 'initial', '70.00'),
  stacked('flexprice: two tenths are 19 %', FLEXPRICE, ['10', '10'], 'running', '81.00'),
  {
    name: 'flexprice: never below zero',
    source: FLEXPRICE,
    promotions: [promotion(1, less('30.00')), promotion(2, less('30.00'))],
    acts: once('40.00', { toPay: '0.00' }),
  },
  {
    name: 'talon: 10 off, then a tenth of 90',
    source: TALON,
    promotions: [promotion(1, less('10.00')), promotion(2, off('10'))],
    acts: once('100.00', { toPay: '81.00' }),
  },
  {
    name: 'talon: 10 off each pair of shoes, then 15 % of what is left of them',
    source: TALON,
    promotions: [promotion(1, less('10.00', { off: 'piece', ...SHOES })), promotion(2, off('15', SHOES))],
    acts: [
      buys(
        [
          goods('boots', '100.00', { category: 'shoes' }),
          goods('pumps', '60.00', { category: 'shoes' }),
          goods('socks', '5.00'),
        ],
        { toPay: '124.00', discounts: ['23.50', '17.50', '0'] },
      ),
    ],
  },
  {
    name: 'shopify: 5 off 20, then 10 %',
    source: SHOPIFY,
    promotions: [promotion(1, less('5.00')), promotion(2, off('10'))],
    acts: once('20.00', { toPay: '13.50' }),
  },
  {
    name: 'shopify: a discount of a line counts once for three pieces',
    source: SHOPIFY,
    promotions: [promotion(1, less('5.00'))],
    acts: [buys([goods('a', '60.00', { quantity: '3' })], { toPay: '55.00' })],
  },
  {
    name: 'saleor: 5 off an order of 4 and 45',
    source: 'https://docs.saleor.io/developer/discounts/apply-vouchers',
    promotions: [promotion(1, less('5.00'))],
    acts: [buys([goods('a', '4.00'), goods('b', '45.00')], { toPay: '44.00', discounts: ['0.41', '4.59'] })],
  },
  {
    name: 'dynamics: 10 and 20 % compound, 15 % of another zone stays out',
    source: DYNAMICS,
    promotions: [promotion(1, off('10')), promotion(2, off('20'), { stop: true }), promotion(3, off('15'))],
    acts: once('100.00', { toPay: '72.00' }),
  },
  {
    name: 'dynamics: 10 and 20 % compete, 15 % compounds on the winner',
    source: DYNAMICS,
    groups: [{ code: 'zone', evaluate: 'highest' }],
    promotions: [
      promotion(1, off('10'), { group: 'zone' }),
      promotion(2, off('20'), { group: 'zone' }),
      promotion(3, off('15')),
    ],
    acts: once('100.00', { toPay: '68.00' }),
  },
  {
    name: 'dynamics: 35 % wins, 15 % compounds on it',
    source: DYNAMICS,
    groups: [{ code: 'zone', evaluate: 'highest' }],
    promotions: [
      promotion(1, off('10'), { group: 'zone' }),
      promotion(2, off('20'), { group: 'zone' }),
      promotion(3, off('35'), { group: 'zone' }),
      promotion(4, off('15')),
    ],
    acts: once('100.00', { toPay: '55.25' }),
  },
  {
    name: 'dynamics: 10 off three lines leaves no cent over',
    source: DYNAMICS_ROUNDING,
    promotions: [promotion(1, less('10.00'))],
    acts: [
      buys([goods('x', '20.00'), goods('y', '20.00'), goods('z', '20.00')], {
        toPay: '50.00',
        discounts: ['3.34', '3.33', '3.33'],
      }),
    ],
  },
  {
    name: 'dynamicweb: three for two, the cheapest free',
    source: DYNAMICWEB,
    promotions: [promotion(1, takeAndPay(3, 2))],
    acts: [buys([goods('a', '100.00'), goods('b', '75.00'), goods('c', '50.00')], { toPay: '175.00' })],
  },
  {
    name: 'dynamicweb: three of the same for two',
    source: DYNAMICWEB,
    promotions: [promotion(1, takeAndPay(3, 2))],
    acts: [buys([goods('a', '300.00', { quantity: '3' })], { toPay: '200.00' })],
  },
  {
    name: 'salesforce: 15 % from 100 on an order of 60 and 50, prorated',
    source: 'https://help.salesforce.com/s/articleView?id=cc.b2c_promotion_proration_logic.htm&language=ja&type=5',
    promotions: [promotion(1, off('15', { per: 'receipt' }), from('100.00'))],
    acts: [buys([goods('a', '60.00'), goods('b', '50.00')], { toPay: '93.50', discounts: ['9.00', '7.50'] })],
  },
  {
    name: 'magento: buy five, get two, four free at most',
    source:
      'https://raw.githubusercontent.com/dbachmann/m1-userguide/master/marketing/price-rule-shopping-cart-buy-x-get-y-free.html',
    promotions: [promotion(1, takeAndPay(7, 5, { times: 2 }))],
    acts: [buys([goods('s', '210.00', { quantity: '21' })], { toPay: '170.00' })],
  },
  {
    name: 'cinch: burger, fries and drink for 9.50, more fries at their price',
    source: 'https://help.cinchio.co.uk/hc/en-gb/articles/36961559289117-Deal-Configuration-Combo-Deals',
    promotions: [
      promotion(1, bundle('9.50', ...['burger', 'fries', 'drink'].map((sku) => ({ lines: { skus: [sku] } })))),
    ],
    acts: [
      buys([goods('burger', '7.00'), goods('fries', '3.00'), goods('drink', '2.50'), goods('fries', '3.00')], {
        toPay: '12.50',
      }),
    ],
  },
  {
    name: 'comarch: a jacket and two trousers for 400, in proportion, without the bag',
    source: 'https://help.comarch.com/pos/20215/index.php/knowledge-base/bundle-promotions',
    promotions: [
      promotion(1, bundle('400.00', { lines: { skus: ['jacket'] } }, { lines: { skus: ['trousers'] }, pieces: 2 })),
    ],
    acts: [
      buys([goods('jacket', '99.99'), goods('trousers', '571.90', { quantity: '2' }), goods('bag', '49.99')], {
        toPay: '449.99',
        discounts: ['40.46', '231.43', '0'],
      }),
    ],
  },
  {
    name: 'a currency without decimals',
    source: 'https://www.chargebee.com/docs/billing/2.0/kb/product-catalog/what-are-zero-decimal-currencies',
    currency: 'JPY',
    pays: { points: '1', money: '1' },
    promotions: [promotion(1, off('15')), promotion(9, earn('1', '100'))],
    acts: once('1990', { toPay: '1691', earned: '16' }),
  },
  {
    name: 'a currency with three',
    source: 'https://docs.oracle.com/en/cloud/saas/netsuite-suiteprojects-pro/online-help/section_4592397413.html',
    currency: 'KWD',
    pays: { points: '100', money: '0.100' },
    promotions: [promotion(1, off('15')), promotion(9, earn('1', '0.100'))],
    acts: once('1.990', { toPay: '1.691', earned: '16' }),
  },
];
