import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { explanationSchema, operationSchema } from '../../../contract/checkout-answers.ts';
import type { bookingsSchema } from '../../../contract/screens.ts';
import type { derivationSchema } from '../../../contract/simulation.ts';
import { ask } from '../api/ask.ts';

export type Operation = z.infer<typeof operationSchema>;
export type Receipt = NonNullable<Operation['receipt']>;
export type Explanation = z.infer<typeof explanationSchema>;
export type Bookings = z.infer<typeof bookingsSchema>;
export type Derivation = z.infer<typeof derivationSchema>;

/** Whom an operation may be told. */
export const READERS = ['customer', 'cashier', 'auditor'] as const;
export type Reader = (typeof READERS)[number];

const EXPLAINED: readonly string[] = ['checkout.sale', 'checkout.claim', 'checkout.return'];

/** One operation with its receipt and what belongs to it. */
export const useOperation = (id: string): UseQueryResult<Operation> =>
  useQuery({ queryKey: ['operation', id], queryFn: () => ask<Operation>(`GET /v1/operations/${id}`) });

/** Why it earned what it did, in the language of the screen; only sales, claims and returns have reasons. */
export function useExplanation(id: string, kind: string | undefined): UseQueryResult<Explanation> {
  const { i18n } = useTranslation();
  return useQuery({
    queryKey: ['explanation', id, i18n.language],
    queryFn: () => ask<Explanation>(`GET /v1/operations/${id}/explanation`, { query: { language: i18n.language } }),
    enabled: kind !== undefined && EXPLAINED.includes(kind),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** What it wrote into the books. */
export const useBookings = (id: string): UseQueryResult<Bookings> =>
  useQuery({ queryKey: ['bookings', id], queryFn: () => ask<Bookings>(`GET /v1/operations/${id}/bookings`) });

/** The operation in sentences for a reader, in the language of the screen; of any kind. Asked for once somebody has said for whom. */
export function useTold(id: string, reader: Reader | undefined): UseQueryResult<Derivation> {
  const { i18n } = useTranslation();
  return useQuery({
    queryKey: ['told', id, reader, i18n.language],
    queryFn: () =>
      ask<Derivation>(`GET /v1/operations/${id}/derivation`, { query: { for: reader, language: i18n.language } }),
    enabled: reader !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
  });
}
