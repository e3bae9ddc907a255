import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { assertBooks } from '../../../test/books.ts';
import { BASE_EARN, makeHouse, must, type Person, type TestHouse } from '../../../test/house.ts';
import { addSeconds, instantFromIso, isoFromInstant, type Instant } from '../../kernel/instant.ts';
import { manualClock } from '../../platform/clock.ts';
import type { RulebookInput } from '../promotions/index.ts';

// Bounds of guesses are raised: half of these tests guess on purpose. The last one keeps its own.
const MANY = { max: 10_000, seconds: 60 };
const QUOTE_SECONDS = 15 * 60;

const promotion = (code: string, coupon: string, effect: object, more: object = {}) => ({
  ...{ code, priority: 10, firstOn: '2020-01-01', conditions: [{ kind: 'coupon-shown', params: { codes: [coupon] } }] },
  ...{ effects: [effect], ...more },
});
const bonus = (points: string) => ({ kind: 'fixed-bonus', wallet: 'points', params: { points } });
const PROMOTIONS = [
  BASE_EARN,
  promotion('spring', 'SPRING', bonus('500'), {
    conditions: [
      { kind: 'coupon-shown', params: { codes: ['SPRING'] } },
      { kind: 'min-basket', params: { min: '10.00', base: 'net' } },
    ],
  }),
  promotion('thrice', 'THRICE', bonus('30')),
  promotion('own', 'OWN', bonus('70')),
  promotion('off', 'OFF', { kind: 'fixed-discount', params: { amount: '2.00' } }),
  promotion('next', 'NEXT', bonus('11')),
  promotion('word', 'HELLO', bonus('5')),
  {
    ...{ code: 'hand-out', priority: 50, firstOn: '2020-01-01' },
    conditions: [{ kind: 'min-basket', params: { min: '50.00', base: 'net' } }],
    effects: [{ kind: 'coupon-issue', params: { coupon: 'NEXT' } }],
  },
] as RulebookInput['promotions'];

let house: TestHouse;
const clock = manualClock(instantFromIso('2026-06-01T09:00:00Z') as Instant);
const SERIES = '/v1/programs/club/coupon-series';

type Body = Record<string, never> & {
  code: string;
  file: string;
  quote: string;
  operation: string;
  isHeld: boolean;
  facts: Record<string, string>;
  promotions: { code: string; points: string }[];
  coupons: { coupon: string; count: number; codes?: string[]; validUntil?: string }[];
  couponsUsed: { coupon: string; lastFour: string }[];
  codes: Record<string, number>;
  exceptions: { code: string }[];
};
const ask = async (what: string, body?: unknown, secret?: string) => {
  const answer = await house.request(what, body, secret === undefined ? {} : { secret });
  return { status: answer.status, body: answer.body as Body };
};
const asTenant = (what: string, body?: unknown) => ask(what, body, house.secrets.tenant);

let n = 0;
const sale = (over: object = {}, amount = '20.00', of: Person | undefined = house.people[0]) => ({
  ...{ reference: `coupon-${++n}`, occurredAt: isoFromInstant(clock.now()), currency: 'EUR' },
  ...(of ? { member: { card: of.card } } : {}),
  lines: [{ line: 1, sku: 'bread', quantity: '1', amount }],
  ...over,
});
const sell = (over: object, amount?: string, of?: Person) => ask('POST /v1/sales', sale(over, amount, of));
const voidSale = async (reference: string): Promise<void> => {
  const target = { family: 'sale', reference };
  const voided = { reference: `void-${++n}`, occurredAt: isoFromInstant(clock.now()), target };
  expect((await ask('POST /v1/voids', voided)).status).toBe(201);
};
const fired = ({ body }: { body: Body }): string[] => body.promotions.map(({ code }) => code).sort();

/** A published series with codes that were downloaded, as people have them. */
const codesOf = async (code: string, count: number, terms: object = {}): Promise<string[]> => {
  expect((await asTenant(`POST ${SERIES}`, { code, validFrom: '2026-01-01T00:00:00Z', ...terms })).status).toBeLessThan(
    300,
  );
  const codes = await moreCodes(code, { count });
  expect((await asTenant(`POST ${SERIES}/${code}/publish`)).status).toBe(200);
  return codes;
};
const moreCodes = async (series: string, what: object): Promise<string[]> => {
  const made = await asTenant(`POST ${SERIES}/${series}/codes`, { reference: `codes-${++n}`, ...what });
  expect(made.status).toBe(201);
  return download(series, made.body.file);
};
const download = async (series: string, file: string): Promise<string[]> => {
  const answer = await house.api.inject({
    method: 'POST',
    url: `${SERIES}/${series}/codes/${file}/download`,
    headers: { authorization: `Bearer ${house.secrets.tenant}` },
  });
  expect(answer.statusCode).toBe(200);
  return answer.payload
    .trim()
    .split('\r\n')
    .slice(1)
    .map((line) => line.split(',')[0] as string);
};

/** Does `work` in a database that does not look at the revision which a write compares. */
const ignoreRevision = async (work: () => Promise<void>): Promise<void> => {
  await house.database.query(
    `create or replace function promotions.test_ignore_revision() returns trigger language plpgsql as
       $$ begin new.revision := abs(new.revision); return new; end $$`,
  );
  await house.database.query(
    `create trigger test_ignore before update on promotions.coupon for each row execute function promotions.test_ignore_revision()`,
  );
  try {
    await work();
  } finally {
    await house.database.query('drop trigger test_ignore on promotions.coupon');
  }
};

beforeAll(async () => {
  house = await makeHouse({
    ...{ clock, movesTime: true, promotions: PROMOTIONS },
    attempts: { terminal: MANY, partner: MANY },
  });
});
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
  /** Members in two lanes at least. */
  let people: Person[];
  beforeAll(async () => {
    codes = await codesOf('SPRING', 120);
    people = [...house.people];
    for (let k = 10; new Set(people.map(({ lane }) => lane)).size < 2; k++) people.push(await house.enrol(k));
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
          reference: `back-${++n}`,
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
        ...{ reference: `back-${++n}`, occurredAt: isoFromInstant(clock.now()) },
        ...{ original: { reference: body.reference }, lines: [{ line, quantity: '1' }] },
      });
    expect((await giveBack(1)).status).toBe(201);
    expect(await other()).toMatchObject({ body: { code: 'promotions.coupon.used' } });
    expect((await giveBack(2)).status).toBe(201);
    expect(fired(await other())).toContain('spring');
    // The same message without the word is another message.
    expect(await ask('POST /v1/sales', { ...body, forceCoupons: false })).toMatchObject({ status: 409 });
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
  const guarded = await makeHouse({ clock, movesTime: true, promotions: PROMOTIONS });
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
            validUntil: addSeconds(clock.now(), 86_400),
            days: undefined,
          },
        },
        'test' as never,
      ),
    );
    for (let guess = 0; guess < 60; guess++) {
      const coupons = [`SPRING-0000-0000-${String(guess).padStart(4, '0')}`];
      const body = { ...sale({ coupons }), member: { card: guarded.people[0].card } };
      answers.push(((await guarded.request('POST /v1/sales/quote', body)).body as Body).code);
    }
    expect(answers[0]).toBe('promotions.coupon.unknown');
    expect(answers.at(-1)).toBe('guards.attempts.too_many');
  } finally {
    await guarded.close();
  }
});
