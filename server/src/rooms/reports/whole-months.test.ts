import { describe, expect, test } from 'vitest';
import type { LocalDate } from '../../kernel/local-date.ts';
import { wholeMonths } from './whole-months.ts';

const day = (text: string | undefined) => text as LocalDate | undefined;
const said = (from?: string, to?: string) => {
  const { months, days } = wholeMonths({ from: day(from), to: day(to) });
  const text = (all: typeof days): string => all.map((one) => `${one.from ?? ''}..${one.to ?? ''}`).join(' ');
  return [text(months), text(days)];
};

describe('a period', () => {
  test.each([
    [undefined, undefined, '..', ''],
    ['2026-03-01', undefined, '2026-03-01..', ''],
    ['2026-03-02', undefined, '2026-04-01..', '2026-03-02..2026-03-31'],
    [undefined, '2026-03-31', '..2026-03-31', ''],
    [undefined, '2026-03-30', '..2026-02-28', '2026-03-01..2026-03-30'],
    ['2026-03-01', '2026-03-31', '2026-03-01..2026-03-31', ''],
    ['2026-03-01', '2026-03-30', '', '2026-03-01..2026-03-30'],
    ['2026-03-05', '2026-03-05', '', '2026-03-05..2026-03-05'],
    ['2026-01-31', '2026-04-01', '2026-02-01..2026-03-31', '2026-01-31..2026-01-31 2026-04-01..2026-04-01'],
    ['2025-12-02', '2026-01-30', '', '2025-12-02..2026-01-30'],
    ['2025-12-31', '2026-01-31', '2026-01-01..2026-01-31', '2025-12-31..2025-12-31'],
  ])('from %s to %s is the months %s and the days %s', (from, to, months, days) => {
    expect(said(from, to)).toEqual([months, days]);
  });
});
