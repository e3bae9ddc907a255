import { item, scenario } from '../server/src/app/scenario/index.ts';

/** Receipts that come late count on their own date, and nobody is told of a tier in which nobody was. */
export const tierByLateReceipts = scenario(
  'tier-by-late-receipts',
  'Receipts of an offline till come late: they count where they belong',
  async ({ given, when, then }) => {
    await given.program({ begins: '2026-01-12T10:00:00+01:00' });
    await given.tiers({
      metric: 'visits',
      window: { per: 'quarter' },
      start: 'next_period',
      validity: 'end_of_period',
      levels: [{ code: 'regular', name: 'Regular', threshold: '3' }],
      inForceFrom: '2025-01-01T00:00:00+01:00',
    });
    const vera = await given.member('Vera');
    await when.buys(vera, [item('bread', '3.00')]);
    await when.itIs('2026-04-02T10:00:00+02:00');
    await then.standsIn(vera, { tier: undefined, next: { tier: 'regular', missing: '3' } });

    // Two receipts of March: with the one of January they make Vera a regular in the second quarter.
    await when.buys(vera, [item('milk', '2.00')], { rungUpAt: '2026-03-30T09:00:00+02:00' });
    await when.buys(vera, [item('milk', '2.00')], { rungUpAt: '2026-03-29T09:00:00+02:00' });
    await then.standsIn(vera, { tier: 'regular', until: '2026-06-30T22:00:00.000000Z' });

    // Three of last autumn would have made her one in the first quarter, which is over: nothing is told of that.
    for (const day of ['2025-10-01', '2025-11-01', '2025-12-01'])
      await when.buys(vera, [item('milk', '2.00')], { rungUpAt: `${day}T09:00:00+01:00` });
    await given.tier(vera, 'regular');
    await when.itIs('2026-07-01T09:00:00+02:00');
    await then.standsIn(vera, { tier: 'regular', byHand: { reason: 'given by hand' } });
    await then.tierChanges(vera, ['none > regular counted_late']);
  },
);
