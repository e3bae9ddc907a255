import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { makeGiftHouse, type GiftHouse } from '../../../../test/gift-house.ts';
import { BASE_EARN, must, type Person, type TestHouse } from '../../../../test/house.ts';
import { addWalletType, done, freshName, line, openTills, type Tills } from '../../../../test/sales.ts';
import { assert } from '../../../kernel/assert.ts';
import { isoFromInstant } from '../../../kernel/instant.ts';
import { systemClock } from '../../../platform/clock.ts';
import type { ReturnRecord, RescoreRecord, SaleRecord } from '../../checkout/index.ts';
import { packRecord, unpackRecord } from '../../ledger/index.ts';
import { recomputeJournal } from './recompute-journal.ts';
import type { Recomputed } from './recompute-journal.ts';

// What a recomputation must not call right because it has not looked: each is planted in a real journal, and mended.

let gifts: GiftHouse;
let house: TestHouse;
let till: Tills;
let people = 3;
const occurredAt = isoFromInstant(systemClock().now());

const bonus = (code: string, points: string, more: object = {}) => ({
  ...{ code, priority: 50, firstOn: '2020-01-01' },
  effects: [{ kind: 'fixed-bonus', wallet: 'points', params: { points } }],
  ...more,
});
const told = { ...bonus('hello', '40'), on: 'hello' };
const expression = (text: string) => [{ kind: 'expression', params: { when: text } }];

const publish = async (...promotions: readonly object[]): Promise<void> => {
  must(await house.publish([BASE_EARN, told, ...promotions] as never));
  await house.refresh();
};

beforeAll(async () => {
  gifts = await makeGiftHouse();
  house = gifts.house;
  await addWalletType(house, 'second');
  till = openTills(house);
  await publish();
});
afterAll(() => house.close());
afterEach(async () => {
  const { differences } = await recompute();
  assert(differences === 0, 'what a test planted it has taken away');
});

const recompute = (): Promise<Recomputed> =>
  recomputeJournal(house.database, {
    ...{ tenant: house.tenant, program: house.program().program, rulebook: house.promotions.rulebook },
    ...{ look: house.machine.look, codeOf: (walletType: number) => house.walletTypes.of(walletType).code },
  });

/** What does not come out: class, told and computed. */
const found = async (): Promise<readonly (readonly [what: string, told: string, computed: string])[]> => {
  const { classes } = await recompute();
  return Object.values(classes).flatMap(({ first }) =>
    first.map(({ what, told: is, computed }) => [what, is, computed] as const),
  );
};

const asTenant = async (what: string, body: object): Promise<Record<string, string>> => {
  const answer = await house.request(
    `POST ${what}`,
    { reference: freshName(), ...body },
    { secret: house.secrets.tenant },
  );
  assert(answer.status === 201, `${what} is done: ${JSON.stringify(answer.body)}`);
  return answer.body;
};
const somebody = (): Promise<Person> => house.enrol(++people);
const sells = async (of: Person | undefined, over: object = {}): Promise<{ reference: string; operation: string }> => {
  const reference = freshName();
  const { operation } = await done(till.sell({ ...(of && { of }), reference, lines: [line(1, 3_000)], ...over }));
  return { reference, operation };
};

type Row = { lane: number; seq: bigint; back: number; body: Buffer; at: string };

/** Writes the record of an operation otherwise while `look` looks, as somebody with the database in his hands would. */
async function altered<Kept>(
  operation: string,
  to: (record: Kept) => object,
  look: () => Promise<void>,
): Promise<void> {
  const place = house.tokens.decode('op', operation);
  assert(place !== undefined, 'the operation has a name');
  const [row] = await house.database.query<Row>(
    `select row.lane, row.seq, row.record_back as back, holder.body, (extract(epoch from row.occurred_at) * 1000000)::bigint::text as at
       from ledger.journal as row
       join ledger.journal as holder on holder.lane = row.lane and holder.seq = row.seq - row.record_back
      where row.lane = $1 and row.seq = $2`,
    [place.lane, place.id],
  );
  assert(row !== undefined && row.back === 0, 'its record is in a body of its own');
  const write = (body: Buffer): Promise<unknown> =>
    house.database.query('update ledger.journal set body = $3 where lane = $1 and seq = $2', [row.lane, row.seq, body]);
  const record = unpackRecord({ body: row.body, place: 0 }, { occurredAt: Number(row.at) }) as Kept;
  await write(packRecord(to(record)));
  try {
    await look();
  } finally {
    await write(row.body);
  }
}

test('points granted on a sale that nobody earned on are found', async () => {
  const { operation } = await sells(undefined);
  const own = await sells(await somebody());
  await altered<SaleRecord>(
    operation,
    (record) => record,
    async () => expect(await found()).toEqual([]),
  );
  const grant = { promotion: 'base-earn', version: 1, effect: 0, wallet: 'points', points: 7, perLine: [[1, 7]] };
  await altered<SaleRecord>(
    operation,
    (record) => ({ ...record, grants: [grant] }),
    async () => {
      expect(await found()).toEqual([
        ['points', '7 points', 'nothing is earned on it'],
        ['credited', '', '7 points'],
      ]);
    },
  );
  const without = ({ member: _member, ...record }: SaleRecord) => record;
  await altered<SaleRecord>(own.operation, without, async () => {
    expect(await found()).toContainEqual(['points', '30 points', 'nothing is earned on it']);
  });
});

test('a sale whose lots lack a point, and one that names another version than its entry does, are found', async () => {
  const { operation } = await sells(await somebody());
  const less = (record: SaleRecord) => ({
    ...record,
    credits: record.credits.map((one) => ({ ...one, points: one.points - 1 })),
  });
  await altered(operation, less, async () => expect(await found()).toEqual([['credited', '29 points', '30 points']]));
  // The version before has the same rules: but for the entry nothing would tell.
  await publish();
  const { operation: next } = await sells(await somebody());
  const older = (record: SaleRecord) => ({ ...record, rulebook: record.rulebook - 1 });
  await altered(next, older, async () => {
    expect(await found()).toEqual([
      ['rule', expect.stringMatching(/^rulebook \d+$/), expect.stringContaining('by its entry')],
    ]);
  });
});

test('a claim of a receipt that had come back whole has granted nothing, and comes out', async () => {
  const { reference } = await sells(undefined);
  await done(till.giveBack(reference, 'all'));
  const { operation } = await done(till.claim(reference, await somebody()));
  expect(await found()).toEqual([]);
  const grant = { promotion: 'base-earn', version: 1, effect: 0, wallet: 'points', points: 7, perLine: [[1, 7]] };
  await altered<SaleRecord>(
    operation,
    (record) => ({ ...record, grants: [grant] }),
    async () => {
      expect(await found()).toContainEqual(['points', '7 points', 'nothing is earned on it']);
    },
  );
});

test('a return that its receipt does not list, and one of a receipt that does not say who is paid back first, are found', async () => {
  const mine = await sells(await somebody());
  const other = await sells(await somebody());
  const { operation } = await done(till.giveBack(mine.reference, 'all'));
  const otherPlace = house.tokens.decode('op', other.operation);
  assert(otherPlace !== undefined, 'the sale has a name');
  const moved = (record: ReturnRecord) => ({
    ...record,
    original: { lane: otherPlace.lane, seq: String(otherPlace.id) },
  });
  await altered(operation, moved, async () => {
    expect(await found()).toEqual([['books', 'return', 'not among what became of its receipt']]);
    const { body } = await house.request(`GET /v1/operations/${operation}/derivation?for=auditor`, undefined, {
      secret: house.secrets.tenant,
    });
    expect(body).toMatchObject({ agrees: false, differences: [{ what: 'books' }] });
  });
  const sale = house.tokens.decode('op', mine.operation);
  const set = (text: string): Promise<unknown> =>
    house.database.query(`update checkout.returned set state = ${text} where lane = $1 and seq = $2`, [
      sale?.lane,
      sale?.id,
    ]);
  const [kept] = await house.database.query<{ orders: object }>(
    `select state->'orders' as orders from checkout.returned where lane = $1 and seq = $2`,
    [sale?.lane, sale?.id],
  );
  await set(`state - 'orders'`);
  expect(await found()).toEqual([['books', 'return', 'nothing says who is paid back first']]);
  await set(`state || '${JSON.stringify({ orders: kept?.orders })}'`);
});

test('a reversal of what is no occasion, a second one of the same, and an occasion that nothing answers are found', async () => {
  const occasion = async (): Promise<string> => {
    const of = await somebody();
    const { operation } = await asTenant('/v1/occasions', {
      ...{ program: 'club', member: { card: of.card }, name: 'hello', attributes: {} },
    });
    return operation as string;
  };
  const [one, two] = [await occasion(), await occasion()];
  const reverse = (operation: string) => asTenant(`/v1/occasions/${operation}/reversal`, { reason: 'correction' });
  await reverse(one);
  const { operation: second } = await reverse(two);
  const sale = await sells(await somebody());
  const placeOf = (operation: string) => {
    const place = house.tokens.decode('op', operation);
    assert(place !== undefined, 'the operation has a name');
    return { lane: place.lane, seq: String(place.id) };
  };
  const [first, sold] = [placeOf(one), placeOf(sale.operation)];
  type Reversal = { readonly back: readonly object[] };
  // Nothing taken back of nothing: sums alone would agree.
  await altered<Reversal>(
    second as string,
    (record) => ({ ...record, original: sold, back: [] }),
    async () => {
      expect(await found()).toEqual([['books', 'occasion_reversal', `${sold.lane}/${sold.seq} is no occasion`]]);
    },
  );
  await altered<Reversal>(
    second as string,
    (record) => ({ ...record, original: first }),
    async () => {
      expect(await found()).toEqual([['books', 'occasion_reversal', `${first.lane}/${first.seq} is reversed already`]]);
    },
  );
  await altered<SaleRecord>(
    two,
    (record) => ({ ...record, basket: { ...record.basket, occasion: { name: 'bye', attributes: {} } } }),
    async () => expect(await found()).toEqual([['rule', 'it answers bye', 'nothing answers it']]),
  );
});

test('a rescore that grants what its version does not give, or tells other sums than it moved, is found', async () => {
  const { operation } = await sells(await somebody());
  await publish(bonus('more', '11'));
  const { rulebook } = await lastRulebook();
  const rescored = await asTenant('/v1/rescores', {
    ...{ occurredAt, original: { operation }, rulebook, reason: 'correction', outlet: 'centro', terminal: 'T1' },
  });
  const name = rescored['operation'] as string;
  expect((await recompute()).rescores).toBe(1);
  await altered<RescoreRecord>(
    name,
    (record) => ({ ...record, points: record.points.map(([wallet, was, now]) => [wallet, was, now + 1]) }),
    async () => expect(await found()).toEqual([['taken', 'points from 30 to 42', 'points from 30 to 41']]),
  );
  // Less by a whole promotion, and the sums with it: by itself each grant that is left is right.
  await altered<RescoreRecord>(
    name,
    (record) => ({
      ...record,
      grants: record.grants.filter(({ promotion }) => promotion !== 'more'),
      points: [['points', 30, 30]],
    }),
    async () => expect((await found()).map(([what]) => what)).toEqual(['drift']),
  );
});

test('points of two wallets and a gift card that had paid, and cash, come back in parts as the till did it; a unit more of any is found', async () => {
  const of = await somebody();
  for (const walletType of ['points', 'second'])
    await asTenant('/v1/adjustments', {
      ...{ program: 'club', walletType, points: '300', reason: 'goodwill', member: { card: of.card } },
    });
  const number = gifts.number();
  expect((await gifts.ask('activate', { card: { number }, amount: '7.00' })).status).toBe(201);
  const reference = freshName();
  const paid = await house.request('POST /v1/sales', {
    ...{ reference, occurredAt, currency: 'EUR', member: { card: of.card } },
    lines: [
      { line: 1, sku: 'a', quantity: '3', amount: '9.99' },
      { line: 2, sku: 'b', quantity: '1', amount: '8.01' },
    ],
    tenders: [
      { kind: 'points', amount: '4.01' },
      { kind: 'gift_card', amount: '6.66', card: { number } },
      { kind: 'cash', amount: '7.33' },
    ],
  });
  assert(paid.status === 201, `it is paid: ${JSON.stringify(paid.body)}`);
  const names: string[] = [];
  for (const [number, quantity] of [
    [1, '1'],
    [2, '1'],
    [1, '2'],
  ]) {
    const { status, body } = await house.request('POST /v1/returns', {
      ...{ reference: freshName(), occurredAt, original: { reference }, lines: [{ line: number, quantity }] },
    });
    assert(status === 201, `it comes back: ${JSON.stringify(body)}`);
    names.push((body as { operation: string }).operation);
  }
  expect(await recompute()).toMatchObject({ differences: 0 });
  const wallets = new Set<string>();
  for (const name of names)
    await altered<ReturnRecord>(
      name,
      (record) => {
        for (const { wallet } of record.restored) wallets.add(wallet);
        return record;
      },
      async () => {},
    );
  expect(wallets.size, 'two wallets and a card').toBe(3);
  for (const wallet of wallets)
    await altered<ReturnRecord>(
      names[1] as string,
      (record) => ({
        ...record,
        restored: record.restored.map((one) => (one.wallet === wallet ? { ...one, points: one.points + 1 } : one)),
      }),
      // Its sum is in those of the return behind it too.
      async () => expect((await found()).map(([what]) => what)).toEqual(['restored', 'restored']),
    );
  // The same money, out of another tender than the one that paid.
  await altered<ReturnRecord>(
    names[2] as string,
    (record) => ({ ...record, refund: record.refund.map((one) => ({ ...one, kind: 'card' })) }),
    async () =>
      expect((await found()).map(([what, is]) => [what, is.split(' ')[1]])).toEqual([
        ['refund', 'cash'],
        ['refund', 'card'],
      ]),
  );
});

test('what is not computed is counted by its reason, in the journal and of one operation: a silence nobody can judge, what an expression decides, coupons', async () => {
  const before = await recompute();
  await publish(
    bonus('large', '9', { conditions: expression('lines.size() > 1') }),
    bonus('usual', '5'),
    bonus('small', '6', {
      ...{ priority: 40, excludes: ['usual'] },
      conditions: [{ kind: 'max-basket', params: { max: '30.00', base: 'net' } }],
    }),
    {
      ...{ code: 'next', priority: 300, firstOn: '2020-01-01' },
      effects: [{ kind: 'coupon-issue', params: { coupon: 'NEXT5' } }],
    },
  );
  const { reference, operation } = await sells(await somebody(), { lines: [line(1, 3_000), line(2, 500)] });
  const back = await done(till.giveBack(reference, [[2, 1_000]]));
  const after = await recompute();
  expect(after.differences).toBe(0);
  expect(after.notComputed).toBe(before.notComputed + 2);
  expect(after.notComputedFor).toMatchObject({
    coupons: { count: 2 },
    conditions: { count: 1 },
    silence: { count: 1 },
  });
  const explained = async (name: string) =>
    (
      await house.request(`GET /v1/operations/${name}/derivation?for=auditor`, undefined, {
        secret: house.secrets.tenant,
      })
    ).body as { notComputed: string[]; differences: object[]; sentences: string[] };
  expect(await explained(operation)).toMatchObject({ notComputed: ['coupons'], differences: [] });
  const returned = await explained(back.operation);
  expect(returned).toMatchObject({ notComputed: ['conditions', 'coupons', 'silence'], differences: [] });
  expect(returned.sentences.at(-1)).toMatch(/^Not computed again, or held against a bound only: .+\.$/);
});

const lastRulebook = async (): Promise<{ readonly rulebook: number }> => {
  const [row] = await house.database.query<{ version: number }>(
    'select max(version)::int as version from promotions.rulebook where program = $1',
    [house.program().program],
  );
  return { rulebook: row?.version as number };
};
