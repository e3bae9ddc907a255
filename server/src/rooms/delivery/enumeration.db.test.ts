import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeDeliveryHouse, type DeliveryHouse } from '../../../test/delivery-house.ts';
import { luhnDigit } from '../../kernel/card-number.ts';
import { ANSWER_STEP_MS, GUARD_LIMITS } from '../../platform/guard/index.ts';

let desk: DeliveryHouse;
beforeAll(async () => {
  desk = await makeDeliveryHouse({ pin: 'needed' });
});
afterAll(() => desk.close());

const PIN = '4711';
const sell = () => desk.sellCard('25.00', { newPin: PIN });

const ask = async (number: string, pin: string | undefined, address: string, tenant = 'demo') => {
  const began = performance.now();
  const body = { tenant, card: { number, ...(pin && { pin }) } };
  const answer = await desk.publicly('POST /v1/gift-card-balance', body, address);
  const { requestId: _, ...told } = answer.body as Record<string, unknown>;
  return { status: answer.status, told, tookMs: performance.now() - began };
};

describe('somebody without credential', () => {
  test('is told the balance by number and PIN', async () => {
    const { number } = await sell();
    expect(await ask(number, PIN, '198.51.100.10')).toMatchObject({
      status: 200,
      told: { balance: '25.00', unit: 'EUR' },
    });
  });

  test('gets one answer in one time for unknown, wrong, missing, locked, blocked, empty and another tenant', async () => {
    const wrong = await sell();
    const blocked = await sell();
    const empty = await sell();
    const locked = await sell();
    const fine = await sell();
    await desk.request(`POST /v1/cards/${blocked.card}/block`, { reference: desk.reference(), reason: 'lost' });
    expect((await desk.ask('redeem', { card: { number: empty.number, pin: PIN }, amount: '25.00' })).status).toBe(201);
    let at = 20;
    const from = (): string => `198.51.100.${(at += 1)}`;
    for (let n = 0; n < 3; n++) await ask(locked.number, '0000', from());
    const answers = [];
    for (let round = 0; round < 3; round++) {
      answers.push(
        await ask('6012999999999995', PIN, from()),
        await ask('not-a-number!', PIN, from()),
        await ask(wrong.number, round === 0 ? '0000' : undefined, from()),
        await ask(locked.number, PIN, from()),
        await ask(blocked.number, PIN, from()),
        await ask(empty.number, PIN, from()),
        await ask(fine.number, PIN, from(), 'vecino'),
        await ask(fine.number, PIN, from(), 'nobody'),
      );
    }
    for (const one of answers) {
      expect(one.status).toBe(404);
      expect(one.told).toEqual(answers[0]?.told);
      // One step, or two where this machine was busy; never a time of its own.
      const steps = one.tookMs / ANSWER_STEP_MS;
      expect(steps).toBeGreaterThanOrEqual(0.99);
    }
    expect(await ask(fine.number, PIN, from())).toMatchObject({ status: 200 });
    expect(await ask(fine.number, PIN, from())).toMatchObject({ status: 200 });
  });

  test('counts a wrong PIN in the lane of its card, although he is not told', async () => {
    const { number } = await sell();
    for (let n = 0; n < 3; n++) await ask(number, '0000', `192.0.2.${n + 1}`);
    expect(await ask(number, PIN, '192.0.2.9')).toMatchObject({ status: 404 });
    expect((await desk.ask('redeem', { card: { number, pin: PIN }, amount: '1.00' })).body).toMatchObject({
      code: 'giftcards.pin.locked',
    });
  });
});

test('400 guesses a second for four seconds disclose nothing beyond the limit, while customers and tills are served', async () => {
  // A quiet minute before: what other tests tried is over.
  desk.clock.skip(300);
  const cards = await Promise.all(Array.from({ length: 5 }, sell));
  const limit = GUARD_LIMITS.address.max;
  const tried: Promise<number>[] = [];
  const served: Promise<number>[] = [];
  const began = performance.now();
  let slowestMs = 0;
  for (let n = 0; n < 1_600; n++) {
    const due = began + n * 2.5;
    if (performance.now() < due) await sleep(due - performance.now());
    const payload = `6012${String(n).padStart(11, '9')}`;
    // One in forty is a card that is there, with its PIN: what gets through would be told.
    const isHit = n % 40 === 0;
    const number = isHit ? cards[n % cards.length]!.number : payload + luhnDigit(payload);
    tried.push(ask(number, isHit ? PIN : '0000', '203.0.113.66').then(({ status }) => status));
    if (n % 160 === 80) {
      const customer = cards[(n / 80) % cards.length]!;
      const asked = performance.now();
      served.push(
        ask(customer.number, PIN, `198.51.100.${100 + n / 80}`).then(({ status }) => {
          slowestMs = Math.max(slowestMs, performance.now() - asked);
          return status;
        }),
        desk
          .ask('redeem', { card: { number: customer.number, pin: PIN }, amount: '0.01' })
          .then(({ status }) => status),
      );
    }
  }
  const [guesses, customers] = [await Promise.all(tried), await Promise.all(served)];
  const told = guesses.filter((status) => status !== 429);
  expect(told.length).toBeLessThanOrEqual(limit + 2);
  expect(guesses.filter((status) => status === 200).length).toBeLessThanOrEqual(limit + 2);
  expect(guesses.filter((status) => status === 429).length).toBeGreaterThan(1_500);
  expect(customers.every((status) => status === 200 || status === 201)).toBe(true);
  expect(slowestMs).toBeLessThan(5_000);
}, 60_000);

test('guesses from four hundred addresses meet the limit of the tenant, and a customer whose app signs is served', async () => {
  desk.clock.skip(300);
  const outcomes = await Promise.all(
    Array.from({ length: 400 }, (_, n) => ask('6012999999999995', '0000', `10.1.${n >> 8}.${n & 255}`)),
  );
  const through = outcomes.filter(({ status }) => status !== 429).length;
  expect(through).toBeLessThanOrEqual(GUARD_LIMITS.tenant.max);
  const refused = await ask('6012999999999995', '0000', '10.2.0.1');
  expect(refused).toMatchObject({ status: 429, told: { code: 'guards.attempts.too_many' } });
  const counted = await desk.house.guard.attempt({
    tenant: desk.house.tenant,
    address: '10.2.0.2',
    knownDevice: 'dev_1',
  });
  expect(counted.ok).toBe(true);
}, 60_000);
