import { useState } from 'react';
import type { UseQueryResult } from '@tanstack/react-query';
import { useThing } from '../acts/use-thing.ts';
import { daysOf, type Period } from '../transactions/period.ts';
import { useToday } from '../transactions/use-filter.ts';
import type { Attribution } from './funding-types.ts';

/** The periods that statements are made of. */
export const STATEMENT_PERIODS = ['month', 'lastMonth', 'year'] as const satisfies readonly Period[];
export type StatementPeriod = (typeof STATEMENT_PERIODS)[number];

/** What a program's partners gave and spent in a period of accounting days. */
export function useAttributed(program: string): {
  readonly asked: UseQueryResult<Attribution>;
  readonly period: StatementPeriod;
  readonly setPeriod: (period: StatementPeriod) => void;
} {
  const today = useToday();
  const [period, setPeriod] = useState<StatementPeriod>('month');
  const { from, to } = daysOf(period, today);
  const asked = useThing<Attribution>(`/v1/programs/${program}/funding-attribution`, { query: { from, until: to } });
  return { asked, period, setPeriod };
}
