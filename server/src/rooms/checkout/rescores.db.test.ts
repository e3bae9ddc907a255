import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { assertBooks } from '../../../test/books.ts';
import { BASE_EARN, makeHouse, must, type Person, type TestHouse } from '../../../test/house.ts';
import { done, freshName, line, openTills, walletOf, type Tills } from '../../../test/sales.ts';
import { twoPeople } from '../../../test/two-people.ts';
import { systemClock } from '../../platform/clock.ts';
import { isoFromInstant } from '../../kernel/instant.ts';
import type { RulebookInput } from '../promotions/index.ts';

// S3.10: rules that come later do not act on history unless somebody asks. Asked, they act once, and returns go on from there.

let house: TestHouse;
let till: Tills;
let people = 3;
const somebody = (): Promise<Person> => house.enrol(++people);

type Promotion = RulebookInput['promotions'][number];
const perEuro = (points: string, step = '1.00'): Promotion => ({
  ...BASE_EARN,
  effects: [{ kind: 'points-per-amount', wallet: 'points', params: { points, step, per: 'receipt' } }],
});
const bonus = (code: string, points: string, more: object = {}): Promotion => ({
  ...{ code, priority: 200, firstOn: '2020-01-01' },
  effects: [{ kind: 'fixed-bonus', wallet: 'points', params: { points } }],
  ...more,
});
const fromSixty = { conditions: [{ kind: 'min-basket', params: { min: '60.00', base: 'net' } }] };

/** The versions that receipts here are decided by again: their own is 1. */
const V = { own: 1, double: 2, half: 3, sixty: 4, limited: 5, nothing: 6 };

beforeAll(async () => {
  house = await makeHouse({
    promotions: [
      BASE_EARN,
      {
        ...{ code: 'ten-off', priority: 10, firstOn: '2020-01-01', stacking: 'always' },
        conditions: [{ kind: 'coupon-shown', params: { codes: ['TEN'] } }],
        effects: [{ kind: 'percent-discount', params: { percent: '10' } }],
      },
    ],
    policy: { negativeBalance: 'unlimited' },
  });
  till = openTills(house);
});
afterAll(() => house.close());
afterEach(() => assertBooks(house));

/** Publishes the rules that came later; receipts of before are not touched by them. */
const publishAll = async (): Promise<void> => {
  for (const promotions of [
    [perEuro('2')],
    [perEuro('1', '2.00')],
    [BASE_EARN, bonus('sixty', '100', fromSixty)],
    [
      BASE_EARN,
      bonus('for-each', '30', {
        limits: [{ per: 'program', of: 'points', max: '1000', period: 'month', over: 'clip' }],
      }),
    ],
    [],
  ])
    must(await house.publish(promotions));
};

const AS_TENANT = () => ({ secret: house.secrets.tenant });
type Body = {
  readonly code?: string;
  readonly points: readonly { readonly before: string; readonly after: string; readonly owed: string }[];
  readonly rulebook: number;
  readonly repeated: boolean;
  readonly original: string;
};
const occurredAt = isoFromInstant(systemClock().now());
const rescore = async (operation: string, rulebook: number, reference = freshName()) => {
  const asked = { reference, occurredAt, original: { operation }, rulebook, reason: 'correction' };
  const { status, body } = await house.request(
    'POST /v1/rescores',
    { ...asked, outlet: 'centro', terminal: 'T1' },
    AS_TENANT(),
  );
  return { status, body: body as Body };
};
const booked = async (person: Person): Promise<bigint> => (await walletOf(house, person)).booked;

const GOODS = [line(1, 6_000, { quantity: 3_000n }), line(2, 4_000)];
/** Receipts of the first version: 60.00 and 40.00, a hundred points. */
const sold: { of: Person; reference: string; operation: string }[] = [];
const sellEarly = async (count: number): Promise<void> => {
  for (let n = 0; n < count; n++) {
    const of = await somebody();
    const reference = freshName();
    const { operation } = await done(till.sell({ of, reference, lines: GOODS }));
    sold.push({ of, reference, operation });
  }
};
const next = () => sold.pop() as (typeof sold)[number];

let nobodys: { reference: string; operation: string };
let cheaper: { of: Person; operation: string };

beforeAll(async () => {
  await sellEarly(27);
  const reference = freshName();
  nobodys = { reference, operation: (await done(till.sell({ reference, lines: GOODS }))).operation };
  const of = await somebody();
  const input = { of, coupons: ['TEN'], lines: [line(1, 10_000)] };
  const quoted = await done(till.quote(input));
  if (quoted.toPay.amount !== '90.00') throw new Error(`the coupon took nothing off: ${quoted.toPay.amount}`);
  const lines = [line(1, 10_000, { discount: 1_000n, byPromotions: 1_000n })];
  cheaper = { of, operation: (await done(till.sell({ ...input, lines }))).operation };
  await publishAll();
});

describe('S3.10 rules that came later', () => {
  test('do nothing to receipts of before by themselves', async () => {
    expect(await booked((sold[0] as (typeof sold)[number]).of)).toBe(100n);
  });

  test('act on one when somebody asks: the difference is booked, once, whoever asks again', async () => {
    const { of, operation } = next();
    const reference = freshName();
    const first = await rescore(operation, V.double, reference);
    expect(first).toMatchObject({
      status: 201,
      body: { points: [{ before: '100', after: '200' }], rulebook: V.double, original: operation },
    });
    expect(await booked(of)).toBe(200n);
    expect(await rescore(operation, V.double, reference)).toMatchObject({ status: 200, body: { repeated: true } });
    expect(await rescore(operation, V.half, reference)).toMatchObject({
      body: { code: 'operation.reference_reused' },
    });
    expect(await rescore(operation, V.double)).toMatchObject({ body: { code: 'checkout.rescore.nothing_changes' } });
    expect(await booked(of)).toBe(200n);
    // And by its own version it gives what it gave.
    expect((await rescore(operation, V.own)).body.points).toMatchObject([{ before: '200', after: '100' }]);
    expect(await booked(of)).toBe(100n);
  });

  test('can be quoted: what it would change, or why it would be refused, and nothing is booked', async () => {
    const { of, operation } = next();
    const quote = async (rulebook: number): Promise<{ status: number; body: Partial<Body> }> =>
      house.request(
        'POST /v1/rescores/quote',
        { occurredAt, original: { operation }, rulebook, reason: 'correction', outlet: 'centro', terminal: 'T1' },
        AS_TENANT(),
      );
    const told = { status: 200, body: { points: [{ before: '100', after: '200' }], rulebook: V.double } };
    expect(await quote(V.double)).toMatchObject(told);
    expect(await quote(V.own)).toMatchObject({ body: { code: 'checkout.rescore.nothing_changes' } });
    expect(await booked(of)).toBe(100n);
    expect((await rescore(operation, V.double)).body.points).toMatchObject(told.body.points);
  });

  test('stand beside the receipt afterwards, with what they changed and who asked', async () => {
    const { operation } = next();
    const { body } = await rescore(operation, V.double);
    const by = (body as unknown as { operation: string }).operation;
    type Shown = { links: { rescores?: string[]; original?: string }; rescore?: Body; by?: object };
    const shown = async (id: string): Promise<Shown> =>
      (await house.request(`GET /v1/operations/${id}`, undefined, AS_TENANT())).body;
    expect((await shown(operation)).links.rescores).toEqual([by]);
    expect(await shown(by)).toMatchObject({
      ...{ links: { original: operation }, rescore: { points: [{ before: '100', after: '200' }] } },
      by: { credentialName: expect.any(String) as string },
    });
  });

  test('asked for by ten at once act once', async () => {
    const { of, operation } = next();
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => rescore(operation, V.double)));
    expect(outcomes.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(await booked(of)).toBe(200n);
  });

  test('control: ten adjustments by hand at once are ten (nothing else holds the test above together)', async () => {
    const { of } = next();
    const give = () =>
      house.request(
        'POST /v1/adjustments',
        {
          ...{ reference: freshName(), program: 'club', reason: 'correction', points: '100', walletType: 'points' },
          member: { card: of.card },
        },
        AS_TENANT(),
      );
    await Promise.all(Array.from({ length: 10 }, give));
    expect(await booked(of)).toBe(1_100n);
  });

  test('that give less take points back, and what was spent already is owed', async () => {
    const { of, operation } = next();
    const tenders = [{ kind: 'points', asked: { points: '80' } }] as const;
    await done(till.sell({ of, lines: [line(1, 80)], tenders }));
    expect(await booked(of)).toBe(20n);
    const { body } = await rescore(operation, V.half);
    expect(body.points).toMatchObject([{ before: '100', after: '50', owed: '30' }]);
  });

  test('that give nothing take back what the receipt gave, and give it again when asked', async () => {
    const { of, operation } = next();
    expect((await rescore(operation, V.nothing)).body.points).toMatchObject([{ before: '100', after: '0' }]);
    expect(await booked(of)).toBe(0n);
    expect((await rescore(operation, V.own)).body.points).toMatchObject([{ before: '0', after: '100' }]);
    expect(await booked(of)).toBe(100n);
  });

  test('leave prices as they were paid', async () => {
    expect(await booked(cheaper.of)).toBe(90n);
    expect((await rescore(cheaper.operation, V.double)).body.points).toMatchObject([{ before: '90', after: '180' }]);
    expect(await booked(cheaper.of)).toBe(180n);
  });

  test('give nothing of a limit that the receipt was not counted in', async () => {
    const { operation } = next();
    expect(await rescore(operation, V.limited)).toMatchObject({ body: { code: 'checkout.rescore.nothing_changes' } });
  });

  test('wait for the member of a receipt that has none', async () => {
    expect(await rescore(nobodys.operation, V.double)).toMatchObject({
      body: { code: 'checkout.rescore.nobody_earns' },
    });
    const of = await somebody();
    await done(till.claim(nobodys.reference, of));
    expect((await rescore(nobodys.operation, V.double)).body.points).toMatchObject([{ before: '100', after: '200' }]);
    expect(await booked(of)).toBe(200n);
    await done(till.giveBack(nobodys.reference, 'all'));
    expect(await booked(of)).toBe(0n);
  });

  test('are refused for a receipt that was voided or is not there, and for a version that is not there', async () => {
    const { reference, operation, of } = next();
    expect(await rescore(operation, 99)).toMatchObject({ body: { code: 'promotions.rulebook.not_found' } });
    expect((await rescore(operation, V.double)).status).toBe(201);
    await done(till.void(reference));
    expect(await booked(of)).toBe(0n);
    expect(await rescore(operation, V.double)).toMatchObject({ body: { code: 'checkout.sale.voided' } });
    const adjusted = (await rescore(next().operation, V.double)).body as unknown as { operation: string };
    expect(await rescore(adjusted.operation, V.half)).toMatchObject({ body: { code: 'checkout.sale.unknown' } });
  });
});

test('no till decides a receipt again, whatever its credential may do', async () => {
  const { operation } = next();
  const asked = {
    reference: freshName(),
    occurredAt,
    original: { operation },
    rulebook: V.double,
    reason: 'correction',
  };
  expect(await house.request('POST /v1/rescores', asked)).toMatchObject({
    body: { code: 'partners.credential.beyond_own' },
  });
});

describe('returns after it', () => {
  test('take back by the rules that decided last, thresholds and all, whichever came first', async () => {
    // 60.00 is a threshold of 100 points: without line 1 it is missed.
    for (const [lines, left] of [
      [[[2, 1_000]], 160n],
      [[[1, 1_000]], 180n],
      [[[1, 3_000]], 40n],
      [
        [
          [1, 2_000],
          [2, 1_000],
        ],
        20n,
      ],
    ] as const) {
      const [before, after] = [next(), next()];
      await done(till.giveBack(before.reference, lines));
      expect((await rescore(before.operation, V.sixty)).status).toBe(left < 60n ? 422 : 201);
      expect((await rescore(after.operation, V.sixty)).status).toBe(201);
      await done(till.giveBack(after.reference, lines));
      expect([await booked(before.of), await booked(after.of)]).toEqual([left, left]);
      for (const { reference, of } of [before, after]) {
        await done(till.giveBack(reference, 'all'));
        expect(await booked(of)).toBe(0n);
      }
    }
  });
});

test('by a person beyond what he may alone waits for a second one, who sees both figures; what came back meanwhile is not granted for', async () => {
  const two = await twoPeople(house, 60);
  const byHand = (operation: string, rulebook: number) => {
    const asked = { reference: freshName(), occurredAt, original: { operation }, rulebook, reason: 'correction' };
    return two.ask('POST /v1/rescores', { ...asked, outlet: 'centro', terminal: 'T1' });
  };
  const [alone, both, gone] = [next(), next(), next()];
  // Fifty less by half a point for each euro; a hundred more by two.
  expect((await byHand(alone.operation, V.half)).status).toBe(201);
  const asked = await byHand(both.operation, V.double);
  expect(asked.status).toBe(202);
  expect(await booked(both.of)).toBe(100n);
  const { seen, yes } = await two.approve(asked);
  expect(seen).toMatchObject({
    ...{ kind: 'checkout.rescore', worth: { quantity: '100', unit: 'PTS' }, now: { isSame: true } },
    facts: { changes: [{ walletType: 'points', before: '100', after: '200', points: '100' }] },
  });
  expect(yes).toMatchObject({ status: 200, body: { state: 'approved', isApplied: true } });
  expect(await booked(both.of)).toBe(200n);
  const other = await byHand(gone.operation, V.double);
  await done(till.giveBack(gone.reference, [[1, 1_000]]));
  const late = await two.approve(other);
  expect(late.yes.body['code']).toBe('staff.approval.effect_changed');
  expect(await booked(gone.of)).toBe(80n);
});
