import type { RulebookInput } from '../rulebook.ts';

type PromotionInput = RulebookInput['promotions'][number];
type Effect = PromotionInput['effects'][number];
type Lines = Readonly<Record<string, readonly string[]>>;

const firstOn = '2020-01-01';

const times = (factor: string, lines?: Lines, of?: readonly string[]): Effect => ({
  kind: 'multiplier',
  wallet: 'points',
  params: { factor, per: 'receipt', ...(of && { of }), ...(lines && { lines }) },
});

const bonus = (points: string, lines?: Lines): Effect => ({
  kind: 'fixed-bonus',
  wallet: 'points',
  params: { points, ...(lines && { lines }) },
});

const onBase = ['base-earn'];

/**
 * Twenty promotions of an ordinary grocer, for the demo and the bench: wallet types `points` and `promo`, outlet groups
 * `city` and `campus`, channel `app`, tiers `silver` and `gold`, categories as a tree. Base earn goes first, what
 * multiplies it next, bonuses last, so that no bonus is multiplied.
 */
export const twentyPromotions: RulebookInput = {
  earnBase: 'net_of_points',
  promotions: [
    {
      code: 'base-earn',
      name: { en: 'A point for each euro', es: 'Un punto por cada euro' },
      ...{ priority: 100, firstOn },
      effects: [
        {
          kind: 'points-per-amount',
          wallet: 'points',
          params: { points: '1', step: '1.00', per: 'receipt', lines: { exceptCategories: ['tobacco', 'lottery'] } },
        },
      ],
    },
    { code: 'double-dairy', priority: 200, firstOn, effects: [times('2', { categories: ['food/dairy'] }, onBase)] },
    {
      code: 'triple-fruit',
      priority: 200,
      firstOn,
      effects: [times('3', { categories: ['food/produce/fruit'] }, onBase)],
    },
    { code: 'more-for-own-brand', priority: 200, firstOn, effects: [times('1.5', { labels: ['own-brand'] }, onBase)] },
    {
      code: 'happy-hour',
      ...{ priority: 210, firstOn },
      conditions: [{ kind: 'time-window', params: { from: '15:00', to: '17:00' } }],
      effects: [times('2', undefined, onBase)],
    },
    {
      code: 'wednesday-double',
      ...{ priority: 211, firstOn },
      conditions: [{ kind: 'weekday-in', params: { weekdays: ['wednesday'] } }],
      effects: [times('2', undefined, onBase)],
      excludes: ['happy-hour'],
    },
    {
      code: 'silver',
      ...{ priority: 220, firstOn },
      conditions: [{ kind: 'tier-in', params: { tiers: ['silver'] } }],
      effects: [times('1.25', undefined, onBase)],
    },
    {
      code: 'gold',
      ...{ priority: 220, firstOn },
      conditions: [{ kind: 'tier-in', params: { tiers: ['gold'] } }],
      effects: [times('1.5', undefined, onBase)],
    },
    {
      code: 'city-outlets',
      ...{ priority: 230, firstOn },
      conditions: [{ kind: 'outlet-group-in', params: { groups: ['city'] } }],
      effects: [times('1.1', undefined, onBase)],
    },
    {
      code: 'app-orders',
      ...{ priority: 230, firstOn },
      conditions: [{ kind: 'channel-in', params: { channels: ['app'] } }],
      effects: [bonus('25')],
    },
    {
      code: 'welcome',
      ...{ priority: 300, firstOn },
      conditions: [{ kind: 'first-purchase' }, { kind: 'min-basket', params: { min: '10.00', base: 'net' } }],
      effects: [bonus('200')],
    },
    {
      code: 'tenth-purchase',
      ...{ priority: 300, firstOn },
      conditions: [{ kind: 'nth-purchase', params: { n: 10, repeats: true } }],
      effects: [bonus('100')],
    },
    {
      code: 'big-basket',
      ...{ priority: 310, firstOn },
      conditions: [
        { kind: 'min-basket', params: { min: '50.00', base: 'net', lines: { exceptCategories: ['tobacco'] } } },
      ],
      effects: [bonus('30', { exceptCategories: ['tobacco'] })],
      excludes: ['very-big-basket'],
    },
    {
      code: 'very-big-basket',
      ...{ priority: 305, firstOn },
      conditions: [
        { kind: 'min-basket', params: { min: '100.00', base: 'net', lines: { exceptCategories: ['tobacco'] } } },
      ],
      effects: [bonus('80', { exceptCategories: ['tobacco'] })],
    },
    {
      code: 'brand-alba',
      ...{ priority: 320, firstOn },
      conditions: [{ kind: 'lines-include', params: { lines: { brands: ['Alba'] }, min: '2' } }],
      effects: [bonus('20', { brands: ['Alba'] })],
    },
    {
      code: 'coffee-stamps',
      ...{ priority: 320, firstOn },
      effects: [
        {
          kind: 'points-per-item',
          wallet: 'points',
          params: { points: '5', lines: { categories: ['drinks/coffee'] }, per: 'line' },
          cap: '50',
        },
      ],
    },
    {
      code: 'breakfast',
      ...{ priority: 330, firstOn },
      conditions: [
        { kind: 'time-window', params: { from: '06:00', to: '09:30' } },
        { kind: 'lines-include', params: { lines: { categories: ['food/bakery'] } } },
      ],
      effects: [bonus('10', { categories: ['food/bakery'] })],
    },
    {
      code: 'pet-friends',
      ...{ priority: 330, firstOn },
      conditions: [{ kind: 'attribute-is', params: { attribute: 'pet', values: ['cat', 'dog'] } }],
      effects: [
        {
          kind: 'points-per-amount',
          wallet: 'points',
          params: { points: '2', step: '1.00', per: 'line', lines: { categories: ['pets'] } },
          activation: { days: 14 },
        },
      ],
    },
    {
      code: 'christmas-promo-points',
      ...{ priority: 400, firstOn: '2020-12-01', lastOn: '2030-12-31' },
      conditions: [{ kind: 'min-basket', params: { min: '20.00', base: 'net_of_points' } }],
      effects: [
        {
          kind: 'points-per-amount',
          wallet: 'promo',
          params: {
            points: '1',
            step: '10.00',
            steps: 'full',
            per: 'receipt',
            lines: { exceptCategories: ['tobacco', 'lottery'] },
          },
          cap: '100',
          validity: { after: { days: 30 } },
        },
      ],
    },
    {
      code: 'students',
      ...{ priority: 410, firstOn },
      conditions: [
        { kind: 'outlet-group-in', params: { groups: ['campus'] } },
        { kind: 'weekday-in', params: { weekdays: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'] } },
      ],
      effects: [bonus('5', { categories: ['food/ready'] })],
    },
  ],
};
