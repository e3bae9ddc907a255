import fc from 'fast-check';
import type { Act } from './fake-books.ts';

const who = fc.nat({ max: 2 });
const which = fc.nat({ max: 30 });
const amount = fc.bigInt({ min: 1n, max: 200n });
const percent = fc.integer({ min: 1, max: 100 });
const negative = fc.constantFrom(
  'only_pending' as const,
  'within_balance' as const,
  'unlimited' as const,
  'recover_from_refund' as const,
);
const livesFor = fc.oneof(fc.integer({ min: 1, max: 20 }), fc.constant('ever' as const));
const startsIn = fc.oneof(
  { weight: 2, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 5 }) },
);

const ACTS: { readonly [Does in Act['does']]: fc.Arbitrary<Act> } = {
  accrue: fc.record({ does: fc.constant('accrue' as const), who, amount, startsIn, livesFor }),
  redeem: fc.record({ does: fc.constant('redeem' as const), who, amount }),
  restore: fc.record({ does: fc.constant('restore' as const), which, percent, graceDays: fc.constantFrom(0, 0, 10) }),
  'claw back': fc.record({ does: fc.constant('claw back' as const), which, percent, negative }),
  hold: fc.record({ does: fc.constant('hold' as const), who, amount, days: fc.integer({ min: 1, max: 6 }) }),
  capture: fc.record({ does: fc.constant('capture' as const), which, percent: fc.integer({ min: 0, max: 100 }) }),
  release: fc.record({ does: fc.constant('release' as const), which }),
  freeze: fc.record({ does: fc.constant('freeze' as const), which }),
  unfreeze: fc.record({ does: fc.constant('unfreeze' as const), which }),
  transfer: fc.record({ does: fc.constant('transfer' as const), who, to: who, amount }),
  settle: fc.record({ does: fc.constant('settle' as const), who }),
  wait: fc.record({ does: fc.constant('wait' as const), days: fc.integer({ min: 1, max: 8 }) }),
};

const ALL = Object.keys(ACTS) as Act['does'][];

/** Lives of three members in so many acts, half of which give points. */
export const actsOf = (count: number, kinds: readonly Act['does'][] = ALL): fc.Arbitrary<Act[]> =>
  fc.array(
    fc.oneof(
      { weight: kinds.length, arbitrary: ACTS.accrue },
      ...kinds.map((kind) => ({ weight: 1, arbitrary: ACTS[kind] })),
    ),
    {
      minLength: count >> 1,
      maxLength: count,
      size: 'max',
    },
  );
