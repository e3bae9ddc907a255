import { byAllPoints, item, POINTS, scenario } from '../server/src/app/scenario/index.ts';

/** One month after 31 January is the last day of February; points are good through its end, on the program's wall. */
export const expiryAtMonthEnd = scenario(
  'expiry-at-month-end',
  'Points of 31 January end with the last day of February',
  async ({ given, when, then }) => {
    await given.program({
      begins: '2026-01-31T18:30:00+01:00',
      wallets: [{ ...POINTS, expiry: { after: { months: 1 } } }],
    });
    const vera = await given.member('Vera');

    await when.buys(vera, [item('lamp', '40.00')]);
    await then.lots(vera, [{ remaining: '40', expiresAt: '2026-03-01 00:00' }]);
    await when.itIs('2026-02-02T09:00:00+01:00');
    await when.buys(vera, [item('bulb', '10.00')]);
    await then.lots(vera, [
      { remaining: '40', expiresAt: '2026-03-01 00:00' },
      { remaining: '10', expiresAt: '2026-03-03 00:00' },
    ]);

    await when.itIs('2026-02-28T23:59:59+01:00');
    await then.has(vera, { available: '50' });
    const quote = await when.quotes(vera, [item('vase', '9.00')], { pays: [byAllPoints()] });
    await then.answers(quote, 'in the last second all 50 can still pay', { spent: [{ points: '50', paid: '0.50' }] });

    await when.itIs('2026-03-01T00:00:00+01:00');
    await then.has(vera, { available: '10' });
    await then.lots(vera, [{ remaining: '10' }]);

    await when.itIs('2026-03-03T00:00:00+01:00');
    await then.has(vera, { available: '0' });
  },
);
