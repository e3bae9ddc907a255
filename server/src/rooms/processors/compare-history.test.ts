import { describe, expect, test } from 'vitest';
import { instant } from '../../kernel/instant.ts';
import { compareHistory, inOrder, type Comparison } from './compare-history.ts';
import type { ToldLine } from './port.ts';

const START = 1_767_225_600_000_000;
const line = (id: string, amount: bigint, hour: number, balanceAfter?: bigint): ToldLine => ({
  ...{ outsideId: id, amount, at: instant(START + hour * 3_600_000_000), kind: 'PAY', outsideReference: '' },
  balanceAfter,
});
const compare = (more: Partial<Comparison>) =>
  compareHistory({
    ...{ known: [], told: [], from: undefined, toldThrough: undefined, balanceBefore: undefined, balance: 0n },
    show: String,
    ...more,
  });
const kinds = (more: Partial<Comparison>): string[] => compare(more).findings.map(({ kind }) => kind);

describe('a history', () => {
  test('that is told for the first time is new and fits', () => {
    const told = [line('a', 50n, 0, 50n), line('b', -20n, 1, 30n)];
    expect(compare({ told, balance: 30n })).toEqual({ fresh: told, findings: [] });
  });

  test('may be told newest first, also where two lines are of one moment', () => {
    const told = [line('c', -5n, 1, 25n), line('b', -20n, 1, 30n), line('a', 50n, 0, 50n)];
    expect(inOrder(told).map((one) => one.outsideId)).toEqual(['a', 'b', 'c']);
    expect(kinds({ told, balance: 25n })).toEqual([]);
  });

  test('that begins in the middle says nothing about what lies before', () => {
    const known = [line('a', 50n, 0, 50n), line('b', -20n, 10, 30n)];
    const told = [line('b', -20n, 10, 30n)];
    expect(kinds({ known, told, from: instant(START + 3_600_000_000), balance: 30n })).toEqual([]);
    expect(kinds({ known, told, from: undefined, balance: 30n })).toEqual(['vanished']);
  });

  test('may bring a line in an hour late, and not later', () => {
    const known = [line('b', -20n, 10)];
    const toldThrough = known[0].at;
    const with9 = [line('x', -1n, 9.5), ...known];
    const with8 = [line('x', -1n, 8.5), ...known];
    expect(kinds({ known, told: with9, toldThrough, balanceBefore: 30n, balance: 29n })).toEqual([]);
    expect(kinds({ known, told: with8, toldThrough, balanceBefore: 30n, balance: 29n })).toEqual(['inserted']);
  });

  test('that tells one id twice with two contents is restated', () => {
    expect(kinds({ told: [line('a', 50n, 0), line('a', 60n, 0)], balance: 0n })).toEqual(['restated']);
  });

  test('without balances of lines is held against the balance before', () => {
    const known = [line('a', 50n, 0)];
    const told = [...known, line('b', -20n, 1)];
    const toldThrough = known[0].at;
    expect(kinds({ known, told, toldThrough, balanceBefore: 50n, balance: 30n })).toEqual([]);
    expect(kinds({ known, told, toldThrough, balanceBefore: 50n, balance: 31n })).toEqual(['balance_differs']);
  });

  test('is found wrong in the same words every time, so that it is listed once', () => {
    const wrong = { known: [line('a', 50n, 0, 50n)], told: [line('b', -20n, 1, 35n)], balance: 1n };
    expect(compare(wrong).findings).toEqual(compare(wrong).findings);
    expect(kinds(wrong)).toEqual(['vanished', 'balance_differs']);
  });
});
