import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeDeliveryHouse, type DeliveryHouse } from '../../../test/delivery-house.ts';
import { atRate, hangUp, listen, postFrom, type Heard } from '../../../test/flood.ts';
import { giftTerms } from '../../../test/gift-house.ts';
import { must } from '../../../test/house.ts';
import { luhnDigit } from '../../kernel/card-number.ts';
import { ANSWER_STEP_MS, GUARD_LIMITS, type Guard } from '../../platform/guard/index.ts';
import type { GiftCardSlot } from './deps.ts';

let desk: DeliveryHouse;
let port: number;
beforeAll(async () => {
  desk = await makeDeliveryHouse({ pin: 'needed', levelsAnswers: true });
  port = await listen(desk.house.api);
  await openStock();
});
afterAll(async () => {
  hangUp();
  await desk.close();
});

const PIN = '4711';
const PATH = '/v1/gift-card-balance';
const sell = () => desk.sellCard('25.00', { newPin: PIN });

/** Three cards of stock that nobody has bought: the last is destroyed. */
async function openStock(): Promise<void> {
  const { house } = desk;
  const who = { tenant: house.tenant, by: 1n };
  const range = {
    code: 'stock',
    type: 'gift',
    prefix: '7001',
    length: 12,
    charset: 'digits',
    checkDigit: 'none',
  } as const;
  const pins = { pinKind: 'pin', pinLength: 4, pinRequired: true } as const;
  const worth = { unit: desk.unitOf('EUR'), face: 2_500n, priceList: undefined, track: {} };
  const kept = { systemOfRecord: 'here', processor: undefined, policy: {} } as const;
  must(
    await house.cards.openRange(house.tenant, {
      program: house.program().program,
      ...range,
      ...pins,
      ...worth,
      ...kept,
    }),
  );
  await desk.set('stock', 'EUR', giftTerms('0000', { numbers: undefined, range: 'stock' }));
  const told = { ...who, space: 0n, reference: 'stock', range: 'stock', quantity: 3, source: 'csv' as const };
  const { batch } = must(await house.cards.createCardBatch(told));
  const loader = await house.cards.openLoader();
  const entries = [1, 2, 3].map((serial) => ({ serial, number: stock(serial) as never, pin: PIN }));
  must(await house.cards.addToBatch(loader, batch, entries));
  await loader.close();
  must(await house.cards.releaseBatch(who, batch.batch));
  must(await house.cards.destroyStock(who, batch.batch, { first: 3, last: 3 }));
}
const stock = (serial: number): string => `7001${String(serial).padStart(8, '0')}`;

let addresses = 0;
/** An address from which nobody has asked. */
const fromNew = (): string => `10.3.${(addresses += 1) >> 8}.${addresses & 255}`;

const ask = async (number: string, pin: string | undefined, address = fromNew(), more: object = {}) => {
  const began = performance.now();
  const body = { tenant: 'demo', card: { number, ...(pin && { pin }) }, ...more };
  const answer = await desk.publicly(`POST ${PATH}`, body, address);
  const { requestId: _, ...told } = answer.body as Record<string, unknown>;
  return { status: answer.status, told, tookMs: performance.now() - began };
};

/** The same over a real connection. */
const askOver = (number: string, pin: string, address: string, knownDevice?: string): Promise<Heard> =>
  postFrom(port, address, PATH, { tenant: 'demo', card: { number, pin }, ...(knownDevice && { knownDevice }) });

const ROUNDS = 9;
const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!;
const madOf = (values: readonly number[]): number => median(values.map((one) => Math.abs(one - median(values))));

type Cause = (round: number) => ReturnType<typeof ask>;
type Measured = {
  readonly answers: readonly Awaited<ReturnType<Cause>>[];
  readonly spreadMs: number;
  readonly noiseMs: number;
};

/** Every cause in every round, all of a round at once, so that what keeps the machine busy keeps it from all of them. */
async function measure(causes: Readonly<Record<string, Cause>>): Promise<Measured> {
  const names = Object.keys(causes);
  const rounds: Awaited<ReturnType<Cause>>[][] = [];
  for (let round = 0; round < ROUNDS; round += 1)
    rounds.push(await Promise.all(names.map((name) => causes[name]!(round))));
  const took = names.map((_, at) => rounds.map((answers) => answers[at]!.tookMs));
  const medians = took.map(median);
  return {
    answers: rounds.flat(),
    spreadMs: Math.max(...medians) - Math.min(...medians),
    noiseMs: Math.max(...took.map(madOf)),
  };
}

/** A fifth of the step, and what the machine itself scatters: as far apart as the causes' medians may be. */
const toleranceOf = ({ noiseMs }: Measured): number => ANSWER_STEP_MS / 5 + 2 * noiseMs;

describe('somebody without credential', () => {
  test('is told the balance by number and PIN', async () => {
    const { number } = await sell();
    expect(await ask(number, PIN)).toMatchObject({ status: 200, told: { balance: '25.00', unit: 'EUR' } });
  });

  test('gets one answer in one time, whatever is the cause', async () => {
    desk.clock.skip(300);
    const mistyped = await Promise.all(Array.from({ length: ROUNDS }, sell));
    const [fine, blocked, empty, closed, locked, undone, expired] = await Promise.all(Array.from({ length: 7 }, sell));
    const done = async (what: string, body: Record<string, unknown>): Promise<void> =>
      expect((await desk.ask(what, body)).status, what).toBe(201);
    await done('block', { card: { id: blocked!.card }, reason: 'lost' });
    for (const one of [empty, closed])
      await done('redeem', { card: { number: one!.number, pin: PIN }, amount: '25.00' });
    await done('close', { card: { id: closed!.card }, reason: 'other' });
    await done('void', { of: 'activation', originalReference: undone!.reference });
    for (let n = 0; n < 3; n += 1) expect((await ask(locked!.number, '0000')).status).toBe(404);
    const place = desk.house.tokens.decode('card', expired!.card)!;
    await desk.house.database.query(
      'update cards.card set valid_until = current_date - 2 where lane = $1 and card = $2',
      [place.lane, place.id],
    );
    const causes: Record<string, Cause> = {
      unknown: () => ask('6012999999999995', PIN),
      malformed: () => ask('not-a-number!', PIN),
      wrongPin: (round) => ask(mistyped[round]!.number, '0000'),
      noPin: () => ask(fine!.number, undefined),
      locked: () => ask(locked!.number, PIN),
      blocked: () => ask(blocked!.number, PIN),
      expired: () => ask(expired!.number, PIN),
      empty: () => ask(empty!.number, PIN),
      closed: () => ask(closed!.number, PIN),
      activationUndone: () => ask(undone!.number, PIN),
      notActivated: () => ask(stock(1), PIN),
      destroyed: () => ask(stock(3), PIN),
      anotherTenant: () => ask(fine!.number, PIN, fromNew(), { tenant: 'vecino' }),
      noTenant: () => ask(fine!.number, PIN, fromNew(), { tenant: 'nobody' }),
    };
    const measured = await measure(causes);
    for (const one of measured.answers) {
      expect(one.status).toBe(404);
      expect(one.told).toEqual(measured.answers[0]!.told);
      expect(one.tookMs).toBeGreaterThanOrEqual(0.99 * ANSWER_STEP_MS);
    }
    expect(measured.spreadMs).toBeLessThan(toleranceOf(measured));
    // The cards were what they are said to be, and somebody who is right is still served.
    expect(await ask(fine!.number, PIN)).toMatchObject({ status: 200 });
    const told = await desk.ask('redeem', { card: { number: expired!.number, pin: PIN }, amount: '1.00' });
    expect(told.body).toMatchObject({ code: 'cards.card.blocked', detail: expect.stringContaining('expired') });
    expect((await desk.ask('redeem', { card: { number: stock(1), pin: PIN }, amount: '1.00' })).body).toMatchObject({
      code: 'giftcards.card.inert',
    });
  });

  test('would be told by the time, were answers not held: what measures it sees a work that takes longer', async () => {
    desk.clock.skip(300);
    const { number } = await sell();
    const causes = { unknown: () => ask('6012999999999995', PIN), noPin: () => ask(number, undefined) };
    const slot = desk.house.delivery.deps.giftCards as { showByPin: GiftCardSlot['showByPin'] };
    const guard = desk.house.guard as { level: Guard['level'] };
    const [{ showByPin }, { level }] = [{ ...slot }, { ...guard }];
    try {
      slot.showByPin = async (tenant, asked, pin) => {
        if (asked === number) await sleep(160);
        return showByPin(tenant, asked, pin);
      };
      const held = await measure(causes);
      expect(held.spreadMs).toBeLessThan(toleranceOf(held));
      guard.level = (work) => work();
      const open = await measure(causes);
      expect(open.spreadMs).toBeGreaterThan(toleranceOf(open));
    } finally {
      Object.assign(slot, { showByPin });
      Object.assign(guard, { level });
    }
  });

  test('counts a wrong PIN in the lane of its card, although he is not told', async () => {
    const { number } = await sell();
    for (let n = 0; n < 3; n++) await ask(number, '0000');
    expect(await ask(number, PIN)).toMatchObject({ status: 404 });
    expect((await desk.ask('redeem', { card: { number, pin: PIN }, amount: '1.00' })).body).toMatchObject({
      code: 'giftcards.pin.locked',
    });
  });
});

const PER_SECOND = 400;
const GUESSES = 1_600;
/** A minute's limit, and what of it comes back while the guessing lasts. */
const capOf = (max: number): number => Math.ceil(max * 1.2) + 2;

type Cards = readonly { readonly number: string }[];

/** Guesses at the rate, one in forty of them a card that is there with its PIN; what gets through would be told. */
async function guessAt(
  cards: Cards,
  address: (n: number) => string,
  meanwhile: (n: number) => void,
): Promise<number[]> {
  const tried: Promise<number>[] = [];
  await atRate(PER_SECOND, GUESSES, (n) => {
    const payload = `6012${String(n).padStart(11, '9')}`;
    const isHit = n % 40 === 0;
    const number = isHit ? cards[n % cards.length]!.number : payload + luhnDigit(payload);
    tried.push(askOver(number, isHit ? PIN : '0000', address(n)).then(({ status }) => status));
    meanwhile(n);
  });
  return Promise.all(tried);
}

const count = (statuses: readonly number[], status: number): number => statuses.filter((one) => one === status).length;

describe('400 guesses a second over real connections', () => {
  test('from one address disclose nothing beyond its limit, while customers and tills are served', async () => {
    // A quiet minute before: what other tests tried is over.
    desk.clock.skip(300);
    const cards = await Promise.all(Array.from({ length: 5 }, sell));
    const served: Promise<Heard>[] = [];
    const paid: Promise<number>[] = [];
    const guesses = await guessAt(
      cards,
      () => '127.66.0.1',
      (n) => {
        if (n % 160 !== 80) return;
        const { number } = cards[((n - 80) / 160) % cards.length]!;
        served.push(askOver(number, PIN, `127.77.0.${1 + (n - 80) / 160}`));
        paid.push(desk.ask('redeem', { card: { number, pin: PIN }, amount: '0.01' }).then(({ status }) => status));
      },
    );
    const customers = await Promise.all(served);
    expect(guesses.length - count(guesses, 429)).toBeLessThanOrEqual(capOf(GUARD_LIMITS.address.max));
    expect(count(guesses, 429)).toBeGreaterThan(1_500);
    expect(customers.map(({ status }) => status)).toEqual(customers.map(() => 200));
    expect(await Promise.all(paid)).toEqual(paid.map(() => 201));
    expect(median(customers.map(({ tookMs }) => tookMs))).toBeLessThan(5_000);
  }, 60_000);

  test('from four hundred addresses meet the limit of the tenant; devices that were right before are served all along', async () => {
    desk.clock.skip(300);
    const cards = await Promise.all(Array.from({ length: 5 }, sell));
    const home = (n: number): string => `127.78.0.${1 + n}`;
    const known = await Promise.all(
      cards.map(async ({ number }, n) => {
        const told = await askOver(number, PIN, home(n));
        expect(told).toMatchObject({ status: 200, body: { balance: '25.00' } });
        return told.body['knownDevice'] as string;
      }),
    );
    desk.clock.skip(300);
    const served: Promise<Heard>[] = [];
    const strangers: Promise<number>[] = [];
    const paid: Promise<number>[] = [];
    const guesses = await guessAt(
      cards,
      (n) => `127.66.${1 + ((n % 400) >> 8)}.${n % 256}`,
      (n) => {
        if (n % 80 !== 40) return;
        const who = ((n - 40) / 80) % cards.length;
        served.push(askOver(cards[who]!.number, PIN, home(who), known[who]));
        paid.push(
          desk
            .ask('redeem', { card: { number: cards[who]!.number, pin: PIN }, amount: '0.01' })
            .then((one) => one.status),
        );
        // The same customer at an address of his own, whose device says nothing, or what is worth nothing here.
        const worthless = [undefined, known[(who + 1) % cards.length], `${known[who]!.slice(0, -3)}AAA`][(n / 40) % 3];
        if (n > GUESSES / 2)
          strangers.push(askOver(cards[who]!.number, PIN, '127.79.0.1', worthless).then((one) => one.status));
      },
    );
    const customers = await Promise.all(served);
    expect(guesses.length - count(guesses, 429)).toBeLessThanOrEqual(capOf(GUARD_LIMITS.tenant.max));
    expect(count(guesses, 429)).toBeGreaterThan(1_200);
    expect(customers.map(({ status }) => status)).toEqual(customers.map(() => 200));
    expect(await Promise.all(paid)).toEqual(paid.map(() => 201));
    expect(median(customers.map(({ tookMs }) => tookMs))).toBeLessThan(5_000);
    // The control: without being known they are refused at that very time.
    expect(strangers.length).toBeGreaterThan(5);
    expect(await Promise.all(strangers)).toEqual(strangers.map(() => 429));
  }, 60_000);

  test('of a known device at cards of others are counted like anybody’s; at its own they lock the card and end at its limit', async () => {
    desk.clock.skip(300);
    const [own, other] = [await sell(), await sell()];
    const known = (await askOver(own.number, PIN, '127.80.0.1')).body['knownDevice'] as string;
    const guesses = await Promise.all(
      Array.from({ length: 40 }, () => askOver(other.number, PIN, '127.80.0.2', known).then(({ status }) => status)),
    );
    expect(count(guesses, 200)).toBeLessThanOrEqual(capOf(GUARD_LIMITS.address.max));
    expect(count(guesses, 429)).toBeGreaterThan(0);
    const pins = await Promise.all(
      Array.from({ length: 60 }, (_, n) => askOver(own.number, `1${String(n).padStart(3, '0')}`, '127.80.0.3', known)),
    );
    const told = pins.map(({ status }) => status);
    expect(count(told, 200)).toBe(0);
    expect(count(told, 404)).toBeLessThanOrEqual(capOf(GUARD_LIMITS.known_device.max));
    expect((await desk.ask('redeem', { card: { number: own.number, pin: PIN }, amount: '1.00' })).body).toMatchObject({
      code: 'giftcards.pin.locked',
    });
  }, 60_000);
});
