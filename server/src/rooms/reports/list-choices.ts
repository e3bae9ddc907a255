import type { LineDeps } from './deps.ts';
import { FACET } from './store/mark.ts';

const FACETS = { kinds: FACET.kind, promotions: FACET.promotion, cashiers: FACET.cashier } as const;
const CHOICES_MAX = 200;

/** Values that stand on at least one operation of a tenant, from one on, in alphabetical order; at most 200. */
export const listChoices = (
  { marks, database }: LineDeps,
  tenant: number,
  { of, from }: { readonly of: keyof typeof FACETS; readonly from: string },
): Promise<readonly string[]> => marks.list(database, tenant, FACETS[of], from, CHOICES_MAX);
