import { item, POINTS, scenario } from '../server/src/app/scenario/index.ts';

/** One instant, three calendars: the business day is the outlet's, the end of points is the program's. */
export const twoZonesAndABusinessDay = scenario(
  'two-zones-and-a-business-day',
  'A bar in Tenerife sells after midnight, for a program in Madrid',
  async ({ given, when, then }) => {
    await given.program({
      begins: '2026-03-31T23:30:00+02:00',
      wallets: [{ ...POINTS, expiry: { after: { days: 10 }, roundTo: 'month' } }],
    });
    await given.outlet('tenerife', { zone: 'Atlantic/Canary', cutOverHour: 4 });
    const mateo = await given.member('Mateo');

    const before = await when.buys(mateo, [item('wine', '12.00')], { outlet: 'tenerife' });
    await then.bookedOn(before, '2026-03-31');

    await when.timePasses({ hours: 1 });
    const inMadrid = await when.buys(mateo, [item('tea', '4.00')]);
    await then.bookedOn(inMadrid, '2026-04-01');
    const inTenerife = await when.buys(mateo, [item('wine', '12.00')], { outlet: 'tenerife' });
    await then.bookedOn(inTenerife, '2026-03-31');

    await when.itIs('2026-04-01T03:30:00+01:00');
    const late = await when.buys(mateo, [item('rum', '9.00')], { outlet: 'tenerife' });
    await then.bookedOn(late, '2026-03-31');
    await when.itIs('2026-04-01T04:00:00+01:00');
    const morning = await when.buys(mateo, [item('coffee', '2.00')], { outlet: 'tenerife' });
    await then.bookedOn(morning, '2026-04-01');

    await then.has(mateo, { available: '39' });
    await when.itIs('2026-05-01T00:00:00+02:00');
    await then.has(mateo, { available: '0' });
  },
);
