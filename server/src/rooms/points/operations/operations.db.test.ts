import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callerOf, type Called } from '../../../../test/call-endpoint.ts';
import { makeHouse, type Person, type TestHouse } from '../../../../test/house.ts';
import { assert } from '../../../kernel/assert.ts';
import { pointsRoutes } from '../http/routes.ts';

let house: TestHouse;
let post: (path: string, body: object) => Promise<Called>;
let get: (path: string, query?: object) => Promise<Called>;
beforeAll(async () => {
  house = await makeHouse();
  const call = callerOf(pointsRoutes(house));
  post = (path, body) =>
    call(isOfTill(path) ? house.principals.till : house.principals.tenant, `POST ${path}`, { body });
  get = (path, query) => call(house.principals.tenant, `GET ${path}`, { query });
});
afterAll(() => house.close());

const isOfTill = (path: string): boolean => path.startsWith('/v1/redemptions') || path.startsWith('/v1/holds');

let number = 0;
const name = (): string => `ref-${++number}`;
let someone = 10;
/** A member of his own with points, each amount a lot of its own; the first ends first. */
async function rich(...amounts: number[]): Promise<Person> {
  const person = await house.enrol(++someone);
  for (const [at, points] of amounts.entries()) {
    await give(person, points);
    await house.database.query(
      `update points.lot set expires_at = date_trunc('year', now()) + interval '5 years' + $2 * interval '1 day'
        where wallet in (select wallet from points.wallet where owner = $1) and amount = remaining
          and seq = (select max(seq) from points.lot as last join points.wallet using (lane, wallet) where owner = $1)`,
      [person.owner, at],
    );
  }
  return person;
}
const give = (person: Person, points: number) =>
  post('/v1/adjustments', {
    reference: name(),
    program: 'club',
    member: { member: person.member },
    walletType: 'points',
    points: String(points),
    reason: 'goodwill',
  });
const redeem = (person: Person, points: number | string, reference = name()) =>
  post('/v1/redemptions', { reference, member: { card: person.card }, walletType: 'points', points: String(points) });
const hold = (person: Person, points: number, reference = name()) =>
  post('/v1/holds', {
    reference,
    member: { card: person.card },
    walletType: 'points',
    points: String(points),
    seconds: 600,
  });
const bodyOf = (
  called: Called,
): Record<string, unknown> & { wallets: Record<string, string>[]; operation: string; hold: string } => {
  assert('body' in called, `refused: ${JSON.stringify(called)}`);
  return called.body as never;
};
/** The remainders of the lots, in the order in which they are spent. */
const lots = async ({ owner }: Person): Promise<bigint[]> => {
  const rows = await house.database.query<{ remaining: bigint }>(
    'select lot.remaining from points.lot join points.wallet using (lane, wallet) where owner = $1 order by expires_at, seq, n',
    [owner],
  );
  return rows.map(({ remaining }) => remaining);
};
const wallet = async ({ owner }: Person): Promise<Record<string, bigint>> => {
  const [row] = await house.database.query<Record<string, bigint>>(
    'select booked, held, frozen from points.wallet where owner = $1',
    [owner],
  );
  return row;
};
/** Lets the lots of a member end a minute ago. */
const endLots = async ({ owner }: Person): Promise<void> => {
  await house.database.query(
    `update points.lot set earned_at = now() - interval '1 day', active_at = now() - interval '1 day', expires_at = now() - interval '1 minute'
      where wallet in (select wallet from points.wallet where owner = $1)`,
    [owner],
  );
  await house.database.query(
    `update points.wallet set due_at = now() - interval '1 minute', expiring = 0, expiring_at = 'infinity' where owner = $1`,
    [owner],
  );
};

describe('a redemption without a receipt', () => {
  test('spends what expires first, and is answered again with the same words', async () => {
    const person = await rich(30, 50);
    const reference = name();
    const first = bodyOf(await redeem(person, 40, reference));
    expect(first).toMatchObject({
      points: '40',
      unit: 'PTS',
      repeated: false,
      wallets: [{ walletType: 'points', available: '40' }],
    });
    expect(await lots(person)).toEqual([0n, 40n]);
    expect(await redeem(person, 40, reference)).toEqual({ status: 200, body: { ...first, repeated: true } });
    expect(await redeem(person, 41, reference)).toEqual({ refusal: 'operation.reference_reused' });
    expect(await lots(person)).toEqual([0n, 40n]);
  });

  test('is refused for nothing, a part of a point, a minus, a wallet that is not there, and more than is available', async () => {
    const person = await rich(10);
    for (const [points, refusal] of [
      ['0', 'points.amount.zero'],
      ['1.5', 'kernel.quantity.too_many_decimals'],
      ['-1', 'kernel.quantity.negative'],
      ['11', 'points.wallet.insufficient'],
    ] as const) {
      expect(await redeem(person, points)).toEqual({ refusal });
    }
    const body = { reference: name(), member: { card: person.card }, walletType: 'miles', points: '1' };
    expect(await post('/v1/redemptions', body)).toEqual({ refusal: 'points.wallet.unknown' });
    expect(await post('/v1/redemptions', { ...body, walletType: 'points', member: { phone: person.phone } })).toEqual({
      refusal: 'members.code.needed',
    });
    expect(await lots(person)).toEqual([10n]);
  });

  test('of everything, asked fifty times at once, succeeds once (semantics 3.22)', async () => {
    const person = await rich(700);
    const outcomes = await Promise.all(Array.from({ length: 50 }, () => redeem(person, 700)));
    expect(outcomes.filter((one) => 'status' in one)).toHaveLength(1);
    expect(outcomes.filter((one) => 'refusal' in one && one.refusal === 'points.wallet.insufficient')).toHaveLength(49);
    expect(await wallet(person)).toMatchObject({ booked: 0n });
  });

  test('of a part, asked fifty times at once, succeeds as often as the balance holds it (semantics 3.22)', async () => {
    const person = await rich(100, 100, 50);
    const outcomes = await Promise.all(Array.from({ length: 50 }, () => redeem(person, 12)));
    expect(outcomes.filter((one) => 'status' in one)).toHaveLength(Math.floor(250 / 12));
    expect(await wallet(person)).toMatchObject({ booked: 250n % 12n });
  });
});

describe('the reversal of a redemption (semantics 3.23)', () => {
  const reverse = (body: object) => post('/v1/redemptions/void', { reference: name(), ...body });

  test('gives back to the same lots, those taken last first, and never more than was taken', async () => {
    const person = await rich(30, 50, 20);
    const reference = name();
    await redeem(person, 90, reference);
    expect(await lots(person)).toEqual([0n, 0n, 10n]);
    expect(await reverse({ originalReference: reference, points: '15' })).toMatchObject({
      status: 201,
      body: { is: 'reversal', reversedInAll: '15' },
    });
    expect(await lots(person)).toEqual([0n, 5n, 20n]);
    expect(await reverse({ originalReference: reference, points: '76' })).toEqual({
      refusal: 'points.redemption.reversal_too_large',
    });
    // The policy may change meanwhile: what was begun one way is ended that way.
    await house.setPolicy({ restoreOrder: 'first_taken_first' });
    expect(await reverse({ originalReference: reference, points: '60' })).toMatchObject({ status: 201 });
    expect(await lots(person)).toEqual([15n, 50n, 20n]);
    await house.setPolicy({ restoreOrder: 'last_taken_first' });
    expect(await reverse({ originalReference: reference })).toMatchObject({
      status: 201,
      body: { points: '15', reversedInAll: '90' },
    });
    expect(await lots(person)).toEqual([30n, 50n, 20n]);
    expect(await reverse({ originalReference: reference })).toEqual({ refusal: 'points.redemption.reversed' });
    expect(await wallet(person)).toEqual({ booked: 100n, held: 0n, frozen: 0n });
  });

  test('takes the other order where the policy says so', async () => {
    await house.setPolicy({ restoreOrder: 'first_taken_first' });
    const person = await rich(30, 50);
    const { operation } = bodyOf(await redeem(person, 80));
    await reverse({ operation, points: '40' });
    expect(await lots(person)).toEqual([30n, 10n]);
    await house.setPolicy({ restoreOrder: 'last_taken_first' });
  });

  test('of what has expired meanwhile expires again at once, and says so', async () => {
    const person = await rich(30);
    const { operation } = bodyOf(await redeem(person, 30));
    await endLots(person);
    expect(await reverse({ operation })).toMatchObject({
      status: 201,
      body: { expired: '30', wallets: [{ available: '0' }] },
    });
  });

  test('is not reversed itself, and nothing else is taken for a redemption', async () => {
    const person = await rich(30);
    const reference = name();
    const given = bodyOf(await give(person, 5));
    await redeem(person, 10, reference);
    const own = name();
    const reversed = bodyOf(
      await post('/v1/redemptions/void', { reference: own, originalReference: reference, points: '4' }),
    );
    expect(await reverse({ operation: reversed.operation })).toEqual({ refusal: 'points.redemption.is_reversal' });
    expect(await reverse({ originalReference: own })).toEqual({ refusal: 'points.redemption.is_reversal' });
    expect(await reverse({ operation: given.operation })).toEqual({ refusal: 'points.redemption.unknown' });
    expect(await reverse({ originalReference: name(), points: '4' })).toEqual({ refusal: 'points.redemption.unknown' });
  });

  test('that comes first closes the reference: the redemption books nothing (semantics 3.15)', async () => {
    const person = await rich(30);
    const reference = name();
    const own = name();
    const closed = await post('/v1/redemptions/void', { reference: own, originalReference: reference });
    expect(closed).toMatchObject({ status: 201, body: { is: 'closed' } });
    expect(await redeem(person, 10, reference)).toEqual({ refusal: 'operation.voided_before' });
    expect(await post('/v1/redemptions/void', { reference: own, originalReference: reference })).toMatchObject({
      status: 200,
      body: { is: 'closed' },
    });
    expect(await lots(person)).toEqual([30n]);
  });

  test('of the whole, asked fifty times at once, succeeds once', async () => {
    const person = await rich(30, 30);
    const { operation } = bodyOf(await redeem(person, 60));
    const outcomes = await Promise.all(Array.from({ length: 50 }, () => reverse({ operation, points: '60' })));
    expect(outcomes.filter((one) => 'status' in one)).toHaveLength(1);
    expect(await lots(person)).toEqual([30n, 30n]);
  });
});

describe('a hold', () => {
  const capture = (body: object) => post('/v1/holds/capture', { reference: name(), ...body });
  const release = (body: object) => post('/v1/holds/release', { reference: name(), ...body });

  test('keeps points for a capture of not more than it holds, and releases the rest', async () => {
    const person = await rich(30, 50);
    const held = bodyOf(await hold(person, 40));
    expect(held.wallets[0]).toMatchObject({ available: '40', held: '40' });
    expect(await redeem(person, 41)).toEqual({ refusal: 'points.wallet.insufficient' });
    expect(await capture({ hold: held.hold, points: '41' })).toEqual({ refusal: 'points.hold.exceeded' });
    const captured = bodyOf(await capture({ hold: held.hold, points: '35' }));
    expect(captured).toMatchObject({ points: '35', wallets: [{ available: '45', held: '0' }] });
    expect(await lots(person)).toEqual([0n, 45n]);
    expect(await capture({ hold: held.hold })).toEqual({ refusal: 'points.hold.closed' });
    expect(await post('/v1/redemptions/void', { reference: name(), operation: captured.operation })).toMatchObject({
      status: 201,
    });
    expect(await lots(person)).toEqual([30n, 50n]);
  });

  test('is found by its reference, and given back', async () => {
    const person = await rich(30);
    const reference = name();
    await hold(person, 30, reference);
    expect(await release({ holdReference: reference })).toMatchObject({
      status: 201,
      body: { wallets: [{ available: '30', held: '0' }] },
    });
    expect(await release({ holdReference: reference })).toEqual({ refusal: 'points.hold.closed' });
    expect(await release({ holdReference: name() })).toEqual({ refusal: 'points.hold.unknown' });
  });

  test('survives the end of its lots: they can be captured, and what is not expires', async () => {
    const person = await rich(30);
    const held = bodyOf(await hold(person, 20));
    await endLots(person);
    expect(await get(`/v1/members/${person.member}/balance`)).toMatchObject({
      body: { wallets: [{ booked: '20', held: '20', available: '0' }] },
    });
    const captured = bodyOf(await capture({ hold: held.hold, points: '15' }));
    expect(captured.wallets[0]).toMatchObject({ booked: '0', held: '0', available: '0' });
    expect(await lots(person)).toEqual([0n]);
  });

  test('lapses by time', async () => {
    const person = await rich(30);
    const held = bodyOf(await hold(person, 20));
    await house.database.query(
      `update points.hold set expires_at = now() - interval '1 second' where wallet in (select wallet from points.wallet where owner = $1)`,
      [person.owner],
    );
    await house.database.query(`update points.wallet set due_at = now() - interval '1 second' where owner = $1`, [
      person.owner,
    ]);
    expect(await capture({ hold: held.hold })).toEqual({ refusal: 'points.hold.closed' });
    expect(await get(`/v1/members/${person.member}/holds`)).toEqual({ status: 200, body: { items: [] } });
    expect(await redeem(person, 30)).toMatchObject({ status: 201 });
  });

  test('is captured once, however many ask at once', async () => {
    const person = await rich(30);
    const held = bodyOf(await hold(person, 30));
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, at) => (at % 2 ? capture : release)({ hold: held.hold })),
    );
    expect(outcomes.filter((one) => 'status' in one)).toHaveLength(1);
  });
});

describe('what is done by hand', () => {
  const byHand = { program: 'club', walletType: 'points', reason: 'member_request' } as const;

  test('takes points away, not more than there are, and only by a credential of the whole tenant', async () => {
    const person = await rich(30);
    expect(await give(person, -31)).toEqual({ refusal: 'points.wallet.insufficient' });
    expect(bodyOf(await give(person, -30))).toMatchObject({
      points: '-30',
      reason: 'goodwill',
      wallets: [{ booked: '0' }],
    });
    const call = callerOf(pointsRoutes(house));
    const body = { ...byHand, reference: name(), member: { member: person.member }, points: '1' };
    expect(await call(house.principals.till, 'POST /v1/adjustments', { body })).toEqual({
      refusal: 'partners.credential.beyond_own',
    });
    expect(await call(house.principals.vecino, 'POST /v1/adjustments', { body })).toEqual({
      refusal: 'members.member.unknown',
    });
  });

  test('moves points to another member with their dates, also from lane to lane', async () => {
    for (let found = new Set<boolean>(); found.size < 2;) {
      const [giver, taker] = [await rich(30, 50), await rich()];
      found = found.add(giver.lane === taker.lane);
      const body = {
        ...byHand,
        reference: name(),
        from: { member: giver.member },
        to: { card: taker.card },
        points: '40',
      };
      expect(bodyOf(await post('/v1/transfers', body))).toMatchObject({
        points: '40',
        to: taker.member,
        wallets: [{ available: '40' }],
      });
      expect(await lots(taker)).toEqual([30n, 10n]);
      const dates = await house.database.query<{ dates: number }>(
        `select count(distinct expires_at)::int as dates from points.lot where wallet in (select wallet from points.wallet where owner = any($1))`,
        [[giver.owner, taker.owner]],
      );
      expect(dates).toEqual([{ dates: 2 }]);
    }
    const [one] = house.people;
    const same = { ...byHand, reference: name(), from: { member: one.member }, to: { card: one.card }, points: '1' };
    expect(await post('/v1/transfers', same)).toEqual({ refusal: 'points.transfer.same_member' });
    const { rows } = {
      rows: await house.database.query(
        'select lane, seq, unit from ledger.posting group by lane, seq, unit having sum(amount) <> 0',
      ),
    };
    expect(rows).toEqual([]);
  });

  test('freezes what an operation granted, wherever it has gone, and lets it go again', async () => {
    const giver = await rich(10);
    const taker = await rich();
    const granted = bodyOf(await give(giver, 60)).operation;
    await post('/v1/transfers', {
      ...byHand,
      reference: name(),
      from: { member: giver.member },
      to: { member: taker.member },
      points: '70',
    });
    await give(taker, 5);
    await post('/v1/transfers', {
      ...byHand,
      reference: name(),
      from: { member: taker.member },
      to: { member: giver.member },
      points: '30',
    });
    const frozen = bodyOf(await post('/v1/lots/freeze', { reference: name(), operation: granted, reason: 'fraud' }));
    const sum = (frozen.changed as { points: string }[]).reduce((all, { points }) => all + Number(points), 0);
    expect(sum).toBe(60);
    const available = async (person: Person) => {
      const { wallets } = bodyOf(await get(`/v1/members/${person.member}/balance`));
      return Number(wallets[0].available);
    };
    expect((await available(giver)) + (await available(taker))).toBe(15);
    expect(await redeem(taker, 40)).toEqual({ refusal: 'points.wallet.insufficient' });
    expect(await post('/v1/lots/freeze', { reference: name(), operation: granted, reason: 'fraud' })).toEqual({
      refusal: 'points.lots.nothing_to_change',
    });
    expect(await post('/v1/lots/unfreeze', { reference: name(), operation: granted, reason: 'review' })).toMatchObject({
      status: 201,
    });
    expect((await available(giver)) + (await available(taker))).toBe(75);
  });

  test('freezes a wallet: it earns, what is held is captured, and nothing else is spent', async () => {
    const person = await rich(30);
    const held = bodyOf(await hold(person, 10));
    const body = { ...byHand, member: { member: person.member } };
    expect(await post('/v1/wallets/open', { ...body, reference: name() })).toEqual({
      refusal: 'points.wallet.same_state',
    });
    expect(await post('/v1/wallets/freeze', { ...body, reference: name() })).toMatchObject({
      status: 201,
      body: { state: 'frozen' },
    });
    expect(await redeem(person, 1)).toEqual({ refusal: 'points.wallet.frozen' });
    expect(await hold(person, 1)).toEqual({ refusal: 'points.wallet.frozen' });
    await give(person, 7);
    expect(await get(`/v1/members/${person.member}/balance`)).toMatchObject({
      body: {
        wallets: [{ state: 'frozen', available: '0', booked: '37' }],
        totals: [{ unit: 'PTS', available: '0', booked: '37' }],
      },
    });
    expect(await post('/v1/holds/capture', { reference: name(), hold: held.hold })).toMatchObject({ status: 201 });
    await post('/v1/wallets/open', { ...body, reference: name() });
    expect(await redeem(person, 27)).toMatchObject({ status: 201 });
  });
});
