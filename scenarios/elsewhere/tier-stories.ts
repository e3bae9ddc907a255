import { at, buys, has, stands, story, type Elsewhere, type Tiers } from './story.ts';

const aYear: Tiers = {
  ...{ metric: 'spend', window: { days: 366 }, validity: { years: 1 }, downgrade: 'full' },
  levels: [
    { code: 'bronze', threshold: '200.00' },
    { code: 'silver', threshold: '500.00' },
  ],
};
const PUREBABY = 'https://support.purebaby.com.au/article/n4ne5drvxr-does-my-tier-status-expire';
export const tierStories: readonly Elsewhere[] = [
  story(
    'purebaby-a-year-from-entry',
    'A tier holds a year from the day on which it was entered',
    PUREBABY,
    { at: '2024-01-01T12:00', tiers: aYear },
    [
      buys('a', '200.00'),
      stands('bronze'),
      at('2024-12-31T23:00'),
      stands('bronze'),
      at('2025-01-02T12:00'),
      stands(''),
    ],
  ),
  story(
    'purebaby-spends-again',
    'Who spends as much again within the year stays',
    PUREBABY,
    { at: '2024-01-01T12:00', tiers: aYear },
    [buys('a', '200.00'), at('2024-06-01T12:00'), buys('b', '200.00'), at('2025-01-03T12:00'), stands('bronze')],
  ),
  story(
    'purebaby-levels-up',
    'Who levels up has a year from then on',
    PUREBABY,
    { at: '2024-01-01T12:00', tiers: aYear },
    [
      buys('a', '200.00'),
      at('2024-12-01T12:00'),
      buys('b', '300.00'),
      stands('silver'),
      at('2025-11-30T12:00'),
      stands('silver'),
    ],
  ),
  story(
    'simone-perele-anniversary',
    '550 spent in the first year hold gold through the second',
    'https://support.simone-perele.com.au/hc/en-us/articles/360000341895',
    {
      at: '2018-03-04T12:00',
      members: { ana: { enrolledOn: '2018-03-04' } },
      tiers: {
        ...{ metric: 'spend', window: { per: 'anniversary' }, validity: 'end_of_next_period', downgrade: 'full' },
        levels: [
          { code: 'bronze', threshold: '0' },
          { code: 'gold', threshold: '500.00' },
        ],
      },
    },
    [
      ...[at('2018-06-01T12:00'), buys('a', '550.00'), stands('gold'), at('2019-03-05T12:00'), stands('gold')],
      ...[at('2020-03-03T12:00'), stands('gold'), at('2020-03-05T12:00'), stands('bronze')],
    ],
  ),
  story(
    'trustwill-calendar-year',
    'A tier of this year holds to the end of the next',
    'https://help.trustwill-loyalty.cwill.com/en/articles/15417943-how-vip-tier-expiration-works',
    {
      at: '2026-05-01T12:00',
      tiers: {
        ...{ metric: 'spend', window: { per: 'year' }, validity: 'end_of_next_period', downgrade: 'full' },
        levels: [{ code: 'gold', threshold: '1000.00' }],
      },
    },
    [
      ...[buys('a', '999.99'), stands(''), buys('b', '0.01'), stands('gold')],
      ...[at('2027-12-31T23:59'), stands('gold'), at('2028-01-01T00:00'), stands('')],
    ],
  ),
  story(
    'nobull-refund-lowers',
    'A refund of 75 of 100 takes the tier of 100 points',
    'https://support.nobullproject.com/hc/en-us/articles/19147370958999-Refunds-Tier-Status',
    {
      at: '2026-05-01T12:00',
      tiers: {
        ...{
          metric: 'earned',
          wallets: ['points'],
          window: { per: 'year' },
          validity: 'end_of_period',
          downgrade: 'full',
        },
        levels: [{ code: 'vip', threshold: '100' }],
      },
    },
    [
      buys('a', '', {
        lines: [
          { sku: 'x', amount: '75.00' },
          { sku: 'y', amount: '25.00' },
        ],
      }),
      ...[stands('vip'), { returns: { of: 'a', lines: { x: '1' } } }, has('25'), stands('')],
    ],
  ),
  story(
    'bon-1600-points',
    '1600 points in January are platinum to the end of December',
    'https://bonloyalty.com/ja/?p=21617',
    {
      at: '2026-01-01T12:00',
      tiers: {
        ...{
          metric: 'earned',
          wallets: ['points'],
          window: { per: 'year' },
          validity: 'end_of_period',
          downgrade: 'full',
        },
        levels: [{ code: 'platinum', threshold: '1500' }],
      },
    },
    [
      buys('a', '1600.00'),
      stands('platinum'),
      at('2026-12-31T23:00'),
      stands('platinum'),
      at('2027-01-01T00:00'),
      stands(''),
    ],
  ),
];
