import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bonusRange, numberOf, stockCards } from '../../../test/card-stock.ts';
import { makeHouse, must, type TestHouse } from '../../../test/house.ts';
import { byPoints, line, openTills, type Tills } from '../../../test/sales.ts';
import { compose, type House } from '../../app/compose.ts';
import { openDatabase } from '../../platform/database/database.ts';
import { FAMILY } from '../../platform/lanes/index.ts';
import { memberArrival } from '../members/index.ts';
import type { CardInput } from './index.ts';

let house: TestHouse;
let tills: Tills;
let second: House;
let secondTills: Tills;
let references = 0;
const fresh = (): string => `t-${++references}`;

const RANGE = bonusRange('club', '8800');
const at = numberOf;
const stocked = (range: string, prefix: string, first: number, count: number): Promise<bigint> =>
  stockCards(house, range, prefix, first, count);

const issue = (told: Partial<CardInput> & { number: string }) => {
  const input: CardInput = { tenant: house.tenant, type: 'bonus', ...told };
  const name = { space: 0n, family: FAMILY.card, reference: fresh() };
  return house.machine.submit(house.cards.issue, memberArrival(house.keys, name, input, input));
};
const suspend = (what: Partial<Parameters<House['cards']['suspend']>[0]>) =>
  house.cards.suspend({
    ...{ tenant: house.tenant, by: 1n, space: 0n, reference: fresh(), reason: 'fraud', effects: ['earn', 'spend'] },
    ...what,
  });
const lift = (suspension: bigint) => house.cards.lift({ tenant: house.tenant, by: 1n }, suspension);
const refusalOf = (outcome: { ok: boolean; refusal?: string }): string => (outcome.ok ? 'ok' : outcome.refusal!);

beforeAll(async () => {
  house = await makeHouse();
  tills = openTills(house);
  must(await house.cards.openRange(house.tenant, RANGE));
  const database = openDatabase(house.url, { connections: 4, applicationName: 'second' });
  second = compose({ database, keys: house.keys, clock: house.clock, log: house.log });
  await second.refresh();
  secondTills = openTills({ ...house, partners: second.partners, machine: second.machine, checkout: second.checkout });
});
afterAll(async () => {
  await second.stop();
  await second.database.close();
  await house.close();
});

describe('a block of many cards', () => {
  test('holds at the tills of another program at once, by range, batch and serials, and only there', async () => {
    const [a, b] = [await stocked('club', '8800', 1, 3), await stocked('club', '8800', 11, 3)];
    for (const n of [1, 2, 11]) must(await issue({ number: at('8800', n) }));
    const shown = async (n: number): Promise<string> =>
      refusalOf(await secondTills.sell({ identity: { card: at('8800', n) } }));
    expect([await shown(1), await shown(2), await shown(11)]).toEqual(['ok', 'ok', 'ok']);

    const bySerial = must(await suspend({ batch: a, serials: { first: 2, last: 3 } }));
    const began = performance.now();
    expect([await shown(1), await shown(2), await shown(11)]).toEqual(['ok', 'cards.card.suspended', 'ok']);
    expect(performance.now() - began).toBeLessThan(5_000);
    must(await lift(bySerial.suspension.suspension));
    const byBatch = must(await suspend({ batch: b }));
    expect([await shown(1), await shown(2), await shown(11)]).toEqual(['ok', 'ok', 'cards.card.suspended']);
    must(await lift(byBatch.suspension.suspension));
    const byRange = must(await suspend({ range: 'club' }));
    expect([await shown(1), await shown(2), await shown(11)]).toEqual(Array(3).fill('cards.card.suspended'));
    must(await lift(byRange.suspension.suspension));
    expect(await shown(1)).toBe('ok');
  });

  test('of spending lets the card earn; of activation keeps stock where it is', async () => {
    const batch = await stocked('club', '8800', 21, 2);
    must(await issue({ number: at('8800', 21) }));
    const card = { card: at('8800', 21) };
    must(await tills.sell({ identity: card, lines: [line(1, 10_000)] }));
    const set = must(await suspend({ batch, effects: ['spend', 'activate'] }));
    must(await tills.sell({ identity: card }));
    expect(refusalOf(await tills.sell({ identity: card, tenders: [byPoints(10)] }))).toBe('cards.card.suspended');
    expect(refusalOf(await issue({ number: at('8800', 22) }))).toBe('cards.card.suspended');
    must(await lift(set.suspension.suspension));
    must(await tills.sell({ identity: card, tenders: [byPoints(10)] }));
    must(await issue({ number: at('8800', 22) }));
  });

  test('of a notice is booked as an exception and earns nothing', async () => {
    await stocked('club', '8800', 31, 1);
    must(await issue({ number: at('8800', 31) }));
    const set = must(await suspend({ range: 'club', effects: ['earn'] }));
    const told = must(await tills.sell({ identity: { card: at('8800', 31) }, manner: 'notice' }));
    expect(told.answer).toMatchObject({ earned: [], exceptions: [{ code: 'cards.card.suspended' }] });
    must(await lift(set.suspension.suspension));
  });
});

describe('a card in family hands', () => {
  test('stops at its uses of the day, of twenty at once too, and a return on the day gives one back', async () => {
    await stocked('club', '8800', 41, 1);
    const number = at('8800', 41);
    must(await issue({ number, limits: { usesPerDay: 3, spendPerDay: undefined } }));
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        (n % 2 === 0 ? tills : secondTills).sell({ identity: { card: number }, reference: `many-${n}` }),
      ),
    );
    expect(outcomes.filter((one) => one.ok)).toHaveLength(3);
    expect(outcomes.filter((one) => !one.ok).map(refusalOf)).toEqual(Array(17).fill('cards.limit.uses'));
    const sold = outcomes.findIndex((one) => one.ok);
    must(await tills.giveBack(`many-${sold}`, 'all'));
    must(await tills.sell({ identity: { card: number } }));
    expect(refusalOf(await tills.sell({ identity: { card: number } }))).toBe('cards.limit.uses');
  });

  test('gets its use of the day back when a hold is released, and when it lapses', async () => {
    const [{ member, card: parents }] = house.people;
    must(await tills.sell({ identity: { card: parents }, lines: [line(1, 20_000)] }));
    await stocked('club', '8800', 45, 1);
    const number = at('8800', 45);
    must(await issue({ number, member: { member }, limits: { usesPerDay: 1, spendPerDay: undefined } }));
    const hold = async (seconds: number) => {
      const reference = fresh();
      const body = { reference, points: '10', walletType: 'points', seconds };
      const answer = await house.request('POST /v1/holds', { ...body, member: { card: number } });
      return { reference, status: answer.status, code: (answer.body as { code?: string }).code };
    };
    const first = await hold(600);
    expect(first).toMatchObject({ status: 201 });
    expect((await hold(600)).code).toBe('cards.limit.uses');
    const released = { reference: fresh(), holdReference: first.reference };
    expect((await house.request('POST /v1/holds/release', released)).status).toBe(201);
    expect((await hold(1)).status).toBe(201);
    await new Promise((resolve) => setTimeout(resolve, 1_300));
    expect((await hold(600)).status).toBe(201);
    expect((await hold(600)).code).toBe('cards.limit.uses');
  });

  test('spends its points of the day of a shared account and no more, while the other card goes on', async () => {
    const [{ member, card: parents }] = house.people;
    must(await tills.sell({ identity: { card: parents }, lines: [line(1, 100_000)] }));
    await stocked('club', '8800', 51, 1);
    const child = at('8800', 51);
    must(await issue({ number: child, member: { member }, limits: { usesPerDay: undefined, spendPerDay: 500_000n } }));
    const pay = (card: string, cents: number, reference = fresh()) =>
      tills.sell({ identity: { card }, tenders: [byPoints(cents)], reference });
    must(await pay(child, 30, 'child-1'));
    expect(refusalOf(await pay(child, 30))).toBe('cards.limit.spend');
    const most = must(await tills.sell({ identity: { card: child }, tenders: [byPoints(0, { asked: 'most' })] }));
    expect(most.answer.spent).toMatchObject([{ points: '20' }]);
    expect(refusalOf(await pay(child, 1))).toBe('cards.limit.spend');
    must(await pay(parents, 100));
    must(await tills.giveBack('child-1', 'all'));
    must(await pay(child, 30));
  });

  test('may earn without spending, and have an account of its own in the same profile', async () => {
    const [, { member }] = house.people;
    await stocked('club', '8800', 61, 1);
    const fob = at('8800', 61);
    const issued = must(await issue({ number: fob, member: { member }, account: 'own', maySpend: false }));
    expect(issued.answer.member).not.toBe(member);
    must(await tills.sell({ identity: { card: fob } }));
    expect(refusalOf(await tills.sell({ identity: { card: fob }, tenders: [byPoints(10)] }))).toBe(
      'cards.card.may_not_spend',
    );
    const { body } = await house.request(`GET /v1/members/${member}`, undefined, { secret: house.secrets.tenant });
    expect((body as { cards: { card: string }[] }).cards.map((one) => one.card)).toContain(issued.answer.card);
  });
});

describe('types and sharing', () => {
  test('a discount card names its price list and neither earns nor spends', async () => {
    const range = { ...RANGE, code: 'saver', type: 'discount' as const, prefix: '8811', priceList: 'staff-5' };
    must(await house.cards.openRange(house.tenant, range));
    await stocked('saver', '8811', 1, 1);
    must(await issue({ number: at('8811', 1) }));
    const sold = must(await tills.sell({ identity: { card: at('8811', 1) } }));
    expect(sold.answer).toMatchObject({ priceList: 'staff-5', earned: [] });
    expect(refusalOf(await tills.sell({ identity: { card: at('8811', 1) }, tenders: [byPoints(1)] }))).toBe(
      'cards.card.may_not_spend',
    );
  });

  test('a multi card counts in each of its programs and shows the wallets of all of them in one answer', async () => {
    const other = { code: 'cinema', name: 'Cinema', zone: 'Europe/Madrid', currency: 'EUR' };
    const { program } = must(await house.programs.openProgram(house.tenant, other)).program;
    const unit = house.programs.settings().unitByCode(house.tenant, 'PTS')!;
    const wallet = { tenant: house.tenant, program, unit: unit.unit, paysPoints: 1n, paysMoney: 1n, rules: {} };
    must(
      await house.walletTypes.define(
        { ...wallet, code: 'stars', spendOrder: 1, activation: 'none', expiry: 'never' },
        { unitDecimals: 0, currencyDecimals: 2 },
      ),
    );
    await house.refresh();
    must(await house.cards.openRange(house.tenant, { ...RANGE, code: 'multi', type: 'multi', prefix: '8833' }));
    await stocked('multi', '8833', 1, 2);
    const club = house.program().program;
    must(await issue({ number: at('8833', 1), type: 'multi', programs: [club, program] }));
    must(await tills.sell({ identity: { card: at('8833', 1) } }));
    const balance = async (code: string) =>
      (
        await house.request(
          'POST /v1/balance',
          { card: at('8833', 1), program: code },
          {
            secret: house.secrets.tenant,
          },
        )
      ).body as { wallets: { program: string }[] };
    expect((await balance('club')).wallets.map((one) => one.program)).toContain('club');
    expect((await balance('cinema')).wallets.map((one) => one.program)).toEqual(['cinema']);
  });

  test('a card that may not be viewed shows no balance, and a block of viewing hides it', async () => {
    await stocked('club', '8800', 301, 2);
    must(await issue({ number: at('8800', 301), mayView: false }));
    must(await issue({ number: at('8800', 302) }));
    const code = async (n: number) => {
      const asked = { secret: house.secrets.tenant };
      const { status, body } = await house.request('POST /v1/balance', { card: at('8800', n) }, asked);
      return status === 200 ? 'ok' : (body as { code: string }).code;
    };
    expect([await code(301), await code(302)]).toEqual(['cards.card.may_not_view', 'ok']);
    const set = must(await suspend({ range: 'club', effects: ['view'] }));
    expect(await code(302)).toBe('cards.card.suspended');
    must(await lift(set.suspension.suspension));
  });

  test('a person enrols with a card from stock, and a card of a profile is nobody else’s to enrol with', async () => {
    await stocked('club', '8800', 311, 2);
    const secret = house.secrets.tenant;
    const enrol = (phone: string, card: string) =>
      house.request(
        'POST /v1/members',
        { reference: fresh(), program: 'club', channel: 'till', phone, card },
        { secret },
      );
    expect((await enrol('+34600999311', at('8800', 311))).status).toBe(201);
    expect((await enrol('+34600999312', at('8800', 399))).body).toMatchObject({ code: 'cards.range.not_stock' });
    const [{ member }] = house.people;
    must(await issue({ number: at('8800', 312), member: { member }, account: 'own' }));
    expect((await enrol('+34600999313', at('8800', 312))).body).toMatchObject({ code: 'cards.card.exists' });
  });

  test('an account has as many cards of a range as its sharing allows, of ten asked for at once too', async () => {
    const policy = { sharing: { holders: 2 } };
    must(await house.cards.openRange(house.tenant, { ...RANGE, code: 'pair', prefix: '8822', policy }));
    await stocked('pair', '8822', 1, 10);
    const [, , { member }] = house.people;
    const outcomes = await Promise.all(
      Array.from({ length: 10 }, (_, n) => issue({ number: at('8822', n + 1), member: { member } })),
    );
    expect(outcomes.filter((one) => one.ok)).toHaveLength(2);
    expect(outcomes.filter((one) => !one.ok).map(refusalOf)).toEqual(Array(8).fill('cards.range.holders_full'));
  });
});
