import { afterAll, beforeAll, expect, test } from 'vitest';
import { assertBooks } from '../../../test/books.ts';
import { BASE_EARN, makeHouse, must, type Person, type TestHouse } from '../../../test/house.ts';
import { addWalletType, byPoints, daysAgo, done, freshName, line, openTills, type Tills } from '../../../test/sales.ts';
import { isoFromInstant } from '../../kernel/instant.ts';
import { FAMILY } from '../../platform/lanes/index.ts';
import { memberArrival } from '../members/index.ts';
import { verifyJournal } from '../points/index.ts';
import { createMerge } from './merge.ts';
import { createUnmerge } from './unmerge.ts';

const LEVELS = [
  { code: 'silver', name: 'Silver', threshold: '100.00' },
  { code: 'gold', name: 'Gold', threshold: '300.00' },
];
const RULES = { metric: 'spend', window: { days: 60 }, validity: { days: 60 }, levels: LEVELS };
/** 100 points once in a member's life. */
const ONCE = {
  code: 'once',
  priority: 300,
  firstOn: '2020-01-01',
  limits: [{ per: 'member', of: 'uses', max: '1', period: 'ever', over: 'reject' }],
  effects: [{ kind: 'fixed-bonus', wallet: 'promo', params: { points: '100' } }],
};
const LATER = {
  code: 'later',
  priority: 400,
  firstOn: '2020-01-01',
  effects: [{ kind: 'fixed-bonus', wallet: 'waiting', params: { points: '7' }, activation: { days: 10 } }],
};

let house: TestHouse;
let tills: Tills;
let people = 9;
beforeAll(async () => {
  house = await makeHouse({ promotions: [BASE_EARN] });
  await addWalletType(house, 'waiting');
  must(await house.publish([BASE_EARN, ONCE, LATER] as never));
  await house.refresh();
  tills = openTills(house);
  const body = { ...RULES, inForceFrom: isoFromInstant(daysAgo(300)) };
  const put = await ask('PUT /v1/programs/club/tiers', body);
  if (put.status >= 300) throw new Error(JSON.stringify(put.body));
});
afterAll(() => house.close());

const somebody = (): Promise<Person> => house.enrol((people += 1));
const named = () => ({ space: 0n, family: FAMILY.member, reference: freshName() }) as const;
const merge = (into: Person, other: Person) => {
  const input = { tenant: house.tenant, member: into.member, other: other.member, reason: 'duplicate' };
  return house.machine.submit(createMerge(house), memberArrival(house.keys, named(), input, input));
};
const unmerge = (operation: string) => {
  const input = { tenant: house.tenant, merge: operation, reason: 'mistake' };
  return house.machine.submit(createUnmerge(house), memberArrival(house.keys, named(), input, input));
};
const tierOf = async ({ member }: Person): Promise<Record<string, unknown>> =>
  (await ask(`GET /v1/members/${member}/tiers/club`)).body;
const ask = async (what: string, body?: unknown) => {
  const answer = await house.request(what, body, { secret: house.secrets.tenant });
  return { status: answer.status, body: answer.body as Record<string, never> };
};
const booked = async ({ owner }: Person, code: string): Promise<{ booked: bigint; pending: bigint }> => {
  const [row] = await house.database.query<{ booked: bigint; pending: bigint }>(
    `select held.booked, held.pending from points.wallet as held join points.wallet_type as type using (wallet_type)
      where held.owner = $1 and type.code = $2`,
    [owner, code],
  );
  return { booked: row?.booked ?? 0n, pending: row?.pending ?? 0n };
};

test('what counts for tiers is that of both, goods that come back are taken off, and parting gives each his own', async () => {
  const [stays, goes] = [await somebody(), await somebody()];
  await done(tills.sell({ of: stays, lines: [line(1, 12_000)] }));
  const old = freshName();
  await done(tills.sell({ of: goes, reference: old, lines: [line(1, 5_000)] }));
  await done(tills.sell({ of: goes, lines: [line(1, 14_000)] }));
  expect([await tierOf(stays), await tierOf(goes)]).toMatchObject([{ tier: 'silver' }, { tier: 'silver' }]);
  const merged = await done(merge(stays, goes));
  expect(merged.tiers).toEqual([{ program: 'club', before: 'silver', after: 'gold' }]);
  expect(await tierOf(stays)).toMatchObject({ tier: 'gold', counted: '310.00' });
  expect((await tills.giveBack(old, 'all')).ok).toBe(true);
  expect(await tierOf(stays)).toMatchObject({ counted: '260.00' });
  const parted = await done(unmerge(merged.operation));
  expect(parted.other).toBe(goes.member);
  expect(await tierOf(stays)).toMatchObject({ tier: 'silver', counted: '120.00' });
  expect(await tierOf(goes)).toMatchObject({ tier: 'silver', counted: '140.00' });
  await assertBooks(house);
});

test('a limit of a member is one for both, and what is not active yet comes along and back', async () => {
  const [stays, goes] = [await somebody(), await somebody()];
  await done(tills.sell({ of: goes, lines: [line(1, 1_000)] }));
  expect(await booked(goes, 'promo')).toEqual({ booked: 100n, pending: 0n });
  expect(await booked(goes, 'waiting')).toEqual({ booked: 0n, pending: 7n });
  const merged = await done(merge(stays, goes));
  expect(await booked(goes, 'waiting')).toEqual({ booked: 0n, pending: 0n });
  expect(await booked(stays, 'waiting')).toEqual({ booked: 0n, pending: 7n });
  await done(tills.sell({ of: stays, lines: [line(1, 1_000)] }));
  expect(await booked(stays, 'promo')).toEqual({ booked: 100n, pending: 0n });
  await done(unmerge(merged.operation));
  expect(await booked(goes, 'waiting')).toEqual({ booked: 0n, pending: 7n });
  expect(await booked(stays, 'waiting')).toEqual({ booked: 0n, pending: 7n });
  // Each has his own again: the one who stays has not had it.
  await done(tills.sell({ of: stays, lines: [line(1, 1_000)] }));
  expect(await booked(stays, 'promo')).toEqual({ booked: 100n, pending: 0n });
  await done(tills.sell({ of: goes, lines: [line(1, 1_000)] }));
  expect(await booked(goes, 'promo')).toEqual({ booked: 100n, pending: 0n });
  expect((await verifyJournal(house.database)).problem).toBeUndefined();
});

test('a consent that one of them has withdrawn is withdrawn; one that only the other gave is not carried over', async () => {
  const [stays, goes] = [await somebody(), await somebody()];
  const say = (of: Person, channel: string, isGiven: boolean) =>
    ask(`POST /v1/members/${of.member}/consents`, {
      reference: freshName(),
      consents: [{ purpose: 'marketing', channel, isGiven, textVersion: 'v1', source: 'desk' }],
      channel: 'web',
    });
  for (const answer of [
    await say(stays, 'sms', true),
    await say(stays, 'email', true),
    await say(goes, 'sms', false),
    await say(goes, 'push', true),
  ])
    expect(answer.status).toBeLessThan(300);
  const merged = await done(merge(stays, goes));
  expect(merged.consentsWithdrawn).toBe(1);
  const { body } = await ask(`GET /v1/members/${stays.member}`);
  const consents = (body['consents'] as { channel: string; isGiven: boolean }[]).map(
    ({ channel, isGiven }) => `${channel} ${isGiven}`,
  );
  expect(consents.sort()).toEqual(['email true', 'sms false']);
});

test('an external id leads on; a card with an account of its own stands against it until that account is merged', async () => {
  const stays = await somebody();
  let goes = await somebody();
  while (goes.lane === stays.lane) goes = await somebody();
  const crm = { reference: freshName(), program: 'club', channel: 'web', externalId: 'crm-1' };
  const known = (await ask('POST /v1/members', crm)).body['member'] as string;
  await done(merge(stays, { ...goes, member: known }));
  const found = await ask('POST /v1/members/find', { externalId: 'crm-1' });
  expect(JSON.stringify(found.body)).toContain(stays.member);
  const own = { reference: freshName(), number: '299000008888', account: 'own', member: goes.member };
  expect((await ask('POST /v1/cards', own)).status).toBe(201);
  expect(await merge(stays, goes)).toMatchObject({ ok: false, refusal: 'merging.member.own_accounts' });
  const [account] = await house.database.query<{ lane: number; owner: bigint; card: bigint }>(
    'select lane, owner, card from cards.card where profile = $1',
    [goes.owner],
  );
  if (!account) throw new Error('the card has an account');
  await done(merge(goes, { ...goes, member: house.tokens.encode('mem', account.lane, account.owner) }));
  await done(merge(stays, goes));
  const sale = await done(tills.sell({ identity: { card: '299000008888' }, lines: [line(1, 1_000)] }));
  expect(sale.member).toBe(stays.member);
  const { body } = await ask(`GET /v1/members/${stays.member}`);
  expect(body['cards']).toHaveLength(3);
  // An id that the card had before the merge finds it where it is now.
  const old = house.tokens.encode('card', account.lane, account.card);
  expect((await ask(`POST /v1/cards/${old}/block`, { reference: freshName(), reason: 'lost' })).status).toBe(200);
  expect(await tills.sell({ identity: { card: '299000008888' }, tenders: [byPoints(1)] })).toMatchObject({ ok: false });
  expect((await verifyJournal(house.database)).problem).toBeUndefined();
});
