import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { assertBooks } from '../../../test/books.ts';
import { BASE_EARN, makeHouse, type TestHouse } from '../../../test/house.ts';
import { isoFromInstant, MICROSECONDS_PER_DAY, type Instant } from '../../kernel/instant.ts';
import { systemClock } from '../../platform/clock.ts';
import type { RulebookInput } from '../promotions/index.ts';

// What all promotions of a program together give at most: to one member in a period, or on one receipt.

let house: TestHouse;
let number = 0;
beforeAll(async () => {
  house = await makeHouse();
});
afterEach(() => assertBooks(house));
afterAll(() => house.close());

type Caps = NonNullable<RulebookInput['caps']>;
const bonus = (code: string, points: string, over: object = {}) => ({
  ...{ code, priority: 200, firstOn: '2020-01-01', ...over },
  effects: [{ kind: 'fixed-bonus', wallet: 'points', params: { points } }],
});
const ask = (what: string, body?: object) => house.request(what, body, { secret: house.secrets.tenant });
const publish = async (caps: Caps, ...promotions: object[]): Promise<{ status: number; body: unknown }> =>
  ask('POST /v1/programs/club/rulebooks', { caps, promotions: promotions.length > 0 ? promotions : [BASE_EARN] });
const cap = (over: Partial<Caps[number]> = {}): Caps[number] => ({
  ...{ code: `cap-${++number}`, wallet: 'points', per: 'member', max: '100', period: 'day', over: 'clip' },
  ...over,
});

type Answer = {
  readonly operation: string;
  readonly earned: readonly { readonly points: string }[];
  readonly promotions: readonly { readonly code: string; readonly points: string }[];
  readonly takenBack?: readonly { readonly points: string }[];
};
const sum = (parts: readonly { readonly points: string }[] = []): number =>
  parts.reduce((all, { points }) => all + Number(points), 0);
const newcomer = async (): Promise<{ member: string }> => {
  const { body } = await ask('POST /v1/members', {
    ...{ reference: `m-${++number}`, program: 'club', channel: 'web', externalId: `m-${number}` },
  });
  return { member: (body as { member: string }).member };
};
const sell = async (member: object, amount: string, over: object = {}): Promise<Answer> => {
  const answer = await house.request('POST /v1/sales', {
    ...{ reference: `s-${++number}`, currency: 'EUR', member, occurredAt: isoFromInstant(systemClock().now()) },
    lines: [{ line: 1, sku: 'x', amount }],
    ...over,
  });
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return answer.body as Answer;
};
const agrees = async ({ operation }: Answer): Promise<void> => {
  const { body } = await ask(`GET /v1/operations/${operation}/derivation?for=auditor`);
  expect(body).toMatchObject({ agrees: true, differences: [] });
};

describe('a cap of all promotions', () => {
  test('cuts what passes it, whichever promotions gave it, and says so in an arithmetic that agrees', async () => {
    await publish([cap()], BASE_EARN, bonus('extra', '30'));
    const member = await newcomer();
    const first = await sell(member, '50.00');
    expect(sum(first.earned)).toBe(80);
    const second = await sell(member, '50.00');
    expect(second.promotions.map(({ code, points }) => [code, points])).toEqual([['base-earn', '20']]);
    await agrees(first);
    await agrees(second);
    expect(sum((await sell(member, '50.00')).earned)).toBe(0);
    // It is a cap of each: somebody else has his own.
    expect(sum((await sell(await newcomer(), '50.00')).earned)).toBe(80);
  });

  test('cuts on one receipt what several promotions give together', async () => {
    await publish([cap({ max: '60' })], BASE_EARN, bonus('extra', '30'), bonus('more', '7', { priority: 300 }));
    const sale = await sell(await newcomer(), '50.00');
    expect(sale.promotions.map(({ code, points }) => [code, points])).toEqual([
      ['base-earn', '50'],
      ['extra', '10'],
    ]);
    await agrees(sale);
  });

  test('of a day begins anew with the next one, and goes on counting when its promotions change', async () => {
    const daily = cap({ max: '40' });
    await publish([daily]);
    const member = await newcomer();
    const yesterday = isoFromInstant((systemClock().now() - MICROSECONDS_PER_DAY) as Instant);
    const late = { occurredAt: yesterday, manner: 'notice' };
    const before = await house.request('POST /v1/sales', {
      ...{ reference: `s-${++number}`, currency: 'EUR', member, ...late },
      lines: [{ line: 1, sku: 'x', amount: '35.00' }],
    });
    expect(before.status).toBe(201);
    expect(sum((await sell(member, '35.00')).earned)).toBe(35);
    await publish([daily], { ...BASE_EARN, code: 'renamed' });
    expect(sum((await sell(member, '35.00')).earned)).toBe(5);
    // A higher one leaves the difference.
    await publish([{ ...daily, max: '50' }]);
    expect(sum((await sell(member, '35.00')).earned)).toBe(10);
  });

  test('that rejects lets a promotion give nothing where it would pass it, and another one the rest', async () => {
    await publish([cap({ over: 'reject' })], BASE_EARN, bonus('extra', '30'));
    const member = await newcomer();
    const sale = await sell(member, '80.00');
    expect(sale.promotions.map(({ code }) => code)).toEqual(['base-earn']);
    const next = await sell(member, '30.00');
    expect(next.promotions).toEqual([]);
    const { body } = await ask(`GET /v1/operations/${next.operation}/explanation`);
    expect((body as { notFired: { reason: string }[] }).notFired.map(({ reason }) => reason)).toEqual([
      'promotions.promotion.exhausted',
      'promotions.promotion.exhausted',
    ]);
  });

  test('is never passed by two tills at once', async () => {
    await publish([cap({ max: '200' })], BASE_EARN, bonus('extra', '3'));
    const member = await newcomer();
    const sales = await Promise.all(Array.from({ length: 40 }, () => sell(member, '9.00')));
    expect(sales.reduce((all, { earned }) => all + sum(earned), 0)).toBe(200);
  });

  test('counts what is no purchase too, but not what is excepted', async () => {
    await publish(
      [cap({ except: ['gift'] })],
      BASE_EARN,
      bonus('review', '60', { on: 'review' }),
      bonus('gift', '500', { on: 'gift' }),
    );
    const member = await newcomer();
    const told = async (name: string): Promise<number> => {
      const { body } = await ask('POST /v1/occasions', { reference: `o-${++number}`, program: 'club', member, name });
      return sum((body as Answer).earned);
    };
    expect(await told('gift')).toBe(500);
    expect(await told('review')).toBe(60);
    expect(sum((await sell(member, '70.00')).earned)).toBe(40);
    expect(await told('review')).toBe(0);
    expect(await told('gift')).toBe(500);
  });

  test('is given back what comes back, in any steps', async () => {
    await publish([cap()], BASE_EARN, bonus('extra', '10'));
    const member = await newcomer();
    const reference = `returned-${number}`;
    const lines = [
      { line: 1, sku: 'x', amount: '60.00' },
      { line: 2, sku: 'y', amount: '20.00' },
    ];
    expect(sum((await sell(member, '0', { reference, lines })).earned)).toBe(90);
    expect(sum((await sell(member, '50.00')).earned)).toBe(10);
    const back = await house.request('POST /v1/returns', {
      ...{ reference: `b-${++number}`, occurredAt: isoFromInstant(systemClock().now()), original: { reference } },
      lines: [{ line: 1, quantity: '1' }],
    });
    expect(sum((back.body as Answer).takenBack)).toBe(60);
    expect(sum((await sell(member, '100.00')).earned)).toBe(60);
  });

  test('of a receipt holds for all promotions on it', async () => {
    await publish([cap({ per: 'receipt', period: undefined, max: '25' })], BASE_EARN, bonus('extra', '10'));
    const member = await newcomer();
    for (const amount of ['20.00', '40.00']) {
      const sale = await sell(member, amount);
      expect(sum(sale.earned)).toBe(25);
      await agrees(sale);
    }
    expect(sum((await sell(member, '3.00')).earned)).toBe(13);
  });
});

describe('a cap that cannot be', () => {
  test.each<[string, Caps, object[], string, string]>([
    [
      'of a wallet that is not there',
      [cap({ wallet: 'none' })],
      [],
      'promotions.rulebook.unknown_wallet_type',
      'caps[0].wallet',
    ],
    ['of nothing', [cap({ max: '0' })], [], 'promotions.rulebook.not_above_zero', 'caps[0].max'],
    ['of a receipt in a day', [cap({ per: 'receipt' })], [], 'promotions.limit.malformed', 'caps[0].period'],
    [
      'twice under one name',
      [cap({ code: 'a' }), cap({ code: 'a' })],
      [],
      'promotions.rulebook.code_taken',
      'caps[1].code',
    ],
    [
      'but for a promotion that is not there',
      [cap({ except: ['x'] })],
      [],
      'promotions.rulebook.unknown_promotion',
      'caps[0].except[0]',
    ],
    [
      'of points that are not one number',
      [cap()],
      [
        {
          ...BASE_EARN,
          effects: [...BASE_EARN.effects, { kind: 'fixed-bonus', wallet: 'promo', params: { points: '1' } }],
        },
      ],
      'promotions.limit.malformed',
      'promotions[0].effects',
    ],
  ])('%s is refused at its place', async (_, caps, promotions, code, place) => {
    const { status, body } = await publish(caps, ...promotions);
    expect([status, body]).toMatchObject([422, { code, facts: { place } }]);
  });

  test('and what is published tells it, and a diff shows that it has changed', async () => {
    const daily = cap({ code: 'shown', except: ['base-earn'] });
    expect(await publish([daily])).toMatchObject({ status: 201, body: { caps: [daily] } });
  });
});
