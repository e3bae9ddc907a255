import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openMemberRooms, type MemberRooms } from '../../../test/member-rooms.ts';
import { assert } from '../../kernel/assert.ts';
import { MICROSECONDS_PER_HOUR, MICROSECONDS_PER_MINUTE } from '../../kernel/instant.ts';
import { FAMILY } from '../../platform/lanes/index.ts';
import { findByPhone, holderOf, memberArrival, type CodePurpose, type MemberChange } from './index.ts';

let rooms: MemberRooms;
let here: { tenant: number; program: number };

beforeAll(async () => {
  rooms = await openMemberRooms();
  [here] = rooms.tenants;
});
afterAll(() => rooms.close());

let phones = 600_200_000;
const freshPhone = (): string => `+34${++phones}`;

async function enrol(phone: string, phoneVerified = false): Promise<string> {
  const outcome = await rooms.enrol({ ...here, channel: 'till', phone, phoneVerified });
  assert(outcome.ok, 'the person enrols');
  return outcome.answer.member;
}

const change = (told: Omit<MemberChange, 'tenant' | 'channel'>) => {
  const input = { tenant: here.tenant, channel: 'web' as const, ...told };
  return rooms.machine.submit(rooms.members.change, memberArrival(rooms.keys, rooms.name(FAMILY.member), input, input));
};

const verify = (member: string, code: string, reference = `verify-${member}`) => {
  const input = {
    tenant: here.tenant,
    member,
    channel: 'app' as const,
    phoneProof: { code, usedBy: Buffer.from(reference) },
  };
  return rooms.machine.submit(
    rooms.members.verification,
    memberArrival(rooms.keys, rooms.name(FAMILY.member, reference), { member }, input),
  );
};

const NEWEST = { before: 2n ** 62n, limit: 50 };

async function sendCode(phone: string, purpose: CodePurpose): Promise<string> {
  const sent = await rooms.members.sendPhoneCode(here.tenant, phone, purpose);
  assert(sent.ok, 'the code is sent');
  const outbox = await rooms.notifications.outbox(here.tenant, NEWEST);
  const message = outbox.find(({ to }) => to === phone);
  return /\d{6}/.exec(message?.text ?? '')![0];
}

const other = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, '0');
const check = (phone: string, code: string, usedBy: string, purpose: CodePurpose = 'spend') =>
  rooms.members.checkPhoneCode(here.tenant, phone, purpose, code, Buffer.from(usedBy));

/** Which member the phone means, as a till would find out. */
async function meant(phone: string): Promise<string | undefined> {
  const found = await findByPhone(rooms.keys, rooms.machine.look, here.tenant, phone, 'ES');
  assert(found.ok, 'the phone is one');
  const holder = holderOf(found.holders);
  if (holder && 'ok' in holder) return holder.refusal;
  return holder && rooms.tokens.encode('mem', holder.lane, holder.owner);
}

describe('S1.8: numbers change hands', () => {
  test('a new number leads to the member, and the old one to nobody', async () => {
    const [old, now] = [freshPhone(), freshPhone()];
    const member = await enrol(old);
    expect(await change({ member, phone: now })).toMatchObject({ ok: true, answer: { changed: ['phone'] } });
    expect(await meant(now)).toBe(member);
    expect(await meant(old)).toBeUndefined();
    const again = await enrol(old);
    expect(again).not.toBe(member);
  });

  test('a number that another person has proved stays his when somebody only claims it', async () => {
    const phone = freshPhone();
    const owner = await enrol(phone, true);
    const claimant = await enrol(freshPhone());
    expect(await change({ member: claimant, phone })).toMatchObject({ ok: true });
    expect(await meant(phone)).toBe(owner);
  });

  test('a number that nobody has proved and two have given means nobody until one proves it', async () => {
    const phone = freshPhone();
    await enrol(phone);
    const second = await enrol(freshPhone());
    await change({ member: second, phone });
    expect(await meant(phone)).toBe('members.phone.ambiguous');
    expect(await verify(second, await sendCode(phone, 'verify'))).toMatchObject({ ok: true });
    expect(await meant(phone)).toBe(second);
  });

  test('a recycled number is proved by its new holder: the old one loses the phone, keeps the account, and it is reported', async () => {
    const phone = freshPhone();
    const before = await enrol(phone, true);
    const laneOf = (member: string) => rooms.tokens.decode('mem', member)?.lane;
    let after = await enrol(freshPhone());
    // In another lane, so that the loss leaves a leg there.
    while (laneOf(after) === laneOf(before)) after = await enrol(freshPhone());
    await change({ member: after, phone });
    expect(await verify(after, await sendCode(phone, 'verify'))).toMatchObject({ ok: true });
    expect(await meant(phone)).toBe(after);
    const place = rooms.tokens.decode('mem', before)!;
    expect(
      await rooms.database.query(`select phone, phone_verified from members.profile where member = $1`, [place.id]),
    ).toEqual([{ phone: null, phone_verified: false }]);
    expect(
      await rooms.database.query(`select field, told from members.conflict where member = $1`, [place.id]),
    ).toEqual([{ field: 'phone', told: phone }]);
    const legs = await rooms.database.query(
      `select kind, home_lane, lane from ledger.journal where home_lane is not null and owner = $1`,
      [place.id],
    );
    expect(legs).toEqual([{ kind: 'members.phone.verify', home_lane: laneOf(after), lane: laneOf(before) }]);
  });

  test('two who prove one number at the same time: it ends with one', async () => {
    const phone = freshPhone();
    const claimants = await Promise.all([enrol(freshPhone()), enrol(freshPhone()), enrol(freshPhone())]);
    for (const member of claimants) await change({ member, phone });
    const outcomes = await Promise.all(claimants.map((member) => change({ member, phone, phoneVerified: true })));
    expect(outcomes.every((one) => one.ok)).toBe(true);
    const [{ count }] = await rooms.database.query<{ count: bigint }>(
      `select count(*) from lanes.phone join members.profile on member = owner
        where profile.phone = $1 and is_verified and held_until = 'infinity'`,
      [phone],
    );
    expect(count).toBe(1n);
  });
});

describe('S1.11: a code proves a phone', () => {
  test('once, and again only for a repeat of the same operation', async () => {
    const phone = freshPhone();
    const code = await sendCode(phone, 'spend');
    expect(await check(phone, code, 'sale-1')).toEqual({ ok: true });
    expect(await check(phone, code, 'sale-1')).toEqual({ ok: true });
    expect(await check(phone, code, 'sale-2')).toMatchObject({ refusal: 'members.code.wrong' });
  });

  test('for its own purpose and phone only', async () => {
    const phone = freshPhone();
    const code = await sendCode(phone, 'verify');
    expect(await check(phone, code, 'sale-3')).toMatchObject({ refusal: 'members.code.wrong' });
    expect(await check(freshPhone(), code, 'sale-3', 'verify')).toMatchObject({ refusal: 'members.code.wrong' });
  });

  test('not after five wrong tries', async () => {
    const phone = freshPhone();
    const code = await sendCode(phone, 'spend');
    for (let tries = 0; tries < 5; tries++) await check(phone, other(code), 'sale-4');
    expect(await check(phone, code, 'sale-4')).toMatchObject({ refusal: 'members.code.wrong' });
  });

  test('not after ten minutes', async () => {
    const phone = freshPhone();
    const code = await sendCode(phone, 'spend');
    rooms.clock.advance(10 * MICROSECONDS_PER_MINUTE);
    expect(await check(phone, code, 'sale-5')).toMatchObject({ refusal: 'members.code.wrong' });
  });

  test('and is sent to one phone five times an hour, whatever for', async () => {
    const phone = freshPhone();
    for (const purpose of ['spend', 'enrol', 'spend', 'verify', 'spend'] as const) await sendCode(phone, purpose);
    expect(await rooms.members.sendPhoneCode(here.tenant, phone, 'enrol')).toMatchObject({
      refusal: 'members.code.too_many',
    });
    rooms.clock.advance(MICROSECONDS_PER_HOUR);
    expect(await rooms.members.sendPhoneCode(here.tenant, phone, 'enrol')).toMatchObject({ ok: true });
  });

  test('is nowhere in the table in the clear', async () => {
    const phone = freshPhone();
    const code = await sendCode(phone, 'spend');
    const rows = await rooms.database.query<{ text: string }>(
      `select phone_code::text as text from members.phone_code`,
    );
    for (const { text } of rows) expect(text).not.toContain(Buffer.from(code).toString('hex'));
  });

  test('a repeat of a verification gets the same answer, though the code was used', async () => {
    const phone = freshPhone();
    const member = await enrol(phone);
    const code = await sendCode(phone, 'verify');
    const first = await verify(member, code, 'verify-twice');
    await sendCode(phone, 'verify');
    expect(await verify(member, code, 'verify-twice')).toEqual({ ...first, repeated: true });
  });
});

describe('a change of a member', () => {
  test('settles what waits in the merge queue about the same field', async () => {
    const phone = freshPhone();
    await rooms.enrol({ ...here, channel: 'till', phone, profile: { familyName: 'Gil' } });
    const told = await rooms.enrol({ ...here, channel: 'paper', phone, profile: { familyName: 'Roca' } });
    assert(told.ok, 'the person enrols again');
    const { member } = told.answer;
    await change({ member, profile: { familyName: 'Roca' } });
    const [row] = await rooms.database.query(
      `select family_name, (select count(*) from members.conflict where settled_at = 'infinity' and member = profile.member) as open
         from members.profile where phone = $1`,
      [phone],
    );
    expect(row).toEqual({ family_name: 'Roca', open: 0n });
  });

  test('keeps at most fifty attributes, of safe values', async () => {
    const member = await enrol(freshPhone());
    const many = Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`a${i}`, i]));
    expect(await change({ member, attributes: many })).toMatchObject({ refusal: 'members.attributes.too_many' });
    for (const bad of ['\u0000', '\ud800']) {
      expect(await change({ member, attributes: { bad } })).toMatchObject({ refusal: 'members.attributes.unfit' });
    }
    expect(await change({ member, attributes: { __proto: 'x' } })).toMatchObject({
      refusal: 'members.attributes.unfit',
    });
    expect(await change({ member, attributes: { pet: 'dog', shoe: 42.5 } })).toMatchObject({ ok: true });
    expect(await change({ member, attributes: { car: true }, attributesRemoved: ['pet'] })).toMatchObject({ ok: true });
    const place = rooms.tokens.decode('mem', member)!;
    expect(await rooms.database.query(`select attributes from members.member where member = $1`, [place.id])).toEqual([
      { attributes: { shoe: 42.5, car: true } },
    ]);
  });

  test('gives a tier only in a program that the member has joined', async () => {
    const member = await enrol(freshPhone());
    const [, there] = rooms.tenants;
    expect(await change({ member, tiers: [{ program: here.program, tier: 'gold' }] })).toMatchObject({ ok: true });
    expect(await change({ member, tiers: [{ program: there.program, tier: 'gold' }] })).toMatchObject({
      refusal: 'members.enrolment.missing',
    });
  });
});
