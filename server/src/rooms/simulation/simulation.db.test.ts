import { afterAll, beforeAll, expect, test } from 'vitest';
import { BASE_EARN, makeHouse, type TestHouse } from '../../../test/house.ts';
import { instantFromIso } from '../../kernel/instant.ts';
import type { Instant } from '../../kernel/instant.ts';
import { manualClock } from '../../platform/clock.ts';
import { assert } from '../../kernel/assert.ts';
import { recomputeJournal, simulate } from './index.ts';
import type { SimulationAsked, SimulationReport } from './index.ts';

let house: TestHouse;
let sale: string;
const clock = manualClock(instantFromIso('2026-03-04T12:00:00Z') as Instant);

type Answer = {
  status: number;
  body: Record<string, never> & { simulation: string; operation: string; state: string };
};
const ask = async (what: string, body?: unknown): Promise<Answer> => {
  const { status, body: answer } = await house.request(what, body, { secret: house.secrets.tenant });
  return { status, body: answer };
};

let minute = 0;
const buy = async (reference: string, card: string | undefined, gross: string, outlet = 'centro'): Promise<string> => {
  // Each a minute behind the last one, so that their order is told by the clock and not by lanes.
  const occurredAt = `2026-03-04T12:0${minute++}:00Z`;
  const answer = await ask('POST /v1/sales', {
    ...{ reference, outlet, terminal: 'T1', occurredAt, manner: 'notice', currency: 'EUR' },
    ...(card && { member: { card } }),
    lines: [{ sku: 'bread', category: 'food', quantity: '1', amount: gross }],
    tenders: [{ kind: 'cash', amount: gross }],
  });
  expect(answer).toMatchObject({ status: 201 });
  return answer.body.operation;
};

beforeAll(async () => {
  house = await makeHouse({ clock });
  const [one, two] = house.people;
  sale = await buy('s-1', one.card, '30.00');
  await buy('s-2', one.card, '5.00', 'playa');
  await buy('s-3', two.card, '8.00');
  await buy('s-4', undefined, '99.00');
});

afterAll(() => house.close());

const run = async (asked: Omit<SimulationAsked, 'program'>): Promise<SimulationReport> => {
  const outcome = await simulate(house, { program: house.program().program, ...asked });
  assert(outcome.ok, 'it can be simulated');
  return outcome.report;
};

const DRAFT = {
  earnBase: 'net_of_points',
  promotions: [
    { ...BASE_EARN, effects: [{ ...BASE_EARN.effects[0], params: { points: '1', step: '10.00', per: 'receipt' } }] },
    {
      ...{ code: 'tea-time', priority: 200, firstOn: '2020-01-01' },
      conditions: [{ kind: 'min-basket', params: { min: '6.00', base: 'net' } }],
      effects: [{ kind: 'fixed-bonus', wallet: 'points', params: { points: '20' } }],
    },
    {
      ...{ code: 'never', priority: 300, firstOn: '2020-01-01' },
      conditions: [{ kind: 'outlet-in', params: { outlets: ['moon'] } }],
      effects: [{ kind: 'fixed-bonus', wallet: 'points', params: { points: '1' } }],
    },
  ],
};

test('a draft over the journal says what it would give, to whom, and what never fires', async () => {
  const before = await house.journalCount();
  const report = await run({ content: DRAFT, threads: 2 });
  expect(report).toMatchObject({
    ...{ receipts: 4, withBuyer: 3, buyers: 2, gross: '142.00', lacking: {} },
    // 3 + 20, 0, 20 against 30, 5, 8.
    amounts: { points: { draft: '43', today: '43', difference: '0' } },
    cost: { draft: '0.43', today: '0.43' },
    byDay: [{ key: '2026-03-04', receipts: 4 }],
    byOutlet: [
      { key: 'centro', amounts: { points: { draft: '43', today: '38', difference: '5' } } },
      { key: 'playa', amounts: { points: { draft: '0', today: '5', difference: '-5' } } },
    ],
    members: [
      {
        amount: 'points',
        win: 1,
        lose: 1,
        same: 0,
        winMost: [{ difference: '12' }],
        loseMost: [{ difference: '-12' }],
      },
    ],
    neverFired: [{ code: 'never', reasons: [{ reason: 'promotions.condition.not_held outlet-in', share: 100 }] }],
    overlaps: [{ promotions: ['base-earn', 'tea-time'], receipts: 1 }],
  });
  expect(await house.journalCount()).toBe(before);
});

test('what came back is taken off, as points of the day of the sale, and told apart', async () => {
  const sold = await buy('s-back', house.people[2].card, '40.00');
  expect(sold).toBeDefined();
  const returned = await ask('POST /v1/returns', {
    ...{ reference: 'r-back', outlet: 'centro', terminal: 'T1', occurredAt: '2026-03-04T12:30:00Z', manner: 'notice' },
    ...{ original: { reference: 's-back' }, lines: 'all' },
  });
  expect(returned.status).toBe(201);
  const report = await run({ content: DRAFT });
  expect(report).toMatchObject({
    ...{ receipts: 5, gross: '182.00', buyers: 3 },
    // 4 + 20 would have been given, and 40 were: nothing of either stays.
    amounts: { points: { draft: '43', today: '43' } },
    returns: { receipts: 1, gross: '40.00', amounts: { points: { draft: '24', today: '40', difference: '-16' } } },
    members: [{ win: 1, lose: 1, same: 1 }],
  });
  expect(report.promotions.find(({ code }) => code === 'tea-time')).toMatchObject({
    receipts: 3,
    amounts: { points: '40' },
  });
});

const limited = (limits: readonly object[], ...more: object[]) => ({
  promotions: [{ ...DRAFT.promotions[1], limits }, ...more],
});

test('limits hold a draft back as at the till: a budget by all tills, a limit by member, and the day on which it ended', async () => {
  // Receipts in their order: 30.00, 5.00, 8.00 and 40.00, which came back; from 6.00 on there are 20 points.
  const budget = limited([{ per: 'program', of: 'points', max: '30', period: 'month', over: 'clip' }]);
  const clipped = await run({ content: budget, threads: 2 });
  expect(clipped.amounts['points']).toMatchObject({ draft: '30' });
  expect(clipped.budgetEnds).toEqual([
    { promotion: 'tea-time', of: 'points', max: '30', period: '2026-03-01', endsOn: '2026-03-04' },
  ]);
  expect(clipped.promotions[0]).toMatchObject({ code: 'tea-time', limited: 2 });
  const rejected = limited([{ per: 'program', of: 'points', max: '30', period: 'month', over: 'reject' }]);
  expect((await run({ content: rejected })).amounts['points']).toMatchObject({ draft: '20' });
  const once = limited([{ per: 'member', of: 'uses', max: '1', period: 'day', over: 'reject' }]);
  const perMember = await run({ content: once });
  expect(perMember).toMatchObject({ amounts: { points: { draft: '40' } }, budgetEnds: [] });
  // Nobody obeys: all is given, and the report says when it would have ended.
  const ignored = await run({ content: budget, obeysLimits: false });
  expect(ignored).toMatchObject({
    amounts: { points: { draft: '40' } },
    budgetEnds: [{ promotion: 'tea-time', endsOn: '2026-03-04' }],
  });
});

test('what follows from receipts one after another is known, though no rule had asked for it then', async () => {
  const streak = {
    ...{ code: 'again', priority: 300, firstOn: '2020-01-01' },
    conditions: [{ kind: 'days-since-visit', params: { from: 0, to: 0 } }],
    effects: [{ kind: 'fixed-bonus', wallet: 'points', params: { points: '7' } }],
  };
  const card = {
    ...{ code: 'card', priority: 310, firstOn: '2020-01-01' },
    effects: [{ kind: 'stamp-card', wallet: 'points', params: { card: 'bread', size: 2, points: '100' } }],
  };
  // One member comes twice on that day: the second time is a visit on the day of the last one, and his second stamp.
  const report = await run({ content: { promotions: [streak, card] }, threads: 2 });
  expect(report.amounts['points']).toMatchObject({ draft: '107' });
  expect(report.lacking).toEqual({});
});

test('what the version in force decided is what it decides: simulated against itself nothing changes', async () => {
  const content = house.promotions.rulebookAt(house.program().program, clock.now()).content;
  const report = await run({ content });
  expect(report.amounts['points']).toEqual({ draft: '43', today: '43', difference: '0' });
  expect(report.returns.amounts['points']).toEqual({ draft: '40', today: '40', difference: '0' });
  expect(report.members).toEqual([]);
});

test('receipts outside of the asked time are left alone, and wrong content is refused by its place', async () => {
  const { program } = house.program();
  const none = await run({ content: DRAFT, from: clock.now(), before: clock.now() });
  expect(none).toMatchObject({ receipts: 0, firstOn: null });
  const wrong = { promotions: [{ ...BASE_EARN, colour: 'red' }] };
  expect(await simulate(house, { program, content: wrong })).toMatchObject({
    refusal: 'promotions.rulebook.unknown_field',
  });
});

test('asked over the API it runs in the background, once for each reference', async () => {
  const path = 'POST /v1/programs/club/simulations';
  const asked = await ask(path, { reference: 'sim-1', content: DRAFT });
  expect(asked).toMatchObject({ status: 202, body: { state: 'waiting' } });
  expect(await ask(path, { reference: 'sim-1', content: DRAFT })).toMatchObject({ status: 200, body: asked.body });
  expect(await ask(path, { reference: 'sim-1', content: { promotions: [BASE_EARN] } })).toMatchObject({ status: 409 });
  expect(await ask(path, { reference: 'sim-2' })).toMatchObject({ status: 422 });
  expect(await house.simulations.work()).toBe(true);
  expect(await house.simulations.work()).toBe(false);
  const done = await ask(`GET /v1/programs/club/simulations/${asked.body.simulation}`);
  expect(done).toMatchObject({ status: 200, body: { state: 'done', report: { receipts: 5 } } });
  expect(await ask('GET /v1/programs/club/simulations')).toMatchObject({ body: { items: [{ state: 'done' }] } });
  const others = await house.request(`GET /v1/programs/club/simulations/${asked.body.simulation}`, undefined, {
    secret: house.secrets.vecino,
  });
  expect(others.status).toBe(404);
});

test('a period in which nothing can lie, and a day that is none, are refused with their place', async () => {
  const errors = async (period: object): Promise<unknown> => {
    const { status, body } = await ask('POST /v1/programs/club/simulations', {
      ...{ reference: 'sim-period', content: DRAFT },
      ...period,
    });
    return { status, errors: body['errors'] };
  };
  expect(await errors({ from: '2026-12-01T00:00:00Z', before: '2026-01-01T00:00:00Z' })).toEqual({
    status: 400,
    errors: [{ path: 'body.before', message: 'Not after "from": nothing lies between' }],
  });
  expect(await errors({ from: '2026-02-31T00:00:00Z' })).toEqual({
    status: 400,
    errors: [{ path: 'body.from', message: 'There is no such day or time' }],
  });
  expect(await errors({ from: '2026-01-01', before: '2026-02-01' })).toMatchObject({
    ...{ status: 400, errors: [{ path: 'body.from' }, { path: 'body.before' }] },
  });
});

test('a run whose process ended is taken up by the next one', async () => {
  const asked = await ask('POST /v1/programs/club/simulations', { reference: 'sim-lost', content: DRAFT });
  const stopped = new AbortController();
  stopped.abort();
  await house.database.query(`update simulation.run set state = 'running', beat_at = $1 where reference = 'sim-lost'`, [
    '2026-03-04T11:58:59Z',
  ]);
  expect(await house.simulations.work()).toBe(true);
  expect(await ask(`GET /v1/programs/club/simulations/${asked.body.simulation}`)).toMatchObject({
    body: { state: 'done' },
  });
});

test('every point is explained to three readers, and comes out a second time', async () => {
  const told = async (reader: string): Promise<string[]> =>
    (await ask(`GET /v1/operations/${sale}/derivation?for=${reader}`)).body['sentences'] as string[];
  expect(await told('customer')).toEqual(['You earned 30 points.', '30 points: a promotion.']);
  const cashier = await told('cashier');
  expect(cashier[0]).toBe('A sale.');
  expect(cashier).toContainEqual(expect.stringContaining('base-earn: 1 point per 1.00 spent'));
  const auditor = await told('auditor');
  expect(auditor[0]).toMatch(/^A sale \(checkout\.sale\), op_\w+: occurred .* UTC, /);
  expect(auditor).toContain('Decided by version 1 of the rulebook.');
  expect(auditor.at(-1)).toBe('Computed again without the engine: the same, line by line.');
  expect((await ask(`GET /v1/operations/${sale}/derivation?for=customer&language=es`)).body['sentences']).toEqual([
    'Ha ganado 30 puntos.',
    '30 puntos: una promoción.',
  ]);
  const all = {
    ...{ tenant: house.tenant, program: house.program().program, rulebook: house.promotions.rulebook },
    ...{ look: house.machine.look, codeOf: (walletType: number) => house.walletTypes.of(walletType).code },
  };
  expect(await recomputeJournal(house.database, all)).toEqual({
    ...{ sales: 5, claims: 0, returns: 1, rescores: 0, occasions: 0, reversals: 0 },
    ...{ grants: 4, discounts: 0, tookLess: 0, differences: 0, classes: {}, notComputed: 0, notComputedFor: {} },
  });
});

test('what promotions took off is told too: to the customer as saved, to the cashier with its rule, to the auditor as it stands', async () => {
  const tenth = {
    ...{ code: 'tenth-off', priority: 10, firstOn: '2020-01-01', name: { en: 'Ten per cent', es: 'Diez por ciento' } },
    effects: [{ kind: 'percent-discount', params: { percent: '10' } }],
  };
  const coupon = {
    ...{ code: 'next', priority: 300, firstOn: '2020-01-01', name: { en: 'See you soon', es: 'Hasta pronto' } },
    effects: [{ kind: 'coupon-issue', params: { coupon: 'NEXT5' } }],
  };
  clock.set(instantFromIso('2026-03-05T09:00:00Z') as Instant);
  const published = await house.promotions.publish({
    ...{ program: house.program().program, content: { promotions: [tenth, BASE_EARN, coupon] } },
  });
  expect(published.ok).toBe(true);
  clock.set(instantFromIso('2026-03-05T10:00:00Z') as Instant);
  const sold = await ask('POST /v1/sales', {
    ...{ reference: 'off', outlet: 'centro', terminal: 'T1', occurredAt: '2026-03-05T10:00:00Z', manner: 'notice' },
    currency: 'EUR',
    member: { card: house.people[0].card },
    lines: [
      { sku: 'bread', category: 'food', quantity: '1', amount: '20.00', discount: '2.00', promotionDiscount: '2.00' },
    ],
    tenders: [{ kind: 'cash', amount: '18.00' }],
  });
  expect(sold).toMatchObject({ status: 201 });
  const told = async (reader: string, language = 'en') =>
    (await ask(`GET /v1/operations/${sold.body.operation}/derivation?for=${reader}&language=${language}`))
      .body as unknown as {
      sentences: string[];
      discounts: object[];
    };
  expect((await told('customer')).sentences).toEqual([
    'You saved 2.00 EUR.',
    '2.00 EUR off: Ten per cent.',
    'You earned 18 points.',
    '18 points: a promotion.',
    'For your next visit: 1 coupon NEXT5, by See you soon.',
  ]);
  expect((await told('customer', 'es')).sentences.slice(0, 2)).toEqual([
    'Ha ahorrado 2,00 EUR.',
    '2,00 EUR menos: Diez por ciento.',
  ]);
  const cashier = await told('cashier');
  expect(cashier.sentences).toContain(
    'tenth-off: 10 % off all goods, of what other discounts left. Takes 2.00 off: line 1 2.00.',
  );
  expect(cashier.discounts).toEqual([
    { promotion: 'tenth-off', effect: 0, kind: 'percent-discount', money: '2.00', perLine: [[1, '2.00']] },
  ]);
  expect((await told('auditor')).sentences).toContain(
    'Prices stand as they were decided then; what each promotion took off is computed again.',
  );
});
