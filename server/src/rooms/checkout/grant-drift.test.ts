import { expect, test } from 'vitest';
import { givesWhatWasKept, grantDrift, type ComparedGrant } from './grant-drift.ts';
import { keepGrantOf } from './record.ts';

const GRANT: ComparedGrant = {
  ...{ promotion: 'base-earn', version: 3, effect: 0, wallet: 'points', points: 30 },
  perLine: [
    [2, 10],
    [1, 20],
  ],
};
const BONUS: ComparedGrant = { ...GRANT, promotion: 'bonus', points: 5, perLine: [[1, 5]] };

test('the same in another order of lines is the same, and so is what is kept as a number', () => {
  expect(grantDrift([GRANT], [{ ...GRANT, perLine: [...GRANT.perLine].reverse() }])).toBeUndefined();
  const big = { ...GRANT, points: 30n, perLine: [[1, 20n] as const, [2, 10n] as const] };
  expect(grantDrift([big], [GRANT])).toBeUndefined();
  expect(grantDrift([], [])).toBeUndefined();
});

test.each([
  ['the shares of lines', { perLine: [[1, 10] as const, [2, 20] as const] }],
  ['the version', { version: 2 }],
  ['the effect', { effect: 1 }],
  ['the wallet', { wallet: 'miles' }],
  ['what it would have been without a cap', { uncapped: '40' }],
  ['the points', { points: 31 }],
  ['the promotion', { promotion: 'other' }],
])('%s are compared, and not only how many points there are', (_, other) => {
  expect(grantDrift([GRANT, BONUS], [GRANT, { ...BONUS, ...other }])).toMatchObject({ at: 1 });
});

test('a grant that is missing on one side is told with nothing there', () => {
  expect(grantDrift([GRANT], [GRANT, BONUS])).toEqual({ at: 1, computed: undefined, told: 'bonus/3/0 5 points (1:5)' });
  expect(grantDrift([GRANT, BONUS], [GRANT])).toMatchObject({ at: 1, told: undefined });
});

test('a version is not compared where it is not told', () => {
  const unnumbered = { ...GRANT, version: undefined };
  expect(grantDrift([unnumbered], [unnumbered])).toBeUndefined();
});

test('what the engine gives is held against the record as the record keeps it', () => {
  const given = {
    ...{ promotion: 'base-earn', version: 3, walletType: 'points', points: 30n },
    ...{ perLine: [[1, 30n]], derivation: { rule: { effect: 0 }, uncapped: '40' } },
  } as unknown as Parameters<typeof keepGrantOf>[0];
  const kept = keepGrantOf(given);
  expect(givesWhatWasKept([given], [kept])).toBe(true);
  const { uncapped: _, ...uncut } = kept;
  expect(givesWhatWasKept([given], [uncut])).toBe(false);
});
