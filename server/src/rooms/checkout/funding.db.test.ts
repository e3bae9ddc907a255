import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { assertBooks } from '../../../test/books.ts';
import { makeHouse, type Person, type TestHouse } from '../../../test/house.ts';
import { assertPots } from '../../../test/pots.ts';
import { addWalletType, byPoints, done, freshName, line, openTills, type Tills } from '../../../test/sales.ts';
import { localDate } from '../../kernel/local-date.ts';
import { attributionOf, positionsOf } from '../funding/index.ts';
import type { RulebookInput } from '../promotions/index.ts';

let house: TestHouse;
let till: Tills;
let pharmacy: Tills;
let people = 3;

const ask = async (what: string, body?: unknown): Promise<{ status: number; body: never }> =>
  house.request(what, body, { secret: house.secrets.tenant });
const contract = (code: string, terms: string, partner?: string, over: object = {}) =>
  ask('POST /v1/programs/club/funding-contracts', {
    ...{ code, terms, unit: 'PTS', price: { points: '100', money: '0.80' }, firstOn: '2020-01-01' },
    ...(partner === undefined ? {} : { partner }),
    ...over,
  });
const block = (code: string, reference: string, points: string, over: object = {}) =>
  ask(`POST /v1/programs/club/funding-contracts/${code}/blocks`, { reference, points, firstOn: '2020-01-01', ...over });
const blocksOf = async (code: string): Promise<Record<string, string>> => {
  const { body } = await ask('GET /v1/programs/club/funding-contracts');
  const { items } = body as { items: { code: string; blocks: { reference: string; left: string }[] }[] };
  return Object.fromEntries(
    (items.find((one) => one.code === code)?.blocks ?? []).map((one) => [one.reference, one.left]),
  );
};

/** A point a euro, paid by a contract. */
const funded = (code: string, funding: string, over: object = {}): RulebookInput['promotions'][number] => ({
  code,
  priority: 1,
  firstOn: '2020-01-01',
  effects: [{ kind: 'points-per-amount', wallet: 'points', params: { points: '1', step: '1.00', per: 'receipt' } }],
  funding,
  ...over,
});
const publish = async (...promotions: RulebookInput['promotions']): Promise<void> => {
  expect(await house.publish(promotions)).toMatchObject({ ok: true });
};
const earned = (answer: { readonly earned?: readonly { readonly points: string }[] }): number =>
  (answer.earned ?? []).reduce((sum, { points }) => sum + Number(points), 0);
const somebody = (): Promise<Person> => house.enrol(++people);
const period = { from: localDate(2020, 1, 1), until: localDate(2099, 12, 31) };
const attribution = () =>
  attributionOf(house.database, { tenant: house.tenant, program: house.program().program, ...period });

beforeAll(async () => {
  house = await makeHouse({ promotions: [] });
  till = openTills(house);
  pharmacy = openTills(house, 'farmacia');
});
afterAll(() => house.close());
afterEach(async () => {
  await assertBooks(house);
  await assertPots(house);
});

describe('contracts', () => {
  test('are made once, whatever is sent again, and refuse what cannot be', async () => {
    expect(await contract('once', 'prepaid', 'farmacia')).toMatchObject({ status: 201, body: { partner: 'farmacia' } });
    expect(await contract('once', 'prepaid', 'farmacia')).toMatchObject({ status: 200 });
    expect(await contract('once', 'postpaid', 'farmacia')).toMatchObject({ status: 409 });
    expect(await contract('nobody', 'prepaid', 'ghost')).toMatchObject({ status: 422 });
    expect(await block('once', 'b1', '10')).toMatchObject({ status: 201 });
    expect(await block('once', 'b1', '10')).toMatchObject({ status: 200 });
    expect(await block('once', 'b1', '11')).toMatchObject({ status: 409 });
    expect(await block('ghost', 'b1', '11')).toMatchObject({ status: 404 });
    await contract('later', 'postpaid', 'farmacia');
    expect(await block('later', 'b1', '10')).toMatchObject({ status: 422 });
    expect(await house.publish([funded('lost', 'ghost')])).toMatchObject({
      refusal: 'promotions.funding.unknown',
      facts: { place: 'promotions[0].funding' },
    });
    const bound = await house.request('GET /v1/programs/club/funding-contracts');
    expect(bound.status).toBe(403);
    const stranger = await house.request('GET /v1/programs/club/funding-contracts', undefined, {
      secret: house.secrets.vecino,
    });
    expect((stranger.body as { items: unknown[] }).items).toEqual([]);
  });
});

describe('a prepaid contract', () => {
  test('pays from the block that starts first and has enough, then from its reserve, and else nothing is given', async () => {
    await contract('pre', 'prepaid', 'farmacia');
    await block('pre', 'second', '50', { firstOn: '2021-01-01' });
    await block('pre', 'first', '30');
    await block('pre', 'reserve', '40', { isReserve: true, firstOn: '2020-01-01' });
    await publish(funded('by-blocks', 'pre'));
    const buyer = await somebody();
    const sell = (points: number) => done(till.sell({ of: buyer, lines: [line(1, points * 100)] })).then(earned);
    expect(await sell(20)).toBe(20);
    expect(await blocksOf('pre')).toEqual({ first: '10', second: '50', reserve: '40' });
    // Ten are left in the first: an operation is paid whole by one block.
    expect(await sell(20)).toBe(20);
    expect(await blocksOf('pre')).toEqual({ first: '10', second: '30', reserve: '40' });
    expect(await sell(35)).toBe(35);
    expect(await blocksOf('pre')).toEqual({ first: '10', second: '30', reserve: '5' });
    expect(await sell(31)).toBe(0);
    const reference = freshName();
    await done(till.sell({ of: buyer, reference, lines: [line(1, 1_000), line(2, 2_000)] }));
    expect(await blocksOf('pre')).toEqual({ first: '10', second: '0', reserve: '5' });
    await done(till.giveBack(reference, [[2, 1_000]]));
    expect(await blocksOf('pre')).toEqual({ first: '10', second: '20', reserve: '5' });
    await done(till.giveBack(reference, [[1, 1_000]]));
    expect(await blocksOf('pre')).toEqual({ first: '10', second: '30', reserve: '5' });
  });

  test('that wants it refuses the sale whose points no block can pay; a notice is booked without them and listed', async () => {
    const refusing = { whenEmpty: 'refuse_sale' };
    await contract('strict', 'prepaid', 'farmacia', refusing);
    await block('strict', 'only', '25');
    await publish(funded('by-strict', 'strict'));
    const buyer = await somebody();
    const sale = { of: buyer, lines: [line(1, 2_000)] };
    expect(earned(await done(till.sell(sale)))).toBe(20);
    const exhausted = { refusal: 'checkout.funding.exhausted', facts: { promotion: 'by-strict', contract: 'strict' } };
    expect(await till.sell(sale)).toMatchObject(exhausted);
    expect(await till.quote(sale)).toMatchObject(exhausted);
    const told = await done(till.sell({ ...sale, manner: 'notice' }));
    expect(earned(told)).toBe(0);
    expect(told.exceptions?.map(({ code }) => code)).toEqual(['checkout.funding.exhausted']);
    // What the block can pay is paid, and nobody without a member is asked.
    expect(earned(await done(till.sell({ ...sale, lines: [line(1, 500)] })))).toBe(5);
    const reference = freshName();
    await done(till.sell({ reference, lines: [line(1, 2_000)] }));
    expect(await till.claim(reference, buyer)).toMatchObject(exhausted);
    await block('strict', 'reserve', '100', { isReserve: true });
    expect(earned(await done(till.sell(sale)))).toBe(20);
    expect(earned(await done(till.claim(reference, buyer)))).toBe(20);
    expect(await contract('never', 'postpaid', 'farmacia', refusing)).toMatchObject({ status: 422 });
  });

  test('is never oversold by many tills at once', async () => {
    await contract('rush', 'prepaid', 'farmacia');
    await block('rush', 'only', '100');
    await publish(funded('rushed', 'rush'));
    const buyers = await Promise.all([somebody(), somebody(), somebody(), somebody()]);
    const outcomes = await Promise.all(
      Array.from({ length: 40 }, (_, n) => done(till.sell({ of: buyers[n % 4], lines: [line(1, 700)] }))),
    );
    // Fourteen times seven is 98; two are left that pay no whole receipt.
    expect(outcomes.reduce((sum, one) => sum + earned(one), 0)).toBe(98);
    expect(await blocksOf('rush')).toEqual({ only: '2' });
  });

  test('pays two promotions of one receipt out of one block, both whole or one', async () => {
    await contract('both', 'prepaid', 'farmacia');
    await block('both', 'only', '15');
    await publish(funded('one', 'both'), funded('two', 'both', { priority: 2 }));
    const buyer = await somebody();
    expect(earned(await done(till.sell({ of: buyer, lines: [line(1, 1_000)] })))).toBe(10);
    expect(await blocksOf('both')).toEqual({ only: '5' });
    expect(earned(await done(till.sell({ of: buyer, lines: [line(1, 200)] })))).toBe(4);
    expect(await blocksOf('both')).toEqual({ only: '1' });
  });
});

describe('a block that is counted at a rate (semantics 3.11)', () => {
  const rated = (code: string, over: object = {}) =>
    ask('POST /v1/programs/club/funding-contracts', {
      ...{ code, terms: 'prepaid', partner: 'farmacia', unit: 'PTS', price: { points: '100', money: '0.80' } },
      ...{ firstOn: '2020-01-01', rate: { points: '3', block: '2.55' }, ...over },
    });

  test('gives members whole points and is left with decimals, and any steps of returns restore it exactly', async () => {
    expect(await rated('rated')).toMatchObject({ status: 201, body: { rate: { points: '3', block: '2.5500' } } });
    expect(await rated('rated')).toMatchObject({ status: 200 });
    expect(await rated('rated', { rate: { points: '3', block: '2.56' } })).toMatchObject({ status: 409 });
    await block('rated', 'only', '20.0001');
    await publish(funded('at-a-rate', 'rated'));
    const buyer = await somebody();
    const reference = freshName();
    const lines = [line(1, 400), line(2, 300)];
    expect(earned(await done(till.sell({ of: buyer, reference, lines })))).toBe(7);
    expect(await blocksOf('rated'), 'seven times 0.85').toEqual({ only: '14.0501' });
    await done(till.giveBack(reference, [[1, 1_000]]));
    expect(await blocksOf('rated')).toEqual({ only: '17.4501' });
    await done(till.quoteAndHold({ of: buyer, lines: [line(1, 2_000)] }));
    expect(await blocksOf('rated'), 'twenty points are kept by the quote').toEqual({ only: '0.4501' });
    await done(till.giveBack(reference, 'all'));
    expect(await blocksOf('rated')).toEqual({ only: '3.0001' });
  });

  test('gives what is below its last decimal to the partner, and never more than it has', async () => {
    await rated('third', { rate: { points: '3', block: '1' } });
    await block('third', 'only', '1');
    await publish(funded('by-thirds', 'third'));
    const buyer = await somebody();
    const sell = () => done(till.sell({ of: buyer, lines: [line(1, 100)] })).then(earned);
    expect([await sell(), await sell()]).toEqual([1, 1]);
    expect(await blocksOf('third')).toEqual({ only: '0.3332' });
    expect(await sell(), 'a third, rounded up, is more than is left').toBe(0);
  });

  test('is of prepaid contracts alone, and above zero', async () => {
    expect(await rated('late', { terms: 'postpaid' })).toMatchObject({ status: 422 });
    expect(await rated('none', { rate: { points: '3', block: '0' } })).toMatchObject({ status: 422 });
    expect(await rated('half', { rate: { points: '0.5', block: '1' } })).toMatchObject({ status: 422 });
  });
});

describe('attribution', () => {
  test('says whose points were spent where, by the lots that paid, and takes off what was given back', async () => {
    await contract('mine', 'postpaid', 'farmacia');
    await contract('house', 'own');
    const buyer = await somebody();
    const before = await attribution();
    const more = <T extends { readonly points: bigint }>(now: readonly T[], then: readonly T[]) =>
      now.flatMap((one) => {
        const same = then.find(
          (other) => JSON.stringify({ ...other, points: 0 }) === JSON.stringify({ ...one, points: 0 }),
        );
        const points = one.points - (same?.points ?? 0n);
        return points === 0n ? [] : [{ ...one, points }];
      });
    await publish(funded('for-pharmacy', 'mine'));
    await done(till.sell({ of: buyer, lines: [line(1, 3_000)] }));
    await publish(funded('for-house', 'house'));
    const ofHouse = freshName();
    await done(till.sell({ of: buyer, reference: ofHouse, lines: [line(1, 2_000)] }));
    await publish();
    // Thirty of the pharmacy's are spent first, then ten of the program's.
    const reference = freshName();
    await done(pharmacy.sell({ of: buyer, reference, lines: [line(1, 40)], tenders: [byPoints(40)] }));
    const settings = house.partners.settings();
    const farmacia = settings.partnerByCode(house.tenant, 'farmacia')!.partner;
    const of = (code: string) => house.funding.byCode(house.program().program, code)!.contract;
    const { unit } = house.funding.byCode(house.program().program, 'mine')!;
    const after = await attribution();
    expect(more(after.spent, before.spent)).toEqual([
      { unit, issuer: 0, contract: of('house'), redeemer: farmacia, points: 10n },
      { unit, issuer: farmacia, contract: of('mine'), redeemer: farmacia, points: 30n },
    ]);
    const issuedBy = async (code: string) =>
      (await attribution()).issued.find(({ contract: paid }) => paid === of(code));
    expect(await issuedBy('mine')).toMatchObject({ issuer: farmacia, points: 30n, given: 30n, reversed: 0n });
    expect(await issuedBy('house')).toMatchObject({ unit, issuer: 0, points: 20n, given: 20n, reversed: 0n });
    expect(positionsOf(more(after.spent, before.spent))).toEqual([
      { unit, partner: 0, points: -10n },
      { unit, partner: farmacia, points: 10n },
    ]);
    await done(pharmacy.giveBack(reference, 'all'));
    expect(more((await attribution()).spent, before.spent)).toEqual([]);
    await done(till.giveBack(ofHouse, 'all'));
    expect(await issuedBy('house')).toMatchObject({ points: 0n, given: 20n, reversed: 20n });
    const { status, body } = await ask('GET /v1/programs/club/funding-attribution?from=2020-01-01&until=2099-12-31');
    expect(status).toBe(200);
    const { positions } = body as { positions: { points: string }[] };
    expect(positions.reduce((sum, one) => sum + Number(one.points), 0)).toBe(0);
  });
});

describe('S3.15 A contract with a limit', () => {
  const limitOf = async (code: string): Promise<Record<string, string> | undefined> => {
    const { body } = await ask('GET /v1/programs/club/funding-contracts');
    const { items } = body as { items: { code: string; limit?: Record<string, string> }[] };
    return items.find((one) => one.code === code)?.limit;
  };
  const limited = (points: string, per: string, over: object = {}): object => ({ limit: { points, per }, ...over });

  test('pays no more than its own budget, whole receipts only; a return gives back', async () => {
    await contract('budget', 'own', undefined, limited('50', 'ever'));
    expect(await contract('budget', 'own', undefined, limited('50', 'ever'))).toMatchObject({ status: 200 });
    expect(await contract('budget', 'own', undefined, limited('60', 'ever'))).toMatchObject({ status: 409 });
    await publish(funded('by-budget', 'budget'));
    const buyer = await somebody();
    const reference = freshName();
    const sell = (points: number, over: object = {}) =>
      done(till.sell({ of: buyer, lines: [line(1, points * 100)], ...over })).then(earned);
    expect(await sell(30, { reference })).toBe(30);
    expect(await sell(30)).toBe(0);
    expect(await sell(20)).toBe(20);
    expect(await limitOf('budget')).toMatchObject({ points: '50', used: '50', left: '0' });
    await done(till.giveBack(reference, 'all'));
    expect(await limitOf('budget')).toMatchObject({ used: '20', left: '30' });
  });

  test('of a partner holds in the period of the sale, for many tills at once, and can refuse the sale', async () => {
    await contract('monthly', 'postpaid', 'farmacia', limited('100', 'month', { whenEmpty: 'refuse_sale' }));
    await publish(funded('by-month', 'monthly'));
    const buyers = await Promise.all([somebody(), somebody(), somebody(), somebody()]);
    const outcomes = await Promise.all(
      Array.from({ length: 40 }, (_, n) => till.sell({ of: buyers[n % 4], lines: [line(1, 700)] })),
    );
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(14);
    const others = outcomes.flatMap((one) => (one.ok ? [] : [(one as { refusal: string }).refusal]));
    expect(new Set(others)).toEqual(new Set(['checkout.funding.exhausted']));
  });

  test('is not of prepaid contracts, and above zero', async () => {
    expect(await contract('odd', 'prepaid', 'farmacia', limited('10', 'ever'))).toMatchObject({ status: 422 });
    expect(await contract('odd', 'own', undefined, limited('0', 'ever'))).toMatchObject({ status: 422 });
  });

  test('lets partners’ points be spent with them alone, or anywhere but there', async () => {
    await contract('pharmacy', 'postpaid', 'farmacia');
    await addWalletType(house, 'pills', { rules: { partners: ['farmacia'] } });
    await publish(
      funded('by-pharmacy', 'pharmacy', {
        effects: [
          { kind: 'points-per-amount', wallet: 'pills', params: { points: '1', step: '0.01', per: 'receipt' } },
        ],
      }),
    );
    const buyer = await somebody();
    await done(till.sell({ of: buyer, lines: [line(1, 1_000)] }));
    const pills = { of: buyer, lines: [line(1, 100)], tenders: [byPoints(100, { walletType: 'pills' })] };
    expect(await till.sell(pills)).toMatchObject({ facts: { reason: 'pills: not with this partner' } });
    expect(await done(pharmacy.sell(pills))).toMatchObject({ spent: [{ points: '100' }] });
  });
});
