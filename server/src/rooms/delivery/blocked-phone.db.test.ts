// S0.11: what stands against a phone to which a gift card is to go, each case by itself.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeApp, makeDeliveryHouse, type DeliveryHouse } from '../../../test/delivery-house.ts';
import { must } from '../../../test/house.ts';
import { FAMILY } from '../../platform/lanes/index.ts';
import { memberArrival } from '../members/index.ts';

let desk: DeliveryHouse;
let addresses = 0;
const address = (): string => `203.0.113.${(addresses += 1) % 250}`;
let numbers = 0;

beforeAll(async () => {
  desk = await makeDeliveryHouse();
});
afterAll(() => desk.close());

type Person = { readonly phone: string; readonly member: string; readonly card: string };

/** A member with a card, whose phone is proved or only said to be his. */
async function somebody(isVerified = true): Promise<Person> {
  const { house } = desk;
  const phone = desk.phone();
  const member = await desk.enrol(phone, isVerified);
  const number = `990033${String(++numbers).padStart(6, '0')}`;
  const input = { tenant: house.tenant, type: 'bonus', number, member: { member } } as const;
  const name = { space: 0n, family: FAMILY.card, reference: desk.reference() };
  const issued = must(await house.machine.submit(house.cards.issue, memberArrival(house.keys, name, input, input)));
  return { phone, member, card: issued.answer.card };
}

const asTenant = async (what: string, body: object): Promise<void> => {
  const secret = desk.house.secrets.tenant;
  const told = await desk.request(`POST ${what}`, { reference: desk.reference(), ...body }, { secret });
  expect(told.status, JSON.stringify(told.body)).toBeLessThan(300);
};
const blockCard = (person: Person, reason: string) => asTenant(`/v1/cards/${person.card}/block`, { reason });
const unblockCard = (person: Person) => asTenant(`/v1/cards/${person.card}/unblock`, {});
const wallet = (person: Person, act: 'freeze' | 'open') =>
  asTenant(`/v1/wallets/${act}`, {
    program: 'club',
    walletType: 'points',
    member: { member: person.member },
    reason: 'fraud',
  });
const sendTo = async (phone: string) => desk.deliver((await desk.sellCard()).number, phone);
const messages = async (phone: string): Promise<number> =>
  (await desk.outbox()).filter((one) => one.to === phone).length;

describe('a gift card is not sent to the phone of a blocked member', () => {
  test.each([
    ['whose card is blocked for fraud', (person: Person) => blockCard(person, 'fraud')],
    ['whose card is blocked for another reason than that it is gone', (person: Person) => blockCard(person, 'other')],
    ['whose wallet is frozen', (person: Person) => wallet(person, 'freeze')],
  ])('%s: the till is told so, and nothing is queued', async (_, block) => {
    const person = await somebody();
    await block(person);
    const told = await sendTo(person.phone);
    expect(told).toMatchObject({ status: 422, body: { code: 'delivery.phone.blocked' } });
    // Neither who he is nor why.
    expect(JSON.stringify(told.body)).not.toMatch(/fraud|frozen|member/);
    expect(await desk.send()).toBe(0);
    expect(await messages(person.phone)).toBe(0);
  });

  test('and goes out under the same reference once he is not blocked any more', async () => {
    const person = await somebody();
    await blockCard(person, 'fraud');
    const { number } = await desk.sellCard();
    const reference = desk.reference();
    expect((await desk.deliver(number, person.phone, { reference })).status).toBe(422);
    await unblockCard(person);
    expect((await desk.deliver(number, person.phone, { reference })).status).toBe(202);
    expect(await desk.send()).toBe(1);
    expect(await messages(person.phone)).toBe(1);
  });
});

describe('a phone is not blocked', () => {
  test.each(['lost', 'stolen', 'damaged', 'member_request'])(
    'by a card of the member that is blocked as %s: his plastic is meant, and not he',
    async (reason) => {
      const person = await somebody();
      await blockCard(person, reason);
      expect((await sendTo(person.phone)).status).toBe(202);
    },
  );

  test('by a blocked member who only said that it is his', async () => {
    const person = await somebody(false);
    await blockCard(person, 'fraud');
    expect((await sendTo(person.phone)).status).toBe(202);
  });
});

describe('a member who is blocked after the till was told yes', () => {
  test('is sent nothing; an agent sends it again when he is free', async () => {
    const person = await somebody();
    const { body } = await sendTo(person.phone);
    await wallet(person, 'freeze');
    await desk.send();
    const delivery = body['delivery'] as unknown as string;
    expect(await desk.trace(delivery)).toMatchObject({ state: 'failed', reason: 'member_blocked', sends: 0 });
    expect(await messages(person.phone)).toBe(0);
    await wallet(person, 'open');
    desk.clock.skip(61);
    expect((await desk.request(`POST /v1/gift-card-deliveries/${delivery}/resend`)).status).toBeLessThan(300);
    await desk.send();
    expect(await desk.trace(delivery)).toMatchObject({ state: 'sent' });
    expect(await messages(person.phone)).toBe(1);
  });

  test('claims nothing that waits for his phone, by link or by proving it, until he is free: then it is there by itself', async () => {
    const phone = desk.phone();
    const { body } = await sendTo(phone);
    await desk.send();
    const secret = desk.secretIn(await desk.lastTextTo(phone));
    const member = await desk.enrol(phone, true);
    await wallet({ phone, member, card: '' }, 'freeze');
    await desk.follow();
    expect((await desk.claim(secret, phone, makeApp(), address())).status).toBe(404);
    const delivery = body['delivery'] as unknown as string;
    expect(await desk.trace(delivery)).toMatchObject({ state: 'sent' });
    await wallet({ phone, member, card: '' }, 'open');
    await desk.follow();
    expect(await desk.trace(delivery)).toMatchObject({ state: 'claimed' });
  });
});

test('a phone that is to be sent nothing at all ends its delivery at once, with the reason, and is not tried again', async () => {
  const phone = desk.phone();
  const { body } = await sendTo(phone);
  await desk.send();
  const { house } = desk;
  const [newest] = await house.database.query<{ reference: string }>(
    'select reference from notifications.message order by message desc limit 1',
  );
  // What the room notifications says of a message to an address on its list.
  const word = { tenant: house.tenant, reference: newest!.reference, state: 'suppressed' };
  await house.database.transaction((tx) => house.delivery.hearState(tx, word as never));
  const delivery = body['delivery'] as unknown as string;
  expect(await desk.trace(delivery)).toMatchObject({ state: 'failed', reason: 'phone_suppressed', sends: 1 });
  desk.clock.skip(7_200);
  expect(await desk.send()).toBe(0);
});
