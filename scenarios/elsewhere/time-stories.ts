import { at, buys, earned, fired, has, of, points, rule, story, type Elsewhere } from './story.ts';

const birthday = rule(
  'birthday',
  { kind: 'fixed-bonus', wallet: 'points', params: { points: '100' } },
  {
    conditions: [{ kind: 'birthday-window', params: {} }],
    limits: [{ per: 'member', of: 'uses', max: '1', period: 'year', over: 'reject' }],
  },
);

export const timeStories: readonly Elsewhere[] = [
  story(
    'square-twelve-months',
    'Points of 6 July 2020 end with 1 August 2021',
    'https://developer.squareup.com/reference/square/objects/LoyaltyProgramExpirationPolicy',
    {
      at: '2020-07-06T12:00',
      zone: 'America/New_York',
      ...points({ expiry: { after: { months: 12 }, roundTo: 'month' } }),
    },
    [buys('a', '50.00'), at('2021-07-31T23:59'), has('50'), at('2021-08-01T00:00'), has('0', { expired: '50' })],
  ),
  story(
    'exchange-solutions-24-months',
    'Points of February 2025 live 24 months, to the end of that month',
    'https://exchangesolutionsinc.github.io/es-user-docs/docs/console-guides/membership/members/accounts-cards-balance-tab/fifo-points-expiry-or-auto-redemption',
    { at: '2025-02-10T12:00', ...points({ expiry: { after: { months: 24 }, roundTo: 'month' } }) },
    [buys('a', '50.00'), at('2027-02-28T23:00'), has('50'), at('2027-03-01T00:00'), has('0')],
  ),
  story(
    'beans-oldest-first',
    'Points live 90 days, and the oldest are spent first',
    'https://docs.trybeans.com/manage/rules/expiration',
    { at: '2026-01-01T12:00', ...points({ expiry: { after: { days: 90 } } }) },
    [
      ...[buys('a', '100.00'), at('2026-02-01T12:00'), buys('b', '50.00'), has('150')],
      ...[buys('c', '1.20', { points: { pay: '1.20' } }), has('30')],
      ...[at('2026-04-02T12:00'), has('30'), at('2026-05-03T12:00'), has('0', { expired: '30' })],
    ],
  ),
  story(
    'keystone-each-15-march',
    'A birthday brings 100 points once each year',
    'https://key-stone.app/docs/loyalties/earning-rules/birthday-earning-rule.html',
    { at: '2025-03-15T12:00', members: { ana: { birthday: '03-15' } }, ...of(birthday) },
    [
      ...[buys('a', '5.00'), has('100'), buys('again', '5.00'), has('100')],
      ...[at('2026-03-15T12:00'), buys('b', '5.00'), has('200'), at('2027-03-15T12:00'), buys('c', '5.00'), has('300')],
    ],
  ),
  story(
    'accuark-happy-hour',
    '20 % off from four to six, neither a minute before nor after',
    'https://accuark.com/knowledge-base/marketing-promotions/happy-hour-promotions',
    {
      at: '2026-05-01T15:59',
      ...of(
        rule(
          'happy',
          { kind: 'percent-discount', params: { percent: '20' } },
          { conditions: [{ kind: 'time-window', params: { from: '16:00', to: '18:00' } }] },
        ),
      ),
    },
    [
      ...[buys('a', '10.00'), fired('a'), at('2026-05-01T16:00'), buys('b', '10.00'), fired('b', 'happy')],
      ...[at('2026-05-01T18:01'), buys('c', '10.00'), fired('c')],
    ],
  ),
  story(
    'mage-pending-refund',
    'Of points that wait a refund takes its part before anybody has them',
    'https://help.mageloyalty.com/en/articles/14043934-how-refunds-affect-points',
    { at: '2026-05-01T12:00', ...points({ activation: { days: 14 } }) },
    [
      buys('a', '', {
        lines: [
          { sku: 'x', amount: '70.00' },
          { sku: 'y', amount: '30.00' },
        ],
      }),
      ...[has('0', { pending: '100' }), { passes: { days: 5 } }, { returns: { of: 'a', lines: { y: '1' } } }],
      ...[has('0', { pending: '70' }), at('2026-05-16T12:00'), has('70', { pending: '0' })],
    ],
  ),
  story(
    'rewardly-nine-coffees',
    'Nine coffees fill a card, 27 fill three',
    'https://support.rewardly.app/features/stamp-cards',
    {
      at: '2026-05-01T12:00',
      ...of(
        rule('card', {
          ...{ kind: 'stamp-card', wallet: 'points' },
          params: { card: 'coffee', size: 9, points: '250', lines: { skus: ['x'] } },
        }),
      ),
    },
    [
      ...[buys('a', '', { lines: [{ sku: 'x', amount: '16.00', quantity: '8' }] }), has('0')],
      ...[buys('b', '2.00'), has('250')],
      ...[buys('c', '', { lines: [{ sku: 'x', amount: '36.00', quantity: '18' }] }), has('750')],
    ],
  ),
  story(
    'walibuy-below-zero',
    'From 350 earned and 300 spent to 300 below zero, and up again by purchases',
    'https://sav.walibuy.com/hc/en-gb/articles/44463166773777-What-happens-to-my-points-if-I-cancel-or-return-an-order',
    { at: '2026-05-01T12:00', negativeBalance: 'unlimited', ...points({}) },
    [
      ...[buys('a', '350.00'), buys('b', '3.00', { points: { pay: '3.00' } }), has('50')],
      ...[{ returns: { of: 'a' } }, has('-300', { owed: '300' }), buys('c', '310.00'), has('10', { owed: '0' })],
    ],
  ),
  story(
    'mastercard-reversed-in-parts',
    'Points of a reversed redemption have their old age, in any number of parts',
    'https://developer.mastercard.com/digital-redemptions/documentation/use-cases/redemptions/reverse-redemption/',
    { at: '2026-01-01T12:00', ...points({ expiry: { after: { days: 100 } } }) },
    [
      ...[buys('a', '100.00'), { passes: { days: 50 } }],
      buys('b', '', {
        lines: [
          { sku: 'x', amount: '0.60' },
          { sku: 'y', amount: '0.40' },
        ],
        points: { pay: '1.00' },
      }),
      ...[has('0'), { returns: { of: 'b', lines: { x: '1' } } }, has('60'), { returns: { of: 'b' } }, has('100')],
      ...[{ passes: { days: 51 } }, has('0', { expired: '100' })],
    ],
  ),
  story(
    'clicks-double-on-wednesday',
    'Ten points for a litre, twice on Wednesday',
    'https://www.safinancenews.com/news/with-record-fuel-prices-some-rewards-programmes-are-now-downright-meagre/',
    {
      at: '2026-05-05T12:00',
      zone: 'Africa/Johannesburg',
      ...of(
        rule('litre', { kind: 'points-per-item', wallet: 'points', params: { points: '10', per: 'receipt' } }),
        rule(
          'wednesday',
          { kind: 'multiplier', wallet: 'points', params: { factor: '2', per: 'receipt' } },
          { priority: 20, conditions: [{ kind: 'weekday-in', params: { weekdays: ['wednesday'] } }] },
        ),
      ),
    },
    [
      ...[buys('a', '', { lines: [{ sku: 'e', amount: '1069.60', quantity: '40' }] }), earned('a', '400')],
      ...[{ passes: { days: 1 } }, buys('b', '', { lines: [{ sku: 'e', amount: '1069.60', quantity: '40' }] })],
      earned('b', '800'),
    ],
  ),
];
