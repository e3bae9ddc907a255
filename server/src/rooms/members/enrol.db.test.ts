import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openMemberRooms, type MemberRooms } from '../../../test/member-rooms.ts';
import { assert } from '../../kernel/assert.ts';
import { instantFromIso } from '../../kernel/instant.ts';
import type { Refusal } from '../../kernel/refusal.ts';
import { FAMILY } from '../../platform/lanes/index.ts';
import { unpackBody } from '../ledger/index.ts';
import { memberArrival, type EnrolmentAnswer, type EnrolmentInput } from './index.ts';

let rooms: MemberRooms;
let here: { tenant: number; program: number };

beforeAll(async () => {
  rooms = await openMemberRooms();
  [here] = rooms.tenants;
});
afterAll(() => rooms.close());

let phones = 600_100_000;
const freshPhone = (): string => `+34${++phones}`;

const enrol = (told: Partial<EnrolmentInput>, reference?: string) =>
  rooms.enrol({ ...here, channel: 'till', ...told }, reference);

function answered(outcome: { ok: true; repeated: boolean; answer: EnrolmentAnswer } | Refusal): EnrolmentAnswer {
  assert(outcome.ok, `refused: ${JSON.stringify(outcome)}`);
  return outcome.answer;
}

describe('S1.8 and S1.12: the phone is who a member is, whatever the channel', () => {
  test('a phone makes a member, and the same phone through another channel finds it, however it is written', async () => {
    const phone = freshPhone();
    const first = answered(await enrol({ phone, channel: 'till' }));
    const second = answered(await enrol({ phone: phone.slice(3).replace(/(\d{3})(?=\d)/g, '$1 '), channel: 'web' }));
    expect(first.isNew).toBe(true);
    expect(second).toMatchObject({ isNew: false, member: first.member });
  });

  test('who joins half an hour before midnight of London joins tomorrow in Madrid, where the program is', async () => {
    const occurredAt = instantFromIso('2026-01-14T23:30:00Z');
    const { member } = answered(await enrol({ phone: freshPhone(), occurredAt }));
    const { id } = rooms.tokens.decode('mem', member) as { id: bigint };
    expect(
      await rooms.database.query(
        `select booked_on::text as day from ledger.journal where owner = $1 and kind = 'members.enrolment'`,
        [id],
      ),
    ).toEqual([{ day: '2026-01-15' }]);
  });

  test('parallel enrolments of one phone end with one member', async () => {
    const phone = freshPhone();
    const channels = ['till', 'web', 'app', 'paper', 'kiosk'] as const;
    const outcomes = await Promise.all(
      Array.from({ length: 40 }, (_, i) => enrol({ phone, channel: channels[i % 5] })),
    );
    const answers = outcomes.map(answered);
    expect(new Set(answers.map((one) => one.member)).size).toBe(1);
    expect(answers.filter((one) => one.isNew)).toHaveLength(1);
  });

  test('another family name for a bound phone is not believed: it waits in the merge queue', async () => {
    const phone = freshPhone();
    answered(await enrol({ phone, profile: { givenName: 'Ana', familyName: 'García' } }));
    const told = answered(
      await enrol({ phone, channel: 'paper', profile: { familyName: 'Pérez', email: 'ana@example.com' } }),
    );
    expect(told.conflicts).toEqual(['familyName']);
    const [profile] = await rooms.database.query(
      `select family_name, email, sources from members.profile where phone = $1`,
      [phone],
    );
    expect(profile).toMatchObject({ family_name: 'García', email: 'ana@example.com' });
    expect(profile?.['sources']).toMatchObject({ familyName: { channel: 'till' }, email: { channel: 'paper' } });
    const conflicts = await rooms.database.query(
      `select field, told, channel from members.conflict where told = 'Pérez'`,
    );
    expect(conflicts).toEqual([{ field: 'familyName', told: 'Pérez', channel: 'paper' }]);
  });

  test('attributes that are known stay, new ones are added', async () => {
    const phone = freshPhone();
    answered(await enrol({ phone, attributes: { pet: 'dog' } }));
    const told = answered(await enrol({ phone, channel: 'kiosk', attributes: { pet: 'cat', shoe: 42 } }));
    expect(told.conflicts).toEqual(['attributes']);
    const { id } = rooms.tokens.decode('mem', told.member) as { id: bigint };
    expect(await rooms.database.query(`select attributes from members.member where member = $1`, [id])).toEqual([
      { attributes: { pet: 'dog', shoe: 42 } },
    ]);
  });

  test('an external id of another member is reported with him, and stays his', async () => {
    const [one, two] = [freshPhone(), freshPhone()];
    const first = answered(await enrol({ phone: one, externalId: 'crm-77' }));
    const second = answered(await enrol({ phone: two }));
    expect(answered(await enrol({ phone: two, externalId: 'crm-77' })).conflicts).toEqual(['externalId']);
    const found = rooms.tokens.decode('mem', first.member) as { id: bigint };
    expect(
      await rooms.database.query(`select other_member from members.conflict where told = 'crm-77' and member = $1`, [
        (rooms.tokens.decode('mem', second.member) as { id: bigint }).id,
      ]),
    ).toEqual([{ other_member: found.id }]);
  });

  test('an external id alone binds to its member', async () => {
    const first = answered(await enrol({ externalId: 'crm-78' }));
    expect(answered(await enrol({ externalId: 'crm-78', phone: freshPhone() }))).toMatchObject({
      member: first.member,
      isNew: false,
    });
  });

  test('parallel enrolments of one external id end with one member', async () => {
    const answers = (await Promise.all(Array.from({ length: 20 }, () => enrol({ externalId: 'crm-79' })))).map(
      answered,
    );
    expect(new Set(answers.map((one) => one.member)).size).toBe(1);
  });

  test('the same name in other capitals and without accents is no conflict', async () => {
    const phone = freshPhone();
    answered(await enrol({ phone, profile: { familyName: 'García' } }));
    expect(answered(await enrol({ phone, profile: { familyName: 'GARCIA' } })).conflicts).toEqual([]);
  });

  test('the same reference gets the same answer, and another content under it is refused', async () => {
    const phone = freshPhone();
    const first = await enrol({ phone }, 'form-1');
    expect(await enrol({ phone }, 'form-1')).toEqual({ ...first, repeated: true });
    expect(await enrol({ phone, channel: 'web' }, 'form-1')).toMatchObject({
      ok: false,
      refusal: 'operation.reference_reused',
    });
  });

  test('one phone is one member in each tenant', async () => {
    const phone = freshPhone();
    const ours = answered(await enrol({ phone }));
    const theirs = answered(await rooms.enrol({ ...rooms.tenants[1], channel: 'till', phone }));
    expect(theirs.isNew).toBe(true);
    expect(theirs.member).not.toBe(ours.member);
  });

  test('a phone that is none is refused', async () => {
    expect(await enrol({ phone: '12' })).toMatchObject({ ok: false, refusal: 'kernel.phone.malformed' });
  });
});

describe('a card at enrolment', () => {
  test('is bound to the new member, and nobody else gets its number', async () => {
    const first = answered(await enrol({ phone: freshPhone(), card: '2990 0000 0101' }));
    expect(first.card).toMatch(/^card_/);
    expect(await enrol({ phone: freshPhone(), card: '299000000101' })).toMatchObject({
      ok: false,
      refusal: 'cards.card.exists',
    });
  });

  test('that collects without a name is not bound to somebody with an account: the answer names the two that are to be merged', async () => {
    const phone = freshPhone();
    const known = answered(await enrol({ phone }));
    const input = { tenant: here.tenant, type: 'bonus', number: '299000000909' } as const;
    const name = rooms.name(FAMILY.card);
    const card = await rooms.machine.submit(rooms.cards.issue, memberArrival(rooms.keys, name, input, input));
    assert(card.ok, 'the card is issued');
    const facts = { member: known.member, other: card.answer.member };
    const asked = { phone, card: input.number };
    expect(await enrol(asked)).toMatchObject({ refusal: 'members.card.merge_needed', facts });
    const own = answered(await enrol({ phone: freshPhone(), card: input.number }));
    expect(own.member).toBe(card.answer.member);
    // From then on it is somebody's, and who that is nobody else is told.
    expect(await enrol(asked)).toEqual({ ok: false, refusal: 'cards.card.exists' });
  });

  test('for a phone that is known needs the proof of the phone', async () => {
    const phone = freshPhone();
    const first = answered(await enrol({ phone }));
    expect(await enrol({ phone, card: '299000000202' })).toMatchObject({
      ok: false,
      refusal: 'members.phone.proof_needed',
    });
    expect(answered(await enrol({ phone, phoneVerified: true, card: '299000000202' })).member).toBe(first.member);
  });
});

test('neither a phone nor a card number nor a name stands in the journal', async () => {
  const phone = freshPhone();
  answered(
    await enrol({ phone, card: '299000000303', profile: { familyName: 'Quesada' }, attributes: { shoe: 'Zapato' } }),
  );
  const bodies = await rooms.database.query<{ body: Buffer }>(`select body from ledger.journal where body is not null`);
  const text = bodies.map(({ body }) => JSON.stringify(unpackBody(body))).join('\n');
  for (const secret of [phone, phone.slice(3), '299000000303', 'Quesada', 'Zapato']) expect(text).not.toContain(secret);
});
