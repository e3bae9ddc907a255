import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { makeHouse, type TestHouse } from '../../../test/house.ts';
import { assertBooks } from '../../../test/books.ts';
import { at, done, freshName, line, openTills, refused, daysAgo } from '../../../test/sales.ts';

let house: TestHouse;
const effects = (points: string) => [{ kind: 'fixed-bonus', wallet: 'points', params: { points } }];

beforeAll(async () => {
  house = await makeHouse({
    promotions: [
      {
        code: 'monday',
        priority: 1,
        firstOn: '2020-01-01',
        conditions: [{ kind: 'weekday-in', params: { weekdays: ['monday'] } }],
        effects: effects('1'),
      },
      {
        code: 'late',
        priority: 2,
        firstOn: '2020-01-01',
        conditions: [{ kind: 'time-window', params: { from: '02:00', to: '03:00' } }],
        effects: effects('10'),
      },
    ],
  });
});
afterAll(() => house.close());
afterEach(() => assertBooks(house));

/** Sells as a notice at a moment; says the business day and what was earned. */
async function sellAt(outlet: string, moment: string): Promise<{ day: string; earned: string }> {
  const reference = freshName();
  const till = openTills(house, outlet);
  const answer = await done(
    till.sell({ of: house.people[0], reference, manner: 'notice', occurredAt: at(moment), lines: [line(1, 100)] }),
  );
  const place = house.tokens.decode('op', answer.operation)!;
  const [row] = await house.database.query<{ day: string }>(
    'select booked_on::text as day from ledger.journal where lane = $1 and seq = $2',
    [place.lane, place.id],
  );
  return { day: row.day, earned: answer.promotions.map(({ code }) => code).join('+') };
}

describe('3.19 Time zones and business day', () => {
  test('a receipt before the cut-over hour belongs to yesterday, in the time of its outlet', async () => {
    // Playa is on the Canaries (UTC+1 in summer) and cuts over at 4; Centro in Madrid (UTC+2) at midnight.
    expect((await sellAt('playa', '2026-07-07T00:30:00Z')).day).toBe('2026-07-06');
    expect((await sellAt('playa', '2026-07-07T02:59:59Z')).day).toBe('2026-07-06');
    expect((await sellAt('playa', '2026-07-07T03:00:00Z')).day).toBe('2026-07-07');
    expect((await sellAt('centro', '2026-07-06T21:59:59Z')).day).toBe('2026-07-06');
    expect((await sellAt('centro', '2026-07-06T22:00:00Z')).day).toBe('2026-07-07');
  });

  test('promotions go by the wall of the outlet, not by its business day and not by another zone', async () => {
    // Sunday 23:30 on the Canaries is Monday 00:30 in Madrid.
    expect((await sellAt('playa', '2026-07-05T22:30:00Z')).earned).toBe('');
    expect((await sellAt('centro', '2026-07-05T22:30:00Z')).earned).toBe('monday');
    expect((await sellAt('playa', '2026-07-06T01:30:00Z')).earned).toBe('monday+late');
  });

  test('the day that clocks go forward has 23 hours, and no window is lost or doubled', async () => {
    // Madrid, 29 March 2026: 02:00 becomes 03:00 at 01:00 UTC.
    expect((await sellAt('centro', '2026-03-29T00:59:59Z')).earned).toBe('');
    expect((await sellAt('centro', '2026-03-29T01:00:00Z')).earned).toBe('');
    expect((await sellAt('centro', '2026-03-28T23:00:00Z')).day).toBe('2026-03-29');
    expect((await sellAt('centro', '2026-03-29T21:59:59Z')).day).toBe('2026-03-29');
    expect((await sellAt('centro', '2026-03-29T22:00:00Z')).day).toBe('2026-03-30');
  });

  test('the day that clocks go back has 25 hours, and the hour that comes twice is one window', async () => {
    // Madrid, 26 October 2025: 03:00 becomes 02:00 at 01:00 UTC.
    expect((await sellAt('centro', '2025-10-26T00:30:00Z')).earned).toBe('late');
    expect((await sellAt('centro', '2025-10-26T01:30:00Z')).earned).toBe('late');
    expect((await sellAt('centro', '2025-10-26T02:00:00Z')).earned).toBe('');
    expect((await sellAt('centro', '2025-10-26T22:59:59Z')).day).toBe('2025-10-26');
  });

  test('points end with the program’s calendar, wherever they were earned', async () => {
    // Monday 31 August 23:30 on the Canaries is Tuesday in Madrid, where points of September live to the end of the next one.
    const input = { of: house.people[1], manner: 'notice', lines: [line(1, 100)] } as const;
    const ends = async (outlet: string, moment: string): Promise<string | undefined> =>
      (await done(openTills(house, outlet).sell({ ...input, occurredAt: at(moment) }))).earned[0]?.expiresAt;
    expect(await ends('playa', '2026-08-31T22:30:00Z')).toMatch(/^2027-09-30T22:00:00/);
    expect(await ends('centro', '2026-08-31T21:30:00Z')).toMatch(/^2027-08-31T22:00:00/);
  });

  test('a till’s clock that is a day off is refused, a notice of it is booked and marked', async () => {
    const till = openTills(house);
    expect(await refused(till.sell({ of: house.people[0], occurredAt: daysAgo(1) }))).toBe('partners.till.clock_wrong');
    expect(await refused(till.sell({ of: house.people[0], occurredAt: daysAgo(-1) }))).toBe(
      'partners.till.clock_wrong',
    );
    const told = await done(till.sell({ of: house.people[0], manner: 'notice', occurredAt: daysAgo(-1) }));
    expect(told.exceptions).toMatchObject([{ code: 'partners.till.clock_wrong' }]);
  });
});
