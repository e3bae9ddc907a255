import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeWatchedHouse, TWO_A_DAY, type WatchedHouse } from '../../../test/watched-house.ts';

let at: WatchedHouse;
beforeAll(async () => {
  at = await makeWatchedHouse([TWO_A_DAY]);
});
afterAll(() => at.house.close());

describe('a signal', () => {
  test('is raised by the receipt over the limit, once, and no sale hears of it', async () => {
    await at.ring(2);
    expect(await at.signals()).toEqual([]);
    await at.ring(1);
    const [raised] = await at.signals();
    expect(raised).toMatchObject({ watch: 'cashier.uses.day.flag', count: 3n, max: 2n, state: 'open', action: 'flag' });
    expect(raised?.subject).toMatchObject({ promotion: 'base-earn', cashier: 'ana', terminal: 0 });
    await at.ring(2);
    expect(await at.signals()).toMatchObject([{ count: 3n, countNow: 5n }]);
  });
});
