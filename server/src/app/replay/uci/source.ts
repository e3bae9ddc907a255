import type { RulebookInput } from '../../../rooms/promotions/index.ts';
import type { PlaceInput } from '../place.ts';
import type { Period, ReplaySource } from '../replayed.ts';
import { UCI_FATES } from './fates.ts';
import { PRICE_DECIMALS } from './line.ts';
import { checkUci, readUci } from './read.ts';

const ZONE = 'Europe/London';

/** Rules for a wholesaler of gifts: goods earn, and what is not goods (postage, charges, vouchers) does not. */
const rulebook: RulebookInput = {
  earnBase: 'net_of_points',
  promotions: [
    {
      code: 'base-earn',
      name: { en: 'A point for each pound of goods', es: 'Un punto por cada libra de artículos' },
      ...{ priority: 100, firstOn: '2010-01-01' },
      effects: [
        {
          kind: 'points-per-amount',
          wallet: 'points',
          params: { points: '1', step: '1.00', per: 'receipt', lines: { kinds: ['product'] } },
        },
      ],
    },
    {
      code: 'first-order-double',
      ...{ priority: 200, firstOn: '2010-01-01' },
      conditions: [{ kind: 'first-purchase', params: {} }],
      effects: [
        {
          kind: 'multiplier',
          wallet: 'points',
          params: { factor: '2', per: 'receipt', of: ['base-earn'], lines: { kinds: ['product'] } },
        },
      ],
    },
    {
      code: 'large-order',
      ...{ priority: 300, firstOn: '2010-01-01' },
      conditions: [{ kind: 'min-basket', params: { min: '1000.00', base: 'net', lines: { kinds: ['product'] } } }],
      effects: [{ kind: 'fixed-bonus', wallet: 'points', params: { points: '100', lines: { kinds: ['product'] } } }],
    },
  ],
};

const place = (tenant: string, program: string): PlaceInput => ({
  ...{ tenant, program, name: 'UCI Online Retail', country: 'GB', zone: ZONE, currency: 'GBP', pointsDecimals: 0 },
  ...{ partner: 'online-retail', outlets: ['web'] },
  wallets: [
    {
      ...{ code: 'points', spendOrder: 10, paysPoints: 1n, paysMoney: 1n, rules: {} },
      expiry: { after: { months: 12 }, roundTo: 'month' },
    },
  ],
  rulebook,
});

/** The daily files of UCI Online Retail in `dir`. A Fault where there are none. */
export const uciSource = (
  dir: string,
  { tenant = 'uci', program = 'club', ...period }: Period & { tenant?: string; program?: string },
): ReplaySource => {
  checkUci(dir);
  return {
    name: 'uci',
    place: place(tenant, program),
    decimals: PRICE_DECIMALS,
    unit: 'days',
    fates: UCI_FATES,
    read: () => readUci(dir, period, ZONE),
  };
};
