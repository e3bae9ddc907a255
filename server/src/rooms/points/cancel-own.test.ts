import { expect, it } from 'vitest';
import type { Instant } from '../../kernel/instant.ts';
import { cancelOwn, type Unearned } from './cancel-own.ts';
import type { Lot } from './lot.ts';

const lotOf = (n: number, remaining: bigint, over: Partial<Lot> = {}): Lot => ({
  ...{ lane: 1, seq: 1n, n, wallet: 1n, amount: remaining, remaining, held: 0n, isPending: false, isFrozen: false },
  ...{ earnedAt: 0 as Instant, activeAt: 0 as Instant, expiresAt: (100 + n) as Instant, issuer: 0, ...over },
});
const cancelled = (own: readonly Lot[], amount: bigint, ...unearned: Unearned[]): Record<number, bigint> =>
  Object.fromEntries([...cancelOwn(own, amount, unearned)].map(([{ n }, part]) => [n, part]));
const of = (contract: number | undefined, points: bigint, lot?: Lot): Unearned => ({
  ...{ contract, points },
  dates: lot && { activeAt: lot.activeAt, expiresAt: lot.expiresAt },
});

it('takes from the lots of whoever paid for what is earned no more, and only then from others', () => {
  const own = [lotOf(0, 10n), lotOf(1, 10n, { contract: 7 }), lotOf(2, 10n, { contract: 8 })];
  expect(cancelled(own, 6n, of(8, 6n))).toEqual({ 2: 6n });
  expect(cancelled(own, 13n, of(8, 13n)), 'what it has not goes by the order').toEqual({ 2: 10n, 0: 3n });
  expect(cancelled(own, 12n, of(7, 4n), of(8, 8n))).toEqual({ 1: 4n, 2: 8n });
  expect(cancelled(own, 12n), 'nothing known').toEqual({ 0: 10n, 1: 2n });
});

it('takes no more than is asked, whatever is earned no more, and nothing that a hold has', () => {
  const own = [lotOf(0, 10n, { held: 7n }), lotOf(1, 10n, { contract: 7 })];
  expect(cancelled(own, 2n, of(7, 9n))).toEqual({ 1: 2n });
  expect(cancelled(own, 9n, of(undefined, 9n))).toEqual({ 0: 3n, 1: 6n });
});

it('takes pending points first, of each contract', () => {
  const own = [lotOf(0, 10n), lotOf(1, 10n, { isPending: true }), lotOf(2, 10n, { contract: 7 })];
  expect(cancelled(own, 6n, of(undefined, 6n, own[0]))).toEqual({ 1: 6n });
  expect(cancelled(own, 6n, of(7, 6n)), 'but nobody pays for a promotion of others').toEqual({ 2: 6n });
  expect(cancelled(own, 15n)).toEqual({ 1: 10n, 0: 5n });
});

it('takes from the very lot where one contract has several', () => {
  const own = [lotOf(0, 10n, { contract: 7 }), lotOf(1, 10n, { contract: 7 })];
  expect(cancelled(own, 6n, of(7, 6n, own[1]))).toEqual({ 1: 6n });
  expect(cancelled(own, 14n, of(7, 14n, own[1]))).toEqual({ 1: 10n, 0: 4n });
});
