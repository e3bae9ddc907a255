import type { RulebookInput } from '../../../rooms/promotions/index.ts';
import type { PlaceInput } from '../place.ts';
import type { Period, ReplaySource } from '../replayed.ts';
import { readStores, readX5 } from './read.ts';
import { SUM_DECIMALS } from './receipt.ts';

const ZONE = 'Europe/Moscow';

/**
 * A first guess to be held against the old system: a tenth of a point for each full 10 roubles. Its own rule was, for four receipts in
 * five, half of that below 555 roubles (docs/operating/replay.md); the agreement report has to find that out.
 */
const rulebook: RulebookInput = {
  earnBase: 'net_of_points',
  promotions: [
    {
      code: 'base-earn',
      ...{ priority: 100, firstOn: '2010-01-01' },
      effects: [
        { kind: 'points-per-amount', wallet: 'regular', params: { points: '0.1', step: '10.00', per: 'receipt' } },
      ],
    },
  ],
};

const place = (tenant: string, program: string, outlets: readonly string[]): PlaceInput => ({
  ...{
    tenant,
    program,
    name: 'X5 RetailHero',
    country: 'RU',
    zone: ZONE,
    currency: 'RUB',
    pointsDecimals: 1,
    partner: 'x5',
    outlets,
  },
  wallets: [
    // A point (ten tenths) pays a rouble. Express points are given for a short time, and go first.
    {
      ...{ code: 'express', spendOrder: 10, paysPoints: 10n, paysMoney: 100n, rules: {} },
      expiry: { after: { days: 30 } },
    },
    {
      ...{ code: 'regular', spendOrder: 20, paysPoints: 10n, paysMoney: 100n, rules: {} },
      expiry: { after: { months: 12 }, roundTo: 'month' },
    },
  ],
  rulebook,
});

/** The receipts of X5 RetailHero in `dir`. */
export const x5Source = (
  dir: string,
  { tenant = 'x5', program = 'club', ...period }: Period & { tenant?: string; program?: string },
): ReplaySource => ({
  name: 'x5',
  place: place(tenant, program, readStores(dir)),
  decimals: SUM_DECIMALS,
  unit: 'receipts',
  told: { regular: 'legacyRegularGiven', express: 'legacyExpressGiven' },
  fates: { receipt: 'a receipt with its sum as one line', malformed: 'without client, shop, time or readable amounts' },
  read: () => readX5(dir, period, ZONE),
});
