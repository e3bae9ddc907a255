import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { assertBooks } from '../../../test/books.ts';
import { makeHouse, must, type TestHouse } from '../../../test/house.ts';
import { assertPots } from '../../../test/pots.ts';
import { byPoints, done, freshName, line, openTills, type Tills } from '../../../test/sales.ts';
import { localDate } from '../../kernel/local-date.ts';
import { PROGRAM_ITSELF } from '../../platform/audit.ts';
import { attributionOf } from '../funding/index.ts';

// One receipt earns points of several partners into one wallet, and its goods come back piece by piece: what is used of each partner's block
// is what lives of its lots, so that nobody has points back that a member can still spend (semantics 3.11).

// The control: a return that does not know which points are earned no more, and cancels lots as they end.
const returns = vi.hoisted(() => ({ areBlind: false }));
// Files of one worker share modules: this one has them to itself, and nobody after it gets its control.
vi.hoisted(() => void vi.resetModules());
afterAll(() => void vi.resetModules());
vi.mock(import('./unearned.ts'), async (original) => {
  const real = await original();
  return { unearnedBy: (...asked) => (returns.areBlind ? new Map() : real.unearnedBy(...asked)) };
});

let house: TestHouse;
let till: Tills;
let people = 3;
const PATIENCE_MS = 120_000;
const CONTRACTS = ['pre', 'second', 'own'] as const;

beforeAll(async () => {
  house = await makeHouse({ promotions: [] });
  till = openTills(house);
  const program = house.program();
  const common = {
    terms: 'prepaid' as const,
    unit: 'PTS',
    price: { points: '100', money: '0.80' },
    firstOn: '2020-01-01',
  };
  for (const [code, partner] of [
    ['pre', 'farmacia'],
    ['second', 'mercado'],
    ['own', undefined],
  ] as const) {
    must(await house.funding.addContract(program, { ...common, code, partner }, PROGRAM_ITSELF));
    const block = { reference: `all-${code}`, points: '1000000', isReserve: false, firstOn: '2020-01-01' };
    must(await house.funding.buyBlock(program, code, block, PROGRAM_ITSELF));
  }
  const promotion = (code: string, over: object, params: object = {}, effect: object = {}) => ({
    ...{ code, priority: 1, firstOn: '2020-01-01', ...over },
    effects: [
      {
        ...{ kind: 'points-per-amount', wallet: 'points', ...effect },
        params: { points: '1', step: '1.00', per: 'receipt', ...params },
      },
    ],
  });
  const of = (sku: string) => ({ lines: { skus: [sku] } });
  const atLeast = (min: string) => ({ conditions: [{ kind: 'min-basket', params: { base: 'gross', min } }] });
  must(
    await house.publish([
      promotion('base', {}),
      promotion('by-pre', { funding: 'pre' }, of('pre')),
      // Ends sooner than everything else, and is earned no more soon.
      promotion(
        'soon',
        { funding: 'second', ...atLeast('30.00') },
        { points: '2', step: '3.00' },
        { validity: { after: { days: 30 } } },
      ),
      promotion('by-second', { funding: 'second' }, { ...of('second'), per: 'line' }),
      promotion('by-own', { funding: 'own', ...atLeast('12.00') }, { points: '3', step: '7.00' }),
    ]),
  );
});
afterAll(() => house.close());
afterEach(() => {
  returns.areBlind = false;
});

const SKUS = ['pre', 'second', 'none'] as const;
const story = fc.record({
  lines: fc.array(
    fc.record({
      sku: fc.constantFrom(...SKUS),
      cents: fc.integer({ min: 100, max: 3_000 }),
      pieces: fc.integer({ min: 1, max: 3 }),
    }),
    {
      minLength: 1,
      maxLength: 4,
    },
  ),
  back: fc.array(fc.nat({ max: 3 }), { minLength: 1, maxLength: 6 }),
});

type Sums = Readonly<Record<string, bigint>>;

/** By contract: what its blocks have used, what was issued less what was reversed, and what lives of its lots. */
const standing = async (): Promise<{ readonly used: Sums; readonly issued: Sums; readonly living: Sums }> => {
  const { tenant } = house;
  const { program } = house.program();
  const code = new Map(CONTRACTS.map((one) => [house.funding.byCode(program, one)!.contract, one as string]));
  const { issued } = await attributionOf(house.database, {
    ...{ tenant, program, from: localDate(2020, 1, 1), until: localDate(2099, 12, 31) },
  });
  const lots = await house.database.query<{ contract: number; remaining: bigint }>(
    'select contract, sum(remaining)::bigint as remaining from points.lot where contract <> 0 group by contract',
  );
  const { body } = await house.request('GET /v1/programs/club/funding-contracts', undefined, {
    secret: house.secrets.tenant,
  });
  const { items } = body as { items: { code: string; blocks: { used: string }[] }[] };
  const nothing = Object.fromEntries(CONTRACTS.map((one) => [one, 0n]));
  const sums = (all: readonly (readonly [string | undefined, bigint])[]): Sums => ({
    ...nothing,
    ...Object.fromEntries(all.filter(([one]) => one !== undefined)),
  });
  return {
    used: sums(items.map((one) => [one.code, BigInt(one.blocks[0]?.used ?? '0')])),
    issued: sums(issued.map((one) => [code.get(one.contract), one.points])),
    living: sums(lots.map((one) => [code.get(one.contract), one.remaining])),
  };
};

const givesEachHisOwn = () =>
  fc.asyncProperty(story, async ({ lines, back }) => {
    const reference = freshName();
    const buyer = await house.enrol(++people);
    const goods = lines.map(({ sku, cents, pieces }, at) =>
      line(at + 1, cents, { sku, quantity: BigInt(pieces) * 1_000n }),
    );
    await done(till.sell({ of: buyer, reference, lines: goods }));
    const left = lines.map(({ pieces }) => pieces);
    for (const which of back) {
      const at = which % lines.length;
      if (left[at] === 0) continue;
      left[at] = (left[at] as number) - 1;
      await done(till.giveBack(reference, [[at + 1, 1_000]]));
      const { used, issued, living } = await standing();
      expect(issued).toEqual(used);
      expect(living).toEqual(used);
    }
  });
const settings = { numRuns: 25, seed: 20_261_125 };

test(
  'whatever comes back, each partner has back of its block what was cancelled of its lots',
  async () => {
    await expect(fc.assert(givesEachHisOwn(), settings)).resolves.toBeUndefined();
    await assertBooks(house);
    await assertPots(house);
  },
  PATIENCE_MS,
);

test('half of a receipt takes half of both promotions back, not all from the lot that ends first', async () => {
  const before = await standing();
  const reference = freshName();
  await done(
    till.sell({
      of: await house.enrol(++people),
      reference,
      lines: [line(1, 1_000, { sku: 'pre', quantity: 2_000n })],
    }),
  );
  await done(till.giveBack(reference, [[1, 1_000]]));
  const after = await standing();
  const more = (of: 'used' | 'issued' | 'living') => (after[of]['pre'] as bigint) - (before[of]['pre'] as bigint);
  expect([more('used'), more('issued'), more('living')]).toEqual([5n, 5n, 5n]);
});

test('where points were spent already, what is left of the receipt is cancelled, and the blocks have theirs back all the same', async () => {
  const before = await standing();
  const reference = freshName();
  const buyer = await house.enrol(++people);
  await done(
    till.sell({ of: buyer, reference, lines: [line(1, 1_000, { sku: 'pre' }), line(2, 200, { sku: 'none' })] }),
  );
  // 12 of the till's, 10 of the pharmacy's, 5 of the program's: all but two are spent.
  await done(till.sell({ of: buyer, lines: [line(1, 25)], tenders: [byPoints(25)] }));
  const back = await done(till.giveBack(reference, [[1, 1_000]]));
  expect(back.takenBack?.map(({ points }) => points)).toEqual(['25']);
  const after = await standing();
  const more = (of: keyof typeof after): bigint[] =>
    CONTRACTS.map((one) => (after[of][one] as bigint) - (before[of][one] as bigint));
  expect(more('used'), 'all is given back to the blocks').toEqual([0n, 0n, 0n]);
  expect(more('living'), 'and nothing of theirs is left to spend').toEqual([0n, 0n, 0n]);
});

test(
  'control: cancelled as lots end, a partner has points back that live on',
  async () => {
    returns.areBlind = true;
    const outcome = await fc.check(givesEachHisOwn(), { ...settings, endOnFailure: true });
    expect(outcome.failed).toBe(true);
    expect(String(outcome.errorInstance)).toContain('to deeply equal');
  },
  PATIENCE_MS,
);
