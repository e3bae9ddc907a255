import { byPoints, item, POINTS, scenario } from '../server/src/app/scenario/index.ts';

/** What was sold without connection has happened: it is booked late, dated by its till, and never refused. */
export const offlineTill = scenario(
  'offline-till',
  'A till was offline over the end of a month, and tells its sales two days later',
  async ({ given, when, then }) => {
    await given.program({
      begins: '2026-01-20T10:00:00+01:00',
      wallets: [{ ...POINTS, expiry: { after: { months: 1 }, roundTo: 'month' } }],
    });
    const vera = await given.member('Vera');
    await when.isGiven(vera, '100');

    await when.itIs('2026-02-02T12:00:00+01:00');
    const sale = await when.buys(vera, [item('lamp', '40.00')], { rungUpAt: '2026-01-31T22:15:00+01:00' });
    await then.bookedOn(sale, '2026-01-31');
    await then.answers(sale, 'its points count from its own day: they end with February, not with March', {
      earned: [{ points: '40', expiresAt: '2026-02-28T23:00:00.000000Z' }],
    });
    await then.has(vera, { available: '140' });

    await when.redeems(vera, '120');
    const spent = await when.buys(vera, [item('vase', '9.00')], {
      rungUpAt: '2026-01-31T22:40:00+01:00',
      pays: [byPoints('0.50')],
    });
    await then.answers(spent, 'it is booked although 30 of its 50 points are not there', {
      spent: [
        { points: '20', paid: '0.20' },
        { points: '30', paid: '0.30', uncovered: '30' },
      ],
      exceptions: [{ code: 'points.wallet.insufficient' }],
    });
    await then.has(vera, { available: '8', owed: '0' });
  },
);
