import fc from 'fast-check';
import { expect, test } from 'vitest';
import { instant, instantFromIso, MICROSECONDS_PER_DAY, type Instant } from '../../kernel/instant.ts';
import { createZone } from '../../kernel/zone.ts';
import type { TierContent, TierDefinition } from './definition.ts';
import { addMark, type Mark } from './mark.ts';
import { marksBetween, marksLeft } from './qualify.ts';
import { countMarks, settleStanding, type StandingGround } from './settle-standing.ts';
import { newStanding, type Standing } from './standing.ts';

// Two years of receipts, returns and time, under any rules. A failure prints its seed.

const SEED = 20_261_122;
const runs = (numRuns: number) => ({ seed: SEED, numRuns });
const zone = createZone('America/Santiago');
const BEGIN = instantFromIso('2025-01-01T12:00:00Z')!;
const DAYS = 730;

const periods = fc.constantFrom('month', 'quarter', 'half_year', 'year', 'anniversary');
const shape = fc.oneof(
  fc.record({ window: fc.record({ days: fc.integer({ min: 1, max: 200 }) }), start: fc.constant('immediate') }),
  fc.record({ window: fc.record({ per: periods }), start: fc.constantFrom('immediate', 'next_period') }),
) as fc.Arbitrary<Pick<TierContent, 'window' | 'start'>>;
const rules: fc.Arbitrary<TierContent> = shape.chain(({ window, start }) =>
  fc.record({
    levels: fc.constant([
      { code: 'bronze', name: 'Bronze', threshold: '0' },
      { code: 'silver', name: 'Silver', threshold: '40' },
      { code: 'invited', name: 'Invited' },
      { code: 'gold', name: 'Gold', threshold: '120' },
    ]),
    metric: fc.constantFrom('earned', 'spend', 'visits'),
    counts: fc.constant({ pending: true, spend: 'net' } as const),
    window: fc.constant(window),
    start: fc.constant(start),
    validity:
      'days' in window
        ? fc.record({ days: fc.integer({ min: 1, max: 300 }) })
        : start === 'next_period'
          ? fc.constantFrom('end_of_period', 'end_of_next_period')
          : fc.oneof(
              fc.constantFrom('end_of_period' as const, 'end_of_next_period' as const),
              fc.record({ months: fc.integer({ min: 1, max: 14 }) }),
            ),
    grace: fc.option(
      fc.record({ days: fc.integer({ min: 0, max: 40 }), roundTo: fc.constantFrom(undefined, 'month', 'quarter') }),
      { nil: undefined },
    ),
    downgrade: fc.constantFrom('none', 'one_step', 'full'),
    purchaseTier: fc.constant('before'),
    returns: fc.constantFrom('reevaluate'),
    onChange: fc.constant('upgrade_only'),
  }),
) as fc.Arbitrary<TierContent>;

const groundOf = (content: TierContent): StandingGround => {
  const thresholds = content.levels.map((one) => (one.threshold === undefined ? undefined : Number(one.threshold)));
  const definition: TierDefinition = {
    tenant: 1,
    program: 1,
    version: 1,
    inForceFrom: 0 as Instant,
    content,
    thresholds,
  };
  return { versions: [definition], zone };
};
const begun = (ground: StandingGround): Standing =>
  newStanding({ lane: 1, owner: 1n, program: 1, tenant: 1 }, ground.versions[0]!, BEGIN);

const moment = fc
  .integer({ min: 0, max: DAYS * 24 })
  .map((hours) => instant(BEGIN + hours * (MICROSECONDS_PER_DAY / 24)));
const receipt = fc
  .tuple(moment, fc.integer({ min: 0, max: 90 }), fc.integer({ min: 0, max: 90 }))
  .map(([at, earned, spend]): Mark => [at, earned, spend, 1]);
const receipts = fc.array(receipt, { maxLength: 30 });
const END = instant(BEGIN + (DAYS + 400) * MICROSECONDS_PER_DAY);

/** As batches do it: time first, then the receipt; what comes late is told at `now`. */
function arrive(
  ground: StandingGround,
  standing: Standing,
  marks: readonly Mark[],
  now: Instant,
  isReturn = false,
): Standing {
  const at = isReturn ? now : marks[0]![0];
  const settled = settleStanding(ground, standing, at).standing;
  const counted = countMarks(ground, settled, marks, now, isReturn ? 'returned' : 'counted_late').standing;
  return settleStanding(ground, counted, at).standing;
}

const negative = ([at, earned, spend, visits]: Mark): Mark => [at, -earned, -spend, -visits];

test('the same receipts end at the same sums and the same tier, whatever the order in which they arrive', () => {
  fc.assert(
    fc.property(
      rules,
      receipts.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
      (content, [all, shuffled]) => {
        const ground = groundOf(content);
        const end = (marks: readonly Mark[]): Standing =>
          settleStanding(
            ground,
            marks.reduce((standing, mark) => arrive(ground, standing, [mark], mark[0]), begun(ground)),
            END,
          ).standing;
        const [one, other] = [end([...all].sort(([a], [b]) => a - b)), end(shuffled)];
        expect(other.marks).toEqual(one.marks);
        expect(other.course).toEqual(one.course);
        expect([other.tier, other.dueAt]).toEqual([one.tier, one.dueAt]);
      },
    ),
    runs(400),
  );
});

test('control: without counting a late receipt on its own date the order would matter', () => {
  const content = fc.sample(rules, { seed: SEED, numRuns: 200 });
  const differs = content.some((one) => {
    const ground = groundOf({
      ...one,
      metric: 'spend',
      window: { per: 'month' },
      start: 'immediate',
      validity: 'end_of_next_period',
    });
    const [first, second]: Mark[] = [
      [BEGIN, 0, 100, 1],
      [instant(BEGIN + 60 * MICROSECONDS_PER_DAY), 0, 50, 1],
    ];
    const inOrder = [first!, second!].reduce((all, mark) => arrive(ground, all, [mark], mark[0]), begun(ground));
    const misdated: Mark = [second![0], 0, 100, 1];
    const wrong = [second!, misdated].reduce((all, mark) => arrive(ground, all, [mark], mark[0]), begun(ground));
    return inOrder.tier !== wrong.tier;
  });
  expect(differs).toBe(true);
});

test('receipts that came back leave what was never bought, in whatever order they come back', () => {
  const story = receipts.chain((all) =>
    fc.tuple(fc.constant(all), fc.shuffledSubarray(all.map((_, n) => n)), fc.nat({ max: 300 })),
  );
  fc.assert(
    fc.property(rules, story, (content, [all, back, after]) => {
      const ground = groundOf(content);
      const now = instant(BEGIN + (DAYS + after) * MICROSECONDS_PER_DAY);
      const bought = all.reduce((standing, mark) => arrive(ground, standing, [mark], mark[0]), begun(ground));
      const left = back.reduce((standing, n) => arrive(ground, standing, [negative(all[n]!)], now, true), bought);
      const kept = all.filter((_, n) => !back.includes(n));
      const never = kept.reduce((standing, mark) => arrive(ground, standing, [mark], mark[0]), begun(ground));
      expect(left.marks).toEqual(never.marks);
      const [one, other] = [left, never].map((standing) => settleStanding(ground, standing, END).standing);
      expect(one!.course).toEqual(other!.course);
    }),
    runs(300),
  );
});

test('a clock that moves over two years in steps comes to what one step comes to, and the due moment is never too late', () => {
  fc.assert(
    fc.property(rules, receipts, fc.array(moment, { maxLength: 20 }), (content, all, stops) => {
      const ground = groundOf(content);
      const marks = all.reduce(addMark, [] as readonly Mark[]);
      const start = { ...begun(ground), marks };
      const told: string[] = [];
      let stepwise: Standing = start;
      for (const stop of [...stops.sort((a, b) => a - b), END]) {
        const before = stepwise;
        const { standing, changes } = settleStanding(ground, before, stop);
        if (changes.length > 0 && before.course.at > 0) expect(changes[0]!.at).toBeGreaterThanOrEqual(before.dueAt);
        told.push(...changes.map((one) => `${one.at} ${one.to}`));
        stepwise = standing;
      }
      const once = settleStanding(ground, start, END);
      expect(stepwise).toEqual(once.standing);
      expect(told).toEqual(once.changes.map((one) => `${one.at} ${one.to}`));
    }),
    runs(400),
  );
});

test('what partial returns leave is a function of what is left, and never more than was counted', () => {
  const counted = fc
    .array(fc.tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 50 })), { minLength: 1, maxLength: 4 })
    .map((parts) =>
      parts.map(([earned, spend], n): Mark => [instant(BEGIN + n), earned, n === 0 ? spend : 0, n === 0 ? 1 : 0]),
    );
  const steps = fc.array(fc.tuple(fc.nat({ max: 200 }), fc.nat({ max: 60 })), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(counted, steps, (marks, all) => {
      let now: readonly Mark[] = marks;
      let sum = marks.reduce(addMark, [] as readonly Mark[]);
      for (const [earned, spend] of all) {
        const left = marksLeft(marks, { earned: BigInt(earned), spend: BigInt(spend), isVisit: true });
        sum = marksBetween(now, left).reduce(addMark, sum);
        now = left;
      }
      const [earned, spend] = all.at(-1)!;
      const straight = marksLeft(marks, { earned: BigInt(earned), spend: BigInt(spend), isVisit: true });
      expect(sum).toEqual(straight.reduce(addMark, [] as readonly Mark[]));
      expect(straight.every((mark, n) => mark.every((value, at) => value <= marks[n]![at]!))).toBe(true);
    }),
    runs(300),
  );
});
