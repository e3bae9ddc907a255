import { expect, test } from 'vitest';
import type { PlainVersion } from './limits.ts';
import type { NotComputed, PlainGrant, PlainRule } from './receipt.ts';
import { recomputeDiscounts } from './recompute-discounts.ts';
import { recomputeReturn } from './recompute-return.ts';
import type { PlainDecision, PlainEvent, PlainReturn } from './recompute-return.ts';
import { recompute } from './recompute.ts';

// Whatever is not computed says so: without these, no difference would be told where nothing was looked at.

const ruleOf = (kind: string, params: object, effect = 0): PlainRule => ({
  ...{ effect, kind, version: 1, params, decimals: { money: 2, points: 0 } },
});
const bonus = (promotion: string, points: bigint, effect = 0): PlainGrant => ({
  ...{ promotion, walletType: 'points', points, perLine: [[1, points]] },
  derivation: { rule: ruleOf('fixed-bonus', { points: String(points) }, effect) },
});
const effectOf = (kind: string, params: object) => ({ kind, version: 1, params });
const LINES = [1, 2].map((line) => ({
  ...{ line, sku: 'a', category: 'food', brand: '', labels: [], kind: 'product', quantity: 1_000n },
  ...{ gross: 1_000n, discount: line === 1 ? 100n : 0n, tax: 0n, byPoints: 0n },
}));
const EXPRESSION = [{ kind: 'expression', params: { when: 'total > 0' } }];

/** Why something was left out, in the order in which it was; and how many differences there are. */
const leftBy = (look: (leave: (why: NotComputed) => void) => readonly unknown[]) => {
  const left: NotComputed[] = [];
  const differences = look((why) => left.push(why)).length;
  return { left, differences };
};

const RECHECKED = { percent: '10', onReturn: 'recheck' };
const soldWith = (conditions: readonly { kind: string; params?: unknown }[]): PlainDecision => ({
  receipt: {
    lines: LINES,
    priced: [{ promotion: 'off', rule: ruleOf('percent-discount', RECHECKED), perLine: [[1, 100n]] }],
  },
  granted: [bonus('kept', 5n)],
  version: {
    promotions: [
      { code: 'off', conditions, effects: [effectOf('percent-discount', RECHECKED)] },
      { code: 'kept', effects: [effectOf('fixed-bonus', { points: '5' })] },
    ],
  },
});
const second: PlainReturn = {
  ...{ is: 'return', back: new Map([[2, 1_000n]]), acts: [bonus('kept', 5n)], taken: [], regranted: [], restored: [] },
  ...{ refunds: [{ kind: 'unnamed', amount: 1_000n, isOutside: false }], withheld: 0n },
};
const PAID = { order: 'first', payments: [], tenders: [] };

test('prices that hang on an expression: what stays is not computed, nor how much was kept for what ended', () => {
  const sold = soldWith(EXPRESSION);
  expect(leftBy((leave) => recomputeReturn(sold, PAID, [second], leave))).toEqual({
    left: ['expression'],
    differences: 0,
  });
  const keeps = { ...second, refunds: [{ kind: 'unnamed', amount: 900n, isOutside: false }], withheld: 100n };
  expect(leftBy((leave) => recomputeReturn(sold, PAID, [keeps], leave)).left).toEqual([
    'expression',
    'withheld',
    'expression',
  ]);
  const decided: PlainEvent = { is: 'decided', decision: { ...sold, before: new Map([[2, 1_000n]]) }, taken: [] };
  expect(leftBy((leave) => recomputeReturn(sold, undefined, [decided], leave)).left).toEqual(['expression']);
  // Where a condition can be asked, all of it is computed.
  const asked = soldWith([{ kind: 'lines-include', params: { lines: { categories: ['food'] } } }]);
  expect(leftBy((leave) => recomputeReturn(asked, PAID, [second], leave))).toEqual({ left: [], differences: 0 });
});

test('a return that shared grants out by lines is computed so, and says that what acts was not asked', () => {
  const sold = soldWith([]);
  const { acts: _acts, ...drifted } = second;
  expect(leftBy((leave) => recomputeReturn(sold, PAID, [drifted], leave))).toEqual({
    left: ['drifted'],
    differences: 0,
  });
});

test('one of two effects that gives nothing any more, though its promotion acts, is found', () => {
  const granted = [bonus('both', 5n, 0), bonus('both', 7n, 1)];
  const effects = ['5', '7'].map((points) => effectOf('fixed-bonus', { points }));
  const sold = { receipt: { lines: LINES }, granted, version: { promotions: [{ code: 'both', effects }] } };
  const acts = granted.slice(0, 1);
  const taken = [{ wallet: 'points', points: 7n, parts: 7n, lost: 0n }];
  const told = recomputeReturn(sold, undefined, [{ ...second, acts, taken }]);
  expect(told).toMatchObject([{ what: 'acts', effect: 1, told: 'it acts no more' }]);
});

test('a multiplier that acts no more is nobody to judge while there is something to multiply', () => {
  const twice: PlainGrant = {
    ...{ promotion: 'twice', walletType: 'points', points: 5n, perLine: [[1, 5n]] },
    derivation: { rule: ruleOf('multiplier', { factor: '2' }) },
  };
  const effects = [effectOf('multiplier', { factor: '2' })];
  const kept = { code: 'kept', effects: [effectOf('fixed-bonus', { points: '5' })] };
  const sold: PlainDecision = {
    ...{ receipt: { lines: LINES }, granted: [bonus('kept', 5n), twice] },
    version: { promotions: [kept, { code: 'twice', effects }] },
  };
  const taken = [{ wallet: 'points', points: 5n, parts: 5n, lost: 0n }];
  expect(leftBy((leave) => recomputeReturn(sold, undefined, [{ ...second, taken }], leave))).toEqual({
    left: ['silence'],
    differences: 0,
  });
});

test('which lines a promotion won in its group is not computed, of points and of prices', () => {
  const off = effectOf('percent-discount', { percent: '10' });
  const version: PlainVersion = {
    groups: [{ code: 'best', evaluate: 'highest', scope: 'line' }],
    promotions: [
      { code: 'kept', group: 'best', effects: [effectOf('fixed-bonus', { points: '10' })] },
      { code: 'off', group: 'best', effects: [off] },
    ],
  };
  const won: PlainGrant = {
    ...{ promotion: 'kept', walletType: 'points', points: 5n, perLine: [[2, 5n]] },
    derivation: { rule: ruleOf('fixed-bonus', { points: '10' }) },
  };
  const lines = LINES.map((line) => ({ ...line, discount: 0n }));
  expect(leftBy((leave) => recompute({ lines }, [won], version, leave))).toEqual({
    left: ['contended'],
    differences: 0,
  });
  const priced = [{ promotion: 'off', rule: ruleOf('percent-discount', off.params), perLine: [[1, 100n]] as const }];
  expect(leftBy((leave) => recomputeDiscounts({ lines: LINES }, priced, version, leave).differences)).toEqual({
    left: ['contended'],
    differences: 0,
  });
});

test('gifts and rates act on prices and are not computed', () => {
  for (const [kind, why] of [
    ['gift-line', 'gifts'],
    ['spending-rate', 'rates'],
  ] as const) {
    const version = { promotions: [{ code: 'some', effects: [effectOf(kind, {})] }] };
    const told = [{ promotion: 'some', rule: ruleOf(kind, {}), perLine: [] }];
    expect(leftBy((leave) => recomputeDiscounts({ lines: LINES }, told, version, leave).differences)).toEqual({
      left: [why],
      differences: 0,
    });
  }
});
