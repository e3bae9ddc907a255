import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { assertBooks } from '../../../test/books.ts';
import { couponsOf, makeCouponHouse, peopleOfTwoLanes, SERIES, type CouponBody } from '../../../test/coupon-house.ts';
import { must, type Person, type TestHouse } from '../../../test/house.ts';
import { addSeconds, instantFromIso, isoFromInstant, type Instant } from '../../kernel/instant.ts';
import type { ManualClock } from '../../platform/clock.ts';

// Codes of a series, from the letter to the till: each counts as often as its series says, whoever shows it.

let house: TestHouse;
let clock: ManualClock;
const { ask, asTenant, sale, sell, voidSale, fired, codesOf, moreCodes, download, ignoreRevision, name } = couponsOf(
  () => house,
);

beforeAll(async () => ({ house, clock } = await makeCouponHouse()));
afterAll(() => house.close());

describe('a series', () => {
  test('is inert until it is published: of its codes nobody learns that they are there', async () => {
    await asTenant(`POST ${SERIES}`, { code: 'THRICE', usesMax: 3, validFrom: '2026-01-01T00:00:00Z' });
    const [code] = await moreCodes('THRICE', { count: 2 });
    expect(code).toMatch(/^THRICE(-[0-9A-HJKMNP-TV-Z]{4}){3}$/);
    expect(await sell({ coupons: [code] })).toMatchObject({ status: 404, body: { code: 'promotions.coupon.unknown' } });
    await asTenant(`POST ${SERIES}/THRICE/publish`);
    expect(fired(await sell({ coupons: [code] }))).toEqual(['base-earn', 'thrice']);
  });

  test('gives its codes away once, and they stand nowhere afterwards', async () => {
    await asTenant(`POST ${SERIES}`, { code: 'ONCE', validFrom: '2026-01-01T00:00:00Z' });
    const asked = { reference: 'the-letter', count: 1_000 };
    const made = await asTenant(`POST ${SERIES}/ONCE/codes`, asked);
    expect(made).toMatchObject({ status: 201, body: { quantity: 1_000 } });
    expect(await asTenant(`POST ${SERIES}/ONCE/codes`, asked)).toMatchObject({ status: 200, body: made.body });
    expect(await asTenant(`POST ${SERIES}/ONCE/codes`, { ...asked, count: 999 })).toMatchObject({
      body: { code: 'operation.reference_reused' },
    });
    const codes = await download('ONCE', made.body.file);
    expect(new Set(codes).size).toBe(1_000);
    expect(await asTenant(`POST ${SERIES}/ONCE/codes/${made.body.file}/download`)).toMatchObject({
      ...{ status: 410, body: { code: 'promotions.codes.downloaded' } },
    });
    const rows = JSON.stringify(
      await house.database.query(
        'select encode(key, $1) as key, last_four, to_jsonb(c) as row from promotions.coupon c',
        ['escape'],
      ),
    );
    for (const code of codes.slice(0, 20)) {
      const secret = code.slice('ONCE-'.length);
      for (const written of [secret, secret.replaceAll('-', '')]) expect(rows).not.toContain(written);
    }
    expect((await asTenant(`GET ${SERIES}/ONCE`)).body.codes).toMatchObject({ made: 1_000, used: 0 });
  });

  test('with other terms under the same word is refused, and one that ends before it begins', async () => {
    const again = { code: 'ONCE', usesMax: 2, validFrom: '2026-01-01T00:00:00Z' };
    expect(await asTenant(`POST ${SERIES}`, again)).toMatchObject({ status: 409 });
    const turned = { code: 'TURNED', validFrom: '2026-02-01T00:00:00Z', validUntil: '2026-01-01T00:00:00Z' };
    expect(await asTenant(`POST ${SERIES}`, turned)).toMatchObject({ body: { code: 'promotions.series.malformed' } });
  });

  test('of another tenant does not exist, and a till may make none', async () => {
    expect(await ask(`GET ${SERIES}/ONCE`, undefined, house.secrets.vecino)).toMatchObject({ status: 404 });
    expect((await ask(`POST ${SERIES}`, { code: 'MINE', validFrom: '2026-01-01T00:00:00Z' })).status).toBe(403);
  });
});

describe('a code', () => {
  let codes: string[];
  let people: Person[];
  beforeAll(async () => {
    codes = await codesOf('SPRING', 120);
    people = await peopleOfTwoLanes(house);
  });

  const next = (): string => codes.pop() as string;

  test('counts once, however it is typed, and the second time is refused as used', async () => {
    const code = next();
    const first = await sell({ coupons: [code.toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l')] });
    expect(first.body).toMatchObject({ couponsUsed: [{ coupon: 'SPRING', lastFour: code.slice(-4) }] });
    expect(fired(first)).toEqual(['base-earn', 'spring']);
    expect(await sell({ coupons: [code] }, '20.00', house.people[1])).toMatchObject({
      ...{ status: 409, body: { code: 'promotions.coupon.used' } },
    });
  });

  test('that is not good among several is told by its place', async () => {
    const [good, used] = [next(), next()];
    await sell({ coupons: [used] });
    expect(await sell({ coupons: [good, 'hello', used] })).toMatchObject({
      ...{ status: 409, body: { code: 'promotions.coupon.used', facts: { coupon: '3' } } },
    });
    expect(await sell({ coupons: ['hello', 'SPRING'] })).toMatchObject({
      body: { code: 'promotions.coupon.unknown', facts: { coupon: '2' } },
    });
  });

  test('is not used up by a receipt that it gave nothing to', async () => {
    const code = next();
    const small = await sell({ coupons: [code] }, '9.00');
    expect(fired(small)).toEqual(['base-earn']);
    expect(small.body.couponsUsed).toBeUndefined();
    expect(fired(await sell({ coupons: [code] }))).toEqual(['base-earn', 'spring']);
  });

  test('is needed: the word of a series alone is no coupon, a word without a series still is', async () => {
    expect(await sell({ coupons: ['SPRING'] })).toMatchObject({ body: { code: 'promotions.coupon.unknown' } });
    expect(fired(await sell({ coupons: ['hello'] }))).toEqual(['base-earn', 'word']);
  });

  test('shown at two tills at once is used by exactly one of them, by members of any lane, again and again', async () => {
    for (let round = 0; round < 8; round++) {
      const code = next();
      const outcomes = await Promise.all(
        Array.from({ length: 6 }, (_, at) => sell({ coupons: [code] }, '20.00', people[at % people.length])),
      );
      expect(outcomes.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409, 409]);
      for (const { status, body } of outcomes) if (status === 409) expect(body.code).toBe('promotions.coupon.used');
    }
    await assertBooks(house);
  });

  test('without the revision that a write compares, two lanes would both use it (the proof that the test above can fail)', async () => {
    const [one, other] = [...new Map(people.map((of) => [of.lane, of])).values()] as [Person, Person];
    await ignoreRevision(async () => {
      let both = 0;
      for (let round = 0; round < 30 && both === 0; round++) {
        const code = next();
        const outcomes = await Promise.all([one, other].map((of) => sell({ coupons: [code] }, '20.00', of)));
        if (outcomes.every(({ status }) => status === 201)) both++;
      }
      expect(both).toBe(1);
    });
  });

  test('may be used as often as its series says', async () => {
    const [code] = await moreCodes('THRICE', { count: 1 });
    for (let use = 0; use < 3; use++) expect(fired(await sell({ coupons: [code] }))).toContain('thrice');
    expect(await sell({ coupons: [code] })).toMatchObject({ body: { code: 'promotions.coupon.used' } });
  });

  test('comes back with the goods: with a part when what is left no longer needs it, and with a void', async () => {
    const code = next();
    const lines = [
      { line: 1, sku: 'bread', quantity: '1', amount: '8.00' },
      { line: 2, sku: 'milk', quantity: '1', amount: '12.00' },
    ];
    const body = sale({ coupons: [code], lines });
    expect((await ask('POST /v1/sales', body)).status).toBe(201);
    const giveBack = (line: number) =>
      ask('POST /v1/returns', {
        ...{
          reference: `back-${name()}`,
          occurredAt: isoFromInstant(clock.now()),
          original: { reference: body.reference },
        },
        lines: [{ line, quantity: '1' }],
      });
    // 12.00 are left, which is enough for it: the code stays used.
    expect((await giveBack(1)).status).toBe(201);
    expect(await sell({ coupons: [code] })).toMatchObject({ body: { code: 'promotions.coupon.used' } });
    expect((await giveBack(2)).status).toBe(201);
    const again = sale({ coupons: [code] });
    expect(fired(await ask('POST /v1/sales', again))).toContain('spring');
    await voidSale(again.reference);
    expect(fired(await sell({ coupons: [code] }, '20.00', house.people[1]))).toContain('spring');
  });

  test('takes its discount off without a member, and keeps no more of itself than its last four', async () => {
    const [code] = (await codesOf('OFF', 1)) as [string];
    const quoted = await ask('POST /v1/sales/quote', {
      ...sale({ coupons: [code] }, '20.00', undefined),
      member: undefined,
    });
    expect(quoted.body).toMatchObject({ couponsUsed: [{ coupon: 'OFF' }], discounts: [{ amount: '2.00' }] });
    const lines = [
      { line: 1, sku: 'bread', quantity: '1', amount: '20.00', discount: '2.00', promotionDiscount: '2.00' },
    ];
    const body = { ...sale({ coupons: [code], quote: quoted.body.quote, lines }), member: undefined };
    const sold = await ask('POST /v1/sales', body);
    expect(sold).toMatchObject({ status: 201, body: { couponsUsed: [{ coupon: 'OFF', lastFour: code.slice(-4) }] } });
    // Sent again it is the same sale, and not a second use.
    expect(await ask('POST /v1/sales', body)).toMatchObject({ status: 200, body: { operation: sold.body.operation } });
    const raw = await asTenant(`GET /v1/operations/${sold.body.operation}`);
    expect(JSON.stringify(raw.body)).not.toContain(code.slice(-14, -5));
  });

  test('is used up where the till forces it although it gave nothing, and comes back with the whole receipt only', async () => {
    const code = next();
    const lines = [
      { line: 1, sku: 'bread', quantity: '1', amount: '4.00' },
      { line: 2, sku: 'milk', quantity: '1', amount: '5.00' },
    ];
    const body = sale({ coupons: [code], forceCoupons: true, lines });
    const taken = await ask('POST /v1/sales', body);
    expect(fired(taken)).toEqual(['base-earn']);
    expect(taken.body.couponsUsed).toEqual([{ coupon: 'SPRING', lastFour: code.slice(-4), forced: true }]);
    const other = () => sell({ coupons: [code] }, '20.00', house.people[1]);
    expect(await other()).toMatchObject({ body: { code: 'promotions.coupon.used' } });
    const giveBack = (line: number) =>
      ask('POST /v1/returns', {
        ...{ reference: `back-${name()}`, occurredAt: isoFromInstant(clock.now()) },
        ...{ original: { reference: body.reference }, lines: [{ line, quantity: '1' }] },
      });
    expect((await giveBack(1)).status).toBe(201);
    expect(await other()).toMatchObject({ body: { code: 'promotions.coupon.used' } });
    expect((await giveBack(2)).status).toBe(201);
    expect(fired(await other())).toContain('spring');
    // The same message without the word is another message.
    expect(await ask('POST /v1/sales', { ...body, forceCoupons: false })).toMatchObject({ status: 409 });
  });

  test('told by a notice is used; one that was not good is an exception and gives nothing', async () => {
    const code = next();
    expect(fired(await sell({ coupons: [code], manner: 'notice', offline: true }))).toContain('spring');
    const late = await sell({ coupons: [code], manner: 'notice', offline: true });
    expect(late.status).toBe(201);
    expect(fired(late)).toEqual(['base-earn']);
    expect(late.body.exceptions.map(({ code: of }) => of)).toEqual(['promotions.coupon.used']);
  });

  test('is good from its first moment to its last, and each no says why', async () => {
    const [code] = (await codesOf('WINDOW', 1, {
      validFrom: '2026-07-01T00:00:00Z',
      validUntil: '2026-08-01T00:00:00Z',
    })) as [string];
    const at = (moment: string) => {
      clock.set(instantFromIso(moment) as Instant);
      return ask('POST /v1/sales/quote', sale({ coupons: [code] }));
    };
    expect(await at('2026-06-30T23:59:59Z')).toMatchObject({ body: { code: 'promotions.coupon.not_yet_valid' } });
    expect((await at('2026-07-01T00:00:00Z')).status).toBe(200);
    expect((await at('2026-07-31T23:59:59Z')).status).toBe(200);
    expect(await at('2026-08-01T00:00:00Z')).toMatchObject({ body: { code: 'promotions.coupon.expired' } });
    await asTenant(`POST ${SERIES}/WINDOW/withdraw`);
    expect(await at('2026-08-01T00:00:01Z')).toMatchObject({ body: { code: 'promotions.coupon.withdrawn' } });
    expect(await asTenant(`POST ${SERIES}/WINDOW/publish`)).toMatchObject({
      body: { code: 'promotions.series.withdrawn' },
    });
  });

  test('of a member is his alone', async () => {
    const [ana, ben] = house.people;
    await asTenant(`POST ${SERIES}`, { code: 'OWN', holder: 'member', validFrom: '2026-01-01T00:00:00Z' });
    expect(await asTenant(`POST ${SERIES}/OWN/codes`, { reference: 'nobody', count: 1 })).toMatchObject({
      status: 422,
    });
    const [code] = await moreCodes('OWN', { members: [ana.member] });
    await asTenant(`POST ${SERIES}/OWN/publish`);
    expect(await sell({ coupons: [code] }, '20.00', ben)).toMatchObject({
      body: { code: 'promotions.coupon.not_yours' },
    });
    expect(await ask('POST /v1/sales', { ...sale({ coupons: [code] }), member: undefined })).toMatchObject({
      body: { code: 'promotions.coupon.not_yours' },
    });
    expect(fired(await sell({ coupons: [code] }, '20.00', ana))).toContain('own');
  });
});

describe('a promotion that issues a coupon of a series', () => {
  test('hands out a code with the receipt, the same to a repeat, to nobody who looks later, and takes it back with the goods', async () => {
    await asTenant(`POST ${SERIES}`, { code: 'NEXT', days: 30, validFrom: '2026-01-01T00:00:00Z' });
    await asTenant(`POST ${SERIES}/NEXT/publish`);
    const body = sale({}, '60.00');
    const first = await ask('POST /v1/sales', body);
    const [issued] = first.body.coupons;
    expect(issued).toMatchObject({ coupon: 'NEXT', count: 1, codes: [expect.stringMatching(/^NEXT-/)] });
    expect(issued?.validUntil).toBe(isoFromInstant(addSeconds(clock.now(), 30 * 86_400)));
    expect((await ask('POST /v1/sales', body)).body.coupons).toEqual(first.body.coupons);
    const [code = ''] = issued?.codes ?? [];
    const looked = await asTenant(`GET /v1/operations/${first.body.operation}`);
    expect(JSON.stringify(looked.body)).not.toContain(code);

    expect(fired(await sell({ coupons: [code] }))).toContain('next');
    const second = sale({}, '60.00');
    const codes = (await ask('POST /v1/sales', second)).body.coupons[0]?.codes ?? [];
    await voidSale(second.reference);
    expect(await sell({ coupons: codes })).toMatchObject({ body: { code: 'promotions.coupon.withdrawn' } });
    expect((await asTenant(`GET ${SERIES}/NEXT`)).body.codes).toMatchObject({ issued: 2, used: 1, withdrawn: 1 });
  });
});

test('a till that guesses codes is stopped before anything is looked up', async () => {
  const { house: guarded, clock: its } = await makeCouponHouse({});
  try {
    const answers: string[] = [];
    must(
      await guarded.coupons.addSeries(
        guarded.program(),
        {
          ...{
            tenant: guarded.tenant,
            program: guarded.program().program,
            code: 'SPRING',
            holder: 'bearer',
            usesMax: 1,
          },
          ...{
            validFrom: instantFromIso('2026-01-01T00:00:00Z') as Instant,
            validUntil: addSeconds(its.now(), 86_400),
            days: undefined,
          },
        },
        'test' as never,
      ),
    );
    for (let guess = 0; guess < 60; guess++) {
      const coupons = [`SPRING-0000-0000-${String(guess).padStart(4, '0')}`];
      const body = sale({ coupons, occurredAt: isoFromInstant(its.now()), member: { card: guarded.people[0].card } });
      answers.push(((await guarded.request('POST /v1/sales/quote', body)).body as CouponBody).code);
    }
    expect(answers[0]).toBe('promotions.coupon.unknown');
    expect(answers.at(-1)).toBe('guards.attempts.too_many');
  } finally {
    await guarded.close();
  }
});
