// A card whose row names a member by the client's own id is that member's: it is bound to him when it is taken into use, comes to nobody
// else, and goes to the phone that he has proved.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeDeliveryHouse, type DeliveryHouse } from '../../../test/delivery-house.ts';
import { giftTerms } from '../../../test/gift-house.ts';
import { must } from '../../../test/house.ts';
import { FAMILY } from '../../platform/lanes/index.ts';
import type { RangeInput } from '../cards/index.ts';
import { memberArrival } from '../members/index.ts';

let desk: DeliveryHouse;
let addresses = 0;
const address = (): string => `203.0.113.${(addresses += 1) % 250}`;

beforeAll(async () => {
  desk = await makeDeliveryHouse();
  const { house } = desk;
  const common: Omit<RangeInput, 'code' | 'type' | 'prefix' | 'unit'> = {
    ...{ program: house.program().program, length: 12, face: undefined, priceList: undefined, track: {}, policy: {} },
    ...{ pinLength: 0, pinRequired: false, processor: undefined },
    charset: 'digits',
    checkDigit: 'none',
    pinKind: 'none',
    systemOfRecord: 'here',
  };
  must(
    await house.cards.openRange(house.tenant, {
      ...common,
      code: 'fobs',
      type: 'bonus',
      prefix: '7811',
      unit: undefined,
    }),
  );
  const unit = desk.unitOf('EUR');
  must(await house.cards.openRange(house.tenant, { ...common, code: 'presents', type: 'gift', prefix: '7812', unit }));
  await desk.set('presents', 'EUR', giftTerms('0000', { numbers: undefined, range: 'presents' }));
});
afterAll(() => desk.close());

type Body = Record<string, unknown> & { code?: string };
const ask = async (what: string, body: object): Promise<{ status: number; body: Body }> => {
  const secret = desk.house.secrets.tenant;
  return (await desk.request(`POST ${what}`, { reference: desk.reference(), ...body }, { secret })) as never;
};
let people = 0;

/** A member with an id in the client's own system and a proved phone. */
async function member(): Promise<{ readonly id: string; readonly member: string; readonly phone: string }> {
  const { house } = desk;
  const phone = desk.phone();
  const id = `crm-${++people}`;
  const { program } = house.program();
  const input = { tenant: house.tenant, program, channel: 'app', phone, phoneVerified: true, externalId: id } as const;
  const name = { space: 0n, family: FAMILY.member, reference: desk.reference() };
  const made = must(await house.machine.submit(house.members.enrolment, memberArrival(house.keys, name, input, input)));
  return { id, member: made.answer.member, phone };
}
type Made = { readonly serial: number; readonly number: string; readonly link?: string };
async function order(range: string, cards: object[], extra: object = {}): Promise<{ batch: string; cards: Made[] }> {
  const told = await ask('/v1/card-orders', { range, cards, ...extra });
  expect(told, JSON.stringify(told.body)).toMatchObject({ status: 201 });
  return told.body as never;
}
const cardFor = async (id: string): Promise<string> =>
  (await order('fobs', [{ memberExternalId: id }])).cards[0]!.number;

describe('a card that was made for a member', () => {
  test('is his when it is taken into use, though nobody names him there', async () => {
    const anna = await member();
    const told = await ask('/v1/cards', { number: await cardFor(anna.id) });
    expect(told).toMatchObject({ status: 201, body: { member: anna.member } });
  });

  test('is not issued to another, nor does another enrol with it', async () => {
    const [anna, other] = [await member(), await member()];
    const number = await cardFor(anna.id);
    const issued = await ask('/v1/cards', { number, member: other.member });
    expect(issued).toMatchObject({ status: 409, body: { code: 'cards.stock.for_another' } });
    const stranger = { program: 'club', channel: 'app', card: number, phone: other.phone, externalId: other.id };
    expect((await ask('/v1/members', stranger)).body).toMatchObject({ code: 'cards.stock.for_another' });
    expect(await ask('/v1/cards', { number, member: anna.member })).toMatchObject({ status: 201 });
  });

  test('and names nobody is for whoever has it', async () => {
    const [made] = (await order('fobs', [{}])).cards;
    const other = await member();
    expect(await ask('/v1/cards', { number: made!.number, member: other.member })).toMatchObject({
      status: 201,
      body: { member: other.member },
    });
  });

  test('is not made where nobody has the id: the order says in which card, and makes none', async () => {
    const anna = await member();
    const cards = [{ memberExternalId: anna.id }, { memberExternalId: 'crm-nobody' }];
    const told = await ask('/v1/card-orders', { range: 'fobs', cards });
    expect(told).toMatchObject({
      status: 400,
      body: { code: 'http.input.invalid', errors: [{ path: 'body.cards.1.member_external_id' }] },
    });
  });
});

describe('a gift card that was made for a member', () => {
  test('goes to the phone that he has proved, and one whose member has proved none goes nowhere', async () => {
    const [anna, ben] = [await member(), await member()];
    await desk.house.database.query(`update members.profile set phone_verified = false where phone = $1`, [ben.phone]);
    const made = await order('presents', [{ memberExternalId: anna.id }, { memberExternalId: ben.id }, {}]);
    for (const { number } of made.cards)
      expect((await desk.ask('activate', { card: { number }, amount: '20.00' })).status).toBe(201);
    const sent = await ask(`/v1/card-batches/${made.batch}/deliveries`, {
      reference: undefined,
      limit: 100,
      language: 'en',
    });
    expect(sent).toMatchObject({ status: 200, body: { items: [{ serial: 1, state: 'queued' }], withoutPhone: 2 } });
    await desk.send();
    expect(await desk.lastTextTo(anna.phone)).toContain('20.00 EUR');
    expect((await desk.outbox()).some(({ to }) => to === ben.phone)).toBe(false);
  });

  test('is claimed by its link with his phone alone; to everybody else the link is one that never was', async () => {
    const [anna, other] = [await member(), await member()];
    const made = await order('presents', [{ memberExternalId: anna.id }], { links: true });
    const [card] = made.cards;
    expect((await desk.ask('activate', { card: { number: card!.number }, amount: '20.00' })).status).toBe(201);
    const secret = desk.secretIn(card!.link!);
    expect((await desk.claim(secret, other.phone, undefined, address())).status).toBe(404);
    expect((await desk.claim(secret, desk.phone(), undefined, address())).status).toBe(404);
    expect((await desk.claim(secret, anna.phone, undefined, address())).status).toBe(200);
  });
});
