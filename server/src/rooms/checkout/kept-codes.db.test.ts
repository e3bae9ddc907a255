import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { couponsOf, makeCouponHouse, peopleOfTwoLanes, SERIES } from '../../../test/coupon-house.ts';
import type { Person, TestHouse } from '../../../test/house.ts';
import { addSeconds } from '../../kernel/instant.ts';
import type { ManualClock } from '../../platform/clock.ts';

// Codes that a quote keeps for its sale: for nobody else while it holds, and for anybody as soon as it does not.

const QUOTE_SECONDS = 15 * 60;

let house: TestHouse;
let clock: ManualClock;
const { ask, asTenant, sale, sell, fired, codesOf, moreCodes, ignoreRevision } = couponsOf(() => house);

beforeAll(async () => ({ house, clock } = await makeCouponHouse()));
afterAll(() => house.close());

describe('a code', () => {
  let codes: string[];
  let people: Person[];
  beforeAll(async () => {
    codes = await codesOf('SPRING', 20);
    await codesOf('THRICE', 1, { usesMax: 3 });
    people = await peopleOfTwoLanes(house);
  });
  const next = (): string => codes.pop() as string;

  test('is kept by a quote that holds until it lapses, and is then anybody’s', async () => {
    const code = next();
    const held = await ask('POST /v1/sales/quote', { ...sale({ coupons: [code] }), hold: true });
    expect(held).toMatchObject({ status: 201, body: { isHeld: true, couponsUsed: [{ coupon: 'SPRING' }] } });
    const other = () => sell({ coupons: [code] }, '20.00', house.people[1]);
    expect(await other()).toMatchObject({ status: 409, body: { code: 'promotions.coupon.reserved' } });
    expect(fired(await sell({ coupons: [code], quote: held.body.quote }))).toContain('spring');
    expect(await other()).toMatchObject({ body: { code: 'promotions.coupon.used' } });

    const second = next();
    await ask('POST /v1/sales/quote', { ...sale({ coupons: [second] }), hold: true });
    clock.set(addSeconds(clock.now(), QUOTE_SECONDS + 1));
    expect(fired(await sell({ coupons: [second] }, '20.00', house.people[1]))).toContain('spring');
  });

  test('kept by a quote is free as soon as the sale of that quote is made without it, shown or not', async () => {
    for (const shown of [true, false]) {
      const code = next();
      const held = await ask('POST /v1/sales/quote', { ...sale({ coupons: [code] }), hold: true });
      const other = () => sell({ coupons: [code] }, '20.00', house.people[1]);
      expect(await other()).toMatchObject({ body: { code: 'promotions.coupon.reserved' } });
      // Fewer goods in the end: what gave it is not reached. A notice, because the quote promised more.
      const fewer = { quote: held.body.quote, manner: 'notice', ...(shown && { coupons: [code] }) };
      const sold = await sell(fewer, '9.00');
      expect(sold).toMatchObject({ status: 201, body: { exceptions: [{ code: 'checkout.quote.stale' }] } });
      expect(sold.body.couponsUsed).toBeUndefined();
      expect(fired(await other())).toContain('spring');
    }
  });

  test('is not freed by a sale that was refused', async () => {
    const code = next();
    const held = await ask('POST /v1/sales/quote', { ...sale({ coupons: [code] }), hold: true });
    expect(await sell({ quote: held.body.quote }, '9.00')).toMatchObject({ body: { code: 'checkout.quote.stale' } });
    expect(await sell({ coupons: [code] }, '20.00', house.people[1])).toMatchObject({
      body: { code: 'promotions.coupon.reserved' },
    });
  });

  /** One of its uses is kept by a quote; its sale, without the code, and another one's sale with it come at once. */
  const usesWhenFreedAtOnce = async (): Promise<number> => {
    const [one, other] = [...new Map(people.map((of) => [of.lane, of])).values()] as [Person, Person];
    const [code] = (await moreCodes('THRICE', { count: 1 })) as [string];
    const used = async () => Number((await asTenant(`GET ${SERIES}/THRICE`)).body.codes['uses']);
    const before = await used();
    const held = await ask('POST /v1/sales/quote', { ...sale({ coupons: [code] }, '20.00', one), hold: true });
    const outcomes = await Promise.all([
      sell({ quote: held.body.quote, manner: 'notice' }, '9.00', one),
      sell({ coupons: [code] }, '20.00', other),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual([201, 201]);
    return (await used()) - before;
  };

  test('freed by one lane while another one uses it stays used', async () => {
    for (let round = 0; round < 8; round++) expect(await usesWhenFreedAtOnce()).toBe(1);
  });

  test('without the revision that use would be lost (the proof that the test above can fail)', async () => {
    await ignoreRevision(async () => {
      let lost = 0;
      for (let round = 0; round < 40 && lost === 0; round++) {
        if ((await usesWhenFreedAtOnce()) === 0) lost++;
      }
      expect(lost).toBe(1);
    });
  });

  test('asked for by many quotes at once is kept for exactly as many as may use it', async () => {
    const hold = (code: string) => (_: unknown, at: number) =>
      ask('POST /v1/sales/quote', { ...sale({ coupons: [code] }, '20.00', people[at % people.length]), hold: true });
    const once = await Promise.all(Array.from({ length: 6 }, hold(next())));
    expect(once.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409, 409]);
    const [thrice] = (await moreCodes('THRICE', { count: 1 })) as [string];
    const three = await Promise.all(Array.from({ length: 6 }, hold(thrice)));
    expect(three.map(({ status }) => status).sort()).toEqual([201, 201, 201, 409, 409, 409]);
    for (const { status, body } of three) if (status === 409) expect(body.code).toBe('promotions.coupon.reserved');
  });
});
