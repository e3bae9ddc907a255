import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openMemberRooms, type MemberRooms } from '../../../test/member-rooms.ts';
import { assert } from '../../kernel/assert.ts';
import type { Refusal } from '../../kernel/refusal.ts';
import { decryptField } from '../../platform/keys.ts';
import { FAMILY } from '../../platform/lanes/index.ts';
import { unpackBody } from '../ledger/index.ts';
import { memberArrival } from '../members/index.ts';
import { identify, type CardAnswer, type CardInput, type CardReason } from './index.ts';

let rooms: MemberRooms;
let here: { tenant: number; program: number };
let numbers = 299_000_000_000;
const freshNumber = (): string => String(++numbers);

beforeAll(async () => {
  rooms = await openMemberRooms();
  [here] = rooms.tenants;
});
afterAll(() => rooms.close());

const issue = (told: Partial<CardInput> & { number: string }) => {
  const input: CardInput = { tenant: here.tenant, type: 'bonus', ...told };
  return rooms.machine.submit(rooms.cards.issue, memberArrival(rooms.keys, rooms.name(FAMILY.card), input, input));
};

function answered(outcome: { ok: true; answer: CardAnswer } | Refusal): CardAnswer {
  assert(outcome.ok, `refused: ${JSON.stringify(outcome)}`);
  return outcome.answer;
}

const setState = (what: 'block' | 'unblock', card: string, reason?: CardReason) => {
  const input = { tenant: here.tenant, card, reason };
  return rooms.machine.submit(rooms.cards[what], memberArrival(rooms.keys, rooms.name(FAMILY.card), input, input));
};
const replace = (card: string, number: string) => {
  const input = { tenant: here.tenant, card, number, reason: 'lost' as const };
  return rooms.machine.submit(
    rooms.cards.replacement,
    memberArrival(rooms.keys, rooms.name(FAMILY.card), input, input),
  );
};

const shown = (card: string, { tenant } = here) =>
  identify(rooms, rooms.machine.look, { tenant, defaultCountry: 'ES' }, { card });

async function enrolled(phone: string): Promise<string> {
  const outcome = await rooms.enrol({ ...here, channel: 'till', phone });
  assert(outcome.ok, 'the person enrols');
  return outcome.answer.member;
}

describe('S1.16: several cards on one profile', () => {
  test('lead to one account, each with rights of its own', async () => {
    const member = await enrolled('+34600300001');
    const [mine, fob] = [freshNumber(), freshNumber()];
    const first = answered(await issue({ number: mine, member: { member } }));
    const second = answered(await issue({ number: fob, member: { phone: '600 300 001' }, maySpend: false }));
    expect([first.member, second.member]).toEqual([member, member]);
    const found = [await shown(mine), await shown(fob)];
    assert(found[0]?.ok && found[1]?.ok, 'both cards are known');
    expect(found[0].owner).toBe(found[1].owner);
    expect(found[0].card).not.toBe(found[1].card);
    expect(
      await rooms.database.query(`select may_spend from cards.card where owner = $1 order by card`, [found[0].owner]),
    ).toEqual([{ may_spend: true }, { may_spend: false }]);
  });

  test('a card without a member has an account of its own, until somebody enrols with it', async () => {
    const number = freshNumber();
    const card = answered(await issue({ number }));
    const enrolment = await rooms.enrol({ ...here, channel: 'till', phone: '+34600300002', card: number });
    expect(enrolment).toMatchObject({ ok: true, answer: { member: card.member, card: card.card, isNew: false } });
    expect(await rooms.enrol({ ...here, channel: 'till', phone: '+34600300003', card: number })).toMatchObject({
      refusal: 'cards.card.exists',
    });
  });

  test('a number is one card, whoever asks first', async () => {
    const number = freshNumber();
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => issue({ number })));
    expect(outcomes.filter((one) => one.ok)).toHaveLength(1);
    expect(outcomes.filter((one) => !one.ok && one.refusal === 'cards.card.exists')).toHaveLength(9);
  });

  test('the same number in another tenant is another card', async () => {
    const number = freshNumber();
    answered(await issue({ number }));
    expect(await shown(number, rooms.tenants[1])).toMatchObject({ refusal: 'cards.card.unknown' });
    expect(await issue({ number, tenant: rooms.tenants[1].tenant })).toMatchObject({ ok: true });
  });
});

describe('S1.15: a card is blocked and unblocked', () => {
  test('with a reason, and only from the state that allows it', async () => {
    const { card } = answered(await issue({ number: freshNumber() }));
    expect(answered(await setState('block', card, 'stolen'))).toMatchObject({
      card,
      state: 'blocked',
      reason: 'stolen',
    });
    expect(await setState('block', card, 'lost')).toMatchObject({
      refusal: 'cards.card.unfit_state',
      facts: { state: 'blocked' },
    });
    expect(answered(await setState('unblock', card)).state).toBe('active');
    expect(await setState('unblock', card)).toMatchObject({ refusal: 'cards.card.unfit_state' });
  });

  test('whoever looked it up before the block must look again', async () => {
    const number = freshNumber();
    const { card } = answered(await issue({ number }));
    const before = await shown(number);
    await setState('block', card, 'lost');
    const after = await shown(number);
    assert(before.ok && after.ok, 'the card is known');
    expect(after.revision).toBeGreaterThan(before.revision);
  });
});

describe('3.12: a replacement', () => {
  test('is a new number on the same account; the old card is replaced for good but still leads there', async () => {
    const [old, fresh] = [freshNumber(), freshNumber()];
    const first = answered(await issue({ number: old, maySpend: false }));
    const replaced = answered(await replace(first.card, fresh));
    expect(replaced).toMatchObject({ card: first.card, member: first.member, state: 'replaced', reason: 'lost' });
    const [was, is] = [await shown(old), await shown(fresh)];
    assert(was.ok && is.ok, 'both numbers lead somewhere');
    expect(is.owner).toBe(was.owner);
    expect(rooms.tokens.encode('card', is.lane, is.card!)).toBe(replaced.replacedBy);
    expect(
      await rooms.database.query(`select state, may_spend from cards.card where owner = $1 order by card`, [is.owner]),
    ).toEqual([
      { state: 'replaced', may_spend: false },
      { state: 'active', may_spend: false },
    ]);
    const tookOver = { masked: `••••${fresh.slice(-4)}`, card: replaced.replacedBy };
    for (const refused of [await setState('unblock', first.card), await replace(first.card, freshNumber())])
      expect(refused).toMatchObject({ refusal: 'cards.card.gave_way', facts: tookOver });
  });

  test('does not take a number that is taken', async () => {
    const taken = freshNumber();
    await issue({ number: taken });
    const { card } = answered(await issue({ number: freshNumber() }));
    expect(await replace(card, taken)).toMatchObject({ refusal: 'cards.card.exists' });
  });
});

test('a full number stands nowhere: not in the journal, not in the table, only in a cipher that belongs to its card', async () => {
  const number = freshNumber();
  const answer = answered(await issue({ number }));
  const { id } = rooms.tokens.decode('card', answer.card)!;
  const bodies = await rooms.database.query<{ body: Buffer }>(`select body from ledger.journal where body is not null`);
  expect(bodies.map(({ body }) => JSON.stringify(unpackBody(body))).join('\n')).not.toContain(number);
  const [row] = await rooms.database.query<{ text: string; number_cipher: Buffer }>(
    `select card::text as text, number_cipher from cards.card where card = $1`,
    [id],
  );
  expect(row?.text).not.toContain(number);
  expect(decryptField(rooms.keys, row!.number_cipher, `cards.card/${here.tenant}/${id}`).toString()).toBe(number);
});
