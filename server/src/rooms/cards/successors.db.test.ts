// What an agent at a service desk is told who holds a card that another one has taken the place of.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bonusRange, numberOf, stockCards } from '../../../test/card-stock.ts';
import { makeHouse, must, type TestHouse } from '../../../test/house.ts';
import { byPoints, line, openTills, type Tills } from '../../../test/sales.ts';
import { FAMILY } from '../../platform/lanes/index.ts';
import { memberArrival } from '../members/index.ts';

let house: TestHouse;
let tills: Tills;
let references = 0;
const fresh = (): string => `s-${++references}`;
let numbers = 0;
const freshNumber = (): string => `990011${String(++numbers).padStart(6, '0')}`;

beforeAll(async () => {
  house = await makeHouse();
  tills = openTills(house);
  must(await house.cards.openRange(house.tenant, bonusRange('club', '8810')));
});
afterAll(() => house.close());

type Told = { status: number; body: Record<string, unknown> };
const ask = async (what: string, body?: object): Promise<Told> =>
  (await house.request(what, body && { reference: fresh(), ...body }, { secret: house.secrets.tenant })) as Told;

async function card(number = freshNumber(), points = 100): Promise<{ readonly number: string; readonly id: string }> {
  const input = { tenant: house.tenant, type: 'bonus', number } as const;
  const name = { space: 0n, family: FAMILY.card, reference: fresh() };
  const made = must(await house.machine.submit(house.cards.issue, memberArrival(house.keys, name, input, input)));
  must(await tills.sell({ identity: { card: number }, lines: [line(1, points * 100)] }));
  return { number, id: made.answer.card };
}
async function replaced(id: string, number = freshNumber(), reason = 'stolen') {
  const told = await ask(`POST /v1/cards/${id}/replace`, { number, reason });
  expect(told, JSON.stringify(told.body)).toMatchObject({ status: 200 });
  return { number, id: told.body['replacedBy'] as string };
}
const pay = async (number: string): Promise<string> => {
  const outcome = await tills.sell({ identity: { card: number }, tenders: [byPoints(10)] });
  return outcome.ok ? 'ok' : outcome.refusal;
};

describe('a card that was stolen and replaced', () => {
  test('says which one took over, by id and last characters and never by its number', async () => {
    const old = await card();
    const second = await replaced(old.id);
    const third = await replaced(second.id);
    expect((await ask(`GET /v1/cards/${old.id}`)).body).toMatchObject({ state: 'replaced', replacedBy: third.id });
    for (const [act, body] of [
      ['block', { reason: 'stolen' }],
      ['block', { reason: 'lost' }],
      ['unblock', {}],
      ['replace', { reason: 'lost', number: freshNumber() }],
    ] as const) {
      const told = await ask(`POST /v1/cards/${old.id}/${act}`, body);
      const facts = { masked: `••••${third.number.slice(-4)}`, card: third.id };
      expect(told).toMatchObject({ status: 409, body: { code: 'cards.card.gave_way', facts } });
      expect(JSON.stringify(told.body)).not.toContain(third.number);
    }
    expect(await pay(third.number)).toBe('ok');
  });

  test('leads a block for fraud on to the card of now, which says in whose place it was blocked, and a repeat says the same', async () => {
    const old = await card();
    const now = await replaced(old.id);
    const named = { reference: 'fraud-report', reason: 'fraud' };
    const told = await ask(`POST /v1/cards/${old.id}/block`, named);
    expect(told).toMatchObject({ status: 200, body: { card: now.id, state: 'blocked', insteadOf: old.id } });
    expect(await pay(now.number)).not.toBe('ok');
    const again = await ask(`POST /v1/cards/${old.id}/block`, named);
    expect(again.body).toMatchObject({ card: now.id, insteadOf: old.id, repeated: true });
    expect((await ask(`POST /v1/cards/${old.id}/unblock`, {})).body).toMatchObject({ card: now.id, state: 'active' });
    expect(await pay(now.number)).toBe('ok');
  });
});

describe('a blocked card', () => {
  test('is replaced where its plastic was meant, and not where it is blocked for fraud', async () => {
    const lost = await card();
    expect((await ask(`POST /v1/cards/${lost.id}/block`, { reason: 'lost' })).status).toBe(200);
    expect(await pay((await replaced(lost.id)).number)).toBe('ok');
    const bad = await card();
    expect((await ask(`POST /v1/cards/${bad.id}/block`, { reason: 'fraud' })).status).toBe(200);
    const asked = await ask(`POST /v1/cards/${bad.id}/replace`, { number: freshNumber(), reason: 'damaged' });
    expect(asked).toMatchObject({
      status: 409,
      body: { code: 'cards.card.value_blocked', facts: { reason: 'fraud' } },
    });
  });

  test('is reached by the block of a series for fraud after it was replaced, and not by that of lost plastic', async () => {
    const batch = await stockCards(house, 'club', '8810', 1, 1);
    const old = await card(numberOf('8810', 1));
    const now = await replaced(old.id);
    const suspend = async (reason: 'fraud' | 'lost') =>
      must(
        await house.cards.suspend({
          ...{ tenant: house.tenant, by: 1n, space: 0n, reference: fresh(), batch, reason },
          effects: ['spend'],
        }),
      ).suspension.suspension;
    const lost = await suspend('lost');
    expect(await pay(now.number)).toBe('ok');
    await house.cards.lift({ tenant: house.tenant, by: 1n }, lost);
    const fraud = await suspend('fraud');
    expect(await pay(now.number)).toBe('cards.card.suspended');
    await house.cards.lift({ tenant: house.tenant, by: 1n }, fraud);
    expect(await pay(now.number)).toBe('ok');
  });
});
