import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { assertBooks } from '../../../test/books.ts';
import { BASE_EARN, makeHouse, must, type Person, type TestHouse } from '../../../test/house.ts';
import { byPoints, done, freshName, line, openTills, type Tills } from '../../../test/sales.ts';
import { verifyJournal } from '../points/index.ts';

type Body = Record<string, never> & {
  code: string;
  member: string;
  other: string;
  operation: string;
  approval: string;
  state: string;
  needsSecondPerson: boolean;
  phone: string;
  wallets: { points: string; owed: string; before: string; after: string; pending: string; frozen: string }[];
  stays: { points: string; owed: string }[];
  cards: string[] & { card: string; state: string }[];
  items: { points: string; remaining: string; expiresAt: string }[];
  available: string;
};

const FIRST_ONLY = {
  code: 'welcome',
  priority: 300,
  firstOn: '2020-01-01',
  conditions: [{ kind: 'first-purchase' }],
  effects: [{ kind: 'fixed-bonus', wallet: 'promo', params: { points: '500' } }],
};

let house: TestHouse;
let tills: Tills;
let ana: string;
let bea: string;
let people = 9;

const ask = async (what: string, body?: unknown, secret = ana) => {
  const answer = await house.request(what, body, { secret });
  return { status: answer.status, body: answer.body as Body };
};

beforeAll(async () => {
  house = await makeHouse({ promotions: [BASE_EARN, FIRST_ONLY] });
  tills = openTills(house);
  const role = { code: 'merger', name: 'Merger', permissions: ['members:merge', 'approvals:decide'] };
  must(await house.staff.defineRole(house.tenant, role, {}));
  const someone = async (name: string): Promise<string> => {
    const { person } = must(
      await house.staff.addPerson(house.tenant, { name, email: `${name}@example.com` }, {}),
    ).person;
    const where = { scope: 'tenant', place: '' } as const;
    must(await house.staff.grantRole(house.tenant, { person, role: 'merger', where }, {}));
    return house.keyOf(house.tokens.encode('person', 0, person), [
      ...['members:read', 'members:merge', 'approvals:read', 'approvals:decide', 'points:read', 'points:adjust'],
      ...['segments:read', 'segments:write', 'journal:read', 'cards:write', 'members:write', 'members:erase'],
    ]);
  };
  ana = await someone('ana');
  bea = await someone('bea');
});
afterEach(async () => {
  await assertBooks(house);
  const { problem } = await verifyJournal(house.database);
  if (problem)
    throw new Error(
      `the journal is wrong: ${JSON.stringify(problem, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))}`,
    );
}, 60_000);
afterAll(() => house.close());

/** Two more people, in one lane or in two. */
async function two(inOneLane: boolean): Promise<[Person, Person]> {
  const met: Person[] = [];
  for (;;) {
    const next = await house.enrol((people += 1));
    const other = met.find((one) => (one.lane === next.lane) === inOneLane);
    if (other) return [other, next];
    met.push(next);
  }
}

const sell = (of: Person, cents: number, over: object = {}) =>
  done(tills.sell({ of, lines: [line(1, cents)], ...over }));
const balance = async (id: string, walletType = 'points'): Promise<string> => {
  const { body } = await ask(`GET /v1/members/${id}/balance`);
  const wallets = body.wallets as unknown as { walletType: string; available: string }[];
  return wallets.find((one) => one.walletType === walletType)?.available ?? '0';
};
const reason = 'duplicate';

/** Merges and has it approved where points move. */
async function merge(into: { member: string }, other: { member: string }, reference = freshName()): Promise<Body> {
  const asked = await ask(`POST /v1/members/${into.member}/merge`, { reference, other: other.member, reason });
  if (asked.status === 201) return asked.body;
  expect(asked).toMatchObject({ status: 202, body: { state: 'pending' } });
  expect((await ask(`POST /v1/approvals/${asked.body.approval}/approve`, {}, bea)).status).toBe(200);
  return asked.body;
}
async function undo(operation: string): Promise<void> {
  const asked = await ask(`POST /v1/merges/${operation}/undo`, { reference: freshName(), reason: 'mistake' });
  if (asked.status === 201) return;
  expect(asked).toMatchObject({ status: 202 });
  expect((await ask(`POST /v1/approvals/${asked.body.approval}/approve`, {}, bea)).status).toBe(200);
}
/** The merge that a member's history shows last. */
async function mergeOf({ member }: { member: string }): Promise<string> {
  const { body } = await ask(`GET /v1/operations?member=${member}`);
  const items = body.items as unknown as { kind: string; operation: string; home?: string }[];
  return items.find(({ kind, home }) => kind === 'members.merge' && home === undefined)!.operation;
}

describe.each([
  ['of one lane', true],
  ['of two lanes', false],
])('two members %s', (_, inOneLane) => {
  test('become one: numbers before, a second person, then points, card, phone and id lead to the one who goes on', async () => {
    const [stays, goes] = await two(inOneLane);
    await sell(stays, 1_000);
    await sell(goes, 4_300);
    const quote = await ask(`GET /v1/members/${stays.member}/merge?other=${goes.member}`);
    expect(quote).toMatchObject({
      ...{ status: 200, body: { needsSecondPerson: true, phone: 'moved', purchases: 1, undoWithinDays: 30 } },
    });
    expect(quote.body.wallets).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ walletType: 'points', points: '43', before: '10', after: '53' }),
      ]),
    );
    expect(await balance(stays.member)).toBe('10');
    const reference = freshName();
    await merge(stays, goes, reference);
    expect(await balance(stays.member)).toBe('53');
    // The card works at once, the phone finds the survivor, and the old id is his.
    const sale = await done(tills.sell({ of: goes, lines: [line(1, 700)], tenders: [byPoints(20)] }));
    expect(sale.member).toBe(stays.member);
    expect((await ask(`GET /v1/members/${goes.member}`)).body.member).toBe(stays.member);
    const found = await ask('POST /v1/members/find', { phone: goes.phone });
    expect(JSON.stringify(found.body)).toContain(stays.member);
    expect(await balance(goes.member)).toBe(await balance(stays.member));
    // The same request again is the same.
    const again = await ask(`POST /v1/members/${stays.member}/merge`, { reference, other: goes.member, reason });
    expect(again).toMatchObject({ status: 202, body: { state: 'approved' } });
  });

  test('keep dates, what is pending and frozen, and where points came from', async () => {
    const [stays, goes] = await two(inOneLane);
    const sale = await sell(goes, 2_000);
    await sell(goes, 500);
    const frozen = await ask('POST /v1/lots/freeze', {
      reference: freshName(),
      operation: sale.operation,
      reason: 'fraud',
    });
    expect(frozen.status).toBe(201);
    const before = (await ask(`GET /v1/members/${goes.member}/lots`)).body.items;
    await merge(stays, goes);
    const after = (await ask(`GET /v1/members/${stays.member}/lots`)).body.items;
    const told = (lots: readonly object[]) =>
      lots.map((lot) => JSON.stringify({ ...lot, operation: undefined, lot: undefined, grantedBy: undefined })).sort();
    expect(told(after as never)).toHaveLength(told(before as never).length);
    expect(after.map(({ expiresAt }) => expiresAt).sort()).toEqual(before.map(({ expiresAt }) => expiresAt).sort());
    expect(await balance(stays.member)).toBe('5');
    // Frozen by what granted them, they are opened by it too, wherever they are.
    await ask('POST /v1/lots/unfreeze', { reference: freshName(), operation: sale.operation, reason: 'other' });
    expect(await balance(stays.member)).toBe('25');
  });

  test('are parted again: what came and is there goes back, what was spent is told', async () => {
    const [stays, goes] = await two(inOneLane);
    await sell(goes, 10_000);
    await merge(stays, goes);
    await done(tills.sell({ of: stays, lines: [line(1, 3_000)], tenders: [byPoints(30)] }));
    expect(await balance(stays.member)).toBe('99');
    const operation = await mergeOf(stays);
    const quote = await ask(`GET /v1/merges/${operation}/undo`);
    expect(quote.body.stays).toEqual([{ walletType: 'points', unit: 'PTS', points: '30', owed: '0' }]);
    await undo(operation);
    expect(await balance(goes.member)).toBe('70');
    expect(await balance(stays.member)).toBe('29');
    expect((await ask(`GET /v1/members/${goes.member}`)).body.member).toBe(goes.member);
    const sale = await sell(goes, 100);
    expect(sale.member).toBe(goes.member);
    const found = await ask('POST /v1/members/find', { phone: goes.phone });
    expect(JSON.stringify(found.body)).not.toContain(stays.member);
    expect((await ask(`GET /v1/merges/${operation}/undo`)).body.code).toBe('merging.merge.undone');
  });

  test('return goods of an old receipt as if it had been the survivor who bought, and points that paid come back to him', async () => {
    const [stays, goes] = await two(inOneLane);
    await sell(goes, 10_000);
    const old = freshName();
    await sell(goes, 5_000, { reference: old, tenders: [byPoints(40)] });
    await merge(stays, goes);
    expect(await balance(stays.member)).toBe('109');
    const back = await done(tills.giveBack(old, 'all'));
    expect(back.member).toBe(stays.member);
    // 49 earned on it are taken, 40 that paid come back.
    expect(await balance(stays.member)).toBe('100');
    const [left] = await house.database.query<{ booked: bigint }>(
      'select sum(booked)::bigint as booked from points.wallet where owner = $1',
      [goes.owner],
    );
    expect(left?.booked ?? 0n).toBe(0n);
  });

  test('give a redemption of before back to the survivor', async () => {
    const [stays, goes] = await two(inOneLane);
    await sell(goes, 10_000);
    const paid = await house.request('POST /v1/redemptions', {
      ...{ reference: freshName(), member: { card: goes.card }, walletType: 'points', points: '60' },
    });
    expect(paid.status).toBe(201);
    await merge(stays, goes);
    expect(await balance(stays.member)).toBe('40');
    const { operation } = paid.body as { operation: string };
    expect((await house.request('POST /v1/redemptions/void', { reference: freshName(), operation })).status).toBe(201);
    expect(await balance(stays.member)).toBe('100');
  });
});

test('the history of both is that of the survivor: by his id in the tables, and by the id of then on its own', async () => {
  const [stays, goes] = await two(false);
  const old = await sell(goes, 1_000);
  await merge(stays, goes);
  const member = (await ask(`GET /v1/members/${stays.member}`)).body as unknown as { merged: string[] };
  expect(member.merged).toEqual([goes.member]);
  const before = await ask(`GET /v1/members/${goes.member}/timeline`);
  expect(JSON.stringify(before.body)).toContain(old.operation);
  const listed = async (of: Person): Promise<string> => {
    const found = await ask('POST /v1/reports/operations', { filter: { member: { member: of.member } } });
    expect(found.status).toBe(200);
    return JSON.stringify(found.body);
  };
  await house.reports.catchUp();
  expect(await listed(stays)).toContain(old.operation);
  expect(await listed(goes)).toBe(await listed(stays));
});

test('who has nothing is merged at once, and the same again gets the answer of then', async () => {
  const [stays, goes] = await two(false);
  const reference = freshName();
  const body = { reference, other: goes.member, reason };
  const first = await ask(`POST /v1/members/${stays.member}/merge`, body);
  expect(first).toMatchObject({ status: 201, body: { wallets: [], repeated: false, phone: 'moved' } });
  const second = await ask(`POST /v1/members/${stays.member}/merge`, body);
  expect(second).toMatchObject({ status: 200, body: { repeated: true, operation: first.body.operation } });
  const reused = await ask(`POST /v1/members/${stays.member}/merge`, { ...body, other: house.people[0].member });
  expect(reused.body.code).toBe('operation.reference_reused');
});

test('a welcome is not given twice: purchases are those of both', async () => {
  const [stays, goes] = await two(true);
  await sell(goes, 100);
  await merge(stays, goes);
  expect(await balance(stays.member, 'promo')).toBe('500');
  await sell(stays, 100);
  expect(await balance(stays.member, 'promo')).toBe('500');
});

test('several merges in a row lead from the first id to the last, and are undone from the last on', async () => {
  const [one, second] = await two(false);
  const third = await house.enrol((people += 1));
  await sell(one, 1_000);
  await merge(second, one);
  await merge(third, second);
  expect(await balance(third.member)).toBe('10');
  expect((await ask(`GET /v1/members/${one.member}`)).body.member).toBe(third.member);
  expect((await sell(one, 100)).member).toBe(third.member);
  const first = await mergeOf(second);
  expect((await ask(`GET /v1/merges/${first}/undo`)).body.code).toBe('merging.merge.survivor_gone');
  await undo(await mergeOf(third));
  expect((await ask(`GET /v1/members/${one.member}`)).body.member).toBe(second.member);
  await undo(first);
  expect(await balance(one.member)).toBe('10');
  expect((await ask(`GET /v1/members/${one.member}`)).body.member).toBe(one.member);
});

describe('is refused', () => {
  const quote = async (into: string, other: string, secret?: string) =>
    (await ask(`GET /v1/members/${into}/merge?other=${other}`, undefined, secret)).body.code;

  test('of one member with himself, of one who is erased, of one merged before, and of another tenant', async () => {
    const [stays, goes] = await two(true);
    expect(await quote(stays.member, stays.member)).toBe('merging.member.same');
    const gone = await house.enrol((people += 1));
    await ask(`POST /v1/members/${gone.member}/erasure`, { reference: freshName(), reason: 'member_request' });
    expect(await quote(stays.member, gone.member)).toBe('members.member.unknown');
    expect(await quote(gone.member, stays.member)).toBe('members.member.unknown');
    await merge(stays, goes);
    expect(await quote(stays.member, goes.member)).toBe('merging.member.merged_before');
    expect(await quote(goes.member, stays.member)).toBe('merging.member.same');
    expect(await quote(stays.member, gone.member, house.secrets.vecino)).toBe('members.member.unknown');
    const foreign = await ask(`GET /v1/merges/${await mergeOf(stays)}/undo`, undefined, house.secrets.vecino);
    expect(foreign).toMatchObject({ status: 404, body: { code: 'merging.merge.unknown' } });
    const weak = must(await house.partners.issueCredential(house.tenant, { name: 'x', scopes: ['members:write'] }));
    expect(await quote(stays.member, goes.member, weak.secret)).toBe('http.scope.missing');
  });

  test('while a payment with his points is not finished, and while his wallet is frozen', async () => {
    const [stays, goes] = await two(false);
    await sell(goes, 10_000);
    const held = await house.request('POST /v1/holds', {
      ...{ reference: freshName(), member: { card: goes.card }, walletType: 'points', points: '5' },
    });
    expect(held.status).toBe(201);
    expect(await quote(stays.member, goes.member)).toBe('merging.member.value_held');
    const { hold } = held.body as { hold: string };
    expect((await house.request('POST /v1/holds/release', { reference: freshName(), hold })).status).toBe(201);
    const frozen = { reference: freshName(), member: { member: goes.member }, program: 'club', walletType: 'points' };
    expect((await ask('POST /v1/wallets/freeze', { ...frozen, reason: 'fraud' })).status).toBe(201);
    expect(await quote(stays.member, goes.member)).toBe('merging.wallet.frozen');
  });

  test('while a card of either is blocked for fraud, and not for a card that was lost: that goes along and stays blocked', async () => {
    for (const blocked of ['stays', 'goes'] as const) {
      const [stays, goes] = await two(false);
      const { owner } = { stays, goes }[blocked];
      const [row] = await house.database.query<{ lane: number; card: bigint }>(
        'select lane, card from cards.card where owner = $1',
        [owner],
      );
      const card = house.tokens.encode('card', row!.lane, row!.card);
      const block = (reason: string) => ask(`POST /v1/cards/${card}/block`, { reference: freshName(), reason });
      expect((await block('fraud')).status).toBe(200);
      expect(await quote(stays.member, goes.member)).toBe('merging.card.value_blocked');
      expect((await ask(`POST /v1/cards/${card}/unblock`, { reference: freshName() })).status).toBe(200);
      expect((await block('lost')).status).toBe(200);
      expect(await quote(stays.member, goes.member)).toBeUndefined();
      await merge(stays, goes);
      expect((await ask(`GET /v1/cards/${card}`)).body).toMatchObject({ state: 'blocked', member: stays.member });
      const freed = await ask(`POST /v1/cards/${card}/unblock`, { reference: freshName() });
      expect(freed).toMatchObject({ status: 200, body: { state: 'active', member: stays.member } });
    }
  });

  test('to be undone when it is older than the policy said', async () => {
    const [stays, goes] = await two(true);
    await house.setPolicy({ unmergeWithinDays: 0 });
    await merge(stays, goes);
    await house.setPolicy({ unmergeWithinDays: 30 });
    expect((await ask(`GET /v1/merges/${await mergeOf(stays)}/undo`)).body.code).toBe('merging.merge.too_late');
  });
});

test('segments are united and parted, and a list shows one person once', async () => {
  const [stays, goes] = await two(false);
  await ask('PUT /v1/segments/vip', { name: 'VIP' });
  await ask('POST /v1/segments/vip/members', { reference: freshName(), add: [{ member: goes.member }] });
  const segments = async (of: Person) => (await ask(`GET /v1/members/${of.member}/segments`)).body as object;
  await merge(stays, goes);
  expect(JSON.stringify(await segments(stays))).toContain('vip');
  const list = JSON.stringify((await ask('GET /v1/segments/vip/members')).body);
  expect(list).toContain(stays.member);
  expect(list).not.toContain(goes.member);
  await undo(await mergeOf(stays));
  expect(JSON.stringify(await segments(stays))).not.toContain('vip');
  expect(JSON.stringify(await segments(goes))).toContain('vip');
});

test('a survivor who is erased takes who was merged into him along: nobody is left to be found', async () => {
  const [stays, goes] = await two(false);
  await merge(stays, goes);
  const erased = await ask(`POST /v1/members/${stays.member}/erasure`, {
    reference: freshName(),
    reason: 'member_request',
  });
  expect(erased.status).toBe(200);
  const [left] = await house.database.query<{ n: number }>(
    'select count(*)::int as n from members.profile where member = any($1)',
    [[stays.owner, goes.owner]],
  );
  expect(left?.n).toBe(0);
  expect((await ask(`GET /v1/members/${goes.member}`)).status).toBe(404);
  expect(JSON.stringify((await ask('POST /v1/members/find', { phone: goes.phone })).body)).not.toContain('mem_');
});
